"""One Polars frame per table of the plan, with an explicit schema from the field specs, and the cache they live in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar, cast

import attrs
import polars as pl

from tui.frames.disk_cache import LARGE, kept_name, read_derived, read_kept
from tui.frames.from_records import PolarsType, columns_of, polars_type
from tui.frames.splice import Splice
from tui.model.edits import Edit, SetField
from tui.model.fields import TABLES, TableSpec
from tui.model.plan import Plan, Values
from tui.model.records import StoredRecords

__all__ = ["Frames", "PolarsType", "frame_of", "polars_type", "schema", "table_frame"]

T = TypeVar("T")

_KEPT: Final = 64
"""How many derived values stay in memory: a person who walks through days of view must not fill it."""

_WORTH_A_SPLICE: Final = 0.25
"""The part of a table's records above which an edit has everything made anew: then the rows that stay save nothing."""


@cache
def schema(spec: TableSpec) -> pl.Schema:
    """``id`` first, then every field of the table in the order of its spec."""
    return pl.Schema({"id": pl.String, **{field.key: polars_type(field) for field in spec}})


def _schema_of(name: str) -> pl.Schema:
    return schema(TABLES[name])


def table_frame(plan: Plan, name: str) -> pl.DataFrame:
    """One row a record in the order of the file, null where a key is absent; keys the model does not know are left out.

    Columns as :func:`schema`. Raises KeyError when there is no such table.
    """
    records = plan.tables[name]
    stored = _as_stored(records, _schema_of(name))
    return frame_of(name, records) if stored is None else stored


def _as_stored(records: Mapping[str, Values], schema: pl.Schema, keys: list[str] | None = None) -> pl.DataFrame | None:
    """The frame (or these columns of it) that is kept with records as they were stored; None when there is none that fits."""
    if not (isinstance(records, StoredRecords) and records.untouched and records.frame_file):
        return None
    frame = read_kept(records.frame_file, keys)
    wanted = schema if keys is None else {key: schema[key] for key in keys}
    return frame if frame is not None and dict(frame.schema) == dict(wanted) and frame.height == len(records) else None


def frame_of(name: str, records: Mapping[str, Values]) -> pl.DataFrame:
    """The frame of some records of a table by their ids, in their order; columns as :func:`schema`."""
    ids = pl.Series("id", list(records), dtype=pl.String)
    return pl.DataFrame([ids, *columns_of(TABLES[name].fields, records.values())], schema=_schema_of(name))


@attrs.define
class _Kept:
    """A derived value with what it rests on; ``by`` is the table whose records it has a row each for, ``touched`` those to make anew."""

    needs: frozenset[str]
    value: Any
    by: str | None = None
    touched: set[str] = attrs.field(factory=set)


class Frames:
    """The plan's frames, built when first asked for and kept until their table changes.

    ``frames["tasks"]`` is the table's frame. Derived values (verdicts, workload …) are kept by a key that must name
    everything they depend on beside the tables: the day, the thresholds given as arguments. What they need of the tables is
    named as ``"tasks"`` or, where it is one field and which records there are, as ``"tasks.status"``.
    """

    def __init__(self, plan: Plan, kept: Mapping[str, str] | None = None) -> None:
        """``kept`` are the files of derived frames an earlier session worked out of this very plan, by :func:`kept_name`."""
        self.plan = plan
        self._files = dict(kept or {})
        self._changed: set[str] = set()
        self._tables: dict[str, pl.DataFrame] = {}
        self._derived: OrderedDict[Hashable, _Kept] = OrderedDict()

    def __getitem__(self, name: str) -> pl.DataFrame:
        """The frame of a table; see :func:`table_frame`. Raises KeyError when there is no such table."""
        frame = self._tables.get(name)
        if frame is None:
            frame = self._tables[name] = table_frame(self.plan, name)
        return frame

    def columns(self, name: str, keys: Sequence[str]) -> pl.DataFrame:
        """Some columns of the table's frame; of a large table that nobody has looked at yet only those are read."""
        frame = self._tables.get(name)
        if frame is None:
            frame = _as_stored(self.plan.tables[name], _schema_of(name), list(keys))
        return (self[name] if frame is None else frame).select(keys)

    def forget(self, tables: Iterable[str]) -> None:
        """Drop the frames of these tables, and everything derived from one of them, after a change."""
        changed = frozenset(tables)
        self._changed |= changed
        for name in changed:
            self._tables.pop(name, None)
        for key in [key for key, kept in self._derived.items() if any(table_of(need) in changed for need in kept.needs)]:
            del self._derived[key]

    def renew(self, edits: Iterable[Edit]) -> None:
        """Take in edits the plan already holds: only the rows they reached are made anew, with what :meth:`forget` would give."""
        reached: dict[str, list[Edit]] = {}
        for edit in edits:
            reached.setdefault(edit.table, []).append(edit)
        self._changed |= reached.keys()
        for name, mine in reached.items():
            self._renew(name, {edit.id for edit in mine}, _fields_set(mine))

    def _renew(self, name: str, ids: set[str], fields: frozenset[str] | None) -> None:
        """``fields`` are those that were given a value; None where records came or went."""
        frame, records = self._tables.get(name), self.plan.tables[name]
        if len(ids) > _WORTH_A_SPLICE * len(records):
            self.forget([name])
            return
        if frame is not None:
            self._tables[name] = _renewed(name, frame, records, ids, fields)
        for key, kept in list(self._derived.items()):
            hit = {need for need in kept.needs if table_of(need) == name and _reaches(need, fields)}
            if hit and kept.by == name:
                kept.touched |= ids
            elif hit:
                del self._derived[key]

    def derived(self, key: Hashable, needs: tuple[str, ...], make: Callable[[], T]) -> T:
        """The value kept under ``key``, made when it is not there; dropped when something of ``needs`` has changed.

        ``needs`` lists everything the value rests on, that of other derived values it uses included.
        """
        kept = self._derived.get(key)
        if kept is None:
            before = self._kept_before(key, needs)
            kept = self._keep(key, _Kept(frozenset(needs), make() if before is None else before))
        self._derived.move_to_end(key)
        return cast("T", kept.value)

    def by_record(self, key: Hashable, table: str, needs: tuple[str, ...], make: Callable[[Frames], pl.DataFrame]) -> pl.DataFrame:
        """A derived frame with ``id`` and one row a record of ``table``, in the order of the file.

        A row may rest on no other record of its table: after an edit ``make`` is called with the frames as they are but for
        this table, which then has only the records to make anew, and its rows take the place of the old ones.
        """
        kept = self._derived.get(key)
        if kept is not None and len(kept.touched) > _WORTH_A_SPLICE * kept.value.height:
            kept = None
        if kept is None:
            before = self._kept_before(key, needs)
            kept = self._keep(key, _Kept(frozenset(needs), make(self) if before is None else before, table))
        elif kept.touched:
            whole = self[table]
            splice = Splice.of(kept.value["id"], whole["id"], kept.touched)
            kept.value = splice.frame(kept.value, make(self._part(table, whole[splice.at])))
            kept.touched = set()
        self._derived.move_to_end(key)
        return cast("pl.DataFrame", kept.value)

    def worth_keeping(self) -> dict[str, pl.DataFrame]:
        """By name the frames derived from large tables that another session over this very plan would have to work out again."""
        found = {}
        for key, kept in self._derived.items():
            if isinstance(kept.value, pl.DataFrame) and self._rests_on_many(kept.needs) and self._as_read(kept.needs):
                name = kept_name(key)
                if name is not None and name not in self._files:
                    found[name] = kept.value
        return found

    def _kept_before(self, key: Hashable, needs: Iterable[str]) -> pl.DataFrame | None:
        """What an earlier session has kept under the key, as long as nothing of ``needs`` has changed."""
        file = self._files.get(kept_name(key) or "") if self._files else None
        return read_derived(file) if file is not None and self._as_read(needs) else None

    def _rests_on_many(self, needs: Iterable[str]) -> bool:
        return any(len(self.plan.tables[table_of(need)]) >= LARGE for need in needs)

    def _as_read(self, needs: Iterable[str]) -> bool:
        return not self._changed.intersection(map(table_of, needs))

    def _keep(self, key: Hashable, kept: _Kept) -> _Kept:
        self._derived[key] = kept
        while len(self._derived) > _KEPT:
            self._derived.popitem(last=False)
        return kept

    def _part(self, table: str, rows: pl.DataFrame) -> Frames:
        """These frames with only some rows of a table."""
        part = Frames(self.plan)
        part._tables = {**self._tables, table: rows}
        part._derived.update((key, kept) for key, kept in self._derived.items() if all(table_of(need) != table for need in kept.needs))
        return part


def table_of(need: str) -> str:
    """The table something that a derived value needs is in."""
    return need.partition(".")[0]


def _reaches(need: str, fields: frozenset[str] | None) -> bool:
    field = need.partition(".")[2]
    return not field or fields is None or field in fields


def _fields_set(edits: Iterable[Edit]) -> frozenset[str] | None:
    fields = set()
    for edit in edits:
        if not isinstance(edit, SetField):
            return None
        fields.add(edit.field)
    return frozenset(fields)


def _renewed(name: str, frame: pl.DataFrame, records: Mapping[str, Values], ids: set[str], fields: frozenset[str] | None) -> pl.DataFrame:
    if fields is not None:
        splice = Splice.of(frame["id"], frame["id"], ids)
        known = [TABLES[name][field] for field in fields if field in TABLES[name].by_key]
        made = columns_of(known, [records[id] for id in splice.new])
        return frame.with_columns(splice.column(frame[column.name], column) for column in made)
    now = pl.Series("id", list(records), dtype=pl.String)
    splice = Splice.of(frame["id"], now, ids)
    return splice.frame(frame, frame_of(name, {id: records[id] for id in splice.new}))
