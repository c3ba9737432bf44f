"""Who stands for a body on a day (docs/methods.md, "Ownership on a day"), for one body at a time and without a frame."""

from __future__ import annotations

import datetime as dt

from tui.model.plan import Plan


def holders_on(plan: Plan, id: str, day: dt.date) -> list[str]:
    """The bodies that stand for one on a day, in the order of the file; the same rule as ``tui.frames.methods.ownership.resolve``.

    Itself while its last day has not passed; else those of its successors that exist by then, transitively. Empty when it
    ended without any, or is not in the plan; more than one after a split, which asks for a choice.
    """
    agencies = plan.tables["agencies"]
    seen: set[str] = set()
    found: set[str] = set()
    ahead = [id]
    while ahead:
        here = ahead.pop()
        if here in seen or here not in agencies:
            continue
        seen.add(here)
        if not _gone(plan, here, day):
            found.add(here)
            continue
        for following in agencies[here].get("successors", ()):
            begins = agencies.get(following, {}).get("from")
            if begins is None or begins <= day:
                ahead.append(following)
    return [other for other in agencies if other in found]


def lineage(plan: Plan, id: str) -> frozenset[str]:
    """A body and everybody who ever took over from it, whatever the day."""
    agencies = plan.tables["agencies"]
    found: set[str] = set()
    ahead = [id]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead += agencies.get(here, {}).get("successors", ())
    return frozenset(found)


def _gone(plan: Plan, id: str, day: dt.date) -> bool:
    """Past its last day; without one, the first of its successors has begun."""
    body = plan.tables["agencies"][id]
    if "until" in body:
        return bool(body["until"] < day)
    begun = (plan.tables["agencies"].get(other, {}).get("from") for other in body.get("successors", ()))
    return any(begins is not None and begins <= day for begins in begun)
