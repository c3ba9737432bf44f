"""The programs that are measured: how each is started, when its data is on the screen, and which keys do what."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from bench.peers import visidata_setup
from bench.prepared import Data

REPOSITORY: Final = Path(__file__).parent.parent
PEERS: Final = REPOSITORY / "bench" / "peers"
CACHE: Final = Path(__file__).parent / ".cache"
FILTER: Final = "quy"
"""Typed letter by letter; has no marks, so that programs without folding find it too (*quy hoạch, quy định*)."""
TITLES: Final = {
    "kehoach": "kehoach",
    "frame": "its table",
    "hello": "one line",
    "plain_screen": "plain screen",
    "bare_app": "DataTable",
    "visidata": f"VisiData {visidata_setup.VERSION}",
    "vim": "vim",
}
"""In the order of the columns, ours first."""
SNAPSHOT_FROM: Final = 1 << 20
"""Bytes of a plan from which the workbench keeps a snapshot of it."""
ROWS_KEPT_S: Final = 6.0
"""Seconds without new ones after which all rows are kept: it looks every five."""
HELD: Final = 30
"""Rows a held key goes over."""


class Step(NamedTuple):
    """Keys pressed one by one; measured under ``action``, or only to get somewhere."""

    keys: tuple[str, ...]
    action: str | None = None
    held: int = 1
    """How often each is sent at the pace of a held key, and measured as one."""


class Subject(NamedTuple):
    """A program to measure on some rows."""

    id: str
    command: tuple[str, ...]
    known: re.Pattern[str]
    """What is on the screen when the data is."""
    steps: tuple[Step, ...]
    leave: tuple[str, ...]
    """The keys that end it; the time of the last one is measured."""
    probe: str | None = "down"
    """The key that shows whether it answers."""
    all_rows: tuple[str | None, re.Pattern[str]] | None = None
    """The key to press once the data is on the screen, if any, and what is on it when all rows are; None: with the first row."""
    first_tab: str | None = None
    """The key that goes back to where a first start begins: a start begins where the one before it was left."""
    has_cache: bool = False
    """Whether a second start may be another than the first."""
    kept: Callable[[Path], bool] = lambda home: True
    """Whether all is there, in this home, that a start keeps for the next one."""
    before: Callable[[], None] = lambda: None
    """What is done before each run: it changes its file."""
    saved: Path | None = None
    """The file it writes under the action ``save``."""

    @property
    def title(self) -> str:
        """How it is called in the report."""
        return TITLES[self.id]


def _hold(action: str | None = None, times: int = HELD) -> Step:
    return Step(("down",), action, times)


# ten rows in the window, to its end, rows that scroll, a held key that scrolls, pages: 118 rows are enough for all
MOVING: Final = (Step(("down",) * 8, "row"), _hold(times=20), Step(("down",) * 5, "scroll"), _hold("held"), Step(("pagedown",) * 2, "page"))
TYPING: Final = (Step(("/",)), Step(tuple(FILTER), "filter"))
SORTING: Final = Step(("s",) * 2, "sort")


def workbench(data: Data, folder: Path) -> Subject:
    """The real program on a copy of the plan: starts on the targets; keys are measured on the tasks."""
    assert data.plan is not None
    plan, copy = data.plan, folder / "kehoach" / "plan.toml"
    edit = Step(("enter", "x"))
    return Subject(
        id="kehoach",
        command=(sys.executable, "-m", "tui", "--lang", "vi", str(copy)),
        known=re.compile("GRDP|GRD…|Tốc độ t"),  # beside other rows its name may be cut
        steps=(
            Step(("]",) * 3, "first_visit"),
            *MOVING,
            Step(("]",) * 4, "tab"),
            *TYPING,
            Step(("escape",)),
            SORTING,
            Step(("s", "right")),
            edit,
            Step(("enter",), "edit"),
            Step(("u",), "undo"),
            edit,
            Step(("enter",)),
            Step(("ctrl+s",), "first_save"),
            edit,
            Step(("enter",)),
            Step(("ctrl+s",), "save"),
        ),
        leave=("q",),
        all_rows=("4", re.compile("Nhiệm vụ thử số")) if data.made else None,
        first_tab="1",
        has_cache=True,
        kept=lambda home: plan.stat().st_size < SNAPSHOT_FROM or _has_snapshot(home),
        before=lambda: _copy_alone(plan, copy),
        saved=copy,
    )


def frame_table(data: Data, _folder: Path) -> Subject:
    """The product's own table and filter over a frame on disk: for rows that no plan file may hold."""
    return Subject(
        id="frame",
        command=(sys.executable, str(PEERS / "frame_app.py"), str(data.frame)),
        known=data.low_row,
        steps=(*MOVING, *TYPING, Step(("escape",)), SORTING),
        leave=("q",),
    )


def hello(_data: Data, _folder: Path) -> Subject:
    """One line of Textual: the floor of every start."""
    return Subject(
        id="hello",
        command=(sys.executable, str(PEERS / "hello.py")),
        known=re.compile("xin chào"),
        steps=(),
        leave=("q",),
        probe=None,
    )


def plain_screen(_data: Data, _folder: Path) -> Subject:
    """A screen like our first one in plain widgets, its code loaded as ours is: the floor of a start that shows so much."""
    return Subject(
        id="plain_screen",
        command=(sys.executable, str(PEERS / "started_as_ours.py")),
        known=re.compile("Tốc độ t"),
        steps=(),
        leave=("q",),
    )


def bare_app(data: Data, _folder: Path) -> Subject:
    """A bare Textual application on the same rows."""
    return Subject(
        id="bare_app",
        command=(sys.executable, str(PEERS / "bare_app.py"), str(data.tsv)),
        known=data.low_row,
        steps=(
            Step(("]",) * (3 if not data.made else 1), "first_visit"),
            *MOVING,
            Step(("]",) * (4 if not data.made else 2), "tab"),
            *TYPING,
            Step(("escape",)),
            SORTING,
            Step(("e",), "edit"),
        ),
        leave=("q",),
    )


def visidata(data: Data, _folder: Path) -> Subject:
    """VisiData on the same rows, forwards and backwards: its sheets are its tabs. It has no filter that follows the typing.

    Raises NotInstalled.
    """
    program = visidata_setup.visidata_program(CACHE)
    return Subject(
        id="visidata",
        # no message of the day from the network
        command=(str(program), "--motd-url", "", str(data.tsv), str(data.backwards)),
        known=data.low_row,
        steps=(
            Step(("ctrl+^",), "first_visit"),
            *MOVING,
            Step(("ctrl+^",) * 4, "tab"),
            Step(("]", "["), "sort"),
            Step(("e", "x")),
            Step(("enter",), "edit"),
            Step(("U",), "undo"),
        ),
        leave=("g", "q"),
        all_rows=(None, re.compile(rf"\b{data.rows} rows")),
    )


def vim(data: Data, folder: Path) -> Subject:
    """``vim`` without settings on the rows as text, one a line. Raises NotInstalled."""
    program = shutil.which("vim")
    if program is None:
        raise visidata_setup.NotInstalled("there is no vim on this machine")
    copy = folder / "rows.txt"
    return Subject(
        id="vim",
        command=(program, "-u", "NONE", "-N", "-i", "NONE", "-c", "set nowrap", str(copy)),
        known=data.low_row,
        steps=(
            *MOVING,
            Step((":", *"sort!")),
            Step(("enter",), "sort"),
            Step(("x",), "edit"),
            Step(("u",), "undo"),
            Step(("x", ":", "w")),
            Step(("enter",), "save"),
        ),
        leave=(":", "q", "!", "enter"),
        before=lambda: _copy(data.tsv, copy),
        saved=copy,
    )


MAKERS: Final[dict[str, Callable[[Data, Path], Subject]]] = {
    "kehoach": workbench,
    "frame": frame_table,
    "hello": hello,
    "plain_screen": plain_screen,
    "bare_app": bare_app,
    "visidata": visidata,
    "vim": vim,
}


def _has_snapshot(home: Path) -> bool:
    """Whether a snapshot stands there whole (one that is being made has a hidden name) with rows of tabs, and none has come for a while."""
    folder = home / ".cache" / "kehoach" / "plans"
    whole = [one for one in folder.glob("*") if not one.name.startswith(".")]
    rows = [file.stat().st_mtime for one in whole for file in one.glob("*.derived")]
    return bool(rows) and time.time() - max(rows) > ROWS_KEPT_S


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _copy_alone(plan: Path, copy: Path) -> None:
    """A plan nobody has saved: a history beside it that ends otherwise would be gone through at the start, and at a first save."""
    shutil.rmtree(copy.parent, ignore_errors=True)
    copy.parent.mkdir()
    _copy(plan, copy)
