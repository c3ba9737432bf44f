"""What an earlier session did and could not save, made again on the plan as the file holds it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence

import attrs

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField, perform
from tui.model.joining import Conflict, join, unsaved_edits
from tui.model.plan import MISSING, Plan, RecordId, Values, same
from tui.model.text import Sentence
from tui.model.workspace import EditRefused, Workspace


@attrs.frozen
class Rejoined:
    """What earlier edits come to on a plan that others have changed since.

    ``edits`` lead from the plan to what both wanted; ``conflicts`` are to be decided; ``orphans`` cannot be made: their
    record is no longer there, or what they refer to is not.
    """

    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    orphans: tuple[SetField, ...]


def make_again(workspace: Workspace, edits: Iterable[Edit], label: Sentence) -> list[Edit]:
    """Make edits of an earlier plan as one step; those that do not fit are left out and returned.

    An edit fits when the plan still holds what it changed; one whose wish the plan holds already is done.
    """
    wanted = [fitted for edit in edits if (fitted := _fitted(workspace, edit)) is not None]
    if not wanted:
        return []
    try:
        workspace.apply(wanted, label)
    except EditRefused:
        if len(wanted) == 1:
            return wanted
        return [e for edit in wanted for e in make_again(workspace, [edit], label)]
    return []


def fit_again(plan: Plan, steps: Iterable[Sequence[Edit]]) -> bool:
    """Whether steps of an earlier plan can all be made on this one as they were made then."""
    trial = Workspace(_copy(plan))
    label = Sentence("")
    return all(not make_again(trial, edits, label) for edits in steps)


def rejoined(plan: Plan, edits: Sequence[Edit]) -> Rejoined:
    """Join earlier edits, made one after the other, with a plan that they no longer fit."""
    orphans: list[SetField] = []
    base, mine = _copy(plan), _copy(plan)
    before = _before(plan, edits)
    for (table, id), values in before.items():
        for version in (base, mine):
            if values is None:
                version.tables[table].pop(id, None)
            else:
                version.tables[table][id] = values
    for edit in edits:
        if isinstance(edit, AddRecord):
            mine.tables[edit.table].pop(edit.id, None)
        elif mine.get(edit.table, edit.id) is None:
            if isinstance(edit, SetField):
                orphans.append(edit)
            continue
        perform(edit, mine)
    then = Workspace(mine)
    then.put_in_place(mine, {key: base.get(*key) for key in before})
    joined = join(then, _copy(plan))
    possible, impossible = _possible(plan, unsaved_edits(then))
    orphans += [e for e in impossible if isinstance(e, SetField)]
    # what others refer to by now stays, and whether it goes is asked: a deletion is not dropped without a word
    kept = [_deletion(e, plan) for e in impossible if isinstance(e, DeleteRecord)]
    return Rejoined(tuple(possible), (*joined.conflicts, *kept), tuple(orphans))


def _deletion(edit: DeleteRecord, plan: Plan) -> Conflict:
    return Conflict(edit.table, edit.id, "", edit.values, plan.get(edit.table, edit.id) or MISSING, MISSING)


def _possible(plan: Plan, edits: list[Edit]) -> tuple[list[Edit], list[Edit]]:
    """The edits the plan lets be made together, and those it does not, e.g. because they refer to what is gone."""
    label = Sentence("")
    try:
        if edits:
            Workspace(_copy(plan)).apply(edits, label)
        return edits, []
    except EditRefused:
        trial = Workspace(_copy(plan))
        impossible = [e for edit in edits for e in make_again(trial, [edit], label)]
        return [e for e in edits if e not in impossible], impossible


def _before(plan: Plan, edits: Sequence[Edit]) -> dict[RecordId, Values | None]:
    """What the edits found of every record that they can say it of: None for one that was not there."""
    found: dict[RecordId, Values | None] = {}
    expected: dict[RecordId, dict[str, object]] = {}
    for edit in edits:
        key = (edit.table, edit.id)
        if key in found:
            continue
        if isinstance(edit, SetField):
            expected.setdefault(key, {}).setdefault(edit.field, edit.expected)
        else:
            found[key] = None if isinstance(edit, AddRecord) else _with(edit.values, expected.get(key, {}))
    for key, fields in expected.items():
        now = plan.get(*key)
        if key not in found and now is not None:
            found[key] = _with(now, fields)
    return found


def already_applied(plan: Plan, edits: Iterable[Edit]) -> bool:
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


def _copy(plan: Plan) -> Plan:
    """The same records in tables of its own; records themselves are never changed in place."""
    tables: dict[str, MutableMapping[str, Values]] = {name: dict(records) for name, records in plan.tables.items()}
    return Plan(tables, dict(plan.set_aside), dict(plan.extra), plan.unread)


def _with(record: Values, fields: Mapping[str, object]) -> Values:
    return {k: v for k, v in {**record, **fields}.items() if v is not MISSING}
