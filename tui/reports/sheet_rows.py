"""The rows of a view as a spreadsheet gets them: each with its id, numbers and days as they are, words without the glyphs of the screen.

What is written so is taken in again cell by cell: :mod:`tui.exchange.own_tables` leaves out whatever still stands as it was written.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tui.frames.methods.digits import MOST, kept
from tui.frames.tables.cell_text import MISSING, full_text
from tui.frames.tables.cells import ENTERPRISE_LOOKS, GLYPH_TONES
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.fields import TABLES, Kind
from tui.model.text import N_
from tui.reports.tables import Shown, ShownTable, TableColumn

ID: Final = N_("Id")
"""The title of the column that says which record a row is."""
MARK: Final = N_("(mark)")
"""What follows a title over the marks that stand around the numbers of its column."""
_ID: Final = Column(key="id", title=ID, width=16)
_GLYPHS: Final = "".join({*GLYPH_TONES, *(look.glyph for look in ENTERPRISE_LOOKS.values()), "✗"} - set("█▚│·"))
_FIRST: Final = re.compile(rf"[{re.escape(_GLYPHS)}] ")
_LATER: Final = re.compile(rf", [{re.escape(_GLYPHS)}] ")


def as_shown(view: View, rows: Iterable[Mapping[str, Any]], words: Words) -> ShownTable:
    """The rows as the view shows them, glyphs and all."""
    columns = tuple(TableColumn(words(column.title), column.align == "right") for column in view.every_column)
    return ShownTable(columns, [[shown(column, row, words) for column in view.every_column] for row in rows])


def for_sheets(view: View, rows: Iterable[Mapping[str, Any]], words: Words) -> ShownTable:
    """The rows as a spreadsheet gets them, with the id of each."""
    columns = sheet_columns(view)
    cells = [[in_words(view, column, row, words) for column in columns] for row in rows]
    return ShownTable(tuple(TableColumn(words(column.title), column.align == "right") for column in columns), cells)


def sheet_columns(view: View) -> tuple[Column, ...]:
    """The columns a spreadsheet gets: those of the view, behind the id of the records where it is none of them."""
    if view.called:  # rows of many plans are counted, not taken in again
        return view.every_column
    return view.every_column if any(column.key == "id" for column in view.every_column) else (_ID, *view.every_column)


def shown(column: Column, row: Mapping[str, Any], words: Words) -> Shown:
    """A cell as it is shown, and its number or day."""
    text = full_text(column, row, words)
    if text == MISSING:
        return Shown("")
    value, before, after = native(column, row)
    return Shown(text, value, f"{before}{after}".strip() if value is not None else "")


def in_words(view: View, column: Column, row: Mapping[str, Any], words: Words) -> Shown:
    """A cell without glyphs: none before a name or a state, and names that are listed parted by semicolons."""
    spec = TABLES[view.table].by_key.get(column.field or "") if view.table in TABLES else None
    if spec is not None and spec.kind in (Kind.REF, Kind.REFS) and spec.key == column.key and not _holds(row[column.key]):
        return Shown("")  # what the screen says of nobody is no name
    cell = shown(column, row, words)
    if cell.value is not None:
        return cell
    text = cell.text
    if column.glyph_tone is not None and column.prefix:
        text = text.removeprefix((row.get(column.prefix) or "").rstrip()).lstrip()
    elif column.glyphs or (column.text is not None and column.field != "name"):
        text = _LATER.sub("; ", _FIRST.sub("", text, count=1) if _FIRST.match(text) else text)
    return Shown(text)


def _holds(value: Any) -> bool:
    return value is not None and not (isinstance(value, list | tuple) and not value)


def native(column: Column, row: Mapping[str, Any]) -> tuple[float | dt.date | None, str, str]:
    """(number or day, what stands before it, what after it); the first is None where a cell shows words."""
    value = None if column.text else row[column.key]
    if isinstance(value, bool) or not isinstance(value, int | float | dt.date) or (isinstance(value, float) and not math.isfinite(value)):
        return None, "", ""
    before, after = (row.get(key) or "" if key else "" for key in (column.prefix, column.suffix))
    if isinstance(value, float):
        decimals = column.decimals_in(row)
        value = kept(value, MOST if decimals is None else decimals)
    return value, before.rstrip(), after
