"""Opening a meeting: its day, chair, secretary and place are asked; its list is the agenda as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tui.frames.insight.agenda import agenda
from tui.model.fields import TABLES
from tui.model.plan import MISSING, Plan, Values
from tui.model.review import open_review, set_of
from tui.model.text import N_, say
from tui.reports.agenda import recorded_why
from tui.screens.dialogs.form import Form
from tui.screens.refusals import under_fields
from tui.screens.review.base import ReviewScreen
from tui.session.outcomes import Refused
from tui.store.presence import Place

_ASKED: Final = ("date", "chair", "secretary", "place")


def ask_open(screen: ReviewScreen, opened: Callable[[str], None]) -> None:
    """Ask for the meeting's day and people, then add it as one undo step; ``opened`` gets its id."""
    session, ui, words = screen.session, screen.ui, screen.words
    specs = [TABLES["reviews"][key] for key in _ASKED]
    start: dict[str, Any] = {"date": session.as_of, **_as_last_time(session.plan)}
    made: list[str] = []

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        values = {key: value for key, value in {**start, **changed}.items() if value is not MISSING}
        found = agenda(session.frames, session.plan, session.as_of)
        items = [(item.subject, recorded_why(item)) for item in found.items]
        edits = open_review(session.plan, as_of=session.as_of, items=items, **values)
        outcome = session.commit(edits, say(N_("meeting of {day} opened"), day=values["date"]))
        if isinstance(outcome, Refused):
            return under_fields(outcome, words)
        made.append(edits[0].id)
        return {}

    def kept(_: Mapping[str, Any] | None) -> None:
        if made:
            opened(made[0])

    form = Form(words, words(N_("Open the meeting")), specs, start, session.plan, submit)
    form.belongs_to = ("reviews", "")
    form.filled_in = start.keys()
    ui.push_screen(form, kept)


def ask_change(screen: ReviewScreen) -> None:
    """The day and the people of the meeting in a form: one that was moved by a day keeps its list and what was made of it."""
    session, words, review = screen.session, screen.words, screen.review
    assert review is not None
    held = screen.meeting
    start = {key: held[key] for key in _ASKED if key in held}

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        edits = [set_of(session.plan, "reviews", review, key, value) for key, value in changed.items()]
        day = changed.get("date", held["date"])
        outcome = session.commit(edits, say(N_("meeting of {day} changed"), day=day)) if edits else None
        return under_fields(outcome, words) if isinstance(outcome, Refused) else {}

    def kept(changed: Mapping[str, Any] | None) -> None:
        if changed:
            screen.tell(words(N_("meeting of {day} changed"), day=changed.get("date", held["date"])))

    form = Form(words, words(N_("The meeting's day and people")), [TABLES["reviews"][key] for key in _ASKED], start, session.plan, submit)
    form.belongs_to = ("reviews", review, "about")
    form.filled_in = start.keys()
    form.about = Place("reviews", review, "date")
    screen.ui.push_screen(form, kept)


def _as_last_time(plan: Plan) -> Values:
    """Chair, secretary and place of the last meeting: they seldom change, and can be changed here."""
    held = list(plan.tables["reviews"].values())
    last: Values = max(held, key=lambda review: review["date"], default={})
    return {key: last[key] for key in _ASKED[1:] if key in last}
