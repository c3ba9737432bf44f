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

TARGET: Final = ("target", "target_max", "op", "year")
"""The fields that together are an indicator's target."""

_NOT_REPEATED: Final = ("target_max", "op", "year")
"""What a change of the target need not say again when it stayed as it was."""

ANSWER: Final = ("on", "basis", "reason", "by")
"""What is asked when they change; the other fields of an entry are taken from the record."""

_TABLE: Final = "indicators"

SavedValues = Callable[[str, str], Values | None]
"""What the file holds of a record, None when it has none; see ``Workspace.saved_values``."""


def target_of(values: Values) -> dict[str, Any]:
    """Target, upper end, operator and year as far as a record (or an entry of its revisions) has them."""
    return {key: values[key] for key in TARGET if key in values}


def revisions_of(values: Values) -> list[Mapping[str, Any]]:
    """The changes of a record's target, as they are listed."""
    return list(values.get("revisions", ()))


def targets_before(values: Values) -> list[dict[str, Any]]:
    """The target that was in force before each change, in the order of the list.

    A change that names no operator, upper end or year of the target before it leaves that of the next one, in the end the record's;
    an upper end that is not above the target says that there was none.
    """
    entries = revisions_of(values)
    following = target_of(values)
    found: dict[int, dict[str, Any]] = {}
    for place in sorted(range(len(entries)), key=lambda n: (entries[n]["on"], n), reverse=True):
        kept: dict[str, Any] = {key: following[key] for key in _NOT_REPEATED if key in following}
        found[place] = following = {**kept, **target_of(entries[place])}
    return [_without_empty_range(found[place]) for place in range(len(entries))]


def _without_empty_range(target: dict[str, Any]) -> dict[str, Any]:
    low, high = target.get("target"), target.get("target_max")
    empty = high is not None and (low is None or high <= low)
    return {key: target[key] for key in TARGET if key in target and not (empty and key == "target_max")}


def target_on(values: Values, day: dt.date) -> dict[str, Any]:
    """Target, upper end, operator and year in force on a day: of the first change that came after it, else of the record itself."""
    entries = revisions_of(values)
    later = [place for place, entry in enumerate(entries) if entry["on"] > day]
    return targets_before(values)[min(later, key=lambda place: entries[place]["on"])] if later else target_of(values)


def original_target(values: Values) -> dict[str, Any] | None:
    """The target as it was first agreed; None when it was never changed."""
    before = targets_before(values)
    return before[0] if before else None


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
            entry = {**_told_whole(target_of(before), values), **{key: answer[key] for key in ANSWER if key in answer}}
            kept.append({spec.key: entry[spec.key] for spec in REVISION_FIELDS if spec.key in entry})
        wanted = kept or MISSING
        if not same(wanted, values.get("revisions", MISSING)):
            out = [e for e in out if not (isinstance(e, SetField) and (e.table, e.id, e.field) == (_TABLE, id, "revisions"))]
            held = plan.tables[_TABLE][id].get("revisions", MISSING)
            if not same(wanted, held):
                out.append(SetField(_TABLE, id, "revisions", wanted, held))
    return out


def _told_whole(before: dict[str, Any], now: Values) -> dict[str, Any]:
    """The target before as its change keeps it: where only the new one is a range, that the old one was none is said."""
    return (
        {**before, "target_max": before["target"]} if "target" in before and "target_max" in now and "target_max" not in before else before
    )


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
