"""The values agreed for other years than the target year, each with the result of its year (docs/methods.md, Milestones)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.insight.said_aloud import target_said
from tui.frames.methods.digits import Digits, digits_of
from tui.frames.methods.figures import figures
from tui.frames.methods.headline import LABELS
from tui.frames.methods.verdict import Verdict
from tui.model.text import N_, Numeral, Sentence, say

_DOWN: Final = ("<", "<=")
_STRICT: Final = ("<", ">")
_ABOUT: Final = "~"


@attrs.frozen(kw_only=True)
class Milestone:
    """One agreed value: ``target`` to ``target_max`` in a year, the ``value`` of that year where it is known.

    ``verdict`` is met, exceeded or not met by that figure, awaiting where the year is over without one, None while it is ahead;
    ``share`` is the result in per cent of what was agreed, None where either is not above 0.
    """

    year: int
    op: str
    target: float
    target_max: float | None
    basis: str | None
    value: float | None
    share: float | None
    verdict: Verdict | None


def milestones(frames: Frames, id: str, as_of: dt.date) -> tuple[Milestone, ...]:
    """The milestones of an indicator by year, seen from a day. Raises KeyError when there is no such indicator."""
    record = frames.plan.tables["indicators"][id]
    listed = sorted(record.get("milestones", ()), key=lambda entry: entry["year"])
    if not listed:
        return ()
    own, results = digits_of(frames, id), _results(frames, id, as_of)
    return tuple(_milestone(entry, record, results.get(entry["year"]), own, frames, as_of) for entry in listed)


def _results(frames: Frames, id: str, as_of: dt.date) -> dict[int, float]:
    seen = figures(frames, as_of).filter((pl.col("id") == id) & (pl.col("year") <= as_of.year))
    return dict(seen.select("year", "value").iter_rows())


def _milestone(
    entry: Mapping[str, Any], record: Mapping[str, Any], value: float | None, own: Digits, frames: Frames, as_of: dt.date
) -> Milestone:
    op, low, high = entry.get("op", record.get("op", "=")), float(entry["target"]), entry.get("target_max")
    verdict = None
    if value is not None:
        verdict = _verdict(value, op, low, high, _better(op, record, low), _slack(op, low, record, own, frames))
    elif entry["year"] < as_of.year:
        verdict = Verdict.AWAITING
    share = value / low * 100 if value is not None and value > 0 and low > 0 else None
    return Milestone(
        year=entry["year"], op=op, target=low, target_max=high, basis=entry.get("basis"), value=value, share=share, verdict=verdict
    )


def _better(op: str, record: Mapping[str, Any], target: float) -> int:
    if op in _DOWN:
        return -1
    if op in (">", ">="):
        return 1
    return -1 if record.get("better") == "down" or record.get("kind") == "ceiling" else 1


def _slack(op: str, target: float, record: Mapping[str, Any], own: Digits, frames: Frames) -> float:
    """How far short of it a result may be: half a unit of its last digit, nothing of a strict sign, more where it is approximate."""
    if op in _STRICT:
        return 0.0
    if op == _ABOUT:
        return 1.0 if str(record.get("unit", "")).startswith("%") else abs(target) * float(frames.plan.setting("about", 0.05))
    return 0.5 * 10.0**-own.figures


def _verdict(value: float, op: str, low: float, high: float | None, better: int, slack: float) -> Verdict:
    must, other = (low, high) if better > 0 or high is None else (high, low)
    beyond = (value - must) * better
    met = beyond > 1e-9 if op in _STRICT else beyond >= -slack - 1e-9
    if not met:
        return Verdict.NOT_MET
    passed = (value - (other if other is not None else must)) * better > (slack if op == _ABOUT else 0.0) + 1e-9
    return Verdict.EXCEEDED if passed and (op != "=" or high is not None) else Verdict.MET


def milestone_said(one: Milestone, record: Mapping[str, Any], digits: Digits) -> Sentence:
    """``2024: plan at least 123; result 119.2, 96.9 % of the plan: not met``."""
    values = {**record, "target": one.target, "target_max": one.target_max}
    plan = say(N_("{year}: plan {target}"), year=one.year, target=target_said({"target": one.target, "op": one.op}, values))
    if one.value is None:
        return plan if one.verdict is None else say("{plan}; {verdict}", plan=plan, verdict=Sentence(LABELS[one.verdict]))
    told = say(N_("{plan}; result {value}"), plan=plan, value=Numeral(one.value, digits.figures))
    if one.share is not None:
        told = say(N_("{told}, {share} % of the plan"), told=told, share=Numeral(one.share, 1))
    return say("{told}: {verdict}", told=told, verdict=Sentence(LABELS[one.verdict or Verdict.AWAITING]))
