"""Edits and labels as JSON: what the journal and the history hold of them. Dates and floats come back as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.plan import MISSING
from tui.model.text import Sentence


def packed(edit: Edit) -> dict[str, Any]:
    """An edit as JSON."""
    at = {"table": edit.table, "id": edit.id}
    if isinstance(edit, SetField):
        return {"set": edit.field, **at, "new": _pack(edit.new), "expected": _pack(edit.expected)}
    kind = "add" if isinstance(edit, AddRecord) else "delete"
    return {kind: _pack(dict(edit.values)), **at, "position": edit.position}


def unpacked(entry: Mapping[str, Any]) -> Edit:
    """The edit that :func:`packed` made JSON of. Raises KeyError, ValueError, TypeError or IndexError when it did not."""
    table, id = entry["table"], entry["id"]
    if "set" in entry:
        return SetField(table, id, entry["set"], _unpack(entry["new"]), _unpack(entry["expected"]))
    if "add" in entry:
        return AddRecord(table, id, _unpack(entry["add"]), entry["position"])
    return DeleteRecord(table, id, _unpack(entry["delete"]), entry["position"])


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
    if isinstance(value, list):
        if value[0] == "missing":
            return MISSING
        if value[0] == "list":
            return [_unpack(v) for v in value[1]]
        return _READ[value[0]](value[1])
    if isinstance(value, dict):
        return {k: _unpack(v) for k, v in value.items()}
    return value


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


def unpacked_sentence(entry: Mapping[str, Any]) -> Sentence:
    """The label that :func:`packed_sentence` made JSON of."""
    return Sentence(entry["template"], {k: unpacked_sentence(v) if isinstance(v, dict) else v for k, v in entry["values"].items()})
