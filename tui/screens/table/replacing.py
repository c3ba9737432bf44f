"""Replacing text across the plan: the question, the hits, one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.proposal import Line, records_of, sift
from tui.model.replace_text import Search, hits
from tui.model.text import N_, Sentence, say
from tui.screens.base import PlanScreen
from tui.screens.dialogs.replace import ReplaceText
from tui.screens.table.proposing import closed, propose


def ask_replace(screen: PlanScreen) -> None:
    """Ask what to replace and show every hit before anything is changed."""
    words = screen.words

    def go(search: Search, new: str) -> str:
        screen.last_replaced = search, new
        plan = screen.session.workspace.plan
        found = [Line((edit,)) for edit in hits(plan, search, new)]
        if not found:
            return words(N_("nothing holds “{text}”"), text=search.text)

        def label(lines: Sequence[Line]) -> Sentence:
            return say(N_("“{old}” → “{new}” in {count} records"), old=search.text, new=new, count=records_of(lines))

        title = words(N_("Replace “{old}” by “{new}”"), old=search.text, new=new)
        propose(screen, title, sift(plan, found), label, made=lambda: closed(box))
        return ""

    box = ReplaceText(words, screen.last_replaced, go)
    screen.ui.push_screen(box)
