"""How close what is typed comes to a name: its short form, whole words, the beginnings of words, initials; marks are optional."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.model.text import bare_sound, fold, has_marks, sound

_BETWEEN: Final = re.compile(r"[\s.,;:()\[\]«»“”\"/&–-]+")
_REMARK: Final = re.compile(r"\([^)]*\)")
_FEWEST_INITIALS: Final = 2
UNSPOKEN: Final = frozenset({"va", "cua", "cac", "ve", "cho", "tai"})
"""Words that initials leave out: SNN&MT is *Sở Nông nghiệp và Môi trường*."""
WHOLE, SHORT, WORDS, BEGINNINGS, OWN_INITIALS, INSIDE, BESIDE, INITIALS = range(8)
"""From the closest: the name itself, its short form, whole words, beginnings of words, all its initials or all behind its first word,
letters in it, what stands beside it, some of its initials."""


@attrs.frozen
class _Asked:
    """A query as it is compared: with its marks where it has some; ``letters`` are those that may be initials."""

    marked: bool
    words: tuple[str, ...]
    letters: str

    def plain(self, text: str) -> str:
        return sound(text) if self.marked else bare_sound(text)


@lru_cache(maxsize=64)
def _asked(query: str) -> _Asked:
    marked = has_marks(query)
    plain = sound if marked else bare_sound
    return _Asked(marked, tuple(plain(query).split()), "".join(_BETWEEN.split(fold(query))))


def closeness(query: str, label: str, beside: str = "") -> int | None:
    """How close a text comes to a label, :data:`WHOLE` … :data:`INITIALS`; None where it does not find it. Two spaces end a short form.

    ``beside`` are other words it may be found by.
    """
    asked = _asked(query)
    text = asked.plain(label)
    if not all(word in text for word in asked.words):
        more = asked.plain(beside)
        if _are_own_initials(asked.letters, label):
            return OWN_INITIALS
        if all(word in text or word in more for word in asked.words):
            return BESIDE
        return INITIALS if len(asked.letters) >= _FEWEST_INITIALS and asked.letters in _initials(label) else None
    said = " ".join(asked.words)
    short, _, name = text.partition("  ")
    if said in (short, name, text):
        return WHOLE
    if name and short.startswith(said):
        return SHORT
    apart = _apart(text)
    words = [_apart(word).strip() for word in asked.words]
    if all(f" {word} " in apart for word in words):
        return WORDS
    if all(f" {word}" in apart for word in words):
        return BEGINNINGS
    return OWN_INITIALS if _are_own_initials(asked.letters, label) else INSIDE


def _apart(text: str) -> str:
    """A text with one space between its words, and around them."""
    return f" {_BETWEEN.sub(' ', text).strip()} "


def _are_own_initials(letters: str, label: str) -> bool:
    """Whether letters are all initials of a name, or all behind the word that says of what kind it is: *CT* of *Sở Công Thương*."""
    if len(letters) < _FEWEST_INITIALS:
        return False
    names = [_initials(part).split("\n") for part in _REMARK.sub("", label).split("  ")]
    return any(letters in (initials, initials[1:]) for name in names for initials in name)


@lru_cache(maxsize=65536)
def _initials(label: str) -> str:
    """The first letters of the words of a label, those that are left out apart: letters that stand in them one after the other mean it."""
    words = [word for word in _BETWEEN.split(fold(label)) if word]
    spoken = "".join(word[0] for word in words if word not in UNSPOKEN)
    return f"{spoken}\n{''.join(word[0] for word in words)}"


def found_in(query: str, label: str) -> Sequence[tuple[int, int]]:
    """Where in a label the words of a query stand, as (start, end) in letters, in order and apart; nothing of what is found otherwise."""
    spans = sorted(span for word in query.split() for span in _first_of(word, label))
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def _first_of(word: str, label: str) -> Iterator[tuple[int, int]]:
    """The first place of a word: where another begins with it, else anywhere."""
    asked = _asked(word)
    text, sought = asked.plain(label), asked.plain(word)
    if len(text) != len(label):
        return  # what is written with other letters stands at no place of its own
    places = [found.start() for found in re.finditer(re.escape(sought), text)]
    begins = [at for at in places if at == 0 or not text[at - 1].isalnum()]
    yield from ((at, at + len(sought)) for at in (begins or places)[:1])
