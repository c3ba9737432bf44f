"""What the numbers and days of a column come to: sum, mean, least and greatest, earliest and latest, as far as their units allow it.

What is a rate or a share is never added up, and numbers of several units come to nothing at all: the reason is said instead. What is not
known counts as such, never as nought.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import attrs
import polars as pl

from tui.frames.tables.columns import Column, Shows, View
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say, with_unit

_RATE: Final = re.compile(r"[%‰/]|^(điểm|lần|hệ số|chỉ số|points?|times|index)\b", re.IGNORECASE)
"""Units of what is a part or a rate of something."""
_NEVER_ADDED: Final = frozenset({"term_growth", "share", "points_cut", "qualitative"})
"""Kinds of indicators whose figures are growth, shares or cuts of one."""


@attrs.frozen
class Sums:
    """What some cells of a column come to; ``known`` of ``rows`` hold a number or a day."""

    rows: int
    known: int
    unit: str = ""
    total: float | None = None
    mean: float | None = None
    least: float | dt.date | None = None
    greatest: float | dt.date | None = None
    against: Sentence | None = None
    """Why there is nothing but a count; or, where there is a least and a greatest, why there is no sum."""

    @property
    def unknown(self) -> int:
        return self.rows - self.known


def sums_of(view: View, rows: pl.DataFrame, column: Column) -> Sums:
    """What the cells of a column in ``rows`` come to."""
    native = rows[column.measure] if column.measure in rows.columns else rows[column.key]
    if native.dtype.is_temporal():
        days = native.drop_nulls()
        return Sums(rows.height, days.len(), least=days.min(), greatest=days.max())  # type: ignore[arg-type]
    if not is_summed(rows, column):
        shown = rows[column.text] if column.text is not None else rows[column.key]
        known = rows.height - shown.null_count()
        return Sums(rows.height, known, against=say(N_("this column holds words: its rows are only counted")))
    numbers = native.cast(pl.Float64).fill_nan(None)
    there = rows.filter(numbers.is_not_null())
    numbers = numbers.drop_nulls()
    if numbers.is_empty():
        return Sums(rows.height, 0)
    units = _units(there, column)
    if len(units) > 1:
        mixed = say(N_("{n} different units ({units}) come to nothing together"), n=len(units), units=", ".join(units[:4]))
        return Sums(rows.height, numbers.len(), against=mixed)
    unit = units[0] if units else _unit_of_field(view, column)
    against = _why_not_added(view, there, column, unit)
    ordinal = column.shows is Shows.YEAR
    return Sums(
        rows.height,
        numbers.len(),
        unit,
        None if against else float(numbers.sum()),
        None if ordinal else float(numbers.mean()),  # type: ignore[arg-type]
        float(numbers.min()),  # type: ignore[arg-type]
        float(numbers.max()),  # type: ignore[arg-type]
        against,
    )


def _units(rows: pl.DataFrame, column: Column) -> list[str]:
    if column.unit is None or column.unit not in rows.columns:
        return []
    return [unit or "–" for unit in rows[column.unit].fill_null("").str.strip_chars().unique(maintain_order=True)]


def _unit_of_field(view: View, column: Column) -> str:
    spec = TABLES[view.table].by_key.get(column.field or column.key) if view.table in TABLES else None
    if spec is None:
        return ""
    if spec.is_amount and view.frames is not None:
        return str(view.frames.plan.header.get("amount_unit") or spec.unit)
    return spec.unit


def _why_not_added(view: View, rows: pl.DataFrame, column: Column, unit: str) -> Sentence | None:
    """Why these numbers may not be added up; None when they may."""
    if not column.adds:
        return say(N_("such numbers are not added up"))
    if column.unit is not None and "kind" in rows.columns and rows["kind"].is_in(list(_NEVER_ADDED)).any():
        return say(N_("growth and shares are not added up"))
    if _RATE.search(unit):
        return say(N_("“{unit}” is a rate or a share and is not added up"), unit=unit)
    if "parent" in rows.columns and column.unit is not None and rows["parent"].is_in(rows["id"].implode()).any():
        return say(N_("one of them is a part of another: their sum would count it twice"))
    return None


def told(sums: Sums, column: Column, words: Words) -> str:
    """Sums in a line: ``5 dòng · tổng 1.200 · trung bình 240 · …``; what is unknown is counted last."""
    parts = [words.count("{n} row", "{n} rows", sums.rows)]
    if isinstance(sums.least, dt.date) and isinstance(sums.greatest, dt.date):
        parts += [words(N_("earliest {day}"), day=sums.least), words(N_("latest {day}"), day=sums.greatest)]
    elif isinstance(sums.least, float) and isinstance(sums.greatest, float):
        year = column.shows is Shows.YEAR

        def number(value: float) -> str:
            return str(int(value)) if year else words.number(_rounded(value))

        unit = words(sums.unit)
        if sums.total is not None:
            parts.append(with_unit(words(N_("sum {value}"), value=number(sums.total)), unit))
        if sums.mean is not None:
            parts.append(with_unit(words(N_("mean {value}"), value=number(sums.mean)), unit))
        parts += [words(N_("least {value}"), value=number(sums.least)), words(N_("greatest {value}"), value=number(sums.greatest))]
    if sums.against is not None:
        parts.append(words.sentence(sums.against))
    if sums.unknown:
        parts.append(words.count("{n} not known", "{n} not known", sums.unknown))
    return " · ".join(parts)


def _rounded(value: float) -> float:
    """A number with two decimals, or more of a small one."""
    return round(value, 2) if abs(value) >= 1 or value == 0 else float(f"{value:.3g}")


def in_a_cell(view: View, rows: pl.DataFrame, column: Column, words: Words) -> str:
    """The sum of a column's cells as ``Σ 120``, their mean as ``⌀ 8,5`` where a sum would say nothing; empty where neither does."""
    if not is_summed(rows, column) or column.shows is Shows.YEAR or rows.schema[column.measure or column.key].is_temporal():
        return ""
    sums = sums_of(view, rows, column)
    if sums.total is not None:
        return f"Σ {words.number(_rounded(sums.total))}"
    if sums.mean is not None and sums.unit and column.unit is None:  # one thing of all rows, not shares of different wholes
        return f"⌀ {words.number(_rounded(sums.mean))}"
    return ""


def is_summed(rows: pl.DataFrame, column: Column) -> bool:
    """Whether a column has numbers or days, of which rows together can say something."""
    if column.measure in rows.columns:
        return True
    dtype = rows.schema[column.key]
    if dtype.is_temporal() or dtype == pl.List(pl.Date):
        return dtype.is_temporal()
    in_words = column.glyphs or (column.text is not None and column.align != "right")
    return dtype.is_numeric() and not in_words
