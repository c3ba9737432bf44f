"""A review meeting closed, as edits: how everything stood is frozen, and what was decided becomes tasks and entries in their logs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

import attrs

from tui.model.edits import AddRecord, Edit
from tui.model.fields import TABLES
from tui.model.new_ids import IdsOnce, no_ids_once
from tui.model.plan import Plan, RecordId, Values, subject_of
from tui.model.review import changing, decisions_of, free_id, items_of, set_of
from tui.model.text import fold

NOTICE_KIND: Final = "Thông báo kết luận"
"""What the plan's list of documents calls a conclusion notice."""
_ABOUT: Final = "Kết luận cuộc họp rà soát tình hình thực hiện {kind} ngày {day}"
_SUMMARY: Final = TABLES["tasks"]["summary"].max_length or 100


def close_review(
    plan: Plan,
    review: str,
    as_of: dt.date,
    frozen: Sequence[Values],
    snapshot: str,
    number: str = "",
    *,
    closed_on: dt.date | None = None,
    known_on: dt.date | None = None,
    once: IdsOnce = no_ids_once,
) -> list[Edit]:
    """Close a meeting: freeze how everything stood, and turn what it decided into tasks and entries. One undo step.

    - The conclusion notice becomes a document (number left out where it is not known) when something was decided or it
      has a number; it is the legal basis of what follows.
    - A decision on a task, or on an earlier decision that has one, becomes an entry in that task's log, and the notice one of the
      task's documents; the task's due day and status stay as they are.
    - A decision on an indicator or a direction becomes a new task where all the tasks that serve it stand in one section: there is
      no other way to know where it belongs.
    - Every other decision stays a decision, and returns in the next agenda until it is done.
    - An earlier decision whose outcome is *resolved* is done.

    ``closed_on`` is the day of the meeting unless another is given, and the day of the notice; ``known_on`` the day up to whose
    publications figures counted: the one looked from, or a later one. A new task has
    none of the ids in ``once``. Raises :class:`ReviewRefused` when the meeting is closed already.
    """
    items = items_of(plan, review)
    values = plan.tables["reviews"][review]
    closing = _Closing(plan, closed_on or values["date"], once)
    decisions = decisions_of(plan, review)
    if decisions or number:
        closing.notice(values["date"], number)
    for id in decisions:
        closing.carry_out(id)
    for item in items:
        named = subject_of(item["subject"])
        if item.get("outcome") == "resolved" and named and named[0] == "decisions" and plan.get(*named) is not None:
            closing.set(*named, "status", "done")
    kept = {"as_of": as_of, "known_on": known_on, "number": number, "closed_on": closing.day, "snapshot": snapshot, "frozen": list(frozen)}
    for key, value in kept.items():
        if value:
            closing.set("reviews", review, key, value)
    return closing.edits()


@attrs.define
class _Closing:
    """The records to add and the fields to set, each field once, while a meeting is being closed."""

    plan: Plan
    day: dt.date
    once: IdsOnce
    added: dict[RecordId, dict[str, Any]] = attrs.field(factory=dict)
    fields: dict[tuple[str, str, str], Any] = attrs.field(factory=dict)
    basis: str = ""

    def set(self, table: str, id: str, key: str, value: Any) -> None:
        self.fields[table, id, key] = value

    def now(self, table: str, id: str, key: str) -> Any:
        """What a field will hold."""
        return self.fields.get((table, id, key), (self.plan.get(table, id) or {}).get(key))

    def notice(self, held: dt.date, number: str) -> None:
        known = next((id for id, d in self.plan.tables["documents"].items() if number and d.get("number") == number), None)
        if known is not None:
            self.basis = known
            return
        self.basis = free_id(self.plan, "documents", _document_id(number) or f"tb-{held.isoformat()}")
        issuer = self.plan.header.get("issuer")
        named = self.plan.title_of("agencies", issuer) if issuer and issuer in self.plan.tables["agencies"] else ""
        values = {
            "number": number,
            "kind": NOTICE_KIND,
            "issuer": named,
            "date": self.day,
            "about": _ABOUT.format(kind=self.plan.header.get("kind", "kế hoạch"), day=f"{held:%d/%m/%Y}"),
        }
        self.added["documents", self.basis] = {key: value for key, value in values.items() if value}

    def carry_out(self, id: str) -> None:
        decision = self.plan.tables["decisions"][id]
        if "task" in decision:
            return
        subject = subject_of(decision.get("subject", ""))
        task = task_of(self.plan, subject)
        if task is not None:
            self._log(task, decision)
        else:
            task = self._new_task(decision, subject)
        if task is not None:
            self.set("decisions", id, "task", task)

    def _log(self, task: str, decision: Values) -> None:
        issuer = self.plan.header.get("issuer")
        by = {"by": issuer} if issuer in self.plan.tables["agencies"] else {}
        entry = {"on": self.day, **by, "text": _one_line(decision["text"]), "basis": self.basis}
        self.set("tasks", task, "log", [*(self.now("tasks", task, "log") or ()), entry])
        documents = list(self.now("tasks", task, "documents") or ())
        if self.basis not in documents:
            self.set("tasks", task, "documents", [*documents, self.basis])

    def _new_task(self, decision: Values, subject: RecordId | None) -> str | None:
        section = _section_of(self.plan, subject)
        if section is None or subject is None:
            return None
        text = _one_line(decision["text"])
        values = {
            "section": section,
            "order": self._next_order(section),
            "summary": _short(text),
            "text": text if _short(text) != text else "",
            "leads": [decision["owner"]] if "owner" in decision else [],
            "partners": list(decision.get("partners", ())),
            "documents": [self.basis],
            **({subject[0]: [subject[1]]} if subject[0] in TABLES["tasks"].by_key else {}),
            "mode": "dated" if "due" in decision else "standing",
            "due": decision.get("due"),
            "deliverable": decision.get("product"),
            "status": "unreported",
        }
        taken = {*self.once("tasks", section), *(other for table, other in self.added if table == "tasks")}
        id = free_id(self.plan, "tasks", section, numbered=True, taken=taken)
        order = [spec.key for spec in TABLES["tasks"]]
        self.added["tasks", id] = {key: values[key] for key in order if values.get(key)}
        return id

    def _next_order(self, section: str) -> int:
        orders = [v["order"] for v in self.plan.tables["tasks"].values() if v["section"] == section]
        orders += [v["order"] for (table, _), v in self.added.items() if table == "tasks" and v["section"] == section]
        return max(orders, default=0) + 1

    def edits(self) -> list[Edit]:
        new = [AddRecord(table, id, values) for (table, id), values in self.added.items()]
        return [*new, *changing(set_of(self.plan, table, id, key, value) for (table, id, key), value in self.fields.items())]


def task_of(plan: Plan, subject: RecordId | None) -> str | None:
    """The task a matter is about: itself, or the task of an earlier decision; None where it has none."""
    seen: set[RecordId] = set()
    while subject is not None and subject not in seen:
        seen.add(subject)
        table, id = subject
        values = plan.get(table, id)
        if values is None:
            return None
        if table == "tasks":
            return id
        if table != "decisions":
            return None
        subject = ("tasks", values["task"]) if "task" in values else subject_of(values.get("subject", ""))
    return None


def _section_of(plan: Plan, subject: RecordId | None) -> str | None:
    """The one section of all tasks that serve an indicator or a direction; None where there is none, or several."""
    if subject is None or subject[0] not in ("indicators", "directions"):
        return None
    table, id = subject
    serving = set((plan.get(table, id) or {}).get("tasks", ()))
    sections = {v["section"] for task, v in plan.tables["tasks"].items() if task in serving or id in v.get(table, ())}
    return sections.pop() if len(sections) == 1 else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    """As much as a task's summary may hold, cut between words."""
    if len(text) <= _SUMMARY:
        return text
    cut = text[: _SUMMARY - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _document_id(number: str) -> str:
    """The id made from a document's number, as the plan's others are: ``12/TB-UBND`` → ``12-TB-UBND``."""
    bare = "".join(plain if not char.isupper() else plain.upper() for char in number for plain in [fold(char)])
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")
