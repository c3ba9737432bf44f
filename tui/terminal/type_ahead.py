"""Keys typed ahead wait for their place: over a slow line ``/dat dai`` arrives in one piece.

Textual sends every key to what has the focus when the key is *read*; what an earlier key of the same piece opens — a
filter, a cell, a dialog, another tab — has the focus only later, so ``d`` of ``dat`` would reach the table and ask
to delete. Here a key that may lead elsewhere is answered whole before the next one is looked at.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui.terminal.input_driver import SafeInput
from tui.terminal.textual_internals import is_waiting

_CALM: Final = 3
"""Rounds of the event loop without anything to do, after which a key counts as answered."""
_MOST: Final = 400
"""Rounds after which the next key is let through whatever happens: a hung widget must not lock the keyboard."""

_ARROWS: Final = frozenset({"up", "down", "left", "right", "pageup", "pagedown"})


class TypeAhead(App[None], inherit_bindings=False):
    """An application that answers keys one after the other."""

    moving_keys: frozenset[str] = _ARROWS
    """Keys that only move a cursor: a burst of them is answered as fast as it comes."""
    _settling = False
    _rounds = 0
    _calm = 0

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Event] = deque()

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver; on a terminal the one that reads a paste as text only."""
        driver = super().get_driver_class()
        return SafeInput if driver is LinuxDriver else driver

    @property
    def keys_wait(self) -> bool:
        """Whether something has come that is not answered yet."""
        return bool(self._held) or self.message_queue_size > 0

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self._settling or self._held or self.holds_back(event):
                self._held.append(event)
            else:
                await self._answer(event)
            return
        await super().on_event(event)

    async def _answer(self, event: events.Event) -> None:
        leads_on = self._may_lead_elsewhere(event)
        await super().on_event(event)
        if leads_on:
            self._settling, self._rounds, self._calm = True, 0, 0
            self.call_later(self._settle)

    def _may_lead_elsewhere(self, event: events.Event) -> bool:
        """Whether the next key may belong to something else: not after a letter in a field, nor after a step in a table."""
        if not isinstance(event, events.Key):  # a block pasted onto a table opens its preview
            return not isinstance(self.focused, Input | TextArea)
        if isinstance(self.focused, Input | TextArea):
            return event.character is None or not event.character.isprintable()
        return event.key not in self.moving_keys

    async def _settle(self) -> None:
        self._rounds += 1
        self._calm = 0 if self._busy() else self._calm + 1
        if self._calm < _CALM and self._rounds < _MOST:
            await asyncio.sleep(0)
            self.call_later(self._settle)
            return
        self._settling = False
        while self._held and not self._settling and not self.holds_back(self._held[0]):
            await self._answer(self._held.popleft())

    def holds_back(self, event: events.Event) -> bool:
        """Whether a key has to wait for something else than the answers of those before it."""
        return False

    def answer_held(self) -> None:
        """What held keys back is over."""
        if self._held and not self._settling:
            self._settling, self._rounds, self._calm = True, 0, 0
            self.call_later(self._settle)

    def _busy(self) -> bool:
        if not self.screen_stack:
            return False
        screen: Screen[object] = self.screen
        if not getattr(screen, "ready", True):
            return True
        # a key nobody wants climbs through everything around the focus before the screen acts on it: Tab in a form
        focused = screen.focused
        waiting = [screen, *(w for w in focused.ancestors_with_self if isinstance(w, Widget))] if focused is not None else [screen]
        return any(map(is_waiting, waiting))
