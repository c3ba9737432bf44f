"""Where there is nothing: the keys at the bottom are those that lead on; nothing is said of what is not there, what is said is whole."""

from __future__ import annotations

from pathlib import Path

from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.actions import BY_ID
from tui.frames.insight.agenda import NOTHING
from tui.model.text import N_
from tui.screens.framed import FramedScreen
from tui.widgets.spoken import Spoken


def offered(bench: Driver) -> list[str]:
    screen = bench.app.screen
    assert isinstance(screen, FramedScreen)
    return [hint.asks_for for hint in screen.hints()]


async def test_over_an_empty_plan_the_first_key_adds_and_none_needs_a_row(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        for tab in "1234":
            await bench.press(tab)
            keys = offered(bench)
            assert keys[0] == "add" and "panel" not in keys and not [key for key in keys if key in BY_ID and BY_ID[key].needs_row], tab
        await bench.press("2")
        assert bench.words(N_("every direction is supported")) not in bench.screen, "of none nothing is said"
        await bench.press("m")
        whole = bench.words(NOTHING)
        for width in (80, 60):
            await bench.pilot.resize_terminal(width, 24)
            await bench.settle()
            assert whole in " ".join(bench.screen.split()), width


async def test_a_reader_of_an_empty_plan_is_not_told_to_add(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file, readonly=True) as bench:
        await bench.press("4")
        assert "add" not in offered(bench)


async def test_where_a_filter_hides_every_row_the_first_key_takes_it_away(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        assert "edit_cell" in offered(bench)
        await bench.press("slash")
        await bench.type("zzzz")
        await bench.press("enter")
        assert bench.rows == [] and offered(bench)[0] == "escape" and "edit_cell" not in offered(bench)
        await bench.press("escape")
        assert bench.rows and "edit_cell" in offered(bench)


async def test_what_enter_does_is_said_of_each_column_and_of_the_line_of_a_group(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(160, 30)) as bench:
        await bench.press("4")
        said = set()
        for column in bench.view_columns:
            await bench.column(column.key)
            told = bench.words(N_("edit “{column}”"), column=bench.words(column.title))
            assert (told in bench.status) == (bench.tab.reason_against(BY_ID["edit_cell"]) is None), column.key
            said.add(told in bench.status)
        assert said == {True, False}, "there are cells that are worked out"
        await bench.column("leads")
        await bench.press("Z", "g", "escape", "left")
        assert bench.table.current_group is not None and bench.words(N_("fold, unfold")) in bench.status
        assert "panel" not in offered(bench) and "edit_record" not in offered(bench)


async def test_beside_the_line_of_a_group_nothing_is_said_of_the_record_the_cursor_has_left(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(160, 40)) as bench:
        await bench.press("4")
        await bench.column("leads")
        await bench.press("Z")
        await bench.settle()
        assert bench.id is not None and bench.tab.panel.lines_shown
        for key in ("z", "down", "z"):
            await bench.press(key)
            await bench.until(lambda: bench.id is not None or not bench.tab.panel.lines_shown, f"{key}: the panel follows")
            assert (bench.tab.query_one("#spoken", Spoken).text == "") == (bench.id is None), key


async def test_every_tab_is_named_whole_on_the_overview_of_a_narrow_window(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 24)) as bench:
        await bench.press("0")
        long = bench.screen.splitlines()[1]
        await bench.pilot.resize_terminal(80, 24)
        await bench.settle()
        short = bench.screen.splitlines()[1]
        assert bench.words("Sector directions") in long and bench.words("Sector directions") not in short
        assert all(bench.words(title) in short for title in ("Targets", "Directions", "Enterprises", "Tasks")) and "…" not in short
