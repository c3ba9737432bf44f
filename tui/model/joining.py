"""Joining what others saved with what is unsaved here, in place; deciding conflicts; what is left to save.

The base is what the file held when this session last read or wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import eq
from typing import Any

import attrs

from tui.model.diff import differences, touched_by
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.merge_plans import Conflict, merge_plans
from tui.model.plan import MISSING, Plan, Problem, RecordId, Values, same
from tui.model.text import N_, say
from tui.model.workspace import EditRefused, Workspace

__all__ = ["Conflict", "Joined", "Prepared", "hold", "join", "prepare", "unsaved_edits"]


@attrs.frozen
class Joined:
    """What came of it: the edits others had made, the conflicts, and (old id, new id) of our new records that gave theirs way.

    ``brought`` are the edits by which the workspace became what it is now; in ``reordered`` tables records stand in another order, too.
    """

    theirs: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    renamed: tuple[tuple[RecordId, RecordId], ...] = ()
    brought: tuple[Edit, ...] = ()
    reordered: frozenset[str] = frozenset()


@attrs.frozen
class Prepared:
    """A join that nothing was changed for yet: what came of it, the plan it leads to, and what the file holds of records that differ."""

    joined: Joined
    plan: Plan
    saved: Mapping[RecordId, Values | None]

    def put_into(self, workspace: Workspace) -> Joined:
        """Let the workspace it was prepared for be what it comes to; only while nothing has changed there since."""
        workspace.put_in_place(self.plan, self.saved)
        return self.joined


def join(workspace: Workspace, fresh: Plan) -> Joined:
    """Take what others saved into the workspace; unsaved changes and undo steps stay.

    Raises :class:`EditRefused`, with nothing changed, when a record that was changed here cannot be read in their file.
    """
    return prepare(workspace, fresh).put_into(workspace)


def prepare(workspace: Workspace, fresh: Plan) -> Prepared:
    """All of :func:`join` but the last step: nothing is changed. Raises as that does."""
    unreadable = [
        Problem(table, id, "", say(N_("it was changed here, but in the file as it is now it cannot be read")))
        for table, id in workspace.differing()
        if (table, id) in fresh.set_aside
    ]
    if unreadable:
        raise EditRefused(unreadable)
    base = _as_saved(workspace)
    merged = merge_plans(base, workspace.plan, fresh)
    brought = tuple(differences(workspace.plan, merged.plan))
    reordered = frozenset(table for table in merged.plan.tables if _is_reordered(workspace.plan, merged.plan, table))
    saved = {key: fresh.get(*key) for key in touched_by(differences(fresh, merged.plan))}
    return Prepared(Joined(tuple(differences(base, fresh)), merged.conflicts, merged.renamed, brought, reordered), merged.plan, saved)


def _is_reordered(before: Plan, after: Plan, table: str) -> bool:
    """Whether the records both have stand in another order."""
    old, new = before.tables[table], after.tables[table]
    if old is new or (len(old) == len(new) and all(map(eq, old, new))):
        return False
    return [id for id in old if id in new] != [id for id in new if id in old]


def hold(workspace: Workspace, conflict: Conflict, value: Any) -> None:
    """Decide a conflict: make the plan hold this value (a field's, or a record's), undoable.

    Raises :class:`EditRefused` when the plan may not hold it.
    """
    label = say(N_("decision of a conflict in “{name}”"), name=workspace.plan.called(conflict.table, conflict.id))
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
    saved = attrs.evolve(workspace.plan, tables=dict(workspace.plan.tables))
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
