"""Which published figure counts for each year, and which stand apart (METHODS, "Which value of a year counts")."""

from __future__ import annotations

import polars as pl

from tui.frames.build import Frames
from tui.model.fields import FIGURE_APART, FIGURE_FIELDS

_RANK = {"official": 0, "preliminary": 1, "estimate": 2}
_NEEDS = ("indicators.values",)


def entries(frames: Frames) -> pl.DataFrame:
    """Every figure of every indicator, one a row, in the order of the file.

    Columns: id, position (0… within the indicator), year, value, vintage, source, scope, as_of, years List(Int64), unit, op, note.
    """
    return frames.derived("figures.entries", _NEEDS, lambda: _entries(frames["indicators"]))


def _entries(indicators: pl.DataFrame) -> pl.DataFrame:
    rows = indicators.select("id", "values").filter(pl.col("values").list.len() > 0)
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


def figures(frames: Frames) -> pl.DataFrame:
    """The one figure that counts for each indicator and year, sorted by indicator (in file order) and year.

    Columns: id, year Int64, value Float64, vintage, source, note, conflict Boolean, position (0… within the indicator).
    official > preliminary > estimate; within one vintage the first listed; a ``plan`` figure is never a result.
    ``conflict``: another series figure of that year and vintage says another value.
    """
    return frames.derived("figures", _NEEDS, lambda: _figures(entries(frames), frames["indicators"]))


def _figures(all_entries: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    series = all_entries.filter(~_apart()).with_columns(rank=_rank()).filter(pl.col("rank").is_not_null())
    chosen = (
        series.with_columns(conflict=pl.col("value").n_unique().over("id", "year", "rank") > 1)
        .sort("rank", "position")
        .unique(["id", "year"], keep="first", maintain_order=True)
        .select("id", "year", "value", "vintage", "source", "note", "conflict", "position")
    )
    order = indicators.select("id").with_row_index("order")
    return chosen.join(order, on="id").sort("order", "year").drop("order")


def figures_apart(frames: Frames) -> pl.DataFrame:
    """The figures that are shown but never chained: plan figures, part of a year, another scope, unit, or span, bounds.

    Columns: id, year, value, vintage, source, scope, as_of, years, unit, op, note; in the order of the file.
    """
    return frames.derived("figures.apart", _NEEDS, lambda: entries(frames).filter(_apart() | _rank().is_null()).drop("position"))


def period_means(frames: Frames) -> pl.DataFrame:
    """Published means over several years of the old scope, best vintage first, then as listed.

    Columns: id, position, first, last (years, Int64), value, vintage, source, rank.
    """
    return frames.derived("figures.means", _NEEDS, lambda: _period_means(entries(frames)))


def _period_means(all_entries: pl.DataFrame) -> pl.DataFrame:
    others = pl.any_horizontal(pl.col(key).is_not_null() for key in FIGURE_APART if key != "years")
    return (
        all_entries.filter(pl.col("years").is_not_null() & ~others)
        .with_columns(first=pl.col("years").list.min(), last=pl.col("years").list.max(), rank=_rank())
        .filter(pl.col("rank").is_not_null())
        .select("id", "position", "first", "last", "value", "vintage", "source", "rank")
        .sort("rank", "position")
    )
