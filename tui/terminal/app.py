"""An application that can be trusted on a bad line: frames by differences, keys in their order, long work beside the screen."""

from __future__ import annotations

from functools import partial

from tui.terminal import clipboard, textual_internals
from tui.terminal.background import LongWork
from tui.terminal.startup import Startup
from tui.terminal.tab_switching import TabSwitching


class TerminalApp(LongWork, TabSwitching, Startup, inherit_bindings=False):
    """What the terminal room adds to Textual's application, in one."""

    def redraw(self) -> None:
        """Send the whole screen again."""
        self.forget_screen()
        self.screen.refresh()

    def copy(self, text: str) -> None:
        """Put text on the clipboard of the person's own terminal."""
        clipboard.copy(text, partial(textual_internals.write, self))
