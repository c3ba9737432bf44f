"""Rows grouped by the values of a column: which lines a table then has. A row that holds several values stands in each of their groups."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Final

import attrs
import polars as pl

from tui.frames.tables.cell_values import NOTHING, CellValue, Span, cell_values, in_own_order
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words

_MOST_ALIKE: Final = 0.9
"""The part of rows of which each has a value of its own, from which a column groups nothing."""


@attrs.frozen(eq=False, slots=False)
class Grouping:
    """The groups of ``frame`` by a column, in their order, with the rows of each; ``rows`` UInt32 has them one group after the other."""

    view: View
    frame: pl.DataFrame
    column: Column
    groups: tuple[CellValue, ...]
    rows: pl.Series

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in ``rows`` each group begins, and where the last one ends."""
        starts = [0]
        for group in self.groups:
            starts.append(starts[-1] + group.count)
        return tuple(starts)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each group by its key."""
        return {group.key: place for place, group in enumerate(self.groups)}

    def rows_of(self, place: int) -> pl.Series:
        """The rows of a group, in the order of the frame."""
        return self.rows[self.starts[place] : self.starts[place + 1]]

    def keys_of(self, row: int) -> list[str]:
        """The keys of the groups a row stands in."""
        hits = (self.rows == row).arg_true().to_list()
        within = [(group.key, range(*self.starts[place : place + 2])) for place, group in enumerate(self.groups)]
        return [key for key, places in within if any(at in places for at in hits)]

    def lines(self, folded: Collection[str]) -> pl.Series:
        """Int64: the line of each group as ``-1 - place``, and below it the rows of those that are not folded."""
        parts = []
        for place, group in enumerate(self.groups):
            parts.append(pl.Series([-1 - place], dtype=pl.Int64))
            if group.key not in folded:
                parts.append(self.rows_of(place).cast(pl.Int64))
        return pl.concat(parts) if parts else pl.Series([], dtype=pl.Int64)


def grouped(view: View, frame: pl.DataFrame, column: Column, words: Words, span: Span = Span.YEAR, *, descending: bool = False) -> Grouping:
    """The rows of ``frame`` grouped by a column: the groups in the order of its values, what holds nothing last; the rows in theirs."""
    values = cell_values(view, frame, column, span)
    groups = in_own_order(view, frame, column, words, values)
    if descending:
        groups = [*(g for g in reversed(groups) if g.key != NOTHING), *(g for g in groups if g.key == NOTHING)]
    keys = pl.Series("value", [group.key for group in groups], dtype=pl.String)
    places = keys.to_frame().with_row_index("place")
    rows = values.join(places, on="value", maintain_order="left").sort("place", maintain_order=True)["row"]
    return Grouping(view, frame, column, tuple(groups), rows)


def tells_apart_only(view: View, column: Column) -> bool:
    """Whether nearly every row has a value of its own in a column, as names have: grouping by it would group nothing."""
    height = view.frame.height
    values = cell_values(view, view.frame, column)
    return height > 2 and values.filter(pl.col("value") != NOTHING)["value"].n_unique() > _MOST_ALIKE * height
