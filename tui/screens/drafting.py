"""When what stands typed in a box or a cell goes to the journal, and how a draft is told of in a line."""

from __future__ import annotations

from typing import Final

from tui.model.text import printable
from tui.store.log.draft import Draft

REST: Final = 1.0
"""Seconds after the last letter."""
MOST: Final = 5.0
"""Seconds after the first one, however fast somebody types on."""


def draft_line(draft: Draft) -> str:
    """``where it belongs: what was typed``."""
    return printable(f"{draft.title}: {' · '.join(draft.texts) or '–'}".replace("\n", " "))
