"""A form for a new record: from its table, or from a list in which it was not found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from tui.model.edits import AddRecord
from tui.model.fields import TABLES
from tui.model.plan import MISSING, Plan, title_in
from tui.model.text import N_, Sentence, say
from tui.screens.refusals import under_fields
from tui.screens.ui import Ui
from tui.session.outcomes import Refused
from tui.store.log.draft import DraftPlace

_MOST_FORMS: Final = 3
"""Forms that stand one above the other: each is drawn over all those below it, and nobody knows any more what they are making."""


def ask_new_record(ui: Ui, table: str, start: Mapping[str, Any], made: Callable[[str], None], first: str = "") -> None:
    """Ask for the fields of a new record, which is one undo step; ``made`` is told its id when the form is kept."""
    from tui.screens.dialogs.form import Form

    words, workspace, spec = ui.session.words, ui.session.workspace, TABLES[table]
    added: list[str] = []

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        merged = {**start, **changed}
        values = {f.key: merged[f.key] for f in spec.fields if merged.get(f.key, MISSING) is not MISSING}
        id = workspace.new_id(table, values)
        label = say(N_("new record “{name}”"), name=title_in(table, id, values))
        outcome = ui.session.commit([AddRecord(table, id, values, _place(workspace.plan, table, values))], label)
        if isinstance(outcome, Refused):
            return under_fields(outcome, words)
        added.append(id)
        return {}

    def kept(changed: Mapping[str, Any] | None) -> None:
        if added:
            made(added[0])

    form = Form(words, words(N_("New: {what}"), what=Sentence(spec.one)), spec.fields, start, workspace.plan, submit)
    form.belongs_to = _new_of(ui, table)
    form.filled_in = start.keys()
    form.first = first
    ui.push_screen(form, kept)


def _new_of(ui: Ui, table: str) -> DraftPlace:
    """Where the draft of a new record of a table belongs: of one that another one of its table waits for, to itself."""
    below = sum(getattr(screen, "belongs_to", ())[:2] == (table, "") for screen in ui.screen_stack)
    return (table, "", str(below)) if below else (table, "")


def _place(plan: Plan, table: str, values: Mapping[str, Any]) -> int | None:
    """After the last record that stands under the same; at the end where there is none."""
    key = TABLES[table].parent
    if key is None:
        return None
    last = [i for i, other in enumerate(plan.tables[table].values()) if other.get(key) == values.get(key)]
    return last[-1] + 1 if last else None


def creates(ui: Ui, table: str | None) -> Callable[[str, Callable[[str], None]], None] | None:
    """What makes a new record of a table for a list of its records; None where who is there may not add one, or is making several."""
    from tui.screens.dialogs.form import Form

    session = ui.session
    if table is None or session.workspace.readonly or session.proposing is not None:
        return None
    if sum(isinstance(screen, Form) for screen in ui.screen_stack) >= _MOST_FORMS:
        return None

    def ask(text: str, made: Callable[[str], None]) -> None:
        start = _said_by(table, text) if text else {}
        ask_new_record(ui, table, start, made, _first_empty(table, start))

    return ask


def _named_by(table: str, text: str) -> str:
    """The field a text names a record by: the number of a document where it has digits, else its title."""
    spec = TABLES[table]
    if table == "documents":
        return "number" if any(letter.isdigit() for letter in text) else "about"
    return spec.title


def _said_by(table: str, text: str) -> dict[str, Any]:
    """What a text says of a new record: its name, and of a document the kind that the letters of its number stand for."""
    key = _named_by(table, text)
    said = {key: text}
    if key == "number":
        from tui.exchange.document.citations import kind_of_number

        if kind := kind_of_number(text):
            said["kind"] = kind
    return said


def _first_empty(table: str, filled: Collection[str]) -> str:
    """The first field that has to be filled in and is not."""
    return next((f.key for f in TABLES[table].fields if f.required and f.key not in filled), "")
