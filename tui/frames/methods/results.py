"""What a method says of an indicator: one row each, with the same columns whichever method it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

import polars as pl

from tui.frames.build import PolarsType
from tui.frames.methods.verdict import Reason, Verdict

RESULT: Final[Mapping[str, PolarsType]] = {
    "row": pl.UInt32,
    "baseline": pl.Float64,
    "baseline_year": pl.Int64,
    "last_year": pl.Int64,
    "last_value": pl.Float64,
    "observed": pl.Int64,
    "remaining": pl.Int64,
    "mean": pl.Float64,
    "forecast": pl.Float64,
    "required": pl.Float64,
    "path": pl.Float64,
    "verdict": pl.String,
    "on_estimate": pl.Boolean,
    "reason": pl.String,
    "missing": pl.List(pl.Int64),
    "progress": pl.Float64,
    "trend": pl.Float64,
    "headroom": pl.Float64,
    "years_met": pl.Int64,
    "rounded": pl.Boolean,
    "few": pl.Boolean,
    "reached_year": pl.Int64,
    "turning": pl.Float64,
    "best": pl.Float64,
    "decimals": pl.Int64,
}
"""What a method says of one indicator; see :func:`tui.frames.methods.verdicts.verdicts`."""


def clipped(value: pl.Expr) -> pl.Expr:
    """A forecast of a percentage stays within 0…100."""
    return pl.when(pl.col("percent")).then(value.clip(0, 100)).otherwise(value)


@cache
def code(verdict: Verdict | Reason) -> pl.Expr:
    """A verdict or reason as it stands in a frame."""
    return pl.lit(verdict.value)


def result(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The columns of :data:`RESULT` of which the method has something to say."""
    schema = frame.collect_schema()
    return frame.select(name if schema[name] == dtype else pl.col(name).cast(dtype) for name, dtype in RESULT.items() if name in schema)


def results(said: Iterable[pl.LazyFrame]) -> pl.LazyFrame:
    """What all methods say, with exactly the columns of :data:`RESULT`: null where nothing is said, and for a number that is none."""
    rows = pl.concat([*said, pl.LazyFrame(schema=RESULT)], how="diagonal")
    numbers = [name for name, dtype in RESULT.items() if dtype == pl.Float64]
    return rows.with_columns(pl.when(pl.col(name).is_finite()).then(name) for name in numbers)
