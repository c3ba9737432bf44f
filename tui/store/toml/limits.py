"""What a TOML text may be made of, before it is parsed: a short file of nothing but keys and brackets would take gigabytes.

A plan has a key in every thirty characters or so and a bracket in every hundred; keys have two or three parts. The limits are far
from that, and looked at by counting characters: only a text that has too many of them is looked at more closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, TypeAlias

import attrs

from tui.model.text import N_, Sentence, say
from tui.store.toml.strings import STRING

_MOST_BEGINNINGS: Final = 2_500_000
"""What all keys may come to: a parser keeps every beginning of ``a.b.c``, so a key counts with the square of its dots."""
_FEW: Final = 64
"""Dots of a key, or of any line, that need not be counted: such a line has twice as many characters."""
_LONGEST_WORD: Final = 20_000
"""Characters of a number, a day or a part of a key; Python reads numbers of up to 4,300 digits."""
_NO_KEYS: Final = re.compile(rf"{STRING}|#[^\n]*+", re.S)
"""Texts and comments: what in a TOML text is neither key nor bracket."""
_WORD: Final = re.compile(rf"[A-Za-z0-9_.+:-]{{{_LONGEST_WORD},}}+")
_SMALL: Final = 1 << 14
"""Characters of a text in which nothing can be too many but the parts of a key."""
_RUN: Final = re.compile(rf"(?:[A-Za-z0-9_-]*+[ \t]*+\.[ \t]*+){{{_FEW},}}+")


@attrs.frozen
class _Kind:
    """Something a text may have ``least`` of, and one more in every ``apart`` characters."""

    signs: str
    least: int
    apart: int
    expected: str


_KINDS: Final = (
    _Kind("=", 5_000, 10, N_("more than {most} keys for a file of this size; at most one in 10 characters was expected")),
    _Kind(
        "[{",
        5_000,
        30,
        N_("more than {most} records, lists and entries for a file of this size; at most one in 30 characters was expected"),
    ),
    _Kind(".", 5_000, 20, N_("more than {most} parts of keys for a file of this size; at most one in 20 characters was expected")),
    _Kind(",", 20_000, 6, N_("more than {most} values for a file of this size; at most one in 6 characters was expected")),
)


class Excessive(ValueError):
    """A text that no program should read whole; ``sentence`` says what there is too much of, and ``line`` where."""

    def __init__(self, sentence: Sentence, line: int) -> None:
        super().__init__(f"{sentence} (at line {line}, column 1)")
        self.sentence, self.line = sentence, line


Room: TypeAlias = tuple[int, ...]
"""How much more of each kind a text may have; less than none where it may only have as much as it has."""


def refuse_excess(text: str) -> Room | None:
    """Raise :class:`Excessive` for a text that has too much of something, TOML or not; else the room in it, where that was counted."""
    if len(text) >= _LONGEST_WORD or text.count(".") ** 2 > _MOST_BEGINNINGS:
        _refuse_long(text)
    return _refuse_many(text) if len(text) > _SMALL else None


def room_in(text: str) -> Room:
    """The room that is left in a text: less than none of what only strings and comments have so much of, or so short a text may have."""
    return tuple(kind.least + len(text) // kind.apart - _count(text, kind.signs) for kind in _KINDS)


def room_after(room: Room, part: str, before: str) -> Room:
    """The room that is left in a text when ``part`` stands in the place of ``before``, at least."""
    longer = len(part) - len(before)
    return tuple(
        left + longer // kind.apart - (_count(part, kind.signs) - _count(before, kind.signs))
        for left, kind in zip(room, _KINDS, strict=True)
    )


def is_long_beside(part: str, before: str) -> bool:
    """Whether a word or a key may have become too long where ``part`` stands in the place of ``before``."""
    return len(part) > len(before) + _LONGEST_WORD or part.count(".") > before.count(".") + _FEW


def has_long_line(part: str) -> bool:
    """Whether a part of a text has a line that may count towards too long words or keys, which are looked for in a whole text."""
    return any(len(line) >= 2 * _FEW and (len(line) >= _LONGEST_WORD or line.count(".") >= _FEW) for line in part.split("\n"))


def may_be_excess(part: str, before: str) -> bool:
    """Whether a text that is not refused may be with ``part`` in the place of ``before``; False where certainly not."""
    return is_long_beside(part, before) or min(room_after((0,) * len(_KINDS), part, before)) < 0


def _refuse_long(text: str) -> None:
    """Long keys and words: looked for only where there are lines long enough, or of enough dots."""
    longest = dots = 0
    for line in _long_lines(text):
        longest = max(longest, len(line))
        dots += n * n if (n := line.count(".")) >= _FEW else 0
    if dots > _MOST_BEGINNINGS:
        _refuse_long_keys(_NO_KEYS.sub(_line_ends, text))
    if longest >= _LONGEST_WORD and _WORD.search(text):
        found = _WORD.search(_NO_KEYS.sub(_line_ends, text))
        if found:
            what = say(N_("a word or number of more than {most} characters; a text stands in quotes"), most=_LONGEST_WORD)
            raise Excessive(what, found.string.count("\n", 0, found.start()) + 1)


def _long_lines(text: str) -> Iterator[str]:
    """The lines of at least ``2 * _FEW`` characters: the others are not looked at one by one, for a large plan has a million of them."""
    start, longest = 0, 2 * _FEW
    while len(text) - start >= longest:
        last = text.rfind("\n", start, start + longest)
        if last < 0:
            end = text.find("\n", start + longest)
            last = end if end >= 0 else len(text)
            yield text[start:last]
        start = last + 1


def _refuse_long_keys(bare: str) -> None:
    beginnings = 0
    for found in _RUN.finditer(bare):
        dots_of_key = found[0].count(".")
        beginnings += dots_of_key**2
        if beginnings > _MOST_BEGINNINGS:
            line = bare.count("\n", 0, found.start()) + 1
            raise Excessive(say(N_("a key of {found} parts; two or three were expected"), found=dots_of_key + 1), line)


def _refuse_many(text: str) -> Room:
    bare: str | None = None
    room: list[int] = []
    for kind in _KINDS:
        most = kind.least + len(text) // kind.apart
        room.append(most - _count(text, kind.signs))
        if room[-1] >= 0:
            continue
        if bare is None:
            bare = _NO_KEYS.sub(_line_ends, text)
        if _count(bare, kind.signs) > most:
            where = next(islice(re.finditer(f"[{re.escape(kind.signs)}]", bare), most, None))
            raise Excessive(say(kind.expected, most=most), bare.count("\n", 0, where.start()) + 1)
    return tuple(room)


def _count(text: str, signs: str) -> int:
    return sum(map(text.count, signs))


def _line_ends(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
