"""Which letters of two texts differ, and a long text shown around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

_PIECES: Final = re.compile(r"\w+|\s+|.", re.S)
_MOST_PIECES: Final = 2000
"""Words and signs that are compared one by one; of what is longer only the beginning and end that are the same are told."""
_ALIKE: Final = 0.5
"""How alike two words have to be for their letters to be marked, not the whole words."""
_AROUND: Final = 30
"""Characters shown on each side of a difference in a long text."""
_LONG: Final = 120
"""Characters of a text that is shown whole."""

Span = tuple[int, int]
"""Where a stretch of a text begins, and ends before."""


def differing(text: str, other: str) -> list[Span]:
    """The stretches of ``text`` that stand otherwise in ``other``, in order; an empty one where only something is missing."""
    mine, theirs = _PIECES.findall(text), _PIECES.findall(other)
    if max(len(mine), len(theirs)) > _MOST_PIECES:
        return _between_equal_ends(text, other)
    return _joined(_marked(mine, theirs))


def _marked(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Span]:
    starts = [0]
    for piece in mine:
        starts.append(starts[-1] + len(piece))
    for what, i, to, j, until in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if to - i == until - j:  # word for word
            for k in range(to - i):
                yield from ((starts[i + k] + a, starts[i + k] + b) for a, b in _letters(mine[i + k], theirs[j + k]))
        else:
            yield starts[i], starts[to]


def _letters(word: str, other: str) -> list[Span]:
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [(0, len(word))]
    return [(i, to) for what, i, to, _, _ in matcher.get_opcodes() if what != "equal"]


def _between_equal_ends(text: str, other: str) -> list[Span]:
    least = min(len(text), len(other))
    head = next((n for n in range(least) if text[n] != other[n]), least)
    tail = next((n for n in range(least - head) if text[-1 - n] != other[-1 - n]), least - head)
    return [(head, len(text) - tail)] if text != other else []


def _joined(spans: Iterator[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in spans:
        if found and found[-1][1] == start and start < end:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def around(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """A text without what is far from every difference, … in its place; a short one whole. Where the differences stand then."""
    if len(text) <= _LONG or not spans:
        return text, list(spans)
    shown, moved, at = "", [], 0
    for start, end in spans:
        begin = max(at, start - _AROUND)
        shown += "…" * (begin > at) + text[begin:start]
        moved.append((len(shown), len(shown) + end - start))
        shown += text[start:end]
        at = end
        following = next((s for s, _ in spans if s >= end), len(text))
        more = min(len(text), end + _AROUND, following)
        shown += text[at:more]
        at = more
    return shown + "…" * (at < len(text)), moved
