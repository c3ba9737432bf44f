"""The input of the terminal, made safe before it is read as keys.

Textual reads an escape sequence inside a bracketed paste as keys, so pasted text could press F10; what a terminal answers to
somebody else's question it reads as keys, too; and a byte that is no UTF-8 (a terminal set to an old code page) ends its input
thread, so no key works any more. Here a paste is only text, a control sequence that is no key is dropped, and such a byte is
``�``. What came in one read is told as such, before its keys. And the thread that reads sleeps until something comes, where
Textual's looks ten times a second.
"""

from __future__ import annotations

import contextlib
import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable, Sequence
from typing import Any, Final

from textual import events
from textual.message import Message

from tui.start import first_paint
from tui.terminal.control_sequences import BRACKETS_SAID, ESCAPE, PASTE_END, PASTE_START, ControlSequences, without_raw_bytes
from tui.terminal.held_terminal import HeldTerminal
from tui.terminal.textual_internals import private_names
from tui.terminal.textual_internals.driver import leave
from tui.terminal.textual_internals.keys import is_known_sequence, key_parser
from tui.terminal.textual_internals.nodes import clock

_ALTERNATE: Final = "\x1b[?1049h"
_BRACKETS: Final = "\x1b[?2004h"
_BRACKETS_ASKED: Final = "\x1b[?2004$p"
"""Whether what was asked for is so (DECRQM). Who does not know the question says nothing, and is asked no more."""
_NO_END: Final = 5.0
"""Seconds after the last of its text until a paste counts as whole whose end has not come."""


class Pastes:
    """Takes escape characters out of bracketed pastes; everything outside passes as it comes, in whatever pieces."""

    def __init__(self) -> None:
        self._before = ""  # the last characters outside a paste: its start may come in two pieces
        self._inside: str | None = None

    def feed(self, data: str) -> str:
        """The next piece of input, as far as it can be handed on: a paste is held back until its end has come."""
        out = ""
        while data:
            if self._inside is None:
                seen = self._before + data
                start = seen.find(PASTE_START)
                if start < 0:
                    self._before = seen[-len(PASTE_START) + 1 :]
                    return out + data
                taken = start + len(PASTE_START) - len(self._before)
                out, data = out + data[:taken], data[taken:]
                self._before, self._inside = "", ""
            else:
                text, end, data = (self._inside + data).partition(PASTE_END)
                if not end:
                    self._inside = text
                    return out
                out += text.replace(ESCAPE, "") + end
                self._inside = None
        return out

    @property
    def held(self) -> bool:
        """Whether a paste is held back."""
        return self._inside is not None

    def give_up(self) -> str:
        """The paste that was held back, as if its end had come."""
        text, self._inside = self._inside or "", None
        return text.replace(ESCAPE, "") + PASTE_END


class Incoming:
    """What comes from a terminal, byte by byte, as pieces that Textual reads the right way: see :class:`ControlSequences`."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        self._pastes = Pastes()
        self._sequences = ControlSequences(is_known_sequence)
        self._came = 0.0

    def feed(self, data: bytes, now: float) -> list[str]:
        """The pieces that are whole after one more read, at this moment of the clock."""
        self._came = now
        return self._sequences.feed(self._pastes.feed(without_raw_bytes(self._decode(data))), now)

    def due(self) -> float | None:
        """When something is to be given up; None while nothing waits for its end."""
        return self._came + _NO_END if self._pastes.held else self._sequences.due()

    def give_up(self, now: float) -> list[str]:
        """The pieces of what has waited too long for its end."""
        if self._pastes.held:
            return self._sequences.feed(self._pastes.give_up(), now) if now >= self._came + _NO_END else []
        return self._sequences.give_up(now)


class OneRead(events.Event, bubble=False):
    """Several keys that came from the terminal in one piece; told before the first of them.

    ``may_be_pasted``: the terminal has neither said that it brackets what is pasted, nor done so.
    """

    def __init__(self, keys: tuple[events.Key, ...], *, may_be_pasted: bool = True) -> None:
        super().__init__()
        self.keys = keys
        self.may_be_pasted = may_be_pasted


class SafeInput(HeldTerminal):
    """Textual's driver for a terminal, with pastes and bytes made safe; it goes on from the first screen when there is one."""

    _on_alternate = False
    _brackets_pastes = False
    """Whether the terminal has said that it brackets what is pasted, or has done so: what comes without brackets was typed then."""
    _typed_early: Sequence[bytes] = ()
    """What was read before, in the pieces it came in."""
    _bell: int | None = None
    """The end of a pipe that is written to when the thread shall stop reading."""

    def start_application_mode(self) -> None:
        """Take the terminal over; a first screen that is there stays until the first frame, without a flicker."""
        before = first_paint.hand_over()
        if before is not None and (moved := first_paint.moved()) is not None:
            self._typed_early = moved.read
        self._on_alternate = before is not None
        if self._bell is None:
            self._ear, self._bell = os.pipe()
        super().start_application_mode()
        if before is not None:
            self.attrs_before = before

    def write(self, data: str) -> None:
        """Send to the terminal; the alternate screen is not entered a second time, as some terminals clear it then."""
        if self._on_alternate and data == _ALTERNATE:
            self._on_alternate = False
            return
        super().write(data)
        if data == _BRACKETS and os.environ.get("TERM_PROGRAM") != "Apple_Terminal":  # which prints the last letter of a question
            super().write(_BRACKETS_ASKED)  # by itself: what is switched on is remembered by what was written

    def disable_input(self) -> None:
        """Stop reading, at once."""
        if self._bell is not None:
            with contextlib.suppress(BrokenPipeError):  # the thread has ended by itself: its terminal is gone
                os.write(self._bell, b".")
            os.close(self._bell)
            self._bell = None
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read the terminal until the program ends, and post what its keys and pastes are."""
        ear = self._ear
        try:
            if private_names.READS_ALONE:
                self._read_until(ear)
            else:
                super().run_input_thread()
        finally:
            os.close(ear)

    def _read_until(self, ear: int) -> None:
        """Read until something is written to the pipe whose other end this is."""
        parser, incoming = key_parser(self), Incoming()
        for data in self._typed_early:  # what was answered from kept rows is answered again, and stands where it stood
            self._post(parser, incoming.feed(data, clock()))
        self._typed_early = ()
        with selectors.PollSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(ear, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                due = incoming.due()
                ready = {key.fd for key, _ in selector.select(None if due is None else max(0.0, due - clock()))}
                if ear in ready:
                    return
                if self.fileno in ready:
                    data = self._read()
                    if not data:  # the terminal is gone, whether or not a signal says so
                        leave(self)
                        return
                    self._post(parser, incoming.feed(data, clock()))
                else:
                    self._post(parser, incoming.give_up(clock()))

    def _post(self, parser: Any, pieces: Iterable[str]) -> None:
        """Hand on what one read has brought."""
        found: list[Message] = []
        for piece in pieces:
            if piece in BRACKETS_SAID:
                self._brackets_pastes = True
                continue
            found += [events.Key("escape", piece)] if piece == ESCAPE else parser.feed(piece)
        self._brackets_pastes |= any(isinstance(message, events.Paste) for message in found)
        keys = tuple(message for message in found if isinstance(message, events.Key))
        if len(keys) > 1 and all(key.character for key in keys):  # no arrow, no F10: it may be text
            self.process_message(OneRead(keys, may_be_pasted=not self._brackets_pastes))
        for message in found:
            self.process_message(message)

    def _read(self) -> bytes:
        """What has come; nothing when nobody is at the other end any more."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""
