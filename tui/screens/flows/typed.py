"""What was typed and not kept: nobody loses it by Esc alone."""

from __future__ import annotations

from collections.abc import Callable

from tui.model.text import N_
from tui.screens.flows.flow import Flow


class Typed(Flow):
    """Asks before a dialog with something typed in it is left."""

    def ask_before_dropping(self, keep: Callable[[], object], drop: Callable[[], object]) -> None:
        """Ask whether to go on typing, keep it or drop it; the functions do the last two."""
        from tui.screens.dialogs.choose import Answer, Choose

        def answered(answer: str | None) -> None:
            if answer == "keep":
                keep()
            elif answer == "discard":
                drop()

        answers = [
            Answer("stay", "t", self.words(N_("go on typing"))),
            Answer("keep", "g", self.words(N_("keep it"))),
            Answer("discard", "b", self.words(N_("drop it")), destroys=True),
        ]
        self.ui.push_screen(Choose(self.words, self.words(N_("What you typed is not kept yet")), "", answers), answered)
