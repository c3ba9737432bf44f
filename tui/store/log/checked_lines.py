"""Lines that only grow: a checksum and a JSON object each, so that a torn or damaged one is known for what it is."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any


def line(entry: Mapping[str, Any]) -> bytes:
    """A JSON object as one line of ASCII with its checksum before it."""
    body = json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode()
    return f"{zlib.crc32(body):08x} ".encode() + body + b"\n"


def checked(raw: bytes) -> dict[str, Any] | None:
    """The object of a line without its line end; None when it is not whole."""
    check, _, body = raw.partition(b" ")
    try:
        if int(check, 16) != zlib.crc32(body):
            return None
        entry = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None
