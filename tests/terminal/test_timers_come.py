"""What is to come once, after some time, comes also on a machine so busy that the time has passed before anybody looks at the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual import timer
from textual.app import App

from tests.support.patience import PATIENCE
from tests.support.small_plan import EMPTY
from tests.support.workbench import open_workbench
from tui.terminal.frame_sender import FrameSender


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is a second on whenever a timer looks at it: as where its process has had to wait between two looks."""
    looks: Iterator[int] = iter(range(10**6))
    monkeypatch.setattr(timer, "_time", SimpleNamespace(get_time=lambda: float(next(looks))))


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("empty", (False, True))
async def test_a_tab_that_is_shown_for_the_first_time_is_seen(plan_file: Path, empty: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if empty:
        plan_file.write_text(EMPTY, encoding="utf-8")
    seen: list[object] = []
    monkeypatch.setattr(FrameSender, "show_frame", lambda app, screen, frame: seen.append(screen) if frame is not None else None)
    async with open_workbench(plan_file, size=(60, 20), every_frame=True) as bench:
        await bench.press("4")
        await bench.until(lambda: bench.tab in seen, "a frame of the tab is sent")
        await bench.press("1")
        seen.clear()
        await bench.press("4")
        await bench.until(lambda: bench.tab in seen, "and when it is shown again")
        assert bench.tab.table_name == "tasks"


@pytest.mark.usefixtures("late")
async def test_what_is_asked_for_once_comes() -> None:
    app, came = App[None](), asyncio.Event()
    async with app.run_test():
        app.set_timer(0.05, came.set)
        await asyncio.wait_for(came.wait(), PATIENCE)


async def test_what_comes_again_and_again_still_leaves_out_what_was_missed() -> None:
    app = App[None]()
    async with app.run_test():
        assert app.set_interval(0.01, lambda: None)._skip and not app.set_timer(0.01, lambda: None)._skip
