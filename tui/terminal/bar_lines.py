"""The lines of a scrollbar, drawn as what they are: one cell each, of few kinds.

Textual (8.2) draws a bar as it draws any widget: sixteen lines laid out, cut and given their colours one by one, each time the bar moves
by an eighth of a cell. That was more than a fifth of what the next page of a table took.
"""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip


def bar_lines(bar: ScrollBar, crop: Region) -> list[Strip] | None:
    """The lines of a part of a bar as Textual draws them, the same objects as long as they look the same; None for a bar that is more
    than a column of plain cells."""
    styles, size = bar.styles, bar.size
    if not bar.vertical or bar.outer_size != size or size.width != 1 or styles.gutter.height or bar.opacity != 1 or styles.tint.a:
        return None
    drawn = bar.render()
    if type(drawn) is not ScrollBarRender or not isinstance(drawn.style, Style) or not drawn.style.color or not drawn.style.bgcolor:
        return None
    cells = drawn.render_bar(
        size=size.height,
        virtual_size=drawn.virtual_size,
        window_size=drawn.window_size,
        position=drawn.position,
        vertical=True,
        back_color=drawn.style.bgcolor,
        bar_color=drawn.style.color,
    ).segments
    ground, filters, beyond = bar.rich_style, tuple(bar.get_line_filters()), bar.background_colors[1]
    by_cell: dict[int, Strip] = {}
    found = []
    for cell in cells[crop.y : crop.bottom]:
        strip = by_cell.get(id(cell))
        if strip is None:
            strip = by_cell[id(cell)] = _cell(cell, ground, filters, beyond)
        found.append(strip)
    return found


@lru_cache(256)
def _cell(cell: Segment, ground: Style, filters: tuple[LineFilter, ...], beyond: Color) -> Strip:
    """A line of one cell, in the colours of the bar over those of the widget."""
    strip = Strip([Segment(cell.text, ground + cell.style if cell.style else ground)], 1)
    for line_filter in filters:
        strip = strip.apply_filter(line_filter, beyond)
    return strip
