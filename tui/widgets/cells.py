"""A cell of a table as text: what a column and the values of its row show, and how that fits into its width.

Pure: no Textual, no frame, so exports and tests use the same words as the screen.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import attrs
from rich.cells import cell_len, set_cell_size

from tui.frames.tables.columns import Column, Shows, Tone
from tui.i18n.words import Words
from tui.model.text import no_formula, printable, without_controls

MISSING: Final = "–"
"""What is shown for a value nobody knows: never 0, never empty."""
CUT: Final = "…"
_ENOUGH_TO_READ = 6
_TONES = {tone.value: tone for tone in Tone}


@attrs.frozen
class Cell:
    """One cell ready to be drawn: text on one line, safe for a terminal, and the tone that supports it."""

    text: str
    tone: Tone | None = None


def format_cell(column: Column, row: Mapping[str, Any], words: Words) -> Cell:
    """The cell of ``column`` for a row given as frame column → native value (at least ``column.frame_columns()``)."""
    tone = row.get(column.tone) if column.tone else None
    return Cell(printable(_shown(column, row, words) or MISSING), _TONES.get(tone) if tone else None)


def full_text(column: Column, row: Mapping[str, Any], words: Words) -> str:
    """The whole text of a cell with its line breaks, for reading and copying; other control characters are made visible."""
    return "\n".join(printable(line) for line in (_shown(column, row, words) or MISSING).splitlines())


def export_text(column: Column, row: Mapping[str, Any], words: Words) -> str:
    """The text of a cell for a field of TSV: empty when unknown, no tab, line break or control character.

    Words that would start a formula in a spreadsheet get an apostrophe before them; numbers keep their sign.
    """
    text = " ".join(without_controls(_shown(column, row, words) or "", lines=True).split())
    return no_formula(text) if is_words(column, row) else text


def copy_text(column: Column, row: Mapping[str, Any], words: Words) -> str:
    """The whole text of a cell for the clipboard, with its line breaks: empty when unknown; no line of words starts a formula."""
    lines = without_controls(_shown(column, row, words) or "", lines=True).replace("\t", " ").splitlines()
    return "\n".join(no_formula(line) for line in lines) if is_words(column, row) else "\n".join(lines)


def is_words(column: Column, row: Mapping[str, Any]) -> bool:
    """Whether a cell shows words: a number keeps its sign, whoever reads it."""
    return column.text is not None or column.prefix is not None or not isinstance(row[column.key], int | float)


def _shown(column: Column, row: Mapping[str, Any], words: Words) -> str | None:
    """The text of the cell, or None when its value is unknown.

    A space stands after the prefix (``≥ 8``); the suffix follows at once (``8,59*``) and brings its own space if it wants one.
    """
    text = row[column.text] if column.text else _value_text(row[column.key], column, words)
    if text is None:
        return None
    prefix = row.get(column.prefix) if column.prefix else None
    suffix = row.get(column.suffix) if column.suffix else None
    return f"{prefix.rstrip() + ' ' if prefix else ''}{text}{suffix or ''}"


def _value_text(value: Any, column: Column, words: Words) -> str | None:
    """A native value by what the column shows; None when there is none (null, NaN, an empty list)."""
    if value is None:
        return None
    if column.shows is Shows.YEAR:
        return str(value)
    if isinstance(value, bool):
        return words.show(value)
    if isinstance(value, int | float):
        return words.number(value, column.decimals) if math.isfinite(value) else None
    if isinstance(value, dt.date):
        return words.date(value)
    if isinstance(value, Mapping):  # a period, or an entry of a list of tables
        return _joined(value.values(), column, words, " – ")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _joined(value, column, words, ", ")
    return str(value)


def _joined(values: Iterable[Any], column: Column, words: Words, between: str) -> str | None:
    texts = [_value_text(value, column, words) for value in values]
    return between.join(text or MISSING for text in texts) if any(texts) else None


# -- widths ---------------------------------------------------------------------------------------------------------


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
