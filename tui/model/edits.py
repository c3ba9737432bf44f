"""Edits as data: what they do, and their inverse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import attrs

from tui.model.fields import TABLES
from tui.model.plan import MISSING, Plan, Values, same
from tui.model.records import StoredRecords
from tui.model.text import Sentence


@attrs.frozen
class SetField:
    """Give one field of one record a value; ``new`` MISSING takes the key out.

    ``expected`` is what the person saw: an edit of something that changed meanwhile is refused, not applied blindly.
    """

    table: str
    id: str
    field: str
    new: Any
    expected: Any


@attrs.frozen
class AddRecord:
    """A new record; ``position`` among its siblings, None for the end."""

    table: str
    id: str
    values: Values
    position: int | None = None


@attrs.frozen
class DeleteRecord:
    """Take a record out; ``values`` and ``position`` bring it back."""

    table: str
    id: str
    values: Values
    position: int


Edit: TypeAlias = SetField | AddRecord | DeleteRecord


@attrs.frozen
class Change:
    """One undo step: the edits that were made, how to take them back, and what it is called."""

    label: Sentence
    edits: tuple[Edit, ...]
    inverse: tuple[Edit, ...]

    @property
    def touched(self) -> frozenset[tuple[str, str]]:
        """(table, id) of every record the change reached."""
        return frozenset((e.table, e.id) for e in self.edits)

    @property
    def tables(self) -> frozenset[str]:
        """The tables the change reached."""
        return frozenset(e.table for e in self.edits)


def inverse(edit: Edit, plan: Plan) -> Edit:
    """The edit that takes ``edit`` back; ``plan`` is the plan before it."""
    if isinstance(edit, SetField):
        return SetField(edit.table, edit.id, edit.field, plan.tables[edit.table][edit.id].get(edit.field, MISSING), edit.new)
    if isinstance(edit, AddRecord):
        position = len(plan.tables[edit.table]) if edit.position is None else edit.position
        return DeleteRecord(edit.table, edit.id, edit.values, position)
    return AddRecord(edit.table, edit.id, edit.values, edit.position)


def perform(edit: Edit, plan: Plan) -> None:
    """Make the edit in the plan's tables. Records are replaced, never changed in place."""
    records = plan.tables[edit.table]
    if isinstance(edit, SetField):
        records[edit.id] = with_field(records[edit.id], edit.field, edit.new, tuple(TABLES[edit.table].by_key))
    elif isinstance(edit, DeleteRecord):
        del records[edit.id]
    elif edit.position is None or edit.position >= len(records):
        records[edit.id] = edit.values
    elif isinstance(records, StoredRecords):
        records.insert(edit.position, edit.id, edit.values)
    else:
        later = list(records.items())[edit.position :]
        for id, _ in later:
            del records[id]
        records[edit.id] = edit.values
        records.update(later)


def with_field(values: Values, key: str, new: Any, order: tuple[str, ...]) -> Values:
    """A copy with one field changed; a new key stands where its siblings would be, so a file keeps its shape."""
    if new is MISSING:
        return {k: v for k, v in values.items() if k != key}
    if key in values:
        return {**values, key: new}
    rank = {k: i for i, k in enumerate(order)}
    mine = rank.get(key, len(order))
    out: dict[str, Any] = {}
    placed = False
    for k, v in values.items():
        if not placed and rank.get(k, len(order)) > mine:
            out[key] = new
            placed = True
        out[k] = v
    if not placed:
        out[key] = new
    return out


def net(edits: Iterable[Edit]) -> list[Edit]:
    """What edits come to together: one for each record that came or went, and for each field that holds something else in the end.

    In the order in which they were first reached; what was taken back is not there.
    """
    whole: dict[tuple[str, str], AddRecord | DeleteRecord] = {}
    fields: dict[tuple[str, str], dict[str, SetField]] = {}
    for edit in edits:
        record = (edit.table, edit.id)
        before, mine = whole.get(record), fields.setdefault(record, {})
        if isinstance(edit, SetField):
            if isinstance(before, AddRecord):
                whole[record] = attrs.evolve(before, values=_with(before.values, edit.field, edit.new))
            else:
                first = mine.get(edit.field, edit)
                mine[edit.field] = attrs.evolve(edit, expected=first.expected)
        elif isinstance(edit, AddRecord):
            if isinstance(before, DeleteRecord):  # it went and came back: only what is different about it
                del whole[record]
                keys = dict.fromkeys((*before.values, *edit.values))
                for key in keys:
                    mine[key] = SetField(*record, key, edit.values.get(key, MISSING), before.values.get(key, MISSING))
            else:
                whole[record] = edit
        elif isinstance(before, AddRecord):
            del whole[record]
        else:
            values = edit.values
            for key, set_ in mine.items():
                values = _with(values, key, set_.expected)
            mine.clear()
            whole[record] = attrs.evolve(edit, values=values)
    told: list[Edit] = []
    for record, mine in fields.items():
        if record in whole:
            told.append(whole[record])
        told += [edit for edit in mine.values() if not same(edit.expected, edit.new)]
    return told


def _with(values: Values, key: str, value: Any) -> Values:
    """Values with another one under a key; without it where that is MISSING."""
    rest = {k: v for k, v in values.items() if k != key}
    return rest if value is MISSING else {**rest, key: value}
