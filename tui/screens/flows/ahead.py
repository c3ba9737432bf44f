"""What is made ready while nobody waits: the tabs nobody has opened yet, and what the first edit and the first save need."""

from __future__ import annotations

import linecache
from typing import Final

from tui.screens.flows.flow import Flow
from tui.screens.flows.navigation import MODES
from tui.screens.flows.saving import SAVING
from tui.session.ahead import Ahead
from tui.session.answers import AnswersKept
from tui.store.toml.records import forget_cut
from tui.terminal.textual_internals import clock

_EDITING: Final = ("i18n.hints", "i18n.worded", "model.doubts", "screens.table.asked_first", "screens.table.cell_field")
"""What the first edit imports."""
_TAKING_IN: Final = ("model.joining", "store.loss", "store.whole")
"""What taking in the first save of somebody else imports beside what saves."""
_AFTER: Final = 0.5
"""Seconds after the plan is on the screen until anything is made ready."""
_KEPT_AFTER: Final = 0.2
"""The same until what the first tab shows is kept for the next start."""
_PAUSE: Final = 0.05
"""Seconds between two tabs: what one leaves to be done is done by then, and keys are looked for."""
_SINCE_A_KEY: Final = 0.4
"""Seconds without a key before anything is made ready: not between two keys of somebody at work."""


class MadeReady(Flow):
    """First in a thread what can be worked out there, then a tab at a time; never while a key waits, or somebody is at work.

    A tab that is ready is like one that was visited: it catches up when it is shown. Nothing of it is seen before.
    """

    _kept: AnswersKept | None = None
    _tries = 5
    """How often it is begun anew after somebody came between; then every tab is made when it is asked for."""

    def begin(self) -> None:
        """Begin a little later, in a program that has just started."""
        self._kept = AnswersKept(self.session)
        self.ui.after(_KEPT_AFTER, self._keep)
        self.ui.after(_AFTER, self._work)

    def _keep(self) -> None:
        """Have what was worked out kept for the next start, beside the screen; later, where somebody is at work."""
        work = self._kept.to_be_kept() if self._kept is not None and self._at_rest else None
        if work is not None:
            self.ui.read_beside(work, lambda: None)

    @property
    def _at_rest(self) -> bool:
        quiet = clock() - self.ui.key_read_at >= _SINCE_A_KEY
        return quiet and not self.ui.keys_wait and self.ui.work is None and self.ui.screen is self.ui.plan_screen

    def _work(self) -> None:
        if not self._at_rest:
            self.ui.after(_SINCE_A_KEY, self._work)
            return
        begun = self.ui.key_read_at
        ahead = Ahead(self.session, (*_EDITING, *SAVING, *_TAKING_IN), lambda: self.ui.key_read_at != begun)

        def worked() -> None:
            if ahead.hand_over() and ahead.done:
                self._keep()
                if ahead.of_tabs:
                    self._next_tab()
                else:
                    _give_up_what_is_done_with()
            elif self._tries:
                self._tries -= 1
                self.ui.after(_SINCE_A_KEY, self._work)

        self.ui.read_beside(ahead.work, worked)

    def _next_tab(self) -> None:
        """Put one more tab together."""
        if not self._at_rest:
            self.ui.after(_SINCE_A_KEY, self._next_tab)
        elif any(map(self.ui.put_together, MODES)):
            self.ui.after(_PAUSE, self._next_tab)
        else:
            _give_up_what_is_done_with()


def _give_up_what_is_done_with() -> None:
    """Let go of what only reading and loading needed: the plan's text cut up, and the lines of classes that were written by a program."""
    forget_cut()
    linecache.clearcache()
