"""What input methods and pastes send to a terminal for a text."""

from __future__ import annotations

import unicodedata

from tui.model.text import fold

DEL = "\x7f"


def telex(text: str) -> str:
    """What an input method sends for a text: each word as it is typed, then backspaces and the word with its marks, all at once."""
    return " ".join(word if word == fold(word) else fold(word) + DEL * len(word) + word for word in text.split(" "))


def composite(text: str) -> str:
    """The same by a program set to composite Unicode: letters and marks apart, each counted in the backspaces."""
    nfd = unicodedata.normalize("NFD", text)
    return nfd + DEL * (len(nfd) - 1) + nfd[1:]


def pasted(text: str) -> str:
    """A bracketed paste of a text in form D."""
    return f"\x1b[200~{unicodedata.normalize('NFD', text)}\x1b[201~"
