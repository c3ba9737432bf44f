"""The short way of a save: where records were changed in their place, and none came or went, nothing else of a long text is looked at.

It goes from the bytes of a regular text and the records that are others now to the bytes that hold them, and gives what the long way
(:mod:`tui.store.toml.write` over the whole text) gives, or nothing: then that one is gone. A law holds both to the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import compress
from operator import is_not
from typing import Any, Final, TypeAlias

import attrs

from tui.model.diff import field_edits
from tui.model.edits import SetField
from tui.model.fields import FORMAT, SINGLE_ID, TABLES
from tui.model.plan import Plan, RecordId, plain, same
from tui.model.records import StoredRecords
from tui.store.files.content import Content
from tui.store.toml.limits import room_after
from tui.store.toml.places import places_of
from tui.store.toml.records import Keys
from tui.store.toml.regular import Regular
from tui.store.toml.write import record_rewritten

_JOINED: Final = 4 << 20
"""Bytes of a text up to which its pieces are put together: what is short is written in one go."""


Changed: TypeAlias = Mapping[RecordId, Any]
"""Records as a version holds them, which are others in the text it was written from."""


@attrs.frozen(eq=False)
class InPlace:
    """A version that differs in place from another: its bytes, the records that are others in it, and the edits since the last one."""

    content: Content
    changed: Changed
    edits: tuple[SetField, ...]


def in_place(text: Content, regular: Regular, before: Changed, plan: Plan) -> InPlace | None:
    """What a text becomes that shall hold a plan; None where the long way has to be gone.

    ``regular`` is what the text holds, ``before`` what the version saved last has otherwise: to that one the edits are counted.
    Raises CannotRead where the text can no longer be read, ValueError, TypeError or RecursionError for values no text can hold.
    """
    found = _changes(regular, plan)
    if found is None:
        return None
    ids = {key: None for key in (*found, *before)}
    data = text.whole
    places = places_of(data, list(map(_path, ids)))
    if places is None:
        return None
    order = sorted(ids, key=lambda key: (_TABLE_NUMBERS[key[0]], places[_path(key)]))
    eol = "\r\n" if b"\r" in data and b"\r\n" in data else "\n"
    parts: list[tuple[int, int, bytes]] = []
    changed: dict[RecordId, Any] = {}
    edits: list[SetField] = []
    room = regular.room
    for key in order:
        path = _path(key)
        now = plan.tables[key[0]][key[1]]
        was = before.get(key)
        if key in found:
            old, new = found[key]
            start, end = places[path]
            stretch = data[start:end].decode("utf-8")
            written = record_rewritten(stretch, path, old, new, eol, end == len(data))
            if written is None:
                return None
            room = room_after(room, written[0], stretch)
            parts.append((start, end, written[0].encode("utf-8")))
            changed[key] = written[1]
            was = old if was is None else was
        if was is not None and was is not now:
            edits += field_edits(*key, was, now)
    if min(room) < 0:
        return None
    content = text.with_parts(sorted(parts)) if parts else text
    return InPlace(Content([content.whole]) if parts and content.size <= _JOINED else content, changed, tuple(edits))


def document_with(doc: Mapping[str, Any], changed: Changed) -> dict[str, Any]:
    """A document with other records in the place of some."""
    tables: dict[str, Any] = {}
    for (table, id), values in changed.items():
        if TABLES[table].single:
            tables[table] = values
            continue
        if table not in tables:
            tables[table] = dict(doc[table])
        tables[table][id] = values
    return {**doc, **tables}


_TABLE_NUMBERS: Final = {name: number for number, name in enumerate(TABLES)}


def _path(key: RecordId) -> Keys:
    return key[:1] if TABLES[key[0]].single else key


def _changes(regular: Regular, plan: Plan) -> dict[RecordId, tuple[Any, Any]] | None:
    """Each record that is another, as the text has it and as it shall be; None where more has changed than records in their place."""
    version = plan.extra.get("format")
    known = {key: value for key, value in regular.whole.items() if key not in TABLES}
    if plan.unread or version != FORMAT or not same(plan.extra, known):
        return None
    found: dict[RecordId, tuple[Any, Any]] = {}
    for name in TABLES:
        pairs = _changed_records(name, regular, plan)
        if pairs is None:
            return None
        for id, old, now in pairs:
            new = plain(now)
            if not same(old, new):
                found[name, id] = old, new
    return found


def _changed_records(name: str, regular: Regular, plan: Plan) -> Iterator[tuple[str, Any, Any]] | list[tuple[str, Any, Any]] | None:
    """(id, record before, record now) of those that are other objects; None where the table has other ids."""
    now: Mapping[str, Any] = plan.tables[name]
    aside = {id: put.raw for (table, id), put in plan.set_aside.items() if table == name}
    if name in regular.stored:
        if not isinstance(now, StoredRecords) or now.without != aside.keys():
            return None
        return now.replaced(regular.stored[name])
    before = regular.whole.get(name, {})
    if TABLES[name].single and name in regular.whole:
        before = {SINGLE_ID: before}
    if not isinstance(before, dict) or isinstance(now, StoredRecords):
        return None
    if aside:  # they stay in the file as they stand there
        if not all(id in before and same(raw, before[id]) for id, raw in aside.items()):
            return None
        before = {id: values for id, values in before.items() if id not in aside}
    if now.keys() != before.keys():
        return None
    if all(map(str.__eq__, now, before)):
        return compress(zip(now, before.values(), now.values(), strict=True), map(is_not, before.values(), now.values()))
    return ((id, values, now[id]) for id, values in before.items() if values is not now[id])
