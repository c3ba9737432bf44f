"""Going to the tab or the list of a table."""

from __future__ import annotations

from tests.support.workbench import Driver
from tui.screens.table.table_screen import TableScreen

PLACES = {"indicators": "tab_targets", "directions": "tab_sectors", "enterprises": "tab_enterprises", "tasks": "tab_tasks", "agencies": ""}
"""Table → action that goes to its tab; a list without a tab is opened through the list of lists."""


async def stand_on(bench: Driver, table: str) -> None:
    """Go to the tab or the list of a table, with nothing above it and its rows in no groups."""
    if not (isinstance(bench.app.screen, TableScreen) and bench.tab.table_name == table):
        await _go_to(bench, table)
    if bench.tab.grouped_by is not None:
        bench.tab.group_by(None)
        await bench.settle()


async def _go_to(bench: Driver, table: str) -> None:
    bench.app.perform(PLACES[table] or "tab_targets")  # by its action: a digit may be one of the cell it is pressed on
    await bench.settle()
    if not PLACES[table]:
        await bench.press("o")
        await bench.pick(table)
    await bench.until(lambda: bench.tab.table_name == table, f"{table} is shown")
