"""The place a body serves, as its name has it: Ủy ban nhân dân · tỉnh Thái Nguyên."""

from __future__ import annotations

import re
from typing import Final

_SERVES: Final = re.compile(r"(\S.*?)\s+((?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\b.*)\Z", re.IGNORECASE)


def body_and_place(name: str) -> tuple[str, str] | None:
    """(what body it is, the place); None where the name says no place."""
    found = _SERVES.match(name)
    return (found[1], found[2]) if found else None


def place_of(name: str) -> str:
    """The place a body serves, beginning with a capital; the whole name where it says none, or only of which kind."""
    found = body_and_place(name)
    return found[1][0].upper() + found[1][1:] if found and " " in found[1] else name
