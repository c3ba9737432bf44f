"""States, stages, modes and other closed sets in the words people use: ``Đã hoàn thành``, ``đang triển khai``, ``sơ bộ``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tui.vocabulary.lexicon import Own, Phrases, phrases_of, plain, words
from tui.vocabulary.outcome import NotUnderstood, Outcome, Unsure, one_of

SETS: Final = ("statuses", "stages", "modes", "vintages", "every", "yes_no")
"""The closed sets there are words for."""


def read_choice(name: str, text: str, *, own: Own = ()) -> Outcome[str]:
    """The value of a closed set (:data:`SETS`) that a text means; what only comes near to one is unsure ("chưa triển khai")."""
    mine = tuple(means.partition(".")[2] for said, means in own if means.startswith(f"{name}.") and plain(said) == plain(text))
    if mine:
        return one_of(mine, text)
    if found := _known(name).meant_by(text):
        return one_of(found, text)
    doubtful = _in_doubt(name).meant_by(text)
    return Unsure(doubtful) if doubtful else NotUnderstood(text)


def usual_words(name: str) -> dict[str, str]:
    """Each value of a closed set and the first of its words, to say what is allowed."""
    return {value: said[0] for value, said in words()["choices"][name].items()}


@lru_cache(maxsize=len(SETS))
def _known(name: str) -> Phrases:
    return phrases_of((said, value) for value, written in words()["choices"][name].items() for said in written)


@lru_cache(maxsize=len(SETS))
def _in_doubt(name: str) -> Phrases:
    doubtful = words()["choices"].get(f"{name}_in_doubt", {})
    return phrases_of((said, value) for said, values in doubtful.items() for value in values)
