"""The short way of a save: where records were changed in their place, came or went, nothing else of a long text is looked at.

It goes from the bytes of a regular text and the records that are others now to the bytes that hold them, and gives what the long way
(:mod:`tui.store.toml.write` over the whole text) gives, or nothing: then that one is gone. A law holds both to the same bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import compress
from operator import is_not
from typing import Any, Final, TypeAlias

import attrs

from tui.model.diff import both_orders, field_edits
from tui.model.edits import AddRecord, DeleteRecord, Edit
from tui.model.fields import FORMAT, SINGLE_ID, TABLES
from tui.model.plan import MISSING, Plan, RecordId, plain, same
from tui.model.records import StoredRecords
from tui.store.files.content import Content
from tui.store.toml.limits import Room, room_after
from tui.store.toml.parse import Document, parsed
from tui.store.toml.places import places_of, with_neighbours
from tui.store.toml.records import Keys, cut_up
from tui.store.toml.regular import Regular
from tui.store.toml.write import record_rewritten, stretch_rewritten

_JOINED: Final = 4 << 20
"""Bytes of a text up to which its pieces are put together: what is short is written in one go."""


Changed: TypeAlias = Mapping[RecordId, Any]
"""Records as a version holds them, which are others in the text it was written from; MISSING where they are gone."""
Orders: TypeAlias = Mapping[str, Sequence[str]]
"""The ids of the tables of a version in which records came or went since the text it was written from, in their order."""
_NO_ORDERS: Final[Orders] = {}


@attrs.frozen(eq=False)
class InPlace:
    """A version that differs in a few records from another: its bytes, these records, and the edits since the last one."""

    content: Content
    changed: Changed
    orders: Orders
    edits: tuple[Edit, ...]
    room: Room


def in_place(text: Content, regular: Regular, before: Changed, plan: Plan, orders_before: Orders = _NO_ORDERS) -> InPlace | None:
    """What a text becomes that shall hold a plan; None where the long way has to be gone.

    ``regular`` is what the text holds, ``before`` what the version saved last has otherwise, with its orders: to that one the edits are
    counted. Raises CannotRead where the text can no longer be read, ValueError, TypeError or RecursionError for values no text can hold.
    """
    tables = _tables_since(regular, plan)
    if tables is None:
        return None
    ordered = {name for name, table in tables.items() if table.now} | orders_before.keys()
    wanted = [key for key in before if key[0] not in ordered]
    for name, table in tables.items():
        wanted += [(name, id) for id, (was, _) in table.others.items() if was is not MISSING]
        wanted += [(name, id) for id, _ in table.anchors.values()]
    data = text.whole
    places = places_of(data, list(dict.fromkeys(map(_path, wanted))))
    if places is None:
        return None
    writing = _Writing(data, tables, places, regular.room)
    if not writing.write():
        return None
    edits = _edits_since(before, orders_before, tables, plan, places)
    orders = {name: table.now for name, table in tables.items() if table.now}
    content = text.with_parts(sorted(writing.parts)) if writing.parts else text
    if writing.parts and content.size <= _JOINED:
        content = Content([content.whole])
    return InPlace(content, writing.changed, orders, edits, writing.room)


def document_with(doc: Mapping[str, Any], changed: Changed, orders: Orders) -> dict[str, Any]:
    """A document with other records in the place of some; of the tables in ``orders`` these records alone."""
    tables: dict[str, Any] = {}
    for (table, id), values in changed.items():
        if TABLES[table].single:
            tables[table] = values
            continue
        if table not in tables:
            tables[table] = dict(doc[table])
        tables[table][id] = values
    return {**doc, **tables, **{table: {id: tables[table][id] for id in ids} for table, ids in orders.items()}}


def _path(key: RecordId) -> Keys:
    return key[:1] if TABLES[key[0]].single else key


def key_of(path: Keys) -> RecordId:
    """The record a header of a regular text names."""
    return (path[0], path[1]) if len(path) == 2 else (path[0], SINGLE_ID)


# -- what is another in the plan ----------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Table:
    """What became of a table: its records that are others, each as (in the text, now), MISSING where there is none.

    ``text()`` gives the ids in the text; ``now`` are those of the plan where records came or went. ``anchors`` are of each new record
    the one in the text it stands next to, and whether that one is above it.
    """

    others: Mapping[str, tuple[Any, Any]]
    text: Callable[[], Sequence[str]]
    now: Sequence[str] = ()
    anchors: Mapping[str, tuple[str, bool]] = attrs.field(factory=dict)


def _tables_since(regular: Regular, plan: Plan) -> dict[str, _Table] | None:
    """What became of each table; None where more has changed than records that can be written beside others of their table."""
    version = plan.extra.get("format")
    known = {key: value for key, value in regular.whole.items() if key not in TABLES}
    if plan.unread or version != FORMAT or not same(plan.extra, known):
        return None
    found: dict[str, _Table] = {}
    for name in TABLES:
        table = _table_since(name, regular, plan)
        if table is None:
            return None
        found[name] = table
    return found


def _table_since(name: str, regular: Regular, plan: Plan) -> _Table | None:
    now: Mapping[str, Any] = plan.tables[name]
    aside = {id: put.raw for (table, id), put in plan.set_aside.items() if table == name}
    if name in regular.stored:
        source = regular.stored[name]
        replaced = now.replaced(source) if isinstance(now, StoredRecords) and now.without == aside.keys() else None
        if replaced is None or not isinstance(now, StoredRecords):
            return None

        def ids() -> Sequence[str]:
            return [id for id in now.stored_ids if id not in aside] if aside else now.stored_ids

        others = _others(replaced)
        return _with_those_that_moved(name, _Table(others, ids), now, source.record, aside) if now.moved else _Table(others, ids)
    before = regular.whole.get(name, {})
    if TABLES[name].single and name in regular.whole:
        before = {SINGLE_ID: before}
    if not isinstance(before, dict) or isinstance(now, StoredRecords):
        return None
    if aside:  # they stay in the file as they stand there
        if not all(id in before and same(raw, before[id]) for id, raw in aside.items()):
            return None
        before = {id: values for id, values in before.items() if id not in aside}
    if len(now) == len(before) and (ids_now := list(now)) == list(before):
        places = compress(range(len(now)), map(is_not, before.values(), now.values()))
        return _Table(_others((id, before[id], now[id]) for id in map(ids_now.__getitem__, places)), lambda: list(before))
    stayed = ((id, values, now[id]) for id, values in before.items() if id in now and values is not now[id])
    both = _Table(_others(stayed), lambda: list(before))
    records = list(before.values())
    return _with_those_that_moved(name, both, now, records.__getitem__, aside)


def _others(pairs: Iterable[tuple[str, Any, Any]]) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for id, was, now in pairs:
        new = plain(now)
        if not same(was, new):
            found[id] = was, new
    return found


def _with_those_that_moved(
    name: str, table: _Table, now: Mapping[str, Any], record: Callable[[int], Any], aside: Collection[str]
) -> _Table | None:
    """The table with the records that came or went; ``record`` gives that of a place in the text.

    None where those that stayed are in another order, or none did: where the new ones belong only the whole text tells.
    """
    text, ids = table.text(), list(now)
    gone, come = set(text), set(ids)
    gone, come = gone - come, come - gone
    if not gone and not come:
        return table
    stayed = [id for id in text if id not in gone]
    if TABLES[name].single or aside or not stayed or stayed != [id for id in ids if id not in come]:
        return None
    others = dict(table.others)
    if gone:
        others.update((id, (record(place), MISSING)) for place, id in enumerate(text) if id in gone)
    others.update((id, (MISSING, plain(now[id]))) for id in come)
    anchors: dict[str, tuple[str, bool]] = {}
    for place in [place for place, id in enumerate(ids) if id in come]:
        above = ids[place - 1] if place else None
        anchors[ids[place]] = (stayed[0], False) if above is None else anchors.get(above, (above, True))
    return _Table(others, lambda: text, ids, anchors)


# -- what it makes of the text --------------------------------------------------------------------------------------


@attrs.define
class _Spot:
    """A stretch of the text in which records come or go, with the neighbours that tell where, and those that come."""

    start: int
    end: int
    coming: list[RecordId]


@attrs.define(eq=False)
class _Writing:
    """Other stretches for a text, in bytes, and the records that are then others."""

    data: bytes
    tables: Mapping[str, _Table]
    places: Mapping[Keys, tuple[int, int]]
    room: Room
    parts: list[tuple[int, int, bytes]] = attrs.field(factory=list)
    changed: dict[RecordId, Any] = attrs.field(factory=dict)

    def write(self) -> bool:
        """Whether all could be written so that the text stays regular and has room for it."""
        self._eol = "\r\n" if b"\r" in self.data and b"\r\n" in self.data else "\n"
        spots = self._spots()
        if not all(map(self._write_spot, spots)):
            return False
        starts = [spot.start for spot in spots]
        for name, table in self.tables.items():
            for id, (was, now) in table.others.items():
                if was is MISSING or now is MISSING:
                    continue
                start, end = self.places[_path((name, id))]
                number = bisect_right(starts, start) - 1
                if (number < 0 or start >= spots[number].end) and not self._write_record((name, id), start, end, was, now):
                    return False
        return min(self.room) >= 0

    _eol: str = "\n"

    def _write_record(self, key: RecordId, start: int, end: int, was: Any, now: Any) -> bool:
        stretch = self.data[start:end].decode("utf-8")
        written = record_rewritten(stretch, _path(key), was, now, self._eol, end == len(self.data))
        if written is None:
            return False
        self._put(start, end, stretch, written[0])
        self.changed[key] = written[1]
        return True

    def _spots(self) -> list[_Spot]:
        """Where records come or go, in the order of the text; what overlaps or touches is one."""
        found: list[_Spot] = []
        for name, table in self.tables.items():
            for id, (_, now) in table.others.items():
                if now is MISSING:
                    found.append(_Spot(*with_neighbours(self.data, self.places[name, id], above=True, below=True), []))
            for id, (anchor, is_above) in table.anchors.items():
                place = with_neighbours(self.data, self.places[name, anchor], above=not is_above, below=is_above)
                found.append(_Spot(*place, [(name, id)]))
        found.sort(key=lambda spot: (spot.start, spot.end))
        joined = found[:1]
        for spot in found[1:]:
            last = joined[-1]
            if spot.start <= last.end:
                last.end = max(last.end, spot.end)
                last.coming += spot.coming
            else:
                joined.append(spot)
        return joined

    def _write_spot(self, spot: _Spot) -> bool:
        stretch = self.data[spot.start : spot.end].decode("utf-8")
        cut = cut_up(stretch)
        if cut is None:
            return False
        old = parsed(stretch)
        new = self._shall_hold(old, [*map(key_of, cut.paths), *spot.coming])
        written = stretch_rewritten(stretch, old, new, self._eol, spot.end == len(self.data))
        if written is None:
            return False
        part, held = written
        self._put(spot.start, spot.end, stretch, part)
        for path in (*cut.paths, *map(_path, spot.coming)):
            key = key_of(path)
            if key[1] in self.tables[key[0]].others:
                self.changed[key] = held[path[0]] if len(path) == 1 else held.get(path[0], {}).get(path[1], MISSING)
        return True

    def _shall_hold(self, old: Document, keys: list[RecordId]) -> Document:
        """A part of the document with these records as the plan has them; where some of a table come, in its order."""
        came = {table for table, id in keys if id in self.tables[table].anchors}
        at = {table: {id: place for place, id in enumerate(self.tables[table].now)} for table in came}
        keys.sort(key=lambda key: at.get(key[0], {}).get(key[1], 0))
        names = {table for table, _ in keys}
        new = {key: value for key, value in old.items() if key not in names}
        for key in keys:
            table, id = key
            path = _path(key)
            others = self.tables[table].others
            value = others[id][1] if id in others else old[table] if len(path) == 1 else old[table][id]
            if value is MISSING:
                continue
            if len(path) == 1:
                new[table] = value
            else:
                new.setdefault(table, {})[id] = value
        return new

    def _put(self, start: int, end: int, stretch: str, part: str) -> None:
        self.room = room_after(self.room, part, stretch)
        self.parts.append((start, end, part.encode("utf-8")))


# -- what the history says of it ------------------------------------------------------------------------------------


def _edits_since(
    before: Changed, orders_before: Orders, tables: Mapping[str, _Table], plan: Plan, places: Mapping[Keys, tuple[int, int]]
) -> tuple[Edit, ...]:
    """The edits since the last version as :func:`tui.model.diff.differences` gives them."""
    added: list[Edit] = []
    changed: list[Edit] = []
    gone: list[Edit] = []
    touched: dict[str, set[str]] = {}
    for name, id in before:
        touched.setdefault(name, set()).add(id)
    for name, table in tables.items():
        ids = touched.get(name, set()) | table.others.keys()
        gone_here: list[Edit] = []
        for position, id in _in_order(name, ids, table, plan, orders_before.get(name), places) if ids else ():
            was = before[name, id] if (name, id) in before else table.others[id][0]
            now: Any = plan.tables[name].get(id, MISSING)
            if was is MISSING and now is not MISSING:
                added.append(AddRecord(name, id, now, position))
            elif now is MISSING and was is not MISSING:
                gone_here.append(DeleteRecord(name, id, was, position))
            elif was is not now:
                changed += field_edits(name, id, was, now)
        gone += reversed(gone_here)
    return (*added, *changed, *gone)


def _in_order(
    name: str, ids: set[str], table: _Table, plan: Plan, order_before: Sequence[str] | None, places: Mapping[Keys, tuple[int, int]]
) -> list[tuple[int, str]]:
    """Some records of a table in its order, and where each stands in it, counted only where records came or went."""
    if order_before is None and not table.now:
        return [(0, id) for id in sorted(ids, key=lambda id: places[_path((name, id))])]
    before, now = list(order_before or table.text()), list(plan.tables[name])
    order = before if before == now else both_orders(before, now)
    return [(position, id) for position, id in enumerate(order) if id in ids]
