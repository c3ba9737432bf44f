"""What ``pilot.pause()`` waits for: that the application has answered everything, however long its process has to wait for its turn.

Textual's own asks whether the process has used little of its processor for a fiftieth of a second. So has one that had to wait for another:
on a busy machine a test looked at a screen that was not there yet.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tests.support.patience import PATIENCE

_CALM_ROUNDS: Final = 4
"""Rounds of the event loop in a row with nothing to do: one to deliver a message, one to answer it, one for what that sent."""
_MOST_ROUNDS: Final = 4_000
"""After so many the test goes on, and fails where it looks."""
_SOON: Final = 1 / 50
"""Seconds; so long Textual's own pause lasts at least."""
_MOMENT: Final = 0.001
"""Seconds that are left to a clock before it is looked at again."""


def takes_a_size(app: App[Any]) -> bool:
    """Whether the terminal has another size, which the application takes when a clock of a hundredth of a second has run down."""
    return app._resize_timer is not None or app._resize_event is not None


async def until(pilot: Pilot[Any], happened: Callable[[], object], what: str) -> None:
    """Wait until something is so, of an application that is no workbench or is not driven as one."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"not within {PATIENCE:g} s: {what}"
        await pilot.pause()
        await asyncio.sleep(_MOMENT)


async def _pause(pilot: Pilot[Any], delay: float | None = None) -> None:
    await pilot._wait_for_screen()
    if delay is None:
        await _all_answered(pilot.app)
    else:
        await asyncio.sleep(delay)
    pilot.app.screen._on_timer_update()


async def _all_answered(app: App[Any]) -> None:
    """Wait until the event loop has nothing to do but for what a thread, another process or a clock of the program's own brings.

    What is to be done within a fiftieth of a second is done, however late it comes.
    """
    loop: Any = asyncio.get_running_loop()
    ready, end = loop._ready, loop.time() + _SOON
    calm = 0
    for _ in range(_MOST_ROUNDS):
        waits = takes_a_size(app) or any(timer.when() <= end and not timer.cancelled() for timer in loop._scheduled)
        await asyncio.sleep(_MOMENT if waits else 0)
        calm = 0 if ready or waits else calm + 1
        if calm < _CALM_ROUNDS:
            continue
        if not _is_to_be_drawn(app.screen):
            return
        app.screen._on_timer_update()  # now, and not a sixtieth of a second later
        calm = 0


def _is_to_be_drawn(screen: Screen[Any]) -> bool:
    return screen._layout_required or screen._scroll_required or screen._repaint_required or bool(screen._dirty_widgets)


Pilot.pause = _pause  # type: ignore[method-assign]
