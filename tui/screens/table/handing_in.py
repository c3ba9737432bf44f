"""A duty's reports: of which period, who has handed in and who has not, and a report marked as handed in on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from tui.frames.methods.duties import duty_reports
from tui.frames.methods.tasks import HANDED_IN, TaskState
from tui.i18n.words import Unreadable
from tui.model.duties import hand_in, handed_in
from tui.model.periods import YEARLY, Period
from tui.model.succession import holders_on
from tui.model.text import N_, say
from tui.reports.labels import record_label
from tui.screens.dialogs.ask import ask_offered
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.refusals import in_a_line
from tui.screens.table.editing import Editing
from tui.session.outcomes import Refused


def ask_hand_in(screen: Editing) -> None:
    """Ask for report, body and day; backing out of any step changes nothing. Reports and bodies say how they stand."""
    id = screen.table.current_id
    assert id is not None
    periods = _periods(screen, id)
    if not periods:
        screen.tell(screen.words(N_("the plan asks for no report of it in its term")), bad=True)
        return
    items = [Item(_key(period), _period_line(screen, id, period)) for period in periods]
    title = screen.words(N_("Which report? {what}"), what=screen.session.plan.title_of("duties", id))

    def picked(found: list[str] | None) -> None:
        if found:
            _ask_body(screen, id, next(period for period in periods if _key(period) == found[0]))

    screen.ui.push_screen(Picker(screen.words, title, items, [items[0].id]), picked)


def _key(period: Period) -> str:
    return f"{period.year}/{period.number}"


def _periods(screen: Editing, id: str) -> list[Period]:
    """Every report asked for that began by the day, the last first; the first one where none has."""
    asked = dict.fromkeys(Period(row["every"], row["year"], row["period"]) for row in _reports(screen, id))
    begun = [period for period in asked if period.start <= screen.session.as_of]
    return begun[::-1] or list(asked)[:1]


def _reports(screen: Editing, id: str) -> list[dict[str, Any]]:
    session = screen.session
    found = duty_reports(session.frames, session.as_of)
    return found.filter(pl.col("id") == id).to_dicts()


def _states(screen: Editing, id: str, period: Period) -> list[dict[str, Any]]:
    known = (period.year, period.number)
    return [row for row in _reports(screen, id) if (row["year"], row["period"]) == known and row["agency"] is not None]


def _period_line(screen: Editing, id: str, period: Period) -> str:
    rows = _states(screen, id, period)
    n = sum(row["state"] in HANDED_IN for row in rows)
    told = screen.words(N_("handed in: {n} of {all}"), n=n, all=len(rows))
    waived = f" · {screen.words(N_('waived'))}" if any(row["waived"] for row in rows) else ""
    return f"{_told(screen, period)}: {told}{waived}"


def _told(screen: Editing, period: Period) -> str:
    """The period in words, a year as its number."""
    return str(period.year) if period.every == YEARLY else screen.words.sentence(period.words)


def _ask_body(screen: Editing, id: str, period: Period) -> None:
    """The bodies the duty asks first, each as it stands; then all others: a member of a group may hand in by itself."""
    words, plan = screen.words, screen.session.plan
    rows = _states(screen, id, period)
    items, named = [], set()
    for row in rows:
        agency = str(row["agency"])
        body = _body_of(screen, agency, row["last_good"])
        named |= {agency, body}
        line = f"{_mark(row)} {plan.short_of('agencies', body)} · {_said(screen, row)}"
        items.append(Item(body, line, f"{agency} {plan.title_of('agencies', body)}"))
    for agency in plan.tables["agencies"]:
        if agency not in named:
            entry = handed_in(plan, id, agency, period.year, period.within_year)
            day = f" · {words(N_('handed in {day}'), day=entry.get('on') or words(N_('on an unknown day')))}" if entry is not None else ""
            items.append(Item(agency, f"{'✓' if day else ' '} {record_label('agencies', agency, plan, words)}{day}"))
    waiting = [item.id for item, row in zip(items, rows, strict=False) if row["state"] not in HANDED_IN]

    def picked(found: list[str] | None) -> None:
        if found:
            _ask_day(screen, id, found[0], period)

    title = words(N_("Who has handed in the report of {period}?"), period=period.words)
    screen.ui.push_screen(Picker(words, title, items, waiting[:1]), picked)


def _body_of(screen: Editing, agency: str, last_good: object) -> str:
    """Who stands for the body on the last good day, or by now; the body itself where that is not one."""
    day = min(screen.session.as_of, last_good) if isinstance(last_good, dt.date) else screen.session.as_of
    held = holders_on(screen.session.plan, agency, day)
    return held[0] if len(held) == 1 else agency


def _mark(row: dict[str, Any]) -> str:
    return "✓" if row["state"] in HANDED_IN else "!" if row["state"] == TaskState.LATE else "–"


def _said(screen: Editing, row: dict[str, Any]) -> str:
    words = screen.words
    if row["state"] not in HANDED_IN:
        late = row["days_late"]
        return words(N_("not handed in, days late: {n}"), n=late) if late else words(N_("not handed in yet"))
    told = words(N_("handed in {day}"), day=row["handed_on"] or words(N_("on an unknown day")))
    return f"{told}, {words(N_('days late: {n}'), n=row['days_late'])}" if row["days_late"] else told


def _ask_day(screen: Editing, id: str, agency: str, period: Period) -> None:
    """The day of view is suggested; an empty day is one that nobody knows."""
    words, session, ui = screen.words, screen.session, screen.ui
    known = (handed_in(session.plan, id, agency, period.year, period.within_year) or {}).get("on")

    def read(text: str) -> dt.date | None:
        return words.read_date(text, session.as_of) if text.strip() else None

    def check(text: str) -> str:
        try:
            day = read(text)
        except Unreadable as fault:
            return words.sentence(fault.sentence)
        return words(N_("{day} is after the day of view"), day=day) if day is not None and day > session.as_of else ""

    def told(text: str) -> str:
        if not text.strip():
            return words(N_("on an unknown day"))
        return "" if check(text) else words.date(read(text))

    def answered(text: str | None) -> None:
        if text is None:
            return
        name = session.plan.short_of("agencies", agency)
        label = say(N_("report of {period} handed in by {name}"), period=period.words, name=name)
        outcome = session.commit(hand_in(session.plan, id, agency, period.year, read(text), period=period.within_year), label)
        if isinstance(outcome, Refused):
            screen.tell(in_a_line(outcome, words), bad=True)
        else:
            screen.tell(words.sentence(label))

    title = words(N_("Handed in on which day? {name}, {period}"), name=session.plan.short_of("agencies", agency), period=period.words)
    box = ask_offered(words, title, words.typed_date(known or session.as_of), check, told)
    box.belongs_to = ("duties", id, "handed_in", agency, _key(period))
    ui.push_screen(box, answered)
