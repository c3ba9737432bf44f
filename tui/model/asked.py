"""Which reports a plan asks for: of which periods, from when to when, and by which day (docs/methods.md, "Tasks and duties")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from tui.model.periods import Period, every_of, last_good_day, period_of, periods_of_years
from tui.model.plan import Plan, Values


@attrs.frozen
class Asked:
    """One report of a duty: the period it is about, the last day on which it is in time (None: no day), whether it was waived."""

    period: Period
    last_good: dt.date | None
    waived: bool = False


def asking_from(plan: Plan) -> dt.date | None:
    """The day from which the plan asks for anything: the first of its term, or its day of issue where that is later; None while unknown."""
    term = plan.header.get("term") or {}
    known = [day for day in (term.get("start"), plan.header.get("issued")) if isinstance(day, dt.date)]
    return max(known, default=None)


def asking_until(plan: Plan) -> dt.date | None:
    """The last day of the term; None while unknown."""
    end = (plan.header.get("term") or {}).get("end")
    return end if isinstance(end, dt.date) else None


def asked_reports(plan: Plan, duty: Values, seen_from: dt.date) -> list[Asked]:
    """The reports a duty asks for in all, in order; where the plan does not say its term, those of the year of the day.

    Periods of the term from the later of ``first`` and the year of issue on; none that was over, or whose last good day had passed, when
    the plan began to ask. The report on the last period is asked for also when its day comes after the term.
    """
    begin, end = asking_from(plan), asking_until(plan)
    first = max((year for year in (duty.get("first"), begin.year if begin else None) if year is not None), default=seen_from.year)
    last = end.year if end else max(first, seen_from.year)
    waived = {(entry.get("year"), entry.get("period")) for entry in duty.get("waived", ())}
    out = []
    for period in periods_of_years(every_of(duty.get("every")), first, last):
        day = last_good_day(period, duty.get("before"), duty.get("within_days"), next_period=bool(duty.get("year_after")))
        asked = (end is None or period.start <= end) and (begin is None or (period.end >= begin and (day is None or day >= begin)))
        if asked:
            out.append(Asked(period, day, bool(waived & {(period.year, None), (period.year, period.number)})))
    return out


def in_question(reports: list[Asked], day: dt.date) -> Asked | None:
    """The report one speaks of on a day: the first whose period or last good day has not passed, else the last; None without any."""
    for asked in reports:
        if max(asked.period.end, asked.last_good or asked.period.end) >= day:
            return asked
    return reports[-1] if reports else None


def last_period_over(plan: Plan, every: str, day: dt.date) -> Period | None:
    """The last whole period of the plan that is over on a day with its report day past; None before there is one.

    The report day is the earliest last good day the plan's duties of that rhythm have for the period, the period's own last day where
    none has. A period that began before the plan did is not whole; after the term its last period stays the last.
    """
    begin, end = asking_from(plan), asking_until(plan)
    here: Period | None = period_of(min(day, end) if end else day, every)
    days = list(_report_days(plan, every))
    while here is not None and (begin is None or here.start >= begin):
        known = [last for before, within, after in days if (last := last_good_day(here, before, within, next_period=after)) is not None]
        if max(here.end, min(known, default=here.end)) < day:
            return here
        here = here.before()
    return None


def _report_days(plan: Plan, every: str) -> Iterator[tuple[str | None, int | None, bool]]:
    for duty in plan.tables["duties"].values():
        if every_of(duty.get("every")) == every:
            yield duty.get("before"), duty.get("within_days"), bool(duty.get("year_after"))
