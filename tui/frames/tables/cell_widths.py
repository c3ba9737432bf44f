"""How wide the cells of a view are, from its frame: of many rows in one pass for all columns, of few by what stands in each cell.

An expression takes Polars the same time for one row as for thousands: of a tab of thirty rows all of them would take longer than a frame
of the screen may. Both ways measure alike.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Final, TypeAlias

import attrs
import polars as pl

from tui.frames.difference import Difference, difference
from tui.frames.tables.columns import Column, Shows, View

_DAY: Final = 11
"""Cells of a day in the longer of the two languages."""
_OTHER: Final = 8
"""Cells of a value there is no rule for: an entry of a list of tables."""
_MOST_DECIMALS: Final = 6
_READ: Final = 5_000
_FEW: Final = 120
"""Rows up to which a cell at a time is quicker."""
_TINY: Final = 1e-4
"""What is less Polars writes with an exponent."""
_AT_ONCE: Final = 1 << 17
"""Rows that are measured together: each step on the way to a length takes room for all of them."""
_MOST_OTHERS: Final = 100
"""Cells of a column that are looked at where the others are known."""
_WIDE: Final = (
    r"[\x{1100}-\x{115f}\x{2e80}-\x{a4cf}\x{ac00}-\x{d7a3}\x{f900}-\x{faff}\x{fe30}-\x{fe4f}\x{ff00}-\x{ff60}\x{1f300}-\x{1faff}]"
)
"""Letters of two cells."""


def cell_widths(view: View) -> tuple[int, ...]:
    """Of each column the cells its longest content takes in any row, 0 where it is empty in all of them.

    In more rows than a person reads letters of two cells are taken for letters of one.
    """
    if not view.frame.height or not view.columns:
        return (0,) * len(view.columns)
    if view.frame.height <= _FEW:
        return tuple(max(filter(None, _lengths(column, view.frame)), default=0) for column in view.columns)
    return measured_at_once(view)


def renewed_widths(before: View, widths: tuple[int, ...], view: View, measure: Callable[[View], tuple[int, ...]]) -> tuple[int, ...]:
    """The widths of a view that takes the place of another one, whose widths are known: columns in which the same cells stand keep theirs.

    After an edit that is all of them but two or three. ``measure`` is :func:`cell_widths` for the rest.
    """
    was = {column.key: (column, width) for column, width in zip(before.columns, widths, strict=True)}
    changed = difference(before.frame, view.frame)
    known: dict[str, int] = {}
    for column in view.columns:
        before_it, width = was.get(column.key, (None, 0))
        if column != before_it:
            continue
        if _same_cells(column, before.frame, view.frame) if changed is None else not set(_drawn(column)).intersection(changed.columns):
            known[column.key] = width
        elif (found := _with_few_others(column, width, before, view, changed)) is not None:
            known[column.key] = found
    others = tuple(column for column in view.columns if column.key not in known)
    if others:
        known.update(zip((column.key for column in others), measure(attrs.evolve(view, columns=others)), strict=True))
    return tuple(known[column.key] for column in view.columns)


def _with_few_others(column: Column, width: int, before: View, view: View, changed: Difference | None) -> int | None:
    """The width of a column of many rows in which a few cells are others; None where that takes all of them to tell."""
    old, now = before.frame, view.frame
    if not _READ < now.height == old.height or any(name not in old.columns for name in _drawn(column)):
        return None
    places = _others(column, old, now) if changed is None else changed.rows
    if places is None or places.len() > _MOST_OTHERS:
        return None
    (was,), (longest,) = (_longest(attrs.evolve(of, frame=of.frame[places], columns=(column,)), _of_text) for of in (before, view))
    if was < width or longest >= width:
        return max(width, longest)
    return width if _stands_elsewhere(column, width, before, places, now) else None


def _stands_elsewhere(column: Column, width: int, before: View, places: pl.Series, now: pl.DataFrame) -> bool:
    """Whether a cell that was as wide as any stands in another row as well, as one of a few words for a state does."""
    for place in places:
        row = before.frame[[place]]
        if _longest(attrs.evolve(before, frame=row, columns=(column,)), _of_text) != (width,):
            continue
        alike = None
        for name in _drawn(column):
            same = now[name].eq_missing(row[name])
            alike = same if alike is None else alike & same
        return alike is not None and bool(alike.any())
    return False


def _others(column: Column, old: pl.DataFrame, now: pl.DataFrame) -> pl.Series | None:
    """The places of the cells that are others, looked for; None where they cannot be compared."""
    differs = pl.repeat(False, now.height, dtype=pl.Boolean, eager=True)
    for name in _drawn(column):
        if old[name].dtype != now[name].dtype or now[name].dtype.is_nested():
            return None
        differs |= old[name].ne_missing(now[name])
    return differs.arg_true()


def _drawn(column: Column) -> list[str]:
    """The columns of the frame that the width of a column hangs on."""
    names = (column.text or column.key, column.prefix, column.suffix, column.short, column.instead, column.beside, column.digits)
    return [name for name in names if name]


def _same_cells(column: Column, before: pl.DataFrame, now: pl.DataFrame) -> bool:
    """Whether all that the width of a column hangs on is the same in two frames."""
    return before.height == now.height and all(
        name in before.columns and before[name].equals(now[name], check_dtypes=True, null_equal=True) for name in _drawn(column)
    )


def measured_at_once(view: View) -> tuple[int, ...]:
    """The same by one pass of Polars, for a view with rows and columns; of very many rows a block after the other, for room's sake."""
    of_text = _of_text if view.frame.height > _READ else _of_wide_text
    blocks = (attrs.evolve(view, frame=view.frame.slice(start, _AT_ONCE)) for start in range(0, view.frame.height, _AT_ONCE))
    return tuple(map(max, zip(*(_longest(block, of_text) for block in blocks), strict=True)))


def _longest(view: View, of_text: _OfText) -> tuple[int, ...]:
    schema = view.frame.schema
    longest = [_length(c, schema, of_text).max().fill_null(0).cast(pl.Int64).alias(str(n)) for n, c in enumerate(view.columns)]
    return tuple(int(width) for width in view.frame.select(longest).row(0))


_OfText: TypeAlias = Callable[[pl.Expr], pl.Expr]


def _length(column: Column, schema: pl.Schema, of_text: _OfText) -> pl.Expr:
    """The length of each cell as it is drawn, null where it is empty."""
    beside = of_text(pl.col(column.beside)).fill_null(0) if column.beside else pl.lit(0, dtype=pl.Int64)
    whole = of_text(pl.col(column.text)) if column.text else _of_value(column, schema[column.key], of_text)
    if column.prefix:
        whole += (of_text(pl.col(column.prefix).str.strip_chars_end()) + 1).fill_null(0)
    if column.suffix and column.suffix_as != "untold":
        whole += of_text(pl.col(column.suffix)).fill_null(0)
    instead = [of_text(pl.col(column.instead))] if column.instead else []
    short = [of_text(pl.col(column.short))] if column.short else []
    return pl.coalesce(*short, whole, *instead) + beside


def _of_text(text: pl.Expr) -> pl.Expr:
    length = text.str.len_chars().cast(pl.Int64)
    return pl.when(length > 0).then(length)


def _of_wide_text(text: pl.Expr) -> pl.Expr:
    return _of_text(text) + text.str.count_matches(_WIDE).cast(pl.Int64)


def _of_value(column: Column, dtype: pl.DataType, of_text: _OfText) -> pl.Expr:
    value = pl.col(column.key)
    if dtype == pl.String:
        return of_text(value)
    if dtype.is_numeric():
        return _of_number(column, value.cast(pl.Float64).fill_nan(None), dtype)
    if dtype == pl.Date:
        return pl.when(value.is_not_null()).then(_DAY)
    if dtype == pl.List(pl.String):
        return of_text(value.list.join(", "))
    return pl.when(value.is_not_null()).then(_OTHER)


def _of_number(column: Column, value: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Digits before the mark with what groups them, the sign, and the decimals that are shown."""
    whole = value.abs().floor().cast(pl.Int64, strict=False).cast(pl.String).str.len_chars().cast(pl.Int64)
    grouped = whole if column.shows is Shows.YEAR else whole + (whole - 1) // 3
    signed = grouped + (value < 0).cast(pl.Int64)
    if dtype.is_integer() or column.shows is Shows.YEAR:
        return signed
    if column.digits or column.decimals is not None:
        places = pl.col(column.digits).cast(pl.Int64) if column.digits else pl.lit(column.decimals, dtype=pl.Int64)
        own = _decimals(value)
        return signed + pl.coalesce(pl.when(places > 0).then(places + 1), pl.when(places == 0).then(pl.lit(0, dtype=pl.Int64)), own)
    return signed + _decimals(value)


def _decimals(value: pl.Expr) -> pl.Expr:
    """The decimals a number has and their mark; 0 for a whole one."""
    rounded = value.round(_MOST_DECIMALS)
    tiny = (rounded.abs() * 10**_MOST_DECIMALS).round().cast(pl.Int64, strict=False).cast(pl.String).str.zfill(_MOST_DECIMALS)
    written = pl.when(rounded.abs() < _TINY).then(tiny).otherwise(rounded.cast(pl.String).str.extract(r"\.(\d+)$", 1))
    fraction = written.str.strip_chars_end("0").str.len_chars().cast(pl.Int64)
    return pl.when(fraction > 0).then(fraction + 1).otherwise(0).fill_null(0)


# -- a cell at a time -------------------------------------------------------------------------------------------------

_WIDE_HERE: Final = re.compile(re.sub(r"\\x\{(\w+)\}", lambda found: chr(int(found[1], 16)), _WIDE))
_TOO_LARGE: Final = float(1 << 63)
"""No whole number of Polars."""
_FRACTION: Final = re.compile(r"\.(\d+)$")


def _lengths(column: Column, frame: pl.DataFrame) -> Iterator[int | None]:
    """As :func:`_length`."""

    def texts(name: str | None) -> Iterable[int | None]:
        return map(_cells_of, frame[name].to_list()) if name else repeat(None)

    whole = texts(column.text) if column.text else _of_values(column, frame)
    prefixes = map(_cells_of, (text and text.rstrip() for text in frame[column.prefix].to_list())) if column.prefix else repeat(None)
    suffixes = texts(column.suffix if column.suffix_as != "untold" else None)
    every = zip(whole, prefixes, suffixes, texts(column.short), texts(column.instead), texts(column.beside), strict=False)
    for length, prefix, suffix, short, instead, beside in every:
        told = length if length is None else length + (0 if prefix is None else prefix + 1) + (suffix or 0)
        shown = next((cells for cells in (short, told, instead) if cells is not None), None)
        yield shown if shown is None else shown + (beside or 0)


def _cells_of(text: str | None) -> int | None:
    return (len(text) if text.isascii() else len(text) + len(_WIDE_HERE.findall(text))) if text else None


def _of_values(column: Column, frame: pl.DataFrame) -> Iterator[int | None]:
    """As :func:`_of_value`."""
    dtype, values = frame.schema[column.key], frame[column.key]
    if dtype == pl.String:
        return map(_cells_of, values.to_list())
    if dtype.is_numeric():
        places = frame[column.digits].to_list() if column.digits else repeat(column.decimals)
        whole = dtype.is_integer() or column.shows is Shows.YEAR
        return (_of_figure(value, column, decimals, whole=whole) for value, decimals in zip(values.to_list(), places, strict=False))
    if dtype == pl.List(pl.String):
        return (_cells_of(", ".join(text for text in one if text is not None)) if one else None for one in values.to_list())
    return (None if value is None else _DAY if dtype == pl.Date else _OTHER for value in values.to_list())


def _of_figure(value: float | None, column: Column, decimals: int | None, *, whole: bool) -> int | None:
    """As :func:`_of_number`."""
    if value is None or not math.isfinite(value) or abs(value) >= _TOO_LARGE:
        return None
    digits = len(str(int(abs(value))))
    signed = digits + (0 if column.shows is Shows.YEAR else (digits - 1) // 3) + (value < 0)
    if whole:
        return signed
    if decimals is None or decimals < 0:
        fraction = _FRACTION.search(f"{round(float(value), _MOST_DECIMALS):.{_MOST_DECIMALS}f}")  # repr has an exponent for 0.00006
        decimals = len(fraction[1].rstrip("0")) if fraction else 0
    return signed + (int(decimals) + 1 if decimals else 0)
