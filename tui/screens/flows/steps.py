"""Undo and redo, on whatever tab the step was made."""

from __future__ import annotations

from rich.cells import cell_len

from tui.model.edits import Change
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say
from tui.screens.changed_words import step_words
from tui.screens.flows.flow import Flow
from tui.session.outcomes import Done, Refused


class Steps(Flow):
    """The last step, taken back or made again."""

    def why_not_undo(self) -> Sentence | None:
        return None if self.session.workspace.undo_steps else say(N_("there is nothing to undo"))

    def do_undo(self) -> None:
        self._tell(self.session.undo(), N_("undone: {what}"))

    def why_not_redo(self) -> Sentence | None:
        return None if self.session.workspace.redo_steps else say(N_("there is nothing to redo"))

    def do_redo(self) -> None:
        self._tell(self.session.redo(), N_("done again: {what}"))

    def _tell(self, outcome: Done | Refused, done: str) -> None:
        words, screen = self.words, self.ui.plan_screen
        if isinstance(outcome, Refused):
            why = "; ".join(outcome.reasons(words))
            screen.tell(words(N_("this step is left as it is, the next key takes the one before: {why}"), why=why), bad=True)
        else:
            elsewhere = self._elsewhere(outcome.change)
            screen.tell(step_words(words, done, outcome.change.label, screen.size.width - cell_len(elsewhere)) + elsewhere)

    def _elsewhere(self, change: Change) -> str:
        """Which list the change was in, when it is not the one on the screen."""
        screen = self.ui.plan_screen
        here = getattr(screen, "table_name", None)
        tables = sorted(change.tables - {here})
        return f" ({', '.join(self.words(TABLES[t].label) for t in tables)})" if tables and here not in change.tables else ""
