"""The rate of a yearly cut in points, and what it fell by from year to year: two numbers, never one for the other (docs/methods.md, F)."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.figures import figures
from tui.frames.prepared import prepared

CUT: Final = "points_cut"
"""The kind whose figures are a rate and whose target is how far it must fall a year."""
_POINT: Final = "điểm"
_PERCENT: Final = "%"


@derived
def yearly_cuts(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Every figure of a yearly cut in points that is known on a day, sorted by indicator and year.

    Columns: id, year, rate (the figure, in its own unit), cut (what the rate fell by since the year before; null where that year has
    no figure), unit (of the rate).
    """
    return _cuts(frames.columns("indicators", ("id", "kind", "unit")), figures(frames, as_of))


@prepared
def _cuts(indicators: pl.LazyFrame, figures: pl.LazyFrame) -> pl.LazyFrame:
    kinds = indicators.filter(pl.col("kind") == CUT).select("id", "unit")
    series = figures.select("id", "year", rate="value").join(kinds, on="id", maintain_order="left").cache()
    before = series.select("id", year=pl.col("year") + 1, before="rate")
    cut = series.join(before, on=["id", "year"], how="left", maintain_order="left")
    return cut.select("id", "year", "rate", cut=pl.col("before") - pl.col("rate"), unit=_rate_unit(pl.col("unit")))


def _rate_unit(unit: pl.Expr) -> pl.Expr:
    """``%`` of ``điểm %/năm``."""
    bare = unit.str.strip_chars().str.extract(rf"(?i)^{_POINT}\s+([^/]+)", 1).str.strip_chars().replace("", None)
    return bare.fill_null(_PERCENT)


def rate_unit(unit: str | None) -> str:
    """The unit of the rate whose cut is measured in ``unit``: ``%`` of ``điểm %/năm``."""
    return str(pl.select(_rate_unit(pl.lit(unit, dtype=pl.String))).item())
