"""States, stages, modes and other closed sets in the words people use: ``Đã hoàn thành``, ``đang triển khai``, ``sơ bộ``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tui.vocabulary.lexicon import Own, Phrases, phrases_of, plain, words
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read, Unsure, one_of

SETS: Final = ("statuses", "stages", "modes", "vintages", "every", "yes_no")
"""The closed sets there are words for."""
SET_OF_FIELD: Final = {"status": "statuses", "stage": "stages", "mode": "modes", "vintage": "vintages", "every": "every"}
"""By the key of a field the set its choices are."""


def read_choice(name: str, text: str, *, own: Own = ()) -> Outcome[str]:
    """The value of a closed set (:data:`SETS`) that a text means; what only comes near to one is unsure ("chưa triển khai")."""
    mine = tuple(means.partition(".")[2] for said, means in own if means.startswith(f"{name}.") and plain(said) == plain(text))
    if mine:
        return one_of(mine, text)
    if found := _known(name).meant_by(text):
        return one_of(found, text)
    doubtful = _in_doubt(name).meant_by(text)
    return Unsure(doubtful) if doubtful else NotUnderstood(text)


def meant_choices(key: str, text: str, *, own: Own = ()) -> tuple[str, ...]:
    """The values of a field a text may mean, none where it means none for certain: of one in doubt all it comes near to."""
    outcome = read_choice(SET_OF_FIELD[key], text, own=own) if key in SET_OF_FIELD else NotUnderstood(text)
    if isinstance(outcome, Unsure):
        return outcome.candidates
    return (outcome.value,) if isinstance(outcome, Read) else ()


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
