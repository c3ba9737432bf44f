"""``python -m bench.screen_counts``: the Python calls a key takes in the whole program, frames and their comparison with them.

:mod:`bench.counts` has what the frames do of a key; this has the screens as well. The shipped plan at 100×30 in one process, each key seven
times, the median: no machine changes it, and who else is at work changes it by what is waited for only, some hundredths.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple

from textual.screen import Screen

from bench.subjects import REPOSITORY
from tests.support.workbench import Driver, open_workbench
from tui.terminal.frame_sender import FrameSender, Painter

TIMES: Final = 7
_REST: Final = 0.25
"""Seconds before each key."""
_TERMINAL: Final = {"TERM": "xterm-256color"}


class Key(NamedTuple):
    """A key that is counted, and the keys that lead to it."""

    name: str
    before: tuple[str, ...]
    key: str


KEYS: Final = (
    Key("row", (), "down"),
    Key("page down", ("g",), "pagedown"),
    Key("edit of a cell", ("enter", "x"), "enter"),
    Key("undo of it", (), "u"),
    Key("save after one edit", ("enter", "x", "enter"), "ctrl+s"),
    Key("tab", ("1",), "4"),
)


def _painted(app: Any, screen: Screen[Any], update: object) -> None:
    if update is not None:
        if app._painter is None:
            app._painter = Painter(app, _TERMINAL)
        app._painter.paint(screen, update)


async def calls_of(do: Callable[[], Awaitable[object]]) -> int:
    """How many functions of Python are called in this thread while something is done."""
    count = 0

    def called(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        await do()
    finally:
        sys.setprofile(None)
    return count


async def counted(plan: Path) -> dict[str, float]:
    """The median of the calls each key takes."""
    found: dict[str, list[int]] = {key.name: [] for key in KEYS}
    shown, FrameSender.show_frame = FrameSender.show_frame, _painted  # type: ignore[method-assign, assignment]
    try:
        async with open_workbench(plan, size=(100, 30), shipped=False, every_frame=True) as bench:
            await bench.press("4", "s", "right")
            for _ in range(TIMES + 1):  # what the first time loads is loaded
                for key in KEYS:
                    await bench.press(*key.before)
                    await _settled(bench)
                    await asyncio.sleep(_REST)  # a person who looks: what is drawn ahead of the next key is none of its calls
                    found[key.name].append(await calls_of(lambda key=key: _pressed(bench, key.key)))  # type: ignore[misc]
    finally:
        FrameSender.show_frame = shown  # type: ignore[method-assign]
    return {name: statistics.median(counts[1:]) for name, counts in found.items()}


async def _pressed(bench: Driver, key: str) -> None:
    await bench.press(key)
    await _settled(bench)


async def _settled(bench: Driver) -> None:
    """Until the steps that follow a frame by a moment are done too."""
    for _ in range(3):
        await bench.settle()
        await asyncio.sleep(0.005)
    await bench.settle()


def main() -> int:
    """Count, and print a line a key."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        plan = Path(name) / "plan.toml"
        shutil.copyfile(REPOSITORY / "data" / "plan.toml", plan)
        for key, calls in asyncio.run(counted(plan)).items():
            print(f"{key:<22} {calls:9,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
