"""How much of what is scrolled is not seen."""

from __future__ import annotations

from typing import NamedTuple

from textual.widget import Widget

from tui.i18n.words import Words


class Hidden(NamedTuple):
    """The lines of what is scrolled that stand above and below those that are seen."""

    above: int
    below: int


def hidden(area: Widget) -> Hidden:
    """What is not seen of an area that is scrolled; nothing of one that is not shown."""
    if not area.display or not all(one.display for one in area.ancestors if isinstance(one, Widget)):
        return Hidden(0, 0)
    beyond = max(0, area.virtual_size.height - area.scrollable_content_region.height)
    first = min(round(area.scroll_target_y), beyond)  # where it was scrolled to before it had fewer lines is no line of it
    return Hidden(first, beyond - first)


def lines_below(below: int, words: Words) -> str:
    """The words for lines that are not seen yet."""
    return words.count("▼ {n} more line", "▼ {n} more lines", below)
