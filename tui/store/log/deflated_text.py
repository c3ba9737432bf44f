"""The whole text of a large plan in an entry of its history: deflated by zlib, in base64.

Only what is deflated already is written so: to deflate a text takes several times as long as the disk does to take it as it is.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Final

from tui.model.fields import MAX_BYTES
from tui.store.files.content import Content
from tui.store.others_text import Unreadable, reading

_AT_ONCE: Final = 1 << 16
"""Bytes inflated at a time; they come to a thousand times as many at most."""


def deflated_text(content: Content) -> bytes | None:
    """The bytes of a content for an entry; None where they are not kept deflated, or no longer as they were kept."""
    if content.deflated is None:
        return None
    try:
        return b64encode(content.deflated())
    except (OSError, ValueError):
        return None


def text_of(deflated: str) -> str:
    """The text in an entry. Raises :class:`Unreadable`, also for one that is longer than any plan."""
    with reading():
        return b"".join(_pieces(b64decode(deflated, validate=True))).decode("utf-8")


def _pieces(data: bytes) -> Iterator[bytes]:
    """What was deflated, some at a time. Raises :class:`Unreadable`, and zlib's errors."""
    inflating = zlib.decompressobj()
    size = 0
    for start in range(0, len(data), _AT_ONCE):
        piece = inflating.decompress(data[start : start + _AT_ONCE])
        size += len(piece)
        if size > MAX_BYTES:
            raise Unreadable("longer than any plan")
        yield piece
    if not inflating.eof or inflating.unused_data:
        raise Unreadable("not as it was deflated")
