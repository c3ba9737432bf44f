"""The days a plan waits for, as a calendar: reports that are due, tasks, what meetings asked for, enterprises' windows, meetings.

What is done is no longer in it; what is late stays on the day it was due. A calendar that takes the file in again knows each
by its id, also after its day was moved.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Final

import attrs
import icalendar
import polars as pl

from tui import __version__
from tui.frames.build import Frames
from tui.frames.methods.duties import owed_reports
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.methods.open_items import open_asks
from tui.frames.methods.ownership import enterprise_holders, task_holders
from tui.frames.methods.tasks import HANDED_IN, task_states
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.periods import period_words
from tui.model.plan import Plan
from tui.model.text import N_, printable
from tui.reports.status import plan_title

_DONE: Final = [state.value for state in HANDED_IN]


@attrs.frozen
class DueDay:
    """One day: of which record (and which report of it), what is due, and of whom (ids of bodies, as of the day of view)."""

    table: str
    id: str
    day: dt.date
    title: str
    who: tuple[str, ...] = ()
    part: str = ""
    """Which of the record's days it is, where it has several."""
    outcome: str = ""
    """What a meeting asked for about the record by an outcome alone, "" where the day is the record's own."""


def due_days(frames: Frames, plan: Plan, as_of: dt.date, words: Words, agency: str | None = None) -> list[DueDay]:
    """The days of all that is open on a day, in their order; of one body only those it has a part in."""
    found = [
        *_reports(frames, plan, as_of, words),
        *_tasks(frames, plan, as_of),
        *_asked(frames, plan, as_of),
        *_enterprises(frames, plan, as_of),
        *_meetings(plan, as_of),
    ]
    return sorted((one for one in found if agency is None or agency in one.who), key=lambda one: (one.day, one.table, one.id, one.part))


def _reports(frames: Frames, plan: Plan, as_of: dt.date, words: Words) -> Iterator[DueDay]:
    """A day for each report of each duty that some body still owes, with all that do on the day of view."""
    owed = owed_reports(frames, as_of).filter(pl.col("last_good").is_not_null())
    by_report = owed.group_by("id", "every", "year", "period", "last_good", maintain_order=True).agg(pl.col("holder").drop_nulls())
    for id, every, year, period, day, who in by_report.iter_rows():
        title = f"{plan.title_of('duties', id)} – {words.sentence(period_words(every, year, period))}"
        yield DueDay("duties", id, day, title, tuple(dict.fromkeys(who)), f"{year}-{period}")


def _tasks(frames: Frames, plan: Plan, as_of: dt.date) -> Iterator[DueDay]:
    states = task_states(frames, as_of).filter(pl.col("due").is_not_null() & ~pl.col("state").is_in(_DONE))
    holders = task_holders(frames, as_of).group_by("task", maintain_order=True).agg("holder")
    for id, day, who in states.join(holders, left_on="id", right_on="task", how="left").select("id", "due", "holder").iter_rows():
        yield DueDay("tasks", id, day, plan.title_of("tasks", id), tuple(who or ()))


def _asked(frames: Frames, plan: Plan, as_of: dt.date) -> Iterator[DueDay]:
    """The days of decisions, and of what a meeting asked for by an outcome alone."""
    for ask in open_asks(frames, as_of):
        part = f"{ask.outcome}.{ask.meeting}" if ask.outcome else ""
        yield DueDay(*ask.record, ask.due, plan.title_of(*ask.record), ask.who, part, ask.outcome)


def _enterprises(frames: Frames, plan: Plan, as_of: dt.date) -> Iterator[DueDay]:
    settled = (EnterpriseVerdict.DONE.value, EnterpriseVerdict.KEEPING.value)
    waiting = enterprise_verdicts(frames, as_of).filter(~pl.col("verdict").is_in(list(settled)))
    holders = dict(enterprise_holders(frames, as_of).select("id", "who").iter_rows())
    for id in waiting["id"]:
        end = (plan.tables["enterprises"][id].get("window") or {}).get("end")
        if end is not None:
            yield DueDay("enterprises", id, end, plan.title_of("enterprises", id), tuple(holders.get(id) or ()))


def _meetings(plan: Plan, as_of: dt.date) -> Iterator[DueDay]:
    """The meetings to come: everybody's."""
    for id, review in plan.tables["reviews"].items():
        if review["date"] >= as_of and not review.get("closed_on"):
            yield DueDay("reviews", id, review["date"], str(review.get("place", "")))


# -- as a file --------------------------------------------------------------------------------------------------------

_SAID: Final = {
    "duties": N_("Report due"),
    "tasks": N_("Task due"),
    "decisions": N_("Conclusion due"),
    "enterprises": N_("Last day of the arrangement"),
    "reviews": N_("Review meeting"),
}
_ASKED: Final = {"accelerate": N_("Speed-up due"), "report_back": N_("Report back due")}


def as_calendar(found: list[DueDay], plan: Plan, as_of: dt.date, words: Words) -> bytes:
    """An iCalendar file (RFC 5545) with one event of a whole day for each; texts in the user's language."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//kehoach//kehoach {__version__}//{words.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", printable(plan_title(plan)))
    whose = hashlib.blake2b(str(plan.header.get("title", "")).encode(), digest_size=6).hexdigest()
    for one in found:
        event = icalendar.Event()
        part = f".{one.part}" if one.part else ""
        event.add("uid", f"{one.table}.{one.id}{part}.{whose}@kehoach")
        event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
        event.add("dtstart", one.day)
        event.add("dtend", one.day + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", _summary(one, as_of, words))
        event.add("description", _bodies(one, plan) or printable(words(TABLES[one.table].one)))
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def calendar_text(found: list[DueDay], plan: Plan, as_of: dt.date, words: Words) -> str:
    """The same days to be looked at before the file is written: a line each, with the bodies it is of."""
    if not found:
        return words(N_("Nothing is waited for on this day.")) + "\n"
    lines = []
    for one in found:
        bodies = _bodies(one, plan)
        lines.append(f"{words.date(one.day)}  {_summary(one, as_of, words)}" + (f" · {bodies}" if bodies else ""))
    return "\n".join(lines) + "\n"


def _summary(one: DueDay, as_of: dt.date, words: Words) -> str:
    said = words(_ASKED[one.outcome] if one.outcome else _SAID[one.table])
    late = f" ({words(N_('late'))})" if one.day < as_of else ""
    return printable(f"{said}{late}: {one.title}" if one.title else said)


def _bodies(one: DueDay, plan: Plan) -> str:
    return printable("; ".join(plan.short_of("agencies", body) for body in one.who))
