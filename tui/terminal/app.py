"""An application that can be trusted on a bad line: frames by differences, keys in their order, long work beside the screen."""

from __future__ import annotations

import base64
import os

from tui.terminal.background import LongWork
from tui.terminal.startup import Opening
from tui.terminal.tab_switching import Switching


class TerminalApp(LongWork, Switching, Opening, inherit_bindings=False):
    """What the terminal room adds to Textual's application, in one."""

    def redraw(self) -> None:
        """Send the whole screen again."""
        self.forget_screen()
        self.screen.refresh()

    def copy(self, text: str) -> None:
        """Put text on the clipboard of the person's own terminal (OSC 52), through tmux when there is one."""
        packed = base64.b64encode(text.encode()).decode()
        sequence = f"\x1b]52;c;{packed}\x07"
        if os.environ.get("TMUX"):
            doubled = sequence.replace("\x1b", "\x1b\x1b")
            sequence = f"\x1bPtmux;{doubled}\x1b\\"
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()
