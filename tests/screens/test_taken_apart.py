"""A screen that is left, at every step of its being taken apart: what was to be done on it a moment later draws nothing any more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.key_order import send_at_once
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.model.fields import TABLES
from tui.screens.chart_screen import ChartScreen
from tui.screens.framed import FramedScreen
from tui.screens.history import HistoryScreen
from tui.screens.registers import RegisterScreen
from tui.screens.review.agenda import AgendaScreen
from tui.screens.table.panel_sync import PanelSync

_MOST = 12
"""Steps before its parts go, and after, at which all of it is done: what waits asks for steps of its own."""


class Leftover:
    """Does after each step of the event loop what waits for a screen of a kind: timers, calls after a frame, messages of its parts."""

    def __init__(self) -> None:
        self.bench: Driver | None = None
        self.screen: FramedScreen | None = None
        self.calls_after_parts_went = 0
        self._at_it = False
        self._steps = self._parts = 0

    def begin(self, bench: Driver, screen: FramedScreen) -> None:
        self.bench, self.screen, self.calls_after_parts_went, self._steps = bench, screen, 0, 0
        self._parts = len(screen.walk_children())

    def after_a_step(self) -> None:
        screen = self.screen
        if screen is None or self.bench is None or self._at_it or screen in self.bench.app._screen_stacks[self.bench.app.current_mode]:
            return
        self._steps += 1
        going = len(screen.walk_children()) < self._parts
        if (self._steps if not going else self.calls_after_parts_went) >= _MOST:
            return
        self._at_it = True
        with self.bench.app._context():
            if isinstance(screen, PanelSync):
                for waits in (screen._follow, screen._catch_up, screen._let_go, screen._renew_chart):
                    screen._behind, screen._wait, screen._blank = True, None, False
                    waits()
                screen._behind = False
                screen.renew_panel()
            if screen.stands:  # as the program asks before it tells a screen
                screen.saved()
            if isinstance(screen, ChartScreen):
                screen.model_changed(frozenset(TABLES))
            screen.words_changed()
            self.calls_after_parts_went += going
        self._at_it = False


@pytest.fixture
def leftover(monkeypatch: pytest.MonkeyPatch) -> Iterator[Leftover]:
    left = Leftover()
    run = asyncio.Handle._run  # type: ignore[attr-defined]

    def stepped(handle: asyncio.Handle) -> None:
        run(handle)
        left.after_a_step()

    monkeypatch.setattr(asyncio.Handle, "_run", stepped)
    yield left
    left.screen = None


async def _leave(bench: Driver, left: Leftover, kind: type[FramedScreen], *keys: str, at_once: bool) -> None:
    screen = bench.app.screen
    assert isinstance(screen, kind), bench.screen
    left.begin(bench, screen)
    if at_once:
        await send_at_once(bench, keys)
    else:
        await bench.press(*keys)
    left.screen = None
    assert bench.app.screen is not screen and bench.app.is_running
    assert left.calls_after_parts_went, "it was gone while something of it waited"


async def test_nothing_of_a_screen_that_was_left_ends_the_session(plan_file: Path, leftover: Leftover) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        bench.app.flows.navigation.open_register("documents")
        await bench.settle()
        await _leave(bench, leftover, RegisterScreen, "down", "escape", at_once=False)
        await bench.press("1", "z")
        await _leave(bench, leftover, ChartScreen, "escape", at_once=False)
        await bench.press("H")
        await _leave(bench, leftover, HistoryScreen, "escape", at_once=False)


async def test_nor_over_an_empty_plan_with_the_keys_in_one_read(plan_file: Path, leftover: Leftover) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        bench.app.flows.navigation.open_register("agencies")
        await bench.settle()
        await _leave(bench, leftover, RegisterScreen, "down", "escape", "4", at_once=True)
        await bench.press("m")
        if isinstance(bench.app.screen, AgendaScreen):
            await _leave(bench, leftover, AgendaScreen, "escape", at_once=True)
