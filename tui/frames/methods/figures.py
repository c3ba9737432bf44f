"""Which published figure counts for each year, on which day it became known, and which stand apart (docs/methods.md)."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_of_records
from tui.frames.prepared import prepared
from tui.model.fields import FIGURE_APART, FIGURE_FIELDS

_RANK = {"official": 0, "preliminary": 1, "estimate": 2}
EVER: Final = dt.date.max
"""A day from which everything is known: for what rests on a figure whatever day one looks from."""

YEARS_APART: Final = 10_000
"""More years than the calendar has: row and year make one number."""

_COUNTS_FIRST = ("published_on", "position")
"""Within one vintage the later publication, then the later entry."""


@derived
def entries(frames: Frames) -> pl.DataFrame:
    """Every figure of the whole, of every indicator: what is of one area only is in :func:`area_entries` and nowhere else.

    This is the one place where the two part, so that no method ever takes an area's figure for the plan's own. Columns as there.
    """
    found = _every_entry(frames)
    return found if found["area"].null_count() == found.height else found.filter(pl.col("area").is_null())


@derived
def area_entries(frames: Frames) -> pl.DataFrame:
    """Every figure of one area only; columns as :func:`_every_entry`."""
    return _every_entry(frames).filter(pl.col("area").is_not_null())


@derived
def _every_entry(frames: Frames) -> pl.DataFrame:
    """Every figure of every indicator, one a row, in the order of the file.

    Columns: those of ``frames.by_plan``, row (of the indicator), id, position (0… within the indicator), then those of FIGURE_FIELDS, and
    published_on Date (``published``, else its source's day, else covered_on; null for a plan figure of which no day is known), covered_on
    Date (the first day it can be known: what it covers is over; null for a plan figure), known_from Date (the later of the two; null:
    always known).
    """
    sources = frames.columns("sources", (*frames.by_plan, "id", "date"))
    return _listed(frames.rows("indicators", ("id", "values")), sources, tuple(frames.by_plan))


@prepared
def _listed(indicators: pl.LazyFrame, sources: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    days = sources.filter(pl.col("date").is_not_null()).select(*by_plan, source="id", source_day="date")
    return (
        indicators.filter(pl.col("values").list.len() > 0)
        .with_columns(position=pl.int_ranges(pl.col("values").list.len()))
        .explode("position", "values")
        .unnest("values")
        .select(*by_plan, "row", "id", "position", *(field.key for field in FIGURE_FIELDS))
        .join(days, on=[*by_plan, "source"], how="left", maintain_order="left")
        .with_columns(covered_on=pl.when(pl.col("vintage") != "plan").then(_first_day()))
        .with_columns(published_on=pl.coalesce("published", "source_day", "covered_on"))
        .with_columns(known_from=pl.max_horizontal("published_on", "covered_on"))
        .drop("source_day")
    )


def _first_day() -> pl.Expr:
    """The first day a figure can be known: the day after what it covers; an estimate of a full year from 1 December of it."""
    year = pl.max_horizontal("year", pl.col("years").list.max()).cast(pl.Int32)
    early = pl.col("vintage") == "estimate"
    full = pl.date(year + (~early).cast(pl.Int32), pl.when(early).then(12).otherwise(1), 1)
    return pl.when(pl.col("as_of").is_null()).then(full).otherwise(pl.col("as_of") + pl.duration(days=1))


@derived
def known_entries(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The figures of :func:`entries` that are known when one looks from a day; see :meth:`tui.frames.build.Frames.known`.

    With a later day's knowledge too, what a figure covers must be over on the day looked from.
    """
    return entries(frames).filter(_known(frames, as_of))


@derived
def known_area_entries(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The figures of :func:`area_entries` that are known when one looks from a day."""
    return area_entries(frames).filter(_known(frames, as_of))


def _known(frames: Frames, as_of: dt.date) -> pl.Expr:
    published = pl.col("known_from") <= frames.known_day(as_of)
    return (published & (pl.col("covered_on") <= frames.day(as_of)).fill_null(True)).fill_null(True)


@derived_of_records("indicators")
def hidden_figures(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The figures the plan holds that a look from the day does not use, because they were published later.

    Columns as :func:`entries` without row; its height is how many they are.
    """
    return _without(_hidden(frames, as_of), "row")


def _without(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The rows without some columns, with no query asked for it."""
    return rows[[name for name in rows.columns if name not in columns]]


@derived
def _hidden(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    found = entries(frames)
    if known_entries(frames, as_of).height == found.height:  # as where the day looked from is today
        return found.clear()
    return found.filter(~_known(frames, as_of))


@derived
def waiting_figures(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The figures of :func:`hidden_figures` that would count in a year of the series without a known figure, the one of each year.

    Columns as :func:`entries`; they say nothing of what is known, only that something is there.
    """
    hidden = _hidden(frames, as_of)
    return hidden if hidden.is_empty() else _first_of_each_year(hidden, figures(frames, as_of), tuple(frames.by_plan))


@prepared
def _first_of_each_year(hidden: pl.LazyFrame, counted: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    return (
        hidden.filter(~_apart() & pl.col("vintage").is_in(list(_RANK)))
        .with_columns(rank=_rank())
        .join(counted.select(*by_plan, "row", "year"), on=[*by_plan, "row", "year"], how="anti", maintain_order="left")
        .sort("row", "year", "rank", *_COUNTS_FIRST, descending=[False, False, False, True, True])
        .unique(["row", "year"], keep="first", maintain_order=True)
        .drop("rank")
    )


@derived_of_records("indicators")
def later_figures(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The figures published after the day that a look from it uses all the same, because it is one with a later day's knowledge.

    Columns as :func:`entries` without row.
    """
    known = _without(known_entries(frames, as_of), "row")
    return known.clear() if frames.all_known is None else known.filter(pl.col("known_from") > pl.lit(as_of, dtype=pl.Date))


def _apart() -> pl.Expr:
    """A figure of another scope, unit, part of a year, several years, only a bound, or a report without a number is in no series."""
    return pl.any_horizontal(pl.col("value").is_null(), *(pl.col(key).is_not_null() for key in FIGURE_APART))


def _rank() -> pl.Expr:
    return pl.col("vintage").replace_strict(_RANK, default=None, return_dtype=pl.Int64)


@derived
def figures(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The one known figure that counts for each indicator and year, sorted by indicator (in file order) and year.

    Columns: those of ``frames.by_plan``, row (of the indicator), id, year Int64, value Float64, vintage, source, note, conflict Boolean,
    position (0… within the indicator). official > preliminary > estimate; within one vintage the later publication, then the later
    entry; a ``plan`` figure is never a result. ``conflict``: another series figure of that year and vintage says another value.
    """
    return _counting(known_entries(frames, as_of), tuple(frames.by_plan))


@derived_of_records("indicators")
def figures_by_record(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The rows of :func:`figures` without their row: after an edit only those of the records it reached are made anew."""
    return _without(figures(frames, as_of), "row")


@prepared
def _counting(known: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    series = (
        known.filter(~_apart() & pl.col("vintage").is_in(list(_RANK)))
        .select(*by_plan, "row", "id", "year", "value", "vintage", "source", "note", "position", "published_on")
        .with_columns(of_year=pl.col("row").cast(pl.Int64) * YEARS_APART + pl.col("year"))
        .cache()
    )
    alone = series.filter(pl.col("of_year").is_unique()).with_columns(conflict=pl.lit(False))
    several = _counting_first(series.filter(pl.col("of_year").is_duplicated()).with_columns(rank=_rank())).cache()
    like_the_one_before = pl.all_horizontal(pl.col(key) == pl.col(key).shift(1) for key in ("of_year", "rank"))
    differs = like_the_one_before & pl.col("value").ne_missing(pl.col("value").shift(1))
    conflict = several.filter(differs).select("of_year", "rank", conflict=pl.lit(True)).unique()
    chosen = (
        several.unique("of_year", keep="first", maintain_order=True)
        .join(conflict, on=["of_year", "rank"], how="left", maintain_order="left")
        .with_columns(pl.col("conflict").fill_null(False))
    )
    kept = (*by_plan, "row", "id", "year", "value", "vintage", "source", "note", "conflict", "position")
    return pl.concat([one.select(*kept, "of_year") for one in (alone, chosen)]).sort("of_year").select(kept)


def _counting_first(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Figures (with ``rank`` and ``of_year``) by indicator and year, and of each year in the order in which they count."""
    return rows.sort("of_year", "rank", *_COUNTS_FIRST, descending=[False, False, True, True])


@derived_of_records("indicators")
def figures_apart(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The known figures that are shown but never chained: plan figures, part of a year, another scope, unit, or span, bounds.

    Columns: id, then those of FIGURE_FIELDS; in the order of the file.
    """
    return _told_apart(known_entries(frames, as_of))


@prepared
def _told_apart(known: pl.LazyFrame) -> pl.LazyFrame:
    return known.filter(_apart() | _rank().is_null()).drop("row", "published_on", "covered_on", "known_from")


@derived
def period_means(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Known published means over several years of the series' own scope; in each vintage the later publication first.

    Columns: those of ``frames.by_plan``, row (of the indicator), id, position, first, last (years, Int64), value, vintage, source, rank;
    in the order in which they count.
    """
    return _means(known_entries(frames, as_of), tuple(frames.by_plan))


@prepared
def _means(known: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    others = pl.any_horizontal(pl.col(key).is_not_null() for key in FIGURE_APART if key != "years")
    return (
        known.filter(pl.col("years").is_not_null() & pl.col("value").is_not_null() & ~others)
        .with_columns(first=pl.col("years").list.min(), last=pl.col("years").list.max(), rank=_rank())
        .filter(pl.col("rank").is_not_null())
        .sort("rank", *_COUNTS_FIRST, descending=[False, True, True])
        .select(*by_plan, "row", "id", "position", "first", "last", "value", "vintage", "source", "rank")
    )


@derived
def bounds(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Known results of a full year of which only a bound was published ("dưới 3"), the one that counts of each year.

    Columns: those of ``frames.by_plan``, row (of the indicator), id, year, bound_op, bound, vintage, position.
    """
    return _bounds(known_entries(frames, as_of), tuple(frames.by_plan))


@prepared
def _bounds(known: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    others = pl.any_horizontal(pl.col(key).is_not_null() for key in FIGURE_APART if key != "op")
    return (
        known.filter(pl.col("op").is_not_null() & pl.col("value").is_not_null() & ~others)
        .with_columns(rank=_rank())
        .filter(pl.col("rank").is_not_null())
        .sort("rank", *_COUNTS_FIRST, descending=[False, True, True])
        .unique(["row", "year"], keep="first", maintain_order=True)
        .select(*by_plan, "row", "id", "year", "vintage", "position", bound_op="op", bound="value")
    )


@derived
def reports_in_words(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Known reports on what has no number: the one that counts for each year.

    Columns: those of ``frames.by_plan``, row (of the indicator), id, year, reached Boolean, vintage, text.
    """
    return _in_words(known_entries(frames, as_of), tuple(frames.by_plan))


@prepared
def _in_words(known: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    return (
        known.with_columns(rank=_rank())
        .filter(pl.col("reached").is_not_null() & pl.col("rank").is_not_null())
        .filter(pl.all_horizontal(pl.col("as_of", "scope").is_null()))
        .sort("rank", *_COUNTS_FIRST, descending=[False, True, True])
        .unique(["row", "year"], keep="first", maintain_order=True)
        .select(*by_plan, "row", "id", "year", "reached", "vintage", "text")
    )
