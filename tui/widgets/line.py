"""A line of text with a left and a right end: title, tabs, summary, status. Repaints only when its words change."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget

from tui.model.text import printable


class Line(Widget):
    """One line; the left end is cut with … when both do not fit. Text is never markup."""

    DEFAULT_CSS = """
    Line { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: tuple[tuple[str, str], ...] = ()
        self._right = ""

    def say(self, *left: str | tuple[str, str], right: str = "") -> None:
        """Show pieces of text, each plain or with a style, and a text at the right end."""
        pieces = tuple((printable(p), "") if isinstance(p, str) else (printable(p[0]), p[1]) for p in left)
        if (pieces, right) != (self._left, self._right):
            self._left, self._right = pieces, printable(right)
            self.refresh()

    @property
    def text(self) -> str:
        """What stands at the left end."""
        return "".join(text for text, _ in self._left)

    @property
    def right(self) -> str:
        """What stands at the right end."""
        return self._right

    def render(self) -> Content:
        width = self.size.width
        room = max(0, width - cell_len(self._right) - (1 if self._right else 0))
        shown: list[Content] = []
        used = 0
        for text, style in self._left:
            length = cell_len(text)
            if used + length > room:
                cut = max(0, room - used - 1)
                text = set_cell_size(text, cut) + ("…" if room > used else "")
                length = cell_len(text)
            shown.append(Content.styled(text, style) if style else Content(text))
            used += length
            if used >= room:
                break
        gap = max(0, width - used - cell_len(self._right))
        return Content.assemble(*shown, " " * gap, self._right)
