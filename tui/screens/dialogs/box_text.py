"""The text of a box, above what answers it: it is scrolled by the keys that go through a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget

from tui.widgets.options import Options

_LAST: Final = 1_000_000
_FEW: Final = 3
SCROLLING: Final[Mapping[str, Callable[[int, int], int]]] = {
    "down": lambda line, _: line + 1,
    "up": lambda line, _: line - 1,
    "pagedown": lambda line, page: line + page,
    "pageup": lambda line, page: line - page,
    "home": lambda _, __: 0,
    "end": lambda _, __: _LAST,
}
"""By key, the line that stands first next, of the line that does now and the lines of a page."""


def _page(lines: int) -> int:
    """The lines of a page: one of those that were seen stays, where they are more than a few."""
    return lines - 1 if lines > _FEW else max(1, lines)


READING_KEYS: Final = (
    *(Binding(key, f"read('{key}')", show=False) for key in SCROLLING),
    Binding("j", "read('down')", show=False),
    Binding("k", "read('up')", show=False),
    Binding("g", "read('home')", show=False),
    Binding("G", "read('end')", show=False),
)
"""The keys of a box that has nothing to answer, only to read."""


class BoxText(VerticalScroll, can_focus=False, inherit_bindings=False):
    """A text to be read: as high as its lines or as the stylesheet leaves it; the frame of the box says what is not seen of it."""

    def __init__(self, *text: Widget, id: str = "box-text") -> None:
        super().__init__(*text, id=id)

    @property
    def is_longer(self) -> bool:
        """Whether there is more text than is seen at once."""
        return self.max_scroll_y > 0

    def scrolled_by(self, key: str) -> bool:
        """Whether a key has moved the text; not where that end of it is seen already."""
        before = round(self.scroll_target_y)
        to = max(0, min(self.max_scroll_y, SCROLLING[key](before, _page(self.size.height))))
        self.scroll_to(y=to, animate=False, immediate=True)
        return to != before


class BesideText(Options):
    """A list beside a text that belongs to its row: its pages are those of the text while there is more of it."""

    def action_page_down(self) -> None:
        if not self._scrolls("pagedown"):
            super().action_page_down()

    def action_page_up(self) -> None:
        if not self._scrolls("pageup"):
            super().action_page_up()

    def _scrolls(self, key: str) -> bool:
        return any([text.scrolled_by(key) for text in self._texts()])

    def _texts(self) -> list[BoxText]:
        return list(self.screen.query(BoxText)) if self.is_attached else []


class Answers(BesideText):
    """The answers under a question: ↓ goes through the text first and then through them, ↑ back the same way; pages are of the text."""

    _first = 0

    def begin_at(self, place: int) -> None:
        """Highlight the answer that is given where nobody chooses another."""
        self._first = self.highlighted = place

    def action_cursor_down(self) -> None:
        above = self.highlighted is not None and self.highlighted < self._first
        if above or not self._scrolls("down"):
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        below = self.highlighted is not None and self.highlighted > self._first
        if below or not self._scrolls("up"):
            super().action_cursor_up()

    def action_page_down(self) -> None:
        self._page_of_text("pagedown", super().action_page_down)

    def action_page_up(self) -> None:
        self._page_of_text("pageup", super().action_page_up)

    def action_first(self) -> None:
        self._page_of_text("home", super().action_first)

    def action_last(self) -> None:
        self._page_of_text("end", super().action_last)

    def _page_of_text(self, key: str, of_answers: Callable[[], None]) -> None:
        """A page of the text, never of a few answers beside a text that is read: who reads on changes no answer."""
        if any(text.is_longer for text in self._texts()):
            self._scrolls(key)
        else:
            of_answers()
