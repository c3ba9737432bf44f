"""Versions of one text in little room: each from shortly before where it differs, so that the difference is seen."""

from __future__ import annotations

from typing import Final

_AROUND: Final = 12
"""Characters left standing before what differs."""


def shortened(*texts: str, most: int | None, around: int = _AROUND, quotes: bool = False) -> tuple[str, ...]:
    """Texts in about ``most`` characters each (None: all of them): what each has in common with the one nearest to it is left out before.

    Where all fit they stay as they are. With ``quotes`` the texts are TOML values: a string that is cut is begun and closed again.

    >>> shortened("Rà soát quy hoạch đất cấp huyện", "Rà soát quy hoạch đất cấp xã", most=20)
    ('…đất cấp huyện', '…đất cấp xã')
    >>> shortened('"Rà soát quy hoạch đất"', '"Rà soát quy hoạch rừng"', most=18, quotes=True)
    ('"…quy hoạch đất"', '"…quy hoạch rừng"')
    """
    if most is None or max(map(len, texts)) <= most:
        return texts
    return tuple(_ended(_begun(text, start, around, quotes), most, quotes) for text, start in zip(texts, _starts(texts), strict=True))


def from_where_they_differ(before: str, after: str, around: int) -> tuple[str, str]:
    """Two texts without what both begin with, but for about ``around`` characters; their ends stay."""
    start = _in_common(before, after)
    return _begun(before, start, around), _begun(after, start, around)


def _starts(texts: tuple[str, ...]) -> list[int]:
    """Where each text begins to differ from the one it has most in common with, equal ones aside."""
    return [max([_in_common(text, other) for other in texts if other != text], default=0) for text in texts]


def _in_common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _begun(text: str, start: int, around: int, quotes: bool = False) -> str:
    if start <= around:
        return text
    gap = text.find(" ", start - around, start)
    cut = gap + 1 if gap >= 0 else start - around
    return f'"…{text[cut:]}' if quotes and _in_string(text[:cut]) else f"…{text[cut:]}"


def _ended(text: str, most: int, quotes: bool) -> str:
    kept = cut_off(text, most)
    return f'{kept}"' if kept != text and quotes and _in_string(kept) else kept


def cut_off(text: str, most: int | None) -> str:
    """The first ``most`` characters of a text, ``…`` where more follow; all of it for None."""
    return text if most is None or len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _in_string(begun: str) -> bool:
    """Whether a TOML value that begins so is inside a string."""
    inside = escaped = False
    for letter in begun:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = inside
        elif letter == '"':
            inside = not inside
    return inside
