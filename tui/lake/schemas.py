"""The tables of a lake: every column with its type, in its order, the same in every part of every table.

No type is taken from what a plan happens to hold: a column of nothing but nulls has its type as well. A change here that takes a column
away, or lets one mean something else, is another :data:`tui.lake.manifest.FORMAT`; a new column at the end is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import polars as pl

from tui.frames.from_records import PolarsType, polars_type
from tui.frames.methods.headline import STANDINGS
from tui.model.fields import TABLES

Columns: TypeAlias = Mapping[str, PolarsType]


def _of(table: str, *keys: str) -> dict[str, PolarsType]:
    """Fields of the plan under their own names."""
    return {key: polars_type(TABLES[table].by_key[key]) for key in keys}


def _figure(*keys: str) -> dict[str, PolarsType]:
    inner = {field.key: field for field in TABLES["indicators"].by_key["values"].entries}
    return {key: polars_type(inner[key]) for key in keys}


PLAN: Final = "plan"
"""The column of every table that says whose row it is: the whole path of the plan file. What a plan *is* its codes say, in ``plans``."""

SCHEMAS: Final[Mapping[str, Columns]] = {
    "plans": {
        PLAN: pl.String,
        **_of("plan", "title", "short_title", "code", "level"),
        "area_code": pl.String,
        **_of("plan", "parent", "issuer"),
        "issuer_name": pl.String,
        **_of("plan", "number", "issued"),
        "term_start": pl.Date,
        "term_end": pl.Date,
        "day": pl.Date,
        "unread": pl.Int64,
        "indicators": pl.Int64,
        "tasks": pl.Int64,
        "enterprises": pl.Int64,
        **dict.fromkeys(STANDINGS, pl.Int64),
    },
    "indicators": {
        PLAN: pl.String,
        "indicator": pl.String,
        **_of("indicators", "name", "code", "unit", "goal", "kind", "op", "target", "target_max", "better", "year", "parent"),
        **_of("indicators", "adds_up", "agency"),
        "agency_name": pl.String,
        "agency_code": pl.String,
    },
    "figures": {
        PLAN: pl.String,
        "indicator": pl.String,
        "code": pl.String,
        **_figure("year", "value", "text", "reached", "vintage", "published", "as_of", "years", "scope", "unit", "op", "source"),
        "source_title": pl.String,
        "of_area": pl.String,
        "counts": pl.Boolean,
        "conflict": pl.Boolean,
    },
    "verdicts": {
        PLAN: pl.String,
        "indicator": pl.String,
        "code": pl.String,
        "verdict": pl.String,
        "reason": pl.String,
        "op": pl.String,
        "target": pl.Float64,
        "limit": pl.Float64,
        "baseline": pl.Float64,
        "baseline_year": pl.Int64,
        "last_year": pl.Int64,
        "last_value": pl.Float64,
        "observed": pl.Int64,
        "remaining": pl.Int64,
        "mean": pl.Float64,
        "forecast": pl.Float64,
        "required": pl.Float64,
        "on_estimate": pl.Boolean,
        "rounded": pl.Boolean,
    },
    "tasks": {
        PLAN: pl.String,
        "task": pl.String,
        **_of("tasks", "summary", "section", "mode", "status"),
        "state": pl.String,
        "due": pl.Date,
        "first_due": pl.Date,
        "extended": pl.Int64,
        "days_late": pl.Int64,
        "days_left": pl.Int64,
        **_of("tasks", "done_on", "progress", "leads"),
    },
    "holders": {
        PLAN: pl.String,
        "task": pl.String,
        "role": pl.String,
        "agency": pl.String,
        "agency_name": pl.String,
        "agency_code": pl.String,
        "gap": pl.Boolean,
    },
    "enterprises": {
        PLAN: pl.String,
        "enterprise": pl.String,
        **_of("enterprises", "name", "form", "agency", "arrangement", "share_now", "target_min", "target_max"),
        "window_start": pl.Date,
        "window_end": pl.Date,
        **_of("enterprises", "stage", "done_on", "charter_capital"),
        "verdict": pl.String,
        "days_late": pl.Int64,
        "reported": pl.Boolean,
    },
    "duties": {
        PLAN: pl.String,
        "duty": pl.String,
        "agency": pl.String,
        "agency_name": pl.String,
        "agency_code": pl.String,
        "every": pl.String,
        "year": pl.Int64,
        "period": pl.Int64,
        "last_good": pl.Date,
        "waived": pl.Boolean,
        "state": pl.String,
        "days_late": pl.Int64,
    },
    "problems": {
        PLAN: pl.String,
        "severity": pl.String,
        "table": pl.String,
        "record": pl.String,
        "field": pl.String,
        "line": pl.Int64,
        "said_vi": pl.String,
        "said_en": pl.String,
    },
}
"""Table → columns. ``holders`` has a row for each body that leads a task or takes part in it on the day. ``severity`` is ``unreadable``
(the plan is in no other table), ``error``, ``warning`` or ``code`` (what is missing for a roll-up). ``of_area`` is the record of the area
a figure is of, in a plan that has figures of areas: the folder's ``area`` would hide it under that name. ``counts`` is true of the one
figure of a year that counts on the day. Beside the columns each file
has two from its folders: ``term`` (``2021-2025``) and ``area`` (the plan's official code)."""


def with_schema(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The frame with exactly the columns of the table, in its order and of its types; what is missing is null."""
    wanted = SCHEMAS[table]
    return frame.select(
        pl.col(name).cast(dtype) if name in frame.columns else pl.lit(None, dtype=dtype).alias(name) for name, dtype in wanted.items()
    )


def nothing_of(table: str) -> pl.DataFrame:
    """The table without a row."""
    return pl.DataFrame(schema=dict(SCHEMAS[table]))
