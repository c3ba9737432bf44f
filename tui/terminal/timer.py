"""A timer that calls once, for certain."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.message_pump import MessagePump


def call_after(seconds: float, pump: MessagePump, callback: Callable[[], Any]) -> asyncio.TimerHandle:
    """Have ``pump`` call back after so many seconds; ``cancel()`` of the handle prevents it.

    Not Textual's ``set_timer``: when the machine is so busy that the seconds have passed before that timer first looks at the
    clock, it takes its only tick for missed, and never calls.
    """
    return asyncio.get_running_loop().call_later(seconds, pump.call_later, callback)
