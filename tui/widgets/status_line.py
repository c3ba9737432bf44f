"""The line at the bottom of a screen: the last message, or the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tui.widgets.line import Line, Piece


class Hint(NamedTuple):
    """A key as a person writes it, what it does, and what a click on it asks for."""

    key: str
    does: str
    asks_for: str


class StatusLine(Line):
    """A message stays until the next action; then the keys are there again."""

    def show(self, message: tuple[str, bool], hints: Iterable[Hint], remark: str = "") -> None:
        """Show a message and whether it is a bad one; where it is empty, the keys worth naming.

        A remark stands at the right end beside either.
        """
        text, bad = message
        self.set_class(bad and bool(text), "bad")
        if text:
            self.say(f" {'✗ ' if bad else ''}{text}", right=remark)
            return
        pieces: list[Piece] = [" "]
        for key, does, asks_for in hints:
            pieces += [(key, "bold", asks_for), (f" {does}", "", asks_for), "  "]
        self.say(*pieces, right=remark)
