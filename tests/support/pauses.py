"""What ``pilot.pause()`` waits for: that the application has answered everything, however long its process has to wait for its turn.

Textual's own asks whether the process has used little of its processor for a fiftieth of a second. So has one that had to wait for another:
on a busy machine a test looked at a screen that was not there yet.
"""

from __future__ import annotations

import asyncio
from typing import Final

import textual.pilot

_CALM_ROUNDS: Final = 4
"""Rounds of the event loop in a row with nothing to do: one to deliver a message, one to answer it, one for what that sent."""
_MOST_ROUNDS: Final = 4_000
"""After so many the test goes on, and fails where it looks."""


async def all_answered(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
    """Wait until the event loop has nothing to do but for what a clock, a thread or another process brings."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    calm = 0
    for _ in range(_MOST_ROUNDS):
        await asyncio.sleep(0)
        calm = 0 if ready else calm + 1
        if calm == _CALM_ROUNDS:
            return


textual.pilot.wait_for_idle = all_answered
