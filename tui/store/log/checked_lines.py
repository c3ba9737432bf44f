"""Lines that only grow: a checksum and a JSON object each, so that a torn or damaged one is known for what it is."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tui.store.others_text import Unreadable, object_in

_AT_ONCE: Final = 1 << 16
"""Bytes of a long text put into JSON at a time: what stays near the processor takes half the time."""


def line(entry: Mapping[str, Any]) -> bytes:
    """A JSON object as one line of ASCII with its checksum before it."""
    body = json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode()
    return f"{zlib.crc32(body):08x} ".encode() + body + b"\n"


def line_with_text(entry: Mapping[str, Any], key: str, text: Iterable[bytes | memoryview]) -> list[bytes]:
    """As :func:`line`, in pieces, with one more key, whose value is a text of UTF-8 that comes in pieces and may be long."""
    from codecs import getincrementaldecoder  # only the first entry of a history has a text
    from json.encoder import encode_basestring_ascii

    written: list[bytes] = []
    letters = getincrementaldecoder("utf-8")()
    for piece in text:
        view = memoryview(piece)
        for start in range(0, len(view), _AT_ONCE):
            written.append(encode_basestring_ascii(letters.decode(view[start : start + _AT_ONCE]))[1:-1].encode())
    letters.decode(b"", final=True)
    return _with_value(entry, key, written)


def line_with_plain_text(entry: Mapping[str, Any], key: str, text: bytes) -> list[bytes]:
    """As :func:`line_with_text`, of a text that JSON has as it is, such as base64."""
    return _with_value(entry, key, (text,))


def _with_value(entry: Mapping[str, Any], key: str, written: Iterable[bytes]) -> list[bytes]:
    opened = f'{json.dumps(entry, ensure_ascii=True, separators=(",", ":"))[:-1]},{json.dumps(key)}:"'
    body = [opened.encode(), *written, b'"}']
    check = 0
    for part in body:
        check = zlib.crc32(part, check)
    return [f"{check:08x} ".encode(), *body, b"\n"]


def checked(raw: bytes) -> dict[str, Any]:
    """The object of a line without its line end. Raises :class:`Unreadable` when the line is not whole."""
    check, _, body = raw.partition(b" ")
    if check != b"%08x" % zlib.crc32(body):
        raise Unreadable("checksum")
    return object_in(body)
