"""The line at the bottom of a screen: the last message, or the keys."""

from __future__ import annotations

from collections.abc import Iterable

from tui.widgets.line import Line


class StatusLine(Line):
    """A message stays until the next action; then the keys are there again."""

    def show(self, message: tuple[str, bool], hints: Iterable[tuple[str, str]], remark: str = "") -> None:
        """Show a message and whether it is a bad one; where it is empty, (key, what it does) of the keys worth naming.

        A remark stands at the right end beside either.
        """
        text, bad = message
        self.set_class(bad and bool(text), "bad")
        if text:
            self.say(f" {'✗ ' if bad else ''}{text}", right=remark)
            return
        pieces: list[str | tuple[str, str]] = [" "]
        for key, hint in hints:
            pieces += [(key, "bold"), f" {hint}  "]
        self.say(*pieces, right=remark)
