"""What is decided on an item: its text, who carries it out, by when; and notes. Prefilled from the item, never invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tui.model.fields import TABLES
from tui.model.plan import MISSING, subject_of
from tui.model.review import ReviewRefused, assign, decide, draft_for
from tui.model.text import N_, say
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.form import Form, picked_value
from tui.screens.dialogs.picking import picker_for
from tui.screens.refusals import under_fields
from tui.screens.review.agenda_data import title_of
from tui.screens.review.base import ReviewScreen
from tui.session.outcomes import Refused
from tui.store.presence import Place

_ASKED: Final = ("text", "owner", "partners", "due", "product")


def ask_decision(screen: ReviewScreen, subject: str, owner: str | None = None) -> None:
    """A form over the decision of an item: what it holds, else what the item says; ``owner`` takes the place of either's."""
    session, ui, words = screen.session, screen.ui, screen.words
    review = screen.review
    assert review is not None
    specs = [TABLES["decisions"][key] for key in _ASKED]
    start = _start(screen, subject)
    if owner is not None:
        start["owner"] = owner
        start["partners"] = [body for body in start.get("partners", ()) if body != owner]
        if not start["partners"]:
            del start["partners"]
    name = title_of(session.plan, subject, session.words)

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        values = {key: value for key, value in {**start, **changed}.items() if value is not MISSING}
        if not str(values.get("text", "")).strip():
            return {"text": words(N_("a decision needs a text"))}
        try:
            edits = decide(session.plan, review, subject, **values, once=session.workspace.once)
        except ReviewRefused as refused:
            return {"": words.sentence(refused.sentence)}
        outcome = session.commit(edits, say(N_("decision on “{name}”"), name=name)) if edits else None
        return under_fields(outcome, words) if isinstance(outcome, Refused) else {}

    def kept(changed: Mapping[str, Any] | None) -> None:
        if changed is not None:
            screen.tell(words(N_("decision on “{name}”"), name=name))

    form = Form(words, f"{words(TABLES['decisions'].one)} · {name}", specs, start, session.plan, submit)
    form.belongs_to = ("reviews", review, subject, "decision")
    decision = screen.item(subject).get("decision")
    form.filled_in = () if decision else start.keys()
    form.about = Place("decisions", decision, "") if decision else Place("reviews", review, "items")
    ui.push_screen(form, kept)


def _start(screen: ReviewScreen, subject: str) -> dict[str, Any]:
    known = screen.session.plan.get("decisions", screen.item(subject).get("decision", ""))
    if known is not None:
        return {key: known[key] for key in _ASKED if key in known}
    draft = draft_for(screen.session.plan, subject, screen.day)
    values = {"owner": draft.owner, "partners": list(draft.partners), "due": draft.due, "product": draft.product}
    return {key: value for key, value in values.items() if value}


def ask_owner(screen: ReviewScreen, subject: str) -> None:
    """Pick who carries out what was decided on an item, or the earlier decision it is about; else a decision is asked for."""
    session, ui, words = screen.session, screen.ui, screen.words
    spec = TABLES["decisions"]["owner"]
    named = subject_of(subject)
    decision = screen.item(subject).get("decision") or (named[1] if named is not None and named[0] == "decisions" else None)
    known = session.plan.get("decisions", decision or "")
    chosen = known.get("owner") if known is not None else _start(screen, subject).get("owner")

    def picked(found: list[str] | None) -> None:
        if found is None:
            return
        value = picked_value(spec, found)
        owner = None if value is MISSING else str(value)
        if known is None or decision is None:
            ask_decision(screen, subject, owner)
            return
        name = session.plan.short_of("agencies", owner) if owner else words(N_("nobody"))
        screen.change(lambda: assign(session.plan, decision, owner), say(N_("the decision is given to {name}"), name=name))

    title = words(N_("Who carries it out? {name}"), name=title_of(session.plan, subject, session.words))
    picker = picker_for(spec, session.plan, words, title, [chosen] if chosen else [], day=session.as_of)
    picker.creates = ui.creates(spec.table)
    ui.push_screen(picker, picked)


def ask_note(screen: ReviewScreen, subject: str, keep: Callable[[str], None]) -> None:
    """One line on what was said of an item; an empty one takes the note away."""
    old = str(screen.item(subject).get("note", ""))

    def answered(text: str | None) -> None:
        if text is not None:
            keep(text.strip())

    title = screen.words(N_("Note on “{name}”"), name=title_of(screen.session.plan, subject, screen.words))
    box = Ask(screen.words, title, old, lambda _: "")
    box.belongs_to = ("reviews", screen.review or "", subject, "note")
    screen.ui.push_screen(box, answered)
