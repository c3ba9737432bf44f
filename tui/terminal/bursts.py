"""Keys that came in one read, and keys an input method has changed: what they are is known before the first is answered.

A text pasted into a terminal without bracketed paste arrives as keys. Where nothing takes text by letters it is handed on as a
paste, all of it, also what comes in further reads. :mod:`tui.terminal.pasted_keys` says what is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

import attrs
from textual import events
from textual.widgets import Input, TextArea

from tui.model.text import N_
from tui.terminal.input_driver import OneRead
from tui.terminal.input_method import is_correction, key_meant
from tui.terminal.pasted_keys import KeysHere, is_pasted, text_of
from tui.terminal.timer import call_after
from tui.terminal.type_ahead import TypeAhead

if TYPE_CHECKING:
    from tui.i18n.words import Words

    class Status(Protocol):
        """Where it is told."""

        def remark(self, text: str) -> None: ...


_QUIET: Final = 0.15
"""Seconds without more of a text after which it is whole."""


@attrs.define(eq=False)
class _Read:
    """The keys of one read. A remainder of it is judged anew when a field has taken what stood before."""

    keys: Sequence[events.Key]
    judged: bool = False
    taken: bool = False


class Bursts(TypeAhead, inherit_bindings=False):
    """An application that tells a paste, and an input method, from keys."""

    key_read_at = 0.0
    """When the key that is answered now came from the terminal, by Textual's clock; 0 for one that was guessed from a letter."""
    _pasted: str | None = None
    _end_of_paste: asyncio.TimerHandle | None = None
    _method_told = False
    _remarked: Status | None = None
    if TYPE_CHECKING:

        @property
        def words(self) -> Words: ...
        @property
        def plan_screen(self) -> Status: ...

    def __init__(self) -> None:
        super().__init__()
        self._reads: dict[events.Key, _Read] = {}

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, OneRead):
            read = _Read(event.keys)
            if not self._held:
                self._reads.clear()
            self._reads.update(dict.fromkeys(event.keys, read))
            read.taken = self._goes_on(event.keys)
            return
        if isinstance(event, events.Key) and not event.is_forwarded and event not in self._reads and self._goes_on((event,)):
            return  # the last letter of a text, in a read of its own
        if isinstance(event, events.MouseDown):
            self.key_read_at = event.time
        await super().on_event(event)

    def holds_back(self, event: events.Event) -> bool:
        """Keys wait until a text is whole."""
        return self._pasted is not None or super().holds_back(event)

    async def _answer(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            read = self._reads.pop(event, None)
            if isinstance(self.focused, Input | TextArea):
                if read is not None:
                    read.judged = False
            elif read is not None and (read.taken or self._takes_all(read, event)):
                return
            else:
                event = self._as_meant(event)
                await super()._answer(event)
                return
        self.key_read_at = event.time
        await super()._answer(event)

    # -- a text -------------------------------------------------------------------------------------------------------

    def _takes_all(self, read: _Read, first: events.Key) -> bool:
        """Whether the rest of a read, from this key on, is no keys; then it is dealt with here."""
        if read.judged:
            return False
        read.judged = True
        rest = read.keys[next(place for place, key in enumerate(read.keys) if key is first) :]
        if is_correction(rest):
            read.taken = True
            self._tell_of_the_method()
            return True
        here: KeysHere | None = getattr(self.screen, "keys_here", None)
        if here is None or not is_pasted(rest, here):
            return False
        read.taken = True
        self._gather(text_of(rest) or "")
        return True

    def _goes_on(self, keys: Sequence[events.Key]) -> bool:
        """Whether keys belong to a text that is not whole yet."""
        text = text_of(keys) if self._pasted is not None else None
        if text is not None:
            self._gather(text)
        return text is not None

    def _gather(self, text: str) -> None:
        if self._end_of_paste is not None:
            self._end_of_paste.cancel()
        self._pasted = (self._pasted or "") + text
        self._end_of_paste = call_after(_QUIET, self, self._paste)

    async def _paste(self) -> None:
        """Hand on a text that is whole, as a terminal with bracketed paste would have sent it."""
        text, self._pasted, self._end_of_paste = self._pasted, None, None
        if text is not None:
            await super()._answer(events.Paste(text))
            self.answer_held()

    # -- an input method ----------------------------------------------------------------------------------------------

    def _as_meant(self, event: events.Key) -> events.Key:
        """The key that was pressed, where an input method has made another letter of it."""
        self.key_read_at = event.time
        self._take_remark_away()
        letter = event.character or ""
        meant = key_meant(letter) if len(letter) == 1 and not letter.isascii() else None
        if meant is None or event.key in self.screen.active_bindings:
            return event
        self.key_read_at = 0.0
        if not self._method_told:
            self._method_told = True
            self._tell_of_the_method()
        return events.Key(meant, meant)

    def _tell_of_the_method(self) -> None:
        self._remarked = self.plan_screen
        self._remarked.remark(self.words(N_("a Vietnamese input method is on")))

    def _take_remark_away(self) -> None:
        if self._remarked is not None:
            self._remarked.remark("")
            self._remarked = None
