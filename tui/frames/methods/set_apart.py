"""Published figures that stand beside a series and decide nothing: a mean or a bound that a verdict rests on is not among them."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.figures import bounds, figures, figures_apart, period_means
from tui.frames.methods.series import progress_series, targets
from tui.frames.methods.steps import means_in_use
from tui.frames.methods.verdicts import verdicts


@derived
def set_apart(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The rows of :func:`tui.frames.methods.figures.figures_apart` that no verdict rests on."""
    rested_on = pl.concat([_means(frames, as_of), _bounds(frames, as_of)])
    return figures_apart(frames, as_of).join(rested_on, on=["id", "position"], how="anti", maintain_order="left")


def _means(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """id, position of the means over several years that a mean over the term is made of (docs/methods.md, A)."""
    rows = progress_series(frames, targets(frames, as_of), as_of)
    chained = rows.filter((pl.col("kind") == "term_growth") & pl.col("unjudged").is_null())
    used = means_in_use(chained, figures(frames, as_of), period_means(frames, as_of))
    return used.join(chained.select("row", "id"), on="row").select("id", "position")


def _bounds(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """id, position of the bounds that stand for the last year of a level."""
    plain = figures(frames, as_of).select("id", "year")
    last = verdicts(frames, as_of).select("id", year="last_year")
    return bounds(frames, as_of).join(last, on=["id", "year"]).join(plain, on=["id", "year"], how="anti").select("id", "position")
