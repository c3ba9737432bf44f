"""The first side of a program that has just started: keys are answered between the parts it is worked out in."""

from __future__ import annotations

import asyncio
from contextvars import Context
from pathlib import Path

import pytest
from textual import events

from tests.support.small_plan import EMPTY
from tests.support.workbench import open_workbench
from tui.screens.targets import TargetsScreen
from tui.widgets.chart import PlanChart


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None, bool]]:
    """What is worked out, the record under the cursor by then, and whether the table shows that; a key comes with the first of them."""
    found: list[tuple[str, str | None, bool]] = []

    def told(name: str, screen: TargetsScreen) -> None:
        found.append((name, screen.table.current_id, screen.table not in screen._dirty_widgets))
        if len(found) == 1:
            # by another thread, as from the terminal, and nobody's on the screen: it is heard when the event loop has a turn
            asyncio.get_running_loop().call_soon_threadsafe(lambda: screen.app.post_message(events.Key("down", None)), context=Context())

    spoken, lines, load = TargetsScreen.spoken, TargetsScreen._lines, PlanChart.load
    monkeypatch.setattr(TargetsScreen, "spoken", lambda self: (told("spoken", self), spoken(self))[1])
    monkeypatch.setattr(TargetsScreen, "_lines", lambda self, id: (told("lines", self), lines(self, id))[1])
    monkeypatch.setattr(PlanChart, "load", lambda self: (told("chart", self.screen), load(self))[1])
    return found


async def test_a_key_that_comes_while_it_is_worked_out_is_answered_and_drawn_before_the_next_part(
    plan_file: Path, parts: list[tuple[str, str | None, bool]]
) -> None:
    async with open_workbench(plan_file, size=(120, 40), every_frame=True) as driver:
        await driver.settle()
        first, second = driver.rows[:2]
        assert parts[:3] == [("spoken", first, True), ("lines", second, True), ("chart", second, True)]
        assert driver.id == second
        assert driver.app.plan_screen.side_is_there
        shown = driver.words.show(driver.app.session.plan.called("indicators", second))
        assert shown[:20] in driver.screen


async def test_without_a_record_there_is_nothing_to_work_out(plan_file: Path, parts: list[tuple[str, str | None, bool]]) -> None:
    plan_file.write_text(EMPTY)
    async with open_workbench(plan_file, size=(60, 20)) as driver:
        await driver.settle()
        assert driver.id is None and driver.app.plan_screen.follows
        assert "chart" not in [name for name, _, _ in parts]
