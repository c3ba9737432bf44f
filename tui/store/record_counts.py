"""How many records a plan holds, and whether one version of it holds far fewer than another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from tui.model.fields import SINGLE_ID, TABLES
from tui.start import others_file
from tui.store.files.content import Content
from tui.store.toml.parse import Document, loads

FEWEST: Final = 10
"""Records that have to be gone before the loss of more than half of them is asked about."""
_AT_ONCE: Final = 1 << 20
"""Bytes of a file looked at at a time."""
NOTHING: Final = b" \t\r\n\0\xef\xbb\xbf"
"""Bytes that say nothing: blanks, NULs, the byte order mark."""


def mostly_gone(before: int, left: int) -> bool:
    """Whether more than half of the records are gone, and not only a few."""
    return before - left >= FEWEST and left * 2 < before


def count(doc: Document) -> int:
    """How many records a document holds; those of tables with many."""
    return sum(count_by_table(doc).values())


def count_by_table(doc: Document) -> dict[str, int]:
    """As :func:`count`, by table."""
    return {name: len(_ids(doc, name)) for name, spec in TABLES.items() if not spec.single}


def tables_apart(one: Document, other: Document) -> frozenset[str]:
    """The tables that are not the same object in two documents, nor in neither."""
    return frozenset(table for table in TABLES if one.get(table) is not other.get(table))


def fewer(whole: Document, found: Document) -> int:
    """How many records less a document holds than another; below zero where it holds more."""
    apart = [table for table in tables_apart(whole, found) if not TABLES[table].single]
    return sum(len(_ids(whole, table)) - len(_ids(found, table)) for table in apart)


def last_in(doc: Document) -> tuple[str, str] | None:
    """The last of :func:`all_in_order`; None of a document without records."""
    for table in reversed([*doc]):
        if found := all_in_order({table: doc[table]}):
            return found[-1]
    return None


def _ids(doc: Document, table: str) -> list[str]:
    records = doc.get(table)
    if not isinstance(records, Mapping):
        return []
    return [id for id, values in records.items() if type(values) is dict or isinstance(values, Mapping)]  # ten times as fast of a dict


def all_in_order(doc: Document) -> list[tuple[str, str]]:
    """(table, id) of every record, as they stand in the document; the id of a table with one is empty."""
    found: list[tuple[str, str]] = []
    for table in doc:
        if table in TABLES:
            found += [(table, SINGLE_ID)] if TABLES[table].single else [(table, id) for id in _ids(doc, table)]
    return found


def record_in(doc: Document, table: str, id: str) -> Mapping[str, Any]:
    """One of them; nothing where it has another form than a record's."""
    values = doc[table] if TABLES[table].single else doc[table][id]
    return values if isinstance(values, Mapping) else {}


def is_less(version: bytes, kept: bytes) -> bool:
    """Whether a version of a plan file may not take the place of the one that is kept: it is cut short beside it.

    Cheap where neither is suspicious: only a version of half the size, or with half the headers, is parsed.
    """
    if not kept.lstrip(NOTHING):  # from the left alone: what begins with a letter is not copied
        return False
    if not version.lstrip(NOTHING):
        return True
    if len(version) * 2 >= len(kept) and _headers(version) * 2 >= _headers(kept) and version.endswith(b"\n"):
        return False
    whole, found = _document(kept), _document(version)
    if whole is None or found is None:
        return whole is not None
    return mostly_gone(count(whole), count(found))


def is_surely_not_less(version: Content, kept: Path) -> bool:
    """Whether :func:`is_less` says no of a version beside the one in a file, which is not held meanwhile; False where it has to say."""
    try:
        handle = others_file.opened(kept)
    except OSError:
        return False
    try:
        if not version.ends_a_line or 2 * version.size < os.fstat(handle).st_size:
            return False
        left = headers_in(iter(lambda: os.read(handle, _AT_ONCE), b""))
        found = headers_in(version.chunks())
        return found > 0 and 2 * found >= left
    except OSError:
        return False
    finally:
        os.close(handle)


def headers_in(chunks: Iterable[bytes | memoryview]) -> int:
    """How many lines after the first begin with a bracket, in bytes that come some at a time."""
    found, last = 0, b""
    for chunk in chunks:
        data = bytes(chunk)
        found += data.count(b"\n[") + (last == b"\n" and data.startswith(b"["))
        last = data[-1:] or last
    return found


def _headers(data: bytes) -> int:
    return data.count(b"\n[")


def _document(data: bytes) -> Document | None:
    try:
        return loads(data.decode("utf-8").removeprefix("\ufeff"))
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None
