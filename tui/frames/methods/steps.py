"""The years a mean over the term is made of: single years, and published means that stand for several (docs/methods.md, A and H)."""

from __future__ import annotations

import polars as pl


def term_steps(judged: pl.LazyFrame, series: pl.LazyFrame, means: pl.LazyFrame) -> pl.LazyFrame:
    """What is chained over the term. A missing year is covered by a published mean over several years, which then stands for all its years.

    ``judged`` as :func:`tui.frames.methods.series.targets`, ``series`` and ``means`` as ``figures`` and ``period_means``.
    Columns: row, year (the last the value stands for), value, vintage, years (how many it stands for); by row and year.
    """
    return _steps(*_grid_and_means(judged, series, means))


def term_sums(judged: pl.LazyFrame, series: pl.LazyFrame, means: pl.LazyFrame | None, best_years: int) -> pl.LazyFrame:
    """What the steps of each indicator come to; None where no mean may stand for years.

    Columns: row, last_year, last_value, observed (years), factor (product of the yearly factors of rates in %), total (sum over the
    years), on_estimate (any of them is), highest and lowest (single year of the last ``best_years``, those before the term too), missing
    (years up to the last that nothing stands for; null when none).
    """
    grid, used = _grid_and_means(judged, series, means)
    steps = _steps(grid, used)
    sums = steps.group_by("row").agg(
        last_year=pl.col("year").max(),
        last_value=pl.col("value").last(),
        observed=pl.col("years").sum(),
        factor=((1 + pl.col("value") / 100) ** pl.col("years")).product(),
        total=(pl.col("value") * pl.col("years")).sum(),
        on_estimate=(pl.col("vintage") == "estimate").any(),
    )
    sums = sums.cache()
    ends = sums.select("row", "last_year")
    single = series.select("row", "year", "value").join(ends, on="row")
    single = single.filter((pl.col("year") <= pl.col("last_year")) & (pl.col("year") > pl.col("last_year") - best_years))
    best = single.group_by("row").agg(highest=pl.col("value").max(), lowest=pl.col("value").min())
    holes = (
        _uncovered(grid.filter(pl.col("value").is_null()), used)
        .join(ends, on="row")
        .filter(pl.col("year") < pl.col("last_year"))
        .group_by("row")
        .agg(missing=pl.col("year").sort())
    )
    return sums.join(best, on="row", how="left").join(holes, on="row", how="left")


def means_in_use(judged: pl.LazyFrame, series: pl.LazyFrame, means: pl.LazyFrame) -> pl.LazyFrame:
    """The published means that stand for missing years of the term, as ``period_means`` has them."""
    return _means_in_use(_grid(judged, series), means)


def _grid_and_means(judged: pl.LazyFrame, series: pl.LazyFrame, means: pl.LazyFrame | None) -> tuple[pl.LazyFrame, pl.LazyFrame | None]:
    grid = _grid(judged, series).cache()
    return grid, None if means is None else _means_in_use(grid, means).cache()


def _grid(judged: pl.LazyFrame, series: pl.LazyFrame) -> pl.LazyFrame:
    """Every year an indicator is judged over. Columns: row, start, past, year, value, vintage."""
    return (
        judged.select("row", "start", "past", year=pl.int_ranges("start", pl.col("past") + 1))
        .explode("year")
        .filter(pl.col("year").is_not_null())
        .join(series.select("row", "year", "value", "vintage"), on=["row", "year"], how="left")
    )


def _covered(used: pl.LazyFrame) -> pl.LazyFrame:
    return used.select("row", year=pl.int_ranges("first", pl.col("last") + 1)).explode("year")


def _uncovered(years: pl.LazyFrame, used: pl.LazyFrame | None) -> pl.LazyFrame:
    """The years no mean stands for."""
    return years if used is None else years.join(_covered(used), on=["row", "year"], how="anti")


def _steps(grid: pl.LazyFrame, used: pl.LazyFrame | None) -> pl.LazyFrame:
    alone = _uncovered(grid.filter(pl.col("value").is_not_null()), used)
    steps = [alone.select("row", "year", "value", "vintage", years=pl.lit(1, dtype=pl.Int64))]
    if used is not None:
        steps.append(used.select("row", pl.col("last").alias("year"), "value", "vintage", years=pl.col("last") - pl.col("first") + 1))
    return pl.concat(steps).sort("row", "year")


def _means_in_use(grid: pl.LazyFrame, means: pl.LazyFrame) -> pl.LazyFrame:
    """The published means that cover a missing year: for each the best vintage, then the later publication.

    Means that overlap each other cannot be chained, so where two of one indicator do, none is used.
    """
    inside = (pl.col("first") <= pl.col("year")) & (pl.col("year") <= pl.col("last"))
    whole = (pl.col("first") >= pl.col("start")) & (pl.col("last") <= pl.col("past"))
    used = (
        grid.filter(pl.col("value").is_null())
        .drop("value", "vintage")
        .join(means.with_row_index("place"), on="row")
        .filter(inside & whole)
        .sort("place")
        .unique(["row", "year"], keep="first", maintain_order=True)
        .unique(["row", "position"])
        .sort("row", "first", "position")
    )
    overlaps = (pl.col("first") <= pl.col("last").shift(1).over("row")).fill_null(False).any().over("row")
    return used.filter(~overlaps).select("row", "position", "first", "last", "value", "vintage")
