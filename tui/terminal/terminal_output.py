"""What is sent to a terminal: UTF-8 whatever the locale, and no fault of the line is one of the program."""

from __future__ import annotations

import contextlib
import os
import select
from typing import Final

_MOST_WAITING: Final = 1 << 15
"""Characters after which what was written is sent, though nobody has asked for it."""


class TerminalOutput:
    """A file that text is written to. A terminal that is gone takes nothing more; the input sees it too, and ends the program.

    Textual writes in a thread, which a line that takes nothing may hold up. But a thread is woken after the one that has drawn a frame, and
    that one has work to do: what follows from the frame. So a frame goes out :meth:`at_once` where the terminal takes it; what it does not
    take, and all behind that, goes through the thread.
    """

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno
        self._unblocked = _opened_unblocked(fileno)
        self._rest = b""
        """What the terminal did not take at once."""
        self._waiting: list[str] = []
        self._length = 0
        self._handed = self._written = 0
        """Texts left to the thread, and those of them it has sent."""
        self._gone = False

    def fileno(self) -> int:
        """The file number of the terminal."""
        return self._fileno

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return os.isatty(self._fileno)

    def at_once(self, text: str) -> str | None:
        """Send a text now, in the thread that has made it; what is to be left to the other one instead, None where nothing is.

        What was left to it before comes first, so then all of the text is.
        """
        if self._unblocked is None or self._handed != self._written or self._gone:
            self._handed += 1
            return text
        data = text.encode("utf-8", "replace")
        with contextlib.suppress(OSError):  # it takes nothing now; or it is gone, which the thread finds
            data = data[os.write(self._unblocked, data) :]
        if not data:
            return None
        self._rest = data
        self._handed += 1
        return ""

    def write(self, text: str) -> None:
        """Write, to be sent by and by: in the thread, each text that was left to it."""
        self._waiting.append(text)
        self._length += len(text)
        if self._length > _MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Send what was written."""
        count = len(self._waiting)
        data = self._rest + "".join(self._waiting).encode("utf-8", "replace")
        self._rest = b""
        self._waiting.clear()
        self._length = 0
        self._send(data)
        self._written += count

    def send(self, text: str) -> None:
        """Send a text while no thread is there."""
        self._send(text.encode("utf-8", "replace"))

    def _send(self, data: bytes) -> None:
        while data and not self._gone:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:  # somebody has set the line so
                select.select([], [self._fileno], [])
            except OSError:
                self._gone = True


def _opened_unblocked(fileno: int) -> int | None:
    """The terminal opened once more, for who does not wait for it; the shell's own file stays as it is. None where it cannot be."""
    with contextlib.suppress(OSError):
        name = os.ttyname(fileno)
        opened = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        if os.isatty(opened) and os.fstat(opened).st_rdev == os.fstat(fileno).st_rdev:
            return opened
        os.close(opened)
    return None
