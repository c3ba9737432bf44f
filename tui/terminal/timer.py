"""Timers that call once, for certain."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.message_pump import MessagePump

from tui.terminal.textual_internals import clock


def call_after(seconds: float, pump: MessagePump, callback: Callable[[], Any]) -> asyncio.TimerHandle:
    """Have ``pump`` call back after so many seconds; ``cancel()`` of the handle prevents it.

    Not Textual's ``set_timer``: when the machine is so busy that the seconds have passed before that timer first looks at the
    clock, it takes its only tick for missed, and never calls.
    """
    return asyncio.get_running_loop().call_later(seconds, pump.call_later, callback)


class AfterRest:
    """Has ``pump`` call back once nobody has stirred it for ``rest`` seconds, and while somebody goes on doing so every ``most``."""

    def __init__(self, pump: MessagePump, callback: Callable[[], Any], rest: float, most: float) -> None:
        self._pump, self._callback = pump, callback
        self._rest, self._most = rest, most
        self._waiting: asyncio.TimerHandle | None = None
        self._since = 0.0

    def stir(self) -> None:
        """Something was done that is to be followed by a call."""
        now = clock()
        if self._waiting is None:
            self._since = now
        else:
            self._waiting.cancel()
        self._waiting = call_after(max(0.0, min(self._rest, self._since + self._most - now)), self._pump, self._call)

    def cancel(self) -> None:
        """Nothing is called any more for what was done."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _call(self) -> None:
        if self._waiting is not None:
            self._waiting = None
            self._callback()
