"""When the due day of tasks is moved it is asked, once for all of them, whether that is an extension, with its reason, or mends the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.model.edits import Edit, SetField
from tui.model.extensions import as_extensions, moved
from tui.model.fields.tasks import EXTENSION_FIELDS
from tui.model.plan import MISSING
from tui.model.text import N_

if TYPE_CHECKING:
    from tui.screens.ui import Ui


def extended(ui: Ui, edits: Sequence[Edit], make: Callable[[Sequence[Edit]], str]) -> bool:
    """Whether it is asked first what the new due days are: then the answer has ``make`` make the edits it leads to.

    ``make`` says what was wrong, "" when nothing was: below the reason of an extension, else in the status line. Nothing is asked of
    a first due day, nor of one that is taken away or typed back to what the file holds.
    """
    workspace, words = ui.session.workspace, ui.session.words
    ids = [] if workspace.readonly else moved(edits, workspace.plan, workspace.saved_values)
    if not ids:
        return False

    from tui.screens.dialogs.choose import Answer, Choose  # what asks is loaded when something is asked: no other edit waits for it
    from tui.screens.table.reason_form import Reasons, asked_of, why_not_reasoned

    start: dict[str, Any] = {"on": ui.session.clock.today()}

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        answer = {key: value for key, value in {**start, **changed}.items() if value is not MISSING}
        if wrong := why_not_reasoned(answer, words):
            return wrong
        told = make(as_extensions(edits, workspace.plan, ids, answer))
        return {"": told} if told else {}

    def answered(given: str | None) -> None:
        if given == "extension":
            title, asked = f"{words(N_('Why is it extended?'))} {_title(ui, edits, ids)}", asked_of(EXTENSION_FIELDS)
            form = Reasons(words, title, asked, start, workspace.plan, submit)
            form.belongs_to = ("tasks", ids[0], "extensions")
            form.filled_in = start.keys()
            ui.push_screen(form, lambda changed: None)
        elif given == "mend" and (told := make(edits)):
            ui.plan_screen.tell(told, bad=True)

    answers = [
        Answer("extension", "g", words(N_("an extension: the first due day stays, the new one counts from the day it was given"))),
        Answer("mend", "s", words(N_("a correction: the day before was written down wrong"))),
    ]
    ui.push_screen(Choose(words, words(N_("Is the due day extended, or corrected?")), _title(ui, edits, ids), answers), answered)
    return True


def _title(ui: Ui, edits: Sequence[Edit], ids: Sequence[str]) -> str:
    """``31/03/2026 → 30/06/2026 · Lập đề án``."""
    words, plan = ui.session.words, ui.session.plan
    if len(ids) > 1:
        return words.count("{n} task", "{n} tasks", len(ids))
    new = next(e.new for e in edits if isinstance(e, SetField) and (e.id, e.field) == (ids[0], "due"))
    old = plan.tables["tasks"][ids[0]].get("due")
    return f"{words.date(old) if old is not None else '…'} → {words.date(new)} · {plan.title_of('tasks', ids[0])}"
