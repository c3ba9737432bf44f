"""The area a line around a table names: a kind of area and the proper name behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tui.model.text import has_marks, nfc
from tui.vocabulary.lexicon import alternatives, letterwise, words

_CAPITAL: Final = "[" + "".join(char for char in map(chr, range(0x1F00)) if char.isupper()) + "]"
_NAME: Final = re.compile(rf"{_CAPITAL}\w*(?:\s+{_CAPITAL}\w*)*")
_LOWER_WORD: Final = re.compile(rf"(?<!\w)(?!{_CAPITAL})[^\W\d_]\w+")


def areas_named(text: str) -> Iterator[str]:
    """The areas of a line, as they stand there.

    A name has capitals. Where everything has them they tell nothing: there a word that only begins like a kind of area (*XÃ HỘI*) is known
    by itself, and a name ends where words of time begin (*NĂM*, *GIAI ĐOẠN*). Marks count where a line has any: *QUẢN*, *QUÂN* and *QUAN*
    are no *QUẬN*.
    """
    text = nfc(text)
    marked = has_marks(text)
    low = _letter_by_letter(text, marked)
    for kind in _kinds(marked).finditer(low):
        name = _NAME.match(text, kind.end())
        if name is None or _no_names(marked).match(low, kind.end()):
            continue
        past = _ends(marked).search(low, kind.end(), name.end())
        told = text[kind.start() : past.start() if past else name.end()].rstrip()
        other = _other_words(marked).match(low, kind.start())
        if len(told) > kind.end() - kind.start() and (other is None or _is_name_all_the_same(text, low, kind, told, other[0], marked)):
            yield told


def _is_name_all_the_same(text: str, low: str, kind: re.Match[str], told: str, other: str, marked: bool) -> bool:
    """Whether what begins like another word is a name: its office stands before it (*UBND XÃ HỘI SƠN*), or capitals that tell something."""
    if len(told) <= len(other):
        return False
    before = low[: kind.start()]
    if re.search(rf"(?<!\w){_any_of('area_office', marked)}\s+\Z", before):
        return True
    return not told.isupper() and (not before.strip() or _LOWER_WORD.search(text, 0, kind.start()) is not None)


def _letter_by_letter(text: str, marked: bool) -> str:
    """Text in lower case, every letter at its place."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text) if marked else letterwise(text)


def _any_of(what: str, marked: bool) -> str:
    """A pattern for the phrases of a list, the longest first."""
    said = {_letter_by_letter(phrase, marked) for phrase in words()["titles"][what]}
    return alternatives(sorted(said, key=lambda phrase: (-len(phrase), phrase)))


@lru_cache(maxsize=2)
def _kinds(marked: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any_of('area', marked)}\.?\s+")


@lru_cache(maxsize=2)
def _other_words(marked: bool) -> re.Pattern[str]:
    return re.compile(rf"{_any_of('area_other_words', marked)}(?!\w)")


@lru_cache(maxsize=2)
def _no_names(marked: bool) -> re.Pattern[str]:
    """What no name begins with: another kind, words of grammar, or a time."""
    kinds, grammar = _any_of("area", marked), _any_of("area_no_name", marked)
    return re.compile(rf"(?:{kinds}|{grammar})(?!\w)|{_ends(marked).pattern}")


@lru_cache(maxsize=2)
def _ends(marked: bool) -> re.Pattern[str]:
    """Where a name is over; *Năm Căn* and *Phú Quý* are names, *năm 2026* is none."""
    return re.compile(
        rf"(?<!\w){_any_of('area_name_ends', marked)}(?!\w)"
        rf"|(?<!\w){_any_of('area_name_ends_before_number', marked)}(?=\s*(?:[0-9]|[ivx]+(?!\w)|\W*\Z))"
    )
