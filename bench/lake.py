"""``python -m bench.lake``: the workbench over a made roll-up of 10,000 plans in a pseudo-terminal: what a key takes on a row a plan."""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from bench.in_page import put_into
from bench.made_lake import made_lake
from bench.pty import Press, Session
from bench.report import machine_class
from bench.subjects import REPOSITORY
from tui.i18n.words import Words
from tui.lake.open_lake import OpenLake
from tui.lake.views import CALLED

PAGE: Final = REPOSITORY / "docs" / "scale.md"
SIZE: Final = (100, 30)
STEPS: Final = (
    ("a row down", ("down",), 20),
    ("a page down", ("pagedown",), 10),
    ("to the last row and back", ("G", "g"), 5),
    ("a column to the right", ("right",), 5),
    ("the first letter of a filter", ("/", "p", "ctrl+u", "escape"), 5),
    ("sorted by a column", ("s", "s", "s"), 3),
    ("under groups, and without", ("Z", "Z"), 3),
    ("into the plans of an area, and back", ("1", "enter", "b", "4"), 3),
)
"""What is done, the keys of it — of several the second counts where the first only opens a field —, and how often."""
_COUNTED: Final = {"the first letter of a filter": 1, "into the plans of an area, and back": 1}
_START, _END = "<!-- the view: made by bench.lake -->", "<!-- end of the view -->"


@attrs.frozen
class Taken:
    """Milliseconds until the first frame that differs, and of the processor until the program rests: the middle and the greatest."""

    what: str
    visible: Sequence[float]
    cpu: Sequence[float]

    def line(self) -> str:
        """A row of the table."""
        cells = [f"{statistics.median(each):.1f} | {max(each):.1f}" for each in (self.visible, self.cpu)]
        return f"| {self.what} | {' | '.join(cells)} |"


def measured(lake: Path, home: Path) -> tuple[float, float, list[Taken]]:
    """(milliseconds until the areas are there, MiB at the peak, what each step took)."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(REPOSITORY),
        "KEHOACH_TOUR": "0",
    }  # fmt: skip
    words = Words("vi")
    command = [sys.executable, "-m", "tui", str(lake), "--lang", "vi"]
    with Session(command, *SIZE, environment, home) as session:
        begun = session.start(re.compile(f"{re.escape(words(CALLED['area']))} · [0-9]"))
        if begun.text_ms is None:
            raise SystemExit(f"the roll-up was not shown:\n{session.terminal.text()}")
        session.press("4")
        found = []
        for what, keys, times in STEPS:
            pressed: list[Press] = []
            for _ in range(times):
                each = [session.press(key) for key in keys]
                pressed += each[_COUNTED[what] :][:1] if what in _COUNTED else each
            visible = [one.visible_ms for one in pressed if one.visible_ms is not None]
            cpu = [one.cpu_ms for one in pressed if one.cpu_ms is not None]
            if not visible:
                raise SystemExit(f"{what}: nothing was seen\n{session.terminal.text()}")
            found.append(Taken(what, visible, cpu))
        return begun.text_ms, (session.peak_bytes() or 0) / 2**20, found


def table(plans: int, start: float, peak: float, found: Sequence[Taken]) -> str:
    """The figures as a part of the page."""
    lines = [
        f"{plans:,} plans, a window of {SIZE[0]}×{SIZE[1]}, {machine_class()}: the areas are there after {start / 1000:.1f} s, "
        f"{peak:.0f} MiB at the peak.",
        "",
        "| key | seen after, ms: middle | greatest | CPU, ms: middle | greatest |",
        "|---|---:|---:|---:|---:|",
        *(one.line() for one in found),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or put it into the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.lake", description=__doc__)
    parser.add_argument("--plans", type=int, default=10_000, metavar="N")
    parser.add_argument("--lake", type=Path, metavar="LAKE", help="one that is there, in the place of a made one")
    parser.add_argument("--write", action="store_true", help="into docs/scale.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-lake-") as name:
        folder = Path(name)
        lake = options.lake
        if lake is None:
            lake = folder / "lake"
            made_lake(lake, options.plans, folder / "plans")
        home = folder / "home"
        home.mkdir()
        made = table(len(OpenLake(lake).now.manifest.plans), *measured(lake, home))
    print(made)
    if options.write:
        PAGE.write_text(put_into(PAGE.read_text(encoding="utf-8"), _START, made, _END), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
