"""The shares of one whole by year beside their targets."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.figures import figures
from tui.frames.methods.targets_in_force import indicators_on


@attrs.frozen(kw_only=True)
class StructureSeries:
    """The shares of one whole by year beside their targets; ``parts`` maps an indicator's id to its values by year."""

    years: tuple[int, ...]
    parts: dict[str, tuple[float | None, ...]]
    targets: dict[str, float | None]
    names: dict[str, str]


def structure(frames: Frames, as_of: dt.date | None = None) -> StructureSeries:
    """The shares of the first group that has any, by year, up to the year of the day (every year where none is given)."""
    indicators = (frames["indicators"] if as_of is None else indicators_on(frames, as_of)).filter(pl.col("kind") == "share")
    members = indicators.filter(pl.col("goal") == indicators["goal"].first()) if indicators.height else indicators
    series = figures(frames).join(members.select("id"), on="id", how="semi")
    if as_of is not None:
        series = series.filter(pl.col("year") <= as_of.year)
    known = {(id, year): value for id, year, value in series.select("id", "year", "value").iter_rows()}
    found = sorted({year for _, year in known})
    years = tuple(range(found[0], found[-1] + 1)) if found else ()
    rows = list(members.select("id", "name", "target").iter_rows())
    return StructureSeries(
        years=years,
        parts={id: tuple(known.get((id, year)) for year in years) for id, _, _ in rows},
        targets={id: target for id, _, target in rows},
        names={id: name for id, name, _ in rows},
    )
