"""Many records at once as a person does it: marks, reassigning, pasting, replacing; before and after are shown, one undo step."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual import events
from textual.widgets import OptionList

from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.paths import SAMPLE
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.model.text import N_
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.paste import PasteBlock
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.preview import Preview
from tui.screens.dialogs.replace import ReplaceText
from tui.screens.table.cell_field import CellField
from tui.screens.table.reason_form import Reasons
from tui.widgets.frame_table import FrameTable

scene = Scenes()
scene2 = Scenes()


async def paste(bench: Driver, text: str) -> None:
    """What a terminal with bracketed paste sends."""
    bench.app.post_message(events.Paste(text))
    await bench.settle()


async def preview(bench: Driver) -> Preview:
    return await bench.dialog(Preview)


def shown(bench: Driver) -> list[tuple[str, str, str]]:
    """(field, before, after) of every line of the preview."""
    box = bench.app.screen
    assert isinstance(box, Preview)
    return [(row.field, row.before, row.after) for _, row in box.rows]


def rejects(bench: Driver) -> list[str]:
    return [str(o.prompt) for o in bench.app.screen.query_one("#preview-rejects", OptionList).options]


def flowing(bench: Driver) -> str:
    """The screen as one line, for sentences that are wrapped inside a box."""
    return " ".join(bench.screen.replace("│", " ").split())


async def undone(bench: Driver, redone: bool = LONG) -> None:
    """One undo brings everything back; redo does it again, whatever the step is, so the suite looks at that once."""
    unsaved = bench.unsaved
    assert unsaved and len(bench.app.session.workspace.undo_steps) == 1, "it was one step"
    await bench.press("u")
    assert bench.unsaved == 0
    if redone:
        await bench.press("U")
        assert bench.unsaved == unsaved
        await bench.press("u")
    assert bench.path.read_bytes() == SAMPLE.read_bytes()


def statuses(bench: Driver, *ids: str) -> list[object]:
    return [bench.value("tasks", id, "status") for id in ids]


# -- marked rows --------------------------------------------------------------------------------------------------


@scene
async def three_marked_rows_are_shown_before_they_change_and_a_line_can_be_taken_out(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("status")
    await bench.press("x", "x", "x", "enter")
    await bench.pick("returned")
    box = await preview(bench)
    before, after = bench.words("no information"), bench.words("returned")
    assert shown(bench)[1][1:] == (before, after)
    assert "III#1" in bench.screen and before in bench.screen and after in bench.screen
    assert bench.words.count("{n} change", "{n} changes", 3) in bench.screen
    await bench.press("space")
    assert bench.words.count("{n} taken out", "{n} taken out", 1) in bench.screen
    assert len(box.taken) == 2
    await bench.press("g")
    assert box.table.row == 0 and bench.app.screen is box, "the first row, as in every list"
    await bench.press("enter")
    assert statuses(bench, "III-1", "III-2", "III-3") == ["in_progress", "returned", "returned"]
    assert bench.words(N_("{field} of {count} records"), field=bench.words("Status"), count=2) in bench.status
    assert bench.table.marks == {"III-1", "III-2", "III-3"} and bench.id == "III-4"
    await undone(bench, redone=True)


@scene
async def esc_in_the_preview_leaves_everything_and_what_was_typed(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("summary")
    await bench.press("x", "x", "x", "enter")
    await bench.press("end", "ctrl+u")
    await bench.type("Việc chung")
    await bench.press("enter")
    await preview(bench)
    await bench.press("escape")
    assert bench.unsaved == 0
    assert bench.app.screen.query_one(CellField).value == "Việc chung", "the cell is still open"
    await bench.press("enter")
    await preview(bench)
    await bench.press("enter")
    assert [bench.value("tasks", id, "summary") for id in ("III-1", "III-2", "III-3")] == ["Việc chung"] * 3
    assert not bench.app.screen.query(CellField) and bench.app.focused is bench.table


@scene
async def two_marked_rows_ask_nothing(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("status")
    await bench.press("x", "x", "enter")
    await bench.pick("returned")
    assert statuses(bench, "III-1", "III-2") == ["returned", "returned"]


@scene
async def what_fits_some_of_the_rows_only_is_made_there_and_named_elsewhere(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("partners")
    await bench.press("X", "enter")
    await bench.answer("add")
    await bench.pick("so-tc")
    await preview(bench)
    assert len(rejects(bench)) == 2 and all(
        bench.words(N_("{agency} both leads and is a partner"), agency="so-tc") in r for r in rejects(bench)
    )
    await bench.press("tab")
    assert bench.app.focused is not None and bench.app.focused.id == "preview-rejects"
    await bench.press("tab", "enter")
    assert bench.value("tasks", "III-1", "partners") == ["ubnd", "so-tc"], "what stood there stays"
    assert bench.value("tasks", "III-4", "partners") == ["so-tc"]
    assert bench.value("tasks", "IV-2", "partners") == ["so-tnmt"], "it leads this one"


@scene
async def taking_a_body_out_of_many_lists_leaves_the_others(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("partners")
    await bench.press("X", "enter")
    await bench.answer("take")
    picker = await bench.dialog(Picker)
    assert {item.id for item in picker.items} == {"ubnd", "so-tc", "so-tnmt"}, "only what stands there"
    await bench.pick("so-tc", "so-tnmt")
    assert bench.value("tasks", "III-1", "partners") == ["ubnd"] and bench.value("tasks", "IV-2", "partners") is None
    await undone(bench)


@in_proofs
async def test_a_long_text_for_many_rows_has_a_form_that_waits_for_the_preview(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        await bench.press("o")
        await bench.pick("agencies")
        await bench.until(lambda: bench.tab.table_name == "agencies", "the list opens")
        await bench.column("note")
        await bench.press("x", "x", "x", "enter")
        await bench.dialog(Form)
        await bench.type("dòng một")
        await bench.press("ctrl+s")
        await preview(bench)
        await bench.press("escape")
        assert isinstance(bench.app.screen, Form) and "dòng một" in bench.screen
        await bench.press("ctrl+s")
        await preview(bench)
        await bench.press("enter")
        await bench.until(lambda: bench.app.screen is bench.tab, "form and preview are closed")
        assert bench.value("agencies", "so-tnmt", "note") == "dòng một" and bench.unsaved == 3


# -- reassigning --------------------------------------------------------------------------------------------------


@scene
async def the_work_of_a_lead_goes_to_its_successor(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-1")
    await bench.press("R")
    picker = await bench.dialog(Picker)
    assert picker.highlighted is not None and picker.highlighted.id == "so-tnmt", "the lead of the row"
    await bench.press("enter")
    picker = await bench.dialog(Picker)
    assert picker.highlighted is not None and picker.highlighted.id == "so-nnmt", "the successor"
    assert "so-tnmt" not in {item.id for item in picker.items}
    await bench.press("enter")
    roles = await bench.dialog(Picker)
    assert roles.many and set(roles.chosen) == {"tasks.leads", "tasks.partners"}
    await bench.press("enter")
    await preview(bench)
    assert [field for field, _, _ in shown(bench)] == [bench.words("Lead"), bench.words("Partners")]
    await bench.press("enter")
    assert bench.value("tasks", "III-1", "leads") == ["so-nnmt"] and bench.value("tasks", "IV-2", "partners") == ["so-nnmt"]
    assert bench.words(N_("{count} tasks given from {old} to {new}"), count=2, old="Sở TN&MT", new="Sở NN&MT") in bench.status
    assert bench.value("decisions", "kl-1", "owner") == "so-tnmt", "not chosen"
    assert bench.id == "III-1"
    await undone(bench)


@scene
@in_proofs
async def only_the_marked_tasks_are_given_away(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-4")
    await bench.press("x", "up", "R")
    await bench.press("enter")
    await bench.type("tai chinh")
    await bench.press("enter")
    await bench.answer("marked")
    await preview(bench)
    await bench.press("enter")
    assert bench.value("tasks", "III-4", "leads") == ["so-tc"]
    assert bench.value("tasks", "IV-1", "leads") == ["so-y-te"], "not marked"


@scene
@in_proofs
async def reassigning_starts_from_the_register_too_and_nowhere_else(bench: Driver) -> None:
    await bench.press("R")
    assert bench.app.screen is bench.tab and bench.status.startswith("✗")
    await bench.press("o")
    await bench.pick("agencies")
    await bench.until(lambda: bench.tab.table_name == "agencies", "the list opens")
    await bench.row("so-y-te")
    await bench.press("R")
    picker = await bench.dialog(Picker)
    assert picker.highlighted is not None and picker.highlighted.id == "so-y-te"
    assert "so-nnmt" not in {item.id for item in picker.items}, "it holds nothing"
    await bench.press("enter")
    await bench.pick("ubnd")
    roles = await bench.dialog(Picker)
    assert {i.id for i in roles.items} == {"indicators.agency", "tasks.leads", "duties.who"}
    await bench.pick("indicators.agency", "duties.who")
    await preview(bench)
    await bench.press("enter")
    assert bench.value("indicators", "bao-hiem", "agency") == "ubnd"
    assert bench.value("duties", "IV-a", "who") == ["so-tc", "ubnd"]
    assert bench.unsaved == 4
    await bench.press("u")
    assert bench.unsaved == 0


# -- pasting ------------------------------------------------------------------------------------------------------


@scene
async def a_block_is_pasted_over_what_the_person_sees(bench: Driver) -> None:
    await bench.press("4", "slash")
    await bench.type("đất đai")
    await bench.press("enter")
    assert bench.rows == ["III-1", "IV-2"]
    await bench.column("leads")
    lead = str(bench.app.session.plan.tables["agencies"]["so-y-te"]["name"])
    seen = list(bench.table.columns_seen)
    assert seen[seen.index("leads") :] == ["leads", "due", "state"], "others stand between them, out of sight"
    await paste(bench, f"{lead}\t01/02/2026\r\nkhông rõ\t43.5\r\n{lead}\t01/01/2026")
    await preview(bench)
    assert bench.unsaved == 0
    place = bench.words(N_("row {row}, “{column}”"), row=2, column=bench.words("Due"))
    assert any(place in line and "43.5" in line for line in rejects(bench))
    assert any(bench.words(N_("rows {first} to {last}"), first=3, last=3) in line for line in rejects(bench))
    assert [field for field, _, _ in shown(bench)] == [bench.words("Lead"), bench.words("Due")]
    await bench.press("enter")
    await bench.dialog(Choose)
    await bench.press("s")  # the day before was written down wrong
    await bench.until(lambda: bench.app.screen is bench.tab, "both are closed")
    assert bench.value("tasks", "III-1", "leads") == ["so-y-te"] and str(bench.value("tasks", "III-1", "due")) == "2026-02-01"
    assert bench.value("tasks", "III-1", "status") == "in_progress" and bench.value("tasks", "IV-2", "status") == "unreported"
    assert bench.rows == ["III-1", "IV-2"] and bench.id == "III-1"
    await undone(bench)


@scene
@in_proofs
async def new_records_of_a_pasted_table_are_counted_and_the_cursor_goes_to_the_first(bench: Driver) -> None:
    await bench.press("4")
    await paste(bench, "Nhiệm vụ\tChủ trì\tThời hạn\nViệc dán một\tSở Y tế\t2025\nViệc dán hai\tSở Y tế\t2025")
    await preview(bench)
    await bench.press("D", "l", "enter")
    await bench.until(lambda: bench.app.screen is bench.tab, "it is made")
    assert bench.words(N_("pasted block: {count} new records"), count=3) in bench.status, "a section and two tasks"
    assert bench.value("tasks", str(bench.id), "summary") == "Việc dán một"
    await undone(bench)


@scene
async def one_cell_that_cannot_be_pasted_is_said_in_the_status_line(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("state")
    await paste(bench, "hôm qua")
    assert bench.app.screen is bench.tab and bench.status.startswith("✗") and bench.words("On the day") in bench.status
    await paste(bench, "\r\n")
    assert bench.words(N_("there is nothing in what was pasted")) in bench.status
    assert bench.unsaved == 0


async def test_nothing_is_pasted_into_a_plan_that_is_read_only(plan_file: Path) -> None:
    async with open_workbench(plan_file, readonly=True) as bench:
        await bench.press("4")
        await paste(bench, "x\ty")
        assert bench.words(N_("the plan is open for reading only")) in bench.status and bench.app.screen is bench.tab


@scene
async def the_paste_dialog_takes_tabs_as_keys_and_keeps_a_block_that_was_not_made(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("leads")
    lead = str(bench.app.session.plan.tables["agencies"]["so-y-te"]["name"])
    await bench.press("p")
    await bench.dialog(PasteBlock)
    await bench.type(lead)
    await bench.press("tab")
    await bench.type("01/02/2026")
    await bench.press("enter")
    await bench.type(lead)
    await bench.press("escape")
    assert bench.app.screen is bench.tab and bench.unsaved == 0
    await bench.press("p")
    assert not (await bench.dialog(PasteBlock)).block.text, "a new paste starts empty"
    assert bench.words.count("{n} line", "{n} lines", 2) in bench.screen, "the block of before is offered"
    await bench.press("ctrl+r")
    assert "01/02/2026" in bench.screen, "it is there again"
    await bench.press("ctrl+s")
    await preview(bench)
    assert len(shown(bench)) == 3
    await bench.press("enter")
    await bench.dialog(Choose)
    await bench.press("s")  # the day before was written down wrong
    await bench.until(lambda: bench.app.screen is bench.tab, "both are closed")
    assert bench.value("tasks", "III-1", "leads") == ["so-y-te"] and bench.unsaved == 3
    await bench.press("p", "ctrl+r")
    assert not (await bench.dialog(PasteBlock)).block.text, "what was made is no draft"


@scene
async def no_block_is_joined_to_one_of_before_and_each_that_was_not_made_comes_back(bench: Driver) -> None:
    await bench.press("4")
    for block in ("một", "hai"):
        await bench.press("p")
        await bench.type(block)
        await bench.press("escape")
    await bench.press("p")
    await bench.type("ba")
    box = await bench.dialog(PasteBlock)
    seen = [box.block.text]
    for _ in range(3):
        await bench.press("ctrl+r")
        seen.append(box.block.text)
    assert seen == ["ba", "hai", "một", "ba"]


@scene
@in_proofs
async def titles_and_ids_of_a_pasted_sheet(bench: Driver) -> None:
    await bench.press("4")
    words = bench.words
    await paste(bench, f"id\t{words('Partners')}\t{words('Progress, %')}\nIV-2\tSở TN&MT, Sở YT\t12,5\nkhong-co\tx\t1")
    await preview(bench)
    assert len(rejects(bench)) == 1 and "khong-co" in rejects(bench)[0]
    await bench.press("enter")
    assert bench.value("tasks", "IV-2", "partners") == ["so-tnmt", "so-y-te"] and bench.value("tasks", "IV-2", "progress") == 12.5


@scene
async def pasted_figures_ask_once_for_vintage_and_source(bench: Driver) -> None:
    await bench.row("cong-nghiep")
    await bench.column("year_2022")
    await paste(bench, "59,5\t60\n31\t30,5")
    await bench.pick("official")
    await bench.pick("nien-giam")
    box = await preview(bench)
    asked = {str(line.doubt) for line in box.lines if line.doubt is not None}
    assert len(box.taken) == 2 and len(asked) == 1 and "2023" in asked.pop(), "2024 stands beside 2022 on this screen"
    await bench.press("enter")
    values = bench.value("indicators", "cong-nghiep", "values")
    assert isinstance(values, list) and values[-1] == {"year": 2022, "value": 59.5, "vintage": "official", "source": "nien-giam"}
    assert not any(entry["year"] in (2023, 2024) for entry in values)
    assert "59,5" in bench.screen
    await undone(bench)


@scene2
async def a_pasted_target_asks_why_it_changes_and_backing_out_returns_to_the_preview(bench: Driver) -> None:
    await bench.row("ngheo")
    await bench.column("target")
    await paste(bench, "2,5")
    await preview(bench)
    await bench.press("enter")
    await bench.dialog(Reasons)
    await bench.press("escape")
    await preview(bench)
    assert bench.value("indicators", "ngheo", "target") == 3
    await bench.press("enter")
    await bench.dialog(Reasons)
    await bench.type("Nghị quyết mới")
    await bench.press("ctrl+s")
    await bench.until(lambda: bench.app.screen is bench.tab, "both are closed")
    assert bench.value("indicators", "ngheo", "target") == 2.5 and bench.value("indicators", "ngheo", "revisions")
    await bench.press("u")
    assert bench.unsaved == 0


@scene2
@in_proofs
async def pasted_due_days_are_asked_about_once_for_all_rows(bench: Driver) -> None:
    await bench.press("4")
    assert bench.value("tasks", "III-2", "due") is None, "a first day is asked about by nobody"
    await bench.cell("III-1", "due")
    await paste(bench, "30/06/2026\n31/07/2026")
    await preview(bench)
    await bench.press("enter")
    await bench.dialog(Choose)
    await bench.press("escape")
    await preview(bench)
    assert bench.unsaved == 0, "backing out leads to the preview"
    await bench.press("enter")
    await bench.dialog(Choose)
    await bench.press("g")
    form = await bench.dialog(Reasons)
    await bench.press("ctrl+s")
    assert bench.app.screen is form and bench.words(N_("give the reason or the legal basis")) in bench.screen
    await bench.type("Chờ vốn")
    await bench.press("ctrl+s")
    await bench.until(lambda: bench.app.screen is bench.tab, "all are closed")
    (entry,) = bench.value("tasks", "III-1", "extensions")
    assert (entry["due"], entry["reason"]) == (dt.date(2026, 6, 30), "Chờ vốn")
    assert bench.value("tasks", "III-1", "due") == dt.date(2025, 12, 31) and bench.value("tasks", "III-2", "due") == dt.date(2026, 7, 31)
    await bench.press("u")
    assert bench.unsaved == 0, "one step"


@scene2
async def what_is_pasted_is_harmless(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("summary")
    await paste(bench, "[bold]đỏ[/]\x1b[31m\u202eđảo\t\n")
    await preview(bench)
    assert "[bold]đỏ[/][31mđảo" in bench.screen and "\x1b" not in bench.screen
    await bench.press("enter")
    assert bench.value("tasks", "III-1", "summary") == "[bold]đỏ[/][31mđảo"


@scene2
async def a_key_behind_a_paste_belongs_to_the_preview(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("due")
    bench.app.post_message(events.Paste("01/02/2026\n02/02/2026"))
    for key in ("space", "enter"):
        bench.app.post_message(events.Key(key, None))
    await bench.until(lambda: bench.unsaved, "made")
    assert str(bench.value("tasks", "III-2", "due")) == "2026-02-02" and bench.unsaved == 1, "Space took the first line out"


@scene2
async def a_paste_into_a_field_stays_in_the_field(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("summary")
    await bench.press("enter")
    await paste(bench, " thêm")
    assert bench.app.screen.query_one(CellField).value.endswith(" thêm")


# -- replacing ----------------------------------------------------------------------------------------------------


async def ask_replace(bench: Driver, old: str, new: str) -> None:
    await bench.press("S")
    await bench.dialog(ReplaceText)
    await bench.press("end", "ctrl+u")
    await bench.type(old)
    await bench.press("tab", "end", "ctrl+u")
    await bench.type(new)


@scene2
async def text_is_replaced_across_the_plan(bench: Driver) -> None:
    await ask_replace(bench, "dat dai", "quỹ đất")
    await bench.press("enter")
    assert bench.words(N_("nothing holds “{text}”"), text="dat dai") in bench.screen, "letter for letter unless asked otherwise"
    await bench.press("tab", "space", "tab", "space", "enter")
    await preview(bench)
    assert len(shown(bench)) == 4 and "Luật quỹ đất" in bench.screen
    await bench.press("enter")
    await bench.until(lambda: bench.app.screen is bench.tab, "the question is closed with the preview")
    assert bench.value("documents", "luat-dat-dai", "about") == "Luật quỹ đất" and bench.unsaved == 4
    assert bench.words(N_("“{old}” → “{new}” in {count} records"), old="dat dai", new="quỹ đất", count=4) in bench.status
    await undone(bench)


@in_proofs
async def test_backing_out_of_the_hits_returns_to_the_question_with_its_words(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await ask_replace(bench, "đất đai", "x")
        await bench.press("enter")
        await preview(bench)
        await bench.press("escape")
        box = await bench.dialog(ReplaceText)
        assert box.asked[0].text == "đất đai" and box.asked[1] == "x"
        await bench.press("escape", "S")
        assert (await bench.dialog(ReplaceText)).asked[0].text == "đất đai", "and later still"
        assert bench.unsaved == 0


@in_proofs
async def test_replacing_what_would_be_too_long_is_named_with_its_record(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await ask_replace(bench, "đất đai", "x" * 190)
        await bench.press("enter")
        await preview(bench)
        assert len(rejects(bench)) == 2 and all("200" in line for line in rejects(bench)) and "III#1" in rejects(bench)[0]


# -- the preview itself -------------------------------------------------------------------------------------------


@longer
@pytest.mark.parametrize("size", of_these([(80, 24), (60, 16), (140, 40)], [(60, 16)]))
async def test_many_hits_scroll_and_long_names_are_read_whole(plan_file: Path, sample: str, size: tuple[int, int]) -> None:
    name, count = "Nhiệm vụ có tên rất dài về quản lý, sử dụng hiệu quả nguồn lực kho báu của tỉnh, số {n}", 1000 if LONG else 150
    more = "".join(
        f'\n[tasks.III-x{n}]\nsection = "III"\norder = {n + 100}\nsummary = "{name.format(n=n)}"\nlocator = "III#x{n}"\n'
        for n in range(count)
    )
    plan_file.write_text(sample + more, encoding="utf-8")
    async with open_workbench(plan_file, size=size) as bench:
        await ask_replace(bench, "kho báu", "kho tàng")
        await bench.press("enter")
        box = await preview(bench)
        assert len(box.rows) == count and len(list(box.walk_children())) < 30, "lines are drawn, not mounted"
        assert "kho báu" in bench.screen and "kho tàng" in bench.screen, "what differs is in sight though the names are long"
        await bench.press("end", "space", "home", "pagedown", "space")
        assert len(box.taken) == count - 2
        await bench.press("i")
        assert "của tỉnh, số" in flowing(bench)
        await bench.press("escape", "a", "a")
        assert not box.taken
        await bench.press("enter")
        assert isinstance(bench.app.screen, Preview) and bench.words(N_("nothing is marked; Space takes a line in, Esc leaves")) in flowing(
            bench
        )
        await bench.press("a")
        assert bench.words(N_("nothing is marked; Space takes a line in, Esc leaves")) not in flowing(bench), "it is no longer so"
        await bench.press("enter")
        await bench.until(lambda: bench.app.screen is bench.tab, "made")
        assert len(bench.app.session.workspace.unsaved()) == count


@scene2
async def what_changed_meanwhile_is_said_in_the_preview_and_nothing_is_made(bench: Driver) -> None:
    await bench.press("4")
    await bench.column("status")
    await bench.press("x", "x", "x", "enter")
    await bench.pick("returned")
    box = await preview(bench)
    workspace = bench.app.session.workspace
    from tui.model.text import say

    workspace.apply([workspace.set_field("tasks", "III-2", "status", "blocked")], say(N_("place")))
    await bench.press("enter")
    assert bench.app.screen is box
    assert bench.words(N_("the value has changed meanwhile; look again")) in flowing(bench)
    assert statuses(bench, "III-1", "III-2", "III-3") == ["in_progress", "blocked", "done"]
    await bench.press("down", "space", "enter")
    assert statuses(bench, "III-1", "III-2", "III-3") == ["returned", "blocked", "returned"], "the others can be made"
    assert isinstance(bench.table, FrameTable) and not isinstance(bench.app.screen, Choose)


@longer
async def test_bulk_screens_in_one_program_1(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene.play(bench)


async def test_bulk_screens_in_one_program_2(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene2.play(bench)
