"""Lines to scroll over whose number changes without a layout: only the scrollbar has to know."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.terminal.textual_internals.frames import FramedApp


class LineScroll(ScrollView):
    """A widget that draws its lines itself. Its style must keep the scrollbar's place (``scrollbar-gutter: stable``).

    Textual lays the whole screen out again for each new size of what is scrolled, and then paints the widget whole:
    many times the work of a filter keystroke or of the next record's fields.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def hold(self, lines: int) -> None:
        """Scroll over so many lines from now on; the layout changes only where the scrollbar comes or goes."""
        self.virtual_size = Size(1, lines)
        height = self.container_size.height
        if not height:
            return  # not laid out yet: the layout that comes does it
        self.show_vertical_scrollbar = lines > height
        if self.show_vertical_scrollbar:
            bar = self.vertical_scrollbar
            bar.window_virtual_size, bar.window_size = lines, height
            bar.display = True
        self.scroll_to_line(int(self.scroll_offset.y))

    def draw_lines(self, rows: Iterable[int]) -> list[Strip]:
        """These lines of the screen, each as wide as the widget."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self.draw_lines((y,))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget, the same objects as long as they look the same.

        Textual's own puts border, padding and opacity around each line, and so makes another one of a line that was drawn
        before each time the widget scrolls.
        """
        width, styles = self.size.width, self.styles
        if self.outer_size.width != width or styles.gutter.height or self.opacity != 1 or styles.tint.a:
            return super().render_lines(crop)
        strips = self._filtered(self.draw_lines(crop.line_range))
        return strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]

    def _filtered(self, strips: list[Strip]) -> list[Strip]:
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        return strips

    def make_ready(self, strip: Strip) -> None:
        """A line that may be shown soon: what the terminal is sent of it is made now."""
        if isinstance(self.app, FramedApp):
            for shown in self._filtered([strip]):
                self.app.make_ready(shown)

    def scroll_to_line(self, line: int) -> None:
        """Put a line at the top, as far as there are lines below it."""
        # forced, because Textual shows the scrollbar only after the next layout and refuses to scroll without it
        self.scroll_to(y=max(0, line), animate=False, force=True)
