"""Log and status of a task agree: an entry with a status sets it, and of a status that no entry tells of it is said that one is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.plan import MISSING, Plan, Values, same
from tui.model.text import N_, Sentence, say

_TABLE: Final = "tasks"
DONE: Final = "done"
"""The status of what is done."""
_SILENT: Final = (MISSING, None, "unreported")
"""What says nothing about where a task stands: it needs no entry."""


def last_status(log: Iterable[Values]) -> Any:
    """The status of the last entry that has one, of two on one day of the later; MISSING without any."""
    found: tuple[dt.date, Any] | None = None
    for entry in log:
        if "status" in entry and (found is None or entry["on"] >= found[0]):
            found = entry["on"], entry["status"]
    return MISSING if found is None else found[1]


def completion(values: Values, day: dt.date, began: dt.date | None) -> tuple[dt.date, bool] | None:
    """(day, whether the task itself names it) of a task that is done on a day; None where nobody knows it (docs/methods.md, Tasks).

    Without ``done_on`` the log tells it: the first of its last entries in a row that say done. A day before the plan ``began`` is not the
    true one.
    """
    first = began or dt.date.min
    if isinstance(own := values.get("done_on"), dt.date):
        return (own, True) if own >= first else None
    found: tuple[dt.date, bool] | None = None
    said = (entry for entry in values.get("log", ()) if "status" in entry and first <= entry["on"] <= day)
    for entry in reversed(sorted(said, key=lambda entry: entry["on"])):
        if entry["status"] != DONE:
            break
        found = entry["on"], False
    return found


def untold(values: Values) -> bool:
    """Whether a task has a status that its log does not end in: from which day it counts, and who said so, nobody can tell."""
    return values.get("status") not in _SILENT and last_status(values.get("log", ())) != values["status"]


def task_doubts(edits: Iterable[Edit], plan: Plan, today: dt.date) -> Iterator[Sentence]:
    """What somebody should look at after edits of tasks: a status the log does not tell of, a completion before the plan or to come."""
    start = (plan.header.get("term") or {}).get("start")
    for edit in edits:
        if not isinstance(edit, SetField) or edit.table != _TABLE:
            continue
        if edit.field == "status" and untold(plan.get(_TABLE, edit.id) or {}):
            yield say(N_("the log has no entry that says so: L adds one with its day"))
        if edit.field == "done_on" and isinstance(edit.new, dt.date):
            if start is not None and edit.new < start:
                yield say(N_("{day} is before the plan began"), day=edit.new)
            elif edit.new > today:
                yield say(N_("{day} is still to come"), day=edit.new)


def with_status_of_log(edits: Sequence[Edit], plan: Plan) -> list[Edit]:
    """The edits, and those that set the status of every task whose log they make end in another one than before.

    A task whose status they set themselves is left as they say, and so is one that they add, delete or bring back whole.
    """
    whole = {edit.id for edit in edits if edit.table == _TABLE and isinstance(edit, AddRecord | DeleteRecord)}
    fields = {(edit.id, edit.field): edit for edit in edits if edit.table == _TABLE and isinstance(edit, SetField)}
    out = list(edits)
    for (id, field), edit in fields.items():
        record = plan.get(_TABLE, id)
        if field != "log" or record is None or id in whole or (id, "status") in fields:
            continue
        before, after = (last_status(_entries(log)) for log in (record.get("log"), edit.new))
        held = record.get("status", MISSING)
        if after is not MISSING and after != before and not same(after, held):
            out.append(SetField(_TABLE, id, "status", after, held))
    return out


def _entries(log: Any) -> list[Values]:
    return [entry for entry in log if "on" in entry] if isinstance(log, list | tuple) else []
