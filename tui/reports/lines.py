"""Text within the lines of a terminal: cells are counted, not letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size

BETWEEN: Final = " · "
"""What stands between the parts of a line."""

_ENOUGH: Final = 24
"""Cells of a name that tell what is spoken of; where its facts leave it less, they go below it."""
_BELOW: Final = "    "
_HELD: Final = "\xa0"
"""A space at which no line is broken."""


def shortened(text: str, width: int) -> str:
    """Text in at most ``width`` cells; what is cut ends in ``…``."""
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def wrapped(text: str, width: int, below: str = "") -> list[str]:
    """Lines of at most ``width`` cells, broken at spaces, in a word only where it is wider than a line; ``below`` begins later ones."""
    lines: list[str] = []
    rest = text
    while cell_len(rest) > width > cell_len(below):
        head = set_cell_size(rest, width)
        head = head[: _alike(head, rest)]
        start = len(rest) - len(rest.lstrip(" "))
        at = head.rfind(" ", start) if rest[len(head)] != " " else len(head)
        at = at if at > start else len(head)
        lines.append(rest[:at].rstrip(" "))
        rest = below + rest[at:].lstrip(" ")
    return [*lines, rest]


def wrapped_parts(parts: Sequence[str], width: int, below: str = _BELOW) -> list[str]:
    """Parts with points between them, as :func:`wrapped`; a part that fits into a line is not broken."""
    held = [part.replace(" ", _HELD) if cell_len(part) <= width - cell_len(below) - len(BETWEEN) else part for part in parts]
    return [line.replace(_HELD, " ") for line in wrapped((BETWEEN.replace(" ", _HELD, 1)).join(held), width, below)]


def named_line(name: str, facts: Sequence[str], width: int) -> list[str]:
    """``name · facts`` on one line, the name cut where it has to be; where little would be left of it, the facts below it."""
    room = width - cell_len("".join(BETWEEN + fact for fact in facts))
    if room >= min(cell_len(name), _ENOUGH):
        return [BETWEEN.join((shortened(name, room), *facts))]
    return [shortened(name, width), *wrapped_parts([_BELOW + facts[0], *facts[1:]], width)]


def _alike(head: str, text: str) -> int:
    """How many letters of a text its first cells hold: half a wide letter is none."""
    return next((at for at, (one, other) in enumerate(zip(head, text, strict=False)) if one != other), len(head))
