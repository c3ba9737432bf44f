"""Before an agreed target becomes another one, its reason and its legal basis are asked; both go into the plan in one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.model.edits import Edit, SetField
from tui.model.fields import REVISION_FIELDS
from tui.model.plan import MISSING
from tui.model.revisions import asking, given_before, target_of, with_revisions
from tui.model.text import N_, Sentence
from tui.reports.labels import target_words
from tui.screens.changed_words import step_words
from tui.screens.refusals import reasons_in_a_line
from tui.session.outcomes import Refused
from tui.store.identity import full_name, login

if TYPE_CHECKING:
    from tui.screens.ui import Ui
    from tui.session.session import Session


def reasoned(ui: Ui, edits: Sequence[Edit], label: Sentence, done: Callable[[], object]) -> Sequence[Edit] | None:
    """The edits to make now; None when a reason is asked first: then the answer makes them under ``label``, and ``done`` is called.

    Nothing is asked of a first target, nor of one that is typed back to what the file holds: that takes the unsaved change
    out of the list again.
    """
    session = ui.session
    workspace = session.workspace
    plan, words = workspace.plan, session.words
    if workspace.readonly:
        return edits  # the workspace says so
    ids = asking(edits, plan, workspace.saved_values)
    if not ids:
        return with_revisions(edits, plan, workspace.saved_values, {})

    from tui.screens.table.reason_form import Reasons, asked_of, why_not_reasoned  # what asks is loaded when something is asked

    start: dict[str, Any] = {"on": session.clock.today(), **given_before(ids[0], plan, workspace.saved_values)}

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        answer = {key: value for key, value in {**start, **changed}.items() if value is not MISSING}
        if wrong := why_not_reasoned(answer, words):
            return wrong
        made = with_revisions(edits, workspace.plan, workspace.saved_values, {**answer, "by": _person()})
        outcome = session.commit(made, label)
        if isinstance(outcome, Refused):
            return {"": reasons_in_a_line(outcome, words)}
        if answer["on"] > session.as_of:
            late = N_("changed; seen from {day} the target before still counts, the new one from {on}")
            told = words(late, day=session.as_of, on=answer["on"])
        else:
            told = step_words(words, N_("changed: {what}"), label, ui.plan_screen.size.width)
        ui.plan_screen.tell(told)
        return {}

    def answered(changed: Mapping[str, Any] | None) -> None:
        if changed is not None:
            ui.soon(done)  # when this dialog is gone

    form = Reasons(words, _title(session, edits, ids), asked_of(REVISION_FIELDS), start, plan, submit)
    form.belongs_to = ("indicators", ids[0], "revisions")
    form.filled_in = ("on",)
    ui.push_screen(form, answered)
    return None


def _title(session: Session, edits: Sequence[Edit], ids: Sequence[str]) -> str:
    """``Mục tiêu ≥ 7 → ≥ 8 · Tốc độ tăng trưởng``."""
    words, plan = session.words, session.workspace.plan
    if len(ids) > 1:
        return words.count("Why does the target of {n} indicator change?", "Why do the targets of {n} indicators change?", len(ids))
    old = target_of(plan.tables["indicators"][ids[0]])
    new = old | {e.field: e.new for e in edits if isinstance(e, SetField) and e.id == ids[0] and e.table == "indicators"}
    shown = [target_words({k: v for k, v in values.items() if v is not MISSING}, words) for values in (old, new)]
    return f"{words(N_('Why does the target change?'))} {shown[0]} → {shown[1]} · {plan.title_of('indicators', ids[0])}"


def _person() -> str:
    """Login and full name of who enters the change."""
    name = full_name()
    return login() if name == login() else f"{name} ({login()})"
