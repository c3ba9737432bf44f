"""Any other table as its field specs describe it: one column a field, references as names, the id last."""

from __future__ import annotations

from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.tables.cells import FIXED_ID, Translate, choice_words, joined, listed, named, ranked, short_names, worded
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.filter import rank_column
from tui.model.fields import LAST_YEAR, TABLES, FieldSpec, Kind
from tui.model.plan import Plan
from tui.model.text import N_

_WIDEST: Final = 32
_NARROWEST: Final = 6
_DAY: Final = "%d/%m/%Y"


def register_view(frames: Frames, plan: Plan, table: str, words: Translate) -> View:
    """Rows: the table's records as the file has them. A field's column holds the native value; entries are counted."""
    spec = TABLES[table]
    frame = frames[table]
    shown = frame.select("id", *(e for field in spec for e in _cells(field, frames, words)))
    columns = tuple(_column(field, spec.title, shown) for field in _title_early(list(spec), spec.title))
    id_column = Column(key="id", title=N_("Id"), width=_width(shown["id"], "Id"), why_not=FIXED_ID)
    return View(table, shown, (*columns, id_column))


def _title_early(fields: list[FieldSpec], title: str) -> list[FieldSpec]:
    """What a record is about stands among the first two columns; where it would not, first: a narrow screen always shows it."""
    place = [field.key for field in fields].index(title)
    return fields if place <= 1 else [fields[place], *fields[:place], *fields[place + 1 :]]


def _cells(spec: FieldSpec, frames: Frames, words: Translate) -> list[pl.Expr]:
    """The native value under the field's key and, where people read something else, the words under ``key_text``."""
    key = spec.key
    value = pl.col(key)
    text: pl.Expr | None = None
    more: list[pl.Expr] = []
    if spec.kind is Kind.CHOICE:
        text = worded(value, choice_words(spec.choices, words))
        if spec.ranked:
            more = [ranked(value, [c.value for c in spec.choices]).alias(rank_column(key))]
    elif spec.kind is Kind.REF:
        text = named(value, short_names(frames, spec.table or ""))
    elif spec.kind is Kind.REFS:
        text = joined(value, short_names(frames, spec.table or ""))
    elif spec.kind is Kind.TEXTS:
        text = listed(value)
    elif spec.kind is Kind.CHOICES:
        text = listed(value.list.eval(worded(pl.element(), choice_words(spec.choices, words))))
    elif spec.kind is Kind.NUMBERS:
        text = pl.when(value.list.len() > 0).then(value.cast(pl.List(pl.String)).list.join("–"))
    elif spec.kind is Kind.DATES:
        text = listed(value.list.eval(pl.element().dt.strftime(_DAY)))
    elif spec.kind is Kind.YES_NO:
        text = pl.when(value).then(pl.lit(words(N_("yes")))).when(~value).then(pl.lit(words(N_("no"))))
    elif spec.kind is Kind.MONTH_DAY:  # "11-20" is 20 November
        text = pl.format("{}/{}", value.str.slice(3, 2), value.str.slice(0, 2))
    elif spec.kind is Kind.PERIOD:
        start, end = value.struct.field("start"), value.struct.field("end")
        said = pl.format("{} – {}", start.dt.strftime(_DAY).fill_null("…"), end.dt.strftime(_DAY).fill_null("…"))
        text = pl.when(start.is_not_null() | end.is_not_null()).then(said)
        value = pl.coalesce(start, end)
    elif spec.kind is Kind.ENTRIES:
        value = value.list.len().cast(pl.Int64)
    return [value.alias(key), *([text.alias(f"{key}_text")] if text is not None else []), *more]


def _column(spec: FieldSpec, title: str, shown: pl.DataFrame) -> Column:
    text = f"{spec.key}_text" if f"{spec.key}_text" in shown.columns else None
    column = Column(
        key=spec.key,
        title=spec.label,
        width=_width(shown[text or spec.key], spec.label),
        shows=_shows(spec),
        align="right" if spec.kind in (Kind.INTEGER, Kind.NUMBER, Kind.ENTRIES) else "left",
        text=text,
        field=spec.key,
        help=spec.help,
    )
    return attrs.evolve(column, grows=True) if spec.key == title else column


def _shows(spec: FieldSpec) -> Shows:
    if spec.kind is Kind.DATE:
        return Shows.DATE
    if spec.kind is Kind.NUMBER:
        return Shows.NUMBER
    if spec.kind is Kind.INTEGER:
        return Shows.YEAR if spec.maximum == LAST_YEAR else Shows.COUNT
    return Shows.COUNT if spec.kind is Kind.ENTRIES else Shows.TEXT


def _width(values: pl.Series, title: str) -> int:
    """As wide as the longest text, within bounds."""
    if values.dtype == pl.Date:
        longest = 11
    elif values.dtype == pl.String:
        longest = int(values.str.len_chars().max() or 0)  # type: ignore[arg-type]
    else:
        longest = 8
    return max(_NARROWEST, min(_WIDEST, max(longest, min(len(title), 14))))
