"""TOML values as JSON and back, exactly: what a snapshot keeps of a plan. Only data: nothing read here can run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from tui.model.plan import Problem, SetAside
from tui.model.text import Sentence
from tui.store.others_text import reading, sentence_of

_MARK: Final = '"$'
"""How the key of an object starts that stands for something JSON lacks."""

_FROM: Final = {"$d": dt.date.fromisoformat, "$t": dt.datetime.fromisoformat, "$h": dt.time.fromisoformat}


class CannotKeep(ValueError):
    """A value that a TOML file cannot give."""


def kept(value: Any) -> bytes:
    """The value as JSON in UTF-8. Raises :class:`CannotKeep`."""
    try:
        text = _ENCODE(value)
        if _MARK in text:  # something JSON lacks, a text that starts so, or a key that would be taken for a mark
            text = _ENCODE(_marked(value))
        return text.encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise CannotKeep(str(error)) from error


def read_back(data: bytes | bytearray | memoryview) -> Any:
    """What :func:`kept` was given. Raises :class:`Unreadable` when it was not made by it."""
    with reading():
        text = str(data, "utf-8")
        return _DECODE(text) if _MARK in text else _PLAIN(text)


def _other(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return {"$t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"$d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"$h": value.isoformat()}
    if isinstance(value, Sentence):
        return {"$s": [value.template, dict(value.values)]}
    if isinstance(value, Mapping):
        return dict(value)
    raise CannotKeep(type(value).__name__)


def _marked(value: Any) -> Any:
    """The value with the mappings that have a key like a mark as lists of pairs."""
    if isinstance(value, Mapping):
        inside = {key: _marked(inner) for key, inner in value.items()}
        return {"$": [[key, inner] for key, inner in inside.items()]} if any(key[:1] == "$" for key in inside) else inside
    if isinstance(value, Sentence):
        return {"$s": [value.template, _marked(value.values)]}
    return [_marked(inner) for inner in value] if isinstance(value, list | tuple) else value


def _unmarked(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        (key, value), *_ = found.items()
        if key[:1] == "$":
            if key == "$":
                return dict(value)
            return sentence_of(*value) if key == "$s" else _FROM[key](value)
    return found


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_other).encode
_PLAIN: Final = json.JSONDecoder().decode
_DECODE: Final = json.JSONDecoder(object_hook=_unmarked).decode


# -- problems -----------------------------------------------------------------------------------------------------


def problem_row(problem: Problem) -> list[Any]:
    """A problem as :func:`kept` takes it."""
    place = [problem.table, problem.id, problem.field]
    return [*place, problem.what, problem.warning, problem.sets_aside, problem.line]


def problem_of(row: list[Any]) -> Problem:
    """The problem of a row. Raises TypeError or ValueError when it is none."""
    table, id, field, what, warning, sets_aside, line = row
    if not all(isinstance(part, str) for part in (table, id, field)) or not isinstance(what, Sentence) or not isinstance(line, int | None):
        raise TypeError(row)
    return Problem(table, id, field, what, warning is True, sets_aside is True, line)


def aside_row(aside: SetAside) -> list[Any]:
    """A record that was set aside, without what the file holds of it."""
    return [aside.table, aside.id, [problem_row(p) for p in aside.problems]]
