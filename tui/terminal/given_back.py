"""Memory that only a start needed, given back: :func:`give_back`."""

from __future__ import annotations

import ctypes
import gc
from typing import Final

from rich import cells

_TRIM: Final = "malloc_trim"
"""What the GNU C library has for it; others have nothing like it."""


def give_back() -> None:
    """Free what only circles of references hold, of what was loaded too, and give the free pages back to the system.

    Loading leaves some nine thousand objects in circles: a class with slots is made twice, and the first one is nobody's. Everything is
    looked through, some 30 ms, and no more later: what is left stays. Not for a process with a million objects.

    Rich keeps how wide eight hundred texts of a start are; of each that is drawn again it is worked out again, in less than a microsecond.
    """
    cells.cached_cell_len.cache_clear()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    trim()


def trim() -> None:
    """Give the pages back that are free between others: the C library itself does that at the end of its heap only. A millisecond."""
    given_back = getattr(ctypes.CDLL(None), _TRIM, None)
    if given_back is not None:
        given_back(0)
