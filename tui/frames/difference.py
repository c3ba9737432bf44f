"""What tells a frame from the one it was made of by putting a few rows anew: known from its making, instead of looked for in every row."""

from __future__ import annotations

import weakref
from collections.abc import Collection
from typing import Final, NamedTuple

import attrs
import polars as pl

_FEW: Final = 16
"""Rows up to which a column is put together from pieces, and each is looked for and taken by itself: without a query of Polars."""


@attrs.frozen(eq=False)
class Difference:
    """The places (ascending) and columns in which a frame may differ from the one before it; it has as many rows and the same columns."""

    rows: pl.Series
    columns: tuple[str, ...]

    @property
    def same_records(self) -> bool:
        """Whether the same records stand in both, in the same order."""
        return "id" not in self.columns


class _Made(NamedTuple):
    now: weakref.ref[pl.DataFrame]
    before: weakref.ref[pl.DataFrame]
    difference: Difference


_MADE: Final[dict[int, _Made]] = {}
"""By the id of a frame that is there what it was made of."""


def difference(before: pl.DataFrame, now: pl.DataFrame) -> Difference | None:
    """What tells two frames apart; None where that is not known. Whoever is to know it later has to hold the one before."""
    made = _MADE.get(id(now))
    return made.difference if made is not None and made.now() is now and made.before() is before else None


def with_rows(before: pl.DataFrame, rows: pl.Series, new: pl.DataFrame) -> pl.DataFrame:
    """A frame with the values of ``new``, which has some of its columns, in their places ``rows`` (ascending)."""
    now = before.clone()
    for column in new:
        now.replace_column(now.get_column_index(column.name), replaced(before[column.name], rows, column))
    key = id(now)
    _MADE[key] = _Made(weakref.ref(now, lambda _: _MADE.pop(key, None)), weakref.ref(before), Difference(rows, tuple(new.columns)))
    return now


def in_places(placed: pl.DataFrame, places: pl.Series, changed: Difference, now: pl.DataFrame) -> pl.DataFrame:
    """``now[places]``, with what more columns ``placed`` has, which is that of the frame from which ``now`` is told by ``changed``."""
    rows = where(places, changed.rows)
    of = pl.DataFrame([now[name] for name in changed.columns])
    return with_rows(placed, rows, rows_at(of, taken(places, rows)) if changed.columns else of)


def where(values: pl.Series, wanted: pl.Series | Collection[str]) -> pl.Series:
    """The places of the values that are wanted ones: each looked for by itself while they are few, which takes a tenth of hashing all."""
    if len(wanted) > _FEW:
        of = wanted if isinstance(wanted, pl.Series) else pl.Series(list(wanted), dtype=values.dtype)
        return values.is_in(of.implode()).arg_true()
    found = None
    for one in wanted:
        found = values == one if found is None else found | (values == one)
    return pl.Series([], dtype=pl.UInt32) if found is None else _true(found)


def _true(mask: pl.Series) -> pl.Series:
    """The places of what is true (UInt32), where that is one without a query of Polars."""
    return pl.Series([mask.arg_max()], dtype=pl.UInt32) if mask.sum() == 1 else mask.arg_true()


def among(places: pl.Series, height: int) -> pl.Series:
    """Whether each of so many rows is one of these."""
    return pl.Series([False]).new_from_index(0, height).scatter(places, True)


def rows_at(frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """``frame[places]``; a row that stands alone is cut out, for which none of its columns is copied and no thread of Polars woken."""
    return frame.slice(places[0], 1) if places.len() == 1 else frame[places]


def taken(values: pl.Series, places: pl.Series) -> pl.Series:
    """The values of some places."""
    if places.len() > _FEW:
        return values.gather(places)
    return pl.Series(values.name, [values[place] for place in places], dtype=values.dtype)


def replaced(old: pl.Series, rows: pl.Series, new: pl.Series) -> pl.Series:
    """A column with some values in their places (ascending)."""
    old, new = of_one_kind(old, new)
    if rows.len() > _FEW:
        made = pl.int_range(old.len(), old.len() + rows.len(), dtype=pl.UInt32, eager=True)
        return pl.concat([old, new]).gather(pl.int_range(old.len(), dtype=pl.UInt32, eager=True).scatter(rows, made))
    pieces, start = [], 0
    for nth, place in enumerate(rows):  # copied in blocks: ten times faster than row by row where the values are lists
        pieces += [old.slice(start, place - start), new.slice(nth, 1)]
        start = place + 1
    return pl.concat([*pieces, old.slice(start)], rechunk=True)


def of_one_kind(old: pl.Series, new: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Two parts of a column; one in which nothing is known yet has no kind of its own and takes that of the other."""
    if old.dtype == new.dtype or pl.Null not in (old.dtype, new.dtype):
        return old, new
    if old.dtype == pl.Null:
        return pl.Series(old.name, [None], dtype=new.dtype).new_from_index(0, old.len()), new
    return old, pl.Series(new.name, [None], dtype=old.dtype).new_from_index(0, new.len())
