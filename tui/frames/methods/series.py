"""What every method starts from: the indicator's target and years, its series so far, and the trend of the last years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from tui.frames.build import Frames, PolarsType
from tui.frames.derived import derived_by_record
from tui.frames.methods.figures import bounds, figures
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdict import Reason, Thresholds, Verdict

TREND_YEARS: Final = 5
"""A trend is the mean of at most so many of the last yearly changes (docs/methods.md, B)."""

BEST_YEARS: Final = 10
"""The best single year is looked for among so many of the last ones (docs/methods.md, A)."""

HARDER: Final = 1.1
"""A mean asks to speed up while each year needs at most so many times the target (docs/methods.md, A)."""

BEST_FACTOR: Final = 1.5
"""A level is at risk when each year needs more than so many times its best yearly change (docs/methods.md, B)."""

EPSILON: Final = 1e-9
"""Computed values closer than this are equal; published values are compared as they are stored."""

MOST_DIGITS: Final = 6
"""Decimals beyond these are noise of arithmetic, not published."""

CHAINED: Final = ("term_growth", "term_sum", "term_mean")
"""Kinds whose result is made of every year of the term, none of which may be missing."""

OVER_A_PERIOD: Final = (*CHAINED, "points_cut")
"""Kinds judged over the indicator's own ``period``, if it has one."""

STRICT: Final = ("<", ">")

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
    "rounded": pl.Boolean,
    "few": pl.Boolean,
    "reached_year": pl.Int64,
    "turning": pl.Float64,
    "best": pl.Float64,
    "decimals": pl.Int64,
}
"""What a method says of one indicator; see :func:`tui.frames.methods.verdicts.verdicts`."""


@derived_by_record("indicators")
def targets(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """One row an indicator: its target as it was in force on the day, and the years it is judged over.

    Columns: id, goal, kind, op, unit, low and high (the ends of the target's range, both the target where it has none), ranged Boolean,
    target (the end that must be met), limit (the other end), start, end (first and last year judged), past (the last year that can
    have a result seen from the day), over (the last year that is over by the day, at most the end), better (+1, -1: the direction of
    improvement; 0: only the figures can tell), percent, compound Boolean, gone Boolean (not applicable on the day), reference (the
    indicator it is compared with, year by year; its target is then a difference of 0), about (how far a result may be from an
    approximate target), milestones.

    The years are the indicator's ``period`` or the term, the end its ``year`` when it has one. An inequality gives its direction;
    else ``better`` does; ``=`` and ``~`` of a level leave it to the baseline, of a ceiling they mean that less is better, of
    everything else that more is.
    """
    years = frames.plan.years
    first = years[0] if years else None
    last = years[-1] if years else None
    period = pl.col("period").str.extract_groups(r"^\s*(\d{4})\s*[-–]\s*(\d{4})\s*$")
    spans_years = pl.col("kind").is_in(OVER_A_PERIOD)
    period_start = pl.when(spans_years).then(period.struct.field("1").cast(pl.Int64))
    period_end = pl.when(spans_years).then(period.struct.field("2").cast(pl.Int64))
    unit = pl.col("unit").fill_null("")
    percent = unit.str.starts_with("%")
    money = unit.str.contains(r"(?i)đồng|vnd|usd|đô la")
    relative = pl.col("reference").is_not_null()
    target = pl.when(relative).then(0.0).otherwise("target")
    ranged = (~relative & (pl.col("target_max") > pl.col("target"))).fill_null(False)
    year = pl.lit(as_of.year, dtype=pl.Int64)
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
    rows = indicators_on(frames, as_of).select(
        "id",
        "goal",
        "kind",
        "op",
        "unit",
        "reference",
        "milestones",
        low=target,
        high=pl.when(ranged).then("target_max").otherwise(target),
        ranged=ranged,
        start=pl.coalesce(period_start, pl.lit(first, dtype=pl.Int64)),
        end=pl.coalesce(period_end, "year", pl.lit(last, dtype=pl.Int64)),
        better=said.cast(pl.Int64),
        percent=percent & ~relative,
        compound=pl.when((pl.col("kind") == "end_level") & ~relative)
        .then(pl.coalesce(pl.col("path") == "compound", money & ~percent))
        .otherwise(False),
        gone=(pl.col("not_applicable_from") <= as_of).fill_null(False),
    )
    if rows["milestones"].null_count() == rows.height:  # as in nearly every plan: nothing of lists is carried along
        rows = rows.with_columns(milestones=pl.lit(None))
    about = pl.when("percent").then(1.0).otherwise(pl.col("low").abs() * Thresholds.of(frames.plan).about)
    return _aimed(rows).with_columns(
        past=pl.min_horizontal("end", year),
        over=pl.min_horizontal("end", year - 1),
        about=pl.when(pl.col("op") == "~").then(about).otherwise(0.0),
    )


def _aimed(rows: pl.DataFrame) -> pl.DataFrame:
    """Which end of its range a target asks for, and which lies beyond: the upper one where less is better."""
    down = pl.col("better") < 0
    return rows.with_columns(
        target=pl.when(down).then("high").otherwise("low"),
        limit=pl.when(down).then("low").otherwise("high"),
    )


def series_of(frames: Frames, judged: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The figures of :func:`tui.frames.methods.figures.figures` that :func:`targets` are held against, up to the year of the day.

    Columns: id, year, value, vintage. Of an indicator that is compared with another one: what it is above that one's figure of the
    same year, for the years of which both are known.
    """
    known = figures(frames, as_of).select("id", "year", "value", "vintage").filter(pl.col("year") <= as_of.year)
    relative = judged.filter(pl.col("reference").is_not_null()).select("id", "reference")
    if relative.is_empty():
        return known
    compared = (
        known.join(relative, on="id")
        .join(known.select("year", reference="id", other="value", other_vintage="vintage"), on=["reference", "year"])
        .with_columns(
            value=(pl.col("value") - pl.col("other")).round(MOST_DIGITS),  # else the noise of the difference counts as digits
            vintage=pl.when(pl.col("other_vintage") == "estimate").then("other_vintage").otherwise("vintage"),
        )
        .select("id", "year", "value", "vintage")
    )
    return pl.concat([known.join(relative, on="id", how="anti", maintain_order="left"), compared])


def progress_series(frames: Frames, judged: pl.DataFrame, as_of: dt.date, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """The rows of :func:`targets`, each with its series so far (years after ``past`` do not exist yet); ``known`` is :func:`series_of`.

    Adds: last_year, last_value (the last known, of what is made of the whole term the last of the years judged), observed (how many
    of the years judged have a figure), known (figures in all), missing
    (those up to the last year that have none), remaining (end - last_year), baseline, baseline_year (the latest figure before the
    start, else the first figure of the years judged when there is a later one), elapsed (last_year - baseline_year),
    since, since_value (where the trend starts: the earliest figure at most five years before the last),
    trend (mean yearly change since then), growth (compound yearly factor since then, when both are above 0),
    on_estimate (the last figure is an estimate), decimals (of the published figures, of the target where there is none),
    half (half a unit of the last of them), slack (how far from the target is still met), settled, surpassed (a bound of the last
    year decides: kept or not, beyond the target or not; null where a figure does). Null where unknown.

    ``better`` of a level with ``=`` or ``~`` is told by its baseline when that lies below the target.
    """
    series = (series_of(frames, judged, as_of) if known is None else known).join(judged.select("id", "start", "end", "past"), on="id")
    series = series.filter(pl.col("year") <= pl.col("past"))
    inside = pl.col("year") >= pl.col("start")
    marks = series.group_by("id").agg(
        last_year=pl.col("year").filter(inside).max(),
        latest=pl.col("year").max(),
        first_year=pl.col("year").filter(inside).min(),
        before=pl.col("year").filter(~inside).max(),
        observed=inside.sum().cast(pl.Int64),
        known=pl.len().cast(pl.Int64),
        years_seen=pl.col("year").filter(inside).sort(),
        decimals=decimals(pl.col("value")).max(),
    )
    later = pl.col("first_year") < pl.col("last_year")
    whole = judged.filter(pl.col("kind").is_in(OVER_A_PERIOD))["id"].implode()
    marks = marks.with_columns(last_year=pl.when(pl.col("id").is_in(whole)).then("last_year").otherwise("latest"))
    before = pl.when(pl.col("before") < pl.col("last_year")).then("before")
    marks = marks.with_columns(baseline_year=pl.coalesce(before, pl.when(later).then("first_year")))
    since = (
        series.join(marks.select("id", "last_year"), on="id")
        .filter((pl.col("year") < pl.col("last_year")) & (pl.col("year") >= pl.col("last_year") - TREND_YEARS))
        .group_by("id")
        .agg(since=pl.col("year").min())
    )
    values = series.select("id", "year", "value", estimate=pl.col("vintage") == "estimate")
    out = judged.join(marks, on="id", how="left", maintain_order="left").join(since, on="id", how="left", maintain_order="left")
    for year, value in (("last_year", "last_value"), ("baseline_year", "baseline"), ("since", "since_value")):
        named = values.rename({"year": year, "value": value})
        named = named.rename({"estimate": "on_estimate"}) if year == "last_year" else named.drop("estimate")
        out = out.join(named, on=["id", year], how="left", maintain_order="left")
    told = (pl.col("better") == 0) & (pl.col("baseline") < pl.col("low"))
    out = _aimed(out.with_columns(better=pl.when(told).then(1).otherwise("better").cast(pl.Int64)))
    least = pl.lit(Thresholds.of(frames.plan).least_digits, dtype=pl.Int64)
    out = out.with_columns(decimals=pl.max_horizontal(pl.coalesce("decimals", decimals(pl.col("target"))), least))
    out = out.with_columns(half=0.5 * pl.lit(10.0) ** (-pl.col("decimals")), observed=pl.col("observed").fill_null(0))
    strict = pl.col("op").is_in(STRICT)
    out = out.with_columns(
        on_estimate=pl.col("on_estimate").fill_null(False),
        slack=pl.when(strict).then(0.0).when(pl.col("op") == "~").then("about").otherwise("half"),
    )
    out = _with_bounds(frames, out, as_of)
    span = pl.col("last_year") - pl.col("since")
    both = (pl.col("since_value") > 0) & (pl.col("last_value") > 0) & pl.col("settled").is_null()
    seen = pl.col("years_seen")
    return out.with_columns(
        missing=pl.int_ranges("start", pl.col("last_year") + 1).list.set_difference(seen).list.sort(),
        remaining=pl.col("end") - pl.coalesce("last_year", pl.col("start") - 1),
        elapsed=pl.col("last_year") - pl.col("baseline_year"),
        trend=pl.when(pl.col("settled").is_null()).then((pl.col("last_value") - pl.col("since_value")) / span),
        growth=pl.when(both).then((pl.col("last_value") / pl.col("since_value")) ** (1 / span)),
    ).drop("years_seen", "first_year", "before", "latest")


def _with_bounds(frames: Frames, rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Let a bound stand for the last year of a level where it settles whether the target is kept, and no figure of that year is known.

    Of the end year; of any year where each is held against the target (C, D).
    """
    nothing = (pl.lit(None, dtype=pl.Boolean).alias("settled"), pl.lit(None, dtype=pl.Boolean).alias("surpassed"))
    published = bounds(frames, as_of)
    if published.is_empty():
        return rows.with_columns(nothing)
    held = rows.filter(~pl.col("kind").is_in([*OVER_A_PERIOD, "share"]) & pl.col("reference").is_null() & (pl.col("better") != 0))
    held = held.select("id", "kind", "op", "target", "limit", "better", "start", "end", "past", "last_year", "ranged")
    side = pl.when(pl.col("bound_op").is_in([">", ">="])).then(1).when(pl.col("bound_op").is_in(["<", "<="])).then(-1)
    open_end = pl.col("bound_op").is_in(STRICT)
    away = (pl.col("bound") - pl.col("target")) * pl.col("better")
    further = (pl.col("bound") - pl.col("limit")) * pl.col("better")
    strict = pl.col("op").is_in(STRICT)
    kept = (side == pl.col("better")) & pl.when(strict).then((away > 0) | ((away == 0) & open_end)).otherwise(away >= 0)
    missed = (side == -pl.col("better")) & pl.when(strict).then(away <= 0).otherwise((away < 0) | ((away == 0) & open_end))
    beyond = kept & ((further > 0) | ((further == 0) & open_end)) & ((pl.col("op") != "=") | pl.col("ranged"))
    said = (
        published.join(held, on="id")
        .filter((pl.col("year") >= pl.col("start")) & (pl.col("year") <= pl.col("past")))
        .filter((pl.col("year") > pl.col("last_year")).fill_null(True))
        .filter((pl.col("year") == pl.col("end")) | pl.col("kind").is_in(["floor", "ceiling"]))
        .with_columns(settled=pl.when(kept).then(True).when(missed).then(False), surpassed=beyond)
        .filter(pl.col("settled").is_not_null())
        .sort("year", descending=True, maintain_order=True)
        .unique("id", keep="first", maintain_order=True)
        .select("id", "settled", "surpassed", bound_year="year", bound="bound", bound_estimate=pl.col("vintage") == "estimate")
    )
    by_bound = pl.col("bound_year").is_not_null()
    return (
        rows.join(said, on="id", how="left", maintain_order="left")
        .with_columns(
            last_year=pl.coalesce("bound_year", "last_year"),
            last_value=pl.coalesce("bound", "last_value"),
            on_estimate=pl.when(by_bound).then("bound_estimate").otherwise("on_estimate"),
            observed=pl.col("observed") + by_bound.cast(pl.Int64),
            known=pl.col("known").fill_null(0) + by_bound.cast(pl.Int64),
            years_seen=pl.when(by_bound)
            .then(pl.concat_list(pl.col("years_seen").fill_null(pl.lit([], dtype=pl.List(pl.Int64))), "bound_year"))
            .otherwise("years_seen"),
        )
        .drop("bound_year", "bound", "bound_estimate")
    )


# -- tolerance and direction ----------------------------------------------------------------------------------------


def decimals(value: pl.Expr) -> pl.Expr:
    """How many decimals a number is written with: 0 for 8, 1 for 3.5, 2 for 42.27; at most six."""
    said = pl.coalesce(pl.when(value.round(digits) == value).then(digits) for digits in range(MOST_DIGITS))
    return pl.when(value.is_not_null()).then(said.fill_null(MOST_DIGITS)).cast(pl.Int64)


def satisfies(value: pl.Expr, thresholds: Thresholds, *, published: bool = True) -> pl.Expr:
    """Whether a value meets its row's target: at or beyond it in the direction of improvement, or short of it by ``slack`` at most.

    Strict signs are strict (3.0 fails ``< 3``). ``=`` is a minimum ambition while the setting ``equal_is_minimum`` says so and the
    direction is known; else the value must be the target, or inside its range, within the slack. What is not ``published`` but a
    forecast has no last digit: only an approximate target leaves it room. Null without a value.
    """
    slack = pl.col("slack") if published else pl.col("about")
    beyond = (value - pl.col("target")) * pl.col("better")
    inside = (value >= pl.col("low") - slack - EPSILON) & (value <= pl.col("high") + slack + EPSILON)
    return (
        pl.when((pl.col("better") == 0) | ((pl.col("op") == "=") & (not thresholds.equal_is_minimum)))
        .then(inside)
        .when(pl.col("op").is_in(STRICT))
        .then(beyond > EPSILON)
        .otherwise(beyond >= -slack - EPSILON)
    )


def holds(thresholds: Thresholds) -> pl.Expr:
    """Whether the last figure meets the target, or the bound that stands for it says so."""
    return pl.coalesce("settled", satisfies(pl.col("last_value"), thresholds))


def surpasses(value: pl.Expr) -> pl.Expr:
    """Whether a value lies beyond the target, or the other end of its range; a bare ``=`` is met, never exceeded."""
    beyond = (value - pl.col("limit")) * pl.col("better")
    about = pl.when(pl.col("op") == "~").then("about").otherwise(0.0)
    return (beyond > about + EPSILON) & ((pl.col("op") != "=") | pl.col("ranged")) & (pl.col("better") != 0)


def only_rounded(value: pl.Expr) -> pl.Expr:
    """Whether a value that meets the target does so only by the rounding of what was published."""
    off = pl.max_horizontal(pl.col("low") - value, value - pl.col("high"))
    short = pl.when(pl.col("better") == 0).then(off).otherwise((pl.col("target") - value) * pl.col("better"))
    return (short > EPSILON) & (short <= pl.col("slack") + EPSILON) & ~pl.col("op").is_in(["~", *STRICT])


def at_the_end(value: pl.Expr, thresholds: Thresholds) -> pl.Expr:
    """The verdict when no year is left: exceeded, met or not met."""
    return (
        pl.when(surpasses(value))
        .then(code(Verdict.EXCEEDED))
        .when(satisfies(value, thresholds))
        .then(code(Verdict.MET))
        .otherwise(code(Verdict.NOT_MET))
    )


def within_reach(required: pl.Expr, target: pl.Expr, best: pl.Expr, better: pl.Expr) -> pl.Expr:
    """The verdict of a mean before the end (docs/methods.md, A): by what each year ahead must bring.

    At most the target: on course; at most the best single year, or 1.1 times as hard as the target: speed up; else at risk.
    """
    tenth = pl.when((target > 0) == (better > 0)).then(target * HARDER).otherwise(target / HARDER)
    most = pl.max_horizontal(best * better, tenth * better)
    return (
        pl.when(required * better <= target * better + EPSILON)
        .then(code(Verdict.ON_COURSE))
        .when(required * better <= most + EPSILON)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )


def harder(value: pl.Expr, digits: pl.Expr, upwards: pl.Expr, strict: pl.Expr) -> pl.Expr:
    """A requirement as it is shown: rounded to the harder side, so that it suffices; for a strict sign a unit beyond."""
    unit = pl.lit(10.0) ** digits
    scaled = value * unit
    noise = 1e-6
    up = pl.when(strict).then((scaled + noise).floor() + 1).otherwise((scaled - noise).ceil())
    down = pl.when(strict).then((scaled - noise).ceil() - 1).otherwise((scaled + noise).floor())
    return pl.when(upwards).then(up).otherwise(down) / unit


# -- what every method says -----------------------------------------------------------------------------------------


def clipped(value: pl.Expr) -> pl.Expr:
    """A forecast of a percentage stays within 0…100."""
    return pl.when(pl.col("percent")).then(value.clip(0, 100)).otherwise(value)


def unjudged() -> pl.Expr:
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


def code(verdict: Verdict | Reason) -> pl.Expr:
    """A verdict or reason as it stands in a frame."""
    return pl.lit(verdict.value)


def result(frame: pl.DataFrame) -> pl.DataFrame:
    """What a method says: those columns of :data:`RESULT` that the frame has."""
    return frame.select(name for name in RESULT if name in frame.columns)


def results(said: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """What all methods say, with exactly the columns of :data:`RESULT`: null where one has nothing to say or a number is none."""
    frame = pl.concat(said, how="diagonal_relaxed")
    return frame.select(
        _finite(pl.col(name).cast(dtype), dtype) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in RESULT.items()
    )


def _finite(value: pl.Expr, dtype: PolarsType) -> pl.Expr:
    return pl.when(value.is_finite()).then(value) if dtype == pl.Float64 else value
