"""An entry in the log of a task, or of all marked tasks: what was reported or done, on which day, by whom, and the status it brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.text import N_, say
from tui.screens.begun_entry import begun_entry, first_to_fill
from tui.screens.changed_words import changed_words
from tui.screens.dialogs.form import Form
from tui.screens.refusals import reasons_in_a_line
from tui.session.outcomes import Refused

if TYPE_CHECKING:
    from tui.screens.table.editing import Editing

_LOG = TABLES["tasks"]["log"]


def ask_log_entry(screen: Editing) -> None:
    """Ask for the entry; it is one step for all of the tasks. Backing out changes nothing."""
    session, words = screen.session, screen.words
    plan, ids = session.plan, screen.table.selected_ids
    start = begun_entry(session, _LOG, "tasks", ids[0], [plan.tables["tasks"][id] for id in ids])

    def submit(changed: Mapping[str, Any]) -> Mapping[str, str]:
        merged = {**start, **changed}
        entry = {spec.key: merged[spec.key] for spec in _LOG.entries if merged.get(spec.key, MISSING) is not MISSING}
        workspace = session.workspace
        logs = {id: (session.plan.get("tasks", id) or {}).get("log", ()) for id in ids}
        edits = [workspace.set_field("tasks", id, "log", [*log, entry]) for id, log in logs.items()]
        label = say(N_("entry in the log of {count} tasks"), count=len(ids))
        if len(ids) == 1:
            label = say(N_("entry in the log of “{name}”"), name=plan.title_of("tasks", ids[0]))
        outcome = session.commit(edits, label)
        if isinstance(outcome, Refused):
            return {"": reasons_in_a_line(outcome, words)}
        screen.tell(changed_words(session, edits, label, screen.size.width))
        return {}

    of = plan.title_of("tasks", ids[0]) if len(ids) == 1 else words.count("{n} marked row", "{n} marked rows", len(ids))
    form = Form(words, f"{words(_LOG.label)} · {of}", _LOG.entries, start, plan, submit)
    form.belongs_to = ("tasks", ids[0], "log", "new")
    form.first, form.filled_in = first_to_fill(_LOG, start), start.keys()
    screen.ui.push_screen(form, lambda changed: None)
