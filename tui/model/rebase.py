"""What this session changed, made again on a plan somebody else has saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.plan import MISSING, Plan, Problem, same
from tui.model.text import N_, Sentence, say
from tui.model.workspace import EditRefused, Workspace


@attrs.frozen
class Conflict:
    """An edit of ours that does not fit what the file holds now; ``theirs`` is the file's value (MISSING: gone)."""

    edit: Edit
    theirs: object
    problems: tuple[Problem, ...] = ()


def net_edits(workspace: Workspace) -> list[Edit]:
    """The fewest edits that lead from the file as it was read to the plan as it is now."""
    edits: list[Edit] = []
    for table, id, field in workspace.unsaved():
        before, now = workspace.saved_values(table, id), workspace.plan.get(table, id)
        if before is None and now is not None:
            edits.append(AddRecord(table, id, now, list(workspace.plan.tables[table]).index(id)))
        elif before is not None and now is None:
            edits.append(DeleteRecord(table, id, before, 0))
        elif before is not None and now is not None:
            edits.append(SetField(table, id, field, now.get(field, MISSING), before.get(field, MISSING)))
    # added records first: other edits may refer to them; deletions last, when nothing refers to them any more
    return sorted(edits, key=lambda e: 0 if isinstance(e, AddRecord) else 2 if isinstance(e, DeleteRecord) else 1)


def rebase(fresh: Plan, edits: Iterable[Edit]) -> tuple[Workspace, list[Conflict]]:
    """A workspace over the fresh plan with the edits made again where they fit, and those that do not."""
    workspace = Workspace(fresh)
    label = say(N_("your change, made again on the file as others saved it"))
    conflicts = [c for edit in edits for c in make_again(workspace, [edit], label)]
    return workspace, conflicts


def make_again(workspace: Workspace, edits: Iterable[Edit], label: Sentence) -> list[Conflict]:
    """Make edits of an earlier plan as one step where they fit; those that do not are left out and returned.

    An edit fits when the plan still holds what it changed; one whose wish the plan holds already is done.
    """
    wanted = [fitted for edit in edits if (fitted := _fitted(workspace, edit)) is not None]
    if not wanted:
        return []
    try:
        workspace.apply(wanted, label)
    except EditRefused:
        if len(wanted) == 1:
            return [_conflict(workspace, wanted[0], label)]
        return [c for edit in wanted for c in make_again(workspace, [edit], label)]
    return []


def holds_already(plan: Plan, edits: Iterable[Edit]) -> bool:
    """Whether the plan is already what edits made one after the other lead to, e.g. because they were saved after all."""
    wanted: dict[tuple[str, str], dict[str, object] | None] = {}  # None: gone; else the fields that were set
    whole: set[tuple[str, str]] = set()
    for edit in edits:
        key = (edit.table, edit.id)
        if isinstance(edit, DeleteRecord):
            wanted[key] = None
        elif isinstance(edit, AddRecord):
            wanted[key] = dict(edit.values)
            whole.add(key)
        else:
            wanted[key] = {**(wanted.get(key) or {}), edit.field: edit.new}
    for key, fields in wanted.items():
        now = plan.get(*key)
        if fields is None or now is None:
            if fields is not now:
                return False
            continue
        held = all(same(now.get(name, MISSING), value) for name, value in fields.items())
        more = key in whole and set(now) - {name for name, value in fields.items() if value is not MISSING}
        if not held or more:
            return False
    return True


def _fitted(workspace: Workspace, edit: Edit) -> Edit | None:
    """The edit for the plan as it is; None when there is nothing left to do."""
    now = workspace.plan.get(edit.table, edit.id)
    if isinstance(edit, SetField):
        done = now is not None and same(now.get(edit.field, MISSING), edit.new)
        return None if done else edit
    if isinstance(edit, AddRecord):
        return None if now is not None and same(dict(now), dict(edit.values)) else edit
    if now is None:
        return None
    return workspace.delete(edit.table, edit.id) if same(dict(now), dict(edit.values)) else edit


def _conflict(workspace: Workspace, edit: Edit, label: Sentence) -> Conflict:
    now = workspace.plan.get(edit.table, edit.id)
    theirs: object = MISSING if now is None else now.get(edit.field, MISSING) if isinstance(edit, SetField) else now
    try:
        workspace.apply([edit], label)
    except EditRefused as refused:
        return Conflict(edit, theirs, refused.problems)
    raise AssertionError("an edit that was refused alone is refused again")


def insist(workspace: Workspace, conflict: Conflict) -> None:
    """Make our side of a conflict hold. Raises :class:`EditRefused` when it cannot (a record gone, a reference dangling)."""
    edit = conflict.edit
    label = say(N_("your value kept over the file's"))
    now = workspace.plan.get(edit.table, edit.id)
    if isinstance(edit, SetField):
        workspace.apply([workspace.set_field(edit.table, edit.id, edit.field, edit.new)], label)
    elif isinstance(edit, DeleteRecord):
        if now is not None:
            workspace.apply([workspace.delete(edit.table, edit.id)], label)
    elif now is None:
        workspace.apply([edit], label)
    else:
        keys = {**now, **edit.values}
        sets = [workspace.set_field(edit.table, edit.id, key, edit.values.get(key, MISSING)) for key in keys]
        workspace.apply(sets, label)
