"""Ids that a plan's history names: what a session before this one took out of the plan had one of them."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from typing import Final

from tui.start import others_file
from tui.store.log.history_parts import MOST_BYTES, history_of, parts_of

_REST: Final = re.compile(rb'(?:-[0-9]{1,9})?(?=")')


def ids_once(plan: str | os.PathLike[str], table: str, stem: str) -> set[str]:
    """The stem and the stem with a number, of those that an edit of a table in the history of a plan file names.

    Looked for in the bytes, without reading an entry: a line that is damaged may name one, and one too many only leaves out a number.
    Empty where there is no history, or none that can be read.
    """
    named = b'"table":%b,"id":%b' % (json.dumps(table).encode(), json.dumps(stem).encode()[:-1])
    path = history_of(plan)
    found: set[str] = set()
    for part in (path, *parts_of(path)):
        with contextlib.suppress(OSError):
            found.update(stem + rest for rest in _rests(others_file.bytes_of(part, MOST_BYTES), named))
    return found


def _rests(data: bytes, named: bytes) -> Iterator[str]:
    """What follows each place where an id begins as ``named``, of those that end there or in a number."""
    at = data.find(named)
    while at >= 0:
        end = at + len(named)
        if (rest := _REST.match(data, end)) is not None:
            yield rest[0].decode()
        at = data.find(named, end)
