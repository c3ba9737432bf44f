"""Merging two versions of a plan that both come from a third one: three ways, by record and field.

Where only one side changed, that side holds; where both did, lists are joined entry by entry; what cannot be joined is
a conflict, and until somebody decides it the plan holds my side. Two new records under one id become two, and a record
that the other side's change refers to is not taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar

import attrs

from tui.model.fields import SINGLE_ID, TABLES, reference_fields
from tui.model.merge import CLASH, merged_value, woven
from tui.model.new_ids import with_free_ids
from tui.model.plan import MISSING, Plan, RecordId, Values, referred, same

K = TypeVar("K")


@attrs.frozen
class Conflict:
    """Something both sides changed, and differently. ``field`` "" stands for the whole record.

    ``base``, ``theirs`` and ``mine`` are values of the field, or the record's values; MISSING where there is none. A
    top-level key nobody knows is a ``table`` with the id "".
    """

    table: str
    id: str
    field: str
    base: Any
    theirs: Any
    mine: Any


@attrs.frozen
class MergedPlan:
    """The plan both sides' changes lead to, what a person has to decide, and (old id, new id) of my records that gave theirs way.

    ``mine`` is my side with those new ids.
    """

    plan: Plan
    conflicts: tuple[Conflict, ...]
    renamed: tuple[tuple[RecordId, RecordId], ...]
    mine: Plan


def merge_plans(base: Plan, mine: Plan, theirs: Plan) -> MergedPlan:
    """Merge two versions of ``base``; none of the three is changed, but the merged plan may share tables with them."""
    mine, renamed = with_free_ids(base, mine, theirs)
    merge = _Merge(base, mine, theirs)
    merge.tables()
    merge.what_is_no_record()
    merge.mend_references()
    return MergedPlan(merge.plan, tuple(merge.conflicts), renamed, mine)


@attrs.define
class _Merge:
    """Makes the merged plan, and collects the conflicts."""

    base: Plan
    mine: Plan
    theirs: Plan
    plan: Plan = attrs.field(factory=Plan)
    conflicts: list[Conflict] = attrs.field(factory=list)

    # -- values ---------------------------------------------------------------------------------------------------

    def tables(self) -> None:
        """Every record of both sides. A table that only one side has touched is that side's own."""
        for name in TABLES:
            base, mine, theirs = (side.tables[name] for side in (self.base, self.mine, self.theirs))
            if base is mine or base is theirs:
                self.plan.tables[name] = theirs if base is mine else mine
                continue
            records = self.plan.tables[name]
            for id in woven(list(base), list(mine), list(theirs)):
                record = self.record(name, id, base.get(id), mine.get(id), theirs.get(id))
                if record is not None:
                    records[id] = record

    def record(self, table: str, id: str, base: Values | None, mine: Values | None, theirs: Values | None) -> Values | None:
        """One record of both sides; None: it is not there."""
        if _same_record(mine, theirs) or _same_record(base, mine):
            return theirs
        if _same_record(base, theirs):
            return mine
        if mine is not None and theirs is not None:
            return self.fields(table, id, base or {}, mine, theirs)
        self.conflicts.append(Conflict(table, id, "", *(MISSING if side is None else side for side in (base, theirs, mine))))
        return mine

    def fields(self, table: str, id: str, base: Values, mine: Values, theirs: Values) -> Values:
        """A record that both sides have and both changed, or both added."""
        specs = TABLES[table].by_key if table in TABLES else {}
        merged: dict[str, Any] = {}
        for key in woven(list(base), list(mine), list(theirs)):
            was, here, there = (side.get(key, MISSING) for side in (base, mine, theirs))
            value = merged_value(specs.get(key), was, here, there)
            if value is CLASH:
                self.conflicts.append(Conflict(table, id, key, was, there, here))
                value = here
            if value is not MISSING:
                merged[key] = value
        return merged

    # -- what is no record ----------------------------------------------------------------------------------------

    def what_is_no_record(self) -> None:
        """What was set aside, as a whole, and top-level keys nobody knows, key by key."""
        for place, base, mine, theirs in _by_key(self.base.set_aside, self.mine.set_aside, self.theirs.set_aside):
            kept = self.whole(*place, *(MISSING if side is MISSING else side.raw for side in (base, mine, theirs)))
            if kept is not MISSING:
                self.plan.set_aside[place] = theirs if theirs is not MISSING and same(theirs.raw, kept) else mine
        for name, base, mine, theirs in _by_key(self.base.extra, self.mine.extra, self.theirs.extra):
            if (value := self.key(name, base, mine, theirs)) is not MISSING:
                self.plan.extra[name] = value
        self.plan.unread = self.theirs.unread  # nobody edits what cannot be read: it is as the file has it now

    def key(self, name: str, base: Any, mine: Any, theirs: Any) -> Any:
        """A top-level key: a table is joined like a record, anything else is a value."""
        sides = (base, mine, theirs)
        if not all(side is MISSING or isinstance(side, Mapping) for side in sides):
            return self.whole(name, SINGLE_ID, *sides)
        record = self.record(name, SINGLE_ID, *(None if side is MISSING else side for side in sides))
        return MISSING if record is None else record

    def whole(self, table: str, id: str, base: Any, mine: Any, theirs: Any) -> Any:
        """A value nobody knows the fields of."""
        value = merged_value(None, base, mine, theirs)
        if value is not CLASH:
            return value
        self.conflicts.append(Conflict(table, id, "", base, theirs, mine))
        return mine

    # -- references -----------------------------------------------------------------------------------------------

    def mend_references(self) -> None:
        """Where one side took out what the other's change refers to, the record stays and the deletion is the conflict."""
        if not any(self.is_without(name) for name in TABLES):
            return  # nearly always: nobody took anything out
        while lost := dict.fromkeys(self.lost()):  # a record that stays may itself refer to one that was taken out
            for table, id in lost:
                self.bring_back(table, id)

    def is_without(self, table: str) -> bool:
        """Whether the merged plan does not have a record that a side has."""
        found = self.plan.tables[table].keys()
        return any(not side.tables[table].keys() <= found for side in (self.mine, self.theirs))

    def lost(self) -> Iterator[RecordId]:
        """Records that one side alone took out, and that the merged plan, or what may be decided for it, refers to.

        Where a side referred to them in vain it was so before.
        """
        for name, spec, inner in reference_fields():
            target = (inner or spec).table
            assert target is not None
            key, gone = inner.key if inner else None, self.gone_from(target)
            if not gone:  # nearly always: of a large plan few tables have anything to look for
                continue
            for id, values in chain(self.plan.tables[name].items(), self.undecided(name)):
                for other in referred(values, spec.key, key) if spec.key in values else ():
                    if other in gone and other not in self.referred_in_vain(target, name, id, spec.key, key):
                        yield target, other

    def undecided(self, table: str) -> Iterator[tuple[str, Values]]:
        """What each side has where a person decides: either may be in the plan in the end, and has to lead somewhere then."""
        for conflict in self.conflicts:
            for side in (conflict.theirs, conflict.mine):
                if conflict.table == table and side is not MISSING:
                    yield conflict.id, {conflict.field: side} if conflict.field else side

    def referred_in_vain(self, target: str, table: str, id: str, key: str, inner: str | None) -> set[str]:
        """What a field names on a side that does not have it: a fault that stood in a file before, and is listed there."""
        sides = ((side.tables[target], side.get(table, id) or {}) for side in (self.mine, self.theirs))
        return {other for found, values in sides for other in referred(values, key, inner) if other not in found}

    def gone_from(self, table: str) -> set[str]:
        """The records one of the sides still has, which the merged plan has not, and none of them made unreadable."""
        found = self.plan.tables[table].keys()
        both = (self.mine.tables[table].keys() - found) | (self.theirs.tables[table].keys() - found)
        return {id for id in both if (table, id) not in self.plan.set_aside}

    def bring_back(self, table: str, id: str) -> None:
        """Put the record of the side that still has it in its place again."""
        base, mine, theirs = (side.tables[table] for side in (self.base, self.mine, self.theirs))
        kept = theirs[id] if id in theirs else mine[id]
        records = self.plan.tables[table]
        self.plan.tables[table] = {
            i: kept if i == id else records[i] for i in woven(list(base), list(mine), list(theirs)) if i == id or i in records
        }
        self.conflicts = [c for c in self.conflicts if (c.table, c.id) != (table, id)]
        self.conflicts.append(Conflict(table, id, "", *(side.get(id, MISSING) for side in (base, theirs, mine))))


def _same_record(one: Values | None, other: Values | None) -> bool:
    return one is other or (one is not None and other is not None and same(dict(one), dict(other)))


def _by_key(base: Mapping[K, Any], mine: Mapping[K, Any], theirs: Mapping[K, Any]) -> Iterator[tuple[K, Any, Any, Any]]:
    """Every key of both sides with what the three have there."""
    for key in woven(list(base), list(mine), list(theirs)):
        yield key, base.get(key, MISSING), mine.get(key, MISSING), theirs.get(key, MISSING)
