"""Means and sums over the term: mean growth (docs/methods.md, A), sums and arithmetic means (H)."""

from __future__ import annotations

import polars as pl

from tui.frames.methods.limits import Limits
from tui.frames.methods.results import code, result
from tui.frames.methods.series import BEST_YEARS
from tui.frames.methods.steps import term_steps, term_sums
from tui.frames.methods.tolerance import at_the_end, decimals, only_rounded, satisfies, within_reach
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.prepared import prepared


def mean_growth(factor: pl.Expr, years: pl.Expr) -> pl.Expr:
    """The geometric mean G^(1/n) - 1 in % of a product of yearly factors (docs/methods.md, A)."""
    return (factor ** (1 / years) - 1) * 100


def required_growth(factor: pl.Expr, target: pl.Expr, years: pl.Expr, remaining: pl.Expr) -> pl.Expr:
    """The rate every remaining year needs: [(1+g*)^N / G]^(1/r) - 1 in % (docs/methods.md, A)."""
    return (((1 + target / 100) ** years / factor) ** (1 / remaining) - 1) * 100


def forecast_growth(factor: pl.Expr, rate: pl.Expr, years: pl.Expr, remaining: pl.Expr) -> pl.Expr:
    """The term's mean when every remaining year grows by ``rate`` %: [G(1+f)^r]^(1/N) - 1 in % (docs/methods.md, A)."""
    return ((factor * (1 + rate / 100) ** remaining) ** (1 / years) - 1) * 100


@prepared
def term_growth(judged: pl.LazyFrame, series: pl.LazyFrame, means: pl.LazyFrame | None, limits: Limits) -> pl.LazyFrame:
    """Mean growth over the term (docs/methods.md, A).

    ``judged`` as :func:`tui.frames.methods.series.progress_series`, ``series`` as ``series_of``, ``means`` as ``period_means``, None
    where there are none. A year
    still missing before the last is a gap: no verdict, and ``missing`` names it. The forecast assumes that the last rate goes on.
    Returns :data:`RESULT`; ``path`` is the target rate, ``trend`` the best single year's.
    """
    rows = _with_sums(judged, series, means, ("term_growth",))
    factor, left, total = pl.col("factor"), pl.col("remaining"), pl.col("total_years")
    whole = ~pl.col("gap") & (factor > 0)
    rows = rows.with_columns(
        closing=pl.when(_lacks_one() & (factor > 0)).then(required_growth(factor, pl.col("target"), total, pl.lit(1))),
        mean=pl.when(whole).then(mean_growth(factor, pl.col("observed"))),
        required=pl.when(whole & (left > 0)).then(required_growth(factor, pl.col("target"), total, left)),
        forecast=pl.when(whole & (pl.col("last_value") > -100)).then(forecast_growth(factor, pl.col("last_value"), total, left)),
        path=pl.col("target"),
    )
    running = (
        pl.when(whole)
        .then(within_reach(pl.col("required"), pl.col("target"), pl.col("trend"), pl.col("better")))
        .otherwise(code(Verdict.AT_RISK))
    )
    lost = ~(factor > 0) & ~pl.col("gap") & (left > 0)
    return _judged(rows, running, lost, limits)


@prepared
def term_totals(judged: pl.LazyFrame, series: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """A sum or an arithmetic mean over the whole term (docs/methods.md, H).

    Required each year ahead: (L* - Σx)/r of a sum, (N·L* - Σx)/r of a mean; judged as mean growth is. The forecast lets the last year's
    value go on. Returns :data:`RESULT`; ``mean`` is the sum or the mean so far, ``path`` what a year must bring on the straight way.
    """
    rows = _with_sums(judged, series, None, ("term_sum", "term_mean"))
    left, years, so_far = pl.col("remaining"), pl.col("total_years"), pl.col("total")
    summed = pl.col("kind") == "term_sum"
    whole = pl.when(summed).then(pl.col("target")).otherwise(pl.col("target") * years)
    at_last = so_far + pl.col("last_value") * left
    known = ~pl.col("gap")
    rows = rows.with_columns(
        closing=pl.when(_lacks_one()).then(whole - so_far),
        mean=pl.when(known).then(pl.when(summed).then(so_far).otherwise(so_far / pl.col("observed"))),
        required=pl.when(known & (left > 0)).then((whole - so_far) / left),
        forecast=pl.when(known).then(pl.when(summed).then(at_last).otherwise(at_last / years)),
        path=pl.when(summed).then(pl.col("target") / years).otherwise("target"),
    )
    running = within_reach(pl.col("required"), pl.col("path"), pl.col("trend"), pl.col("better"))
    return _judged(rows, running, pl.lit(False), limits)


@prepared
def growth_steps(judged: pl.LazyFrame, series: pl.LazyFrame, means: pl.LazyFrame) -> pl.LazyFrame:
    """The years a mean over the term chains; see :func:`tui.frames.methods.steps.term_steps`."""
    return term_steps(judged, series, means)


def _with_sums(judged: pl.LazyFrame, series: pl.LazyFrame, means: pl.LazyFrame | None, kinds: tuple[str, ...]) -> pl.LazyFrame:
    """The rows of these kinds with what their years come to.

    Adds to those of term_sums: remaining, total_years (N), gap Boolean, trend (the best single year), and the slack of the least
    precise of what is chained.
    """
    mine = judged.filter(pl.col("kind").is_in(kinds) & pl.col("unjudged").is_null())
    mine = mine.drop("missing", "last_year", "last_value", "observed", "on_estimate", "trend").cache()
    total = pl.col("end") - pl.col("start") + 1
    rows = mine.join(term_sums(mine, series, means, BEST_YEARS), on="row", how="left")
    if means is not None:
        known = means.join(mine.select("row"), on="row", how="semi").group_by("row").agg(mean_digits=decimals(pl.col("value")).max())
        rows = rows.join(known, on="row", how="left").with_columns(decimals=pl.max_horizontal("decimals", "mean_digits"))
    rows = rows.with_columns(
        pl.col("observed").fill_null(0),
        pl.col("on_estimate").fill_null(False),
        remaining=pl.coalesce(pl.col("end") - pl.col("last_year"), total),
        total_years=total,
        gap=pl.col("missing").is_not_null(),
        missing=pl.col("missing").fill_null(pl.lit([], dtype=pl.List(pl.Int64))),
        trend=pl.when(pl.col("better") > 0).then("highest").otherwise("lowest"),
        baseline=pl.lit(None, dtype=pl.Float64),
        baseline_year=pl.lit(None, dtype=pl.Int64),
    )
    half = 0.5 * pl.lit(10.0) ** (-pl.col("decimals"))
    by_digits = ~pl.col("op").is_in(["<", ">", "~"])
    return rows.with_columns(half=half, slack=pl.when(by_digits).then(half).otherwise("slack"))


def _judged(rows: pl.LazyFrame, running: pl.Expr, lost: pl.Expr, limits: Limits) -> pl.LazyFrame:
    """The verdicts of both methods: before the end by what is required, at the end by the mean or the sum itself."""
    left, nothing = pl.col("remaining"), pl.col("last_year").is_null()
    ended = ~nothing & ~pl.col("gap") & (left <= 0)
    rows = rows.with_columns(running=running, final=at_the_end(pl.col("mean"), limits), reached=satisfies(pl.col("mean"), limits))
    return result(
        rows.with_columns(
            verdict=pl.when(nothing | pl.col("gap")).then(code(Verdict.NO_DATA)).when(left > 0).then("running").otherwise("final"),
            reason=pl.when(nothing)
            .then(code(Reason.NO_FIGURES))
            .when("gap")
            .then(code(Reason.GAP))
            .when(lost)
            .then(code(Reason.IMPOSSIBLE)),
            rounded=ended & pl.col("reached") & only_rounded(pl.col("mean")),
            best=pl.col("trend"),
            turning=pl.coalesce("required", "closing"),
        )
    )


def _lacks_one() -> pl.Expr:
    """Whether the end year is known and one year before it is not: then that one decides."""
    return pl.col("gap") & (pl.col("remaining") <= 0) & (pl.col("total_years") - pl.col("observed") == 1)
