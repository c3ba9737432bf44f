"""Columns that show a field as it is: what its spec says is all there is to know of them."""

from __future__ import annotations

from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.prepared import at_once
from tui.frames.tables.cells import Translate, choice_words, day_of_year_text, day_text, joined, listed, named, ranked, short_names, worded
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.filter import rank_column
from tui.model.fields import LAST_YEAR, TABLES, FieldSpec, Kind
from tui.model.text import N_

_RIGHT: Final = (Kind.INTEGER, Kind.NUMBER, Kind.ENTRIES)
_WITH_WORDS: Final = (
    *(Kind.CHOICE, Kind.REF, Kind.REFS, Kind.TEXTS, Kind.CHOICES),
    *(Kind.NUMBERS, Kind.DATES, Kind.YES_NO, Kind.MONTH_DAY, Kind.PERIOD),
)
"""The kinds of whose values people read something else than what is stored."""


def plain_column(spec: FieldSpec, width: int, **more: Any) -> Column:
    """The column of a field. In a tab's list of columns it is all there is to add: :func:`with_plain_columns` makes its cells."""
    return Column(
        key=spec.key,
        title=spec.label,
        width=width,
        shows=_shows(spec),
        align="right" if spec.kind in _RIGHT else "left",
        text=f"{spec.key}_text" if spec.kind in _WITH_WORDS else None,
        field=spec.key,
        help=spec.help,
        adds=spec.kind is Kind.ENTRIES or spec.is_amount,
        **more,
    )


def with_plain_columns(view: View, frames: Frames, words: Translate) -> View:
    """A view with the cells of those of its columns that its own frame does not have, each as its field's spec describes it."""
    specs = TABLES[view.table].by_key
    missing = tuple(c.key for c in view.columns if c.key in specs and not {c.key, c.text or c.key} <= set(view.frame.columns))
    if not missing:
        return view
    cells = plain_cells(frames, view.table, missing, words)
    left = view.frame.lazy().drop(set(cells.columns[1:]).intersection(view.frame.columns))
    return attrs.evolve(view, frame=at_once(left.join(cells.lazy(), on="id", how="left", maintain_order="left")))


def plain_cells(frames: Frames, table: str, fields: tuple[str, ...], words: Translate) -> pl.DataFrame:
    """``id`` and the cells of some fields, in the order of the file; see :func:`cells_of`."""
    specs = TABLES[table].by_key
    return frames.columns(table, ("id", *fields)).select("id", *(e for key in fields for e in cells_of(specs[key], frames, words)))


def cells_of(spec: FieldSpec, frames: Frames, words: Translate) -> list[pl.Expr]:
    """The native value under the field's key; where people read something else, the words under ``key_text``; a rank where it has one."""
    key = spec.key
    value = pl.col(key)
    text: pl.Expr | None = None
    more: list[pl.Expr] = []
    if spec.kind is Kind.CHOICE:
        text = worded(value, choice_words(spec.choices, words))
        if spec.ranked:
            more = [ranked(value, [c.value for c in spec.choices]).alias(rank_column(key))]
    elif spec.kind is Kind.REF:
        text = named(value, short_names(frames, spec.table or "", words))
    elif spec.kind is Kind.REFS:
        text = joined(value, short_names(frames, spec.table or "", words))
    elif spec.kind is Kind.TEXTS:
        text = listed(value)
    elif spec.kind is Kind.CHOICES:
        text = listed(value.list.eval(worded(pl.element(), choice_words(spec.choices, words))))
    elif spec.kind is Kind.NUMBERS:
        text = pl.when(value.list.len() > 0).then(value.cast(pl.List(pl.String)).list.join("–"))
    elif spec.kind is Kind.DATES:
        text = listed(value.list.eval(day_text(pl.element(), words)))
    elif spec.kind is Kind.YES_NO:
        text = pl.when(value).then(pl.lit(words(N_("yes")))).when(~value).then(pl.lit(words(N_("no"))))
    elif spec.kind is Kind.MONTH_DAY:
        text = day_of_year_text(value, words)
    elif spec.kind is Kind.PERIOD:
        start, end = value.struct.field("start"), value.struct.field("end")
        said = pl.format("{} – {}", *(day_text(day, words).fill_null("…") for day in (start, end)))
        text = pl.when(start.is_not_null() | end.is_not_null()).then(said)
        value = pl.coalesce(start, end)
    elif spec.kind is Kind.ENTRIES:
        value = value.list.len().cast(pl.Int64)
    return [value.alias(key), *([text.alias(f"{key}_text")] if text is not None else []), *more]


def _shows(spec: FieldSpec) -> Shows:
    if spec.kind is Kind.DATE:
        return Shows.DATE
    if spec.kind is Kind.NUMBER:
        return Shows.NUMBER
    if spec.kind is Kind.INTEGER:
        return Shows.YEAR if spec.maximum == LAST_YEAR else Shows.COUNT
    return Shows.COUNT if spec.kind is Kind.ENTRIES else Shows.TEXT
