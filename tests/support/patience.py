"""How long a test waits for what is to come: far longer than a busy machine takes, so that only what never comes is a fault.

No test is about this time, and none that passes takes it: what has to be quick is counted (``bench.counts``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 120.0
"""Seconds."""
HANGS: Final = 5 * PATIENCE
"""Seconds after which a test as a whole hangs."""
_BETWEEN: Final = 0.005
"""Seconds between two looks."""


def wait_until(happened: Callable[[], object], what: str, shown: Callable[[], object] | None = None) -> None:
    """Wait until something is so that comes of itself. Raises AssertionError with what did not come, and what is ``shown`` instead."""
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE:g} s: {what}" + (f"\n{shown()}" if shown is not None else ""))
        time.sleep(_BETWEEN)
