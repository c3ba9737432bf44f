"""A list of rows to choose from."""

from __future__ import annotations

from collections.abc import Callable

from textual.style import Style
from textual.widgets import OptionList

_REVERSED = Style(reverse=True)


class Options(OptionList):
    """May be paged before it has been drawn, and where there is no room for a single row: then a page is all there is.

    Textual (8.2) looks for the line of a row it has not laid out, and ends the program.
    """

    def action_page_up(self) -> None:
        self._page(super().action_page_up, self.action_first)

    def action_page_down(self) -> None:
        self._page(super().action_page_down, self.action_last)

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """The style of a part; reversed where the rules say so, which Textual (8.2) leaves out."""
        style = super().get_visual_style(*component_classes, partial=partial)
        reversed_by_rule = any(self.get_component_styles(name).text_style.reverse for name in component_classes)
        return style + _REVERSED if reversed_by_rule else style

    def _page(self, by_page: Callable[[], None], to_the_end: Callable[[], None]) -> None:
        self.scroll_to_highlight()  # lays the rows out
        try:
            by_page()
        except (KeyError, IndexError):
            to_the_end()
