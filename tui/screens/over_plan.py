"""What every screen and dialog of the workbench shares: the session it shows, the workbench around it, when it is ready for keys."""

from __future__ import annotations

from typing import cast

from textual import events

from tui.i18n.words import Words
from tui.screens.ui import Ui
from tui.session.session import Session
from tui.terminal.later import soon
from tui.terminal.textual_internals import DeafWhenGoing


class OverPlan(DeafWhenGoing):
    """A part of every screen of the workbench; no screen by itself: Textual takes the style of a screen from its first base that is one."""

    ready = False
    """Whether it is there and has its focus: keys typed ahead wait for it."""

    def unanswered(self, event: events.Key) -> None:
        """Nothing has answered a key."""

    @property
    def ui(self) -> Ui:
        return cast("Ui", self.app)

    @property
    def session(self) -> Session:
        return self.ui.session

    @property
    def words(self) -> Words:
        return self.session.words

    def on_mount(self) -> None:
        soon(self.app, self._be_ready)  # whether or not it stands yet; behind the focus the screen's own on_mount asked for

    def _be_ready(self) -> None:
        self.ready = True
