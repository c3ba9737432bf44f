"""How many changes edits come to: one for each field and each record, and one for each entry of a list, as a figure is.

So it is counted wherever changes are: ten figures of six indicators are ten, unsaved, saved, taken in and handed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.model.edits import Edit, SetField
from tui.model.fields import TABLES, Kind
from tui.model.plan import MISSING, same
from tui.model.workspace import Workspace


def changes_in(table: str, field: str, old: Any, new: Any) -> int:
    """How many changes lead from one value of a field to another that is not the same."""
    spec = TABLES[table].by_key.get(field)
    if spec is None or spec.kind is not Kind.ENTRIES:
        return 1
    before, after = (list(value) if isinstance(value, list | tuple) else [] for value in (old, new))
    gone = sum(not any(same(entry, other) for other in after) for entry in before)
    come = sum(not any(same(entry, other) for other in before) for entry in after)
    return max(gone, come, 1)


def changes_of(edits: Iterable[Edit]) -> int:
    """How many changes some edits are."""
    return sum(changes_in(e.table, e.field, e.expected, e.new) if isinstance(e, SetField) else 1 for e in edits)


def unsaved_changes(workspace: Workspace) -> int:
    """How many changes the plan holds that its file does not."""
    count = 0
    for table, id, field in workspace.unsaved():
        if not field:
            count += 1
            continue
        before, now = workspace.saved_values(table, id) or {}, workspace.plan.get(table, id) or {}
        count += changes_in(table, field, before.get(field, MISSING), now.get(field, MISSING))
    return count
