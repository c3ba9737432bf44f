"""The rows a cell names: by number, id or name (``1, 2``; ``nhiệm vụ số 3``; ``#12``; a name in full)."""

from __future__ import annotations

import re
from typing import Final

from tui.exchange.cells import CellKind
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.names import name_key
from tui.exchange.reading.row_texts import name_of, ordinal_of
from tui.exchange.reading.rows import TableReader
from tui.vocabulary.lexicon import says_nothing

_LISTED: Final = re.compile(r"[;,\n]|\s+(?:và|and|&)\s+")
"""Between the numbers or names of several rows."""
_BEFORE_A_NUMBER: Final = re.compile(r"(?i)^(?:(?:nhiệm vụ|công việc|việc|mục|dòng|task|row)\s+)?(?:(?:số|stt|no\.?)\s+)?(?=#?[0-9])")


def written_in(row: Row, column: Column) -> str:
    """What a cell that names rows says; ``1.2`` is one number, also where it is written with a comma."""
    cell = row.cells.get(column.at)
    if cell is None:
        return ""
    text = f"{cell.value:g}" if cell.kind is CellKind.NUMBER else " ".join(str(cell.value).split())
    return "" if says_nothing(text) else text


def records_named(reader: TableReader, text: str) -> tuple[list[str], list[str]]:
    """(records, what names none or several) of the rows a text names: one name in full, else a list."""
    whole = records_called(reader, text)
    parts = [text] if len(whole) == 1 else [part.strip() for part in _LISTED.split(text) if part.strip()]
    found = {part: records_called(reader, part) for part in parts}
    known = [ids[0] for ids in found.values() if len(ids) == 1]
    return list(dict.fromkeys(known)), [part for part, ids in found.items() if len(ids) != 1]


def records_called(reader: TableReader, named: str) -> list[str]:
    """The records of the rows that are called so."""
    bare = _BEFORE_A_NUMBER.sub("", named).lstrip("#").strip(" .")
    if not bare:
        return []
    key = name_key(named)
    out = [
        reader.records[row.number]
        for row in reader.found.rows
        if row.number in reader.records and (bare in _numbers_of(reader, row) or key == name_key(name_of(reader, row)))
    ]
    return list(dict.fromkeys(out))


def _numbers_of(reader: TableReader, row: Row) -> tuple[str, str]:
    """What other rows may call a row by besides its name: its id and its number."""
    return reader.found.text(row, Role.ID).strip(), ordinal_of(reader, row)
