"""Figures of areas: the one that counts for each indicator, area and year, each area's own target, and sums where areas add up.

None of it ever counts for the plan as a whole: verdicts know only what is of no area (:func:`tui.frames.methods.figures.entries`).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.figures import known_area_entries
from tui.model.fields import FIGURE_APART

COUNT: Final = "count"
"""The kind of indicator whose areas add up without being told so."""
_RANK: Final = {"official": 0, "preliminary": 1, "estimate": 2}


@derived
def area_figures(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The one known figure that counts for each indicator, area and year, by indicator, area and year as the file has them.

    Columns: id, area, year Int64, value Float64, vintage. official > preliminary > estimate, then the later publication, then the
    later entry; a ``plan`` figure is no result, and part of a year, a mean, a bound, another scope or unit is not taken.
    """
    apart = pl.any_horizontal(pl.col("value").is_null(), *(pl.col(key).is_not_null() for key in FIGURE_APART if key != "area"))
    return (
        known_area_entries(frames, as_of)
        .filter(~apart)
        .with_columns(rank=pl.col("vintage").replace_strict(_RANK, default=None, return_dtype=pl.Int64))
        .filter(pl.col("rank").is_not_null())
        .sort("rank", "published_on", "position", descending=[False, True, True], maintain_order=True)
        .unique(["id", "area", "year"], keep="first", maintain_order=True)
        .select("id", "area", "year", "value", "vintage")
        .join(frames.columns("indicators", ("id",)).with_row_index("place"), on="id")
        .join(frames.columns("areas", ("id",)).with_row_index("at").rename({"id": "area"}), on="area")
        .sort("place", "at", "year")
        .drop("place", "at")
    )


@derived
def newest_years(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The newest year for which any area has a figure, by indicator. Columns: id, year."""
    return area_figures(frames, as_of).group_by("id", maintain_order=True).agg(pl.col("year").max())


@derived
def area_targets(frames: Frames) -> pl.DataFrame:
    """What each area has agreed to, in the order of the file. Columns: id, area, year (the indicator's own without one), op, target."""
    rows = frames.columns("indicators", ("id", "area_targets", "year", "op")).rename({"year": "own_year", "op": "own_op"})
    return (
        rows.filter(pl.col("area_targets").list.len() > 0)
        .explode("area_targets")
        .unnest("area_targets")
        .select("id", "area", "target", year=pl.coalesce("year", "own_year"), op=pl.coalesce("op", "own_op"))
    )


@derived
def area_sums(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Sums over the areas that are part of one area, or of none, by indicator; only of counts, and of what is said to add up.

    Columns: id, area (what they are part of; null: the whole), year, value, n (areas with a figure of the year), of (areas there are),
    estimated Boolean (a part of it is an estimate). A sum over fewer areas than there are is one of those only: n says so. Years are
    not mixed: it is that of :func:`newest_years`.
    """
    kinds = frames.columns("indicators", ("id", "kind", "adds_up"))
    adding = kinds.filter(pl.coalesce("adds_up", pl.col("kind") == COUNT)).select("id")
    areas = frames.columns("areas", ("id", "parent")).rename({"id": "area", "parent": "whole"})
    there = areas.group_by("whole").agg(of=pl.len())
    return (
        area_figures(frames, as_of)
        .join(adding, on="id", how="semi", maintain_order="left")
        .join(newest_years(frames, as_of), on=["id", "year"], how="semi", maintain_order="left")
        .join(areas, on="area", maintain_order="left")
        .group_by("id", "whole", "year", maintain_order=True)
        .agg(pl.col("value").sum(), n=pl.len(), estimated=(pl.col("vintage") == "estimate").any())
        .join(there, on="whole", nulls_equal=True, maintain_order="left")
        .select("id", "year", "value", "n", "of", "estimated", area="whole")
    )
