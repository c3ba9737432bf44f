"""The garbage of one test: a look through all that a thousand tests have left takes a second."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_put_aside = gc.freeze
"""As Python has it: the tests take it from the program (``tests/conftest.py``), which imports this before."""


@contextmanager
def only_of_here() -> Iterator[None]:
    """``gc.collect()`` looks through what is made within alone; what was there before is kept for a later look."""
    _put_aside()
    try:
        yield
    finally:
        gc.unfreeze()
