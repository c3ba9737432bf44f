"""The lines of the agenda: a heading for each body that answers, under it one line an item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import attrs
from rich.cells import cell_len
from textual.content import Content

from tui.frames.insight.agenda import agenda
from tui.frames.insight.agenda_items import AgendaItem
from tui.model.plan import Values
from tui.model.review import considered, draft_for
from tui.model.text import N_, printable
from tui.reports.agenda import group_name, kept_why, why_of
from tui.screens.review.agenda_data import KIND_LOOKS, considered_words, items_on_list, left_words, one_of, outcome_words, title_of
from tui.screens.review.item_facts import frozen_state, frozen_value
from tui.widgets.cells import whole_parts
from tui.widgets.tones import STYLES
from tui.widgets.twins import Names

if TYPE_CHECKING:
    from tui.session.session import Session


_OF_REASON: Final = 0.4
"""Of a line that is left to the reason in any case."""
_NAME: Final = 14
"""Cells of a name that are left to it beside a reason with its day."""
_LEAST_NAME: Final = 8
"""Cells of a name that are shown in any case."""


@attrs.frozen
class Row:
    """One line of the list; ``subject`` None for a heading."""

    text: Content
    subject: str | None = None


def rows_of(session: Session, review: str | None, day: dt.date, width: int) -> list[Row]:
    """The list of a meeting in its own order; while there is none, what the day's agenda holds; of a closed one what it kept."""
    meeting = session.plan.get("reviews", review or "")
    if meeting is None:
        return list(_built(session, day, width))
    if "closed_on" in meeting:
        return list(_kept(session, meeting, day, width))
    return list(_listed(session, meeting, day, width))


def _heading(text: str) -> Row:
    return Row(Content.styled(printable(text), "bold"))


def _built(session: Session, day: dt.date, width: int) -> Iterator[Row]:
    found = agenda(session.frames, session.plan, day)
    names = Names(item.title for item in found.items)
    for group in found.groups:
        yield _heading(f"{group_name(group, session.plan, session.words)}: {len(group.items)}")
        for item in group.items:
            yield _row(session, item.subject, item, why_of(item, session.words), "", names, width)


def _listed(session: Session, meeting: Values, day: dt.date, width: int) -> Iterator[Row]:
    known = items_on_list(session, day)
    names = Names(title_of(session.plan, item["subject"], session.words, known.get(item["subject"])) for item in meeting.get("items", ()))
    before: str | None = ""
    for item in meeting.get("items", ()):
        subject, found = item["subject"], known.get(item["subject"])
        body = found.body if found is not None else draft_for(session.plan, subject, day).owner
        if body != before:
            before = body
            nobody = session.words(N_("Nobody clearly answers for it"))
            yield _heading(session.plan.title_of("agencies", body) if body is not None else nobody)
        why = why_of(found, session.words) if found is not None else kept_why(item, session.words)
        yield _row(session, subject, found, why, outcome_words(item, session.words), names, width)


def _kept(session: Session, meeting: Values, day: dt.date, width: int) -> Iterator[Row]:
    """The items with the state of that day; then everything else the meeting kept."""
    words = session.words
    kept: Mapping[str, Values] = {entry["subject"]: entry for entry in meeting.get("frozen", ())}
    items = meeting.get("items", ())
    spoken = {item["subject"] for item in items}
    names = Names(title_of(session.plan, entry["subject"], session.words) for entry in (*items, *kept.values()))
    done, left = ([item for item in items if considered(item) is wanted] for wanted in (True, False))
    for part, heading in ((done, considered_words(len(done), words)), (left, left_words(len(left), words))):
        if part:
            yield _heading(heading)
        for item in part:
            entry = kept.get(item["subject"])
            state = frozen_state(entry, words) if entry is not None else one_of(item["subject"], words)
            title, why = title_of(session.plan, item["subject"], session.words), kept_why(item, words)
            yield _row_of(title, ("", state), why, outcome_words(item, words), names, width, item)
    rest = [entry for subject, entry in kept.items() if subject not in spoken]
    if rest:
        yield _heading(words(N_("How everything else stood on {day}"), day=day))
    for entry in rest:
        numbers = frozen_value(entry, session)
        yield _row_of(
            title_of(session.plan, entry["subject"], session.words), ("", frozen_state(entry, words)), numbers, "", names, width, entry
        )


def _row(session: Session, subject: str, found: AgendaItem | None, why: str, outcome: str, names: Names, width: int) -> Row:
    if found is None:
        state = ("", f"· {one_of(subject, session.words)}")
    else:
        look, kind = KIND_LOOKS[found.kinds[0]], session.words(found.kinds[0].label)
        state = (STYLES[look.tone], f"{look.glyph} {kind}")
        why = why.removeprefix(kind).lstrip(" ,;") or why  # not what its kind says already
        if cell_len(why) > width * _OF_REASON:
            why = next((days for days in _late_by(why, session) if days[:1].isdigit()), why)
    return _row_of(title_of(session.plan, subject, session.words, found), state, why, outcome, names, width, {"subject": subject})


def _late_by(why: str, session: Session) -> Iterator[str]:
    """A reason without the words of lateness it begins with, which the kind of its item says: the days and the day are what is read."""
    for kind in KIND_LOOKS:
        label = f"{session.words(kind.label)} "
        if why.startswith(label):
            yield why.removeprefix(label)


def _row_of(title: str, state: tuple[str, str], why: str, outcome: str, names: Names, width: int, item: Values) -> Row:
    """Glyph and words of why it is here, its name, and the reason or, once there is one, the outcome at the right end."""
    style, said = state
    told = printable(f"→ {outcome}" if outcome else why)
    room = width - cell_len(f"   {said} · ") - 2
    with_day = cell_len(told[: told.find(")") + 1]) + 1  # and the sign that more was said
    left = max(min(int(width * _OF_REASON), room - _LEAST_NAME), room - cell_len(printable(title)), min(with_day, room - _NAME))
    told = whole_parts(told, left)
    name = names.fit(title, max(_LEAST_NAME, room - cell_len(told)))
    text = Content.assemble("   ", (said, style), " · ", name, "  ", (told, "bold" if outcome else ""))
    return Row(text, item["subject"])
