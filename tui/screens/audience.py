"""The screens of every tab as the audience of the session: each is told what happens to the plan."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from tui.model.fields import TABLES
from tui.screens.ui import Ui
from tui.session.last_words import last_words
from tui.session.snapshot_worker import SnapshotWorker
from tui.start import first_page, terminal_guard

_PREPARE: Final = 0.2
"""Seconds after the first edit until what a save needs is loaded."""


class AllScreens:
    """The audience of a session (:class:`tui.session.session.Audience`).

    ``prepare`` calls something after so many seconds; ``keep`` has kept for the next start what was saved.
    """

    def __init__(self, ui: Ui, snapshots: SnapshotWorker, prepare: Callable[[float], object], keep: Callable[[], object]) -> None:
        self._ui = ui
        self._snapshots = snapshots
        self._prepare = prepare
        self._keep = keep
        self._prepared = False
        self._pages_given_up = False

    def ready_to_end(self) -> None:
        """Have it said where the unsaved edits are, whatever ends the program from now on; then the next start begins with them."""
        session = self._ui.session
        terminal_guard.say_at_the_end(last_words(session))
        unsaved = bool(session.workspace.unsaved()) or bool(session.journal.drafts)
        if unsaved and not self._pages_given_up:
            first_page.forget(os.fspath(session.loaded.state.path))
        self._pages_given_up = unsaved

    def plan_changed(self, tables: frozenset[str]) -> None:
        """Tell every screen of every mode; those not shown catch up when they are. What a save needs is loaded after the first edit."""
        self.ready_to_end()
        if not self._prepared:
            self._prepared = True
            self._prepare(_PREPARE)
        for screen in self._ui.plan_screens():
            screen.model_changed(tables)

    def plan_saved(self) -> None:
        """Tell every screen of every mode that nothing is unsaved any more."""
        self.ready_to_end()
        self._snapshots.begin()
        self._keep()
        for screen in self._ui.plan_screens():
            screen.saved()

    def plan_opened(self) -> None:
        """Show another file."""
        self.ready_to_end()
        self._snapshots.begin()
        for screen in self._ui.plan_screens():
            screen.model_changed(frozenset(TABLES))
