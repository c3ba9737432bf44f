"""What a body owes in the words of a letter: a task, a report, an enterprise, or what a meeting decided or asked for, with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import LineKind, OverviewLine, Part
from tui.frames.methods.open_items import OpenAsk, open_asks
from tui.model.plan import Plan, subject_text
from tui.reports import letter_sentences as said
from tui.reports import official, sentences
from tui.reports.annex_rows import CellValue
from tui.reports.word.meeting import matter_words, meeting
from tui.reports.word.notice import SIGN as NOTICE_SIGN
from tui.reports.word.parties import plan_name
from tui.vocabulary.places import place_words

_OF_MEETINGS: Final = frozenset({LineKind.DECISION, LineKind.ASKED})
_KINDS: Final = (LineKind.TASK, LineKind.DECISION, LineKind.ASKED, LineKind.DUTY, LineKind.ENTERPRISE)


def owed_by_all(frames: Frames, as_of: dt.date) -> list[OverviewLine]:
    """What the overview calls late: tasks, what meetings asked for, then reports, then enterprises; in each the longest first."""
    late = overview(frames, as_of, ())[Part.LATE].lines
    return [line for kind in _KINDS for line in late if line.kind is kind]


def about_words(plan: Plan, owed: Sequence[OverviewLine]) -> str:
    """What a letter is about: only what is owed."""
    kinds = {line.kind for line in owed}
    if kinds == {LineKind.DUTY}:
        years = {line.numbers["year"] for line in owed}
        period = f" {period_of(owed[0])}" if len(owed) == 1 else f" năm {years.pop()}" if len(years) == 1 else ""
        return said.ABOUT_REPORTS.format(plan=plan_name(plan), period=period)
    if kinds <= _OF_MEETINGS:
        return said.ABOUT_MEETINGS.format(plan=plan_name(plan))
    matters = [words for of, words in _MATTERS if kinds & of]
    return said.ABOUT.format(matters=listed(matters), plan=plan_name(plan))


_MATTERS: Final = (
    (frozenset({LineKind.TASK}), said.MATTER_TASKS),
    (_OF_MEETINGS, said.MATTER_MEETINGS),
    (frozenset({LineKind.ENTERPRISE}), said.MATTER_ENTERPRISES),
    (frozenset({LineKind.DUTY}), said.MATTER_REPORTS),
)
_COUNTED: Final = (
    (frozenset({LineKind.TASK}), said.LATE_TASKS),
    (_OF_MEETINGS, said.LATE_MEETINGS),
    (frozenset({LineKind.DUTY}), said.LATE_DUTIES),
    (frozenset({LineKind.ENTERPRISE}), said.LATE_ENTERPRISES),
)


def counted_words(owed: Sequence[OverviewLine]) -> str:
    """``02 nhiệm vụ chưa hoàn thành, quá hạn và 01 báo cáo …``: how much is owed."""
    counts = [(template, sum(line.kind in of for line in owed)) for of, template in _COUNTED]
    return listed([template.format(n=official.count(n)) for template, n in counts if n])


def period_of(line: OverviewLine) -> str:
    """What a late report is about, in the words of papers."""
    return official.period(line.every, int(line.numbers["year"] or 0), int(line.numbers["period"] or 1))


def what_words(frames: Frames, line: OverviewLine, as_of: dt.date) -> str:
    """The matter with its place in the plan; of a meeting with the paper or the day it was asked at."""
    plan = frames.plan
    if line.kind in _OF_MEETINGS:
        return _of_meeting(frames, line, as_of)
    place = place_of(plan, line.table, line.id)
    if line.kind is LineKind.DUTY:
        what = plan.title_of("duties", line.id)
        return said.REPORT.format(period=period_of(line), what=f"{place}: {what}" if place else what)
    name = sentences.ARRANGING.format(name=plan.title_of(line.table, line.id))
    name = official.task_name(plan, line.id) if line.kind is LineKind.TASK else name
    return said.PLACED.format(name=name, place=place) if place else name


def place_of(plan: Plan, table: str, id: str) -> str:
    """Where a record stands in the document, as documents are cited; "" where it has no place: an id is none an office knows."""
    locator = (plan.get(table, id) or {}).get("locator")
    return place_words(str(locator)) if locator else ""


def _of_meeting(frames: Frames, line: OverviewLine, as_of: dt.date) -> str:
    """What was decided, with who leads it, or what was asked for, and where that stands: the notice by its number, else the meeting."""
    plan, ask = frames.plan, _ask(frames, line, as_of)
    where = _asked_at(frames, ask.meeting)
    if ask.outcome:
        matter = matter_words(plan, subject_text(*ask.record))
        return said.ASKED[ask.outcome].format(matter=matter, where=said.ASKED_AT.format(where=where) if where else "")
    decision = plan.tables["decisions"][ask.record[1]]
    owner = decision.get("owner")
    led = said.LED.format(body=official.names(plan, [owner])) if owner else ""
    beside = "; ".join(filter(None, (led, said.DECIDED_AT.format(where=where) if where else "")))
    text = " ".join(str(decision["text"]).split()).rstrip(".;")
    return said.PLACED.format(name=text, place=beside) if beside else text


def _ask(frames: Frames, line: OverviewLine, as_of: dt.date) -> OpenAsk:
    by_outcome = line.kind is LineKind.ASKED
    return next(ask for ask in open_asks(frames, as_of) if ask.record == (line.table, line.id) and bool(ask.outcome) is by_outcome)


def _asked_at(frames: Frames, review: str | None) -> str:
    """The notice of a meeting by its number, else the meeting by its day; "" where none is known."""
    plan = frames.plan
    if review is None or review not in plan.tables["reviews"]:
        return ""
    held = meeting(plan, frames, review)
    number, day = held.notice
    if not number:
        return said.AT_MEETING.format(day=f"{held.day:%d/%m/%Y}")
    of = f" ngày {day:%d/%m/%Y}" if day is not None else ""
    return said.IN_NOTICE.format(number=official.paper_number(number, NOTICE_SIGN, official.issuer_sign(plan)), day=of)


def deadline(line: OverviewLine) -> CellValue:
    """The last good day of a matter in a table; of a report the day before which it was to come."""
    if line.day is None:
        return ""
    return official.before_words(line.day) if line.kind is LineKind.DUTY else line.day


def when_words(line: OverviewLine) -> str:
    """By when, and how many days it is late."""
    late = official.count(int(line.numbers["days_late"] or 0))
    if line.kind is LineKind.DUTY:
        return said.SEND_BY.format(day=official.before_words(line.day), n=late)
    return said.DUE_ON.format(day=f"ngày {line.day:%d/%m/%Y}", n=late)


def listed(parts: list[str]) -> str:
    """``a, b và c``."""
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
