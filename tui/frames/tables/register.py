"""Any other table as its field specs describe it: one column a field, references as names, the id last."""

from __future__ import annotations

from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.tables.cells import FIXED_ID, Translate
from tui.frames.tables.columns import Column, View
from tui.frames.tables.plain_columns import cells_of, plain_column
from tui.model.fields import TABLES, FieldSpec
from tui.model.plan import Plan
from tui.model.text import N_

_WIDEST: Final = 32
_NARROWEST: Final = 6


def register_view(frames: Frames, plan: Plan, table: str, words: Translate) -> View:
    """Rows: the table's records as the file has them. A field's column holds the native value; entries are counted."""
    spec = TABLES[table]
    frame = frames[table]
    shown = frame.select("id", *(e for field in spec for e in cells_of(field, frames, words)))
    columns = tuple(_column(field, spec.title, shown) for field in _title_early(list(spec), spec.title))
    id_column = Column(key="id", title=N_("Id"), width=_width(shown["id"], "Id"), why_not=FIXED_ID)
    return View(table, shown, (*columns, id_column), frames)


def _title_early(fields: list[FieldSpec], title: str) -> list[FieldSpec]:
    """What a record is about stands among the first two columns; where it would not, first: a narrow screen always shows it."""
    place = [field.key for field in fields].index(title)
    return fields if place <= 1 else [fields[place], *fields[:place], *fields[place + 1 :]]


def _column(spec: FieldSpec, title: str, shown: pl.DataFrame) -> Column:
    column = plain_column(spec, 0)
    names = spec.key == title
    return attrs.evolve(column, width=_width(shown[column.text or spec.key], spec.label), grows=names, worth=0 if names else None)


def _width(values: pl.Series, title: str) -> int:
    """As wide as the longest text, within bounds."""
    if values.dtype == pl.Date:
        longest = 11
    elif values.dtype == pl.String:
        longest = int(values.str.len_chars().max() or 0)  # type: ignore[arg-type]
    else:
        longest = 8
    return max(_NARROWEST, min(_WIDEST, max(longest, min(len(title), 14))))
