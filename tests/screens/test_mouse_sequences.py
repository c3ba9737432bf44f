"""The mouse as a terminal sends it, byte for byte: tabs, titles, hints, the panel, both edges and the wheel; and a terminal without one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import events
from textual._xterm_parser import XTermParser

from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.commands import Commands
from tui.widgets.line import Line

DOWN, UP, MOVED, WHEEL_DOWN, WHEEL_UP = "0M", "0m", "32M", "65M", "64M"


async def send(bench: Driver, *told: tuple[str, int, int]) -> None:
    """What a terminal sends of buttons and cells, all in one read."""
    read = "".join(f"\x1b[<{kind[:-1]};{x + 1};{y + 1}{kind[-1]}" for kind, x, y in told)
    for event in _events(read):
        bench.app.post_message(event)
    await bench.settle()


def _events(read: str) -> Iterable[events.MouseEvent]:
    return [event for event in XTermParser(False).feed(read) if isinstance(event, events.MouseEvent)]


async def click(bench: Driver, x: int, y: int) -> None:
    await send(bench, (DOWN, x, y), (UP, x, y))


def on_line(bench: Driver, line: str, text: str) -> tuple[int, int]:
    shown = bench.app.screen.query_one(line, Line)
    return shown.region.x + shown.text.index(text), shown.region.y


async def test_whatever_is_clicked_does_what_its_key_does(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await click(bench, *on_line(bench, "#tabs", bench.app.tabs()[3][1]))
        assert bench.app.current_mode == "tasks"
        table = bench.table
        layout, columns = table.columns_laid_out()
        place = next(p for p in layout.places if columns[p.index].key == "leads")
        await click(bench, table.region.x + place.x + 1, table.region.y)
        assert table.sort_shown == ("leads", False), "a title sorts"
        await click(bench, table.region.x + place.x + 1, table.region.y)
        assert table.sort_shown == ("leads", True)
        third = bench.rows[2]
        await click(bench, table.region.x + 5, table.region.y + 3)
        assert bench.id == third, "a row has the cursor"
        panel = bench.app.screen.query_one("#panel").region
        await click(bench, panel.x + 2, panel.y + 1)
        assert bench.app.focused is not table, "the panel has the focus, and a click on one of its fields opens it"
        await bench.press("escape", "tab")
        await click(bench, *on_line(bench, "#status", "/"))
        assert bench.app.focused is not None and bench.app.focused.id == "filter", "a hint is its key"
        await bench.press("escape")
        first_tab = on_line(bench, "#tabs", bench.app.tabs()[0][1])
        await bench.press("colon")
        await bench.dialog(Commands)
        await click(bench, *first_tab)
        assert bench.app.current_mode == "tasks", "what lies below a box is not clicked"


async def test_edges_are_dragged_also_in_one_read_and_the_wheel_moves_no_cursor(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 30)) as bench:
        await bench.press("4")
        table = bench.table
        layout, columns = table.columns_laid_out()
        place = next(p for p in layout.places if columns[p.index].key == "leads")
        x, y, order = table.region.x + place.x + place.width, table.region.y, bench.rows
        await send(bench, (DOWN, x, y), (MOVED, x + 2, y), (MOVED, x + 4, y), (UP, x + 4, y))
        now = next(p for p in table.columns_laid_out()[0].places if p.index == place.index)
        assert now.width == place.width + 4 and bench.rows == order
        side = bench.app.screen.query_one("#side")
        edge, width = side.region, side.region.width
        await send(bench, (DOWN, edge.x, edge.y + 5), (MOVED, edge.x + 5, edge.y + 5), (UP, edge.x + 5, edge.y + 5))
        assert side.region.width < width
        here, top = bench.id, table.scroll_offset.y
        await send(bench, *[(WHEEL_DOWN, 10, y + 5)] * 3)
        assert table.scroll_offset.y >= top and bench.id == here
        await send(bench, *[(WHEEL_UP, 10, y + 5)] * 9)
        assert table.scroll_offset.y == 0 and bench.id == here


async def test_over_an_empty_plan_a_click_anywhere_ends_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "trong.toml"
    empty.write_text('format = 2\n[plan]\ntitle = "Trống"\n', encoding="utf-8")
    async with open_workbench(empty, size=(80, 24)) as bench:
        for y in range(24):
            await send(bench, (DOWN, 3 * y, y), (MOVED, 79 - 3 * y, 23 - y), (UP, 79 - 3 * y, 23 - y))
        assert bench.app._exception is None and bench.app.is_running
