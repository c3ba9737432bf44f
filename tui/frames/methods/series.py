"""What every method starts from: the indicator's target and years, its series so far, and the trend of the last years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl

from tui.frames.build import Frames, PolarsType
from tui.frames.methods.figures import figures
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdict import Reason, Verdict

TREND_YEARS: Final = 5
"""A trend is the mean of at most so many of the last yearly changes (docs/methods.md, B)."""

EPSILON: Final = 1e-9
"""Computed values closer than this are equal; published values are compared as they are stored."""

RESULT: Final[Mapping[str, PolarsType]] = {
    "id": pl.String,
    "baseline": pl.Float64,
    "baseline_year": pl.Int64,
    "last_year": pl.Int64,
    "last_value": pl.Float64,
    "observed": pl.Int64,
    "remaining": pl.Int64,
    "mean": pl.Float64,
    "forecast": pl.Float64,
    "required": pl.Float64,
    "path": pl.Float64,
    "verdict": pl.String,
    "on_estimate": pl.Boolean,
    "reason": pl.String,
    "missing": pl.List(pl.Int64),
    "progress": pl.Float64,
    "trend": pl.Float64,
    "headroom": pl.Float64,
    "years_met": pl.Int64,
}
"""What a method says of one indicator; see :func:`tui.frames.methods.verdicts.verdicts`."""


def targets(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """One row an indicator: its target as it was in force on the day, and the years it is judged over.

    Columns: id, goal, kind, op, target, unit, start, end (first and last year judged), past (the last year that can
    have a result seen from the day), half (half a unit of the target's last digit), better (+1 or -1: the direction
    of improvement), percent, compound Boolean, gone Boolean (not applicable on the day).

    The years are the indicator's ``period`` or the term, the end its ``year`` when it has one. ``=`` improves upwards
    except for a ceiling: the document's bare values are minimum ambitions, and a baseline above the target (cultural
    families 90.57 %, target 90 %) must not turn the target into a reduction.
    """
    years = frames.plan.years
    first = years[0] if years else None
    last = years[-1] if years else None
    period = pl.col("period").str.extract_groups(r"^\s*(\d{4})\s*[-–]\s*(\d{4})\s*$")
    spans_years = pl.col("kind").is_in(["term_growth", "points_cut"])
    period_start = pl.when(spans_years).then(period.struct.field("1").cast(pl.Int64))
    period_end = pl.when(spans_years).then(period.struct.field("2").cast(pl.Int64))
    unit = pl.col("unit").fill_null("")
    percent = unit.str.starts_with("%")
    money = unit.str.contains(r"(?i)đồng|vnd|usd|đô la")
    return (
        indicators_on(frames, as_of)
        .select(
            "id",
            "goal",
            "kind",
            "op",
            "target",
            "unit",
            start=pl.coalesce(period_start, pl.lit(first, dtype=pl.Int64)),
            end=pl.coalesce(period_end, "year", pl.lit(last, dtype=pl.Int64)),
            half=_half_unit(pl.col("target")),
            better=pl.when(pl.col("op").is_in(["<", "<="]) | ((pl.col("op") == "=") & (pl.col("kind") == "ceiling"))).then(-1).otherwise(1),
            percent=percent,
            compound=pl.when(pl.col("kind") == "end_level")
            .then(pl.coalesce(pl.col("path") == "compound", money & ~percent))
            .otherwise(False),
            gone=(pl.col("not_applicable_from") <= as_of).fill_null(False),
        )
        .with_columns(past=pl.min_horizontal("end", pl.lit(as_of.year, dtype=pl.Int64)))
    )


def _half_unit(target: pl.Expr) -> pl.Expr:
    """0.5 for 8, 0.05 for 3.5, 0.005 for 42.27 …"""
    return pl.coalesce(pl.when(target.round(digits) == target).then(0.5 * 10.0**-digits) for digits in range(7)).fill_null(5e-7)


def course(frames: Frames, judged: pl.DataFrame) -> pl.DataFrame:
    """The rows of :func:`targets`, each with its series so far (years after ``past`` do not exist yet).

    Adds: last_year, last_value (of the years judged), observed (how many of them have a figure), missing (those up to
    the last year that have none), remaining (end - last_year), baseline, baseline_year (the latest figure before the
    start, else the first figure of the years judged when there is a later one), elapsed (last_year - baseline_year),
    since, since_value (where the trend starts: the earliest figure at most five years before the last),
    trend (mean yearly change since then), growth (compound yearly factor since then, when both are above 0),
    on_estimate (the last figure, the baseline or the start of the trend is an estimate). Null where unknown.
    """
    series = figures(frames).select("id", "year", "value", "vintage").join(judged.select("id", "start", "end", "past"), on="id")
    series = series.filter(pl.col("year") <= pl.col("past"))
    inside = pl.col("year") >= pl.col("start")
    marks = series.group_by("id").agg(
        last_year=pl.col("year").filter(inside).max(),
        first_year=pl.col("year").filter(inside).min(),
        before=pl.col("year").filter(~inside).max(),
        observed=inside.sum().cast(pl.Int64),
        years_seen=pl.col("year").filter(inside).sort(),
    )
    later = pl.col("first_year") < pl.col("last_year")
    marks = marks.with_columns(
        baseline_year=pl.coalesce("before", pl.when(later).then("first_year")),
    )
    since = (
        series.join(marks.select("id", "last_year"), on="id")
        .filter((pl.col("year") < pl.col("last_year")) & (pl.col("year") >= pl.col("last_year") - TREND_YEARS))
        .group_by("id")
        .agg(since=pl.col("year").min())
    )
    known = series.select("id", "year", "value", estimate=pl.col("vintage") == "estimate")
    out = judged.join(marks, on="id", how="left", maintain_order="left").join(since, on="id", how="left", maintain_order="left")
    for year, value, flag in (
        ("last_year", "last_value", "last_estimate"),
        ("baseline_year", "baseline", "baseline_estimate"),
        ("since", "since_value", "since_estimate"),
    ):
        named = known.rename({"year": year, "value": value, "estimate": flag})
        out = out.join(named, on=["id", year], how="left", maintain_order="left")
    span = pl.col("last_year") - pl.col("since")
    both = (pl.col("since_value") > 0) & (pl.col("last_value") > 0)
    seen = pl.col("years_seen")
    return out.with_columns(
        observed=pl.col("observed").fill_null(0),
        missing=pl.int_ranges("start", pl.col("last_year") + 1).list.set_difference(seen).list.sort(),
        remaining=pl.col("end") - pl.coalesce("last_year", pl.col("start") - 1),
        elapsed=pl.col("last_year") - pl.col("baseline_year"),
        trend=(pl.col("last_value") - pl.col("since_value")) / span,
        growth=pl.when(both).then((pl.col("last_value") / pl.col("since_value")) ** (1 / span)),
        on_estimate=pl.any_horizontal(pl.col(c).fill_null(False) for c in ("last_estimate", "baseline_estimate", "since_estimate")),
    ).drop("years_seen", "first_year", "before", "last_estimate", "baseline_estimate", "since_estimate")


def satisfies(value: pl.Expr, *, equal_is_minimum: bool, slack: float = 0.0) -> pl.Expr:
    """Whether a value satisfies its row's op and target, both as stored; strict signs are strict (3.0 fails ``< 3``).

    ``=`` holds at or beyond in the direction of improvement when bare values are minimum ambitions (setting), else
    within half a unit of the target's last digit. ``slack`` forgives a computed value the noise of its arithmetic.
    """
    target, beyond = pl.col("target"), (value - pl.col("target")) * pl.col("better")
    equal = beyond >= -slack if equal_is_minimum else (value - target).abs() <= pl.col("half") + EPSILON
    return (
        pl.when(pl.col("op") == "=")
        .then(equal)
        .when(pl.col("op").is_in(["<", ">"]))
        .then(beyond > slack)
        .when(pl.col("op").is_in(["<=", ">="]))
        .then(beyond >= -slack)
    )


def clipped(value: pl.Expr) -> pl.Expr:
    """A forecast of a percentage stays within 0…100."""
    return pl.when(pl.col("percent")).then(value.clip(0, 100)).otherwise(value)


def unjudged() -> pl.Expr:
    """The reason why nothing can be said by any method; null when there is something to judge."""
    return (
        pl.when("gone")
        .then(pl.lit(Reason.NOT_APPLICABLE.value))
        .when(pl.col("target").is_null() | pl.col("op").is_null() | (pl.col("kind") == "qualitative"))
        .then(pl.lit(Reason.NO_TARGET.value))
        .when(pl.col("last_year").is_null() & (pl.col("kind") != "term_growth"))  # a mean over several years may be all there is
        .then(pl.lit(Reason.NO_FIGURES.value))
    )


def code(verdict: Verdict | Reason) -> pl.Expr:
    """A verdict or reason as it stands in a frame."""
    return pl.lit(verdict.value)


def result(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with exactly the columns of :data:`RESULT`: null where the method has nothing to say or a number is none."""
    return frame.select(
        _finite(pl.col(name).cast(dtype), dtype) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in RESULT.items()
    )


def _finite(value: pl.Expr, dtype: PolarsType) -> pl.Expr:
    return pl.when(value.is_finite()).then(value) if dtype == pl.Float64 else value
