"""From a proposal to an undo step: the preview asks, the workspace makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tui.model.proposal import Line, Proposal, made_of
from tui.model.text import N_, Sentence
from tui.screens.base import PlanScreen
from tui.screens.before_after import reject_words
from tui.screens.changed_words import changed_words
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.preview import Make, Preview
from tui.screens.refusals import reasons_in_a_line
from tui.screens.table.asked_first import to_make
from tui.session.outcomes import Refused

Label = Callable[[Sequence[Line]], Sentence]
"""What the undo step is called when these lines are made."""


def propose(
    screen: PlanScreen,
    title: str,
    proposal: Proposal,
    label: Label,
    *,
    made: Callable[[], None] = lambda: None,
    left: Callable[[], None] = lambda: None,
    only_when_read: bool = False,
    box: Callable[[Make], Preview] | None = None,
) -> None:
    """Show what would change and make it when somebody says so: one undo step.

    The cursor goes to the first new record of the table that is shown.
    ``made`` is called after that, ``left`` when somebody backed out. Without anything to change it is said in the status line.
    ``only_when_read``: see :class:`Preview`. ``box``: the box to show it in, of something of which more may be said than is proposed.
    """
    session, ui, words = screen.session, screen.ui, screen.words
    added: list[str] = []
    """The new records of the table the screen shows."""
    plan = session.workspace.plan
    if not proposal.lines and box is None:
        if len(proposal.rejects) > 1 or (proposal.rejects and ui.screen is not screen):
            ui.push_screen(Preview(words, title, proposal, plan, lambda lines, done: ""), lambda answer: left())
            return
        if proposal.rejects:
            screen.tell(reject_words(proposal.rejects[0], plan, words), bad=True)
            left()
            return
        screen.tell(words(N_("nothing changed")))
        made()
        return

    def make(lines: Sequence[Line], done: Callable[[], None]) -> str:
        what = label(lines)
        if session.workspace.readonly:
            return words.sentence(session.why_readonly())
        edits = to_make(ui, made_of(lines), what, done)
        if edits is None:  # what the change means is asked above; done comes after it
            return ""
        outcome = session.commit(edits, what)
        if isinstance(outcome, Refused):
            return reasons_in_a_line(outcome, words)
        screen.tell(changed_words(session, edits, what, screen.size.width))
        added.extend(line.new.id for line in lines if line.new is not None and line.new.table == screen.table_name)
        done()
        return ""

    def answered(answer: bool | None) -> None:
        if answer:
            if added:
                screen.show_record(added[0])
            made()
        else:
            left()

    preview = Preview(words, title, proposal, plan, make) if box is None else box(make)
    preview.only_when_read = only_when_read
    ui.push_screen(preview, answered)


def closed(box: Dialog[Any]) -> None:
    """Close a dialog that waited below the preview."""
    box.dismiss(None)
