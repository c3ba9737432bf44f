"""SGR codes, which say how a terminal writes text, taken apart."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from typing import Final

PLAIN: Final = ("39", "49")
"""The terminal's own colours: of what is written, and behind it."""
_CODE_CHARACTERS: Final = frozenset("0123456789;")
_LONGEST: Final = 100


def is_codes(text: str) -> bool:
    """Whether a text is SGR codes, and can be written to a terminal as such."""
    return len(text) <= _LONGEST and _CODE_CHARACTERS.issuperset(text)


def parts_of(codes: str) -> tuple[str, str, tuple[str, ...]]:
    """The codes of the colour, of the background and of the attributes in order, that codes such as ``1;38;5;12;44`` leave after a reset.

    An empty code is a reset, as for a terminal.
    """
    ink, ground = PLAIN
    attributes: list[str] = []
    rest = codes.split(";") if codes else []
    while rest:
        length = (5 if rest[1:2] == ["2"] else 3) if rest[0] in ("38", "48") else 1
        code, rest = ";".join(rest[:length]), rest[length:]
        number = int(code.partition(";")[0] or 0)
        if number == 0:
            (ink, ground), attributes = PLAIN, []
        elif 30 <= number <= 39 or 90 <= number <= 97:
            ink = code
        elif 40 <= number <= 49 or 100 <= number <= 107:
            ground = code
        elif code not in attributes:
            attributes.append(code)
    return ink, ground, tuple(attributes)
