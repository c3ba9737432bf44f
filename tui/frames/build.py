"""One Polars frame per table of the plan, with an explicit schema from the field specs, and the cache they live in."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import cache, partial
from typing import Any, Final, TypeAlias, TypeGuard, TypeVar, cast

import attrs
import polars as pl

from tui.frames.difference import rows_at, taken, where, with_rows
from tui.frames.disk_cache import LARGE, Answer, KeptFrame, read_kept, taken_up, with_reads
from tui.frames.from_records import PolarsType, columns_of, polars_type
from tui.frames.prepared import literal
from tui.frames.reads import KNOWN, Derivation, Read, Reader, Reading, WatchedTables
from tui.frames.splice import Splice, with_rows_of
from tui.frames.together import judged_together
from tui.model.edits import Edit, SetField
from tui.model.fields import SINGLE_ID, TABLES, TableSpec
from tui.model.plan import Plan, Values
from tui.model.records import StoredRecords

__all__ = ["Frames", "PolarsType", "frame_of", "polars_type", "schema", "table_frame"]

T = TypeVar("T")

_KEPT: Final = 256
"""How many derived values stay in memory. All tabs of a plan ask for some eighty: what one of them shows may not give way to others."""

_KEPT_LARGE: Final = 64
"""How many of those may have many rows: what a large plan is asked must not fill it."""

_DRAWINGS: Final = 16
"""The same of what is drawn."""

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
    if not _is_stored(records):
        return None
    frame = read_kept(records.frame_file, keys)
    wanted = schema if keys is None else {key: schema[key] for key in keys}
    return frame if frame is not None and dict(frame.schema) == dict(wanted) and frame.height == len(records) else None


def frame_of(name: str, records: Mapping[str, Values]) -> pl.DataFrame:
    """The frame of some records of a table by their ids, in their order; columns as :func:`schema`."""
    ids = pl.Series("id", list(records), dtype=pl.String)
    return pl.DataFrame([ids, *columns_of(TABLES[name].fields, records.values())], schema=_schema_of(name))


@attrs.define(eq=False)
class _Cached:
    """A derived value with what it was made from; ``touched`` are the records whose rows are to be made anew.

    ``written``: by field that stands in it as it is the records that were given another value, while none is touched.
    ``asked_by`` are those for whose values it was asked, None for a screen and what is drawn.
    """

    value: Any
    reads: set[Read]
    touched: set[str] = attrs.field(factory=set)
    asked_by: set[Derivation[Any] | None] = attrs.field(factory=set)
    written: dict[str, set[str]] = attrs.field(factory=dict)

    def copy(self) -> _Cached:
        written = {field: set(ids) for field, ids in self.written.items()}
        return _Cached(self.value, set(self.reads), set(self.touched), set(self.asked_by), written)

    def reach(self, ids: set[str], fields: Collection[str]) -> None:
        """Edits have reached some records: of those ``fields`` alone that stand in it as they are, or, without any, of others."""
        if fields and not self.touched:
            for field in fields:
                self.written.setdefault(field, set()).update(ids)
        else:
            self.touched.update(ids, *self.written.values())
            self.written = {}


@attrs.frozen(eq=False)
class _Part:
    """Frames with only some records in a table, how their rows go into values made of all, and the ids of those before the edits."""

    frames: Frames
    splice: Splice
    before: pl.Series


@attrs.define(eq=False)
class _Behind:
    """A table whose records were edited when nobody had asked for its frame: its file has it, but for the rows of some records."""

    file: str
    touched: set[str]
    moved: bool
    """Whether records came or went."""

    def caught_up(self, name: str, records: Mapping[str, Values], keys: Sequence[str] | None = None) -> pl.DataFrame | None:
        """The frame as the records are now, or ``id`` and these columns of it; None when the file is not there any more."""
        kept = read_kept(self.file, None if keys is None else list(dict.fromkeys(("id", *keys))))
        wanted = _schema_of(name) if keys is None else {key: _schema_of(name)[key] for key in ("id", *keys)}
        if kept is None or dict(kept.schema) != dict(wanted):
            return None
        now = pl.Series("id", list(records), dtype=pl.String) if self.moved else kept["id"]
        splice = Splice.of(kept["id"], now, self.touched)
        made = columns_of([TABLES[name].by_key[key] for key in kept.columns if key != "id"], [records[id] for id in splice.new])
        return splice.frame(kept, pl.DataFrame([splice.new.alias("id"), *made]))


def _apart_from(table: str, derived: Derivation[Any], reads: Iterable[Read]) -> bool:
    """Whether a value is the same whatever stands in a table."""
    return derived.table != table and table not in derived.apart and all(read.table != table for read in reads)


@attrs.frozen(eq=False)
class _Drawing:
    """What reads for something that is drawn: no value itself."""

    name: str = "what is drawn"
    table: str | None = None
    several: bool = False
    apart: frozenset[str] = frozenset()
    as_written: frozenset[str] = frozenset()
    make: Callable[..., Any] = lambda: None

    def kept_name(self, *args: Hashable) -> None:
        """It does not outlive the session."""


_DRAWING: Final[Derivation[Any]] = _Drawing()

_Key: TypeAlias = tuple[Derivation[Any], tuple[Hashable, ...]]


class GivenUp(Exception):
    """What was asked for is not worked out any more."""


class Frames:
    """The plan's frames and what is derived from them, made when first asked for and kept until an edit reaches it.

    ``frames["tasks"]`` is the table's frame. The values of functions with ``@derived`` are kept here; see
    :mod:`tui.frames.derived` for how it is known what an edit reaches.

    Several threads may read while nobody edits the plan. What began to be made before an edit is given, but not kept.
    """

    given_up: Callable[[], bool] | None = None
    """Of frames something is worked out of ahead: whether nobody wants it any more. Then what is asked for raises :class:`GivenUp`."""

    def __init__(self, plan: Plan, kept: Callable[[], Mapping[str, KeptFrame]] = dict) -> None:
        """``kept`` gives the derived frames of this very plan that were worked out elsewhere, by :func:`kept_name`; asked for the first."""
        self._plan = plan
        self._kept: Callable[[], Mapping[str, KeptFrame]] | None = kept
        self._given: dict[str, KeptFrame] = {}
        self._stored = {name: records.frame_file for name, records in plan.tables.items() if _is_stored(records)}
        self._changed: set[str] = set()
        self._differs = False
        """Whether the plan may be another than the one its file holds."""
        self._edits = self._copied_at = 0
        self._known: dt.date | None = None
        self._reader = Reader()
        self._tables: dict[str, pl.DataFrame] = {}
        self._columns: dict[str, dict[str, pl.Series]] = {}
        """Of tables without a frame the columns that were asked for, until an edit reaches them."""
        self._behind: dict[str, _Behind] = {}
        """The tables that are edited and have no frame yet: to read a large one whole takes longer than an edit may."""
        self._derived: OrderedDict[_Key, _Cached] = OrderedDict()
        self._drawings: OrderedDict[Hashable, _Cached] = OrderedDict()
        """What :meth:`drawn` has given, until an edit reaches it."""
        self._part_of: tuple[Frames, str, pl.Series] | None = None
        """The frames these have only some rows of a table of, with the places of those."""
        self._parts: dict[tuple[str, frozenset[str]], _Part] = {}
        """By table and records the frames that have no others, until the next edit: what several values rest on is made once."""
        self._asked: dict[Hashable, dict[_Key, None]] = {}
        """By who asks (:meth:`asked_by`) what was asked for since the last edit, and not for another value."""
        self._asker: Hashable = None
        self.followed: dict[Hashable, Any] = {}
        """By its name what a function has made last of these frames, and goes on from where it knows what has changed since."""

    @property
    def _files(self) -> dict[str, KeptFrame]:
        """The derived frames that were worked out elsewhere and are not asked for yet, by name."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            self._given = dict(kept())
        return self._given

    @property
    def plan(self) -> Plan:
        """The plan. While a derived value is made, every table that is looked at counts as read, all of it."""
        if self._reader.now is None:
            return self._plan
        tables = cast("dict[str, MutableMapping[str, Values]]", WatchedTables(self._plan, self._reader.note))
        return Plan(tables, self._plan.set_aside, self._plan.extra, self._plan.unread)

    def __getitem__(self, name: str) -> pl.DataFrame:
        """The frame of a table; see :func:`table_frame`. Raises KeyError when there is no such table."""
        frame = self._table(name)
        self._reader.note(Read(name))
        return frame

    def columns(self, name: str, keys: Sequence[str]) -> pl.DataFrame:
        """Some columns of the table's frame; of a table that nobody has looked at yet only those are read."""
        self._reader.note(*(Read(name, key) for key in keys))
        frame = self._tables.get(name)
        if frame is None:
            frame = _as_stored(self._plan.tables[name], _schema_of(name), list(keys))
        if frame is None and (name in self._behind or len(self._plan.tables[name]) < LARGE):
            return self._laid_out(name, keys)
        return (self._table(name) if frame is None else frame)[list(keys)]

    def _laid_out(self, name: str, keys: Iterable[str]) -> pl.DataFrame:
        """Columns of a table that has no frame yet, in this order; each is made once."""
        edits, records = self._edits, self._plan.tables[name]
        known = self._columns.get(name, {})
        new = [key for key in keys if key not in known]
        if new:
            behind = self._behind.get(name)
            kept = None if behind is None else behind.caught_up(name, records, new)
            if kept is None:
                made = columns_of([TABLES[name].by_key[key] for key in new if key != "id"], records.values())
                ids = [pl.Series("id", list(records), dtype=pl.String)] if "id" in new else []
            else:
                made, ids = kept.get_columns(), []
            known = {**known, **{column.name: column for column in (*ids, *made)}}
            if edits == self._edits:
                self._columns[name] = known
        return pl.DataFrame([known[key] for key in keys])

    # -- one plan, or many ----------------------------------------------------------------------------------------

    by_plan: Sequence[str] = ()
    """The columns that tell the plan of a row where the frames are those of many (:class:`tui.frames.many_plans.ManyPlans`)."""

    def rows(self, name: str, keys: Sequence[str]) -> pl.DataFrame:
        """As :meth:`columns`, with :attr:`by_plan` and ``row`` (UInt32), the record's place among all of the table: no two plans share one.

        What rests on records is joined by it. A value with a row a record must not give it: places change when records come or go.
        """
        return self.columns(name, [*self.by_plan, *keys]).with_row_index("row")

    def said(self, table: str, key: str, inner: str | None = None, default: object = None) -> pl.Expr:
        """What the only record of a table ([plan], [settings]) of a row's plan says under a key, or in the period there under another."""
        self._reader.note(Read(table))
        value = self._plan.tables[table].get(SINGLE_ID, {}).get(key)
        value = value.get(inner) if inner and isinstance(value, Mapping) else value
        field = TABLES[table].by_key.get(key)
        dtype = pl.Date if inner else None if field is None else polars_type(field)
        return literal(default if value is None else value, dtype)

    def setting(self, key: str, default: object) -> pl.Expr:
        """A threshold of [settings] of a row's plan, or the default of the methods."""
        return self.said("settings", key, default=default)

    def each_said(self, table: str, key: str) -> pl.DataFrame:
        """The entries of a list the only record of a table has, one a row. Columns: plan UInt32 (0 where there is one), and the key."""
        values = self.plan.tables[table].get(SINGLE_ID, {}).get(key) or []
        dtype = polars_type(TABLES[table].by_key[key])
        entries = pl.Series(key, [values], dtype=cast("pl.DataType", dtype)).explode().drop_nulls()
        return entries.to_frame().select(pl.lit(0, dtype=pl.UInt32).alias("plan"), key)

    @property
    def numbers(self) -> pl.Series:
        """The numbers of the plans."""
        return pl.Series([0], dtype=pl.UInt32)

    @property
    def number(self) -> pl.Expr:
        """The number of a row's plan (UInt32), 0 where there is one."""
        return literal(0, pl.UInt32)

    def day(self, as_of: dt.date) -> pl.Expr:
        """The day a row's plan is looked at from."""
        return literal(as_of, pl.Date)

    def known_day(self, as_of: dt.date) -> pl.Expr:
        """The day whose knowledge counts for a row's plan; see :meth:`known`."""
        return literal(self.known(as_of), pl.Date)

    def _table(self, name: str) -> pl.DataFrame:
        frame = self._tables.get(name)
        if frame is None:
            edits = self._edits
            behind = self._behind.get(name)
            if behind is not None:
                frame = behind.caught_up(name, self._plan.tables[name])
            if frame is None:
                frame = self._laid_out(name, _schema_of(name)) if name in self._columns else table_frame(self._plan, name)
            if edits == self._edits:
                self._tables[name] = frame
                self._columns.pop(name, None)
                self._behind.pop(name, None)
        return frame

    # -- whose knowledge counts -----------------------------------------------------------------------------------

    def known(self, as_of: dt.date) -> dt.date:
        """The day whose knowledge counts when the plan is looked at from a day: the day itself, or the later one that was chosen.

        Figures published after it are not there yet (docs/methods.md, "What is seen from a day").
        """
        self._reader.note(KNOWN)
        return as_of if self._known is None else max(as_of, self._known)

    @property
    def all_known(self) -> dt.date | None:
        """The day whose knowledge was chosen to count (*with all figures known today*); None while that is the day looked from."""
        self._reader.note(KNOWN)
        return self._known

    def know(self, day: dt.date | None) -> None:
        """Look with all figures known on a day, whatever day the plan is looked at from; None: as known on that day."""
        if day != self._known:
            self._known = day
            self.forget([KNOWN.table])
            if day is None:
                self._changed.discard(KNOWN.table)

    # -- after edits ----------------------------------------------------------------------------------------------

    def forget(self, tables: Iterable[str]) -> None:
        """Drop the frames of these tables, and everything derived from one of them, after a change."""
        changed = frozenset(tables)
        self._differs = self._differs or changed != {KNOWN.table}
        self._edits += 1
        self._asked.clear()
        self._parts.clear()
        self._changed |= changed
        if not changed:
            return
        for name in changed:
            for known in (self._tables, self._columns, self._behind):
                known.pop(name, None)
        for key in [key for key, cached in self._derived.items() if any(read.table in changed for read in cached.reads)]:
            del self._derived[key]
        for drawing in [key for key, cached in self._drawings.items() if any(read.table in changed for read in cached.reads)]:
            del self._drawings[drawing]

    def renew(self, edits: Iterable[Edit]) -> None:
        """Take in edits the plan already holds: only the rows they reached are made anew, with what :meth:`forget` would give."""
        reached: dict[str, list[Edit]] = {}
        for edit in edits:
            reached.setdefault(edit.table, []).append(edit)
        self._differs = True
        self._edits += 1
        self._asked.clear()
        self._parts.clear()
        for name, mine in reached.items():
            self._renew(name, {edit.id for edit in mine}, _fields_set(mine))
        self._changed |= reached.keys()

    def _renew(self, name: str, ids: set[str], fields: frozenset[str] | None) -> None:
        """``fields`` are those that were given a value; None where records came or went."""
        records = self._plan.tables[name]
        ids = judged_together(name, records, ids)
        if len(ids) > _WORTH_A_SPLICE * len(records):
            self.forget([name])
            return
        columns = self._columns.pop(name, {})
        if fields is not None and "id" in columns:
            of_them = pl.DataFrame([column for key, column in columns.items() if key == "id" or key in fields])
            renewed = _renewed(name, of_them, records, ids, fields.intersection(columns))
            self._columns[name] = {**columns, **{column.name: column for column in renewed}}
        frame, behind = self._tables.get(name), self._behind.get(name)
        if frame is not None:
            self._tables[name] = _renewed(name, frame, records, ids, fields)
        elif behind is not None:
            behind.touched |= ids
            behind.moved |= fields is None
        elif name in self._stored and name not in self._changed:
            self._behind[name] = _Behind(self._stored[name], set(ids), fields is None)
        for key, cached in list(self._derived.items()):
            if any(read.table == name and read.reached_by(fields) for read in cached.reads):
                if key[0].table == name:
                    reached = () if fields is None else [f for f in fields if Read(name, f) in cached.reads]
                    cached.reach(ids, reached if key[0].as_written.issuperset(reached) else ())
                else:
                    del self._derived[key]
        for drawing, cached in list(self._drawings.items()):
            if any(read.table == name and read.reached_by(fields) for read in cached.reads):
                del self._drawings[drawing]

    def as_saved(self) -> None:
        """The file holds the plan as it is now."""
        self._differs = False

    # -- another plan, beside -------------------------------------------------------------------------------------

    def copy(self) -> Frames:
        """Frames of their own over the same plan, with all that is made so far: nothing that is done to them reaches these."""
        copy = Frames(self._plan)
        copy._kept, copy._given = None, dict(self._files)
        copy._stored, copy._changed = dict(self._stored), set(self._changed)
        copy._differs = self._differs
        copy._edits = copy._copied_at = self._edits
        copy._known = self._known
        copy._tables, copy._columns = dict(self._tables), dict(self._columns)
        copy._asked = {asker: dict(keys) for asker, keys in self._asked.items()}
        copy._behind = {name: attrs.evolve(behind, touched=set(behind.touched)) for name, behind in self._behind.items()}
        copy._drawings.update(self._drawings)
        copy.followed = dict(self.followed)
        copy.given_up = self.given_up
        copy._derived.update((key, cached.copy()) for key, cached in self._derived.items())
        return copy

    def go_over_to(self, plan: Plan, edits: Iterable[Edit], reordered: Iterable[str], shown: Container[Hashable] = ()) -> None:
        """Take in edits another plan holds, and work out again what was asked for before them by who is ``shown`` or not known.

        In ``reordered`` tables records stand in another order, too.
        """
        asked = [key for asker, keys in self._asked.items() if asker is None or asker in shown for key in keys]
        self._plan = plan
        self.forget(reordered)
        self.renew(edits)
        for derived, args in dict.fromkeys(asked):
            self.value(derived, args)

    def have_gone_on(self, copy: Frames) -> bool:
        """Whether edits have come since a copy was made."""
        return copy._copied_at != self._edits

    def become(self, other: Frames) -> bool:
        """Be what a copy has become, whose plan is this one by now; False, with nothing changed, when edits have come since it was made.

        The copy is these frames from then on: what was made of it may ask it later.
        """
        if self.have_gone_on(other):
            return False
        self._kept, self._given = None, other._files
        self._changed, self._tables, self._columns, self._differs = other._changed, other._tables, other._columns, other._differs
        self._derived, self._drawings, self._asked, self._behind = other._derived, other._drawings, {}, other._behind
        self.followed = other.followed
        self._edits += 1
        other.__dict__ = self.__dict__
        return True

    def learn(self, other: Frames) -> bool:
        """Keep what a copy has worked out since it was made; False, with nothing kept, when edits have come here or there.

        The copy is these frames from then on: what was made of it may ask it later.
        """
        if self.have_gone_on(other) or other._edits != self._edits or other._plan is not self._plan:
            return False
        for name, frame in other._tables.items():
            self._tables.setdefault(name, frame)
            self._behind.pop(name, None)
        for key, cached in other._derived.items():
            if key not in self._derived:
                self._keep(key, cached)
        other.__dict__ = self.__dict__
        return True

    @contextlib.contextmanager
    def asked_by(self, asker: Hashable, *, anew: bool = False) -> Iterator[None]:
        """Whoever asks inside is this one: what is asked for a tab that is not shown need not be there before it is.

        ``anew``: what it has asked before is not wanted any more, as of a record the cursor has left.
        """
        if anew:
            self._asked.pop(asker, None)
        before, self._asker = self._asker, asker
        try:
            yield
        finally:
            self._asker = before

    # -- derived values -------------------------------------------------------------------------------------------

    def value(self, derived: Derivation[T], args: tuple[Hashable, ...]) -> T:
        """The value of a derived function for these arguments: the one that is kept as far as no edit has reached it.

        Raises what the function raises, and TypeError when an argument is not hashable.
        """
        key = derived, args
        now = self._reader.now
        asking = None if now is None or now.of is _DRAWING else now.of
        if asking is None:
            self._asked.setdefault(self._asker, {})[key] = None
        cached = self._derived.get(key) or self._of_the_whole(derived, args)
        if cached is None or (cached.touched and len(cached.touched) > _WORTH_A_SPLICE * self._records_in(cached, derived)):
            edits = self._edits
            cached = self._kept_before(derived, args) or _Cached(*self._made(derived, args))
            if edits == self._edits:
                self._keep(key, cached)
        else:
            if cached.touched:
                self._renew_rows(cached, derived, args)
            elif cached.written:
                self._write_in(cached, derived)
            if key in self._derived:  # else the whole of these frames has it
                self._derived.move_to_end(key)
        cached.asked_by.add(asking)
        self._reader.note(*cached.reads)
        return cast("T", cached.value)

    def _records_in(self, cached: _Cached, derived: Derivation[Any]) -> int:
        return len(self._plan.tables[cast("str", derived.table)] if derived.several else cached.value)

    def drawn(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is drawn of these frames under a key, made anew once an edit has reached something that was read for it.

        Nothing but the key and the frames may make a difference to it. Few are kept: of those who look through records each is another.
        """
        cached = self._drawings.get(key)
        if cached is None:
            edits = self._edits
            cached = _Cached(*self._read_by(_DRAWING, make))
            if edits == self._edits:
                self._drawings[key] = cached
                while len(self._drawings) > _DRAWINGS:
                    self._drawings.popitem(last=False)
        else:
            self._drawings.move_to_end(key)
        self._reader.note(*cached.reads)
        return cast("T", cached.value)

    def _made(self, derived: Derivation[T], args: tuple[Hashable, ...]) -> tuple[T, set[Read]]:
        """A value made anew, and what was read for it; both go to the value that asks for it as well."""
        return self._read_by(derived, partial(derived.make, self, *args))

    def _read_by(self, derived: Derivation[Any], make: Callable[[], T]) -> tuple[T, set[Read]]:
        if self.given_up is not None and self.given_up():
            raise GivenUp
        outer = self._reader.now
        reading = self._reader.now = Reading(derived, outer)
        try:
            return make(), reading.reads
        finally:
            self._reader.now = outer
            self._reader.note(*reading.reads)  # also of what was not there: whoever goes on without it rests on that

    def _renew_rows(self, cached: _Cached, derived: Derivation[Any], args: tuple[Hashable, ...]) -> None:
        """Make the rows of the records that edits have touched anew, from frames that have no others in the table."""
        table, touched = derived.table, frozenset(cached.touched)
        assert table is not None
        part = self._part(table, touched, None if derived.several else cached.value["id"])
        made = part.frames._derived.get((derived, args)) or _Cached(*part.frames._made(derived, args))
        part.frames._derived[derived, args] = made
        if derived.several:
            cached.value = with_rows_of(cached.value, made.value, touched, self._ids(table))
        else:
            cached.value = part.splice.frame(cached.value, made.value)
        cached.reads |= made.reads
        cached.touched = set()

    def _write_in(self, cached: _Cached, derived: Derivation[Any]) -> None:
        """Put what was written into fields that stand in a frame as they are."""
        table = derived.table
        assert table is not None
        records, ids = self._plan.tables[table], cached.value["id"]
        for field, written in cached.written.items():
            at = where(ids, written)
            values = columns_of([TABLES[table].by_key[field]], [records[id] for id in taken(ids, at)])
            cached.value = with_rows(cached.value, at, pl.DataFrame(values))
        cached.written = {}

    def _ids(self, table: str) -> pl.Series:
        """The ids of a table's records, in their order."""
        whole = self._tables.get(table)
        return self._laid_out(table, ["id"])["id"] if whole is None else whole["id"]

    def _part(self, table: str, touched: frozenset[str], before: pl.Series | None) -> _Part:
        """These frames with only the touched records in a table; ``before`` are the ids of all of them before the edits, where the
        rows made of these go into a frame with one a record."""
        part = self._parts.get((table, touched))
        if part is None or (before is not None and not part.before.equals(before)):
            whole, records = self._tables.get(table), self._plan.tables[table]
            ids = self._ids(table)
            before = ids if before is None else before
            splice = Splice.of(before, ids, touched)
            rows = frame_of(table, {id: records[id] for id in splice.new}) if whole is None else rows_at(whole, splice.at)
            part = self._parts[table, touched] = _Part(self._with_only(table, rows, splice.at), splice, before)
        return part

    def _with_only(self, table: str, rows: pl.DataFrame, at: pl.Series) -> Frames:
        """These frames with only some rows of a table, and where those stand in it."""
        part = Frames(self._plan)
        part._part_of = self, table, at
        part._known, part._edits, part.given_up = self._known, self._edits, self.given_up
        part._reader = self._reader
        part._tables = {**self._tables, table: rows}
        part._columns = dict(self._columns)
        part._behind = {name: behind for name, behind in self._behind.items() if name != table}
        return part

    def _of_the_whole(self, derived: Derivation[Any], args: tuple[Hashable, ...]) -> _Cached | None:
        """What these frames of a part need not make: what rests on other tables alone, and of the whole's rows of records their own."""
        if self._part_of is None:
            return None
        whole, table, at = self._part_of
        held, by_record = whole._derived.get((derived, args)), derived.table == table
        if held is None or not (by_record or _apart_from(table, derived, held.reads)):
            return None
        whole.value(derived, args)  # what an edit has touched of it is made anew
        held = whole._derived.get((derived, args))
        if held is None or not by_record:
            return held
        mine = self._derived.get((derived, args))
        if mine is None:
            rows = (
                held.value.filter(pl.col("id").is_in(self._tables[table]["id"].implode())) if derived.several else rows_at(held.value, at)
            )
            mine = self._derived[derived, args] = _Cached(rows, held.reads)
        return mine

    def _keep(self, key: _Key, cached: _Cached) -> None:
        if self._part_of is not None:
            whole, table, _ = self._part_of
            if whole._edits == self._edits and _apart_from(table, key[0], cached.reads):
                whole._keep(key, cached)
                return
        self._derived[key] = cached
        self._derived.move_to_end(key)
        while len(self._derived) > _KEPT:
            self._derived.popitem(last=False)
        if _has_many_rows(cached):
            large = [key for key, known in self._derived.items() if _has_many_rows(known)]
            for key in large[:-_KEPT_LARGE]:
                del self._derived[key]

    # -- frames that outlive the session --------------------------------------------------------------------------

    def worth_keeping(self, known: Container[str] = ()) -> dict[str, pl.DataFrame]:
        """By name the frames derived from large tables that another session over this very plan would have to work out again.

        Each says what it was made from, as :func:`tui.frames.disk_cache.with_reads` has it. Those that are ``known`` are left out.
        """
        found = {}
        for (derived, args), cached in list(self._derived.items()):
            if _outlives(cached.value) and self._rests_on_many(cached.reads) and self._as_read(cached.reads):
                name = derived.kept_name(*args)
                if name is not None and name not in self._files and name not in known:
                    found[name] = with_reads(cached.value, cached.reads)
        return found

    def answers(self) -> dict[str, tuple[pl.DataFrame, frozenset[Read]]]:
        """By name the derived frames another session over the plan as its file holds it will ask for, and what each was made from.

        Those that only other such frames were made of are left out: nobody asks for them as long as those are there. So are those that
        an edit has reached and nobody has asked for since.
        """
        if self._differs or self._known is not None:
            return {}
        kept = [(key, one) for key, one in list(self._derived.items()) if not (one.touched or one.written)]
        derived = [(of, of.kept_name(*args) if _outlives(one.value) else None, one) for (of, args), one in kept]
        frames = {of for of, _, _ in derived} - {of for of, name, _ in derived if name is None}
        return {
            name: (one.value, frozenset(one.reads))
            for of, name, one in derived
            if name is not None and (of not in frames or one.asked_by - frames)
        }

    def _kept_before(self, derived: Derivation[Any], args: tuple[Hashable, ...]) -> _Cached | None:
        """What an earlier session has kept of the value, as long as nothing it was made from has changed."""
        name = derived.kept_name(*args) if self._files else None
        if name is None or name not in self._files:
            return None
        kept = taken_up(self._files[name])
        if kept is None or not self._as_read(kept[1]):
            self._files.pop(name, None)  # it will not come back: what has changed stays changed
            return None
        return _Cached(*kept)

    def let_go_of_answers(self) -> None:
        """Hold no more what an earlier session has kept of values that are here by now, in one file with others."""
        for derived, args in [*self._derived]:
            kept = self._files.get(derived.kept_name(*args) or "")
            if isinstance(kept, Answer):
                kept.let_go()

    def _rests_on_many(self, reads: Iterable[Read]) -> bool:
        return any(len(self._plan.tables[read.table]) >= LARGE for read in reads if read != KNOWN)

    def _as_read(self, reads: Iterable[Read]) -> bool:
        return all(read.table not in self._changed for read in reads)


def _outlives(value: object) -> TypeGuard[pl.DataFrame]:
    """Whether a derived value can be kept for another session."""
    return isinstance(value, pl.DataFrame)


def _has_many_rows(cached: _Cached) -> bool:
    return _outlives(cached.value) and cached.value.height >= LARGE


def _is_stored(records: Mapping[str, Values]) -> TypeGuard[StoredRecords]:
    """Whether these are still the very records a file has the frame of."""
    return isinstance(records, StoredRecords) and records.untouched and bool(records.frame_file)


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
        return with_rows(frame, splice.at, pl.DataFrame(columns_of(known, [records[id] for id in splice.new])))
    now = pl.Series("id", list(records), dtype=pl.String)
    splice = Splice.of(frame["id"], now, ids)
    return splice.frame(frame, frame_of(name, {id: records[id] for id in splice.new}))
