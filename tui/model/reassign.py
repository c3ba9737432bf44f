"""Another body in the place of one: as lead, as partner, as who reports, wherever the plan names bodies as holders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeAlias

from tui.model.edits import SetField
from tui.model.fields import TABLES, reference_fields
from tui.model.plan import MISSING, Plan, Values, referred, same
from tui.model.proposal import Line

Role: TypeAlias = tuple[str, str]
"""(table, field): a field that names bodies which hold something."""

_NOT_HELD: Final = frozenset({"plan", "agencies"})
"""The plan's issuer and a body's successors are no work that somebody else takes over."""

ROLES: Final[tuple[Role, ...]] = tuple(
    (table, spec.key) for table, spec, inner in reference_fields() if inner is None and spec.table == "agencies" and table not in _NOT_HELD
)
"""What can be given to another body. The log of a task is not among them: it says who did something then."""


def held(plan: Plan, agency: str, rows: Mapping[str, Collection[str]] | None = None) -> dict[Role, int]:
    """How many records name the body in each role, the roles without any left out; ``rows`` as in :func:`reassigned`."""
    counts = {role: sum(agency in referred(plan.tables[role[0]][id], role[1], None) for id in _ids(plan, role[0], rows)) for role in ROLES}
    return {role: count for role, count in counts.items() if count}


def holders(plan: Plan) -> set[str]:
    """The bodies that hold anything."""
    return {id for table, field in ROLES for values in plan.tables[table].values() for id in referred(values, field, None)}


def reassigned(plan: Plan, old: str, new: str, roles: Iterable[Role], rows: Mapping[str, Collection[str]] | None = None) -> list[Line]:
    """One line for each record in which ``new`` comes into ``old``'s place in these roles.

    Where ``new`` stands already ``old`` only leaves; where ``new`` comes to lead it is no partner any more.
    ``rows``: of a table named there only these records.
    """
    wanted = tuple(roles)
    lines = []
    for table in dict.fromkeys(table for table, _ in wanted):
        fields = [field for other, field in wanted if other == table]
        for id in _ids(plan, table, rows):
            edits = _edits(table, id, plan.tables[table][id], fields, old, new)
            if edits:
                lines.append(Line(edits))
    return lines


def _ids(plan: Plan, table: str, rows: Mapping[str, Collection[str]] | None) -> list[str]:
    chosen = None if rows is None else rows.get(table)
    return [id for id in plan.tables[table] if chosen is None or id in chosen]


def _edits(table: str, id: str, values: Values, fields: Iterable[str], old: str, new: str) -> tuple[SetField, ...]:
    after: dict[str, Any] = {field: _replaced(values[field], old, new) for field in fields if old in referred(values, field, None)}
    holder, partners = TABLES[table].holder, TABLES[table].partners
    if after and holder and partners:
        now = {**values, **after}
        if new in referred(now, holder, None) and new in referred(now, partners, None):
            after[partners] = [body for body in now[partners] if body != new]
    emptied = {field: MISSING if value == [] else value for field, value in after.items()}
    order = [spec.key for spec in TABLES[table]]
    return tuple(
        SetField(table, id, field, emptied[field], values.get(field, MISSING))
        for field in sorted(emptied, key=order.index)
        if not same(emptied[field], values.get(field, MISSING))
    )


def _replaced(value: Any, old: str, new: str) -> Any:
    """A reference or a list of them with ``new`` at ``old``'s place, no body twice because of it."""
    if isinstance(value, str):
        return new
    if new in value:
        return [body for body in value if body != old]
    out = [new if body == old else body for body in value]
    place = out.index(new)
    return [body for i, body in enumerate(out) if body != new or i == place]
