"""Published figures that stand beside a series and decide nothing: a mean or a bound that a verdict rests on is not among them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived_of_records
from tui.frames.methods.figures import bounds, figures, figures_apart, period_means
from tui.frames.methods.series import progress_on
from tui.frames.methods.steps import means_in_use
from tui.frames.methods.verdicts import verdicts
from tui.frames.prepared import prepared


@derived_of_records("indicators")
def set_apart(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The rows of :func:`tui.frames.methods.figures.figures_apart` that no verdict rests on."""
    apart, known = figures_apart(frames, as_of), figures(frames, as_of)
    means, published = period_means(frames, as_of), bounds(frames, as_of)
    if apart.height and means.height:
        apart = _without_means(apart, progress_on(frames, as_of), known, means)
    if apart.height and published.height:
        apart = _without_bounds(apart, published, verdicts(frames, as_of), known)
    return apart


@prepared
def _without_means(apart: pl.LazyFrame, judged: pl.LazyFrame, known: pl.LazyFrame, means: pl.LazyFrame) -> pl.LazyFrame:
    """The figures but the means over several years that a mean over the term is made of (docs/methods.md, A)."""
    chained = judged.filter((pl.col("kind") == "term_growth") & pl.col("unjudged").is_null()).cache()
    used = means_in_use(chained, known, means).join(chained.select("row", "id"), on="row")
    return apart.join(used, on=["id", "position"], how="anti", maintain_order="left")


@prepared
def _without_bounds(apart: pl.LazyFrame, published: pl.LazyFrame, judged: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """The figures but the bounds that stand for the last year of a level."""
    last = published.join(judged.select("id", year="last_year"), on=["id", "year"])
    used = last.join(known.select("id", "year"), on=["id", "year"], how="anti")
    return apart.join(used, on=["id", "position"], how="anti", maintain_order="left")
