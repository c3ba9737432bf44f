"""A target that was agreed is not simply typed over: what was in force before stays, with the day, the reason and the legal basis.

The agreed target is what the plan file holds. What was typed since the last save is one change of it, however often it
was typed, and none at all when it is typed back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField, with_field
from tui.model.fields import REVISION_FIELDS, TABLES
from tui.model.plan import MISSING, Plan, Values, same

TARGET: Final = ("target", "op", "year")
"""The fields that together are an indicator's target."""

ANSWER: Final = ("on", "basis", "reason", "by")
"""What is asked when they change; the other fields of an entry are taken from the record."""

_TABLE: Final = "indicators"

SavedValues = Callable[[str, str], Values | None]
"""What the file holds of a record, None when it has none; see ``Workspace.saved_values``."""


def target_of(values: Values) -> dict[str, Any]:
    """Target, operator and year as far as a record (or an entry of its revisions) has them."""
    return {key: values[key] for key in TARGET if key in values}


def revisions_of(values: Values) -> list[Mapping[str, Any]]:
    """The changes of a record's target, as they are listed."""
    return list(values.get("revisions", ()))


def target_on(values: Values, day: dt.date) -> dict[str, Any]:
    """Target, operator and year in force on a day: of the first change that came after it, else of the record itself."""
    later = [entry for entry in revisions_of(values) if entry["on"] > day]
    return target_of(min(later, key=lambda entry: entry["on"]) if later else values)


def original_target(values: Values) -> dict[str, Any] | None:
    """The target as it was first agreed; None when it was never changed."""
    entries = revisions_of(values)
    return target_of(entries[0]) if entries else None


def asking(edits: Iterable[Edit], plan: Plan, saved: SavedValues) -> list[str]:
    """The indicators whose agreed target these edits change, in the order they are named: each needs a reason."""
    return [id for id, values in _edited(edits, plan).items() if _differs(values, saved(_TABLE, id)) and _moved(values, plan, id)]


def given_before(id: str, plan: Plan, saved: SavedValues) -> Mapping[str, Any]:
    """The answers given for a change that is not saved yet; empty when there is none."""
    entries = revisions_of(plan.get(_TABLE, id) or {})[len(revisions_of(saved(_TABLE, id) or {})) :]
    return {key: entries[-1][key] for key in ANSWER if key in entries[-1]} if entries else {}


def with_revisions(edits: Sequence[Edit], plan: Plan, saved: SavedValues, answer: Mapping[str, Any]) -> list[Edit]:
    """The edits, and those that keep what was in force before; one that leads back to the file's target takes its entry away.

    ``answer`` has the fields of :data:`ANSWER`; it is not looked at when :func:`asking` names nobody.
    """
    out = list(edits)
    asked = set(asking(edits, plan, saved))
    for id, values in _edited(edits, plan).items():
        before = saved(_TABLE, id)
        if before is None or not _moved(values, plan, id):
            continue
        now, filed = revisions_of(values), revisions_of(before)
        kept = now[: len(filed)] if len(now) >= len(filed) else filed  # a step back past a save must not lose what the file lists
        if id in asked:
            entry = {**target_of(before), **{key: answer[key] for key in ANSWER if key in answer}}
            kept.append({spec.key: entry[spec.key] for spec in REVISION_FIELDS if spec.key in entry})
        wanted = kept or MISSING
        if not same(wanted, values.get("revisions", MISSING)):
            out = [e for e in out if not (isinstance(e, SetField) and (e.table, e.id, e.field) == (_TABLE, id, "revisions"))]
            held = plan.tables[_TABLE][id].get("revisions", MISSING)
            if not same(wanted, held):
                out.append(SetField(_TABLE, id, "revisions", wanted, held))
    return out


def _edited(edits: Iterable[Edit], plan: Plan) -> dict[str, Values]:
    """Every indicator of the plan that these edits change field by field, as it will be."""
    out: dict[str, Values] = {}
    gone: set[str] = set()
    for edit in edits:
        if edit.table != _TABLE:
            continue
        if isinstance(edit, AddRecord | DeleteRecord):
            gone.add(edit.id)
        elif edit.id in plan.tables[_TABLE]:
            out[edit.id] = with_field(out.get(edit.id, plan.tables[_TABLE][edit.id]), edit.field, edit.new, tuple(TABLES[_TABLE].by_key))
    return {id: values for id, values in out.items() if id not in gone}


def _moved(values: Values, plan: Plan, id: str) -> bool:
    """Whether the edits change the target at all: what only mends the name asks nothing."""
    return target_of(values) != target_of(plan.tables[_TABLE][id])  # 8 is 8.0 here


def _differs(values: Values, saved: Values | None) -> bool:
    """Whether an agreed target becomes another; a first one, and one of a record the file does not have, is not agreed yet."""
    if saved is None or not ("target" in saved or revisions_of(saved)):
        return False
    return target_of(values) != target_of(saved)
