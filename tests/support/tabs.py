"""Going to the tab or the list of a table."""

from __future__ import annotations

from tests.support.workbench import Driver
from tui.screens.table.table_screen import TableScreen

PLACES = {"indicators": "1", "directions": "2", "enterprises": "3", "tasks": "4", "agencies": ""}
"""Table → key of its tab; a list without a tab is opened through the list of lists."""


async def stand_on(bench: Driver, table: str) -> None:
    """Go to the tab or the list of a table, with nothing above it."""
    if isinstance(bench.app.screen, TableScreen) and bench.tab.table_name == table:
        return
    if PLACES[table]:
        await bench.press(PLACES[table])
    else:
        await bench.press("1", "o")
        await bench.pick(table)
    await bench.until(lambda: bench.tab.table_name == table, f"{table} is shown")
