"""What is required, rounded to the harder side, so that who brings what is shown does reach the target: one rule for all that is shown."""

from __future__ import annotations

import math
from typing import Final

import polars as pl

_NOISE: Final = 6
"""So many digits behind those that are shown tell a number from noise of arithmetic: 13.00000000001 asks for 13, not for 13.01."""


def harder(value: pl.Expr, digits: pl.Expr, upwards: pl.Expr, strict: pl.Expr | None = None) -> pl.Expr:
    """A requirement with so many digits, rounded up where more is harder, else down; where a strict sign asks for it a unit beyond."""
    unit = pl.lit(10.0) ** digits
    scaled = (value * unit).round(_NOISE)
    up, down = scaled.ceil(), scaled.floor()
    if strict is not None:
        up, down = pl.when(strict).then(down + 1).otherwise(up), pl.when(strict).then(up - 1).otherwise(down)
    return pl.when(upwards).then(up).otherwise(down) / unit + 0.0


def harder_number(value: float, digits: int, *, upwards: bool, strict: bool = False) -> float:
    """The same of one number; what is none stays as it is."""
    if not math.isfinite(value):
        return value
    scaled = round(value * 10.0**digits, _NOISE)
    if strict:
        return (math.floor(scaled) + 1 if upwards else math.ceil(scaled) - 1) / 10.0**digits
    return (math.ceil(scaled) if upwards else math.floor(scaled)) / 10.0**digits
