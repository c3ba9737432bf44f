"""The edge of a column, dragged in the header of a table: how far, and that the column takes the width it is let go at.

Nothing is asked of the terminal beyond what it tells while a button is held.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs
from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.widgets.column_layout import Layout, Place

if TYPE_CHECKING:
    from tui.frames.tables.columns import Column

NARROWEST: Final = 3
WIDEST: Final = 200
"""Cells of a column whose width somebody has chosen."""


@attrs.define
class _Drag:
    """The column whose edge is held, its first cell, and whether it has been moved."""

    index: int
    start: int
    moved: bool = False


def edge_at(layout: Layout, x: int) -> Place | None:
    """The column whose right edge, the cell behind it, is at a cell of the header."""
    return next((place for place in layout.places if x == place.x + place.width), None)


class EdgeDrag(Widget):
    """A widget with a header whose columns' edges are dragged; what it shows is its own."""

    chosen_widths: Mapping[str, int] = {}
    """Widths somebody has chosen, by the key of the column."""
    _drag: _Drag | None = None
    _dragged = False
    """Whether the click that comes now only ends a drag."""

    class WidthChosen(Message):
        """The edge of a column was let go: its width, or None for what its contents take."""

        def __init__(self, widget: EdgeDrag, column: str, width: int | None) -> None:
            super().__init__()
            self.widget, self.column, self.width = widget, column, width

        @property
        def control(self) -> EdgeDrag:
            """For ``@on(…, "#id")``."""
            return self.widget

    def columns_laid_out(self) -> tuple[Layout, tuple[Column, ...]]:
        """Where the columns stand now, and which they are."""
        raise AssertionError("a table has columns")

    def take_widths(self, widths: Mapping[str, int]) -> None:
        """Lay the columns out with widths somebody has chosen."""
        raise AssertionError("a table has columns")

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = event.get_content_offset(self)
        self._dragged = False
        if offset is None or offset.y != 0 or event.button != 1:
            return
        place = edge_at(self.columns_laid_out()[0], offset.x)
        if place is not None:
            self._drag = _Drag(place.index, place.x)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        drag = self._drag
        if drag is None:
            return
        event.stop()
        columns = self.columns_laid_out()[1]
        if not event.button or drag.index >= len(columns):  # let go outside the window
            self._let_go()
            return
        width = min(max(event.x - drag.start, NARROWEST), WIDEST)
        if self.chosen_widths.get(columns[drag.index].key) != width:
            drag.moved = True
            self.take_widths({**self.chosen_widths, columns[drag.index].key: width})

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._drag is not None:
            event.stop()
            self._let_go()

    def _let_go(self) -> None:
        drag, self._drag = self._drag, None
        self.release_mouse()
        columns = self.columns_laid_out()[1]
        if drag is not None and drag.moved and drag.index < len(columns):
            self._dragged = True
            key = columns[drag.index].key
            self.post_message(self.WidthChosen(self, key, self.chosen_widths.get(key)))

    def forget_width(self, place: Place) -> None:
        """Give a column again the width its contents take: a double click on its edge."""
        key = self.columns_laid_out()[1][place.index].key
        if key in self.chosen_widths:
            self.take_widths({name: width for name, width in self.chosen_widths.items() if name != key})
            self.post_message(self.WidthChosen(self, key, None))
