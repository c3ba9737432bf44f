"""Levels at the end year (docs/methods.md, B), counts (G), bounds to keep (C, D) and shares of a whole (E)."""

from __future__ import annotations

import polars as pl

from tui.frames.methods.series import EPSILON, clipped, code, result, satisfies
from tui.frames.methods.verdict import Reason, Thresholds, Verdict


def path_level(compound: pl.Expr, baseline: pl.Expr, target: pl.Expr, years: pl.Expr, total: pl.Expr) -> pl.Expr:
    """The path to a level: x0 + (L* - x0)n/N for percentages, x0(L*/x0)^(n/N) for money (docs/methods.md, B)."""
    part = years / total
    return pl.when(compound).then(baseline * (target / baseline) ** part).otherwise(baseline + (target - baseline) * part)


def forecast_level(compound: pl.Expr, last: pl.Expr, trend: pl.Expr, growth: pl.Expr, years: pl.Expr) -> pl.Expr:
    """The level after ``years`` more years of the mean yearly change, or of compound growth for money (docs/methods.md, B)."""
    return pl.when(compound).then(last * growth**years).otherwise(last + trend * years)


def required_change(compound: pl.Expr, last: pl.Expr, target: pl.Expr, years: pl.Expr) -> pl.Expr:
    """The change each year must bring: (L* - x)/r in the indicator's unit, or ((L*/x)^(1/r) - 1) in % for money (docs/methods.md, B)."""
    return pl.when(compound).then(((target / last) ** (1 / years) - 1) * 100).otherwise((target - last) / years)


def progress_share(forecast: pl.Expr, baseline: pl.Expr, target: pl.Expr) -> pl.Expr:
    """The share S = (x̂ - x0)/(L* - x0) of the way; null when there is none to go, as from a strict bound (docs/methods.md, B)."""
    return pl.when(target != baseline).then((forecast - baseline) / (target - baseline))


def shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """Path, forecast for the end year (raw, and clipped to the scale of a percentage) and required change of a level.

    A compound path needs figures above 0; where one is not, the path is linear. ``trend`` becomes the mean yearly
    growth in % where the path is compound.
    """
    positive = (pl.col("last_value") > 0) & (pl.col("target") > 0) & (pl.col("baseline").fill_null(1.0) > 0)
    rows = rows.with_columns(compound=pl.col("compound") & positive & (pl.col("growth").is_not_null() | pl.col("trend").is_null()))
    shape, total = pl.col("compound"), pl.col("end") - pl.col("baseline_year")
    return rows.with_columns(
        path=path_level(shape, pl.col("baseline"), pl.col("target"), pl.col("elapsed"), total),
        raw=forecast_level(shape, pl.col("last_value"), pl.col("trend"), pl.col("growth"), pl.col("remaining")),
        change=required_change(shape, pl.col("last_value"), pl.col("target"), pl.col("remaining")),
        trend=pl.when(shape).then((pl.col("growth") - 1) * 100).otherwise("trend"),
    ).with_columns(forecast=clipped(pl.col("raw")))


def _met_years(judged: pl.DataFrame, series: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """How many of the observed years satisfy the target; a missing year is missing, not failed."""
    rows = series.select("id", "year", "value").join(judged, on="id")
    holds = satisfies(pl.col("value"), equal_is_minimum=thresholds.equal_is_minimum)
    return rows.filter(pl.col("year").is_between(pl.col("start"), pl.col("past"))).group_by("id").agg(years_met=holds.sum().cast(pl.Int64))


def _kept(holds: pl.Expr, safe: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The four states of a floor before the end year, as (verdict, reason): docs/methods.md, C.

    Met and the trend safe: on course; met but the trend threatens: speed up; missed, not worsening: speed up; missed
    and worsening: at risk. With one figure there is no trend: met stays on course and says so, missed is at risk.
    """
    improving = pl.col("trend") * pl.col("better") >= 0
    verdict = (
        pl.when(holds & safe.fill_null(True))
        .then(code(Verdict.ON_COURSE))
        .when(holds | improving.fill_null(False))
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
    reason = (
        pl.when(pl.col("trend").is_null() & ~(holds & ~safe.fill_null(True)))
        .then(code(Reason.NO_BASELINE))
        .when(holds & ~safe.fill_null(True))
        .then(code(Reason.THREATENED))
    )
    return verdict, reason


def end_levels(judged: pl.DataFrame, series: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """The level at the end year (docs/methods.md, B), and n of N of a named set (G: a linear path, never clipped).

    Before the end year: a level already at L* is judged as C, its trend up to the end year. A baseline that was
    at L* and has since fallen below says nothing by S, so that too is judged as C. Otherwise S against the
    thresholds; without a baseline the gap and the required change only. At the end year: exceeded, met, not met;
    ``=`` counts as met at or beyond. ``trend`` and ``required`` are yearly, in the unit, or in % on a compound path;
    ``progress`` is S. Returns :data:`RESULT`.
    """
    mine = judged.filter(pl.col("kind").is_in(["end_level", "count"]) & pl.col("unjudged").is_null())
    rows = shaped(mine).join(_met_years(mine, series, thresholds), on="id", how="left")
    minimum = thresholds.equal_is_minimum
    rows = rows.with_columns(
        holds=satisfies(pl.col("last_value"), equal_is_minimum=minimum),
        held=satisfies(pl.col("baseline"), equal_is_minimum=minimum),
        will=satisfies(pl.col("forecast"), equal_is_minimum=minimum, slack=EPSILON),
        progress=progress_share(pl.col("forecast"), pl.col("baseline"), pl.col("target")),
        cut_off=(pl.col("raw") - pl.col("forecast")).abs() > EPSILON,
    )
    left, share = pl.col("remaining"), pl.col("progress")
    as_kept = pl.col("holds") | pl.col("held").fill_null(False)
    kept, kept_reason = _kept(pl.col("holds"), pl.col("will"))
    by_share = (
        pl.when((share >= 1 - EPSILON) | (share.is_null() & pl.col("will")))
        .then(code(Verdict.ON_COURSE))
        .when(share >= thresholds.close_share - EPSILON)
        .then(code(Verdict.ON_COURSE))
        .when(share >= thresholds.speed_up_share - EPSILON)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
    beyond = (pl.col("last_value") - pl.col("target")) * pl.col("better")
    final = (
        pl.when(~pl.col("holds"))
        .then(code(Verdict.NOT_MET))
        .when((beyond > 0) & (pl.col("op") != "="))
        .then(code(Verdict.EXCEEDED))
        .otherwise(code(Verdict.MET))
    )
    without = pl.col("baseline").is_null()
    clip = pl.when(pl.col("cut_off").fill_null(False)).then(code(Reason.CLIPPED))
    close = pl.when((share < 1 - EPSILON) & (share >= thresholds.close_share - EPSILON)).then(code(Reason.CLOSE))
    return result(
        rows.with_columns(
            verdict=pl.when(left <= 0).then(final).when(as_kept).then(kept).when(without).then(code(Verdict.NO_DATA)).otherwise(by_share),
            reason=pl.when(left <= 0)
            .then(None)
            .when(as_kept)
            .then(pl.coalesce(kept_reason, clip))
            .when(without)
            .then(code(Reason.NO_BASELINE))
            .otherwise(pl.coalesce(close, clip)),
            required=pl.when(left > 0).then(pl.when("holds").then(0.0).otherwise("change")),
            forecast=pl.when(left > 0).then("forecast"),
            progress=pl.when((left > 0) & ~pl.col("held")).then("progress"),
        )
    )


def floors(judged: pl.DataFrame, series: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """A floor, keep at least m (docs/methods.md, C): the latest figure, and whether the linear trend up to the end year threatens it.

    At the end year met or not met. ``years_met`` of ``observed`` years satisfied it. Returns :data:`RESULT`.
    """
    mine = judged.filter((pl.col("kind") == "floor") & pl.col("unjudged").is_null())
    rows = shaped(mine).join(_met_years(mine, series, thresholds), on="id", how="left")
    minimum = thresholds.equal_is_minimum
    rows = rows.with_columns(
        holds=satisfies(pl.col("last_value"), equal_is_minimum=minimum),
        will=satisfies(pl.col("forecast"), equal_is_minimum=minimum, slack=EPSILON),
    )
    return result(_bounded(rows, pl.col("will")))


def ceilings(judged: pl.DataFrame, series: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """An upper bound (docs/methods.md, D): below 10 % headroom h = (m - x)/m (setting), or next year's projection at the bound, speed up.

    Strict bounds are strict on the stored value: 3.0 fails ``< 3``. A bound that is missed is judged as C: speed up
    while it does not worsen, else at risk. At the end year met or not met. ``forecast`` is next year's projection.
    Returns :data:`RESULT`.
    """
    mine = judged.filter((pl.col("kind") == "ceiling") & pl.col("unjudged").is_null())
    rows = shaped(mine).join(_met_years(mine, series, thresholds), on="id", how="left")
    minimum = thresholds.equal_is_minimum
    rows = rows.with_columns(
        forecast=clipped(pl.col("last_value") + pl.col("trend")),
        headroom=pl.when(pl.col("target") != 0).then((pl.col("target") - pl.col("last_value")) / pl.col("target")),
        holds=satisfies(pl.col("last_value"), equal_is_minimum=minimum),
    )
    roomy = (pl.col("headroom") >= thresholds.headroom_share - EPSILON).fill_null(True)
    reaches = (pl.col("forecast") >= pl.col("target") - EPSILON).fill_null(False)
    return result(_bounded(rows, roomy & ~reaches))


def _bounded(rows: pl.DataFrame, safe: pl.Expr) -> pl.DataFrame:
    verdict, reason = _kept(pl.col("holds"), safe)
    final = pl.when("holds").then(code(Verdict.MET)).otherwise(code(Verdict.NOT_MET))
    over = pl.col("remaining") <= 0
    return rows.with_columns(
        verdict=pl.when(over).then(final).otherwise(verdict),
        reason=pl.when(~over).then(reason),
        forecast=pl.when(~over).then("forecast"),
        required=pl.when(~over).then(pl.when("holds").then(0.0).otherwise("change")),
        path=pl.col("target"),
        baseline=pl.col("baseline"),
    )


def shares(judged: pl.DataFrame, series: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """One share of a whole (docs/methods.md, E), by its op with ± 0.5 point (setting); :func:`distances` says how far the whole is.

    ``=`` is two-sided here whatever the setting on bare values says: a share that exceeds its target takes from
    another. At the end year met or not met. Before it the linear forecast for the end year counts (docs/methods.md, B):
    within the tolerance of the target on course (speed up, threatened, when it is there now but will leave);
    else progress = 1 - |x̂ - s*|/|x0 - s*|, which is S as long as the target is not overshot, against the
    thresholds. Without a baseline no verdict unless the share already holds. Returns :data:`RESULT`.
    """
    mine = judged.filter((pl.col("kind") == "share") & pl.col("unjudged").is_null())
    rows = shaped(mine.with_columns(compound=pl.lit(False)))
    slack = thresholds.share_tolerance + EPSILON
    rows = rows.with_columns(
        holds=_within(pl.col("last_value"), slack),
        held=_within(pl.col("baseline"), slack).fill_null(False),
        will=_within(pl.col("forecast"), slack),
        progress=1 - (pl.col("forecast") - pl.col("target")).abs() / (pl.col("baseline") - pl.col("target")).abs(),
    )
    left, progress = pl.col("remaining"), pl.col("progress")
    final = pl.when("holds").then(code(Verdict.MET)).otherwise(code(Verdict.NOT_MET))
    holds, will, without = pl.col("holds"), pl.col("will"), pl.col("baseline").is_null()
    running = (
        pl.when(holds & will.fill_null(True))
        .then(code(Verdict.ON_COURSE))
        .when(holds)
        .then(code(Verdict.SPEED_UP))
        .when(without)
        .then(code(Verdict.NO_DATA))
        .when(will)
        .then(code(Verdict.ON_COURSE))
        .when(pl.col("held"))  # it was there and left: S from such a baseline says nothing
        .then(code(Verdict.AT_RISK))
        .when(progress >= thresholds.close_share - EPSILON)
        .then(code(Verdict.ON_COURSE))
        .when(progress >= thresholds.speed_up_share - EPSILON)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
    reason = (
        pl.when(without)
        .then(code(Reason.NO_BASELINE))
        .when(holds & ~will)
        .then(code(Reason.THREATENED))
        .when(~holds & ~will & ~pl.col("held") & (progress >= thresholds.close_share - EPSILON))
        .then(code(Reason.CLOSE))
        .when((pl.col("raw") - pl.col("forecast")).abs() > EPSILON)
        .then(code(Reason.CLIPPED))
    )
    return result(
        rows.with_columns(
            verdict=pl.when(left <= 0).then(final).otherwise(running),
            reason=pl.when(left > 0).then(reason),
            required=pl.when(left > 0).then("change"),
            forecast=pl.when(left > 0).then("forecast"),
            progress=pl.when((left > 0) & ~pl.col("held")).then("progress"),
        )
    )


def _within(value: pl.Expr, slack: float) -> pl.Expr:
    away = (value - pl.col("target")) * pl.col("better")
    return pl.when(pl.col("op") == "=").then(away.abs() <= slack).otherwise(away >= -slack)


def distances(judged: pl.DataFrame, series: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """For each whole and year the points still to move, and whether the parts add up (docs/methods.md, E).

    Columns: goal, year, distance (½ Σ|s - s*|, null unless every part with a target has a figure), total (Σ s), complete
    Boolean, adds_up Boolean (within the rounding of 0.05 point a part (setting); null unless complete).
    """
    parts = judged.filter((pl.col("kind") == "share") & pl.col("target").is_not_null())
    sizes = parts.group_by("goal").agg(parts=pl.len())
    rows = series.select("id", "year", "value").join(parts.select("id", "goal", "target", "past"), on="id")
    rows = rows.filter(pl.col("year") <= pl.col("past"))
    years = rows.group_by("goal", "year", maintain_order=True).agg(
        away=(pl.col("value") - pl.col("target")).abs().sum() / 2, total=pl.col("value").sum(), known=pl.len()
    )
    complete = pl.col("known") == pl.col("parts")
    rounding = thresholds.share_sum_tolerance * pl.col("parts") + EPSILON
    return (
        years.join(sizes, on="goal")
        .sort("goal", "year")
        .select(
            "goal",
            "year",
            distance=pl.when(complete).then("away"),
            total="total",
            complete=complete,
            adds_up=pl.when(complete).then((pl.col("total") - 100).abs() <= rounding),
        )
    )
