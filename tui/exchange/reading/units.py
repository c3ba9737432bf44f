"""Whether two units are the same one."""

from __future__ import annotations

from tui.model.text import fold, nfc


def unit_key(text: str) -> str:
    """A unit as it is compared: no marks, spaces or raised figures."""
    return "".join(fold(nfc(text)).replace("²", "2").replace("³", "3").split()).strip(".()[]:").replace("phantram", "%")


def same_unit(one: str, other: str) -> bool:
    """Whether two texts name one unit, letter for letter; what may be the same in other words is not."""
    return unit_key(one) == unit_key(other)
