"""The means over several years that a source itself states and that stand for the years judged (docs/methods.md, A)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_of_records
from tui.frames.methods.figures import figures, period_means
from tui.frames.methods.series import targets
from tui.frames.methods.steps import means_in_use
from tui.frames.prepared import prepared


@derived
def stated_means(frames: Frames, as_of: dt.date) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Indicator → (first year, last year) of each published mean its mean over the term rests on; others are left out."""
    used = _means_used(frames, as_of)
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for id, first, last in used.iter_rows():
        found[id] = (*found.get(id, ()), (first, last))
    return found


@derived_of_records("indicators")
def _means_used(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The same as rows of id, first and last; a frame, so that another session over the plan as it is need not ask again."""
    means = period_means(frames, as_of)
    if not means.height:
        return pl.DataFrame(schema={"id": pl.String, "first": pl.Int64, "last": pl.Int64})
    return _used(targets(frames, as_of), figures(frames, as_of), means)


@prepared
def _used(judged: pl.LazyFrame, known: pl.LazyFrame, means: pl.LazyFrame) -> pl.LazyFrame:
    chained = judged.filter((pl.col("kind") == "term_growth") & pl.col("start").is_not_null() & pl.col("past").is_not_null()).cache()
    used = means_in_use(chained, known, means).join(chained.select("row", "id"), on="row")
    return used.sort("row", "first").select("id", "first", "last")


def is_stated(years: tuple[tuple[int, int], ...] | None, start: int | None, last: int | None) -> bool:
    """Whether the mean from ``start`` to ``last`` is one figure of a source, not one that was worked out."""
    return years == ((start, last),)
