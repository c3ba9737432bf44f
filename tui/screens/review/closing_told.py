"""What closing a meeting will write, told before it is: the notice, tasks and entries, what is asked of whom, what returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from tui.model.asking import asked_of
from tui.model.counting import unsaved_changes
from tui.model.edits import AddRecord, Edit, SetField
from tui.model.fields import OUTCOMES
from tui.model.plan import Plan, Values
from tui.model.review import considered
from tui.model.text import N_, printable
from tui.screens.review.agenda_data import considered_words, left_words, title_of

if TYPE_CHECKING:
    from tui.i18n.words import Words
    from tui.session.session import Session

_MOST: Final = 200
"""Items not considered that are named, in a text that is scrolled; how many there are is said in any case."""
_OUTCOMES: Final = {choice.value: choice.label for choice in OUTCOMES}


def closing_lines(session: Session, review: str, edits: Sequence[Edit], day: dt.date) -> list[str]:
    """The lines, each of what happened or will be written; nothing of what did not."""
    plan, words = session.plan, session.words
    items: Sequence[Values] = (plan.get("reviews", review) or {}).get("items", ())
    done = [item for item in items if considered(item)]
    told = [*_saved_first(session), considered_words(len(done), words) + "."]
    told += _decided(plan, review, edits, words)
    told += _asked(plan, review, words)
    parked = [item["subject"] for item in items if item.get("outcome") == "parked"]
    told += [words(N_("Put off to the next meeting: {name}"), name=title_of(plan, subject, words)) for subject in parked]
    frozen = next((edit.new for edit in edits if isinstance(edit, SetField) and edit.field == "frozen"), ())
    kept = words.count("How {n} record stands is kept", "How {n} records stand is kept", len(frozen))
    told.append(f"{kept} ({words(N_('seen from {day}'), day=day)}).")
    return [*told, *_left(plan, [item["subject"] for item in items if not considered(item)], words)]


def _saved_first(session: Session) -> Iterator[str]:
    """What is written into the file before anything else, so that what the meeting keeps is a state of the file."""
    words, unsaved = session.words, unsaved_changes(session.workspace)
    if unsaved:
        counted = words.count("{n} unsaved change", "{n} unsaved changes", unsaved)
        yield words(N_("Written into {file} first: {counted}."), file=printable(session.loaded.state.path.name), counted=counted)
        yield words(N_("Closing then makes the following, as one step that u takes back; it is saved when you say so."))


def _decided(plan: Plan, review: str, edits: Sequence[Edit], words: Words) -> Iterator[str]:
    """The notice, new tasks, entries in logs, earlier decisions that are done; then the decisions that stay decisions."""
    became = {edit.id for edit in edits if isinstance(edit, SetField) and (edit.table, edit.field) == ("decisions", "task")}
    for edit in edits:
        if isinstance(edit, AddRecord) and edit.table == "documents":
            yield words(N_("New document: {name}"), name=edit.values["about"])
        elif isinstance(edit, AddRecord):
            task = edit.values
            yield words(N_("New task: {name}"), name=_given(plan, task["summary"], task.get("leads", ()), task, words))
        elif not isinstance(edit, SetField):
            continue
        elif (edit.table, edit.field) == ("tasks", "log"):
            for entry in edit.new[len((plan.get("tasks", edit.id) or {}).get("log", ())) :]:
                yield words(N_("Entry in the log of “{task}”: {text}"), task=plan.title_of("tasks", edit.id), text=entry["text"])
        elif (edit.table, edit.field) == ("decisions", "status"):
            yield words(N_("Earlier decision done: {name}"), name=plan.title_of("decisions", edit.id))
    for asked in asked_of(plan, review):
        values = plan.get("decisions", asked.decision or "")
        if asked.decision is not None and values is not None and asked.decision not in became and "task" not in values:
            owner = () if asked.owner is None else (asked.owner,)
            text = " ".join(str(values["text"]).split())
            yield words(N_("Decision to follow up: {name}"), name=_given(plan, text, owner, values, words))


def _asked(plan: Plan, review: str, words: Words) -> Iterator[str]:
    for asked in asked_of(plan, review):
        if asked.decision is None:
            owner = () if asked.owner is None else (asked.owner,)
            what = _given(plan, title_of(plan, asked.subject, words), owner, {"due": asked.due} if asked.due else {}, words)
            outcome = words(_OUTCOMES[asked.outcome])
            yield f"{outcome[:1].upper()}{outcome[1:]}: {what}"


def _given(plan: Plan, name: str, bodies: Sequence[str], values: Any, words: Words) -> str:
    """A name, who is to do it and by when; what nobody has said is told as such."""
    who = ", ".join(plan.short_of("agencies", body) for body in bodies) or words(N_("nobody named"))
    due = words(N_("last day {day}"), day=values["due"]) if "due" in values else words(N_("no day named"))
    return f"{name} ({who}; {due})"


def _left(plan: Plan, subjects: Sequence[str], words: Words) -> Iterator[str]:
    if not subjects:
        return
    yield left_words(len(subjects), words) + ":"
    yield from (f"· {title_of(plan, subject, words)}" for subject in subjects[:_MOST])
    if len(subjects) > _MOST:
        yield words.count("and {n} more", "and {n} more", len(subjects) - _MOST)
