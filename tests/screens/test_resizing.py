"""A window of another size while something is open: what is typed stays over its own cell, and nothing is kept that nobody kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from tests.support.key_order import key_event
from tests.support.paths import SHIPPED
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.screens.table.cell_field import CellField

SIZES = ((160, 40), (64, 18), (100, 30), (80, 24))


def _over_its_cell(bench: Driver) -> bool:
    field, column = bench.tab.query_one(CellField), bench.table.current_column
    assert column is not None
    cell = bench.table.cell_region(field.ids[0], column.key)
    return cell is not None and field.region.y == cell.y and field.region.x <= cell.x < field.region.right <= bench.app.size.width


@pytest.mark.parametrize("column", ["summary", "due"])
async def test_a_cell_that_is_typed_into_stays_over_its_own(plan_file: Path, column: str) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await bench.press("4", "down")
        await bench.cell("III-2", column)
        await bench.press("enter")
        await bench.type("x")
        typed = bench.tab.query_one(CellField).value
        for size in SIZES:
            await bench.pilot.resize_terminal(*size)
            await bench.until(lambda: _over_its_cell(bench), f"it is over its cell at {size}")
            assert bench.tab.query_one(CellField).value == typed and typed[-4:] in bench.screen, size
        await bench.press("escape")
        assert bench.unsaved == 0


async def test_to_draw_again_keeps_nothing_that_is_being_typed_and_what_is_said_of_it(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await bench.press("4")
        await bench.column("summary")
        await bench.press("enter")
        await bench.type("x")
        told = bench.status
        await bench.press("ctrl+l")
        assert bench.tab.query_one(CellField).value.endswith("x") and bench.unsaved == 0 and bench.status == told
        await bench.press("enter")
        assert bench.unsaved == 1


async def test_over_an_empty_plan_and_with_keys_in_one_read_a_form_is_there_at_every_size(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file, lang="en") as bench:
        for key in ("4", "a", *"Roads"):
            bench.app.post_message(key_event(key))
        for size in (*SIZES, (40, 10), (80, 24)):
            await bench.pilot.resize_terminal(*size)
            await bench.settle()
        assert "Roads" in bench.screen and bench.unsaved == 0


async def test_a_size_that_is_told_again_lays_nothing_out_and_another_one_does(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await bench.settle()
        tab, laid_out = bench.tab, list[object]()
        tab.screen_layout_refresh_signal.subscribe(tab, laid_out.append, immediate=True)
        for _ in range(3):
            size = bench.app.size
            tab.post_message(events.Resize(size, size))
        await bench.settle()
        assert laid_out == []
        await bench.pilot.resize_terminal(100, 30)
        await bench.until(lambda: bench.table.size.width == 100, "the table is as wide as the window")
        assert laid_out and tab.query_one("#side").region.bottom == 29
        await bench.pilot.resize_terminal(100, 24)
        await bench.until(lambda: tab.query_one("#status").region.y == 23, "the last line is where the window ends")


async def test_rows_that_what_is_said_takes_are_there_again_where_they_were(tmp_path: Path) -> None:
    """A cell that is typed into says more than a row; whoever is killed there comes back to the line of the window they stood on."""
    path = tmp_path / "plan.toml"
    path.write_bytes(SHIPPED.read_bytes())
    async with open_workbench(path, size=(80, 24)) as bench:
        await bench.press("4")
        await bench.column("due")
        await bench.press(*["down"] * 30)
        top, line = bench.table._top, bench.tab.place_in_table().line
        await bench.press("enter")
        await bench.until(lambda: bench.table._top > top, "the message takes rows of the table")
        assert bench.tab.place_in_table().line == line
        await bench.press("escape", "left", "right")
        await bench.until(lambda: bench.table._top == top, "and gives them back")
        await bench.press("enter")
        await bench.until(lambda: bench.table._top > top, "again")
        await bench.press("escape", "down")
        await bench.until(lambda: bench.table._top == top + 1, "who moves on goes on from where they were")
