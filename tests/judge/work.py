"""States of tasks, of duties, and who holds what on a day; how enterprises stand.

Decided where the rules are silent:

- ``until`` is a body's last day: from the next one its successors hold what it held; a successor that is not there yet is a gap
- a body without a last day ends when the first of its successors begins; a gap is a body for which nobody at all stands
- a task whose status is done is so from ``done_on``; without that day from the last entry of its log that says so; without either always
- done before the plan began is not "on time": the day cannot be right, the task is done and no more is said
- a standing task without ``every`` is asked once a year; only the last whole period that is over is asked about, and an entry from its
  first day on counts for it, for a report may come late. An entry with a ``basis`` is a decision, one that says *unreported* is none
  either. The plan begins when it is issued, if that is later
- a duty without a day (neither ``before`` nor ``within_days``) is never late
- ``before`` of a duty that is due more often than once a year is said for its last period
- an enterprise that is kept has no window to miss; another is done by its day, else by its stage
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tests.judge.figures import Plan

DAY = dt.timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class Held(NamedTuple):
    bodies: tuple[str, ...]
    gap: bool
    split: bool


def holders(plan: Plan, named: list[str], day: dt.date) -> Held:
    """The bodies that hold on the day what was given to the named ones."""
    stand = [_stand_for(plan, id, day, frozenset()) for id in named]
    together = dict.fromkeys(body for bodies in stand for body in bodies)
    return Held(tuple(together), not all(stand), any(len(bodies) > 1 for bodies in stand))


def _stand_for(plan: Plan, id: str, day: dt.date, seen: frozenset[str]) -> list[str]:
    body = plan["agencies"].get(id)
    if body is None or id in seen or day < body.get("from", dt.date.min):
        return []
    heirs = body.get("successors", [])
    begins = min((plan["agencies"][heir]["from"] for heir in heirs if "from" in plan["agencies"].get(heir, {})), default=dt.date.max)
    if day <= body.get("until", begins - DAY):
        return [id]
    return list(dict.fromkeys(found for heir in heirs for found in _stand_for(plan, heir, day, seen | {id})))


def working_days(plan: Plan, day: dt.date, until: dt.date) -> int:
    """The working days after the day, up to and with ``until``."""
    holidays = set(plan.get("settings", {}).get("holidays", []))
    return sum((day + n * DAY).weekday() < 5 and day + n * DAY not in holidays for n in range(1, (until - day).days + 1))


def begins(plan: Plan) -> dt.date:
    start = plan["plan"]["term"]["start"]
    return max(start, plan["plan"].get("issued", start))


def period(kind: str, year: int, number: int) -> tuple[dt.date, dt.date]:
    """First and last day of the period with the number (1 …) of the year."""
    months = MONTHS[kind]
    first = dt.date(year, (number - 1) * months + 1, 1)
    month = number * months
    return first, (dt.date(year + 1, 1, 1) if month == 12 else dt.date(year, month + 1, 1)) - DAY


def due_in_force(task: Plan, day: dt.date) -> dt.date | None:
    given = sorted((one for one in task.get("extensions", []) if one["on"] <= day), key=lambda one: one["on"])
    return given[-1]["due"] if given else task.get("due")


def is_done(task: Plan, day: dt.date) -> bool:
    said = [entry["on"] for entry in task.get("log", []) if entry.get("status") == "done"]
    return task.get("status") == "done" and task.get("done_on", max(said, default=day)) <= day


def task_state(plan: Plan, id: str, day: dt.date) -> str:
    """done_on_time, done_late, done, late, near, open_in_time, not_reported or standing."""
    task = plan["tasks"][id]
    done = is_done(task, day)
    due = due_in_force(task, day)
    if task.get("mode") == "dated" and due is not None:
        return _dated(plan, task, done, due, day)
    if done:
        return "done"
    if task.get("mode") == "dated":
        return "open_in_time"
    return "not_reported" if _missing(plan, task, day) else "standing"


def _dated(plan: Plan, task: Plan, done: bool, due: dt.date, day: dt.date) -> str:
    if done:
        on = task.get("done_on")
        if on is None or on < plan["plan"]["term"]["start"]:
            return "done"
        return "done_on_time" if on <= due else "done_late"
    if day > due:
        return "late"
    return "near" if working_days(plan, day, due) <= plan.get("settings", {}).get("near_days", 7) else "open_in_time"


def _missing(plan: Plan, task: Plan, day: dt.date) -> bool:
    """Whether the last whole period that is over has fewer entries than are asked for."""
    kind = task.get("every", "year")
    end = plan["plan"]["term"]["end"]
    whole = [
        (first, last)
        for year in range(begins(plan).year, end.year + 1)
        for first, last in (period(kind, year, n) for n in range(1, 12 // MONTHS[kind] + 1))
        if first >= begins(plan) and last < day and last <= end
    ]
    if not whole:
        return False
    first = whole[-1][0]
    log = (entry for entry in task.get("log", []) if "basis" not in entry and entry.get("status") != "unreported")
    return sum(first <= entry["on"] <= day for entry in log) < task.get("times", 1)


class Asked(NamedTuple):
    year: int
    period: int
    body: str


def last_good_day(duty: Plan, year: int, number: int) -> dt.date | None:
    """The last day on which the report on that period is in time."""
    kind = duty.get("every", "year")
    if "within_days" in duty:
        return period(kind, year, number)[1] + duty["within_days"] * DAY
    if "before" not in duty:
        return None
    month, day = map(int, duty["before"].split("-"))
    return dt.date(year + bool(duty.get("year_after")), month, day) - DAY


def duty_states(plan: Plan, id: str, day: dt.date) -> dict[Asked, str]:
    """handed_in, handed_in_late, waived, late or open for each body and period that has begun."""
    duty = plan["duties"][id]
    kind = duty.get("every")
    if kind is None:
        return {}
    start = plan["plan"]["term"]["start"]
    first = max(duty.get("first", 0), plan["plan"].get("issued", start).year, start.year)
    told = {}
    for year in range(first, min(plan["plan"]["term"]["end"].year, day.year) + 1):
        for number in range(1, 12 // MONTHS[kind] + 1):
            if period(kind, year, number)[0] <= day:
                told |= {Asked(year, number, body): _duty_state(duty, year, number, body, day) for body in duty["who"]}
    return told


def _duty_state(duty: Plan, year: int, number: int, body: str, day: dt.date) -> str:
    until = last_good_day(duty, year, number)
    sent = [
        entry
        for entry in duty.get("handed_in", [])
        if (entry["year"], entry.get("period", 1), entry["agency"]) == (year, number, body) and entry.get("on", day) <= day
    ]
    if sent:
        on = min((entry["on"] for entry in sent if "on" in entry), default=None)
        return "handed_in_late" if on and until and on > until else "handed_in"
    if any(one["year"] == year and one.get("period", number) == number for one in duty.get("waived", [])):
        return "waived"
    return "late" if until and day > until else "open"


def enterprise_state(plan: Plan, id: str, day: dt.date) -> str:
    """keeping, done, unknown, upcoming, in_window or late."""
    one = plan["enterprises"][id]
    window = one.get("window")
    if one["arrangement"] == "keep":
        return "keeping"
    done = one.get("done_on", one.get("stage_on") if one.get("stage") == "done" else None)
    if done <= day if done else one.get("stage") == "done":
        return "done"
    if not window:
        return "unknown"
    if day > window["end"]:
        return "late"
    return "upcoming" if day < window["start"] else "in_window"


def bracket_of(brackets: list[Plan], share: float) -> str | None:
    """The name of the bracket the share lies in."""
    for one in brackets:
        above = share > one.get("min", 0) or (share == one.get("min", 0) and "min" not in one.get("open", []))
        below = share < one.get("max", 100) or (share == one.get("max", 100) and "max" not in one.get("open", []))
        if above and below:
            return str(one["name"])
    return None
