"""The programs that are measured: how each is started, when its data is on the screen, and which keys do what."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Final, NamedTuple

from bench.peers import visidata_setup
from bench.rows import Row, write_tsv

REPOSITORY: Final = Path(__file__).parent.parent
CACHE: Final = Path(__file__).parent / ".cache"
FILTER: Final = "quy"
"""Typed letter by letter; has no marks, so that programs without folding find it too (*quy hoạch, quy định*)."""
LOW_ON_THE_SCREEN: Final = 18
"""A row that every program shows in its lower half at 30 lines: when its id is there, so is the table."""


class Step(NamedTuple):
    """Keys pressed one by one; measured under ``action``, or only to get somewhere."""

    keys: tuple[str, ...]
    action: str | None = None


class Subject(NamedTuple):
    """A program to measure."""

    id: str
    title: str
    command: tuple[str, ...]
    known: re.Pattern[str]
    """What is on the screen when the data is."""
    steps: tuple[Step, ...]
    leave: tuple[str, ...]
    """The keys that end it; the time of the last one is measured."""


MOVING: Final = (Step(("down",) * 10, "row"), Step(("pagedown",) * 3, "page"))
TYPING: Final = (Step(("/",)), Step(tuple(FILTER), "filter"))


def workbench(plan: Path, folder: Path) -> Subject:
    """The real program on a copy of the plan: starts on the targets; keys are measured on the tasks."""
    copy = folder / "plan.toml"
    shutil.copyfile(plan, copy)
    return Subject(
        id="kehoach",
        title="kehoach",
        command=(sys.executable, "-m", "tui", "--lang", "vi", str(copy)),
        known=re.compile("GRDP"),
        steps=(Step(("]",) * 3, "first_visit"), *MOVING, Step(("]",) * 4, "tab"), *TYPING),
        leave=("escape", "escape", "q"),
    )


def bare_app(rows: list[Row], folder: Path) -> Subject:
    """A bare Textual application on the same rows."""
    tsv = folder / "rows.tsv"
    write_tsv(rows, tsv)
    return Subject(
        id="bare_app",
        title="bare Textual",
        command=(sys.executable, str(REPOSITORY / "bench" / "peers" / "bare_app.py"), str(tsv)),
        known=_low_row(rows),
        steps=(Step(("]",) * 3, "first_visit"), *MOVING, Step(("]",) * 4, "tab"), *TYPING),
        leave=("escape", "q"),
    )


def visidata(rows: list[Row], folder: Path) -> Subject:
    """VisiData on the same rows, forwards and backwards: its sheets are its tabs. It has no filter that follows the typing.

    Raises NotInstalled.
    """
    program = visidata_setup.visidata_program(CACHE)
    sheets = [folder / name for name in ("tasks.tsv", "backwards.tsv")]
    for sheet, order in zip(sheets, (1, -1), strict=True):  # in two orders, so that changing the sheet changes the picture
        write_tsv(rows[::order], sheet)
    return Subject(
        id="visidata",
        title=f"VisiData {visidata_setup.VERSION}",
        command=(str(program), "--motd-url", "", *map(str, sheets)),  # no message of the day from the network
        known=_low_row(rows),
        steps=(Step(("ctrl+^",), "first_visit"), *MOVING, Step(("ctrl+^",) * 4, "tab")),
        leave=("g", "q"),
    )


def _low_row(rows: list[Row]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){re.escape(rows[min(LOW_ON_THE_SCREEN, len(rows)) - 1][0])}(?!\S)")
