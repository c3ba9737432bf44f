"""When frames are drawn: as they come after a rest, sixty a second in a long run, and none for a screen that is gone."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable

import attrs
import pytest
from textual.app import App
from textual.screen import Screen

from tui.terminal import frame_pace
from tui.terminal.frame_pace import AT_ONCE, PERIOD, FramePace
from tui.terminal.stray_faults import Panic


@attrs.define(order=True)
class Call:
    at: float
    callback: Callable[[], object] = attrs.field(order=False)
    cancelled: bool = attrs.field(default=False, order=False)

    def cancel(self) -> None:
        self.cancelled = True


class Loop:
    """A loop whose time goes on when somebody says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.calls: list[Call] = []

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Call:
        call = Call(self.now + seconds, callback)
        heapq.heappush(self.calls, call)
        return call

    def call_soon(self, callback: Callable[[], object]) -> Call:
        return self.call_later(0.0, callback)

    def go_on(self, seconds: float) -> None:
        end = self.now + seconds
        while self.calls and self.calls[0].at <= end:
            call = heapq.heappop(self.calls)
            self.now = max(self.now, call.at)
            if not call.cancelled:
                call.callback()
        self.now = end


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    made = Loop()
    monkeypatch.setattr(frame_pace.asyncio, "get_running_loop", lambda: made)
    return made


class Drawing:
    """What is drawn, by when; ``more``: there is more to draw after each frame."""

    def __init__(self, loop: Loop, *, more: bool = False) -> None:
        self.loop, self.more = loop, more
        self.frames: list[float] = []
        self.pace = FramePace(self.draw)

    def draw(self) -> None:
        self.frames.append(self.loop.now)
        self.pace.pause()
        if self.more:
            self.pace.resume()


def test_what_an_edit_shows_in_steps_is_seen_as_it_comes(loop: Loop) -> None:
    drawing = Drawing(loop)
    for _ in range(AT_ONCE):
        drawing.pace.resume()
        drawing.pace.resume()  # asked twice, drawn once
        loop.go_on(0.001)
    assert drawing.frames == pytest.approx([1000.0, 1000.001, 1000.002, 1000.003])


def test_a_long_run_gets_sixty_a_second(loop: Loop) -> None:
    drawing = Drawing(loop, more=True)
    drawing.pace.resume()
    loop.go_on(0.999)
    assert len(drawing.frames) == AT_ONCE + 59
    assert [b - a for a, b in zip(drawing.frames[3:], drawing.frames[4:], strict=False)] == pytest.approx([PERIOD] * 59)
    drawing.more = False
    loop.go_on(1.0)
    before = len(drawing.frames)
    drawing.more = True
    drawing.pace.resume()
    loop.go_on(0.001)
    assert len(drawing.frames) == before + AT_ONCE, "after a rest they come at once again"


def test_who_only_waits_for_a_frame_takes_none(loop: Loop) -> None:
    waited: list[float] = []

    def nothing() -> bool:
        waited.append(loop.now)
        drawing.pace.pause()
        return False

    drawing = Drawing(loop)
    drawing.pace = FramePace(lambda: nothing() if len(waited) < 9 else drawing.draw())
    for _ in range(9 + AT_ONCE):
        drawing.pace.resume()
        loop.go_on(0.001)
    assert len(waited) == 9 and drawing.frames == pytest.approx([1000.009, 1000.01, 1000.011, 1000.012])


def test_nothing_is_drawn_of_what_is_paused_and_who_says_nothing_is_asked_again(loop: Loop) -> None:
    drawing = Drawing(loop)
    drawing.pace.resume()
    drawing.pace.pause()
    loop.go_on(1.0)
    assert drawing.frames == []
    drawn: list[float] = []
    pace = FramePace(lambda: drawn.append(loop.now))  # as a screen that cannot draw now, and does not pause
    pace.resume()
    loop.go_on(3.5 * PERIOD)
    assert drawn == pytest.approx([1001.0 + n * PERIOD for n in range(4)])
    pace.pause()
    loop.go_on(1.0)
    assert len(drawn) == 4


async def test_a_screen_is_drawn_so_and_one_that_is_gone_is_not() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        screen: Screen[None] = Screen()
        await app.push_screen(screen)
        pace = screen._update_timer
        assert isinstance(pace, FramePace) and pace is screen._update_timer and app.screen_stack[0]._update_timer is not pace
        await app.pop_screen()
        await pilot.pause()
        assert not screen.is_running
        screen._layout_required = True
        pace._tick()  # one that was due already
        assert screen._layout_required
        pace.pause()


class GivenUp(BaseException):
    """What compiled code gives up with."""


@pytest.mark.parametrize(("fault", "met"), [(ZeroDivisionError, ZeroDivisionError), (GivenUp, Panic)])
async def test_a_fault_in_a_frame_ends_the_program(
    fault: type[BaseException], met: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise fault

    app: App[None] = App()
    with pytest.raises(met):
        async with app.run_test():
            monkeypatch.setattr(app.screen, "_on_timer_update", fails)
            app.screen.refresh()
            while app._exception is None:  # and no pause of the pilot, which would draw by itself
                await asyncio.sleep(0)
