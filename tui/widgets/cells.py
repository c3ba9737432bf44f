"""The cells of a table's line: how a text fits into its width, how wide the columns are and where each stands. Pure: no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import attrs
from rich.cells import cell_len, set_cell_size

from tui.frames.tables.columns import Column
from tui.model.text import printable

CUT: Final = "…"
_ENOUGH_TO_READ = 6


def fit(text: str, width: int, align: str = "left") -> str:
    """``text`` in exactly ``width`` terminal cells; what is too long ends in ``…``. Wide and combining characters stay whole."""
    if width <= 0:
        return ""
    room = width - cell_len(text)
    if room < 0:
        return set_cell_size(set_cell_size(text, width - 1).rstrip(" ") + CUT, width)
    return " " * room + text if align == "right" else text + " " * room


def header_text(title: str, align: Literal["left", "right"], width: int, descending: bool | None) -> str:
    """A title in the user's language, in ``width`` cells, with the arrow of the sort order.

    The arrow is never cut away; ``descending`` is None when the column does not sort.
    """
    title = printable(title)
    if descending is None:
        return fit(title, width, align)
    arrow = "▼" if descending else "▲"
    if align == "right":
        return arrow + fit(title, width - 1, "right")
    shown = title if cell_len(title) < width else fit(title, width - 1).rstrip()
    return fit(shown + arrow, width)


def column_widths(columns: Sequence[Column], room: int, fixed: int) -> tuple[int, ...]:
    """The width in cells of each column; one cell of space stands between two.

    What is left over goes to the columns that grow, in equal shares. Fixed columns never take more than two thirds
    of ``room`` while others are to be scrolled beside them: the last fixed one gives way.
    """
    widths = [max(1, column.width) for column in columns]
    left_over = room - sum(widths) - max(0, len(widths) - 1)
    growing = [i for i, column in enumerate(columns) if column.grows]
    if left_over > 0 and growing:
        share, more = divmod(left_over, len(growing))
        for place, i in enumerate(growing):
            widths[i] += share + (place < more)
    elif left_over < 0 and 0 < fixed < len(widths):
        too_much = sum(widths[:fixed]) + fixed - room * 2 // 3
        if too_much > 0:
            widths[fixed - 1] = max(_ENOUGH_TO_READ, widths[fixed - 1] - too_much)
    return tuple(widths)


@attrs.frozen
class Place:
    """Where a column stands on the line: its index, its first cell and how many cells of it are shown."""

    index: int
    x: int
    width: int


def column_places(columns: Sequence[Column], widths: Sequence[int], start: int, room: int, fixed: int, left: int) -> tuple[Place, ...]:
    """The columns on screen: the fixed ones, then those from ``left`` on, within ``start`` … ``room``.

    A column that does not fit wholly is shown only when it is words one can begin to read, or when it is the first:
    half a number would be another number.
    """
    places = []
    x = start
    for index in (*range(min(fixed, len(columns))), *range(left, len(columns))):
        rest = room - x
        if rest <= 0:
            break
        if widths[index] > rest and index not in (0, left) and (columns[index].align == "right" or rest < _ENOUGH_TO_READ):
            break
        places.append(Place(index, x, min(widths[index], rest)))
        x += widths[index] + 1
    return tuple(places)


def least_left(widths: Sequence[int], start: int, room: int, fixed: int, column: int) -> int:
    """The first scrolled column that lets ``column`` be seen to its end (``column`` itself when it is too wide)."""
    free = room - start - sum(widths[:fixed]) - fixed
    left = column
    while left > fixed and sum(widths[left - 1 : column + 1]) + column - left + 1 <= free:
        left -= 1
    return max(fixed, left)
