"""Titles of columns as they are compared: people write them with and without marks, in capitals, over several lines."""

from __future__ import annotations

from tui.model.text import bare_sound


def bare(text: str) -> str:
    """A title in lower case without marks, in one spelling of a sound, its words one space apart."""
    return " ".join(bare_sound(" ".join(text.split())).split())
