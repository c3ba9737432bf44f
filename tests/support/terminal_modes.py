"""What a terminal was told beside its picture: which modes are on, and whether the keyboard protocol was asked for."""

from __future__ import annotations

import re
from typing import Final

_TOLD: Final = re.compile(rb"\x1b\[(?:\?([\d;]+)([hl])|(>\d+|<\d*)u)")

ALTERNATE, CURSOR, WRAP, PASTE, FOCUS = "1049", "25", "7", "2004", "1004"
MOUSE: Final = frozenset({"9", "1000", "1001", "1002", "1003", "1005", "1006", "1015", "1016"})
AT_THE_SHELL: Final = frozenset({CURSOR, WRAP})
"""The modes that are on before any program was there."""


class TerminalModes:
    """A file that a pseudo-terminal's output is copied to: ``on`` are the modes that are on.

    ``keyboard`` is how often its protocol was asked for and not given back; ``ever`` has the modes that were on once."""

    def __init__(self) -> None:
        self.on = set(AT_THE_SHELL)
        self.keyboard = 0
        self.ever: set[str] = set()
        self.sent = b""
        self._rest = b""

    def write(self, data: bytes) -> None:
        """Take in what was sent."""
        self.sent += data
        text = self._rest + data
        end = 0
        for told in _TOLD.finditer(text):
            end = told.end()
            if told[3]:
                self.keyboard = max(0, self.keyboard + (1 if told[3].startswith(b">") else -1))
                continue
            modes = set(told[1].decode().split(";"))
            self.on = self.on | modes if told[2] == b"h" else self.on - modes
            self.ever |= modes if told[2] == b"h" else set()
        self._rest = text[end:][-16:]  # a sequence may come in two pieces

    def flush(self) -> None:
        """Nothing waits."""
