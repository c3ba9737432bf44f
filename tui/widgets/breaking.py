"""Text broken into rows between words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, chop_cells

_MARKED: Final = 4
"""Letters and their marks in a cell, at most."""
_WORD: Final = re.compile("[^ ]* +|[^ ]+")


def row_ends(text: str, width: int, hanging: int = 0) -> Iterator[tuple[int, int]]:
    """(start, end) of each row of a text; the space a row is broken at belongs to none.

    Rows after the first have ``hanging`` cells less.
    """
    begun = used = at = 0
    room = width
    for word in _WORD.findall(text):
        seen = cell_len(word.rstrip(" "))
        if used and used + seen > room:
            yield begun, begun + len(text[begun:at].rstrip(" "))
            begun, used, room = at, 0, width - hanging
        if seen > room:  # a word longer than a row
            if room != width - hanging:  # in the first row
                part = chop_cells(word[: _MARKED * room], room)[0]
                yield begun, begun + len(part)
                begun, room = begun + len(part), width - hanging
            *full, _ = chop_cells(text[begun : at + len(word.rstrip(" "))], room)
            for part in full:
                yield begun, begun + len(part)
                begun += len(part)
            used = cell_len(text[begun : at + len(word)])
        else:
            used += cell_len(word)
        at += len(word)
    yield begun, at


def rows_of(text: str, width: int) -> list[str]:
    """A text in rows of at most ``width`` cells."""
    return [text[start:end] for start, end in row_ends(text, max(1, width))]
