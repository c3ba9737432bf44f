"""The mean yearly cut in points (docs/methods.md, F)."""

from __future__ import annotations

import polars as pl

from tui.frames.methods.limits import Limits
from tui.frames.methods.results import code, result
from tui.frames.methods.series import yearly_change
from tui.frames.methods.tolerance import EPSILON, at_the_end, only_rounded, satisfies, within_reach
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.prepared import prepared


@prepared
def points_cut(judged: pl.LazyFrame, series: pl.LazyFrame, other_scope: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """The mean yearly cut in points (docs/methods.md, F): the series is the rate x, the target the cut d* a year.

    The baseline x0 is the figure of the year before the first, or the first one of a series that is new: ``other_scope`` (row, year) are
    the years of which a figure of another scope (an older standard) is listed. N and n count from its year. All there is to cut is
    min(N·d*, x0); mean = (x0 - x)/n; required = (all - (x0 - x))/r. When N·d* asks for more than is left, that is said
    (``impossible``) and nothing left is what counts. A rate of 0 at the end is met. The forecast is the term's mean cut when the last
    yearly cut goes on, at most down to 0. Returns :data:`RESULT`; ``path`` is the rate x0 - d*·n, ``trend`` the largest yearly cut.
    """
    mine = _with_baseline(judged.filter((pl.col("kind") == "points_cut") & pl.col("unjudged").is_null()), series, other_scope).cache()
    steps = (
        series.join(mine.select("row", "baseline_year", "past"), on="row", maintain_order="left")
        .filter(pl.col("year").is_between(pl.col("baseline_year"), pl.col("past")))
        .with_columns(cut=pl.when(pl.col("row") == pl.col("row").shift(1)).then(-yearly_change()))
        .group_by("row", maintain_order=True)
        .agg(largest=pl.col("cut").max(), latest=pl.col("cut").last())
    )
    done = pl.col("baseline") - pl.col("last_value")
    total, left, rate = pl.col("end") - pl.col("baseline_year"), pl.col("remaining"), pl.col("last_value")
    whole = pl.min_horizontal(total * pl.col("target"), pl.col("baseline"))
    rows = mine.join(steps, on="row", how="left").with_columns(
        mean=done / pl.col("elapsed"),
        required=pl.when(left > 0).then((whole - done) / left),
        goes_on=pl.col("latest") * left,
        path=pl.col("baseline") - pl.col("target") * pl.col("elapsed"),
        trend=pl.col("largest"),
        uncapped=total * pl.col("target") - done,
        turning=pl.col("baseline") - whole,
    )
    rows = rows.with_columns(forecast=(done + pl.min_horizontal("goes_on", "last_value")) / total)
    without, nothing_left = pl.col("baseline").is_null(), pl.col("nothing_left")
    running = within_reach(pl.col("required"), pl.col("target"), pl.col("largest"), pl.col("better"))
    rows = rows.with_columns(running=running, target=pl.min_horizontal("target", whole / total), nothing_left=rate.abs() <= EPSILON)
    rows = rows.with_columns(reached=satisfies(pl.col("mean"), limits))
    reached = pl.col("reached")
    over = pl.when(nothing_left & ~reached).then(code(Verdict.MET)).otherwise(at_the_end(pl.col("mean"), limits))
    return result(
        rows.with_columns(
            verdict=pl.when(without).then(code(Verdict.NO_DATA)).when(left > 0).then("running").otherwise(over),
            reason=pl.when(without)
            .then(code(Reason.NO_BASELINE))
            .when((pl.col("uncapped") > rate + EPSILON) & (left > 0) & ~nothing_left)
            .then(code(Reason.IMPOSSIBLE))
            .when((pl.col("goes_on") > rate + EPSILON) & (left > 0))
            .then(code(Reason.CLIPPED)),
            rounded=(left <= 0) & ~without & ~nothing_left & reached & only_rounded(pl.col("mean")),
            best=pl.col("largest"),
        )
    )


def _with_baseline(mine: pl.LazyFrame, series: pl.LazyFrame, other_scope: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with the baseline of a cut, and what counts from it; on_estimate: the first or the last figure is one."""
    inside = (
        series.join(mine.select("row", "start"), on="row")
        .filter(pl.col("year") >= pl.col("start") - 1)
        .group_by("row")
        .agg(first=pl.col("year").min())
        .cache()
    )
    older = other_scope.join(inside, on="row").filter(pl.col("year") < pl.col("first")).select("row", new=pl.lit(True)).unique("row")
    from_the_start = (pl.col("first") == pl.col("start") - 1) | pl.col("new").fill_null(False)
    told = pl.when(from_the_start & (pl.col("first") < pl.col("last_year"))).then("first")
    first = series.select("row", baseline_year="year", baseline="value", first_estimate=pl.col("vintage") == "estimate")
    return (
        mine.drop("baseline", "baseline_year")
        .join(inside, on="row", how="left", maintain_order="left")
        .join(older, on="row", how="left", maintain_order="left")
        .with_columns(baseline_year=told)
        .join(first, on=["row", "baseline_year"], how="left", maintain_order="left")
        .with_columns(
            elapsed=pl.col("last_year") - pl.col("baseline_year"),
            on_estimate=pl.col("on_estimate") | pl.col("first_estimate").fill_null(False),
        )
    )
