"""The values agreed for other years than the target year, as they are said, each with the result of its year (docs/methods.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.said_aloud import target_said
from tui.frames.methods.digits import Digits
from tui.frames.methods.headline import LABELS
from tui.frames.methods.milestones import milestone_verdicts
from tui.frames.methods.verdict import Verdict
from tui.model.text import N_, Numeral, Sentence, say


@attrs.frozen(kw_only=True)
class Milestone:
    """One agreed value: ``target`` to ``target_max`` in a year, the ``value`` of that year where it is known.

    ``verdict`` is that of the year's result, None while the year is ahead; ``share`` is the result in per cent of what was agreed.
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
    """The milestones of an indicator by year, seen from a day; none where there is no such indicator."""
    rows = milestone_verdicts(frames, as_of).filter(pl.col("id") == id)
    return tuple(_milestone(row) for row in rows.iter_rows(named=True))


@derived
def milestones_by_id(frames: Frames, as_of: dt.date) -> Mapping[str, tuple[Milestone, ...]]:
    """The same of every indicator that has any; to ask for each by itself takes as many queries as there are indicators."""
    found: dict[str, list[Milestone]] = {}
    for row in milestone_verdicts(frames, as_of).iter_rows(named=True):
        found.setdefault(row["id"], []).append(_milestone(row))
    return {id: tuple(own) for id, own in found.items()}


def _milestone(row: Mapping[str, Any]) -> Milestone:
    low, high = min(row["target"], row["limit"]), max(row["target"], row["limit"])
    return Milestone(
        year=row["year"],
        op=row["op"] or "=",
        target=low,
        target_max=high if high > low else None,
        basis=row["basis"],
        value=row["value"],
        share=row["percent"],
        verdict=Verdict(row["verdict"]) if row["verdict"] is not None else None,
    )


def milestone_said(one: Milestone, record: Mapping[str, Any], digits: Digits) -> Sentence:
    """``2024: plan at least 123; result 119.2, 96.9% of the plan: not met``."""
    values = {key: value for key, value in {**record, "target": one.target, "target_max": one.target_max}.items() if value is not None}
    plan = say(N_("{year}: plan {target}"), year=one.year, target=target_said({"target": one.target, "op": one.op}, values))
    if one.value is None:
        return plan if one.verdict is None else say("{plan}; {verdict}", plan=plan, verdict=Sentence(LABELS[one.verdict]))
    told = say(N_("{plan}; result {value}"), plan=plan, value=Numeral(one.value, digits.figures))
    if one.share is not None:
        told = say(N_("{told}, {share}% of the plan"), told=told, share=Numeral(one.share, 1))
    return say("{told}: {verdict}", told=told, verdict=Sentence(LABELS[one.verdict])) if one.verdict is not None else told
