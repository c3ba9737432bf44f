"""Small plans for the tests of tui.frames: only what a test is about is written out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tui.frames.build import Frames
from tui.frames.many_plans import ManyPlans
from tui.frames.methods.verdicts import Reason, Verdict, verdicts
from tui.model.checks import read_plan

TERM = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}
LATER = dt.date(2026, 11, 22)
"""A day after the term, from which every figure of it has been seen."""

Series = Mapping[int, float] | Sequence[Mapping[str, Any]]


def frames_of(**tables: Mapping[str, Any]) -> Frames:
    """Frames of a plan with these tables; the term is 2021-2025 unless a test says otherwise."""
    doc = {"format": 1, "plan": {"title": "Kế hoạch", "term": TERM}, "goals": {"g": {"number": 1, "title": "Nhóm"}}, **tables}
    plan, _ = read_plan(doc)
    assert not plan.set_aside
    return Frames(plan)


def indicator(kind: str, op: str | None = ">=", target: float | None = None, values: Series = (), **more: Any) -> dict[str, Any]:
    """An indicator; ``values`` by year are official full-year figures."""
    if isinstance(values, Mapping):
        values = [figure(year, value) for year, value in values.items()]
    record = {"goal": "g", "name": "Chỉ tiêu", "unit": "%", "kind": kind, "values": list(values), **more}
    return record if op is None or target is None else {**record, "op": op, "target": target}


def figure(year: int, value: float, vintage: str = "official", **more: Any) -> dict[str, Any]:
    """One figure of an indicator."""
    return {"year": year, "value": value, "vintage": vintage, **more}


def told_on(record: Mapping[str, Any]) -> dt.date:
    """The day on which the newest of an indicator's figures has just become known; LATER without figures."""
    last = max((max([entry["year"], *entry.get("years", ())]) for entry in record.get("values", ())), default=None)
    return LATER if last is None else dt.date(last + 1, 1, 1)


def judge(record: Mapping[str, Any], as_of: dt.date | None = None, settings: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The row of verdicts of a plan with this one indicator, seen as soon as all its figures are known."""
    return judge_all([record], as_of, settings)[0]


def judge_all(
    records: Sequence[Mapping[str, Any]], as_of: dt.date | None = None, settings: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of verdicts of a plan with these indicators, in their order; each seen from :func:`told_on` where no day is given.

    Where they are seen from several days, each day has a plan of its own, and all of them are judged in one pass.
    """
    days = [as_of or told_on(record) for record in records]
    by_day = {day: {f"i{n}": records[n] for n, seen in enumerate(days) if seen == day} for day in dict.fromkeys(days)}
    each = {str(day): frames_of(indicators=mine, settings=settings or {}) for day, mine in by_day.items()}
    if len(each) == 1:
        ((day, frames),) = zip(by_day, each.values(), strict=True)
        rows = verdicts(frames, day)
    else:
        many = ManyPlans({name: frames.plan for name, frames in each.items()}, {str(day): day for day in by_day})
        rows = verdicts(many, many.last_day).drop("plan")
    found = {row.pop("id"): row for row in rows.iter_rows(named=True)}
    return [found[f"i{n}"] for n in range(len(records))]


def assert_judged(cases: Sequence[tuple[Mapping[str, Any], Verdict, Reason | None]], settings: Mapping[str, Any] | None = None) -> None:
    """Each indicator, seen as soon as all its figures are known, has this verdict for this reason; all of them are judged at once."""
    found = judge_all([record for record, *_ in cases], settings=settings)
    said = [(row["verdict"], row["reason"]) for row in found]
    wrong = [(record, one, other) for (record, *other), one in zip(cases, said, strict=True) if one != tuple(other)]
    assert wrong == [], "figures, what is said, what should be"
