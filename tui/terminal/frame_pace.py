"""When the frames of a screen are drawn: the first ones after a rest at once, those of a long run sixty a second.

Textual (8.2) draws the first frame after a rest at once and each further one on its sixtieths of a second, so what an edit shows in three
steps is seen 17 to 33 milliseconds after each was ready. Here a few frames may follow each other as they come; only who goes on drawing
(a wheel, a long run of keys) is held to sixty a second, as before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

PERIOD: Final = 1 / 60
"""Seconds a frame takes of what may be drawn in a row."""
AT_ONCE: Final = 4
"""Frames that may follow each other: what was typed, what follows from it, and its chart, with one to spare."""


class FramePace:
    """Has the frames of a screen drawn by ``draw`` from :meth:`resume` on, until :meth:`pause`; ``draw`` pauses it where all is drawn.

    ``draw`` gives False where nothing was to be drawn: who only waits for the next frame takes none.
    """

    def __init__(self, draw: Callable[[], object]) -> None:
        self._draw = draw
        self._due: asyncio.Handle | None = None
        self._paid_until = 0.0
        """When all frames so far would have been drawn, sixty a second."""

    def resume(self) -> None:
        """Something is to be drawn."""
        if self._due is None:
            loop = asyncio.get_running_loop()
            wait = self._paid_until - (AT_ONCE - 1) * PERIOD - loop.time()
            self._due = loop.call_later(wait, self._tick) if wait > 0 else loop.call_soon(self._tick)

    def pause(self) -> None:
        """Nothing is to be drawn any more."""
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _tick(self) -> None:
        loop, paid_before = asyncio.get_running_loop(), self._paid_until
        self._paid_until = max(self._paid_until, loop.time()) + PERIOD
        self._due = loop.call_later(PERIOD, self._tick)  # who does not say that all is drawn is asked again
        if self._draw() is False:
            self._paid_until = paid_before
