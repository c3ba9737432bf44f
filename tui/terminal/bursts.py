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
from textual.widgets import Input

from tui.model.text import N_
from tui.terminal.input_driver import OneRead
from tui.terminal.input_method import is_correction, key_meant
from tui.terminal.later import after
from tui.terminal.pasted_keys import KeysHere, is_pasted, text_of
from tui.terminal.type_ahead import OpenedByLetters, TakingText, TypeAhead

if TYPE_CHECKING:
    from tui.i18n.words import Words

    class Status(Protocol):
        """Where it is told."""

        def remark(self, text: str) -> None: ...


_QUIET: Final = 0.15
"""Seconds without more of a text after which it is whole."""


@attrs.define(eq=False)
class _Read:
    """The keys of one read. A remainder of it is judged anew when a field has taken what stood before, and on another screen."""

    keys: Sequence[events.Key]
    may_be_pasted: bool = True
    judged_on: object | None = None
    taken: bool = False


class Bursts(TypeAhead, inherit_bindings=False):
    """An application that tells a paste, and an input method, from keys."""

    key_read_at = 0.0
    """When the key that is answered now came from the terminal, by Textual's clock; 0 for one that was guessed from a letter."""
    paste_was_keys = False
    """Whether the last text that was pasted came as keys."""
    _pasted: str | None = None
    _came = 0.0
    """When the last letter of the text came that is being gathered."""
    _end_of_paste: asyncio.TimerHandle | None = None
    _method_told = False
    _remarked: Status | None = None
    if TYPE_CHECKING:

        @property
        def words(self) -> Words: ...
        @property
        def plan_screen(self) -> Status: ...

    def __init__(self, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._reads: dict[events.Key, _Read] = {}

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, OneRead):
            read = _Read(event.keys, event.may_be_pasted)
            if not self._held:
                self._reads.clear()
            self._reads.update(dict.fromkeys(event.keys, read))
            read.taken = not self._held and self._goes_on(event.keys)
            return
        if isinstance(event, events.Key) and not event.is_forwarded and not self._held and self._is_of_the_text(event):
            return
        await super().on_event(event)

    def holds_back(self, event: events.Event) -> bool:
        """Keys wait until a text is whole."""
        return self._pasted is not None or super().holds_back(event)

    async def _answer(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            read = self._reads.pop(event, None)
            if isinstance(self.focused, Input | TakingText):
                if read is not None:
                    read.judged_on = None
            elif read is not None and (read.taken or self._takes_all(read, event)):
                return
            else:
                event = self._as_meant(event)
                await super()._answer(event)
                return
        elif isinstance(event, events.Paste):
            self.paste_was_keys = False
        self.key_read_at = event.time
        await super()._answer(event)

    # -- a text -------------------------------------------------------------------------------------------------------

    def _takes_all(self, read: _Read, first: events.Key) -> bool:
        """Whether the rest of a read, from this key on, is no keys; then it is dealt with here."""
        if read.judged_on is self.screen:
            return False
        read.judged_on = self.screen
        rest = read.keys[next(place for place, key in enumerate(read.keys) if key is first) :]
        if is_correction(rest):
            read.taken = True
            self._tell_of_the_method()
            return True
        if not read.may_be_pasted:
            return False
        here: KeysHere | None = getattr(self.screen, "keys_here", None)
        if here is None or not is_pasted(rest, here):
            return False
        read.taken = True
        self._pasted = ""
        self._goes_on(rest)
        while self._held and isinstance(held := self._held[0], events.Key) and self._is_of_the_text(held):
            self._held.popleft()  # it came while keys before the text were being answered
        return True

    def _is_of_the_text(self, key: events.Key) -> bool:
        """Whether a key belongs to a text that is being gathered: with its read, or by itself close behind what came before."""
        read = self._reads.pop(key, None)
        if read is not None and read.taken:
            return True
        if self._pasted is not None and key.time <= self._came + _QUIET and self._goes_on(read.keys if read else (key,)):
            if read is not None:
                read.taken = True
            return True
        if read is not None:
            self._reads[key] = read
        return False

    def _goes_on(self, keys: Sequence[events.Key]) -> bool:
        """Whether a text that is not whole yet goes on with these keys."""
        text = text_of(keys) if self._pasted is not None else None
        if text is None:
            return False
        self._came = keys[-1].time
        self._gather(text)
        return True

    def _gather(self, text: str) -> None:
        if self._end_of_paste is not None:
            self._end_of_paste.cancel()
        self._pasted = (self._pasted or "") + text
        self._end_of_paste = after(_QUIET, self, self._paste)

    async def _paste(self) -> None:
        """Hand on a text that is whole, as a terminal with bracketed paste would have sent it."""
        text, self._pasted, self._end_of_paste = self._pasted, None, None
        if text is not None:
            self.paste_was_keys = True
            await super()._answer(events.Paste(text))
            self.answer_held()

    # -- an input method ----------------------------------------------------------------------------------------------

    def _as_meant(self, event: events.Key) -> events.Key:
        """The key that was pressed, where an input method has made another letter of it."""
        self.key_read_at = event.time
        self._take_remark_away()
        letter = event.character or ""
        meant = key_meant(letter) if len(letter) == 1 and not letter.isascii() else None
        searched = isinstance(self.focused, OpenedByLetters) and self.focused.opened_by_letters
        if meant is None or searched or event.key in self.screen.active_bindings:
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
