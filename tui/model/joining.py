"""Joining what others saved with what is unsaved here: three ways, by record and field, in place.

The base is what the file held when this session last read or wrote it. Where only one side changed, that side holds;
where both did, lists are joined entry by entry; what cannot be joined is a conflict, and until somebody decides it the
plan holds our side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tui.model.diff import differences
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.fields import TABLES, reference_fields
from tui.model.merge import CLASH, merged_value
from tui.model.plan import MISSING, Plan, Problem, RecordId, Values, referred, same, title_of
from tui.model.text import N_, fold, say
from tui.model.workspace import EditRefused, Workspace


@attrs.frozen
class Conflict:
    """Something both sides changed, and differently. ``field`` "" stands for the whole record.

    ``base``, ``theirs`` and ``mine`` are values of the field, or the record's values; MISSING where there is none.
    """

    table: str
    id: str
    field: str
    base: Any
    theirs: Any
    mine: Any


@attrs.frozen
class Joined:
    """What came of it: the edits others had made, the conflicts, and (old id, new id) of our new records that gave theirs way."""

    theirs: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    renamed: tuple[tuple[RecordId, RecordId], ...] = ()


def join(workspace: Workspace, fresh: Plan) -> Joined:
    """Take what others saved into the workspace; unsaved changes and undo steps stay.

    Raises :class:`EditRefused`, with nothing changed, when a record that was changed here cannot be read in their file.
    """
    unreadable = [
        Problem(table, id, "", say(N_("it was changed here, but in the file as it is now it cannot be read")))
        for table, id in workspace.differing()
        if (table, id) in fresh.set_aside
    ]
    if unreadable:
        raise EditRefused(unreadable)
    base = _as_saved(workspace)
    theirs = tuple(differences(base, fresh))
    joiner = _Joiner(base, fresh, workspace.plan)
    joiner.records()
    joiner.mend_references()
    differing = {
        key: fresh.get(*key)
        for key in {*workspace.differing(), *joiner.touched}
        if not _same_record(joiner.plan.get(*key), fresh.get(*key))
    }
    workspace.put_in_place(joiner.plan, differing)
    return Joined(theirs, tuple(joiner.conflicts), tuple(joiner.renamed))


def hold(workspace: Workspace, conflict: Conflict, value: Any) -> None:
    """Decide a conflict: make the plan hold this value (a field's, or a record's), undoable.

    Raises :class:`EditRefused` when the plan may not hold it.
    """
    label = say(N_("decision of a conflict in “{name}”"), name=workspace.plan.title_of(conflict.table, conflict.id))
    edits = list(_holding(workspace, conflict, value))
    if edits:
        workspace.apply(edits, label)


def unsaved_edits(workspace: Workspace, open_conflicts: Iterable[Conflict] = ()) -> list[Edit]:
    """The fewest edits that lead from the file to the plan as it is, in an order in which they can be made.

    An edit that is one side of an open conflict expects the base, so that it is a conflict again wherever it is made.
    """
    disputed = {(c.table, c.id, c.field): c.base for c in open_conflicts}
    edits: list[Edit] = []
    for edit in differences(_as_saved(workspace), workspace.plan):
        key = (edit.table, edit.id, edit.field if isinstance(edit, SetField) else "")
        if isinstance(edit, SetField) and key in disputed:
            edit = attrs.evolve(edit, expected=disputed[key])
        elif isinstance(edit, DeleteRecord) and key in disputed:
            edit = attrs.evolve(edit, values=disputed[key])
        edits.append(edit)
    return edits


def _as_saved(workspace: Workspace) -> Plan:
    """The plan as the file holds it; tables nobody touched are the workspace's own."""
    saved = Plan(dict(workspace.plan.tables), workspace.plan.set_aside, workspace.plan.extra)
    differing = workspace.differing()
    for table in {t for t, _ in differing}:
        now = workspace.plan.tables[table]
        records = {id: differing.get((table, id), values) for id, values in now.items()}
        gone = {id: values for (t, id), values in differing.items() if t == table and id not in now}
        saved.tables[table] = {id: values for id, values in {**records, **gone}.items() if values is not None}
    return saved


def _holding(workspace: Workspace, conflict: Conflict, value: Any) -> Iterable[Edit]:
    table, id = conflict.table, conflict.id
    now = workspace.plan.get(table, id)
    if conflict.field:
        if now is None or not same(now.get(conflict.field, MISSING), value):
            yield workspace.set_field(table, id, conflict.field, value)
    elif value is MISSING:
        if now is not None:
            yield workspace.delete(table, id)
    elif now is None:
        yield AddRecord(table, id, value, None)
    else:
        for key in {**now, **value}:
            if not same(now.get(key, MISSING), value.get(key, MISSING)):
                yield workspace.set_field(table, id, key, value.get(key, MISSING))


def _same_record(one: Values | None, other: Values | None) -> bool:
    return one is other or (one is not None and other is not None and same(dict(one), dict(other)))


class _Joiner:
    """Makes the joined plan. Tables that only others changed are theirs as a whole."""

    def __init__(self, base: Plan, fresh: Plan, mine: Plan) -> None:
        self.base = base
        self.fresh = fresh
        self.mine = mine
        self.plan = Plan(dict(fresh.tables), fresh.set_aside, fresh.extra)
        self.conflicts: list[Conflict] = []
        self.renamed: list[tuple[RecordId, RecordId]] = []
        self.touched: set[RecordId] = set()

    def records(self) -> None:
        """Our edits, one after the other, on their plan."""
        edits = differences(self.base, self.mine)
        for table in {e.table for e in edits}:
            self.plan.tables[table] = dict(self.fresh.tables[table])
        for edit in edits:
            self.touched.add((edit.table, edit.id))
            if isinstance(edit, AddRecord):
                self._add(edit)
            elif isinstance(edit, DeleteRecord):
                self._delete(edit)
            else:
                self._set(edit)
        for table in {e.table for e in edits if isinstance(e, AddRecord)}:
            self.plan.tables[table] = self._ordered(table)
        if self.renamed:
            self._follow_new_ids()

    def _add(self, edit: AddRecord) -> None:
        theirs = self.plan.get(edit.table, edit.id)
        if theirs is None:
            self.plan.tables[edit.table][edit.id] = edit.values
        elif fold(title_of(edit.table, "", theirs)) != fold(title_of(edit.table, "", edit.values)):
            id = _free_id({*self.plan.tables[edit.table], *self.mine.tables[edit.table]}, edit.id)
            self.plan.tables[edit.table][id] = edit.values
            self.renamed.append(((edit.table, edit.id), (edit.table, id)))
            self.touched.add((edit.table, id))
        else:  # the same thing entered twice
            self._fields(edit.table, edit.id, {}, theirs, edit.values)

    def _delete(self, edit: DeleteRecord) -> None:
        theirs = self.fresh.get(edit.table, edit.id)
        self.plan.tables[edit.table].pop(edit.id, None)
        if theirs is not None and not _same_record(theirs, self.base.get(edit.table, edit.id)):
            self.conflicts.append(Conflict(edit.table, edit.id, "", edit.values, theirs, MISSING))

    def _set(self, edit: SetField) -> None:
        base, mine = self.base.get(edit.table, edit.id), self.mine.get(edit.table, edit.id)
        theirs = self.plan.get(edit.table, edit.id)
        assert base is not None and mine is not None
        if theirs is not None:
            self._field(edit.table, edit.id, edit.field, base, theirs, mine)
        elif not any(c.table == edit.table and c.id == edit.id for c in self.conflicts):
            self.plan.tables[edit.table][edit.id] = mine
            self.conflicts.append(Conflict(edit.table, edit.id, "", base, MISSING, mine))

    def _fields(self, table: str, id: str, base: Values, theirs: Values, mine: Values) -> None:
        for key in {**theirs, **mine}:
            self._field(table, id, key, base, self.plan.tables[table][id], mine)

    def _field(self, table: str, id: str, key: str, base: Values, theirs: Values, mine: Values) -> None:
        """Give the field of the joined record what comes of the three; ``theirs`` is the record as it is joined so far."""
        was, there, here = base.get(key, MISSING), theirs.get(key, MISSING), mine.get(key, MISSING)
        value = merged_value(TABLES[table].by_key.get(key), was, here, there)
        if value is CLASH:
            self.conflicts.append(Conflict(table, id, key, was, there, here))
            value = here
        now = dict(theirs)
        if value is MISSING:
            now.pop(key, None)
        else:
            now[key] = value
        self.plan.tables[table][id] = now

    def _ordered(self, table: str) -> dict[str, Values]:
        """Their order, with our new records behind those they follow here."""
        order = Plan()
        order.tables[table] = {id: {} for id in self.fresh.tables[table]}
        new = dict(self.renamed)
        mine = Plan()
        mine.tables[table] = {new.get((table, id), (table, id))[1]: {} for id in self.mine.tables[table]}
        records = self.plan.tables[table]
        ids = list(order.tables[table])
        for edit in differences(order, mine):
            if isinstance(edit, AddRecord):
                ids.insert(edit.position if edit.position is not None else len(ids), edit.id)
        return {id: records[id] for id in ids if id in records}

    def _follow_new_ids(self) -> None:
        """Our references to a record that got a new id follow it; theirs mean their own record."""
        new = {old: id for old, (_, id) in self.renamed}
        for name, spec, inner in reference_fields():
            target = (inner or spec).table
            for id, mine in self.mine.tables[name].items():
                was = self.base.get(name, id) or {}
                for other in referred(mine, spec.key, inner.key if inner else None):
                    key = (target or "", other)
                    if key not in new or other in referred(was, spec.key, inner.key if inner else None):
                        continue
                    here = new.get((name, id), id)
                    record = self.plan.get(name, here)
                    if record is not None and spec.key in record:
                        value = _with_new_id(record[spec.key], inner.key if inner else None, other, new[key])
                        self.plan.tables[name][here] = {**record, spec.key: value}
                        self.touched.add((name, here))

    def mend_references(self) -> None:
        """Where one side took out what the other's change refers to, the record stays and the deletion is the conflict."""
        mended = True
        while mended:  # a record that stays may itself refer to one that was taken out
            mended = False
            for name, spec, inner in reference_fields():
                target = (inner or spec).table
                assert target is not None
                for _, values in list(self.plan.tables[name].items()):
                    for other in referred(values, spec.key, inner.key if inner else None):
                        mended = self._bring_back(target, other) or mended

    def _bring_back(self, table: str, id: str) -> bool:
        if id in self.plan.tables[table]:
            return False
        theirs, mine, base = self.fresh.get(table, id), self.mine.get(table, id), self.base.get(table, id)
        kept = theirs if theirs is not None else mine
        if kept is None or base is None:
            return False  # neither side ever had it: the fault stood in a file before, and is listed there
        self.plan.tables[table] = {**self.plan.tables[table], id: kept}
        self.touched.add((table, id))
        self.conflicts = [c for c in self.conflicts if (c.table, c.id) != (table, id)]
        gone_there: Mapping[str, Any] | Any = MISSING if theirs is None else theirs
        self.conflicts.append(Conflict(table, id, "", base, gone_there, MISSING if mine is None else mine))
        return True


def _free_id(taken: set[str], id: str) -> str:
    """The next id of the same stem that nobody has."""
    stem, dash, number = id.rpartition("-")
    stem, at = (stem, int(number)) if dash and number.isdecimal() else (id, 1)
    while f"{stem}-{at}" in taken:
        at += 1
    return f"{stem}-{at}"


def _with_new_id(value: Any, inner: str | None, old: str, new: str) -> Any:
    if isinstance(value, str):
        return new if value == old else value
    if inner is None:
        return [new if v == old else v for v in value]
    return [{**v, inner: _with_new_id(v[inner], None, old, new)} if inner in v else v for v in value]
