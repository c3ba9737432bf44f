"""Addresses outside the plan: which may be shown as a link."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_ADDRESS: Final = re.compile(r"(?:https?://[^\s/?#@:]+(?::\d{1,5})?(?:[/?#]\S*)?|mailto:[^\s@?]+@[^\s@?]+)\Z", re.IGNORECASE)
_LONGEST: Final = 2000
"""What terminals and browsers take."""


def is_address(text: str) -> bool:
    """Whether the text is an address a terminal may be given: of the web or of a mail box, all of it visible."""
    return len(text) <= _LONGEST and text.isprintable() and _ADDRESS.match(text) is not None


_AS_IT_IS: Final = "".join(map(chr, range(33, 127)))


def for_terminal(address: str) -> str:
    """The address as a terminal takes it: only visible ASCII, all else per cent."""
    return quote(address, safe=_AS_IT_IS)
