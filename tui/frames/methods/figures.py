"""Which published figure counts for each year, and which stand apart (docs/methods.md, "Which value of a year counts")."""

from __future__ import annotations

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.model.fields import FIGURE_APART, FIGURE_FIELDS

_RANK = {"official": 0, "preliminary": 1, "estimate": 2}


@derived
def entries(frames: Frames) -> pl.DataFrame:
    """Every figure of every indicator, one a row, in the order of the file.

    Columns: id, position (0… within the indicator), year, value, vintage, source, scope, as_of, years List(Int64), unit, op, note.
    """
    rows = frames.columns("indicators", ("id", "values")).filter(pl.col("values").list.len() > 0)
    return (
        rows.with_columns(position=pl.int_ranges(pl.col("values").list.len()))
        .explode("position", "values")
        .unnest("values")
        .select("id", "position", *(field.key for field in FIGURE_FIELDS))
    )


def _apart() -> pl.Expr:
    """A figure of another scope, unit, part of a year, several years, or only a bound never enters a series."""
    return pl.any_horizontal(pl.col(key).is_not_null() for key in FIGURE_APART)


def _rank() -> pl.Expr:
    return pl.col("vintage").replace_strict(_RANK, default=None, return_dtype=pl.Int64)


@derived
def figures(frames: Frames) -> pl.DataFrame:
    """The one figure that counts for each indicator and year, sorted by indicator (in file order) and year.

    Columns: id, year Int64, value Float64, vintage, source, note, conflict Boolean, position (0… within the indicator).
    official > preliminary > estimate; within one vintage the first listed; a ``plan`` figure is never a result.
    ``conflict``: another series figure of that year and vintage says another value.
    """
    series = entries(frames).filter(~_apart()).with_columns(rank=_rank()).filter(pl.col("rank").is_not_null())
    chosen = (
        series.with_columns(conflict=pl.col("value").n_unique().over("id", "year", "rank") > 1)
        .sort("rank", "position")
        .unique(["id", "year"], keep="first", maintain_order=True)
        .select("id", "year", "value", "vintage", "source", "note", "conflict", "position")
    )
    order = frames.columns("indicators", ("id",)).with_row_index("order")
    return chosen.join(order, on="id").sort("order", "year").drop("order")


@derived
def figures_apart(frames: Frames) -> pl.DataFrame:
    """The figures that are shown but never chained: plan figures, part of a year, another scope, unit, or span, bounds.

    Columns: id, year, value, vintage, source, scope, as_of, years, unit, op, note; in the order of the file.
    """
    return entries(frames).filter(_apart() | _rank().is_null()).drop("position")


@derived
def period_means(frames: Frames) -> pl.DataFrame:
    """Published means over several years of the old scope, best vintage first, then as listed.

    Columns: id, position, first, last (years, Int64), value, vintage, source, rank.
    """
    others = pl.any_horizontal(pl.col(key).is_not_null() for key in FIGURE_APART if key != "years")
    return (
        entries(frames)
        .filter(pl.col("years").is_not_null() & ~others)
        .with_columns(first=pl.col("years").list.min(), last=pl.col("years").list.max(), rank=_rank())
        .filter(pl.col("rank").is_not_null())
        .select("id", "position", "first", "last", "value", "vintage", "source", "rank")
        .sort("rank", "position")
    )
