"""``python -m bench.row_bytes``: what a row move sends, and how much of that are letters that were not there before.

The shipped plan at 100×30, the tasks with their panel, eight rows down as in :mod:`bench.subjects`. A cell counts as new where something
else stood there, or it stood there in other colours; its letters have to be sent whatever says where they go, so they are the floor of a
row with what is shown now. Nothing here is a time: no machine changes it.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import attrs
from textual.geometry import Region
from textual.screen import Screen

from bench.subjects import REPOSITORY
from tests.support.workbench import open_workbench
from tui.terminal.frame_sender import FrameSender, Painter

ROWS: Final = 8
_TERMINAL: Final = {"TERM": "xterm-256color"}


@attrs.define
class Sent:
    """Bytes of one key, and of those the letters of new cells: of the table, of the panel with its title and chart, elsewhere."""

    whole: int = 0
    table: int = 0
    side: int = 0
    elsewhere: int = 0

    @property
    def letters(self) -> int:
        """The letters of all new cells."""
        return self.table + self.side + self.elsewhere


class Counting:
    """Stands in for the terminal, and counts what it would be sent."""

    def __init__(self) -> None:
        self.now = Sent()

    def show(self, app: Any, screen: Screen[Any], update: object) -> None:
        """Count a frame."""
        if update is None:
            return
        if app._painter is None:
            app._painter = Painter(app, _TERMINAL)
        before = app._painter.frame
        lines = [list(line) for line in before.lines] if before is not None and before.lines is not None else []
        self.now.whole += len((app._painter.paint(screen, update) or "").encode())
        if not lines:
            return
        regions: list[tuple[str, Region]] = [(part, screen.query_one(f"#{part}").region) for part in ("table", "side")]
        for y, line in enumerate(app._painter.frame.lines):
            for x, cell in enumerate(line):
                if cell is not lines[y][x] and cell[0] != " ":
                    where = next((part for part, region in regions if region.contains(x, y)), "elsewhere")
                    setattr(self.now, where, getattr(self.now, where) + len(cell[0].encode()))


async def counted(plan: Path) -> list[Sent]:
    """What each of the rows sends."""
    counting, found = Counting(), list[Sent]()
    shown, FrameSender.show_frame = FrameSender.show_frame, lambda app, screen, update: counting.show(app, screen, update)  # type: ignore[method-assign, assignment]
    try:
        async with open_workbench(plan, size=(100, 30), shipped=False, every_frame=True) as bench:
            await bench.press("4")
            for _ in range(ROWS):
                counting.now = Sent()
                await bench.press("down")
                await bench.settle()
                found.append(counting.now)
    finally:
        FrameSender.show_frame = shown  # type: ignore[method-assign]
    return found


def main() -> int:
    """Count, and print a line a row and the medians."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        plan = Path(name) / "plan.toml"
        shutil.copyfile(REPOSITORY / "data" / "plan.toml", plan)
        rows = asyncio.run(counted(plan))
    print("row    bytes  letters  of the table  of the side  elsewhere")
    for number, row in enumerate(rows, 1):
        print(f"{number:<6} {row.whole:5} {row.letters:8} {row.table:13} {row.side:12} {row.elsewhere:10}")
    medians = [statistics.median(getattr(row, part) for row in rows) for part in ("whole", "letters", "table", "side", "elsewhere")]
    print("median {:5.0f} {:8.0f} {:13.0f} {:12.0f} {:10.0f}".format(*medians))
    return 0


if __name__ == "__main__":
    sys.exit(main())
