"""When the due day of a task is moved it is asked whether that is an extension, with its day and legal basis, or mends the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.model.edits import Edit, SetField
from tui.model.extensions import as_extensions, moved
from tui.model.fields.tasks import EXTENSION_FIELDS
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.dialogs.form import Form
from tui.screens.refusals import in_a_line, reasons_in_a_line
from tui.session.outcomes import Refused

if TYPE_CHECKING:
    from tui.screens.ui import Ui

_ASKED = tuple(spec for spec in EXTENSION_FIELDS if spec.key in ("on", "basis"))


def extended(ui: Ui, edits: Sequence[Edit], label: Sentence, done: Callable[[], object]) -> Sequence[Edit] | None:
    """The edits to make now; None when it is asked first: then the answer makes them under ``label``, and ``done`` is called.

    Nothing is asked of a first due day, nor of one that is taken away or typed back to what the file holds.
    """
    workspace, words = ui.session.workspace, ui.session.words
    ids = [] if workspace.readonly else moved(edits, workspace.plan, workspace.saved_values)
    if not ids:
        return edits

    def commit(made: Sequence[Edit]) -> Refused | None:
        outcome = ui.session.commit(made, label)
        if isinstance(outcome, Refused):
            return outcome
        ui.plan_screen.tell(words(N_("changed: {what}"), what=label))
        ui.call_later(done)
        return None

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        answer = {key: value for key, value in {**start, **changed}.items() if value is not MISSING}
        if "on" not in answer:
            return {"on": words(N_("the day on which it was extended is needed"))}
        refused = commit(as_extensions(edits, workspace.plan, ids, answer))
        return {"": reasons_in_a_line(refused, words)} if refused is not None else {}

    def answered(given: str | None) -> None:
        if given == "extension":
            form = Form(words, _title(ui, edits, ids), _ASKED, start, workspace.plan, submit)
            form.belongs_to = ("tasks", ids[0], "extensions")
            ui.push_screen(form, lambda changed: None)
        elif given == "mend":
            refused = commit(edits)
            if refused is not None:
                ui.plan_screen.tell(in_a_line(refused, words), bad=True)

    start: dict[str, Any] = {"on": ui.session.clock.today()}
    answers = [
        Answer("extension", "g", words(N_("an extension: the first due day stays, the new one counts from the day it was given"))),
        Answer("mend", "s", words(N_("a correction: the day before was written down wrong"))),
    ]
    ui.push_screen(Choose(words, words(N_("Is the due day extended, or corrected?")), _title(ui, edits, ids), answers), answered)
    return None


def _title(ui: Ui, edits: Sequence[Edit], ids: Sequence[str]) -> str:
    """``31/03/2026 → 30/06/2026 · Lập đề án``."""
    words, plan = ui.session.words, ui.session.plan
    if len(ids) > 1:
        return words.count("{n} task", "{n} tasks", len(ids))
    new = next(e.new for e in edits if isinstance(e, SetField) and (e.id, e.field) == (ids[0], "due"))
    old = plan.tables["tasks"][ids[0]].get("due")
    return f"{words.date(old) if old is not None else '…'} → {words.date(new)} · {plan.title_of('tasks', ids[0])}"
