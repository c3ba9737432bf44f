"""The target in force on a day, its direction, and whether a result meets it.

Decided where the rules are silent:

- a revision holds what was in force *before* its day; what it leaves out is the record's own
- ``~`` is the range of the target ± its allowance, and "=" or "~" without a direction that can be told is met only inside, on both sides
- strictly beyond the target by more than the tolerance is *exceeded*; of a range, beyond its other end; with a bare "=" never
- "(làm tròn)" stands only where the result falls short and the tolerance carries it
- ``settings.equal_is_minimum = false`` reads every "=" as equal
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tests.judge.figures import Plan

TINY = 1e-9
KINDS_UP = {"term_growth", "floor", "points_cut", "count", "term_sum", "term_mean"}


class Target(NamedTuple):
    """What is wanted: from ``low`` to ``high`` (the same without a range); ``better`` is up, down, or nothing: only inside."""

    op: str
    low: float
    high: float
    year: int
    better: str | None
    ranged: bool

    @property
    def strict(self) -> bool:
        return self.op in {"<", ">"}

    @property
    def aim(self) -> float:
        """The end that must be met."""
        return self.high if self.better == "down" else self.low


class Met(NamedTuple):
    met: bool
    exceeded: bool
    rounded: bool


def in_force(indicator: Plan, day: dt.date) -> Plan:
    """The keys of the target on the day."""
    own = {key: indicator[key] for key in ("op", "target", "target_max", "year") if key in indicator}
    later = sorted((change for change in indicator.get("revisions", []) if change["on"] > day), key=lambda change: change["on"])
    if later:
        own |= {key: later[0][key] for key in ("op", "target", "target_max", "year") if key in later[0]}
    return own


def term_years(plan: Plan, indicator: Plan, stated: Plan) -> tuple[int, int]:
    """First and last year the target is about."""
    term = plan["plan"]["term"]
    first, last = term["start"].year, term["end"].year
    period = [int(part) for part in str(indicator.get("period", "")).split("-") if part.strip().isdigit()]
    if len(period) == 2:
        first, last = period
    return first, stated.get("year", last)


def percent(indicator: Plan) -> bool:
    return str(indicator.get("unit", "")).startswith("%")


def target_on(plan: Plan, indicator: Plan, day: dt.date, baseline: float | None) -> Target | None:
    """The target, or None where no number is wanted. The baseline tells the direction of a bare "=" of a level."""
    stated = in_force(indicator, day)
    if "target" not in stated:
        return None
    low = stated["target"]
    high = stated.get("target_max", low)
    op = stated.get("op", ">=")
    settings = plan.get("settings", {})
    if op == "~":
        width = 1.0 if percent(indicator) else abs(low) * settings.get("about", 0.05)
        low, high = low - width, high + width
    year = term_years(plan, indicator, stated)[1]
    better = _better(indicator, op, low, baseline, settings.get("equal_is_minimum", True))
    return Target(op, low, high, year, better, high > low)


def _better(indicator: Plan, op: str, low: float, baseline: float | None, minimum: bool) -> str | None:
    if indicator["kind"] == "share":
        return None
    if "better" in indicator:
        return str(indicator["better"])
    if op in {">=", ">"}:
        return "up"
    if op in {"<=", "<"}:
        return "down"
    if op == "=" and not minimum:
        return None
    if indicator["kind"] == "ceiling":
        return "down"
    if indicator["kind"] in KINDS_UP:
        return "up"
    return "up" if baseline is not None and baseline < low else None


def meets(result: float, target: Target, half: float, width: float = 0.0) -> Met:
    """How a result stands to the target, with half a unit of its last digit as tolerance, and ± ``width`` about a share."""
    slack = TINY if target.strict else half + TINY
    low, high = target.low - width, target.high + width
    if target.better is None:
        inside = low - slack <= result <= high + slack
        return Met(inside, False, inside and not low - TINY <= result <= high + TINY)
    up = target.better == "up"
    short = (low - result) if up else (result - high)
    beyond = (result - high) if up else (low - result)
    met = short < -TINY if target.strict else short <= slack
    exceeded = met and beyond > slack and (target.op != "=" or target.ranged)
    return Met(met, exceeded, met and short > TINY)
