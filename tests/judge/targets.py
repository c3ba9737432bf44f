"""The target in force on a day, its direction, and whether a result meets it.

Decided where the rules are silent:

- a revision holds what was in force *before* its day; what it leaves out is the record's own
- ``~`` aims at the target itself and is met within its allowance, which takes the place of the tolerance; "=" or "~" of a level without
  a direction that can be told is met only inside, on both sides. An inequality tells its direction whatever ``better`` says
- the tolerance forgives what falls short; beyond the target is *exceeded*, of a range or ``~`` beyond its other end, with a bare "=" never
- a share is held to both sides by "=" and "~", to one by an inequality; ``share_tolerance`` takes the place of the tolerance, a range has
  none
- a forecast has no last digit and therefore no tolerance
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
    about: float = 0.0

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
    about = 0.0
    if op == "~":
        about = 1.0 if percent(indicator) else abs(low) * settings.get("about", 0.05)
    year = term_years(plan, indicator, stated)[1]
    better = _better(indicator, op, low, baseline, settings.get("equal_is_minimum", True))
    return Target(op, low, high, year, better, high > low, about)


def _better(indicator: Plan, op: str, low: float, baseline: float | None, minimum: bool) -> str | None:
    """up, down, or nothing where only the target itself will do."""
    if op in {">=", ">"}:
        return "up"
    if op in {"<=", "<"}:
        return "down"
    if indicator["kind"] == "share" or (op == "=" and not minimum):
        return None
    if "better" in indicator:
        return str(indicator["better"])
    if indicator["kind"] == "ceiling":
        return "down"
    if indicator["kind"] in KINDS_UP:
        return "up"
    return "up" if baseline is not None and baseline < low else None


def meets(result: float, target: Target, slack: float) -> Met:
    """How a result stands to the target: ``slack`` is half a unit of its last digit, or what else is allowed; none for a strict sign."""
    allowed = (target.about if target.op == "~" else 0.0 if target.strict else slack) + TINY
    if target.better is None:
        off = max(target.low - result, result - target.high)
        return Met(off <= allowed, False, TINY < off <= allowed and target.op != "~")
    up = target.better == "up"
    short = (target.low - result) if up else (result - target.high)
    beyond = (result - target.high) if up else (target.low - result)
    met = short < -TINY if target.strict else short <= allowed
    exceeded = met and beyond > target.about + TINY and (target.op != "=" or target.ranged)
    return Met(met, exceeded, met and short > TINY and target.op != "~")


def will_meet(forecast: float, target: Target) -> bool:
    return meets(forecast, target, 0.0).met


def holds_share(share: float, target: Target, tolerance: float) -> bool:
    """Whether a part is within the tolerance of its share, or inside its range."""
    wide = 0.0 if target.ranged else tolerance
    enough = share >= target.low - wide - TINY or (target.better == "down" and not target.ranged)
    not_too_much = share <= target.high + wide + TINY or (target.better == "up" and not target.ranged)
    return enough and not_too_much
