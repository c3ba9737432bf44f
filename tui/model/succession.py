"""Who stands for a body on a day (docs/methods.md, "Ownership on a day"), for one body at a time and without a frame."""

from __future__ import annotations

import datetime as dt

from tui.model.plan import Plan


def holders_on(plan: Plan, id: str, day: dt.date) -> list[str]:
    """The bodies that stand for one on a day, in the order of the file; the same rule as ``tui.frames.methods.ownership.resolve``.

    Itself from its first day to its last; afterwards those of its successors that exist by then, transitively. Empty before it
    begins, when it ended without any, or when it is not in the plan; more than one after a split, which asks for a choice.
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
        if not begun(plan, here, day):
            continue
        if not _gone(plan, here, day):
            found.add(here)
            continue
        ahead += agencies[here].get("successors", ())
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


def members_of(plan: Plan, id: str) -> tuple[str, ...]:
    """The bodies a group lists, those of groups within it in their places, each once; none of a body that lists none."""
    agencies = plan.tables["agencies"]
    found: dict[str, None] = {}
    seen: set[str] = set()

    def walk(group: str) -> None:
        seen.add(group)
        for member in agencies.get(group, {}).get("members", ()):
            if member in seen:
                continue
            if agencies.get(member, {}).get("members"):
                walk(member)
            else:
                found[member] = None

    walk(id)
    return tuple(found)


def begun(plan: Plan, id: str, day: dt.date) -> bool:
    """Whether a body exists already; one whose first day the plan does not say always did."""
    begins = plan.tables["agencies"].get(id, {}).get("from")
    return begins is None or bool(begins <= day)


def _gone(plan: Plan, id: str, day: dt.date) -> bool:
    """Past its last day; without one, the first of its successors has begun."""
    body = plan.tables["agencies"][id]
    if "until" in body:
        return bool(body["until"] < day)
    first_days = (plan.tables["agencies"].get(other, {}).get("from") for other in body.get("successors", ()))
    return any(begins is not None and begins <= day for begins in first_days)
