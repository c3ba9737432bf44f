"""Titles of columns as they are compared: people write them with and without marks, in capitals, over several lines."""

from __future__ import annotations

from tui.model.text import fold, nfc


def bare(text: str) -> str:
    """A title in lower case without marks, its words one space apart."""
    return " ".join(fold(nfc(text)).split())
