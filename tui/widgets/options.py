"""A list of rows to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual.content import Content
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option

_REVERSED = Style(reverse=True)


class Options(OptionList):
    """May be paged before it has been drawn, and where there is no room for a single row: then a page is all there is.

    Textual (8.2) looks for the line of a row it has not laid out, and ends the program. A row of more lines than the list has
    is gone through line by line before the cursor leaves it. Headings above the first row and below the last, where the cursor never
    stands, are seen when it is on that row.
    """

    def action_page_up(self) -> None:
        self._page(super().action_page_up, self.action_first)

    def action_page_down(self) -> None:
        self._page(super().action_page_down, self.action_last)

    def action_cursor_down(self) -> None:
        if not self.goes_on_in_row(1):
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        if not self.goes_on_in_row(-1):
            super().action_cursor_up()

    def scroll_to_highlight(self, top: bool = False) -> None:
        super().scroll_to_highlight(top)
        place, room = self.highlighted, self.scrollable_content_region
        if top or place is None or not room:
            return
        options = self.options
        left = room.height - self._lines_of(options[place : place + 1])
        if place + 1 < len(options) and self._are_headings_within(left, options[place + 1 :]):
            self.scroll_to(y=self.virtual_size.height - room.height, force=True, animate=False, immediate=True)
        elif place and self._are_headings_within(left, options[:place]):
            self.scroll_to(y=0, force=True, animate=False, immediate=True)

    def _are_headings_within(self, lines: int, options: Sequence[Option]) -> bool:
        """Whether none of these can be chosen, and all of them are seen in so many lines."""
        return all(option.disabled for option in options) and self._lines_of(options) <= lines

    def _lines_of(self, options: Iterable[Option]) -> int:
        rules, width = self.styles.get_rules(), self.scrollable_content_region.width
        return sum(option.prompt.get_height(rules, width) if isinstance(option.prompt, Content) else 1 for option in options)

    def goes_on_in_row(self, lines: int) -> bool:
        """Whether other lines of the highlighted row are shown now: it has more than the list, and they were not seen."""
        option, room = self.highlighted_option, self.scrollable_content_region
        if option is None or not room or not isinstance(option.prompt, Content):
            return False
        more = option.prompt.get_height(self.styles.get_rules(), room.width) - room.height
        if more <= 0:
            return False
        stood = round(self.scroll_target_y)
        self.scroll_to_highlight(top=True)
        first = round(self.scroll_target_y)
        to = max(first, min(first + more, stood + lines))
        self.scroll_to(y=to, animate=False, immediate=True)
        return to != stood

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
