"""What differs between two plans, as the edits that lead from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.fields import TABLES
from tui.model.plan import MISSING, Plan, RecordId, Values, same


def differences(old: Plan, new: Plan) -> list[Edit]:
    """The fewest edits that make ``new`` of ``old``, in an order in which they can be made.

    Records are added first (others may refer to them) and taken out last, from the end of their table to its start.
    What was set aside and the order of records that both plans have are not compared.
    """
    added: list[Edit] = []
    changed: list[Edit] = []
    gone: list[Edit] = []
    for table in TABLES:
        before, now = old.tables[table], new.tables[table]
        if before is now:
            continue
        if before.keys() == now.keys():  # nearly always, and nothing has to be put in its place
            for id, old_values in before.items():
                if old_values is not (new_values := now[id]):
                    changed += field_edits(table, id, old_values, new_values)
            continue
        order = both_orders(before, now)
        for position, id in enumerate(order):
            if id not in before:
                added.append(AddRecord(table, id, now[id], position))
            elif id in now and before[id] is not now[id]:
                changed += field_edits(table, id, before[id], now[id])
        gone += [DeleteRecord(table, id, before[id], at) for at, id in reversed(list(enumerate(order))) if id not in now]
    return [*added, *changed, *gone]


def both_orders(before: Iterable[str], now: Iterable[str]) -> list[str]:
    """Every id of the old order with the new ones put in, each behind the one it follows in the new order."""
    followers: dict[str | None, list[str]] = {}
    known = set(before)
    leader: str | None = None
    for id in now:
        if id in known:
            leader = id
        else:
            followers.setdefault(leader, []).append(id)
    order = followers.get(None, [])
    for id in before:
        order.append(id)
        order += followers.get(id, ())
    return order


def field_edits(table: str, id: str, old: Values, new: Values) -> Iterator[SetField]:
    """The edits that make one version of a record of the other."""
    for key in {**old, **new}:
        before, now = old.get(key, MISSING), new.get(key, MISSING)
        if not same(before, now):
            yield SetField(table, id, key, now, before)


def touched_by(edits: Iterable[Edit]) -> frozenset[RecordId]:
    """(table, id) of every record the edits reach."""
    return frozenset((e.table, e.id) for e in edits)


def with_added(plan: Plan, edits: Iterable[Edit]) -> Plan:
    """The plan with the records that edits add, so that what else speaks of them can name them."""
    tables = dict(plan.tables)
    for edit in edits:
        if isinstance(edit, AddRecord):
            tables[edit.table] = {**tables[edit.table], edit.id: edit.values}
    return attrs.evolve(plan, tables=tables)


def with_record(plan: Plan, other: Plan, record: RecordId) -> Plan:
    """The plan with one record as the other plan has it: its fields and its place, or without it."""
    table, id = record
    now, then = plan.tables[table], other.tables[table]
    records = {i: then[i] if i == id else now[i] for i in then if i == id or i in now}
    records |= {i: now[i] for i in now if i not in records and i != id}
    return attrs.evolve(plan, tables={**plan.tables, table: records})
