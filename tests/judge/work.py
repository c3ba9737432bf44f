"""States of tasks, of duties, and who holds what on a day; how enterprises stand.

Decided where the rules are silent:

- ``until`` is a body's last day: from the next one its successors hold what it held; a successor that is not there yet is a gap
- a body without a last day ends when the first of its successors begins; a gap is a body for which nobody at all stands
- a task whose status is done is so from ``done_on``; without that day the status is its own, but on a day before the last entry of its log
  that has one, that of the entry before (none before the first)
- done before the plan began is not "on time": the day cannot be right, the task is done and no more is said
- a standing task without ``every`` is asked once a year; only the last whole period that is over is asked about, and an entry from its
  first day on counts for it, for a report may come late. An entry with a ``basis`` is a decision, one that says *unreported* is none
  either. The plan begins when it is issued, if that is later
- the report day of a period is the earliest last good day that a duty of that rhythm has for it, its own last day where none has one
- a duty without a day (neither ``before`` nor ``within_days``) is never late; one without ``every`` asks once a year. ``before`` is meant
  at the same place in each period (20/11 of a quarterly report: the second month), with ``year_after`` in the next period
- a report is asked for from the plan's beginning: not where its period was over or its last good day past by then
- a report of a body that took over counts for the one before it, one marked for the whole group for each member; an entry without a
  period for its whole year. A group that lists members is asked member by member, those that exist on the last good day
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


def is_near(plan: Plan, day: dt.date, until: dt.date) -> bool:
    near = plan.get("settings", {}).get("near_days", 7)
    return (until - day).days < 400 and working_days(plan, day, until) <= near


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
    if task.get("status") == "done" and "done_on" in task:
        return bool(task["done_on"] <= day)
    told = sorted((entry for entry in task.get("log", []) if "status" in entry), key=lambda entry: entry["on"])
    by_then = [entry["status"] for entry in told if entry["on"] <= day]
    status = task.get("status") if len(by_then) == len(told) else by_then[-1] if by_then else None
    return status == "done"


def day_unknown(plan: Plan, task: Plan, day: dt.date) -> bool:
    """Whether it is done on the day and nothing of the plan's time says since when: its own day, else the last that its log says of it."""
    if not is_done(task, day):
        return False
    start = plan["plan"]["term"]["start"]
    if "done_on" in task:
        return bool(task["done_on"] < start)
    told = [entry for entry in task.get("log", []) if "status" in entry and start <= entry["on"] <= day]
    return not told or sorted(told, key=lambda entry: entry["on"])[-1]["status"] != "done"


Period = tuple[str, int, int]
"""Its rhythm, its year, its number in the year."""


def task_state(plan: Plan, id: str, day: dt.date, report_days: dict[Period, dt.date] | None = None) -> str:
    """done_on_time, done_late, done, late, near, open_in_time, undated, not_reported or standing."""
    task = plan["tasks"][id]
    done = is_done(task, day)
    due = due_in_force(task, day)
    if task.get("mode") == "dated" and due is not None:
        return _dated(plan, task, done, due, day)
    if done:
        return "done"
    if task.get("mode") == "dated" or ("mode" not in task and "due_text" in task):
        return "undated"
    return "not_reported" if _missing(plan, task, day, all_report_days(plan) if report_days is None else report_days) else "standing"


def _dated(plan: Plan, task: Plan, done: bool, due: dt.date, day: dt.date) -> str:
    if done:
        on = task.get("done_on")
        if on is None or on < plan["plan"]["term"]["start"]:
            return "done"
        return "done_on_time" if on <= due else "done_late"
    if day > due:
        return "late"
    return "near" if is_near(plan, day, due) else "open_in_time"


def _missing(plan: Plan, task: Plan, day: dt.date, report_days: dict[Period, dt.date]) -> bool:
    """Whether too few entries stand for the last whole period that is over, its report day past."""
    kind = task.get("every", "year")
    end = plan["plan"]["term"]["end"]
    known = ((year, number) for year in range(end.year, begins(plan).year - 1, -1) for number in range(12 // MONTHS[kind], 0, -1))
    begun = ((year, number) for year, number in known if period(kind, year, number)[1] < day and period(kind, year, number)[0] <= end)
    over = next((one for one in begun if report_days[kind, *one] < day), None)
    if over is None or (first := period(kind, *over)[0]) < begins(plan):
        return False
    log = (entry for entry in task.get("log", []) if "basis" not in entry and entry.get("status") != "unreported")
    return sum(first <= entry["on"] <= day for entry in log) < task.get("times", 1)


def all_report_days(plan: Plan) -> dict[Period, dt.date]:
    """The day after which a report on a period is missed: the earliest of the duties of that rhythm, never before the period's end."""
    rhythms: dict[str, list[Plan]] = {kind: [] for kind in MONTHS}
    for duty in plan.get("duties", {}).values():
        rhythms[duty.get("every", "year")].append(duty)
    told = {}
    for kind, duties in rhythms.items():
        for year in range(begins(plan).year, plan["plan"]["term"]["end"].year + 1):
            for number in range(1, 12 // MONTHS[kind] + 1):
                days = [last for duty in duties if (last := last_good_day(duty, year, number))]
                told[kind, year, number] = max(period(kind, year, number)[1], min(days, default=dt.date.min))
    return told


class Asked(NamedTuple):
    year: int
    number: int
    body: str


def last_good_day(duty: Plan, year: int, number: int) -> dt.date | None:
    """The last day on which the report on that period is in time."""
    kind = duty.get("every", "year")
    first, last = period(kind, year, number)
    if "within_days" in duty:
        return last + duty["within_days"] * DAY
    if "before" not in duty:
        return None
    month, day = map(int, duty["before"].split("-"))
    place = first.month - 1 + (month - 1) % MONTHS[kind] + (MONTHS[kind] if duty.get("year_after") else 0)
    month_first = dt.date(year + place // 12, place % 12 + 1, 1)
    month_last = period("month", month_first.year, month_first.month)[1]
    return min(month_first + (day - 2) * DAY, month_last)


def duty_states(plan: Plan, id: str, day: dt.date) -> dict[Asked, str]:
    """done_on_time, done_late, done, waived, late, near, open_in_time or standing for every report and body of the term."""
    duty = plan["duties"][id]
    kind = duty.get("every", "year")
    end = plan["plan"]["term"]["end"]
    told = {}
    for year in range(max(duty.get("first", 0), begins(plan).year), end.year + 1):
        for number in range(1, 12 // MONTHS[kind] + 1):
            first, last = period(kind, year, number)
            until = last_good_day(duty, year, number)
            if first <= end and last >= begins(plan) and (until is None or until >= begins(plan)):
                for body, names in asked_bodies(plan, duty, min(day, until or day)).items():
                    told[Asked(year, number, body)] = _duty_state(plan, duty, (year, number), names, day)
    return told


def asked_bodies(plan: Plan, duty: Plan, day: dt.date) -> dict[str, set[str]]:
    """Who is asked, each with the names under which it may have reported: its own, its heirs', its group's."""
    asked: dict[str, set[str]] = {}
    for named in duty["who"]:
        members = plan["agencies"].get(named, {}).get("members", [])
        if not members:
            asked.setdefault(named, set()).update(_heirs(plan, named))
        for member in members:
            for body in holders(plan, [member], day).bodies:
                asked.setdefault(body, set()).update(_heirs(plan, named), _heirs(plan, body), _heirs(plan, member))
    return asked


def _heirs(plan: Plan, id: str) -> set[str]:
    """The body and all that came after it."""
    found, ahead = set(), [id]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead += plan["agencies"].get(here, {}).get("successors", [])
    return found


def _duty_state(plan: Plan, duty: Plan, asked: tuple[int, int], names: set[str], day: dt.date) -> str:
    year, number = asked
    until = last_good_day(duty, year, number)

    def about(entry: Plan) -> bool:
        return entry["year"] == year and (duty.get("every", "year") == "year" or entry.get("period", number) == number)

    sent = [entry for entry in duty.get("handed_in", []) if about(entry) and entry["agency"] in names and entry.get("on", day) <= day]
    if sent:
        on = min((entry["on"] for entry in sent if "on" in entry), default=None)
        return "done" if on is None or until is None else "done_on_time" if on <= until else "done_late"
    if any(one["year"] == year and one.get("period", number) == number for one in duty.get("waived", [])):
        return "waived"
    if until is None:
        return "standing"
    return "late" if day > until else "near" if is_near(plan, day, until) else "open_in_time"


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
