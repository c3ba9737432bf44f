"""Lines that only grow: a checksum and a JSON object each, so that a torn or damaged one is known for what it is."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from tui.store.others_text import Unreadable, object_in


def line(entry: Mapping[str, Any]) -> bytes:
    """A JSON object as one line of ASCII with its checksum before it."""
    body = json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode()
    return f"{zlib.crc32(body):08x} ".encode() + body + b"\n"


def checked(raw: bytes) -> dict[str, Any]:
    """The object of a line without its line end. Raises :class:`Unreadable` when the line is not whole."""
    check, _, body = raw.partition(b" ")
    if check != b"%08x" % zlib.crc32(body):
        raise Unreadable("checksum")
    return object_in(body)
