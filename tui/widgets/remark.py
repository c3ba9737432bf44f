"""A few lines of text beside what somebody types, said again at every letter and every field."""

from __future__ import annotations

from textual.widgets import Static

from tui.model.text import printable


class Remark(Static):
    """Text that is never markup. It is painted again only when it becomes another, and laid out only where it takes other room.

    A layout measures every field of a form again, which takes longer than all else a letter asks for.
    """

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        self.text = printable(text)
        super().__init__(self.text, id=id, classes=classes, markup=False)

    def say(self, text: str) -> None:
        """Show another text."""
        if (clean := printable(text)) != self.text:
            self.text = clean
            self.update(clean, layout=False)
            if self.size.height != self._lines_wanted():
                self.refresh(layout=True)

    def _lines_wanted(self) -> int:
        """The lines of the text as it stands, within what the stylesheet leaves it; -1 where it has no room yet."""
        width = self.size.width
        if not width:
            return -1
        low, high = (limit.cells if limit is not None else None for limit in (self.styles.min_height, self.styles.max_height))
        lines = self.visual.get_height(self.styles.get_rules(), width)
        return max(low or 0, lines if high is None else min(high, lines))
