"""Cross-checks of docs/methods.md as warnings: figures that are possible, but that somebody should confirm."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.figures import figures, known_entries
from tui.frames.methods.tolerance import EPSILON
from tui.frames.methods.verdict import Thresholds
from tui.model.far_off import JUMP, far_figures, far_said
from tui.model.plan import Problem
from tui.model.prices import comparable
from tui.model.text import N_, say

_LEAST_CHANGES = 3
"""With fewer yearly changes there is no usual change to compare one with."""


@derived
def cross_checks(frames: Frames, as_of: dt.date) -> list[Problem]:
    """Of the figures that are known on a day those far from the others, jumps above 3× (setting) the median yearly change, and growth
    rates that do not agree with published levels.

    Subset ≤ whole and shares that add up are checked where the plan is read (tui.model.checks).
    """
    return [*_far_off(frames, as_of), *_jumps(frames, as_of), *_growth_and_levels(frames, as_of)]


def _far_off(frames: Frames, as_of: dt.date) -> list[Problem]:
    """Figures far from all others of their indicator; only those of indicators whose numbers differ by so much are looked at one by one."""
    known = known_entries(frames, as_of)
    sizes = known.filter(pl.col("unit").is_null()).select("id", size=pl.col("value").abs())
    targets = frames.columns("indicators", ("id", "target", "target_max"))
    agreed = pl.concat([targets.select("id", size=pl.col(key).cast(pl.Float64).abs()) for key in ("target", "target_max")])
    spread = pl.concat([sizes.cast({"size": pl.Float64}), agreed]).filter(pl.col("size") > 0).group_by("id", maintain_order=True)
    wide = spread.agg(least=pl.col("size").min(), most=pl.col("size").max()).filter(pl.col("most") > JUMP * pl.col("least"))
    places: dict[str, list[int]] = {}
    for id, place in known.join(wide, on="id", how="semi").select("id", "position").iter_rows():
        places.setdefault(id, []).append(place)
    found = []
    for id in wide["id"]:
        record = frames.plan.tables["indicators"][id]
        counted = [record["values"][place] for place in places.get(id, ())]
        found += [(id, far_said(entry, why)) for entry, why in far_figures({**record, "values": counted})]
    return [Problem("indicators", id, "values", said, warning=True) for id, said in found]


def _jumps(frames: Frames, as_of: dt.date) -> list[Problem]:
    factor = Thresholds.of(frames.plan).jump_factor
    last_year, last = pl.col("year").shift(1).over("id"), pl.col("value").shift(1).over("id")
    changes = (
        figures(frames, as_of)
        .with_columns(change=((pl.col("value") - last) / (pl.col("year") - last_year)).abs())
        .filter(pl.col("change").is_not_null())
        .with_columns(usual=pl.col("change").median().over("id"), known=pl.len().over("id"))
        .filter((pl.col("known") >= _LEAST_CHANGES) & (pl.col("usual") > 0) & (pl.col("change") > pl.col("usual") * factor + EPSILON))
    )
    what = N_("the change to {year} is {times} times the usual yearly change; please confirm")
    return [
        Problem("indicators", id, "values", say(what, year=year, times=round(change / usual, 1)), warning=True)
        for id, year, change, usual in changes.select("id", "year", "change", "usual").iter_rows()
    ]


def _growth_and_levels(frames: Frames, as_of: dt.date) -> list[Problem]:
    """A growth indicator may list levels in another unit apart: two years of one unit give the rate again.

    The rate may differ by the rounding of all three published numbers (half a unit of each one's last digit).
    """
    growing = frames.columns("indicators", ("id", "kind", "unit")).filter(pl.col("kind") == "term_growth").select("id", rate="unit")
    whole = pl.all_horizontal(pl.col(key).is_null() for key in ("scope", "as_of", "op", "years"))
    levels = (
        known_entries(frames, as_of)
        .join(growing, on="id")
        .filter(whole & pl.col("unit").is_not_null() & (pl.col("vintage") != "plan") & (pl.col("value") > 0))
        .unique(["id", "unit", "year"], keep="first", maintain_order=True)
        .filter(_in_prices_of_the_rate())
        .select("id", "unit", "year", level="value")
        .sort("id", "unit", "year")
        .with_columns(before=pl.col("level").shift(1).over("id", "unit"), year_before=pl.col("year").shift(1).over("id", "unit"))
        .filter(pl.col("year") - pl.col("year_before") == 1)
    )
    level, before, value = pl.col("level"), pl.col("before"), pl.col("value")
    room = _rounding(value) + 100 * (level / before) * (_rounding(level) / level + _rounding(before) / before)
    found = (
        levels.join(figures(frames, as_of).select("id", "year", "value"), on=["id", "year"])
        .with_columns(implied=(level / before - 1) * 100, room=room)
        .filter((value - pl.col("implied")).abs() > pl.col("room") + EPSILON)
    )
    what = N_("growth of {value} in {year} does not agree with the levels published in {unit}, which give {implied}")
    return [
        Problem("indicators", id, "values", say(what, value=value, year=year, unit=unit, implied=round(implied, 2)), warning=True)
        for id, value, year, unit, implied in found.select("id", "value", "year", "unit", "implied").iter_rows()
    ]


def _in_prices_of_the_rate() -> pl.Expr:
    """Levels a rate can be held against: real growth says nothing of levels at current prices."""
    units = pl.struct("rate", "unit")
    return units.map_batches(lambda both: pl.Series([comparable(one["rate"], one["unit"]) for one in both], dtype=pl.Boolean))


def _rounding(value: pl.Expr) -> pl.Expr:
    """Half a unit of the last digit that is not a trailing nought: 0.005 for 8.59, 50 for 972,700."""
    whole = ((pl.when((value / 10.0**digits).round(9) % 1 == 0).then(10.0**digits)) for digits in range(9, -7, -1))
    return 0.5 * pl.coalesce(whole).fill_null(1e-6)
