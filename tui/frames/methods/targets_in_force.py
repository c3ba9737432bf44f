"""The target in force on a day: a change of it counts from its own day, so a look back is judged as it was judged then."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived_by_record
from tui.model.revisions import TARGET

_JUDGED: Final = ("goal", "name", "unit", "kind", "parent", "period", "path", "not_applicable_from")
"""What is told of an indicator beside its target and its changes."""


@derived_by_record("indicators")
def indicators_on(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Every indicator with op, target and year as they were in force on a day.

    Columns: id, goal, name, unit, kind, parent, period, path, not_applicable_from, op, target, year, revisions, and original_op,
    original_target, original_year: what was first agreed, null while that is still in force.
    """
    indicators = frames.columns("indicators", ("id", *_JUDGED, *TARGET, "revisions"))
    listed = indicators.select("id", "revisions").filter(pl.col("revisions").list.len() > 0)
    if listed.is_empty():  # as in nearly every plan
        return indicators.with_columns(pl.lit(None, dtype=indicators.schema[key]).alias(f"original_{key}") for key in TARGET)
    changes = listed.explode("revisions").unnest("revisions").select("id", "on", **{f"before_{key}": pl.col(key) for key in TARGET})
    today = pl.lit(as_of, dtype=pl.Date)
    still = changes.filter(pl.col("on") > today).sort("on", maintain_order=True).unique("id", keep="first", maintain_order=True)
    changed = changes.filter(pl.col("on") <= today).select("id").unique()
    first = changes.unique("id", keep="first", maintain_order=True).join(changed, on="id", how="semi").drop("on")
    joined = indicators.join(still, on="id", how="left", maintain_order="left").join(
        first.rename({f"before_{key}": f"original_{key}" for key in TARGET}), on="id", how="left", maintain_order="left"
    )
    past = pl.col("on").is_not_null()
    return joined.with_columns(pl.when(past).then(f"before_{key}").otherwise(key).alias(key) for key in TARGET).drop(
        "on", *(f"before_{key}" for key in TARGET)
    )
