"""New rows into an old frame: what an edit of a few records costs must not grow with the plan more than it has to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

import attrs
import polars as pl

from tui.frames.difference import among, of_one_kind, replaced, rows_at, taken, where, with_rows

_PLACE: Final = "place of the record"


@attrs.frozen
class Splice:
    """How the rows of a table after some edits are made of the rows before and of the rows that were made anew.

    ``order`` has a row of the new frame each: its place among the old rows followed by the new ones; None where rows were neither
    added nor taken out. ``new`` are the ids that are made anew, in their order; ``at`` their places in the new frame.
    """

    order: pl.Series | None
    new: pl.Series
    at: pl.Series

    @property
    def moved(self) -> bool:
        """Whether rows were added or taken out."""
        return self.order is not None

    @classmethod
    def of(cls, old: pl.Series, now: pl.Series, touched: Collection[str]) -> Splice:
        """From the ids before and after; ids that are in both and not ``touched`` stand in the same order in both."""
        at = where(now, touched)
        before = at if old is now or old.equals(now) else where(old, touched)
        order = None
        if old.len() != now.len() or not (before is at or before.equals(at)):
            made = pl.int_range(old.len(), old.len() + at.len(), dtype=pl.UInt32, eager=True)
            order = pl.repeat(0, now.len(), dtype=pl.UInt32, eager=True).scatter(_others(now, at), _others(old, before)).scatter(at, made)
        return cls(order, taken(now, at), at)

    def column(self, old: pl.Series, new: pl.Series) -> pl.Series:
        """A column of the new frame from that of the old one and the values made anew."""
        if self.order is None:
            return replaced(old, self.at, new)
        return pl.concat(of_one_kind(old, new)).gather(self.order)

    def frame(self, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
        """The new frame; a column in which nothing has changed is the old one itself."""
        if self.moved:
            return pl.DataFrame([self.column(old[name], new[name]) for name in old.columns])
        before = rows_at(old, self.at)
        changed = [new[name] for name in old.columns if not before[name].equals(new[name], null_equal=True)]
        return with_rows(old, self.at, pl.DataFrame(changed))


def with_rows_of(old: pl.DataFrame, new: pl.DataFrame, touched: Collection[str], ids: pl.Series) -> pl.DataFrame:
    """A frame in which records (``id``) have any number of rows, with the ``new`` ones in place of those of the ``touched`` ones.

    The rows of a record stand together, and the records in the order of ``ids``. Where nothing is another it is the old frame itself.
    """
    if not old.height:
        return new if new.height else old
    has = old["id"].is_in(list(touched)) if len(touched) > 1 else old["id"] == next(iter(touched))
    rows = int(has.sum())
    if not rows and not new.height:
        return old
    how: Literal["vertical", "vertical_relaxed"] = "vertical" if old.schema == new.schema else "vertical_relaxed"
    if rows and len(touched) == 1:
        start = has.arg_max() or 0
        if old.slice(start, rows).equals(new):
            return old
        return pl.concat([old.slice(0, start), new, old.slice(start + rows)], how=how, rechunk=True)
    joined = pl.concat([old.filter(~has), new], how=how)
    place = pl.DataFrame([ids, pl.int_range(ids.len(), dtype=pl.UInt32, eager=True).alias(_PLACE)])
    ordered = joined.join(place, on="id", how="left", maintain_order="left").sort(_PLACE, maintain_order=True)
    return ordered.drop(_PLACE)


def _others(ids: pl.Series, at: pl.Series) -> pl.Series:
    """The places of the other ids."""
    return (~among(at, ids.len())).arg_true()
