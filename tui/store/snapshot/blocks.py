"""Records of a snapshot in deflated blocks: a few dozen to one, so that one record is read at once and all take a seventh of the room."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

from tui.model.fields import MAX_BYTES
from tui.store.others_text import Unreadable

IN_A_BLOCK: Final = 64
"""Records to a block: it is inflated in less than a tenth of a millisecond."""
_LEVEL: Final = 1
"""As quick as it goes; more effort takes off a seventh."""
_MOST: Final = 4 * MAX_BYTES
"""Bytes a block may come to: JSON of a plan file is no longer than the file by much."""


def block_of(lines: Sequence[bytes]) -> bytes:
    """A block of records; each is one line, as JSON is."""
    return deflated(b"\n".join(lines))


def lines_of_block(block: bytes | memoryview) -> list[bytes]:
    """The records of a block. Raises :class:`Unreadable`, and zlib's errors."""
    return inflated(block).split(b"\n")


def deflated(data: bytes) -> bytes:
    """Data as :func:`inflated` reads it."""
    return zlib.compress(data, _LEVEL)


def inflated(data: bytes | memoryview) -> bytes:
    """What was deflated. Raises :class:`Unreadable` for more than any plan comes to, and zlib's errors."""
    inflating = zlib.decompressobj()
    found = inflating.decompress(data, _MOST)
    if not inflating.eof or inflating.unused_data:
        raise Unreadable("not as it was deflated")
    return found
