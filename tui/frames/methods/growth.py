"""Means over the term: growth (docs/methods.md, A) and the yearly cut in points (F)."""

from __future__ import annotations

import polars as pl

from tui.frames.methods.series import EPSILON, code, result
from tui.frames.methods.verdict import Reason, Thresholds, Verdict


def mean_growth(factor: pl.Expr, years: pl.Expr) -> pl.Expr:
    """The geometric mean G^(1/n) - 1 in % of a product of yearly factors (docs/methods.md, A)."""
    return (factor ** (1 / years) - 1) * 100


def required_growth(factor: pl.Expr, target: pl.Expr, years: pl.Expr, remaining: pl.Expr) -> pl.Expr:
    """The rate every remaining year needs: [(1+g*)^N / G]^(1/r) - 1 in % (docs/methods.md, A)."""
    return (((1 + target / 100) ** years / factor) ** (1 / remaining) - 1) * 100


def forecast_growth(factor: pl.Expr, rate: pl.Expr, years: pl.Expr, remaining: pl.Expr) -> pl.Expr:
    """The term's mean when every remaining year grows by ``rate`` %: [G(1+f)^r]^(1/N) - 1 in % (docs/methods.md, A)."""
    return ((factor * (1 + rate / 100) ** remaining) ** (1 / years) - 1) * 100


def term_growth(judged: pl.DataFrame, series: pl.DataFrame, means: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    """Mean growth over the term (docs/methods.md, A).

    ``judged`` as :func:`tui.frames.methods.series.course`, ``series`` as ``figures``, ``means`` as ``period_means``. A missing
    year is covered by a published mean over several years of the term; the mean then stands for all of its years. A
    year still missing before the last is a gap: no verdict, and ``missing`` names it. The forecast assumes that the
    last rate goes on. Returns :data:`RESULT`; ``path`` is the target rate, ``trend`` the best year's rate.
    """
    mine = judged.filter((pl.col("kind") == "term_growth") & pl.col("unjudged").is_null())
    mine = mine.drop("missing", "last_year", "last_value", "observed", "on_estimate")
    grid = _years_seen(mine, series)
    used = _means_in_use(grid, means)
    covered = _covered(used)
    singles = grid.filter(pl.col("value").is_not_null())
    steps = _steps(singles, covered, used)
    sums = steps.group_by("id").agg(
        last_year=pl.col("year").max(),
        last_value=pl.col("value").last(),
        observed=pl.col("years").sum(),
        factor=((1 + pl.col("value") / 100) ** pl.col("years")).product(),
        on_estimate=(pl.col("vintage") == "estimate").any(),
    )
    rates = pl.concat([singles.select("id", "value"), used.select("id", "value")])
    best = rates.group_by("id").agg(highest=pl.col("value").max(), lowest=pl.col("value").min())
    holes = (
        grid.filter(pl.col("value").is_null())
        .join(covered, on=["id", "year"], how="anti")
        .join(sums.select("id", "last_year"), on="id")
        .filter(pl.col("year") < pl.col("last_year"))
        .group_by("id")
        .agg(missing=pl.col("year").sort())
    )
    rows = mine.join(sums, on="id", how="left").join(best, on="id", how="left").join(holes, on="id", how="left")
    rows = rows.with_columns(pl.col("observed").fill_null(0), pl.col("on_estimate").fill_null(False))
    return result(_judge_growth(rows, thresholds))


def growth_steps(judged: pl.DataFrame, series: pl.DataFrame, means: pl.DataFrame) -> pl.DataFrame:
    """The rates a mean over the term chains (docs/methods.md, A): single years, and the means over several years that stand for theirs.

    Columns: id, year (the last the rate stands for), value (% a year), vintage, years (how many it stands for); by id and year.
    """
    grid = _years_seen(judged.select("id", "start", "past"), series)
    used = _means_in_use(grid, means)
    return _steps(grid.filter(pl.col("value").is_not_null()), _covered(used), used)


def _years_seen(mine: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    return (
        mine.select("id", "start", "past", year=pl.int_ranges("start", pl.col("past") + 1))
        .explode("year")
        .filter(pl.col("year").is_not_null())
        .join(series.select("id", "year", "value", "vintage"), on=["id", "year"], how="left")
    )


def _covered(used: pl.DataFrame) -> pl.DataFrame:
    return used.select("id", year=pl.int_ranges("first", pl.col("last") + 1)).explode("year")


def _steps(singles: pl.DataFrame, covered: pl.DataFrame, used: pl.DataFrame) -> pl.DataFrame:
    alone = singles.join(covered, on=["id", "year"], how="anti")
    return pl.concat(
        [
            alone.select("id", "year", "value", "vintage", years=pl.lit(1, dtype=pl.Int64)),
            used.select("id", pl.col("last").alias("year"), "value", "vintage", years=pl.col("last") - pl.col("first") + 1),
        ]
    ).sort("id", "year")


def _means_in_use(grid: pl.DataFrame, means: pl.DataFrame) -> pl.DataFrame:
    """The published means that cover a missing year: for each the best vintage, then the first listed.

    Means that overlap each other cannot be chained, so where two of one indicator do, none is used.
    """
    inside = (pl.col("first") <= pl.col("year")) & (pl.col("year") <= pl.col("last"))
    whole = (pl.col("first") >= pl.col("start")) & (pl.col("last") <= pl.col("past"))
    used = (
        grid.filter(pl.col("value").is_null())
        .drop("value", "vintage")
        .join(means, on="id")
        .filter(inside & whole)
        .sort("rank", "position")
        .unique(["id", "year"], keep="first", maintain_order=True)
        .unique(["id", "position"])
        .sort("id", "first", "position")
    )
    overlaps = (pl.col("first") <= pl.col("last").shift(1).over("id")).fill_null(False).any().over("id")
    return used.filter(~overlaps).select("id", "first", "last", "value", "vintage")


def _judge_growth(rows: pl.DataFrame, thresholds: Thresholds) -> pl.DataFrame:
    better, target = pl.col("better"), pl.col("target")
    total = pl.col("end") - pl.col("start") + 1
    left = pl.col("remaining")
    nothing = pl.col("last_year").is_null()
    whole = pl.col("missing").is_null() & (pl.col("factor") > 0)
    rows = rows.with_columns(remaining=pl.coalesce(pl.col("end") - pl.col("last_year"), total))
    rows = rows.with_columns(
        mean=pl.when(whole).then(mean_growth(pl.col("factor"), pl.col("observed"))),
        required=pl.when(whole & (left > 0)).then(required_growth(pl.col("factor"), target, total, left)),
        forecast=pl.when(whole & (pl.col("last_value") > -100)).then(forecast_growth(pl.col("factor"), pl.col("last_value"), total, left)),
        path=target,
        baseline=pl.lit(None, dtype=pl.Float64),
        baseline_year=pl.lit(None, dtype=pl.Int64),
        trend=pl.when(better > 0).then("highest").otherwise("lowest"),
        missing=pl.col("missing").fill_null(pl.lit([], dtype=pl.List(pl.Int64))),
        gap=pl.col("missing").is_not_null(),
    )
    beyond = (pl.col("mean") - target) * better
    strict = pl.col("op").is_in(["<", ">"])
    bare = pl.col("op") == "="
    equal = ~strict & (beyond.abs() <= pl.col("half") + EPSILON)
    running = (
        pl.when((pl.col("required") - target) * better <= EPSILON)
        .then(code(Verdict.ON_COURSE))
        .when((pl.col("required") - pl.col("trend")) * better <= EPSILON)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
    over = (
        pl.when(bare & (beyond > EPSILON) & thresholds.equal_is_minimum)
        .then(code(Verdict.MET))
        .when(~bare & (beyond > EPSILON))
        .then(code(Verdict.EXCEEDED))
        .when(equal)
        .then(code(Verdict.MET))
        .otherwise(code(Verdict.NOT_MET))
    )
    return rows.with_columns(
        verdict=pl.when(nothing | pl.col("gap")).then(code(Verdict.NO_DATA)).when(left > 0).then(running).otherwise(over),
        reason=pl.when(nothing)
        .then(code(Reason.NO_FIGURES))
        .when("gap")
        .then(code(Reason.GAP))
        .when(~(pl.col("factor") > 0) & (left > 0))
        .then(code(Reason.IMPOSSIBLE))
        .when((left == 0) & equal & (beyond < -EPSILON))
        .then(code(Reason.ROUNDED)),
    )


def points_cut(judged: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """The mean yearly cut in points (docs/methods.md, F): the series is the rate x, the target the cut d* a year.

    mean = (x0 - x)/n; required = (N·d* - (x0 - x))/r; required·r > x is arithmetically impossible. The baseline is the
    figure of the year before the first year; after a series break (a new poverty standard) the first figure of the new
    series, and N and n count from the year after it. Required at most d* is on course, at most the largest cut of a
    year so far speed up, above that at risk. The forecast is the term's mean cut when the last yearly cut goes on, at
    most down to a rate of 0. Returns :data:`RESULT`; ``path`` is the rate x0 - d*·n, ``trend`` the largest yearly cut.
    """
    mine = judged.filter((pl.col("kind") == "points_cut") & pl.col("unjudged").is_null())
    steps = (
        series.join(mine.select("id", "baseline_year", "past"), on="id")
        .filter(pl.col("year").is_between(pl.col("baseline_year"), pl.col("past")))
        .sort("id", "year")
        .with_columns(
            cut=((pl.col("value").shift(1) - pl.col("value")) / (pl.col("year") - pl.col("year").shift(1))).over("id"),
        )
        .group_by("id", maintain_order=True)
        .agg(largest=pl.col("cut").max(), latest=pl.col("cut").last(), estimates=(pl.col("vintage") == "estimate").any())
    )
    done = pl.col("baseline") - pl.col("last_value")
    total = pl.col("end") - pl.col("baseline_year")
    left, target = pl.col("remaining"), pl.col("target")
    rows = mine.join(steps, on="id", how="left").with_columns(
        mean=done / pl.col("elapsed"),
        required=pl.when(left > 0).then((total * target - done) / left),
        goes_on=pl.col("latest") * left,
        path=pl.col("baseline") - target * pl.col("elapsed"),
        on_estimate=pl.col("on_estimate") | pl.col("estimates").fill_null(False),
        trend=pl.col("largest"),
    )
    rows = rows.with_columns(forecast=(done + pl.min_horizontal("goes_on", "last_value")) / total)
    beyond = pl.col("mean") - target
    impossible = pl.col("required") * left > pl.col("last_value") + EPSILON
    without = pl.col("baseline").is_null()
    strict = pl.col("op") == ">"
    over = (
        pl.when((beyond > EPSILON) & (pl.col("op") != "="))
        .then(code(Verdict.EXCEEDED))
        .when((beyond >= -EPSILON) & ~strict)
        .then(code(Verdict.MET))
        .otherwise(code(Verdict.NOT_MET))
    )
    running = (
        pl.when(impossible)
        .then(code(Verdict.AT_RISK))
        .when(pl.col("required") <= target + EPSILON)
        .then(code(Verdict.ON_COURSE))
        .when(pl.col("required") <= pl.col("largest") + EPSILON)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
    return result(
        rows.with_columns(
            verdict=pl.when(without).then(code(Verdict.NO_DATA)).when(left > 0).then(running).otherwise(over),
            reason=pl.when(without)
            .then(code(Reason.NO_BASELINE))
            .when(impossible & (left > 0))
            .then(code(Reason.IMPOSSIBLE))
            .when(pl.col("goes_on") > pl.col("last_value") + EPSILON)
            .then(code(Reason.CLIPPED)),
        )
    )
