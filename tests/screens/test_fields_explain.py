"""Every field says what it expects and how it understands what is typed; lists are searched by any name; long text is reachable."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual import events
from textual.containers import VerticalScroll
from textual.widgets import Static

from tests.support.edits import clear_field, fault_under, retype, to_field
from tests.support.lengths import in_proofs, longer, of_these
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.i18n.words import Unreadable
from tui.screens.dialogs.entries import Entries
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.picker import Picker
from tui.widgets.prose_field import ProseField

scene = Scenes()
scene2 = Scenes()


def hint(bench: Driver) -> str:
    """The lines under the fields of the form."""
    return str(bench.app.screen.query_one("#field-hint", Static).render())


def dialog_keys(bench: Driver) -> str:
    return str(bench.app.screen.query_one("#box-hint", Static).render())


@scene
async def a_cell_shows_the_day_it_understands_and_keeps_that_day(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "due")
    await bench.press("enter")
    assert "20/11, +7" in bench.status, "the form is said before anything is typed"
    await retype(bench, "end of month")
    assert bench.status.startswith("→ 30 Nov 2026")
    await retype(bench, "31/02")
    assert "→" not in bench.status
    await bench.press("enter")
    assert "there is no day 31/02" in bench.status
    await retype(bench, "+7")
    assert bench.status.startswith("→ 29 Nov 2026"), "a new reading takes the place of the refusal"
    await bench.press("enter", "s")  # the day before was wrong
    assert str(bench.value("tasks", "III-1", "due")) == "2026-11-29"


@pytest.mark.parametrize(("key", "number"), [("up", None), ("down", 1.234)])
async def test_a_number_of_two_readings_is_asked_about_in_the_cell(plan_file: Path, key: str, number: float | None) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("3")
        await bench.cell("det-may", "share_now")
        await bench.press("enter")
        await retype(bench, "1.234")
        assert bench.status.startswith("↑ 1234 · ↓ 1,234?")
        await bench.press("enter")
        assert "1234" in bench.status and "1,234" in bench.status and bench.value("enterprises", "det-may", "share_now") == 51.4
        await bench.press(key, "enter")
        if number is None:
            assert "100" in bench.status, "1234 % is refused for its own reason"
        else:
            assert bench.value("enterprises", "det-may", "share_now") == number


@scene2
async def an_arrow_still_leaves_a_cell_that_is_not_asked_about(bench: Driver) -> None:
    await bench.press("3")
    await bench.cell("det-may", "share_now")
    await bench.press("enter")
    await retype(bench, "12,5")
    await bench.press("down")
    assert bench.app.focused is bench.table and bench.value("enterprises", "det-may", "share_now") == 51.4


@scene
async def a_form_says_what_the_focused_field_expects(bench: Driver) -> None:
    await bench.press("1")
    await bench.press("E")
    form = await bench.dialog(Form)
    await to_field(bench, "target")
    assert "decimals as 8.59" in hint(bench) and "%/năm" in hint(bench)
    height = form.query_one("#fields", VerticalScroll).size.height
    for field in form.query(".field"):
        field.focus()
        await bench.settle()
        assert hint(bench), field.id
        assert form.query_one("#fields", VerticalScroll).size.height == height, "nothing moves from field to field"
    await to_field(bench, "unit")
    await retype(bench, "triệu đồng")
    await to_field(bench, "target")
    assert "unit: triệu đồng" in hint(bench), "the unit as it stands in the form"
    await retype(bench, "8,590")
    assert hint(bench).startswith("↑ 8590 · ↓ 8.59?")
    await bench.press("ctrl+s")
    with pytest.raises(Unreadable):
        bench.words.read_number("8,590")
    assert "8590" in fault_under(bench, "target") and "8.59" in fault_under(bench, "target")
    await bench.press("down")
    assert form.focused is not None and form.focused.id == "field-target" and hint(bench).startswith("number")
    await to_field(bench, "values")
    await bench.press("enter")
    await bench.dialog(Entries)
    await bench.press("enter", "tab")
    assert "unit: triệu đồng" in hint(bench)


@scene
async def a_target_typed_with_its_sign_fills_both_fields_and_never_against_what_was_picked(bench: Driver) -> None:
    await bench.press("1")
    await bench.row("grdp")
    await bench.press("E")
    form = await bench.dialog(Form)
    await to_field(bench, "target")
    await retype(bench, "6.5-7")
    assert hint(bench).startswith("→ 6.5 – 7 · ")
    values, faults = form.read()
    assert (values["target"], values["target_max"], values["op"], faults) == (6.5, 7, "=", {})
    await to_field(bench, "target_max")
    await retype(bench, "9")
    assert "something else" in form.read()[1]["target"]


@scene2
@in_proofs
async def a_quarter_typed_into_a_cell_keeps_its_words(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "due")
    await bench.press("enter", "ctrl+u")
    await bench.type("Quý III/2025")
    await bench.press("enter")
    await bench.press("s")
    assert (bench.value("tasks", "III-1", "due"), bench.value("tasks", "III-1", "due_text")) == (dt.date(2025, 9, 30), "Quý III/2025")


@scene
@in_proofs
async def an_empty_field_names_its_form_in_brackets(bench: Driver) -> None:
    await bench.press("4")
    await bench.row("III-1")
    await bench.press("E")
    await to_field(bench, "due")
    await clear_field(bench)
    assert "(day)" in bench.screen and "(whole number)" in bench.screen
    await to_field(bench, "status")
    assert "(one to a line)" in bench.screen


@scene2
@in_proofs
async def typing_a_name_and_enter_takes_that_one_too(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "partners")
    before = list(bench.value("tasks", "III-2", "partners") or [])  # type: ignore[call-overload]
    await bench.press("enter")
    await bench.dialog(Picker)
    await bench.type("y te")
    await bench.press("tab")
    await bench.type("so tc")  # takes the place of the last search
    assert "Sở TC" in bench.screen and "[ ] Sở TC" in bench.screen and "[x]" not in bench.screen
    await bench.press("enter")
    assert bench.value("tasks", "III-2", "partners") == [*before, "so-y-te", "so-tc"]


@scene
async def a_list_says_what_is_chosen_and_why_a_key_does_nothing(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-1", "partners")
    await bench.press("enter")
    await bench.dialog(Picker)
    assert "2 chosen: UBND tỉnh; Sở TC" in bench.screen
    await bench.type("zzz")
    await bench.press("enter")
    assert "nothing matches" in dialog_keys(bench), "nothing is emptied by a search that finds nothing"
    await bench.press("escape")
    assert bench.value("tasks", "III-1", "partners") == ["ubnd", "so-tc"]
    await bench.cell("III-1", "status")
    await bench.press("enter", "tab")
    assert "only one" in dialog_keys(bench)
    await bench.press("escape")


_FOUND = [("leads", "tai nguyen", {"so-tnmt", "so-nnmt"}), ("documents", "54", {"nq-54"})]


@longer
@pytest.mark.parametrize(("column", "typed", "found"), of_these(_FOUND, _FOUND[:1]))
async def test_a_body_is_found_by_an_old_name_and_a_document_by_its_number(
    plan_file: Path, column: str, typed: str, found: set[str]
) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-3", column)
        await bench.press("enter")
        picker = await bench.dialog(Picker)
        await bench.type(typed)
        assert {item.id for item in picker.shown} == found


async def test_an_empty_list_says_so(plan_file: Path, sample: str) -> None:
    plan_file.write_text(sample.split("[agencies.")[0], encoding="utf-8")
    async with open_workbench(plan_file, lang="en") as bench:
        await bench.run("edit_plan")
        await bench.pick("plan")
        await to_field(bench, "basis")
        await bench.press("enter")
        await bench.dialog(Picker)
        assert "there is nothing to choose from yet" in bench.screen


@pytest.mark.slow
@in_proofs
async def test_a_long_text_is_reached_to_its_end_in_a_small_terminal(plan_file: Path) -> None:
    text = " ".join(f"từ{n}" for n in range(360))  # about 2,000 characters
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.row("III-1")
        await bench.press("E")
        await to_field(bench, "note")
        area = bench.app.focused
        assert isinstance(area, ProseField) and area.size.height == 3
        bench.app.post_message(events.Paste(text))
        await bench.settle()
        assert "từ359" in bench.screen and area.size.height > 5, "the field grows with its text"
        await bench.hold("up", 60)
        assert "từ0 từ1" in bench.screen
        await bench.press("pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        assert "từ359" in bench.screen
        await bench.press("ctrl+s")
        assert bench.value("tasks", "III-1", "note") == text


async def test_fields_explain_in_one_program_1(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en") as bench:
        await scene.play(bench)


async def test_fields_explain_in_one_program_2(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene2.play(bench)
