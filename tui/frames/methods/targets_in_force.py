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

    Columns: id, goal, name, unit, kind, parent, period, path, better, reference, milestones, not_applicable_from, those of
    :data:`AGREED`, revisions, and original_op, original_target …: what was first agreed, null while that is still in force. A change
    that does not say operator, range or year of the target before it leaves those of the next change that does, or of the record.
    """
    indicators = frames.columns("indicators", ("id", *_JUDGED, *AGREED, "revisions"))
    listed = indicators.select("id", "revisions").filter(pl.col("revisions").list.len() > 0)
    if listed.is_empty():  # as in nearly every plan
        return indicators.with_columns(pl.lit(None, dtype=indicators.schema[key]).alias(f"original_{key}") for key in AGREED)
    changes = listed.explode("revisions").unnest("revisions").select("id", "on", **{f"before_{key}": pl.col(key) for key in AGREED})
    own = indicators.select("id", **{f"own_{key}": pl.col(key) for key in _KEPT})
    listed_first = changes.with_row_index("listed")
    filled = (
        listed_first.sort("on", "listed")
        .with_columns(pl.col(f"before_{key}").fill_null(strategy="backward").over("id") for key in _KEPT)
        .join(own, on="id", how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"before_{key}", f"own_{key}").alias(f"before_{key}") for key in _KEPT)
        .drop(f"own_{key}" for key in _KEPT)
    )
    today = pl.lit(as_of, dtype=pl.Date)
    still = filled.filter(pl.col("on") > today).unique("id", keep="first", maintain_order=True).drop("listed")
    changed = filled.filter(pl.col("on") <= today).select("id").unique()
    first = filled.sort("listed").unique("id", keep="first", maintain_order=True).join(changed, on="id", how="semi").drop("on", "listed")
    joined = indicators.join(still, on="id", how="left", maintain_order="left").join(
        first.rename({f"before_{key}": f"original_{key}" for key in AGREED}), on="id", how="left", maintain_order="left"
    )
    past = pl.col("on").is_not_null()
    return joined.with_columns(pl.when(past).then(f"before_{key}").otherwise(key).alias(key) for key in AGREED).drop(
        "on", *(f"before_{key}" for key in AGREED)
    )
