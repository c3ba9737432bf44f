"""How close what is typed comes to a name: its short form, whole words, the beginnings of words, initials; marks are optional."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from tui.model.text import bare_sound, fold, has_marks, matches, sound

_BETWEEN: Final = re.compile(r"[\s.,;:()\[\]«»“”\"/&–-]+")
_UNSPOKEN: Final = frozenset({"va", "cua", "cac", "ve", "cho", "tai"})
"""Words that initials leave out: SNN&MT is *Sở Nông nghiệp và Môi trường*."""
WHOLE, SHORT, WORDS, BEGINNINGS, INITIALS, INSIDE, BESIDE = range(7)
"""From the closest: the name itself, its short form, whole words, beginnings of words, initials, letters in it, what stands beside it."""


def closeness(query: str, label: str, beside: str = "") -> int | None:
    """How close a text comes to a label, :data:`WHOLE` … :data:`BESIDE`; None where it finds neither. Two spaces end a short form.

    ``beside`` are other words it may be found by.
    """
    wanted = query.split()
    if not wanted:
        return WHOLE
    if not all(matches(word, f"{label} {beside}") for word in wanted):
        return INITIALS if _by_initials(query, label) else None
    said, (short, _, name) = _plain(query, query), label.partition("  ")
    if said in (_plain(query, part) for part in (label, short, name) if part):
        return WHOLE
    if name and _plain(query, short).startswith(said):
        return SHORT
    words = [_plain(query, word) for word in words_of(label)]
    asked = [_plain(query, word) for word in wanted]
    if all(word in words for word in asked):
        return WORDS
    if all(any(other.startswith(word) for other in words) for word in asked):
        return BEGINNINGS
    if all(matches(word, label) for word in wanted):
        return INSIDE
    return INITIALS if _by_initials(query, label) else BESIDE


def _plain(query: str, text: str) -> str:
    """Text as it is compared with a query: with its marks where that has some."""
    return (sound(text) if has_marks(query) else bare_sound(text)).strip()


@lru_cache(maxsize=16384)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without what parts them."""
    return tuple(word for word in _BETWEEN.split(text) if word)


def _by_initials(query: str, label: str) -> bool:
    """Whether a text without spaces is the beginning of words one after the other, by their first letters: ``nnmt``, ``skhcn``."""
    letters = "".join(words_of(fold(query)))
    return len(letters) > 1 and letters in _initials(label)


@lru_cache(maxsize=16384)
def _initials(label: str) -> str:
    return "".join(word[0] for word in words_of(fold(label)) if word not in _UNSPOKEN)


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
    for plain in (sound, bare_sound) if has_marks(word) else (bare_sound,):
        text, asked = plain(label), plain(word)
        if len(text) != len(label) or not asked:
            continue  # what is written with other letters stands at no place of its own
        at = next(
            (found.start() for found in re.finditer(re.escape(asked), text) if found.start() == 0 or not text[found.start() - 1].isalnum()),
            -1,
        )
        at = text.find(asked) if at < 0 else at
        if at >= 0:
            yield at, at + len(asked)
            return
