"""Edits and labels as JSON: what the journal and the history hold of them. Dates and floats come back as they were."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from typing import Any, Final

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.plan import MISSING
from tui.model.text import Sentence
from tui.store.others_text import Unreadable, deeper, object_of, reading, sentence_of, text, whole_text


def packed(edit: Edit) -> dict[str, Any]:
    """An edit as JSON."""
    at = {"table": edit.table, "id": edit.id}
    if isinstance(edit, SetField):
        return {"set": edit.field, **at, "new": _pack(edit.new), "expected": _pack(edit.expected)}
    kind = "add" if isinstance(edit, AddRecord) else "delete"
    return {kind: _pack(dict(edit.values)), **at, "position": edit.position}


def unpacked(entry: Any) -> Edit:
    """The edit that :func:`packed` made JSON of: one that a plan can take. Raises :class:`Unreadable` when it did not."""
    with reading():
        table, id = text(object_of(entry), "table"), text(entry, "id")
        if TABLES[table].single and id != SINGLE_ID:
            raise Unreadable(id)
        if "set" in entry:
            return SetField(table, id, text(entry, "set"), _unpack(entry["new"]), _unpack(entry["expected"]))
        if "add" in entry:
            return AddRecord(table, id, _record(entry["add"]), None if entry["position"] is None else _position(entry["position"]))
        return DeleteRecord(table, id, _record(entry["delete"]), _position(entry["position"]))


def _record(value: Any) -> dict[str, Any]:
    return {whole_text(key): _inside(inner, 1) for key, inner in object_of(value).items()}


def _position(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= sys.maxsize:
        raise Unreadable("position")
    return value


def _pack(value: Any) -> Any:
    """A TOML value as JSON; what JSON lacks stands in a list of a mark and a text."""
    if value is MISSING:
        return ["missing"]
    if isinstance(value, dt.datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    if isinstance(value, dt.time):
        return ["time", value.isoformat()]
    if isinstance(value, float):
        return ["float", repr(value)]
    if isinstance(value, Mapping):
        return {k: _pack(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return ["list", [_pack(v) for v in value]]
    return value


_READ: Final = {
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "float": float,
}


def _unpack(value: Any) -> Any:
    return MISSING if value == ["missing"] else _inside(value, 0)


def _inside(value: Any, level: int) -> Any:
    """A value that is there, at a depth. Raises whatever comes of one that is not as it was packed."""
    if isinstance(value, list):
        kind, inner = value
        if kind == "list":
            return [_inside(v, deeper(level)) for v in inner]
        return _READ[kind](whole_text(inner))
    if isinstance(value, dict):
        return {whole_text(k): _inside(v, deeper(level)) for k, v in value.items()}
    if value is None:
        raise Unreadable("nothing")
    return whole_text(value) if isinstance(value, str) else value


def packed_value(value: Any) -> Any:
    """A TOML value as JSON."""
    return _pack(value)


def unpacked_value(value: Any) -> Any:
    """The value that :func:`packed_value` made JSON of. Raises KeyError, ValueError, TypeError or IndexError when it did not."""
    return _unpack(value)


def packed_sentence(sentence: Sentence) -> dict[str, Any]:
    """A label: only people read it, so any other value is kept as its text."""
    values = {
        k: packed_sentence(v) if isinstance(v, Sentence) else v if isinstance(v, int | str) else str(v) for k, v in sentence.values.items()
    }
    return {"template": sentence.template, "values": values}


def unpacked_sentence(entry: Any, level: int = 0) -> Sentence:
    """The label that :func:`packed_sentence` made JSON of: one that can be said. Raises :class:`Unreadable` when it did not."""
    with reading():
        values = {key: _label_value(value, level) for key, value in object_of(object_of(entry)["values"]).items()}
        return sentence_of(entry["template"], values)


def _label_value(value: Any, level: int) -> int | str | Sentence:
    if isinstance(value, dict):
        return unpacked_sentence(value, deeper(level))
    return value if isinstance(value, int) else whole_text(value)
