"""Addresses outside the plan: which may be shown as a link."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"(?:https?://[^\s/?#@:]+(?::\d{1,5})?(?:[/?#]\S*)?|mailto:[^\s@?]+@[^\s@?]+)\Z", re.IGNORECASE)
_LONGEST: Final = 2000
"""What terminals and browsers take."""


def is_address(text: str) -> bool:
    """Whether the text is an address a terminal may be given: of the web or of a mail box, all of it visible."""
    return len(text) <= _LONGEST and text.isprintable() and _ADDRESS.match(text) is not None
