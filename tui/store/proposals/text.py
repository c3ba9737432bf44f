"""A proposal and the answer to it as TOML: made here, and read back as the text of others that it is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import tomli_w

from tui.model.edits import SetField
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.text import nfc, without_controls
from tui.store.others_text import Told, Unreadable, maybe_text, object_of, text, toml_in

VERSION: Final = 1
MOST_BYTES: Final = 4 << 20
_MOST_EDITS: Final = 5000
_MOST_NOTE: Final = 1000
"""Characters of a note or a reason; the rest is left out."""
TAKEN: Final = "taken"
RETURNED: Final = "returned"


@attrs.frozen
class Written:
    """What a proposal says: its edits, expecting what the plan held then, and what was noted beside them."""

    edits: tuple[SetField, ...]
    note: str = ""


@attrs.frozen
class Answered:
    """What an answer says of the proposal with this digest; ``left`` names the (table, id, field) that were not taken in."""

    digest: str
    outcome: str
    reason: str = ""
    left: tuple[tuple[str, str, str], ...] = ()


def digest_of(stem: str, data: bytes) -> str:
    """The digest of a proposal by the name of its file, without the ending, and its text; in hexadecimal."""
    return hashlib.blake2b(os.fsencode(stem) + b"\0" + data, digest_size=16).hexdigest()


def noted(words: str) -> str:
    """What somebody typed beside a proposal or an answer, as it is kept."""
    return without_controls(nfc(words), lines=True).strip()[:_MOST_NOTE]


def proposal_text(edits: Iterable[SetField], note: str) -> bytes:
    """A proposal as TOML. Raises ValueError for a text that cannot be written."""
    doc: dict[str, Any] = {"version": VERSION}
    if noted(note):
        doc["note"] = noted(note)
    doc["edits"] = [_edit(edit) for edit in edits]
    return tomli_w.dumps(doc).encode("utf-8")


def _edit(edit: SetField) -> dict[str, Any]:
    sides = {"before": edit.expected, "after": edit.new}
    return {"table": edit.table, "id": edit.id, "field": edit.field, **{k: _plain(v) for k, v in sides.items() if v is not MISSING}}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def proposal_in(data: bytes) -> Written:
    """What the text of a proposal says. Raises :class:`Unreadable`."""
    told = _told(data)
    edits = tuple(map(_edit_in, _entries(told, "edits")))
    if len({(edit.table, edit.id, edit.field) for edit in edits}) != len(edits):
        raise Unreadable("a field twice")
    return Written(edits, noted(maybe_text(told, "note") or ""))


def _edit_in(entry: Any) -> SetField:
    told = object_of(entry)
    table, field = text(told, "table"), text(told, "field")
    if table not in TABLES or TABLES[table].single or field not in TABLES[table].by_key:
        raise Unreadable("no such field")
    return SetField(table, text(told, "id"), field, told.get("after", MISSING), told.get("before", MISSING))


def answer_text(answer: Answered) -> bytes:
    """An answer as TOML."""
    doc: dict[str, Any] = {"version": VERSION, "proposal": answer.digest, "outcome": answer.outcome}
    if noted(answer.reason):
        doc["reason"] = noted(answer.reason)
    if answer.left:
        doc["left"] = [list(place) for place in answer.left]
    return tomli_w.dumps(doc).encode("utf-8")


def answer_in(data: bytes) -> Answered:
    """What the text of an answer says. Raises :class:`Unreadable`."""
    told = _told(data)
    outcome = text(told, "outcome")
    if outcome not in (TAKEN, RETURNED):
        raise Unreadable("outcome")
    left = tuple(map(_place_in, _entries(told, "left")))
    return Answered(text(told, "proposal"), outcome, noted(maybe_text(told, "reason") or ""), left)


def _place_in(entry: Any) -> tuple[str, str, str]:
    if not isinstance(entry, list) or len(entry) != 3 or not all(isinstance(part, str) for part in entry):
        raise Unreadable("place")
    table, id, field = entry
    return table, id, field


def _told(data: bytes) -> Told:
    if len(data) > MOST_BYTES:
        raise Unreadable(len(data))
    told = toml_in(data)
    if told.get("version") != VERSION:
        raise Unreadable("version")
    return told


def _entries(told: Told, key: str) -> list[Any]:
    found = told.get(key, [])
    if not isinstance(found, list) or len(found) > _MOST_EDITS:
        raise Unreadable(key)
    return found
