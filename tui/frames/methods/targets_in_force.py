"""The target in force on a day: a change of it counts from its own day, so a look back is judged as it was judged then."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived_by_record

AGREED: Final = ("target", "target_max", "op", "year")
"""What together is an indicator's target."""

_KEPT: Final = ("target_max", "op", "year")
"""What a change need not repeat."""

_JUDGED: Final = (
    "goal",
    "name",
    "unit",
    "kind",
    "parent",
    "period",
    "path",
    "better",
    "reference",
    "milestones",
    "not_applicable_from",
)
"""What is told of an indicator beside its target and its changes."""


@derived_by_record("indicators")
def indicators_on(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Every indicator with target, the upper end of its range, op and year as they were in force on a day.

    Columns: those of ``frames.by_plan``, id, goal, name, unit, kind, parent, period, path, better, reference, milestones,
    not_applicable_from, those of :data:`AGREED`, revisions, and original_op, original_target …: what was first agreed, null while that
    is still in force. A change that does not say operator, range or year of the target before it leaves those of the next change that
    does, or of the record.
    """
    indicators = frames.rows("indicators", ("id", *_JUDGED, *AGREED, "revisions"))
    if indicators["revisions"].null_count() == indicators.height:  # as in nearly every plan
        indicators.drop_in_place("row")
        unchanged = (pl.Series(f"original_{key}", [None] * indicators.height, dtype=indicators.schema[key]) for key in AGREED)
        return indicators.hstack(list(unchanged))
    listed = indicators.select(*frames.by_plan, "row", "revisions").filter(pl.col("revisions").list.len() > 0)
    if listed.is_empty():
        return indicators.drop("row").with_columns(pl.lit(None, dtype=indicators.schema[key]).alias(f"original_{key}") for key in AGREED)
    before = {f"before_{key}": pl.col(key) for key in AGREED}
    changes = listed.explode("revisions").unnest("revisions").select(*frames.by_plan, "row", "on", **before)
    own = indicators.select("row", **{f"own_{key}": pl.col(key) for key in _KEPT})
    filled = (
        changes.with_row_index("listed")
        .sort("row", "on", "listed")
        .with_columns(pl.col(f"before_{key}").fill_null(strategy="backward").over("row") for key in _KEPT)
        .join(own, on="row", how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"before_{key}", f"own_{key}").alias(f"before_{key}") for key in _KEPT)
        .drop(f"own_{key}" for key in _KEPT)
    )
    today = frames.day(as_of)
    still = filled.filter(pl.col("on") > today).unique("row", keep="first", maintain_order=True).drop(*frames.by_plan, "listed")
    changed = filled.filter(pl.col("on") <= today).select("row").unique()
    first = filled.sort("listed").unique("row", keep="first", maintain_order=True).join(changed, on="row", how="semi")
    first = first.select("row", **{f"original_{key}": pl.col(f"before_{key}") for key in AGREED})
    joined = indicators.join(still, on="row", how="left", maintain_order="left").join(first, on="row", how="left", maintain_order="left")
    past = pl.col("on").is_not_null()
    return joined.with_columns(pl.when(past).then(f"before_{key}").otherwise(key).alias(key) for key in AGREED).drop(
        "row", "on", *(f"before_{key}" for key in AGREED)
    )
