"""What is asked before edits are made, however they come: whether a moved due day is an extension, and why an agreed target changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.model.edits import Edit
from tui.model.revisions import asking
from tui.model.text import Sentence
from tui.screens.changed_words import changed_words
from tui.screens.refusals import reasons_in_a_line
from tui.screens.table.due_change import extended
from tui.screens.table.target_change import reasoned
from tui.session.outcomes import Refused

if TYPE_CHECKING:
    from tui.screens.ui import Ui


def to_make(ui: Ui, edits: Sequence[Edit], label: Sentence, done: Callable[[], object]) -> Sequence[Edit] | None:
    """The edits to make now; None when something is asked first: then the answer makes them under ``label``, and ``done`` is called."""
    session = ui.session

    def make(answered: Sequence[Edit]) -> str:
        if asking(answered, session.plan, session.workspace.saved_values):
            ui.soon(reasoned, ui, answered, label, done)  # when the box that answered is gone
            return ""
        made = reasoned(ui, answered, label, done) or answered
        outcome = session.commit(made, label)
        if isinstance(outcome, Refused):
            return reasons_in_a_line(outcome, session.words)
        ui.plan_screen.tell(changed_words(session, made, label, ui.plan_screen.size.width))
        ui.soon(done)
        return ""

    return None if extended(ui, edits, make) else reasoned(ui, edits, label, done)
