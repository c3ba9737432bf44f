"""A place of the document as papers cite it: from the smallest part to the largest."""

from __future__ import annotations

import re
from typing import Final

_LOCATOR: Final = re.compile(r"(.+)#(\d+)\Z")
_ROMAN: Final = re.compile(r"[IVXLC]+")
_UNITS: Final = ("Mục", "khoản", "điểm")
"""What the parts of a place such as III.1.a are called, the largest first."""


def place_words(locator: str) -> str:
    """``ý thứ 3 điểm a khoản 1 Mục III`` of ``III.1.a#3``: from the smallest part to the largest, as documents are cited."""
    found = _LOCATOR.match(locator)
    of = found[1] if found else locator
    parts = of.split(".")
    if not _ROMAN.fullmatch(parts[0]) or len(parts) > len(_UNITS):
        named = f"mục {of}"
    else:
        named = " ".join(f"{unit} {part}" for unit, part in reversed(list(zip(_UNITS, parts, strict=False))))
    return f"ý thứ {found[2]} {named}" if found else named
