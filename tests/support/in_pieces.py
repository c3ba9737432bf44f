"""A plan of any size saved as a large one is: written in pieces, with a thread beside that works out what the history says of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest.mock import patch

from tui.store import in_place, plan_save


@contextlib.contextmanager
def in_pieces() -> Iterator[None]:
    """Every plan counts as large meanwhile."""
    with patch.object(plan_save, "SMALL", 0), patch.object(in_place, "_JOINED", 0):
        yield
