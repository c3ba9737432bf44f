"""A form over fields of one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.model.edits import AddRecord
from tui.model.fields import TABLES, FieldSpec
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, say
from tui.screens.changed_words import changed_words
from tui.screens.refusals import under_fields
from tui.screens.ui import Ui
from tui.session.outcomes import Refused


def open_form(ui: Ui, table: str, id: str, specs: Sequence[FieldSpec], screen: Any, first: str | None = None) -> None:
    """A form over fields of one record; one undo step when it is kept.

    It begins at the field ``first``, where it has that one; else at the first a review asks for, else at the first of all.
    """

    from tui.screens.dialogs.form import Form
    from tui.screens.table.asked_first import to_make

    workspace = ui.session.workspace
    words = ui.session.words
    record = workspace.plan.get(table, id) or {}
    name = workspace.plan.called(table, id)

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        if not changed:
            return {}
        if workspace.plan.get(table, id) is None:  # the header of a file that has none yet
            kept = {spec.key: changed[spec.key] for spec in TABLES[table] if changed.get(spec.key, MISSING) is not MISSING}
            outcome = ui.session.commit([AddRecord(table, id, kept)], say(N_("new: {name}"), name=Sentence(TABLES[table].label)))
            return under_fields(outcome, words) if isinstance(outcome, Refused) else {}
        edits = [workspace.set_field(table, id, key, value) for key, value in changed.items()]
        if len(edits) == 1:
            label = say(N_("{field} of “{name}”"), field=Sentence(TABLES[table][edits[0].field].label), name=name)
        else:
            label = say(N_("{count} fields of “{name}”"), count=len(edits), name=name)
        made = to_make(ui, edits, label, lambda: form.dismiss(None))
        if made is None:
            return {"": words(N_("it is asked first why this changes"))}
        outcome = ui.session.commit(made, label)
        if isinstance(outcome, Refused):
            return under_fields(outcome, words)
        told.append(changed_words(ui.session, made, name, screen.size.width))
        return {}

    def kept(changed: Mapping[str, Any] | None) -> None:
        if told:
            screen.tell(told[-1])

    told: list[str] = []

    title = words(TABLES[table].label) if TABLES[table].single else f"{words(TABLES[table].one)} · {name}"
    form = Form(words, title, specs, record, workspace.plan, submit)
    asked = [spec.key for spec in specs if spec.key == first] or [spec.key for spec in specs if spec.asked]
    form.first = asked[0] if asked else ""
    form.belongs_to = (table, id, *([specs[0].key] if len(specs) == 1 else []))
    ui.push_screen(form, kept)
