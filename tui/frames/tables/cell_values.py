"""What the cells of a column hold, value by value: what rows are counted, grouped and narrowed by.

A value is a text (its *key*): the code of a state, the id of a record, a day's year, quarter or month, a number or a range of numbers,
else the words that are shown. ``""`` is the key of a cell that holds nothing. A cell that holds several values counts under each.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import math
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.tables.cells import short_names
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.frames.tables.filter import rank_column
from tui.frames.tables.search_index import missing
from tui.i18n.words import Words
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.text import N_, order_key

NOTHING: Final = ""
"""The key of a cell that holds nothing."""
_FEW: Final = 12
"""Different numbers up to which each of them is a value; more are counted in ranges."""
_RANGES: Final = 8
"""Ranges numbers are counted in, about so many."""
_UNEVEN: Final = 20
"""How many times the middle number the greatest may be for ranges of one width to tell them apart."""
_ROMAN: Final = ("I", "II", "III", "IV")
_YEAR: Final = re.compile(r"-?\d{1,4}\Z")
_QUARTER: Final = re.compile(r"(-?\d{1,4})-Q([1-4])\Z")
_MONTH: Final = re.compile(r"(-?\d{1,4})-(\d{2})\Z")
_RANGE: Final = re.compile(r"(-?[\d.eE+-]+)\.\.(-?[\d.eE+-]+)\Z")


class Span(enum.Enum):
    """How finely days are counted."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@attrs.frozen
class CellValue:
    """One value of a column among some rows."""

    key: str
    label: str
    """In the user's language."""
    count: int
    """The rows that hold it."""
    tone: Tone | None = None


def cell_values(view: View, frame: pl.DataFrame, column: Column, span: Span = Span.YEAR) -> pl.DataFrame:
    """DataFrame[row UInt32, value String]: each value of each row of ``frame``, in the order of the rows; ``""`` of an empty cell."""
    rows = frame.select("id").with_row_index("row")
    if column.key in view.members:
        held = rows.join(view.members[column.key](), on="id", how="left", maintain_order="left")
        return _filled(held.select("row", value=pl.col("value").cast(pl.String)))
    native = frame[column.key]
    if native.dtype == pl.List:
        inner = native.dtype.inner if isinstance(native.dtype, pl.List) else None
        if inner == pl.Date:
            listed = rows.select("row", value=native.list.eval(pl.element().dt.strftime("%Y-%m"))).explode("value")
            return _filled(listed.unique(["row", "value"], maintain_order=True))
        if inner is None or inner.is_nested():
            return _filled(rows.select("row", value=_numbers(native.list.len().cast(pl.Int64))))
        listed = rows.select("row", value=native.cast(pl.List(pl.String))).explode("value")
        return _filled(listed.unique(["row", "value"], maintain_order=True))
    if native.dtype.is_temporal():
        return _filled(rows.select("row", value=_days(native, span)))
    if native.dtype.is_numeric():
        return _filled(rows.select("row", value=_numbers_or_words(frame, native, column)))
    if native.dtype == pl.Boolean:
        return _filled(rows.select("row", value=pl.when(native).then(pl.lit("true")).when(~native).then(pl.lit("false"))))
    if native.dtype != pl.String:
        return _filled(rows.select("row", value=pl.lit(None, dtype=pl.String)))
    coded = bool(column.scale) or _spec(view, column).kind in (Kind.CHOICE, Kind.REF)
    words = native if coded or column.text is None else frame[column.text]
    return _filled(rows.select("row", value=words.str.strip_chars()))


def _filled(values: pl.DataFrame) -> pl.DataFrame:
    return values.with_columns(pl.col("value").fill_null(NOTHING))


# -- days and numbers ---------------------------------------------------------------------------------------------------


def _days(native: pl.Series, span: Span) -> pl.Series:
    if span is Span.QUARTER:
        parts = native.to_frame("day").select(pl.format("{}-Q{}", pl.col("day").dt.year(), pl.col("day").dt.quarter()))
        return parts.to_series()
    return native.dt.strftime("%Y" if span is Span.YEAR else "%Y-%m")


def _numbers_or_words(frame: pl.DataFrame, native: pl.Series, column: Column) -> pl.Series:
    """The words numbers are shown as where these are few, else the numbers or their ranges."""
    if column.text is not None and frame[column.text].n_unique() <= _FEW:
        return frame[column.text].zip_with(~missing(native), pl.Series([None], dtype=pl.String))
    return _numbers(native)


def _numbers(native: pl.Series) -> pl.Series:
    """Numbers as text, or the range each lies in where there are many different ones."""
    known = native.fill_nan(None) if native.dtype.is_float() else native
    if known.drop_nulls().n_unique() <= _FEW:
        return known.cast(pl.String)
    edges = edges_of(known.cast(pl.Float64).drop_nulls())
    names = [f"{low}..{high}" for low, high in itertools.pairwise(edges)]
    bounds = pl.Series([float(edge) for edge in edges], dtype=pl.Float64)
    place = bounds.search_sorted(known.cast(pl.Float64).fill_null(float(edges[0])), side="right").cast(pl.Int64) - 1
    texts = pl.Series(names, dtype=pl.String).gather(place.clip(0, len(names) - 1))
    return texts.zip_with(known.is_not_null(), pl.Series([None], dtype=pl.String))


def edges_of(numbers: pl.Series) -> list[str]:
    """The edges of ranges that hold all the numbers, as text, from the least; where most numbers are small, of ranges ever wider.

    A range holds its lower edge and not its upper one.
    """
    low, high = float(numbers.min() or 0.0), float(numbers.max() or 0.0)  # type: ignore[arg-type]
    middle = float(numbers.median() or 0.0)  # type: ignore[arg-type]
    if low >= 0 and middle > 0 and high > _UNEVEN * middle:
        edges = ["0"]
        power = max(math.floor(math.log10(middle)) - 1, math.floor(math.log10(high)) - _RANGES)
        while float(edges[-1]) <= high:
            edges.append(_number_text(float(f"1e{power}")))
            power += 1
        return edges
    step = _round_step((high - low) / _RANGES)
    first = math.floor(low / step)
    last = math.floor(high / step) + 1
    edges = [_number_text(float(f"{at * step:.12g}")) for at in range(first, last + 1)]
    while float(edges[0]) > low:  # 0.3 / 0.1 is less than 3
        first -= 1
        edges.insert(0, _number_text(float(f"{first * step:.12g}")))
    while float(edges[-1]) <= high:
        last += 1
        edges.append(_number_text(float(f"{last * step:.12g}")))
    return edges


def _round_step(width: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not below a width."""
    power = 10.0 ** math.floor(math.log10(width)) if width > 0 else 1.0
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width * (1 - 1e-9))


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


# -- narrowing ------------------------------------------------------------------------------------------------------------


def holding(view: View, frame: pl.DataFrame, column: Column, keys: Collection[str]) -> pl.Series:
    """Whether each row of ``frame`` holds one of the values. Boolean, no nulls."""
    native = frame[column.key]
    mask = pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    if native.dtype.is_temporal() and column.key not in view.members:
        for span, pattern in ((Span.YEAR, _YEAR), (Span.QUARTER, _QUARTER), (Span.MONTH, _MONTH)):
            if mine := [key for key in keys if pattern.match(key)]:
                mask |= _days(native, span).is_in(mine).fill_null(False)
    else:
        ranges = [found for key in keys if (found := _RANGE.match(key))] if native.dtype.is_numeric() or native.dtype == pl.List else []
        numbers = native.list.len().cast(pl.Float64) if native.dtype == pl.List else native
        for found in ranges:
            value = numbers.cast(pl.Float64).fill_nan(None)
            mask |= ((value >= float(found[1])) & (value < float(found[2]))).fill_null(False)
        if native.dtype.is_numeric() and (mine := [key for key in keys if key != NOTHING and not _RANGE.match(key)]):
            shown = frame[column.text].is_in(mine) if column.text is not None else native.cast(pl.String).is_in(mine)
            mask |= (shown | native.cast(pl.String).is_in(mine)).fill_null(False)
        elif not native.dtype.is_numeric():
            mask |= _rows_with(cell_values(view, frame, column), [key for key in keys if key != NOTHING], frame.height)
    if NOTHING in keys:
        mask |= _rows_with(cell_values(view, frame, column), [NOTHING], frame.height)
    return mask


def _rows_with(values: pl.DataFrame, keys: Sequence[str], height: int) -> pl.Series:
    rows = values.filter(pl.col("value").is_in(list(keys)))["row"].unique()
    return pl.int_range(height, dtype=pl.UInt32, eager=True).is_in(rows.implode())


# -- their words and their order --------------------------------------------------------------------------------------------


def counted(view: View, frame: pl.DataFrame, column: Column, words: Words, span: Span = Span.YEAR) -> list[CellValue]:
    """The values of a column among these rows in their own order: a scale's steps, days and numbers by value, records as the view has
    them where that is their order, words by the alphabet; what holds nothing comes last."""
    return in_own_order(view, frame, column, words, cell_values(view, frame, column, span))


def in_own_order(view: View, frame: pl.DataFrame, column: Column, words: Words, values: pl.DataFrame) -> list[CellValue]:
    """The same of values that were looked up before."""
    found = values.group_by("value", maintain_order=True).agg(count=pl.len(), first=pl.col("row").min())
    rank = rank_column(column.key)
    if rank in frame.columns and frame.schema[rank].is_integer():
        found = found.with_columns(rank=frame[rank].gather(found["first"]).cast(pl.Int64))
    else:
        found = found.with_columns(rank=pl.lit(None, dtype=pl.Int64))
    named = labels_of(view, column, [key for key in found["value"] if key != NOTHING], words)
    tones = {step.code: step.tone for step in column.scale}
    placed: list[tuple[tuple[Any, ...], CellValue]] = []
    for key, count, _, ranked in found.iter_rows():
        label = named[key] if key != NOTHING else words(N_("(nothing)"))
        placed.append((_place(view, frame, column, key, label, ranked), CellValue(key, label, count, tones.get(key))))
    return [value for _, value in sorted(placed, key=lambda pair: pair[0])]


def _place(view: View, frame: pl.DataFrame, column: Column, key: str, label: str, ranked: int | None) -> tuple[Any, ...]:
    """What a value is sorted by; all of one column's compare."""
    if key == NOTHING:
        return (2, 0, "")
    if column.scale:
        codes = [step.code for step in column.scale]
        return (0, codes.index(key) if key in codes else len(codes), order_key(label))
    if column.key not in view.members and frame.schema[column.key].is_numeric() and column.text is None:
        found = _RANGE.match(key)
        return (0, float(found[1] if found else key), "")
    if frame.schema[column.key].is_temporal():
        return (0, 0, key)
    spec = _spec(view, column)
    if spec.choices and spec.ranked:
        codes = [choice.value for choice in spec.choices]
        return (0, codes.index(key) if key in codes else len(codes), order_key(label))
    return (0, ranked if ranked is not None else 0, order_key(label))


def labels_of(view: View, column: Column, keys: Sequence[str], words: Words) -> dict[str, str]:
    """The words of values, in the user's language; a code or an id nobody knows is shown as it is."""
    names = _names(view, column, words) if keys else {}
    return {key: _label(column, key, words, names) for key in keys}


def _names(view: View, column: Column, words: Words) -> Mapping[str, str]:
    if column.scale:
        return {step.code: f"{step.glyph} {words(step.label)}".strip() for step in column.scale}
    spec = _spec(view, column)
    if spec.choices:
        return {choice.value: words(choice.label) for choice in spec.choices}
    if spec.kind in (Kind.REF, Kind.REFS) and spec.table is not None and view.frames is not None:
        return _names_in(view, spec.table, words)
    return {}


def _names_in(view: View, table: str, words: Words) -> Mapping[str, str]:
    """The names of records: the short ones, with the title behind a mere number."""
    assert view.frames is not None
    names = dict(short_names(view.frames, table, words).iter_rows())
    if "number" in TABLES[table].by_key and TABLES[table].short is None:
        numbers = dict(view.frames.columns(table, ("id", "number")).iter_rows())
        return {id: f"{numbers[id]} {name}" if numbers.get(id) is not None else name for id, name in names.items()}
    return names


def _label(column: Column, key: str, words: Words, names: Mapping[str, str]) -> str:
    if key in names:
        return names[key]
    if found := _QUARTER.match(key):
        return words(N_("quarter {quarter}/{year}"), quarter=_ROMAN[int(found[2]) - 1], year=found[1])
    if (found := _MONTH.match(key)) and column.shows is Shows.DATE:
        return words.month(int(found[1]), int(found[2]))
    if column.text is None and (found := _RANGE.match(key)):
        return words(N_("{low} to under {high}"), low=float(found[1]), high=float(found[2]))
    if key in ("true", "false") and column.text is not None and column.shows is Shows.TEXT:
        return words.show(key == "true")
    if column.text is None and column.shows is not Shows.YEAR and column.align == "right" and _is_number(key):
        return words.number(float(key))
    return key


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


_NO_SPEC: Final = FieldSpec("", Kind.TEXT, "")


def _spec(view: View, column: Column) -> FieldSpec:
    """The spec of the field a column shows as it is: its native values are the field's own."""
    if view.table not in TABLES:
        return _NO_SPEC
    fields = TABLES[view.table].by_key
    spec = fields.get(column.field or "") or fields.get(column.key)
    return spec if spec is not None and spec.key == column.key else _NO_SPEC


def spans_of(view: View, column: Column) -> tuple[Span, ...]:
    """How finely the column can be counted; only days have more than one way."""
    return tuple(Span) if view.frame.schema[column.key].is_temporal() else (Span.YEAR,)


def best_span(frame: pl.DataFrame, column: Column) -> Span:
    """Years where the days lie in several, else quarters, else months."""
    days = frame[column.key]
    if not days.dtype.is_temporal() or days.dt.year().n_unique() > 2:
        return Span.YEAR
    first, last = days.min(), days.max()
    if isinstance(first, dt.date) and isinstance(last, dt.date) and (last - first).days < 120:
        return Span.MONTH
    return Span.QUARTER
