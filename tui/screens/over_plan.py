"""What every screen and dialog of the workbench shares: the session it shows, the workbench around it, when it is ready for keys."""

from __future__ import annotations

from typing import Final, cast

from textual import events

from tui.actions import key_name
from tui.i18n.words import Words
from tui.screens.ui import Ui
from tui.session.session import Session
from tui.terminal.later import soon
from tui.terminal.textual_internals.nodes import DeafWhenGoing

_WAITED_FOR: Final = frozenset((*(f"f{n}" for n in range(1, 13)), "ctrl+s", "enter", "space", "delete", "insert", "tab", "backspace"))
"""Keys without a letter that somebody presses to have something done."""


class OverPlan(DeafWhenGoing):
    """A part of every screen of the workbench; no screen by itself: Textual takes the style of a screen from its first base that is one."""

    ready = False
    """Whether it is there and has its focus: keys typed ahead wait for it."""

    def unanswered(self, event: events.Key) -> None:
        """Nothing has answered a key."""

    def pressed_for(self, event: events.Key) -> str | None:
        """What a key is called that was pressed to have something done; None for one that only moves something, or is another's."""
        if event.is_printable and event.character and event.character > " ":
            return event.character
        if event.is_printable or event.key.removeprefix("shift+") in _WAITED_FOR:
            return key_name(event.key, self.words) if len(event.key) > 1 else event.key
        return None

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
