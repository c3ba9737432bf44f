"""The input of the terminal, made safe before it is read as keys.

Textual reads an escape sequence inside a bracketed paste as keys, so pasted text could press F10; and a byte that is no
UTF-8 (a terminal set to an old code page) ends its input thread, so no key works any more. Here a paste is only text, and
such a byte is ``�``. And the thread that reads sleeps until something comes, where Textual's looks ten times a second.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from typing import Final

from tui.start import first_paint
from tui.terminal import textual_internals
from tui.terminal.held_terminal import HeldTerminal

_ALTERNATE: Final = "\x1b[?1049h"
_START: Final = "\x1b[200~"
_END: Final = "\x1b[201~"


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
                start = seen.find(_START)
                if start < 0:
                    self._before = seen[-len(_START) + 1 :]
                    return out + data
                taken = start + len(_START) - len(self._before)
                out, data = out + data[:taken], data[taken:]
                self._before, self._inside = "", ""
            else:
                text, end, data = (self._inside + data).partition(_END)
                if not end:
                    self._inside = text
                    return out
                out += text.replace("\x1b", "") + end
                self._inside = None
        return out


class SafeInput(HeldTerminal):
    """Textual's driver for a terminal, with pastes and bytes made safe; it goes on from the first screen when there is one."""

    _on_alternate = False
    _bell: int | None = None
    """The end of a pipe that is written to when the thread shall stop reading."""

    def start_application_mode(self) -> None:
        """Take the terminal over; a first screen that is there stays until the first frame, without a flicker."""
        before = first_paint.hand_over()
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

    def disable_input(self) -> None:
        """Stop reading, at once."""
        if self._bell is not None:
            os.write(self._bell, b".")
            os.close(self._bell)
            self._bell = None
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read the terminal until the program ends, and post what its keys and pastes are."""
        ear = self._ear
        try:
            if textual_internals.READS_ALONE:
                self._read_until(ear)
            else:
                super().run_input_thread()
        finally:
            os.close(ear)

    def _read_until(self, ear: int) -> None:
        """Read until something is written to the pipe whose other end this is."""
        parser, pastes = textual_internals.key_parser(self), Pastes()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.PollSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(ear, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(textual_internals.seconds_to_escape(parser))}
                if ear in ready:
                    return
                if self.fileno in ready:
                    data = self._read()
                    if not data:  # the terminal is gone, whether or not a signal says so
                        textual_internals.leave(self)
                        return
                    for event in parser.feed(text) if (text := pastes.feed(decode(data))) else ():
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _read(self) -> bytes:
        """What has come; nothing when nobody is at the other end any more."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""
