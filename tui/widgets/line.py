"""A line of text with a left and a right end: title, tabs, summary, status. Repaints only when its words change.

A piece of it may do what a key does when it is clicked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.model.text import printable

Piece: TypeAlias = str | tuple[str, str] | tuple[str, str, str]
"""A text; with a style; with what a click on it asks for, an action's id or a key."""


_LEAST: Final = 24
"""Cells of the left end that stay beside a right end which could be shorter."""


class Line(Widget):
    """One line; the left end is cut with … when both do not fit. Text is never markup."""

    DEFAULT_CSS = """
    Line { height: 1; width: 1fr; }
    """

    class Pressed(Message):
        """Somebody clicked on a piece that asks for something."""

        def __init__(self, asks_for: str) -> None:
            super().__init__()
            self.asks_for = asks_for

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: tuple[tuple[str, str, str], ...] = ()
        self._rights: tuple[str, ...] = ("",)

    def say(self, *left: Piece, right: str | Sequence[str] = "") -> None:
        """Show pieces of text and a text at the right end, which may be given in several lengths: the first that leaves room is shown."""
        pieces, rights = tuple(map(_whole, left)), tuple(map(printable, [right] if isinstance(right, str) else right))
        if (pieces, rights) != (self._left, self._rights):
            self._left, self._rights = pieces, rights
            self.refresh()

    @property
    def text(self) -> str:
        """What stands at the left end."""
        return "".join(text for text, _, _ in self._left)

    @property
    def right(self) -> str:
        """What stands at the right end: of several lengths the first beside which enough of the left end stays."""
        width = self.size.width
        if not width or len(self._rights) == 1:
            return self._rights[0]
        most = width - min(_LEAST, cell_len(self.text)) - 1
        right = next((each for each in self._rights if cell_len(each) <= most), self._rights[-1])
        return right if cell_len(right) <= width else "…" + set_cell_size(right[::-1], width - 1)[::-1]

    def on_click(self, event: events.Click) -> None:
        end = 0
        for text, _, asks_for in self._left:
            end += cell_len(text)
            if event.x < min(end, self._room):
                if asks_for:
                    event.stop()
                    self.post_message(self.Pressed(asks_for))
                return

    @property
    def _room(self) -> int:
        """Cells for the left end."""
        return max(0, self.size.width - cell_len(self.right) - (1 if self.right else 0))

    def render(self) -> Content:
        width, room = self.size.width, self._room
        shown: list[Content] = []
        used = 0
        for text, style, _ in self._left:
            length = cell_len(text)
            if used + length > room:
                cut = max(0, room - used - 1)
                text = set_cell_size(text, cut) + ("…" if room > used else "")
                length = cell_len(text)
            shown.append(Content.styled(text, style) if style else Content(text))
            used += length
            if used >= room:
                break
        gap = max(0, width - used - cell_len(self.right))
        return Content.assemble(*shown, " " * gap, self.right)


def _whole(piece: Piece) -> tuple[str, str, str]:
    """Text, style, and what a click asks for."""
    if isinstance(piece, str):
        return printable(piece), "", ""
    return (printable(piece[0]), piece[1], piece[2] if len(piece) == 3 else "")
