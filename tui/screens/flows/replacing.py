"""Replacing text across the plan: the question, the hits, one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual.screen import Screen

from tui.model.text import N_, Sentence, say
from tui.screens.flows.flow import Flow
from tui.screens.ui import Ui

if TYPE_CHECKING:
    from tui.model.proposal import Line
    from tui.model.replace_text import Search


class Replacing(Flow):
    """Asks what to replace. Each screen is offered again what was looked for from it last, and what was put there."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._last: WeakKeyDictionary[Screen[Any], tuple[Search, str]] = WeakKeyDictionary()

    def do_replace_text(self) -> None:
        """Ask what to replace and show every hit before anything is changed."""
        from tui.model.proposal import Line, records_of, sift
        from tui.model.replace_text import Search, hits
        from tui.screens.dialogs.replace import ReplaceText
        from tui.screens.table.proposing import closed, propose

        words, screen = self.words, self.below

        def keep(search: Search, new: str) -> None:
            self._last[screen] = search, new

        def go(search: Search, new: str) -> str:
            keep(search, new)
            plan = self.session.plan
            found = [Line((edit,)) for edit in hits(plan, search, new)]
            if not found:
                return words(N_("nothing holds “{text}”"), text=search.text)

            def label(lines: Sequence[Line]) -> Sentence:
                return say(N_("“{old}” → “{new}” in {count} records"), old=search.text, new=new, count=records_of(lines))

            title = words(N_("Replace “{old}” by “{new}”"), old=search.text, new=new)
            propose(screen, title, sift(plan, found), label, made=lambda: closed(box))
            return ""

        box = ReplaceText(words, self._last.get(screen, (Search(""), "")), go, keep)
        self.ui.push_screen(box)
