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

    def say(self, text: str) -> None:
        """Show a sentence, or nothing."""
        text = printable(text)
        if text != self.text:
            self.text = text
            self.refresh()

    def render(self) -> Content:
        width = self.size.width - 2
        rows = rows_of(self.text, width) if self.text and width > 1 else []
        if len(rows) > ROWS:
            last = rows[ROWS - 1]
            rows = [*rows[: ROWS - 1], (last if cell_len(last) < width else set_cell_size(last, width - 1)).rstrip() + "…"]
        return Content("\n".join(f" {row}" for row in rows))
