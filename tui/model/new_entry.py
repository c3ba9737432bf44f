"""What a new entry of a list begins with: what is plain from the day and the record, to be looked at and changed; nothing is guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tui.model.fields import TABLES, FieldSpec
from tui.model.plan import Plan, Values
from tui.model.succession import holders_on
from tui.model.task_log import untold

_TODAY = {id(TABLES["tasks"]["log"]): "on", id(TABLES["tasks"]["extensions"]): "on"}
"""The lists whose entries are written on the day they are of, and the field that says it."""


def new_entry(spec: FieldSpec, records: Iterable[Values], plan: Plan, day: dt.date, body: str | None = None) -> dict[str, Any]:
    """The fields a new entry of a list begins with, for one record or the same for several.

    An entry of a log: the day, the body that leads the task on it where that is one (``body`` where somebody reports for it), and the
    status where it was set without an entry that tells of it.
    """
    start: dict[str, Any] = {_TODAY[id(spec)]: day} if id(spec) in _TODAY else {}
    if spec is not TABLES["tasks"]["log"]:
        return start
    listed = list(records)
    leads = [[holder for lead in record.get("leads", ()) for holder in holders_on(plan, lead, day)] for record in listed]
    bodies = {body} if body is not None else {held[0] if len(set(held)) == 1 else None for held in leads}
    statuses = {record["status"] if untold(record) else None for record in listed}
    for key, found in (("by", bodies), ("status", statuses)):
        if len(found) == 1 and (value := found.pop()) is not None and not _is_group(plan, key, value):
            start[key] = value
    return start


def _is_group(plan: Plan, key: str, value: Any) -> bool:
    """Whether it is a group of bodies, which reports nothing by itself."""
    return key == "by" and (plan.get("agencies", value) or {}).get("kind") == "collective"
