"""How many digits an indicator's numbers have behind the decimal mark: the same on every screen and paper (docs/methods.md, Numbers)."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.frames.methods.figures import entries
from tui.frames.methods.rounding import harder
from tui.frames.methods.tolerance import EPSILON
from tui.frames.methods.verdicts import verdicts
from tui.frames.prepared import prepared

MOST: Final = 6
"""More digits than these are noise of arithmetic."""
MEANS: Final = ("term_growth", "points_cut", "term_sum", "term_mean")
"""Kinds that are judged by a mean or a sum over years."""
SUM: Final = "term_sum"
RATES: Final = ("term_growth", "term_mean")
"""Kinds whose figures are what each year brings, as what it needs is."""
CHAINED: Final = ("term_growth", "term_mean", "term_sum")
"""Kinds in which several awaited years count together."""
STRICT: Final = ("<", ">")
"""Operators a number that equals the target does not satisfy."""
KEPT: Final = 2
"""Digits more than are shown: what leaves for a spreadsheet is rounded to them, so that nobody reads 7.499999999999996."""

_COMPUTED, _YEARLY = 1, 2


@attrs.frozen(kw_only=True)
class Digits:
    """Digits of one indicator: of its ``figures``, of what is ``computed`` from them, and of what each year needs (``yearly``)."""

    figures: int = 0
    least: int = _COMPUTED

    @property
    def computed(self) -> int:
        """Of means, forecasts and levels worked out: at least one; a sum has those of its figures."""
        return max(self.least, self.figures)

    @property
    def yearly(self) -> int:
        """Of what each year left needs, and of a yearly cut or change: at least two."""
        return max(_YEARLY, self.figures)


@derived_by_record("indicators")
def digits(frames: Frames) -> pl.DataFrame:
    """The digits of every indicator, one row each, in the order of the file.

    Columns (Int64): id, figures (the most digits among its figures in its own unit and its target, at most :data:`MOST`), computed,
    yearly; see :class:`Digits`.
    """
    return _digits(frames.columns("indicators", ("id", "target", "kind")), entries(frames))


@prepared
def _digits(agreed: pl.LazyFrame, entries: pl.LazyFrame) -> pl.LazyFrame:
    own = entries.filter(pl.col("unit").is_null()).select("id", number="value")
    counted = pl.concat([own, agreed.select("id", number="target")]).group_by("id").agg(figures=_digits_of(pl.col("number")).max())
    known = (
        agreed.select("id", "kind").join(counted, on="id", how="left", maintain_order="left").with_columns(pl.col("figures").fill_null(0))
    )
    return known.with_columns(
        computed=pl.when(pl.col("kind") == SUM).then("figures").otherwise(pl.max_horizontal("figures", pl.lit(_COMPUTED, dtype=pl.Int64))),
        yearly=pl.max_horizontal("figures", pl.lit(_YEARLY, dtype=pl.Int64)),
    ).drop("kind")


def _digits_of(number: pl.Expr) -> pl.Expr:
    """How many digits a number has behind the mark; null where there is no number."""
    known = number.is_finite()
    ends = (pl.when(known & (number.round(n) == number)).then(pl.lit(n, dtype=pl.Int64)) for n in range(MOST))
    return pl.coalesce(*ends, pl.when(known).then(pl.lit(MOST, dtype=pl.Int64)))


@derived
def digits_by_id(frames: Frames) -> dict[str, Digits]:
    """The digits of each indicator by its id."""
    found = digits(frames)
    known = zip(found["id"].to_list(), found["figures"].to_list(), found["computed"].to_list(), strict=True)
    return {id: Digits(figures=figures, least=min(_COMPUTED, computed)) for id, figures, computed in known}


def digits_of(frames: Frames, id: str) -> Digits:
    """The digits of one indicator; of none where there is no such indicator."""
    return digits_by_id(frames).get(id, Digits())


def judged_digits(frames: Frames, id: str) -> int:
    """How many digits the number has that an indicator is judged by: a mean that was worked out, or a figure that was published."""
    own = digits_of(frames, id)
    return own.computed if (frames.plan.get("indicators", id) or {}).get("kind") in MEANS else own.figures


def telling(value: float | None, target: float | None, digits: int) -> int:
    """The digits of a number that was worked out, as many as tell it from the target it misses or passes: 8.002 beside 8, not 8.00."""
    if value is None or target is None or not math.isfinite(value) or abs(value - target) <= EPSILON:
        return digits
    return next((n for n in range(digits, MOST) if abs(round(value, n) - target) > EPSILON), MOST)


def telling_digits(value: pl.Expr, target: pl.Expr, digits: pl.Expr) -> pl.Expr:
    """The same of columns."""
    apart = ((value - target).abs() > EPSILON) & value.is_finite()
    enough = (pl.when((digits <= n) & ((value.round(n) - target).abs() > EPSILON)).then(pl.lit(n, dtype=pl.Int64)) for n in range(MOST))
    return pl.when(apart.fill_null(False)).then(pl.coalesce(*enough, pl.lit(MOST, dtype=pl.Int64))).otherwise(digits)


def kept(value: float, digits: int) -> float | int:
    """A number as a file of numbers holds it: with :data:`KEPT` more digits than are shown, whole where it is."""
    if not math.isfinite(value):
        return value
    rounded = round(float(value), digits + KEPT)
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded


def aim(target: float, op: str, better: float, digits: int) -> float:
    """The nearest number with so many digits that keeps a target: the target itself, beyond a strict bound one unit of the last digit."""
    return round(target + math.copysign(10.0**-digits, better), digits) if op in STRICT else target


@derived_by_record("indicators")
def needs(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """What each year left must bring, as it is said: DataFrame[id, need], null where nothing is required.

    ``required`` of the verdicts with the yearly digits, rounded to the harder side, so that who brings what is shown does reach the
    target; 0 where the level is there already. Beyond a strict bound it leads by one unit of the last digit it is said with. Nothing is
    asked of what lies beyond a bare value: nobody is told to make it worse.
    """
    return _needs(verdicts(frames, as_of), digits(frames), "required")


@derived_by_record("indicators")
def awaited_needs(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The same of every year after the last result, those that are over included: DataFrame[id, need], of ``condition``."""
    return _needs(verdicts(frames, as_of), digits(frames), "condition")


@prepared
def _needs(verdicts: pl.LazyFrame, digits: pl.LazyFrame, asked: str) -> pl.LazyFrame:
    """The rows of :func:`needs`, with the column ``asked`` of the verdicts said; the two have the same rows in the same order."""
    known = pl.concat([verdicts, digits.drop("id")], how="horizontal")
    kind, op, better, required = pl.col("kind"), pl.col("op"), pl.col("better"), pl.col(asked)
    away = pl.col("last_value") - pl.col("target")
    ranged = (pl.col("limit") != pl.col("target")).fill_null(False)
    beyond_value = pl.when(better == 0).then(away > EPSILON).otherwise(away * better > EPSILON)
    surpassed = (op == "=") & ~ranged & ~kind.is_in([*MEANS, "share"]) & beyond_value & pl.col("reference_value").is_null()
    kept_already = ~kind.is_in(MEANS) & (away * better > 0)
    all_of_it = (kind == "points_cut") & ((pl.col("end") - pl.col("baseline_year")) * pl.col("target") >= pl.col("baseline") - EPSILON)
    strict = op.is_in(STRICT) & (kind != "share") & ~kept_already.fill_null(False) & ~all_of_it.fill_null(False)
    whole = pl.when(strict & (kind == "count")).then((better - away) / pl.col("remaining"))  # of whole units the next one
    two_sided = ((kind == "share") & (op.is_in(["=", "~"]) | ranged)) | (better == 0)
    side = pl.when(two_sided).then(required.sign()).when(kind == "points_cut").then(1).otherwise("better")
    stated = known.select(
        "id",
        "yearly",
        asked=pl.when(required.is_not_null() & ~surpassed.fill_null(False)).then(pl.coalesce(whole, required)),
        upwards=side > 0,
        strict=strict & (kind != "count"),
    )
    return stated.select("id", need=harder(pl.col("asked"), pl.col("yearly"), pl.col("upwards"), pl.col("strict")))
