"""What others wrote, read: JSON or TOML that another person, or another version of the program, put into a file beside the plan.

Nothing of it is believed. It becomes values of a known kind within known bounds, so that whoever compares, sums or shows them
later meets no surprise; whatever goes wrong on the way is :class:`Unreadable`, and nothing else comes out of here.
:mod:`tui.start.others_file` gives the bytes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NoReturn, TypeAlias, TypeVar

from tui.model.clock import aware
from tui.model.text import Sentence, can_be_said

D = TypeVar("D", bound=dt.date)

MOST_DEEP: Final = 60
"""Lists and objects inside each other: more is nobody's plan, and who walks through them later must not run out of stack."""
_MOST_COUNT: Final = 10_000_000
_YEARS: Final = range(1900, 3000)
"""Years of moments and days: those beside them cannot be moved to every zone."""
_HALF_A_CHARACTER: Final = re.compile("[\ud800-\udfff]")


class Unreadable(ValueError):
    """Text of others that is not what it should be."""


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Whatever goes wrong inside is :class:`Unreadable`: also a stack or a memory that was not enough, or a number too large."""
    try:
        yield
    except Unreadable:
        raise
    except Exception as fault:
        raise Unreadable(f"{type(fault).__name__}: {fault!s:.100}") from fault


def json_in(data: bytes) -> Any:
    """The value of a JSON text in UTF-8. Raises :class:`Unreadable`."""
    with reading():
        return json.loads(data.decode("utf-8"), parse_constant=_no_number)


def object_in(data: bytes) -> dict[str, Any]:
    """The object of a JSON text in UTF-8. Raises :class:`Unreadable`."""
    return object_of(json_in(data))


def toml_in(data: bytes) -> dict[str, Any]:
    """What a TOML text in UTF-8 holds, no deeper than :data:`MOST_DEEP`. Raises :class:`Unreadable`."""
    from tui.store.toml.parse import loads

    with reading():
        found = loads(data.decode("utf-8"))
        _refuse_depth(found, 0)
        return found


def _refuse_depth(value: Any, level: int) -> None:
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_depth(inner, deeper(level))


def object_of(value: Any) -> dict[str, Any]:
    """The value as the object it should be. Raises :class:`Unreadable`."""
    if not isinstance(value, dict):
        raise Unreadable("no object")
    return value


def _no_number(name: str) -> NoReturn:
    raise Unreadable(name)


def whole_text(value: Any) -> str:
    """The value as the text it should be, without halves of characters. Raises :class:`Unreadable`."""
    if not isinstance(value, str) or _HALF_A_CHARACTER.search(value):
        raise Unreadable("no text")
    return value


Told: TypeAlias = Mapping[str, Any]
"""A JSON object as it was written: what it says is asked for by :func:`text`, :func:`count` and their like."""


def text(told: Told, key: str) -> str:
    """A text. Raises :class:`Unreadable`, as the others do, when there is none."""
    return whole_text(told.get(key))


def maybe_text(told: Told, key: str) -> str | None:
    """A text, or None where it is not said."""
    return None if told.get(key) is None else text(told, key)


def texts(told: Told, key: str, many: int) -> tuple[str, ...] | None:
    """So many texts, or None where they are not said."""
    found = told.get(key)
    if found is None:
        return None
    if not isinstance(found, list) or len(found) != many:
        raise Unreadable(key)
    return tuple(map(whole_text, found))


def count(told: Told, key: str) -> int:
    """How many of something there are; 0 where it is not said."""
    found = told.get(key, 0)
    if type(found) is not int or not 0 <= found <= _MOST_COUNT:
        raise Unreadable(key)
    return found


def moment(told: Told, key: str) -> dt.datetime:
    """A moment with its zone, such that it can be moved to any other."""
    with reading():
        found = dt.datetime.fromisoformat(text(told, key))
        return aware(_near(found))


def day_in(written: str) -> dt.date:
    """A day written ``2026-12-31``. Raises :class:`Unreadable`."""
    with reading():
        return _near(dt.date.fromisoformat(written))


def sentence_of(template: Any, values: Any) -> Sentence:
    """A sentence that can be said: its template asks for values by their names only, and for those it has. Raises :class:`Unreadable`."""
    with reading():
        if not can_be_said(whole_text(template), object_of(values)):
            raise Unreadable(template)
        return Sentence(template, {whole_text(key): value for key, value in object_of(values).items()})


def _near(found: D) -> D:
    if found.year not in _YEARS:
        raise Unreadable(found.year)
    return found


def deeper(level: int) -> int:
    """One list or object further into a value. Raises :class:`Unreadable` where that is too deep."""
    if level >= MOST_DEEP:
        raise Unreadable("too deep")
    return level + 1
