"""Where records stand in the bytes of a regular text (see :mod:`tui.store.toml.records`): looked for, not cut up.

In such a text every line that begins with ``[`` is a header, and no header stands in it twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from tui.store.toml.records import Keys

_BOM: Final = b"\xef\xbb\xbf"
_HEADER: Final = re.compile(rb"\n\[([A-Za-z0-9_.-]+)\]")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_FEW: Final = 8
"""Records that are each looked for from the start of the text; more are found in one pass."""


def places_of(data: bytes, paths: Collection[Keys]) -> dict[Keys, tuple[int, int]] | None:
    """Where the stretch of each record begins and ends, in bytes; None when one has no header of its own."""
    if not all(_BARE.fullmatch(part) for path in paths for part in path):
        return None
    headers = {".".join(path).encode(): path for path in paths}
    found = _looked_for(data, headers) if len(headers) <= _FEW else _passed(data, headers)
    return found if len(found) == len(headers) else None


def _looked_for(data: bytes, headers: Mapping[bytes, Keys]) -> dict[Keys, tuple[int, int]]:
    found: dict[Keys, tuple[int, int]] = {}
    top = _top(data)
    for written, path in headers.items():
        header = b"[" + written + b"]"
        start = top if data.startswith(header, top) else data.find(b"\n" + header) + 1
        if start > top or data.startswith(header, top):
            end = data.find(b"\n[", start) + 1
            found[path] = start, end or len(data)
    return found


def _passed(data: bytes, headers: Mapping[bytes, Keys]) -> dict[Keys, tuple[int, int]]:
    found: dict[Keys, tuple[int, int]] = {}
    top = _top(data)
    first = _HEADER.match(b"\n" + data[top : top + (1 << 12)])  # a header is no longer, or is not found
    path, start = (headers.get(first[1]), top) if first else (None, top)
    for header in _HEADER.finditer(data, top):
        if path is not None:
            found[path] = start, header.start() + 1
        path, start = headers.get(header[1]), header.start() + 1
    if path is not None:
        found[path] = start, len(data)
    return found


def _top(data: bytes) -> int:
    return len(_BOM) if data.startswith(_BOM) else 0


def with_neighbours(data: bytes, place: tuple[int, int], *, above: bool, below: bool) -> tuple[int, int]:
    """The place of a record with that of the record above it, and below it, as far as there are any.

    Where the first record of the text is among them, what stands above that one too.
    """
    start, end = place
    top = _top(data)
    first = top if data.startswith(b"[", top) else data.find(b"\n[", top) + 1
    if above and start > first:
        start = max(first, data.rfind(b"\n[", top, start - 1) + 1)
    if below and end < len(data):
        end = data.find(b"\n[", end) + 1 or len(data)
    return top if start == first else start, end
