"""What every method starts from: the indicator's target and years, its series so far, and the trend of the last years."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.frames.methods.figures import YEARS_APART, bounds, figures
from tui.frames.methods.limits import Limits
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.tolerance import MOST_DIGITS, STRICT, decimals
from tui.frames.methods.verdict import Reason
from tui.frames.prepared import prepared
from tui.model.prices import MONEY, prices_of

TREND_YEARS: Final = 5
"""A trend is the mean of at most so many of the last yearly changes (docs/methods.md, B)."""

BEST_YEARS: Final = 10
"""The best single year is looked for among so many of the last ones (docs/methods.md, A)."""

BEST_FACTOR: Final = 1.5
"""A level is at risk when each year needs more than so many times its best yearly change (docs/methods.md, B)."""

CHAINED: Final = ("term_growth", "term_sum", "term_mean")
"""Kinds whose result is made of every year of the term, none of which may be missing."""

OVER_A_PERIOD: Final = (*CHAINED, "points_cut")
"""Kinds judged over the indicator's own ``period``, if it has one."""


def targets(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """One row an indicator: its target as it was in force on the day, and the years it is judged over.

    Columns: those of ``frames.by_plan``, row (its place among the indicators), id, goal, kind, op, unit, low and high (the ends of the
    target's range, both the target where it has none), ranged Boolean, target (the end that must be met), limit (the other end), start,
    end (first and last year judged), past (the last year that can have a result seen from the day), over (the last year that is over by
    the day, at most the end), better (+1, -1: the direction of improvement; 0: only the figures can tell), percent, compound Boolean,
    gone Boolean (not applicable on the day), reference (the indicator it is compared with, year by year; its target is then a
    difference of 0), about (how far a result may be from an approximate target), milestones.

    The years are the indicator's ``period`` or the term, the end its ``year`` when it has one. An inequality gives its direction;
    else ``better`` does; ``=`` and ``~`` of a level leave it to the baseline, of a ceiling they mean that less is better, of
    everything else that more is.
    """
    return _targets(frames, as_of).with_row_index("row")


@derived_by_record("indicators")
def _targets(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The rows of :func:`targets` without their places, which change when records come or go."""
    agreed = indicators_on(frames, as_of)
    begins, ends = (frames.said("plan", "term", end) for end in ("start", "end"))
    listed = agreed["milestones"].null_count() < agreed.height  # as in hardly any plan: else nothing of lists is carried along
    return _agreed(agreed, tuple(frames.by_plan), begins, ends, frames.day(as_of), Limits.of(frames).about, listed)


@prepared
def _agreed(
    indicators: pl.LazyFrame, by_plan: tuple[str, ...], begins: pl.Expr, ends: pl.Expr, today: pl.Expr, about: pl.Expr, listed: bool
) -> pl.LazyFrame:
    """The rows of :func:`_targets` of what :func:`indicators_on` has; ``listed``: some have milestones."""
    known_term = begins.is_not_null() & ends.is_not_null()
    first, last = (pl.when(known_term).then(day.dt.year().cast(pl.Int64)) for day in (begins, ends))
    period = pl.col("period").str.extract_groups(r"^\s*(\d{4})\s*[-–]\s*(\d{4})\s*$")
    spans_years = pl.col("kind").is_in(OVER_A_PERIOD)
    period_start = pl.when(spans_years).then(period.struct.field("1").cast(pl.Int64))
    period_end = pl.when(spans_years).then(period.struct.field("2").cast(pl.Int64))
    percent = percentage()
    money = pl.col("unit").fill_null("").str.contains(MONEY)
    relative = pl.col("reference").is_not_null()
    target = pl.when(relative).then(0.0).otherwise("target")
    ranged = (~relative & (pl.col("target_max") > pl.col("target"))).fill_null(False)
    year = today.dt.year().cast(pl.Int64)
    said = (
        pl.when(pl.col("op").is_in([">", ">="]))
        .then(1)
        .when(pl.col("op").is_in(["<", "<="]))
        .then(-1)
        .when(pl.col("better") == "up")
        .then(1)
        .when(pl.col("better") == "down")
        .then(-1)
        .when(pl.col("kind") == "ceiling")
        .then(-1)
        .when(pl.col("kind") == "end_level")
        .then(0)
        .otherwise(1)
    )
    rows = indicators.select(
        *by_plan,
        "id",
        "goal",
        "kind",
        "op",
        "unit",
        "reference",
        pl.col("milestones") if listed else pl.lit(None).alias("milestones"),
        low=target,
        high=pl.when(ranged).then("target_max").otherwise(target),
        ranged=ranged,
        start=pl.coalesce(period_start, first),
        end=pl.coalesce(period_end, "year", last),
        better=said.cast(pl.Int64),
        percent=percent & ~relative,
        compound=pl.when((pl.col("kind") == "end_level") & ~relative)
        .then(pl.coalesce(pl.col("path") == "compound", money & ~percent))
        .otherwise(False),
        gone=(pl.col("not_applicable_from") <= today).fill_null(False),
    )
    about = pl.when("percent").then(1.0).otherwise(pl.col("low").abs() * about)
    return _aimed(rows).with_columns(
        past=pl.min_horizontal("end", year),
        over=pl.min_horizontal("end", year - 1),
        about=pl.when(pl.col("op") == "~").then(about).otherwise(0.0),
    )


def percentage() -> pl.Expr:
    """Whether an indicator is measured in per cent."""
    return pl.col("unit").fill_null("").str.starts_with("%")


def _aimed(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Which end of its range a target asks for, and which lies beyond: the upper one where less is better."""
    down = pl.col("better") < 0
    return rows.with_columns(
        target=pl.when(down).then("high").otherwise("low"),
        limit=pl.when(down).then("low").otherwise("high"),
    )


def series_of(frames: Frames, judged: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The figures of :func:`tui.frames.methods.figures.figures` that :func:`targets` are held against, up to the year of the day.

    Columns: those of ``frames.by_plan``, row (of the indicator), year, value, vintage; by row and year. Of an indicator that is
    compared with another one: what it is above that one's figure of the same year, for the years of which both are known, where
    both are told in the same prices.
    """
    today, known = frames.day(as_of), figures(frames, as_of)
    keys = (*frames.by_plan, "row", "year", "value", "vintage")
    if judged["reference"].null_count() == judged.height:
        return _until(known, keys, today)
    known = known.filter(pl.col("year") <= today.dt.year())
    relative = judged.filter(pl.col("reference").is_not_null()).select(*frames.by_plan, "row", "reference", "unit")
    comparable = _in_the_same_prices(frames, relative).select("row", "reference")
    others = known.select(*frames.by_plan, "year", reference="id", other="value", other_vintage="vintage")
    compared = (
        known.join(comparable, on="row")
        .join(others, on=[*frames.by_plan, "reference", "year"])
        .with_columns(
            value=(pl.col("value") - pl.col("other")).round(MOST_DIGITS),  # else the noise of the difference counts as digits
            vintage=pl.when(pl.col("other_vintage") == "estimate").then("other_vintage").otherwise("vintage"),
        )
        .select(keys)
    )
    return pl.concat([known.join(relative, on="row", how="anti").select(keys), compared]).sort("row", "year")


@prepared
def _until(known: pl.LazyFrame, keys: tuple[str, ...], today: pl.Expr) -> pl.LazyFrame:
    """The figures up to the year of a day."""
    return known.filter(pl.col("year") <= today.dt.year()).select(keys)


def _in_the_same_prices(frames: Frames, relative: pl.DataFrame) -> pl.DataFrame:
    """Those of the rows that are held against an indicator told in the same prices; others are never compared."""
    others = frames.columns("indicators", (*frames.by_plan, "id", "unit")).rename({"id": "reference", "unit": "other"})
    both = relative.join(others, on=[*frames.by_plan, "reference"], how="left", maintain_order="left")
    same = [prices_of(unit) == prices_of(other) for unit, other in both.select("unit", "other").iter_rows()]
    return both.filter(pl.Series(same, dtype=pl.Boolean))


def progress_series(frames: Frames, judged: pl.DataFrame, as_of: dt.date, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """The rows of :func:`targets`, each with its series so far (years after ``past`` do not exist yet); ``known`` is :func:`series_of`.

    Adds: last_year, last_value (the last known, of what is made of the whole term the last of the years judged), observed (how many
    of the years judged have a figure), known (figures in all), missing
    (those up to the last year that have none), remaining (end - last_year), baseline, baseline_year (the latest figure before the
    start, else the first figure of the years judged when there is a later one), elapsed (last_year - baseline_year),
    since, since_value (where the trend starts: the earliest figure at most five years before the last),
    trend (mean yearly change since then), growth (compound yearly factor since then, when both are above 0),
    on_estimate (the last figure is an estimate), decimals (the most of the figures and the target, and at least those of its kind),
    half (half a unit of the last of them), slack (how far from the target is still met), settled, surpassed (a bound of the last
    year decides: kept or not, beyond the target or not; null where a figure does), unjudged (why no method can say anything, null where
    one can). Null where unknown.

    ``better`` of a level with ``=`` or ``~`` is told by its baseline when that lies below the target; better_at_end is what it will be
    once a later figure is there, the end year's at the latest.
    """
    series = series_of(frames, judged, as_of) if known is None else known
    published = bounds(frames, as_of)
    bounded = published if published.height else None  # as in hardly any plan
    out = _so_far(_marked(judged, series), series, bounded, Limits.of(frames).least_digits)
    short = (out["observed"] < out["last_year"] - out["start"] + 1).any()
    return _with_missing(out, series, bool(short))


@derived
def series_on(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """:func:`series_of` of every indicator: what is asked of them is asked more than once."""
    return series_of(frames, targets(frames, as_of), as_of)


@derived
def progress_on(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """:func:`progress_series` of every indicator."""
    return progress_series(frames, targets(frames, as_of), as_of, series_on(frames, as_of))


@prepared
def _so_far(marked: pl.LazyFrame, series: pl.LazyFrame, published: pl.LazyFrame | None, least: pl.Expr) -> pl.LazyFrame:
    """What :func:`_marked` has, with all that :func:`progress_series` adds but the missing years; ``published`` are the bounds."""
    # of the figures up to the last year that counts
    counted = series.join(marked.select("row", "past"), on="row", maintain_order="left").filter(pl.col("year") <= pl.col("past"))
    digits = counted.group_by("row", maintain_order=True).agg(decimals=decimals(pl.col("value")).max())
    out = marked.join(digits, on="row", how="left", maintain_order="left")
    told = (pl.col("better") == 0) & (pl.col("baseline") < pl.col("low"))
    will_tell = (pl.col("better") == 0) & (pl.coalesce("baseline", "begins_from") < pl.col("low"))
    out = out.with_columns(
        better=pl.when(told).then(1).otherwise("better").cast(pl.Int64),
        better_at_end=pl.when(will_tell).then(1).otherwise("better").cast(pl.Int64),
    )
    out = _aimed(out.drop("begins_from"))
    of_target = decimals(pl.col("low")), decimals(pl.col("high"))
    out = out.with_columns(decimals=pl.max_horizontal("decimals", *of_target, _least_digits(), least.cast(pl.Int64)))
    out = out.with_columns(half=0.5 * pl.lit(10.0) ** (-pl.col("decimals")), observed=pl.col("observed").fill_null(0))
    strict = pl.col("op").is_in(STRICT)
    out = out.with_columns(
        on_estimate=pl.col("on_estimate").fill_null(False),
        slack=pl.when(strict).then(0.0).when(pl.col("op") == "~").then("about").otherwise("half"),
    )
    out = _with_bounds(out, published)
    span = pl.col("last_year") - pl.col("since")
    both = (pl.col("since_value") > 0) & (pl.col("last_value") > 0) & pl.col("settled").is_null()
    return out.with_columns(
        remaining=pl.col("end") - pl.coalesce("last_year", pl.col("start") - 1),
        elapsed=pl.col("last_year") - pl.col("baseline_year"),
        trend=pl.when(pl.col("settled").is_null()).then((pl.col("last_value") - pl.col("since_value")) / span),
        growth=pl.when(both).then((pl.col("last_value") / pl.col("since_value")) ** (1 / span)),
        unjudged=_unjudged(),
    )


def _of_year(year: pl.Expr) -> pl.Expr:
    """Row and a year in one number: ascending, as the figures of a series stand."""
    return pl.col("row").cast(pl.Int64) * YEARS_APART + year


def _place_of(year: pl.Expr) -> pl.Expr:
    """The place, among the figures that stand beside the rows, of a row's first one of a year or later; null without a year."""
    found = pl.col("figure_at").drop_nulls().search_sorted(_of_year(year)).cast(pl.Int64)
    return pl.when(year.is_not_null()).then(found)


@prepared
def _marked(judged: pl.LazyFrame, series: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with where their series begins, where it stands, and what its trend starts from; ``series`` stands by row and year.

    Adds last_year, last_value, on_estimate, observed, known, baseline, baseline_year, since, since_value, begins_from (the figure that is
    the baseline as soon as a later one is known).
    """
    figures = series.select(figure_at=_of_year(pl.col("year")), figure_year="year", figure="value", figure_vintage="vintage")
    both = [judged.with_columns(is_row=pl.lit(True)), figures]
    out = pl.concat(both, how="horizontal_extend")  # the shorter one is filled up with nulls
    begin, until = _place_of(pl.lit(0)), _place_of(pl.col("past") + 1)
    out = out.with_columns(begin=begin, until=pl.coalesce(until, begin))
    inside = _place_of(pl.col("start")).clip(upper_bound="until")
    out = out.with_columns(inside=pl.coalesce(inside, "until"))  # without a start no year is one of those judged
    observed, known = pl.col("until") - pl.col("inside"), pl.col("until") - pl.col("begin")
    has_last = pl.when(pl.col("kind").is_in(OVER_A_PERIOD)).then(observed > 0).otherwise(known > 0)
    out = out.with_columns(observed=observed, known=pl.when(known > 0).then(known), last=pl.when(has_last).then(pl.col("until") - 1))
    year, value = pl.col("figure_year"), pl.col("figure")
    last = pl.col("last")
    out = out.with_columns(
        last_year=year.gather(last), last_value=value.gather(last), on_estimate=pl.col("figure_vintage").gather(last) == "estimate"
    )
    before = pl.when(pl.col("inside") > pl.col("begin")).then(pl.col("inside") - 1)
    first = pl.when(observed > 1).then("inside")
    since = _place_of(pl.col("last_year") - TREND_YEARS)
    out = out.with_columns(
        from_place=pl.when((observed > 0) & pl.col("last").is_not_null()).then(pl.coalesce(before, first)),
        begin_place=pl.coalesce(before, pl.when(observed > 0).then("inside")),
        since_place=pl.when(since < pl.col("last")).then(since),
    )
    out = out.with_columns(
        baseline_year=year.gather(pl.col("from_place")),
        baseline=value.gather(pl.col("from_place")),
        begins_from=value.gather(pl.col("begin_place")),
        since=year.gather(pl.col("since_place")),
        since_value=value.gather(pl.col("since_place")),
    )
    places = ("begin", "until", "inside", "last", "from_place", "begin_place", "since_place")
    return out.filter("is_row").drop("is_row", "figure_at", "figure_year", "figure", "figure_vintage", *places)


@prepared
def _with_missing(rows: pl.LazyFrame, series: pl.LazyFrame, short: bool) -> pl.LazyFrame:
    """The rows with the years judged up to the last one that have no figure, and no bound in its place; null where nothing is known.

    ``short``: some have fewer figures than years, as in hardly any plan.
    """
    known = pl.col("last_year").is_not_null() & pl.col("start").is_not_null()
    none = pl.when(known).then(pl.lit([], dtype=pl.List(pl.Int64)))
    if not short:
        return rows.drop("bound_year").with_columns(missing=none)
    fewer = pl.col("observed") < pl.col("last_year") - pl.col("start") + 1
    holes = rows.filter(fewer).select("row", "bound_year", year=pl.int_ranges("start", pl.col("last_year") + 1)).explode("year")
    holes = holes.filter(pl.col("year").ne_missing(pl.col("bound_year"))).join(series.select("row", "year"), on=["row", "year"], how="anti")
    missing = holes.group_by("row").agg(missing=pl.col("year").sort())
    joined = rows.drop("bound_year").join(missing, on="row", how="left", maintain_order="left")
    return joined.with_columns(missing=pl.coalesce("missing", none))


def _with_bounds(rows: pl.LazyFrame, published: pl.LazyFrame | None) -> pl.LazyFrame:
    """Let a bound stand for the last year of a level where it settles whether the target is kept, and no figure of that year is known.

    Of the end year; of any year where each is held against the target (C, D). Adds settled, surpassed, bound_year.
    """
    if published is None:
        no, unknown = pl.lit(None, dtype=pl.Int64), pl.lit(None, dtype=pl.Boolean)
        return rows.with_columns(settled=unknown, surpassed=unknown, bound_year=no)
    held = rows.filter(~pl.col("kind").is_in([*OVER_A_PERIOD, "share"]) & pl.col("reference").is_null() & (pl.col("better") != 0))
    held = held.select("row", "kind", "op", "target", "limit", "better", "start", "end", "past", "last_year", "ranged")
    side = pl.when(pl.col("bound_op").is_in([">", ">="])).then(1).when(pl.col("bound_op").is_in(["<", "<="])).then(-1)
    open_end = pl.col("bound_op").is_in(STRICT)
    away = (pl.col("bound") - pl.col("target")) * pl.col("better")
    further = (pl.col("bound") - pl.col("limit")) * pl.col("better")
    strict = pl.col("op").is_in(STRICT)
    kept = (side == pl.col("better")) & pl.when(strict).then((away > 0) | ((away == 0) & open_end)).otherwise(away >= 0)
    missed = (side == -pl.col("better")) & pl.when(strict).then(away <= 0).otherwise((away < 0) | ((away == 0) & open_end))
    beyond = kept & ((further > 0) | ((further == 0) & open_end)) & ((pl.col("op") != "=") | pl.col("ranged"))
    said = (
        published.select("row", "year", "vintage", "bound_op", "bound")
        .join(held, on="row")
        .filter((pl.col("year") >= pl.col("start")) & (pl.col("year") <= pl.col("past")))
        .filter((pl.col("year") > pl.col("last_year")).fill_null(True))
        .filter((pl.col("year") == pl.col("end")) | pl.col("kind").is_in(["floor", "ceiling"]))
        .with_columns(settled=pl.when(kept).then(True).when(missed).then(False), surpassed=beyond)
        .filter(pl.col("settled").is_not_null())
        .sort("year", descending=True, maintain_order=True)
        .unique("row", keep="first", maintain_order=True)
        .select("row", "settled", "surpassed", bound_year="year", bound="bound", bound_estimate=pl.col("vintage") == "estimate")
    )
    by_bound = pl.col("bound_year").is_not_null()
    return (
        rows.join(said, on="row", how="left", maintain_order="left")
        .with_columns(
            last_year=pl.coalesce("bound_year", "last_year"),
            last_value=pl.coalesce("bound", "last_value"),
            on_estimate=pl.when(by_bound).then("bound_estimate").otherwise("on_estimate"),
            observed=pl.col("observed") + by_bound.cast(pl.Int64),
            known=pl.col("known").fill_null(0) + by_bound.cast(pl.Int64),
        )
        .drop("bound", "bound_estimate")
    )


def _least_digits() -> pl.Expr:
    """Digits an indicator's numbers have at least: 13,70 read from a file is 13,7, and a lost nought may not widen the tolerance."""
    whole = pl.col("kind").is_in(["count", "term_sum", "qualitative"])
    return pl.when(pl.col("kind") == "term_growth").then(2).when(whole).then(0).otherwise(1).cast(pl.Int64)


def yearly_change() -> pl.Expr:
    """The yearly change since the figure before, of a series that stands by row and year."""
    return (pl.col("value") - pl.col("value").shift(1)) / (pl.col("year") - pl.col("year").shift(1))


def _unjudged() -> pl.Expr:
    """The reason why nothing can be said by any method; null when there is something to judge."""
    return (
        pl.when("gone")
        .then(pl.lit(Reason.NOT_APPLICABLE.value))
        .when((pl.col("target").is_null() | pl.col("op").is_null()) & (pl.col("kind") != "qualitative"))
        .then(pl.lit(Reason.NO_TARGET.value))
        # a mean over several years may be all there is
        .when(pl.col("last_year").is_null() & ~pl.col("kind").is_in([*CHAINED, "qualitative"]))
        .then(pl.lit(Reason.NO_FIGURES.value))
    )
