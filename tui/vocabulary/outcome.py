"""What became of reading a text: read, unsure between candidates, or not understood. Nothing is guessed."""

from __future__ import annotations

from typing import Generic, TypeAlias, TypeVar

import attrs

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Read(Generic[T_co]):
    """The one thing the text says."""

    value: T_co


@attrs.frozen
class Unsure(Generic[T_co]):
    """What the text may say, the likeliest first; one candidate alone where part of the text was not understood (``rest``)."""

    candidates: tuple[T_co, ...]
    rest: str = ""


@attrs.frozen
class NotUnderstood:
    """Nothing the vocabulary has."""

    text: str


Outcome: TypeAlias = Read[T_co] | Unsure[T_co] | NotUnderstood


def one_of(candidates: tuple[T_co, ...], text: str) -> Outcome[T_co]:
    """The outcome for what a text was found to say: one thing, several, or none."""
    distinct = tuple(dict.fromkeys(candidates))
    if not distinct:
        return NotUnderstood(text)
    return Read(distinct[0]) if len(distinct) == 1 else Unsure(distinct)
