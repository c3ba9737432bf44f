"""Vietnamese text: folding for search, the order of the alphabet, and what may never reach a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import attrs


def N_(text: str) -> str:  # noqa: N802 - the name translators' tools look for
    """Mark a sentence for the catalogues without translating it here."""
    return text


@attrs.frozen
class Sentence:
    """A sentence to be said in the user's language: an English template and the values that fill it."""

    template: str
    values: Mapping[str, Any] = attrs.field(factory=dict)

    def __str__(self) -> str:
        return self.template.format(**{k: str(v) for k, v in self.values.items()})


def say(template: str, **values: Any) -> Sentence:
    """Shorthand for ``Sentence(template, values)``; the template must be marked with ``N_``."""
    return Sentence(template, values)


def nfc(text: str) -> str:
    """Text in Unicode normal form C, as the plan file holds it."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without marks: ``Đất đai`` → ``dat dai``. ``đ`` has no decomposition, so it is named."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFD", lower).replace("đ", "d")
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


def has_marks(text: str) -> bool:
    """Whether folding loses something: such a query is matched mark for mark."""
    return fold(text) != nfc(text).casefold()


def matches(query: str, text: str) -> bool:
    """Whether ``query`` occurs in ``text``: without marks it matches any, with marks only those marks.

    >>> matches("dat dai", "Đất đai"), matches("đất", "dat"), matches("đất", "ĐẤT")
    (True, False, True)
    """
    if has_marks(query):
        return nfc(query).casefold() in nfc(text).casefold()
    return fold(query) in fold(text)


# The alphabet's own order; a mark counts only where two words have the same letters.
_LETTERS = {c: i for i, c in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0302", "\u0306", "\u031b"}


@lru_cache(maxsize=65536)
def order_key(text: str) -> str:
    """A key whose plain order is the Vietnamese order: a ă â b c d đ e ê …, then tones, then case.

    Letters are compared first over the whole text, tones (ngang huyền hỏi ngã sắc nặng) only between equal letters.
    """
    letters: list[str] = []
    tones: list[str] = []
    base = ""

    def flush() -> None:
        if not base:
            return
        # three ranges keep spaces and signs first, digits next, then letters
        if base in _LETTERS:
            letters.append(chr(0x200 + _LETTERS[base]))
        elif base[0].isdigit():
            letters.append(chr(0x100 + ord(base[0]) % 0x80))
        else:
            letters.append(chr(min(ord(base[0]), 0xFF)) if ord(base[0]) < 0x100 else chr(0x400 + ord(base[0]) % 0x8000))

    tone = 0
    for char in unicodedata.normalize("NFD", text.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _SHAPES:
            base = unicodedata.normalize("NFC", base + char)
        elif unicodedata.combining(char):
            continue
        else:
            flush()
            if base:
                tones.append(chr(0x30 + tone))
            base, tone = char, 0
    flush()
    if base:
        tones.append(chr(0x30 + tone))
    return "".join(letters) + "\x01" + "".join(tones) + "\x01" + text.swapcase()


def control_character(text: str, *, lines: bool = False) -> str | None:
    """The first character that may not stand in a plan's text, or None.

    Refused: C0 and C1 controls (escape sequences start with one), DEL, bidirectional overrides and the
    line and paragraph separators. ``lines`` allows line feed and tab.
    """
    for char in text:
        if char < " " or "\x7f" <= char <= "\x9f" or char in _UNSEEN:
            if lines and char in "\n\t":
                continue
            return char
    return None


_UNSEEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


def printable(text: str) -> str:
    """Text that is safe on one line of a terminal: line breaks become ⏎, other controls become ``�``."""
    if text.isprintable():  # the usual case, decided in C
        return text
    out = []
    for char in text:
        if char == "\n":
            out.append("⏎")
        elif char == "\t":
            out.append(" ")
        elif control_character(char):
            out.append("\ufffd")
        else:
            out.append(char)
    return "".join(out)


def character_name(char: str) -> str:
    """How a message names a character nobody can see, e.g. ``U+001B``."""
    return f"U+{ord(char):04X}"


def slug(text: str) -> str:
    """An ASCII bare key made from a name, for new ids: ``Sở Tài chính`` → ``so-tai-chinh``."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text)).split()
    return "-".join(words)[:40].strip("-")
