"""The introduction: offered once to who has never used the program, and shown again whenever somebody asks for it."""

from __future__ import annotations

from typing import Final

from tui.config import TOUR_SEEN, config_path, keep_setting
from tui.screens.flows.flow import Flow
from tui.store.files.errors import StoreError

REST: Final = 1.5
"""Seconds after the first screen in which nobody has pressed a key: who presses one knows what to do."""


class Touring(Flow):
    """Shows it; changes nothing of the plan."""

    def offer_soon(self) -> None:
        """Show it when the first screen has been there for a moment and nobody does anything."""
        self.ui.after(REST, self.offer)

    def offer(self) -> None:
        """Show it, once for this person, where nothing else is asked; not where that could not be remembered: it would come each time."""
        if self.ui.key_read_at or self.ui.screen is not self.ui.plan_screen or self.ui.work is not None:
            return
        try:
            keep_setting(config_path(), TOUR_SEEN, True)
        except StoreError:
            return
        self.do_tour()

    def do_tour(self) -> None:
        from tui.screens.dialogs.tour import Tour

        self.ui.push_screen(Tour(self.words, writes=not self.session.workspace.readonly))
