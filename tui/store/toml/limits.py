"""What a TOML text may be made of, before it is parsed: a short file of nothing but keys and brackets would take gigabytes.

A plan has a key in every thirty characters or so and a bracket in every hundred; keys have two or three parts. The limits are far
from that, and looked at by counting characters: only a text that has too many of them is looked at more closely.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

import attrs

from tui.model.text import N_, Sentence, say
from tui.store.toml.scan import NO_KEYS

_MOST_BEGINNINGS: Final = 2_500_000
"""What all keys may come to: a parser keeps every beginning of ``a.b.c``, so a key counts with the square of its dots."""
_FEW: Final = 16
"""Dots of a key, or of any line, that need not be counted."""
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
    _Kind("[{", 5_000, 30, N_("more than {most} records, lists and entries for a file of this size; at most one in 30 characters was expected")),
    _Kind(".", 5_000, 20, N_("more than {most} parts of keys for a file of this size; at most one in 20 characters was expected")),
    _Kind(",", 20_000, 6, N_("more than {most} values for a file of this size; at most one in 6 characters was expected")),
)


class Excessive(ValueError):
    """A text that no program should read whole; ``sentence`` says what there is too much of, and ``line`` where."""

    def __init__(self, sentence: Sentence, line: int) -> None:
        super().__init__(f"{sentence} (at line {line}, column 1)")
        self.sentence, self.line = sentence, line


def refuse_excess(text: str) -> None:
    """Raise :class:`Excessive` for a text that has too much of something; it need not be TOML."""
    if text.count(".") ** 2 > _MOST_BEGINNINGS:
        _refuse_long_keys(text)
    if len(text) > _SMALL:
        _refuse_many(text)


def _refuse_long_keys(text: str) -> None:
    dots = (line.count(".") for line in text.split("\n"))
    if sum(n * n for n in dots if n >= _FEW) <= _MOST_BEGINNINGS:
        return
    beginnings = 0
    for found in _RUN.finditer(NO_KEYS.sub(_line_ends, text)):
        dots_of_key = found[0].count(".")
        beginnings += dots_of_key**2
        if beginnings > _MOST_BEGINNINGS:
            line = found.string.count("\n", 0, found.start()) + 1
            raise Excessive(say(N_("a key of {found} parts; two or three were expected"), found=dots_of_key + 1), line)


def _refuse_many(text: str) -> None:
    bare: str | None = None
    for kind in _KINDS:
        most = kind.least + len(text) // kind.apart
        if _count(text, kind.signs) <= most:
            continue
        if bare is None:
            bare = NO_KEYS.sub(_line_ends, text)
        if _count(bare, kind.signs) > most:
            where = next(islice(re.finditer(f"[{re.escape(kind.signs)}]", bare), most, None))
            raise Excessive(say(kind.expected, most=most), bare.count("\n", 0, where.start()) + 1)


def _count(text: str, signs: str) -> int:
    return sum(map(text.count, signs))


def _line_ends(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
