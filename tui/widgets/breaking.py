"""Text broken into rows between words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, chop_cells

_WORD: Final = re.compile("[^ ]* +|[^ ]+")


def row_ends(text: str, width: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each row of a text; the space a row is broken at belongs to none."""
    begun = used = at = 0
    for word in _WORD.findall(text):
        seen = cell_len(word.rstrip(" "))
        if used and used + seen > width:
            yield begun, begun + len(text[begun:at].rstrip(" "))
            begun, used = at, 0
        if seen > width:  # a word longer than a row
            *full, _ = chop_cells(word.rstrip(" "), width)
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
