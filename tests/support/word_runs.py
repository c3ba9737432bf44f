"""Runs of words: what two texts share word for word, told from digests of one of them alone."""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

from tests.support.paths import TESTS
from tui.model.text import sound

LONGEST: Final = 6
"""Words in a row that two texts may have alike without one being taken from the other."""
DIGESTS: Final = TESTS / "model" / "runs_of_the_document.bin"
"""The runs of the document the shipped plan is made from; ``.ci/word_runs.py`` writes them."""
_WORD: Final = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text by their sound, in small letters; whatever is neither letter nor digit parts them."""
    return _WORD.findall(sound(text))


def run_digests(words: list[str]) -> list[int]:
    """One number of 32 bits for each run of one word more than LONGEST, in the order of the text."""
    runs = (" ".join(words[at : at + LONGEST + 1]) for at in range(len(words) - LONGEST))
    return [int.from_bytes(blake2b(run.encode(), digest_size=4).digest()) for run in runs]


def kept_digests(path: Path) -> frozenset[int]:
    """The digests of a file that ``keep_digests`` wrote."""
    kept = array("I")
    kept.frombytes(path.read_bytes())
    return frozenset(kept)


def keep_digests(text: str, path: Path) -> int:
    """How many different runs of a text were written to a file, as sorted digests from which no word can be read back."""
    kept = array("I", sorted(set(run_digests(words_of(text)))))
    path.write_bytes(kept.tobytes())
    return len(kept)


def by_first_word(phrases: Iterable[str]) -> dict[str, list[list[str]]]:
    """First word → the words of the set phrases that begin with it."""
    found: dict[str, list[list[str]]] = {}
    for phrase in filter(None, map(words_of, phrases)):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def taken_over(text: str, document: Collection[int], phrases: Mapping[str, list[list[str]]]) -> list[str]:
    """The stretches of a text that stand in the document with more than LONGEST words in a row beside numbers and set phrases.

    ``phrases`` are :func:`by_first_word`.
    """
    words = words_of(text)
    shared = [False] * len(words)
    for at, digest in enumerate(run_digests(words)):
        if digest in document:
            shared[at : at + LONGEST + 1] = [True] * (LONGEST + 1)
    free = _of_phrases(words, phrases)
    found: list[str] = []
    begin = 0
    for at in range(len(words) + 1):
        if at == len(words) or not shared[at]:
            if sum(not free[place] for place in range(begin, at)) > LONGEST:
                found.append(" ".join(words[begin:at]))
            begin = at + 1
    return found


def _of_phrases(words: list[str], phrases: Mapping[str, list[list[str]]]) -> list[bool]:
    """Of each word whether it is a number, or stands in a set phrase."""
    free = [any(sign.isdigit() for sign in word) for word in words]
    for at, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if words[at : at + len(phrase)] == phrase:
                free[at : at + len(phrase)] = [True] * len(phrase)
    return free
