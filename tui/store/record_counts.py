"""How many records a plan holds, and whether one version of it holds far fewer than another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tui.model.fields import SINGLE_ID, TABLES
from tui.store.toml.parse import Document, loads

FEWEST: Final = 10
"""Records that have to be gone before the loss of more than half of them is asked about."""
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


def _ids(doc: Document, table: str) -> list[str]:
    records = doc.get(table)
    return [id for id, values in records.items() if isinstance(values, Mapping)] if isinstance(records, Mapping) else []


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
    if not kept.strip(NOTHING):
        return False
    if not version.strip(NOTHING):
        return True
    if len(version) * 2 >= len(kept) and _headers(version) * 2 >= _headers(kept) and version.endswith(b"\n"):
        return False
    whole, found = _document(kept), _document(version)
    if whole is None or found is None:
        return whole is not None
    return mostly_gone(count(whole), count(found))


def _headers(data: bytes) -> int:
    return data.count(b"\n[")


def _document(data: bytes) -> Document | None:
    try:
        return loads(data.decode("utf-8").removeprefix("\ufeff"))
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None
