"""Words of the names of bodies, and whether two names say the same: letters that begin several words stand for them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tui.vocabulary.lexicon import one_of, phrases, plain, words

_SIGNS: Final = re.compile(r"[^\w]+")
OF_COUNTRY: Final = ["viet", "nam"]
_SHORTENED: Final = range(2, 9)
"""How many words one word of letters stands for."""


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared, without those that mean nothing in it: two names of the same ones are of one body."""
    passed_over = phrases("bodies", "passed_over")
    said = [word for word in _SIGNS.split(plain(name)) if word and word not in passed_over]
    for at in reversed(range(1, len(said) - 2)):
        if said[at : at + 2] == OF_COUNTRY and said[at + 2] in _first_of_levels():
            del said[at : at + 2]  # "Hội Nông dân Việt Nam tỉnh" is "Hội Nông dân tỉnh"
    return tuple(said)


@lru_cache(maxsize=1)
def _first_of_levels() -> frozenset[str]:
    """The first word of each level of government."""
    return frozenset(_SIGNS.split(said)[0] for level in words()["bodies"]["levels"] for said in phrases("bodies", "levels", level))


@lru_cache(maxsize=1)
def place_words() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_SIGNS.split(phrase)) for phrase in phrases("bodies", "place_words"))


def of_one_level(a: tuple[tuple[str, ...], tuple[str, ...]], b: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Whether two names, each (whole, without its place), are of one level: said by both, or by one where no other has such a body."""
    mine, others = _level(*a), _level(*b)
    if mine and others:
        return mine == others
    return mine == others or not (_is_at_every_level(a[1]) or _is_at_every_level(b[1]))


def _level(whole: tuple[str, ...], bare: tuple[str, ...]) -> str:
    """The level that the place of a name says: ``tinh``, ``huyen``, ``xa``; "" where it says none."""
    left = " ".join(whole[len(bare) :])
    names = words()["bodies"]["levels"]
    return next((level for level in names if re.search(rf"\b{one_of('bodies', 'levels', level)}\b", left)), "")


@lru_cache(maxsize=4096)
def _is_at_every_level(bare: tuple[str, ...]) -> bool:
    """Whether a body called so exists at every level: ``UBND``, ``Công an``."""
    return any(aligned(bare, name_words(said)) for said in words()["bodies"]["at_every_level"])


@lru_cache(maxsize=4096)
def ways_of_one(tokens: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """The other usual ways to speak of the same many bodies."""
    ways = [frozenset(name_words(said) for said in written) for written in words()["bodies"]["same"].values()]
    return frozenset().union(*(way for way in ways if tokens in way))


def aligned(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names say the same word by word, letters that begin several words of the other standing for them."""
    return bool(a and b) and a[0][0] == b[0][0] and _reaches(a, b, whole=True)


def begins(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether ``a`` is the beginning of ``b``, in whole words."""
    return bool(a) and len(a) < len(b) and a[0][0] == b[0][0] and _reaches(a, b, whole=False)


def _reaches(a: tuple[str, ...], b: tuple[str, ...], *, whole: bool) -> bool:
    seen: set[tuple[int, int]] = set()
    ahead = [(0, 0)]
    while ahead:
        i, j = here = ahead.pop()
        if here in seen:
            continue
        seen.add(here)
        if i == len(a) and (j == len(b) or not whole):
            return True
        if i == len(a) or j == len(b):
            continue
        if a[i] == b[j] or (i == j == 0 and whole and 1 in (len(a[0]), len(b[0])) and min(len(a), len(b)) > 1):
            ahead.append((i + 1, j + 1))  # "P. Nội vụ": the head of a name by its first letter alone
        if len(a[i]) in _SHORTENED:
            ahead += [(i + 1, j + count) for count in _spelled(a[i], b[j:])]
        if whole and len(b[j]) in _SHORTENED:
            ahead += [(i + count, j + 1) for count in _spelled(b[j], a[i:])]
    return False


@lru_cache(maxsize=65536)
def _spelled(letters: str, words: tuple[str, ...]) -> frozenset[int]:
    """How many of some words a word of letters stands for: each by its first, or by all of one that is shortened."""
    ends = set()
    ahead = [(0, 0)]
    while ahead:
        at, count = ahead.pop()
        if at == len(letters):
            ends.add(count)
        elif count < len(words):
            word = words[count]
            if letters[at] == word[0]:
                ahead.append((at + 1, count + 1))
            if len(word) in _SHORTENED and letters.startswith(word, at):
                ahead.append((at + len(word), count + 1))
    return frozenset(ends - {0, 1})
