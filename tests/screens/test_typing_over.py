"""A digit on a cell with a number begins to type over it; what a figure comes from is said once and shown for each that follows."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.widgets import Static

from tests.support.lengths import in_proofs
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.model.text import N_
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.preview import Preview
from tui.screens.table.typing_over import TypedOver
from tui.screens.year_figures import FigureCell, YearFigures
from tui.terminal.input_driver import OneRead
from tui.widgets.inputs import TextField

scene = Scenes()


def figures(bench: Driver, id: str) -> list[dict[str, object]]:
    return list(bench.value("indicators", id, "values") or [])  # type: ignore[call-overload]


@scene
async def tab_keeps_and_goes_right_and_a_figure_that_is_there_keeps_its_own_source(bench: Driver) -> None:
    await bench.cell("grdp", "year_2023")
    await bench.type("5,6")
    assert "Niên giám" in bench.status and "5,56" in bench.status, "of the figure that is corrected"
    await bench.press("tab")
    assert bench.words(N_("{value} stood there; u brings it back"), value="5,56") in bench.status
    assert figures(bench, "grdp")[3] == {"year": 2023, "value": 5.6, "vintage": "official", "source": "nien-giam"}
    column = bench.table.current_column
    assert column is not None and column.key == "year_2024" and bench.id == "grdp"
    await bench.cell("ngheo", "year_2024")
    await bench.type("2")
    assert "Niên giám" not in bench.status, "a correction says nothing of the next figure"
    await bench.press("escape")


@scene
async def a_column_of_figures_has_its_source_asked_once_and_shown_for_each(bench: Driver) -> None:
    await bench.cell("bao-hiem", "year_2025")
    assert "0–9" in bench.status
    await bench.type("94,9")
    assert bench.words(N_("vintage and source not said yet: Enter asks for them")) in bench.status and bench.status.startswith("2025, %")
    await bench.press("enter")
    form = await bench.dialog(Form)
    assert form.focused is not None and form.focused.id == "field-vintage"
    assert not form.query_one("#box-draft").has_class("shown"), "nothing of it was typed before"
    value = form.query_one("#field-value", TextField)
    value.focus()
    value.value = "chín mươi"
    await bench.press("enter")
    assert form.focused is value and "✗" in str(form.query_one("#fault-value").render()), "it is said at once"
    value.value = "94,9"
    await bench.press("enter")
    assert form.focused is not value and not form.query_one("#fault-value").display
    form.query_one("#field-vintage").focus()
    await bench.type("chinh thuc")
    await bench.press("enter", "tab")
    await bench.type("nien giam")
    await bench.press("enter", "ctrl+s")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
    assert bench.id == "ngheo", "the next row"
    assert "Tỷ lệ bao phủ bảo hiểm y tế" in bench.status and "→" in bench.status
    entered = {"year": 2025, "vintage": "official", "source": "nien-giam"}
    assert figures(bench, "bao-hiem")[-1] == {**entered, "value": 94.9}
    await bench.type("2,5")
    assert "Niên giám" in bench.status and "F2" in bench.status
    await bench.press("enter")
    assert figures(bench, "ngheo") == [{**entered, "value": 2.5}]
    assert bench.unsaved == 2
    assert {("bao-hiem", "year_2025"), ("ngheo", "year_2025")} <= bench.table.changed, "that year's cell and no other"
    await bench.press("u")
    assert ("ngheo", "year_2025") not in bench.table.changed and not any(id == "ngheo" for id, _ in bench.table.changed)
    await bench.press("ctrl+r")


@scene
async def figures_typed_ahead_wait_for_their_cells_while_the_first_is_asked_about(bench: Driver) -> None:
    async def ahead(text: str) -> None:
        keys = [events.Key("enter" if letter == "\r" else _character_to_key(letter), letter) for letter in text]
        bench.app.post_message(OneRead(tuple(keys), may_be_pasted=False))
        await bench._send(*keys)

    bench.app.plan_screen._last_entered = {}  # type: ignore[attr-defined]
    await bench.cell("bao-hiem", "year_2025")
    await ahead("94,9\r2,5\r")
    form = await bench.dialog(Form)
    assert form.focused is not None and form.focused.id == "field-vintage", "no list is searched for a figure"
    await bench.press("escape")
    await bench.answer("discard")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form is left")
    assert "2,5" in bench.status and not bench.unsaved, "what waited is said"
    await ahead("94,9\r2,5\r")
    form = await bench.dialog(Form)
    await bench.type("chinh thuc")
    await bench.press("enter", "ctrl+s")
    await bench.until(lambda: bench.unsaved == 2, "both stand in their cells")
    assert figures(bench, "bao-hiem")[-1]["value"] == 94.9 and figures(bench, "ngheo")[-1]["value"] == 2.5
    await bench.press("u", "u")


@scene
async def a_figure_far_from_the_others_is_kept_and_said_to_be(bench: Driver) -> None:
    await bench.cell("bao-hiem", "year_2024")
    await bench.type("9,6")
    await bench.press("enter")
    assert any(entry["value"] == 9.6 for entry in figures(bench, "bao-hiem")), "nothing typed is lost"
    assert "△ đã ghi 9,6" in bench.status and "93" in bench.status and bench.status.count("u hoàn tác") == 1
    await bench.press("u")


@scene
async def a_figure_whose_form_was_given_another_year_is_told_with_that_year(bench: Driver) -> None:
    bench.app.plan_screen._last_entered = {"vintage": "official"}  # type: ignore[attr-defined]
    await bench.cell("bao-hiem", "year_2025")
    await bench.type("9")
    await bench.press("f2")
    form = await bench.dialog(Form)
    assert str(form.query_one("#box-title", Static).render()).endswith(" · 2025")
    for typed, told in (("202", "2025"), ("2022", "2022")):
        form.query_one("#field-year", TextField).value = typed
        await bench.until(lambda told=told: str(form.query_one("#box-title", Static).render()).endswith(f" · {told}"), told)
    form.query_one("#field-value", TextField).value = "91,2"
    await bench.press("ctrl+s")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
    assert figures(bench, "bao-hiem")[-1] == {"year": 2022, "value": 91.2, "vintage": "official"}
    assert "2022" in bench.status and "2025:" not in bench.status.partition(" · ")[0].partition("→")[0], bench.status
    await bench.press("u")
    assert "2022" in bench.status and "2025" not in bench.status, "nor does the step that is undone name the year of the cell"


@scene
async def the_cell_of_the_base_year_takes_no_figure_of_a_year_of_the_term(bench: Driver) -> None:
    tab = bench.tab
    column = next(column for column in bench.view_columns if column.key == "baseline")
    first = bench.app.session.plan.years[0]
    assert isinstance(tab, YearFigures)
    assert [tab.year_shown(column, {"baseline_year": year}) for year in (None, first, first - 1, first - 2)] == [
        first - 1, first - 1, first - 1, first - 2
    ]  # fmt: skip


@scene
async def a_digit_pressed_by_mistake_leaves_nothing_and_what_was_typed_waits(bench: Driver) -> None:
    await bench.cell("grdp", "year_2024")
    await bench.press("4")
    field = bench.app.focused
    assert isinstance(field, FigureCell) and field.named == "2024, %/năm" and "2024, %/năm" in field.render_line(0).text
    assert bench.words(N_("{what}: being typed over; for tab {digit}: Esc, then {digit}"), what="2024, %/năm", digit=4) in bench.status
    await bench.press("escape")
    assert bench.app.focused is bench.table and not list(bench.app.session.journal.drafts)
    await bench.type("6,7")
    assert isinstance(bench.app.focused, FigureCell), "no tab has that digit"
    await bench.press("up")
    assert bench.table.drafted == {("grdp", "year_2024")}, "that year's cell and no other"
    await bench.press("enter")
    form = await bench.dialog(Form)
    assert form.query_one("#field-value").value == "6,7"  # type: ignore[attr-defined]


@scene
@in_proofs
async def esc_then_a_digit_is_its_tab_until_another_key(bench: Driver) -> None:
    await bench.cell("bao-hiem", "year_2022")
    assert "2022" in bench.status and "Esc" in bench.status, "the keys at the bottom tell of it"
    await bench.press("4", "escape", "4")
    assert bench.tab.table_name == "tasks"
    await bench.press("1", "escape", "2")
    assert bench.tab.table_name == "directions", "also where nothing was typed"
    await bench.press("1", "escape", "left", "right", "4")
    assert isinstance(bench.app.focused, FigureCell) and bench.tab.table_name == "indicators"
    await bench.press("escape", "down", "-")
    assert isinstance(bench.app.focused, FigureCell), "a minus is no tab"
    await bench.press("escape")


@scene
@in_proofs
async def where_no_number_stands_a_digit_is_a_tab(bench: Driver) -> None:
    await bench.cell("chat-luong", "year_2024")
    await bench.press("4")
    assert bench.tab.table_name == "tasks"
    await bench.press("1", "home", "2")
    assert bench.tab.table_name == "directions"
    await bench.press("1")
    await bench.cell("grdp", "expected")
    await bench.press("3")
    assert bench.tab.table_name == "enterprises", "that column is worked out"


@scene
async def a_target_is_typed_over_and_its_reason_still_asked(bench: Driver) -> None:
    await bench.cell("grdp", "target")
    await bench.type("7")
    assert isinstance(bench.app.focused, TypedOver) and not isinstance(bench.app.focused, FigureCell)
    await bench.type("x")
    await bench.press("enter")
    assert "✗" in bench.status and isinstance(bench.app.focused, TypedOver), "the cell stays open"


@scene
async def a_figure_of_one_read_is_typed_and_several_are_pasted(bench: Driver) -> None:
    async def in_one_read(text: str) -> None:
        keys = [events.Key("enter" if letter == "\r" else _character_to_key(letter), letter) for letter in text]
        bench.app.post_message(OneRead(tuple(keys)))
        await bench._send(*keys)

    await bench.cell("grdp", "year_2024")
    await in_one_read("6,75")
    await bench.until(lambda: isinstance(bench.app.focused, FigureCell) and bench.app.focused.value == "6,75", "it stands in its field")
    assert not bench.unsaved
    await bench.press("escape")
    await in_one_read("6,75\r7,1\r")
    await bench.until(lambda: bench.app.screen is not bench.tab, "it is shown before it is made")
    assert not bench.app.plan_screen.query(TypedOver) and not bench.unsaved
    await bench.press("escape")
    assert bench.words(N_("nothing was taken of what was pasted")) in bench.status
    await bench.cell("grdp", "year_2024")
    await in_one_read("6,75\r9,4\r2,5\r")
    await bench.dialog(Picker)
    await bench.press("enter", "enter")
    preview = await bench.dialog(Preview)
    assert 0 < len(preview.taken) < len(preview.lines), "some are ready and some in doubt"
    await bench.press("enter", "enter")
    assert bench.app.screen is preview and not bench.unsaved and "Ctrl+S" in bench.screen, "no Enter of a text writes them"
    await bench.press("escape")
    assert bench.words(N_("nothing was taken of what was pasted")) in bench.status


async def test_typing_over_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await scene.play(bench)


async def test_a_plan_that_is_only_read_has_tabs_behind_its_digits(plan_file: Path) -> None:
    async with open_workbench(plan_file, readonly=True) as bench:
        await bench.cell("grdp", "year_2024")
        await bench.press("4")
        assert bench.tab.table_name == "tasks"
