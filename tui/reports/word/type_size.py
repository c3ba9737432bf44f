"""How wide a line of Times New Roman Bold is: rules are as long as their line, or a third to a half of it."""

from __future__ import annotations

import unicodedata
from typing import Final

_ADVANCES: Final = {
    250: " .,",
    278: "il/",
    333: "fjt-;:()",
    389: "Is",
    444: "cerz",
    500: "Jagovxy0123456789–“”",
    556: "Sbdhknpquđ",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYĐw",
    778: "GHKOQ",
    833: "m&",
    944: "M",
    1000: "W%",
}
_ADVANCE: Final = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
"""Thousandths of the size; Vietnamese marks take no room."""
_MEAN: Final = 500
_MM_A_POINT: Final = 25.4 / 72


def width_mm(text: str, size: float) -> float:
    """The width of a line in bold of that size in points, in millimetres."""
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return sum(_ADVANCE.get(letter, _MEAN) for letter in letters) / 1000 * size * _MM_A_POINT


def last_line_mm(text: str, size: float, room: float) -> float:
    """The width of the last line of a text broken at spaces within ``room`` millimetres."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        line = word if line and width_mm(longer, size) > room else longer
    return min(width_mm(line, size), room)
