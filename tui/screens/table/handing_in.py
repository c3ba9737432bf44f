"""A duty's reports: of which year, who has handed in and who has not, and a report marked as handed in on a day."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tui.frames.methods.tasks import HANDED_IN, TaskState, duty_states, holidays, near_days
from tui.i18n.words import Unreadable
from tui.model.duties import hand_in, handed_in
from tui.model.succession import holders_on
from tui.model.text import N_, say
from tui.reports.labels import record_label
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.refusals import in_a_line
from tui.screens.table.editing import Editing
from tui.session.outcomes import Refused


def ask_hand_in(screen: Editing) -> None:
    """Ask for year, body and day; backing out of any step changes nothing. Years and bodies say how they stand."""
    id = screen.table.current_id
    assert id is not None
    years = _years(screen, id)
    items = [Item(str(year), _year_line(screen, id, year)) for year in years]
    title = screen.words(N_("The report of which year? {what}"), what=screen.session.plan.title_of("duties", id))

    def picked(found: list[str] | None) -> None:
        if found:
            _ask_body(screen, id, int(found[0]))

    screen.ui.push_screen(Picker(screen.words, title, items, [str(years[0])]), picked)


def _years(screen: Editing, id: str) -> list[int]:
    """From the duty's first year, or that of the term, to that of the day, the last first."""
    plan, now = screen.session.plan, screen.session.as_of.year
    first = plan.tables["duties"][id].get("first", plan.years.start if plan.years else now)
    return list(range(max(first, now), min(first, now) - 1, -1)) if first <= now else [first]


def _states(screen: Editing, id: str, year: int) -> list[dict[str, object]]:
    session = screen.session
    found = duty_states(session.frames, session.as_of, near_days(session.frames), holidays(session.frames), year)
    return found.filter((pl.col("id") == id) & pl.col("agency").is_not_null()).to_dicts()


def _year_line(screen: Editing, id: str, year: int) -> str:
    rows = _states(screen, id, year)
    n = sum(row["state"] in HANDED_IN for row in rows)
    return f"{year}: {screen.words(N_('handed in: {n} of {all}'), n=n, all=len(rows))}"


def _ask_body(screen: Editing, id: str, year: int) -> None:
    """The bodies the duty names first, each as it stands; then all others: a member of a group may hand in by itself."""
    words, plan = screen.words, screen.session.plan
    rows = _states(screen, id, year)
    items, named = [], set()
    for row in rows:
        agency = str(row["agency"])
        body = _body_of(screen, agency, row["last_good"])
        named |= {agency, body}
        line = f"{_mark(row)} {plan.short_of('agencies', body)} · {_said(screen, row)}"
        items.append(Item(body, line, f"{agency} {plan.title_of('agencies', body)}"))
    for agency in plan.tables["agencies"]:
        if agency not in named:
            entry = handed_in(plan, id, agency, year)
            day = f" · {words(N_('handed in {day}'), day=entry.get('on') or words(N_('on an unknown day')))}" if entry is not None else ""
            items.append(Item(agency, f"{'✓' if day else ' '} {record_label('agencies', agency, plan)}{day}"))
    waiting = [item.id for item, row in zip(items, rows, strict=False) if row["state"] not in HANDED_IN]

    def picked(found: list[str] | None) -> None:
        if found:
            _ask_day(screen, id, found[0], year)

    title = words(N_("Who has handed in the report of {year}?"), year=year)
    screen.ui.push_screen(Picker(words, title, items, waiting[:1]), picked)


def _body_of(screen: Editing, agency: str, last_good: object) -> str:
    """Who stands for the body on the last good day, or by now; the body itself where that is not one."""
    day = min(screen.session.as_of, last_good) if isinstance(last_good, dt.date) else screen.session.as_of
    held = holders_on(screen.session.plan, agency, day)
    return held[0] if len(held) == 1 else agency


def _mark(row: dict[str, object]) -> str:
    return "✓" if row["state"] in HANDED_IN else "!" if row["state"] == TaskState.LATE else "–"


def _said(screen: Editing, row: dict[str, object]) -> str:
    words = screen.words
    if row["state"] not in HANDED_IN:
        late = row["days_late"]
        return words(N_("not handed in, days late: {n}"), n=late) if late else words(N_("not handed in yet"))
    told = words(N_("handed in {day}"), day=row["handed_on"] or words(N_("on an unknown day")))
    return f"{told}, {words(N_('days late: {n}'), n=row['days_late'])}" if row["days_late"] else told


def _ask_day(screen: Editing, id: str, agency: str, year: int) -> None:
    """The day of view is suggested; an empty day is one that nobody knows."""
    words, session, ui = screen.words, screen.session, screen.ui
    known = (handed_in(session.plan, id, agency, year) or {}).get("on")

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
        label = say(N_("report of {year} handed in by {name}"), year=year, name=name)
        outcome = session.commit(hand_in(session.plan, id, agency, year, read(text)), label)
        if isinstance(outcome, Refused):
            screen.tell(in_a_line(outcome, words), bad=True)
        else:
            screen.tell(words.sentence(label))

    title = words(N_("Handed in on which day? {name}, {year}"), name=session.plan.short_of("agencies", agency), year=year)
    box = Ask(words, title, words.typed_date(known or session.as_of), check, told)
    box.belongs_to = ("indicators", id, "handed_in", agency, str(year))
    ui.push_screen(box, answered)
