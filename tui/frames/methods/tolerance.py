"""Whether a value meets its target: tolerance, direction, signs, and the verdicts that follow from it alone."""

from __future__ import annotations

from typing import Final

import polars as pl

from tui.frames.methods.limits import Limits
from tui.frames.methods.results import code
from tui.frames.methods.verdict import Verdict

HARDER: Final = 1.1
"""A mean asks to speed up while each year needs at most so many times the target (docs/methods.md, A)."""

EPSILON: Final = 1e-9
"""Computed values closer than this are equal; published values are compared as they are stored."""

MOST_DIGITS: Final = 6
"""Decimals beyond these are noise of arithmetic, not published."""

STRICT: Final = ("<", ">")


def decimals(value: pl.Expr) -> pl.Expr:
    """How many decimals a number is written with: 0 for 8, 1 for 3.5, 2 for 42.27; at most six."""
    said = pl.coalesce(pl.when(value.round(digits) == value).then(digits) for digits in range(MOST_DIGITS))
    return pl.when(value.is_not_null()).then(said.fill_null(MOST_DIGITS)).cast(pl.Int64)


def satisfies(value: pl.Expr, limits: Limits, *, published: bool = True) -> pl.Expr:
    """Whether a value meets its row's target: at or beyond it in the direction of improvement, or short of it by ``slack`` at most.

    Strict signs are strict (3.0 fails ``< 3``). ``=`` is a minimum ambition while the setting ``equal_is_minimum`` says so and the
    direction is known; else the value must be the target, or inside its range, within the slack. What is not ``published`` but a
    forecast has no last digit: only an approximate target leaves it room. Null without a value.
    """
    slack = pl.col("slack") if published else pl.col("about")
    beyond = (value - pl.col("target")) * pl.col("better")
    inside = (value >= pl.col("low") - slack - EPSILON) & (value <= pl.col("high") + slack + EPSILON)
    return (
        pl.when((pl.col("better") == 0) | ((pl.col("op") == "=") & ~limits.equal_is_minimum))
        .then(inside)
        .when(pl.col("op").is_in(STRICT))
        .then(beyond > EPSILON)
        .otherwise(beyond >= -slack - EPSILON)
    )


def holds(limits: Limits) -> pl.Expr:
    """Whether the last figure meets the target, or the bound that stands for it says so."""
    return pl.coalesce("settled", satisfies(pl.col("last_value"), limits))


def surpasses(value: pl.Expr) -> pl.Expr:
    """Whether a value lies beyond the target, or the other end of its range; a bare ``=`` is met, never exceeded."""
    beyond = (value - pl.col("limit")) * pl.col("better")
    about = pl.when(pl.col("op") == "~").then("about").otherwise(0.0)
    return (beyond > about + EPSILON) & ((pl.col("op") != "=") | pl.col("ranged")) & (pl.col("better") != 0)


def only_rounded(value: pl.Expr) -> pl.Expr:
    """Whether a value that meets the target does so only by the rounding of what was published."""
    off = pl.max_horizontal(pl.col("low") - value, value - pl.col("high"))
    short = pl.when(pl.col("better") == 0).then(off).otherwise((pl.col("target") - value) * pl.col("better"))
    return (short > EPSILON) & (short <= pl.col("slack") + EPSILON) & ~pl.col("op").is_in(["~", *STRICT])


def at_the_end(value: pl.Expr, limits: Limits) -> pl.Expr:
    """The verdict when no year is left: exceeded, met or not met."""
    return (
        pl.when(surpasses(value))
        .then(code(Verdict.EXCEEDED))
        .when(satisfies(value, limits))
        .then(code(Verdict.MET))
        .otherwise(code(Verdict.NOT_MET))
    )


def within_reach(required: pl.Expr, target: pl.Expr, best: pl.Expr, better: pl.Expr) -> pl.Expr:
    """The verdict of a mean before the end (docs/methods.md, A): by what each year ahead must bring.

    At most the target: on course; at most the best single year, or 1.1 times as hard as the target: speed up; else at risk.
    """
    tenth = pl.when((target > 0) == (better > 0)).then(target * HARDER).otherwise(target / HARDER)
    most = pl.max_horizontal(best * better, tenth * better)
    return (
        pl.when(required * better <= target * better + EPSILON)
        .then(code(Verdict.ON_COURSE))
        .when(required * better <= most + EPSILON)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
