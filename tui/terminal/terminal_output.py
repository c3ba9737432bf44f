"""What is sent to a terminal: UTF-8 whatever the locale, and no fault of the line is one of the program."""

from __future__ import annotations

import os
import select
from typing import Final

_MOST_WAITING: Final = 1 << 15
"""Characters after which what was written is sent, though nobody has asked for it."""


class TerminalOutput:
    """A file that text is written to. A terminal that is gone takes nothing more; the input sees it too, and ends the program."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno
        self._waiting: list[str] = []
        self._length = 0
        self._gone = False

    def fileno(self) -> int:
        """The file number of the terminal."""
        return self._fileno

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return os.isatty(self._fileno)

    def write(self, text: str) -> None:
        """Write, to be sent by and by."""
        self._waiting.append(text)
        self._length += len(text)
        if self._length > _MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Send what was written."""
        data = "".join(self._waiting).encode("utf-8", "replace")
        self._waiting.clear()
        self._length = 0
        while data and not self._gone:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:  # somebody has set the line so
                select.select([], [self._fileno], [])
            except OSError:
                self._gone = True

    def shut(self) -> None:
        """Send nothing any more."""
        self._gone = True
