"""The edits of a table screen: a field of one or many records in one undo step, asked about first where that is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tui.model.edits import Edit
from tui.model.fields import FieldSpec
from tui.model.plan import MISSING, same
from tui.model.text import N_, Sentence, say
from tui.screens.base import PlanScreen
from tui.screens.changed_words import changed_words
from tui.screens.refusals import in_a_line
from tui.session.outcomes import Refused
from tui.widgets.frame_table import FrameTable

ASKED_FROM: Final = 3
"""Records from which on before and after are shown before anything is made."""


class Changing(PlanScreen):
    """What changes records of a table. Nothing is changed here: edits go to the workspace and come back as a change."""

    @property
    def table(self) -> FrameTable:
        """The table of the screen."""
        return self.query_one("#table", FrameTable)

    def reason_not_to_report(self, field: str, ids: Sequence[str]) -> Sentence | None:
        """Why who may only report does not report a field of these records: said before anything is typed."""
        proposing = self.session.proposing
        reasons = (proposing.why_not_touch(self.table_name, id, field) for id in ids) if proposing is not None else ()
        return next((why for why in reasons if why is not None), None)

    def set_fields(self, spec: FieldSpec, ids: Sequence[str], value: Any, also: Mapping[str, Any] | None = None) -> bool:
        """Give a field of one or many records a value as one undo step; False when it was refused, or is asked about first.

        ``also``: what was said of other fields of the same records with it.
        """
        return self.set_each(spec, dict.fromkeys(ids, value), self.close_cells, also)

    def set_each(
        self,
        spec: FieldSpec,
        values: Mapping[str, Any],
        made: Callable[[], None] = lambda: None,
        also: Mapping[str, Any] | None = None,
    ) -> bool:
        """Give each record its value as one undo step; three or more are looked at before, then ``made`` is called after they are made."""
        workspace = self.session.workspace
        plan = workspace.plan
        edits = [
            workspace.set_field(self.table_name, id, key, new)
            for id, value in values.items()
            for key, new in {spec.key: value, **(also or {})}.items()
            if not same((plan.get(self.table_name, id) or {}).get(key, MISSING), new)
        ]
        if not edits:
            self.tell(self.words(N_("nothing changed")))
            return True
        changed = list(dict.fromkeys(edit.id for edit in edits))
        if len(changed) >= ASKED_FROM:
            from tui.model.proposal import Line, sift  # what asks is loaded when something is asked: no other edit waits for it
            from tui.screens.table.proposing import propose

            title = f"{self.words(spec.label)} · {self.words.count('{n} record', '{n} records', len(changed))}"
            proposal = sift(plan, [Line(tuple(edit for edit in edits if edit.id == id)) for id in changed])
            propose(self, title, proposal, lambda lines: _label_of_many(spec, len(lines)), made=made)
            return False
        if len(values) > 1:
            return self.apply(edits, _label_of_many(spec, len(changed)))
        name = plan.called(self.table_name, edits[0].id)
        return self.apply(edits, say(N_("{field} of “{name}”"), field=Sentence(spec.label), name=name))

    def apply(self, edits: Sequence[Edit], label: Sentence) -> bool:
        """Make edits; what was refused is said in the status line. False also while something is asked first."""

        from tui.screens.table.asked_first import to_make

        made = to_make(self.ui, edits, label, self.close_cells)
        if made is None:
            return False
        outcome = self.session.commit(made, label)
        if isinstance(outcome, Refused):
            self.tell(in_a_line(outcome, self.words), bad=True)
            return False
        self.tell(changed_words(self.session, made, label, self.app.size.width))
        return True

    def close_cells(self) -> None:
        """What an open cell holds was kept elsewhere, by the dialog that asked first: close it. Here none is ever open."""


def _label_of_many(spec: FieldSpec, count: int) -> Sentence:
    return say(N_("{field} of {count} records"), field=Sentence(spec.label), count=count)
