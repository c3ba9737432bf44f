"""The means over several years that a source itself states and that stand for the years judged (docs/methods.md, A)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.figures import figures, period_means
from tui.frames.methods.series import targets
from tui.frames.methods.steps import means_in_use


@derived
def stated_means(frames: Frames, as_of: dt.date) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Indicator → (first year, last year) of each published mean its mean over the term rests on; others are left out."""
    means = period_means(frames, as_of)
    if not means.height:
        return {}
    judged = targets(frames, as_of).filter((pl.col("kind") == "term_growth") & pl.col("start").is_not_null() & pl.col("past").is_not_null())
    used = means_in_use(judged, figures(frames, as_of), means).join(judged.select("row", "id"), on="row")
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for id, first, last in used.sort("row", "first").select("id", "first", "last").iter_rows():
        found[id] = (*found.get(id, ()), (first, last))
    return found


def is_stated(years: tuple[tuple[int, int], ...] | None, start: int | None, last: int | None) -> bool:
    """Whether the mean from ``start`` to ``last`` is one figure of a source, not one that was worked out."""
    return years == ((start, last),)
