"""What a Vietnamese input method makes of the keys of commands, and which key was meant.

An input method that is on answers ``w`` with ``ư``. And what it wants otherwise once the next key is there it takes back:
``d``, ``d`` arrive as ``d``, a backspace and ``đ``. The backspace is nobody's key then.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from textual import events

_OF_ITS_OWN: Final = {"ư": "w", "đ": "d"}
"""Letters that stand for another key than the letter below their marks; the rest of Vietnamese is in the rule."""
_MARKS: Final = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_TONES: Final = str.maketrans(dict.fromkeys("\u0300\u0301\u0303\u0309\u0323"))


def key_meant(letter: str) -> str | None:
    """The letter of the key that was pressed for a Vietnamese letter; None for any other."""
    without_tone = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).translate(_TONES))
    small = without_tone.lower()
    if small not in _OF_ITS_OWN:
        decomposed = unicodedata.normalize("NFD", letter)
        base, marks = decomposed[0], decomposed[1:]
        return base if marks and _MARKS.issuperset(marks) and base.isascii() and base.isalpha() else None
    meant = _OF_ITS_OWN[small]
    return meant if without_tone == small else meant.upper()


def is_correction(keys: Sequence[events.Key]) -> bool:
    """Whether keys that came in one read take letters back and put others in their place."""
    letters = [key.character or "" for key in keys if key.key != "backspace"]
    if not letters or keys[0].key != "backspace":
        return False
    return all(map(str.isalpha, letters)) and not all(map(str.isascii, letters))
