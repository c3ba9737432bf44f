"""What is said of a record before anything is listed: a sentence in two rows, broken between words."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget

from tui.model.text import printable
from tui.widgets.breaking import rows_of

ROWS: Final = 2


class Spoken(Widget):
    """A sentence in :data:`ROWS` rows, its end given up for ``…`` where it is longer; it has that height whatever is said in it."""

    DEFAULT_CSS = """
    Spoken { height: 2; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self._style = ""

    def say(self, text: str, style: str = "") -> None:
        """Show a sentence, or nothing."""
        text = printable(text)
        if (text, style) != (self.text, self._style):
            self.text, self._style = text, style
            self.refresh()

    def say_whole(self, text: str, style: str = "") -> None:
        """Show a sentence in as many rows as it needs, at most :data:`ROWS`: none where nothing is said."""
        rows = len(rows_of(printable(text), max(2, self.screen.size.width - 2))) if text else 0
        self.styles.height = min(ROWS, rows)
        self.say(text, style)

    def render(self) -> Content:
        width = self.size.width - 2
        rows = rows_of(self.text, width) if self.text and width > 1 else []
        if len(rows) > ROWS:
            last = rows[ROWS - 1]
            rows = [*rows[: ROWS - 1], (last if cell_len(last) < width else set_cell_size(last, width - 1)).rstrip() + "…"]
        return Content.styled("\n".join(f" {row}" for row in rows), self._style)
