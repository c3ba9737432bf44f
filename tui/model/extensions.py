"""A due day that is moved is an extension, which keeps the day before it, or mends a day that was written down wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.fields.tasks import EXTENSION_FIELDS
from tui.model.plan import MISSING, Plan, Values
from tui.model.revisions import SavedValues

_TABLE: Final = "tasks"


def due_on(values: Values, day: dt.date) -> dt.date | None:
    """The due day in force on a day: of the last extension given by then, else the task's own; None without any."""
    given = sorted((entry for entry in values.get("extensions", ()) if entry["on"] <= day), key=lambda entry: entry["on"])
    found = given[-1]["due"] if given else values.get("due")
    return found if isinstance(found, dt.date) else None


def moved(edits: Iterable[Edit], plan: Plan, saved: SavedValues) -> list[str]:
    """The tasks whose due day, as the file holds it, these edits make another one.

    Not those without a day before, nor those whose extensions the same edits change: there it has been said what the new day is.
    """
    listed = list(edits)
    whole = {edit.id for edit in listed if edit.table == _TABLE and _tells_itself(edit)}
    return [
        edit.id
        for edit in listed
        if isinstance(edit, SetField)
        and (edit.table, edit.field) == (_TABLE, "due")
        and edit.id not in whole
        and isinstance(edit.new, dt.date)
        and (saved(_TABLE, edit.id) or {}).get("due") not in (None, MISSING, edit.new)
        and edit.id in plan.tables[_TABLE]
    ]


def _tells_itself(edit: Edit) -> bool:
    return isinstance(edit, AddRecord | DeleteRecord) or edit.field == "extensions"


def as_extensions(edits: Sequence[Edit], plan: Plan, ids: Iterable[str], answer: Mapping[str, Any]) -> list[Edit]:
    """The edits with each moved due day of the tasks as an extension: the first stays, in its own words.

    ``answer``: ``on``, and ``reason`` or ``basis``.
    """
    wanted = set(ids)
    out: list[Edit] = []
    for edit in edits:
        if edit.table == _TABLE and edit.id in wanted and isinstance(edit, SetField) and edit.field == "due_text":
            continue
        if isinstance(edit, SetField) and (edit.table, edit.field) == (_TABLE, "due") and edit.id in wanted:
            entry = {**answer, "due": edit.new}
            record = plan.tables[_TABLE][edit.id]
            old = record.get("extensions", MISSING)
            entries = [*(() if old is MISSING else old), {spec.key: entry[spec.key] for spec in EXTENSION_FIELDS if spec.key in entry}]
            out.append(SetField(_TABLE, edit.id, "extensions", entries, old))
        else:
            out.append(edit)
    return out
