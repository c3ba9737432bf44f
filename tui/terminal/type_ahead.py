"""Keys in their order: each is answered after everything before it has been, however fast they come.

Textual sends every key to what has the focus when the key is *read*; what an earlier key of the same piece opens — a
filter, a cell, a dialog, another tab — has the focus only later, and what it changes, a list that is narrowed by the letters
typed, is changed later still. So a key is looked at when every widget has answered what came before and sleeps again, the
messages that the answers sent included. Only keys that stay where they are, letters in a field and steps in a table, follow
each other without that: they go the same way, one behind the other. The first key that is none of them waits for them all.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import ClassVar, Final, Protocol, runtime_checkable
from weakref import WeakSet

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump

from tui.terminal.input_driver import SafeInput
from tui.terminal.textual_internals.nodes import is_at_rest, is_waiting, widgets_of

_CALM: Final = 3
"""Rounds of the event loop in which everything sleeps, after which a key counts as answered."""
_EAGER: Final = 1000
"""Rounds without a pause between them; after these something waits for the world outside."""
_PAUSE: Final = 0.001
"""Seconds between two rounds then."""

_ORDERED: Final = (events.Key, events.Paste, events.MouseDown, events.MouseUp)
"""What is answered in the order it came in. The wheel and the pointer change nothing a key could be about."""


@runtime_checkable
class StayingPut(Protocol):
    """A widget or a screen that knows keys after which the next key is surely meant for the same widget."""

    def stays_put(self, event: events.Key | events.Paste) -> bool:
        """Whether what has the focus answers this alone, by changing only itself."""


@runtime_checkable
class TakingText(Protocol):
    """A field of several lines: what is typed goes into it letter by letter, whatever the letters are."""

    takes_text: bool


@runtime_checkable
class OpenedByLetters(Protocol):
    """A field whose first letter opens a list and is looked for in it: it is the letter that came, not a key of a command."""

    @property
    def opened_by_letters(self) -> bool: ...


class TypeAhead(App[None], inherit_bindings=False):
    """An application that answers keys one after the other."""

    most_rounds: ClassVar[int] = 10_000
    """Rounds after which what has not answered counts as hung, and is not waited for any more: it must not lock the keyboard for ever.

    Counted in rounds, for in each of them every widget had its turn: a busy machine makes a round longer, not their number.
    """
    _settling = False
    _behind = False
    """Whether answers of keys that stayed put may be under way."""
    _rounds = 0
    _calm = 0
    _asked = 0
    """Messages to itself that have yet to come: 1 between two rounds of settling."""
    _forgotten_until = 0.0
    keys_answered = 0
    """How many keys have been given to what answers them."""

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._held: deque[events.Event] = deque()
        self._hung: WeakSet[MessagePump] = WeakSet()

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver; on a terminal the one that reads a paste as text only."""
        driver = super().get_driver_class()
        return SafeInput if driver is LinuxDriver else driver

    @property
    def keys_wait(self) -> bool:
        """Whether something has come that is not answered yet; what this has asked of itself, while keys settle, is nothing that came."""
        return bool(self._held) or self.message_queue_size > self._asked

    @property
    def all_answered(self) -> bool:
        """Whether nothing has come that is not answered, and the answers are all given."""
        return not (self._settling or self.keys_wait)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, _ORDERED) or event.is_forwarded:
            await super().on_event(event)
        elif event.time < self._forgotten_until:
            return
        elif self._settling or self._held or not self._may_answer(event):
            self._held.append(event)
        else:
            await self._answer(event)

    def _may_answer(self, event: events.Event) -> bool:
        """Whether it is this event's turn; if only answers are under way, they are waited for."""
        if self.holds_back(event):
            return False
        if self._behind and not self._stays_put(event):
            self._begin_to_settle()
            return False
        return True

    async def _answer(self, event: events.Event) -> None:
        stays_put = self._stays_put(event)
        self.keys_answered += 1
        await super().on_event(event)
        if stays_put:
            self._behind = True
        else:
            self._begin_to_settle()

    def _stays_put(self, event: events.Event) -> bool:
        """Whether the next key surely belongs to what has the focus now, whatever it is."""
        if not isinstance(event, events.Key | events.Paste) or not self.screen_stack:
            return False
        asked = (self.focused, self.screen)
        return any(isinstance(one, StayingPut) and one.stays_put(event) for one in asked)

    def _begin_to_settle(self) -> None:
        self._settling, self._rounds, self._calm = True, 0, 0
        self._settle_later()

    def _settle_later(self) -> None:
        self._asked = 1
        self.call_later(self._settle)

    async def _settle(self) -> None:
        self._asked = 0
        self._rounds += 1
        self._calm = 0 if self._busy_around() else self._calm + 1
        if self._calm >= _CALM and self._busy():
            self._calm = 0
        if self._calm < _CALM:
            if self._rounds < self.most_rounds:
                await asyncio.sleep(0 if self._rounds < _EAGER else _PAUSE)
                self._settle_later()
                return
            self._hung.update(self._busy())
        self._settling = self._behind = False
        while self._held and not self._settling and self._may_answer(self._held[0]):
            await self._answer(self._held.popleft())

    def holds_back(self, event: events.Event) -> bool:
        """Whether a key has to wait for something else than the answers of those before it."""
        return False

    def forget_keys(self, until: float) -> None:
        """Answer nothing any more that was made before this moment of Textual's clock: it was pressed for somebody else."""
        self._forgotten_until = until
        self._held = deque(event for event in self._held if event.time >= until)

    def answer_next(self, key: events.Key) -> None:
        """Have a key answered before all that wait: it came before them, and what had it hands it on."""
        self._held.appendleft(key)
        self.answer_held()

    def set_aside(self, are_meant: Callable[[events.Key], bool]) -> list[events.Key]:
        """Take the keys that wait, when the first of them is meant for what has just been left; empty where it is not.

        They are given back by :meth:`answer_again`.
        """
        keys = [event for event in self._held if isinstance(event, events.Key)]
        if not keys or not are_meant(keys[0]):
            return []
        self._held = deque(event for event in self._held if not isinstance(event, events.Key))
        return keys

    def answer_again(self, keys: Sequence[events.Key]) -> None:
        """Have keys that were set aside answered before all that wait."""
        self._held.extendleft(reversed(keys))
        self.answer_held()

    def answer_held(self) -> None:
        """What held keys back is over."""
        if self._held and not self._settling:
            self._begin_to_settle()

    def _busy_around(self) -> bool:
        """Whether something is under way that is quickly seen: in what has the focus and around it."""
        screen, focused = (self.screen, self.screen.focused) if self.screen_stack else (None, None)
        if screen is None or screen in self._hung:
            return False
        if not getattr(screen, "ready", True) or is_waiting(screen):
            return True
        return focused is not None and any(is_waiting(w) and w not in self._hung for w in focused.ancestors_with_self)

    def _busy(self) -> list[MessagePump]:
        """What has not answered everything yet, and is not given up."""
        busy = [pump for pump in widgets_of(self) if not is_at_rest(pump)]
        if self.screen_stack and not getattr(self.screen, "ready", True):
            busy.append(self.screen)
        if is_waiting(self):  # not whether it sleeps: it is asking this
            busy.append(self)
        self._hung.intersection_update(busy)  # what has answered after all is waited for again
        return [pump for pump in busy if pump not in self._hung]
