"""Changing the plan: in place, in forms, many at once, back and forth, and onto the disk without loss."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from textual.widgets import Static

from tests.support.edits import change_status, change_summary, clear_field, fault_under, pick_status, retype, to_field
from tests.support.elsewhere import THEIR_STATUS, load_task, write_elsewhere
from tests.support.lengths import in_proofs, longer, of_these
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, changed_lines, open_workbench
from tui.i18n.words import Unreadable
from tui.model.text import N_
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.conflicts import Conflicts
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.preview import Preview
from tui.screens.table.cell_field import CellField
from tui.store.files import replace
from tui.widgets.inputs import TextField

scene = Scenes()
scene2 = Scenes()
scene3 = Scenes()

SUMMARY = "Rà soát quy hoạch sử dụng đất đai cấp huyện"


# -- one cell -----------------------------------------------------------------------------------------------------


@scene
async def typing_over_a_cell(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "summary")
    await bench.press("enter")
    assert bench.app.focused is not None and SUMMARY in bench.screen
    await retype(bench, "Rà soát lại từ đầu")
    assert bench.value("tasks", "III-1", "summary") == SUMMARY, "nothing is kept before Enter"
    await bench.press("enter")
    assert bench.value("tasks", "III-1", "summary") == "Rà soát lại từ đầu"
    assert "Rà soát lại từ đầu" in bench.screen
    assert bench.unsaved == 1
    assert bench.app.focused is bench.table
    assert bench.id == "III-1"


@scene
@in_proofs
async def picking_a_choice_for_a_cell(bench: Driver) -> None:
    await pick_status(bench, "III-2", "done")
    assert bench.unsaved == 1
    row = next(line for line in bench.screen.splitlines() if "III#2" in line)
    assert bench.words("done") in row


@scene
async def picking_several_references_for_a_cell_in_the_order_they_are_marked(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "partners")
    await bench.press("e")
    await bench.pick("so-y-te", "so-tc")
    assert bench.value("tasks", "III-2", "partners") == ["so-y-te", "so-tc"]
    assert "Sở YT, Sở TC" in bench.screen
    await bench.press("e")
    await bench.pick("so-y-te")  # marked already: taken away
    assert bench.value("tasks", "III-2", "partners") == ["so-tc"]


@scene
@in_proofs
async def a_reference_is_found_without_marks(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-3", "leads")
    await bench.press("enter")
    picker = await bench.dialog(Picker)
    await bench.type("so nong nghiep")
    assert [item.id for item in picker.shown] == ["so-nnmt"]


@scene
async def a_number_that_is_none_stays_in_the_field_with_the_reason(bench: Driver) -> None:
    await bench.press("3")
    await bench.cell("det-may", "share_now")
    await bench.press("enter")
    await retype(bench, "năm mươi")
    await bench.press("enter")
    with pytest.raises(Unreadable) as expected:
        bench.words.read_number("năm mươi")
    sentence = bench.words.sentence(expected.value.sentence)
    assert sentence in bench.status
    assert "năm mươi" in bench.screen, "what was typed is still there"
    assert bench.value("enterprises", "det-may", "share_now") == 51.4
    await retype(bench, "130")
    assert sentence in bench.status, "the reason stays until something new is to be said"
    await bench.press("enter")
    assert "✗" in bench.status and sentence not in bench.status and "100" in bench.status
    assert bench.value("enterprises", "det-may", "share_now") == 51.4
    await retype(bench, "49,5")
    await bench.press("enter")
    assert bench.value("enterprises", "det-may", "share_now") == 49.5


@scene
async def a_required_cell_cannot_be_emptied(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "summary")
    await bench.press("enter")
    await clear_field(bench)
    await bench.press("enter")
    assert "✗" in bench.status
    assert bench.value("tasks", "III-1", "summary") == SUMMARY
    await bench.press("escape")
    assert bench.unsaved == 0


@scene
async def what_was_typed_before_going_elsewhere_is_there_again(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "summary")
    await bench.press("enter")
    await bench.type(" gần nhất")
    await bench.press("tab")
    assert bench.value("tasks", "III-1", "summary") == SUMMARY
    assert bench.app.focused is bench.table
    assert bench.words(N_("not kept; what you typed is there when you edit the cell again")) in bench.status
    await bench.press("3", "4", "down", "up", "enter")
    assert bench.app.screen.query_one(CellField).value == SUMMARY + " gần nhất"
    assert "gần nhất" in bench.screen
    await bench.press("enter")
    assert bench.value("tasks", "III-1", "summary") == SUMMARY + " gần nhất"


async def test_a_text_longer_than_the_screen_is_edited_at_its_end(plan_file: Path) -> None:
    long = "Tên rất dài " * 12 + "đến đây là hết"
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace("Tỷ lệ hộ nghèo", long), encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        await bench.row("ngheo")
        await bench.press("enter")
        assert "đến đây là hết" in bench.screen, "the cursor stands behind the last letter, so that must be seen"
        await bench.type("!")
        assert "đến đây là hết!" in bench.screen


@scene
@in_proofs
async def the_draft_is_of_that_cell_only(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "summary")
    await bench.press("enter")
    await bench.type(" NHÁP")
    await bench.press("escape", "down", "enter")
    assert "NHÁP" not in bench.screen
    field = bench.app.screen.query_one(CellField)
    assert field.value == "Đạt đại trà chuẩn nông thôn mới ở mọi xã"


@longer
@pytest.mark.parametrize("key", of_these(["tab", "shift+tab", "up", "down", "pagedown"], ["tab", "up"]))
async def test_keys_that_lead_away_from_a_cell_keep_its_draft_and_close_it(plan_file: Path, key: str) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-2", "summary")
        await bench.press("enter")
        await bench.type(" NHÁP")
        await bench.press(key)
        assert bench.app.focused is bench.table and not bench.app.screen.query(CellField)
        assert bench.id == "III-2" and bench.unsaved == 0
        await bench.press("enter")
        assert bench.app.screen.query_one(CellField).value.endswith(" NHÁP")


@scene
async def a_click_away_from_a_cell_and_editing_another_one(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "summary")
    await bench.press("enter")
    await bench.type(" NHÁP")
    await bench.pilot.click("#table", offset=(20, 2))
    assert bench.app.focused is bench.table and bench.id == "III-2"
    await bench.press("enter")
    fields = list(bench.app.screen.query(CellField))
    assert [f.value for f in fields] == ["Đạt đại trà chuẩn nông thôn mới ở mọi xã"], "one field, of this cell"
    await bench.press("escape", "up", "enter")
    assert bench.app.screen.query_one(CellField).value == SUMMARY + " NHÁP"


@scene
async def a_derived_cell_says_why_it_cannot_be_edited(bench: Driver) -> None:
    await bench.press("1")
    await bench.column("verdict")
    column = bench.table.current_column
    assert column is not None and column.why_not
    await bench.press("enter")
    assert bench.words(column.why_not) in bench.status
    assert bench.app.focused is bench.table


@scene
@in_proofs
async def the_figure_of_a_year(bench: Driver) -> None:
    await bench.cell("ngheo", "year_2023")
    await bench.press("enter")
    form = await bench.dialog(Form)
    assert "2023" in form.box_title
    await to_field(bench, "value")
    await bench.type("2,75")
    await to_field(bench, "vintage")
    await bench.press("enter")
    await bench.pick("official")
    await bench.press("ctrl+s")
    assert bench.value("indicators", "ngheo", "values") == [{"year": 2023, "value": 2.75, "vintage": "official"}]
    row = next(line for line in bench.screen.splitlines() if "hộ nghèo" in line)
    assert "2,75" in row
    assert bench.unsaved == 1


@scene
async def a_figure_is_never_changed_in_another_row_than_the_one_under_the_cursor(bench: Driver) -> None:
    await bench.press("x", "x")
    await bench.cell("ngheo", "year_2023")
    await bench.press("enter")
    assert bench.app.screen is bench.tab and "✗" in bench.status, "two rows are marked: it says that this is done row by row"
    await bench.press("escape", "enter")
    form = await bench.dialog(Form)
    assert "nghèo" in form.box_title


# -- forms --------------------------------------------------------------------------------------------------------


@scene3
async def faults_stand_under_their_fields_and_nothing_typed_is_lost(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-3")
    await bench.press("E")
    await to_field(bench, "summary")
    await clear_field(bench)
    await to_field(bench, "due")
    await bench.type("31/2/2025")
    await to_field(bench, "progress")
    await retype(bench, "130")
    await bench.press("ctrl+s")
    assert fault_under(bench, "summary").startswith("✗")
    assert "31/2/2025" in fault_under(bench, "due")
    assert "100" in fault_under(bench, "progress")
    assert not fault_under(bench, "leads")
    form = await bench.dialog(Form)
    assert form.focused is not None and form.focused.id == "field-summary", "to the first field that is wrong"
    assert bench.unsaved == 0 and bench.value("tasks", "III-3", "progress") == 62.5
    await bench.type("Khoán chi")
    await to_field(bench, "due")
    assert "31/2/2025" in bench.screen
    await retype(bench, "28/02/2025")
    await to_field(bench, "progress")
    await retype(bench, "75,5")
    await bench.press("f10")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
    record = bench.app.session.plan.get("tasks", "III-3") or {}
    assert (record["summary"], str(record["due"]), record["progress"]) == ("Khoán chi", "2025-02-28", 75.5)
    assert bench.unsaved == 3
    await bench.press("u")
    assert bench.unsaved == 0, "one form, one undo step"


@longer
async def test_a_form_nobody_typed_into_changes_nothing(plan_file: Path) -> None:
    before = plan_file.read_bytes()
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        for tab in of_these("1234", "14"):  # with the entries of years, and those of the log
            await bench.press(tab, "E")
            await bench.dialog(Form)
            await bench.press("ctrl+s")
            await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
            assert bench.unsaved == 0
    assert plan_file.read_bytes() == before


@in_proofs
async def test_a_long_text_in_a_form_is_seen_where_the_cursor_is(plan_file: Path) -> None:
    long = "Tên rất dài " * 12 + "đến đây là hết"
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace("Tỷ lệ hộ nghèo", long), encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        await bench.row("ngheo")
        await bench.press("E")
        await to_field(bench, "name")
        await bench.type("!")
        assert "hết!" in bench.screen


@scene3
async def esc_in_a_form_asks_before_it_drops_what_was_typed(bench: Driver) -> None:
    await bench.press("4", "E")
    await to_field(bench, "summary")
    await bench.type(" X")
    await bench.press("escape")
    await bench.answer("stay")
    form = await bench.dialog(Form)
    await bench.press("escape")
    await bench.answer("keep")
    await bench.until(lambda: bench.app.screen is not form, "the form closes")
    assert bench.value("tasks", "III-1", "summary") == SUMMARY + " X"
    await bench.press("E")
    await to_field(bench, "summary")
    await bench.type(" Y")
    await bench.press("escape")
    await bench.answer("discard")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
    assert bench.value("tasks", "III-1", "summary") == SUMMARY + " X"


@in_proofs
async def test_entries_are_added_in_the_form_of_their_record(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        await bench.press("4")
        await bench.row("III-5")
        await bench.press("E")
        await to_field(bench, "log")
        await bench.press("enter", "a")
        await bench.until(lambda: bool(bench.app.screen.query("#field-text")), "the form of an entry opens")
        await to_field(bench, "on")
        await bench.type("2/4/2025")
        await to_field(bench, "text")
        await bench.type("Đã có kinh phí")
        await bench.press("ctrl+s", "escape", "ctrl+s")
        await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
        log = bench.value("tasks", "III-5", "log")
        assert isinstance(log, list) and [e["text"] for e in log] == ["Chưa có kinh phí", "Đã có kinh phí"]
        await bench.press("ctrl+s")
    gone, come = changed_lines(plan_file.with_name(".plan.toml.prev").read_text(encoding="utf-8"), plan_file.read_text(encoding="utf-8"))
    assert gone == []
    assert come == ['    { on = 2025-04-02, by = "ubnd", text = "Đã có kinh phí" },'], "day and body are filled in; the day gave way"


# -- adding and deleting ------------------------------------------------------------------------------------------


@scene3
@in_proofs
async def add_a_record_and_undo_it(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-2")
    await bench.press("a")
    await to_field(bench, "summary")
    await bench.type("Việc mới")
    await bench.press("ctrl+s")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
    new = bench.id
    assert new is not None and new.startswith("III-")
    assert bench.app.session.plan.get("tasks", new)["summary"] == "Việc mới"  # type: ignore[index]
    assert bench.rows.index(new) == bench.rows.index("III-5") + 1, "after the last of its section"
    assert "Việc mới" in bench.screen
    assert bench.unsaved == 1
    assert "Việc mới" in bench.status, "it says what was added"
    await bench.press("u")
    assert new not in bench.rows and bench.unsaved == 0


@scene3
@in_proofs
async def a_record_without_its_required_fields_is_not_added(bench: Driver) -> None:
    await bench.press("4", "a")
    await bench.dialog(Form)
    await bench.press("ctrl+s")
    assert fault_under(bench, "summary")
    assert bench.unsaved == 0 and len(bench.app.session.plan.tables["tasks"]) == 7


@scene
async def delete_asks_names_the_record_and_undo_brings_it_back_in_its_place(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-4")
    rows = bench.rows
    await bench.press("d")
    await bench.dialog(Choose)
    assert "Ăn chín, uống sôi ở bếp ăn tập thể" in bench.screen
    await bench.press("enter")  # what is highlighted first keeps the record
    assert bench.rows == rows and bench.unsaved == 0
    await bench.press("d")
    await bench.answer("delete")
    assert "III-4" not in bench.rows and bench.unsaved == 1
    assert bench.id == "III-5", "the cursor stays at its place"
    assert "Ăn chín" in bench.status, "it says what was deleted"
    await bench.press("u")
    assert bench.rows == rows and bench.unsaved == 0


@scene
async def a_record_others_refer_to_is_not_deleted(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-1")
    await bench.press("d")
    await bench.answer("delete")
    assert "III-1" in bench.rows and bench.unsaved == 0
    sentence = bench.words(
        N_("{count} records refer to it ({first}…); change those first"), count=1, first="Giữ công nghiệp chế biến làm động lực"
    )
    assert sentence in bench.status


@scene2
@in_proofs
async def delete_marked_records_in_one_step(bench: Driver) -> None:
    await bench.press("4")
    rows = bench.rows
    await bench.row("III-2")
    await bench.press("x", "x", "d")
    await bench.answer("delete")
    assert bench.rows == [r for r in rows if r not in ("III-2", "III-3")]
    await bench.press("u")
    assert bench.rows == rows


# -- many at once, back and forth ---------------------------------------------------------------------------------


@scene2
@in_proofs
async def marked_rows_are_edited_together_and_undone_together(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("status")
    await bench.press("x", "x", "x")
    assert bench.words.count("{n} marked", "{n} marked", 3) in bench.summary.right
    await bench.press("enter")
    await bench.dialog(Picker)
    assert bench.words.count("{n} marked row", "{n} marked rows", 3) in bench.screen
    await bench.pick("returned")
    await bench.dialog(Preview)
    assert bench.unsaved == 0, "three records: before and after are shown first"
    await bench.press("enter")
    assert [bench.value("tasks", i, "status") for i in ("III-1", "III-2", "III-3", "III-4")] == [*["returned"] * 3, "unreported"]
    assert bench.unsaved == 3
    await bench.press("u")
    assert [bench.value("tasks", i, "status") for i in ("III-1", "III-2", "III-3")] == ["in_progress", "unreported", "done"]
    assert bench.unsaved == 0
    await bench.press("U")
    assert bench.unsaved == 3


@scene2
async def undo_reaches_across_tabs_and_says_where(bench: Driver) -> None:
    await change_status(bench, "III-2", "done")
    await bench.press("3")
    await bench.cell("det-may", "share_now")
    await bench.press("enter")
    await retype(bench, "49")
    await bench.press("enter")
    assert bench.unsaved == 2
    await bench.press("home", "1", "u")
    assert bench.value("enterprises", "det-may", "share_now") == 51.4
    assert bench.words("State-owned enterprises") in bench.status
    await bench.press("u")
    assert bench.value("tasks", "III-2", "status") == "unreported"
    assert bench.words("Tasks") in bench.status
    assert bench.unsaved == 0
    await bench.press("u")
    assert bench.words(N_("there is nothing to undo")) in bench.status
    await bench.press("ctrl+y", "ctrl+y")
    assert bench.unsaved == 2
    await bench.press("U")
    assert bench.words(N_("there is nothing to redo")) in bench.status


@in_proofs
async def test_other_tabs_follow_at_once(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await bench.press("2")  # seen once before the change
        assert "Phát triển cụm công nghiệp phía Nam" in bench.screen
        await bench.press("1")
        await bench.cell("cong-nghiep", "name")
        await bench.press("enter")
        await retype(bench, "Phần công nghiệp")
        await bench.press("enter", "2", "r")
        assert any("Phần công nghiệp" in line for line in bench.options)
        await bench.press("escape", "o")
        await bench.pick("sectors")
        await bench.until(lambda: bench.tab.table_name == "sectors", "the list opens")
        await bench.cell("dich-vu", "name")
        await bench.press("enter")
        await retype(bench, "Thương mại")
        await bench.press("enter", "escape")
        assert bench.tab.table_name == "directions"
        assert "Thương mại" in bench.screen


async def test_the_chart_and_the_panel_follow(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.press("4")
        await bench.cell("III-3", "leads")
        assert "Sở YT     " in bench.screen
        await bench.press("enter")
        picker = await bench.dialog(Picker)
        await bench.pick("so-tc", "so-y-te")
        await bench.until(lambda: bench.app.screen is not picker, "the list closes")
        assert next(line for line in bench.screen.splitlines() if "│ Sở YT" in line).rstrip().endswith("█3")
        assert bench.words("Lead") + ": Sở YT  Sở Y tế" in bench.screen


# -- saving -------------------------------------------------------------------------------------------------------


async def test_save_writes_exactly_the_line_that_changed(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        assert bench.saved == sample
        await bench.press("ctrl+s")
        assert bench.unsaved == 0
        assert bench.words.count("{n} change saved to {file}", "{n} changes saved to {file}", 1, file="plan.toml") in bench.status
        assert changed_lines(sample, bench.saved) == (
            ['status = "in_progress" # lời của người nhập'],
            ['status = "done" # lời của người nhập'],
        )
        await bench.press("u")
        assert bench.unsaved == 1, "undone after the save: differs from the file again"
        await bench.press("w")
        assert bench.saved == sample


async def test_save_with_nothing_to_save_says_so_and_leaves_the_file_alone(plan_file: Path) -> None:
    before = os.stat(plan_file)
    async with open_workbench(plan_file) as bench:
        await bench.press("f10")
        assert bench.words(N_("nothing is unsaved")) in bench.status and "✗" not in bench.status, "that is good news"
    assert os.stat(plan_file).st_mtime_ns == before.st_mtime_ns


async def test_quit_asks_and_saves(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_summary(bench, "III-1", "Việc khác")
        await bench.press("q")
        await bench.dialog(Choose)
        assert "Việc khác" in bench.screen, "it names what is not saved"
        await bench.answer("cancel")
        assert bench.app.is_running and bench.unsaved == 1 and bench.saved == sample
        await bench.press("ctrl+q")
        await bench.press("escape")
        assert bench.app.is_running and bench.unsaved == 1 and bench.saved == sample
        await bench.press("q")
        await bench.press(next(a.key for a in (await bench.dialog(Choose)).answers if a.id == "save"))
        await bench.until(lambda: bench.app._exit, "the program ends")
    gone, come = changed_lines(sample, plan_file.read_text(encoding="utf-8"))
    assert (gone, come) == ([f'summary = "{SUMMARY}"'], ['summary = "Việc khác"'])


async def test_quit_can_discard(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_summary(bench, "III-1", "Việc khác")
        await bench.press("q")
        await bench.press(next(a.key for a in (await bench.dialog(Choose)).answers if a.id == "discard"))
        await bench.until(lambda: bench.app._exit, "the program ends")
    assert plan_file.read_text(encoding="utf-8") == sample


async def test_quit_asks_nothing_when_nothing_is_unsaved(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await change_summary(bench, "III-1", "Việc khác")
        await bench.press("u", "q")
        await bench.until(lambda: bench.app._exit, "the program ends")


async def test_quit_asks_about_a_draft_too(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-1", "summary")
        await bench.press("enter")
        await bench.type(" NHÁP")
        await bench.press("ctrl+q")
        await bench.settle()
        assert not bench.app._exit, "what is being typed must not vanish without a question"


async def test_save_while_typing_in_a_cell_saves_that_too(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-2", "done")
        await bench.cell("III-1", "summary")
        await bench.press("enter")
        await retype(bench, "Việc khác")
        await bench.press("ctrl+s")
        assert load_task(plan_file, "III-1")["summary"] == "Việc khác"


async def test_what_others_saved_is_joined_when_it_is_saved(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-2", "done")
        write_elsewhere(plan_file, 'short = "Sở YT"', 'short = "Sở Y tế tỉnh"')
        theirs = bench.saved
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        assert "Sở Y tế tỉnh" in bench.status, "who saves is told what came in"
        assert bench.value("agencies", "so-y-te", "short") == "Sở Y tế tỉnh"
        await bench.column("leads")
        assert "Sở Y tế tỉnh" in bench.screen, "what they changed is on the screen"
        assert changed_lines(theirs, bench.saved) == (['status = "unreported"'], ['status = "done"'])
        await bench.press("u")
        assert bench.value("tasks", "III-2", "status") == "unreported", "what was done before is still undone step by step"
        assert bench.value("agencies", "so-y-te", "short") == "Sở Y tế tỉnh"
    assert plan_file.read_text(encoding="utf-8") != sample


@longer
@pytest.mark.parametrize(
    ("keys", "kept"), of_these([("m", "done"), ("h", "blocked"), ("M", "done"), ("H", "blocked")], [("m", "done"), ("H", "blocked")])
)
async def test_the_same_field_changed_by_two_is_asked_about(plan_file: Path, keys: str, kept: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-3", "in_progress")
        await change_status(bench, "III-2", "done")
        write_elsewhere(plan_file, *THEIR_STATUS)
        theirs = bench.saved
        await bench.press("ctrl+s")
        await bench.dialog(Conflicts)
        assert "Đạt đại trà" in bench.screen
        assert all(bench.words(w) in bench.screen for w in ("blocked", "done", "no information"))
        await bench.press("l")
        assert isinstance(bench.app.screen, Conflicts), "nothing is taken before it is decided"
        await bench.press("escape")
        assert bench.saved == theirs and bench.unsaved == 2
        assert bench.words.count("{n} conflict", "{n} conflicts", 1) in bench.title
        await bench.press("ctrl+s")
        await bench.dialog(Conflicts)
        await bench.press(keys, "l")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        assert bench.value("tasks", "III-2", "status") == kept
        assert bench.value("tasks", "III-3", "status") == "in_progress", "the other change of ours is kept in any case"
        assert bench.app.session.plan.get("tasks", "III-2") == load_task(plan_file, "III-2")
        assert load_task(plan_file, "III-3")["status"] == "in_progress"


async def test_a_third_value_can_be_typed_for_a_conflict(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        await change_summary(bench, "III-4", "Của tôi")
        write_elsewhere(plan_file, f'summary = "{load_task(plan_file, "III-4")["summary"]}"', 'summary = "Của họ"')
        await bench.press("ctrl+s")
        await bench.dialog(Conflicts)
        await bench.press("e")
        form = await bench.dialog(Form)
        assert form.query_one("#field-summary", TextField).value == "Của tôi"
        await retype(bench, "Của cả hai")
        await bench.press("ctrl+s")
        await bench.dialog(Conflicts)
        assert "Của cả hai" in bench.screen
        await bench.press("escape")
        await bench.press("ctrl+s")
        await bench.dialog(Conflicts)
        assert "Của cả hai" in bench.screen, "what was typed is still there"
        await bench.press("l")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        assert load_task(plan_file, "III-4")["summary"] == "Của cả hai"
        await bench.press("u")
        assert bench.value("tasks", "III-4", "summary") == "Của tôi", "a decision is a step like any other"


async def test_reading_again_keeps_what_is_not_saved(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("ctrl+r")
        assert bench.words(N_("this is the newest version of the file")) in bench.status
        await change_status(bench, "III-2", "done")
        write_elsewhere(plan_file, "Em nhỏ được tiêm", "Trẻ em được tiêm")
        theirs = bench.saved
        await bench.press("f5")
        await bench.column("summary")
        assert "Trẻ em được tiêm" in bench.screen
        assert bench.value("tasks", "III-2", "status") == "done" and bench.unsaved == 1
        assert bench.saved == theirs
        await bench.press("ctrl+s")
        assert changed_lines(theirs, bench.saved) == (['status = "unreported"'], ['status = "done"'])


async def test_a_file_that_is_gone_can_be_written_again(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        plan_file.unlink()
        await bench.press("ctrl+s")
        await bench.dialog(Choose)
        assert bench.words(N_("The plan file is gone")) in bench.screen
        await bench.answer("cancel")
        assert not plan_file.exists() and bench.unsaved == 1
        await bench.press("ctrl+s")
        await bench.answer("again")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        assert len(changed_lines(sample, bench.saved)[1]) == 1


async def test_a_full_disk_loses_nothing(plan_file: Path, sample: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        await change_summary(bench, "III-4", "Bếp ăn sạch")
        with monkeypatch.context() as disk:
            disk.setattr(replace.os, "write", full)
            await bench.press("ctrl+s")
            await bench.dialog(Choose)
            assert bench.words(N_("The plan could not be saved")) in bench.screen
            await bench.answer("again")
            await bench.dialog(Choose)
            await bench.answer("cancel")
            assert bench.saved == sample
            assert sorted(p.name for p in tmp_path.iterdir() if p.name.endswith(".tmp")) == []
        assert bench.unsaved == 2
        assert bench.value("tasks", "III-1", "status") == "done" and "Bếp ăn sạch" in bench.screen
        await bench.press("u")
        assert bench.unsaved == 1, "undo still works"
        await bench.press("U", "ctrl+s")
        assert bench.unsaved == 0
        assert len(changed_lines(sample, bench.saved)[1]) == 2


async def test_quit_with_a_save_that_fails_stays(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        with monkeypatch.context() as disk:
            disk.setattr(replace.os, "write", full)
            await bench.press("q")
            question = await bench.dialog(Choose)
            await bench.press(next(a.key for a in question.answers if a.id == "save"))
            await bench.until(lambda: bench.words(N_("The plan could not be saved")) in bench.screen, "it says so")
            await bench.answer("cancel")
        assert not bench.app._exit and bench.unsaved == 1


async def test_a_copy_elsewhere_holds_what_is_not_saved(plan_file: Path, sample: str, tmp_path: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-1", "done")
        await bench.run("save_copy")
        await clear_field(bench)
        await bench.paste(str(plan_file))
        await bench.press("enter")
        assert "plan.toml" in str(bench.app.screen.query_one("#ask-fault", Static).render()), "it is never written over"
        await clear_field(bench)
        await bench.paste(str(tmp_path / "bản sao.toml"))
        await bench.press("enter")
        assert bench.unsaved == 1
    assert plan_file.read_text(encoding="utf-8") == sample
    assert len(changed_lines(sample, (tmp_path / "bản sao.toml").read_text(encoding="utf-8"))[1]) == 1


async def test_the_shipped_plan_can_be_copied_and_worked_on(plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = plan_file.read_bytes()
    here = tmp_path / "nơi làm việc"
    here.mkdir()
    monkeypatch.chdir(here)
    async with open_workbench(plan_file, shipped=True) as bench:
        await bench.dialog(Choose)
        await bench.answer("copy")
        assert str(here / "plan.toml") in bench.status
        assert bench.words(N_("read only")) not in bench.title
        await change_status(bench, "III-1", "done")
        await bench.press("ctrl+s")
        assert bench.unsaved == 0
    assert plan_file.read_bytes() == before
    assert load_task(here / "plan.toml", "III-1")["status"] == "done"


async def test_editing_in_one_program_1(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene.play(bench)


async def test_editing_in_one_program_2(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene2.play(bench)


async def test_editing_in_one_program_3(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        await scene3.play(bench)
