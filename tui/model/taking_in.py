"""What somebody has handed in for a plan, on the plan as it is now: what it would change, what is in doubt, what is refused and why.

Nothing that was handed in is believed: each value is checked by its field's spec, joined with what the plan holds by now, and asked
about, as the edit it comes to, by the rule of :mod:`tui.model.reporting`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from tui.model.checks import field_faults
from tui.model.duties import hand_in
from tui.model.edits import SetField
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.merge import CLASH, merged_value
from tui.model.plan import MISSING, Plan, same
from tui.model.proposal import Line, Proposal, Reject, sift, with_lines
from tui.model.reporting import Mandate, differing_entries, duties_of, entry_key
from tui.model.task_log import with_status_of_log
from tui.model.text import N_, Sentence, say
from tui.model.workspace import dangling

_REPORTING: Final = ("status", "done_on", "progress")
"""What a body says of a task beside its log: where it does, the log says so too, or the task would count as not reported."""


@attrs.frozen
class Fitted:
    """An edit as it is on the plan now, None where the plan holds it already; ``doubt`` where the plan was changed meanwhile too."""

    edit: SetField | None
    doubt: Sentence | None = None


def taken_in(mandate: Mandate, edits: Iterable[SetField], on: dt.date, note: str, settled: Sentence) -> Proposal:
    """What a proposal would change in the mandate's plan, with the log entries and the report of the body that it settles.

    ``on`` is the day it was handed in, ``settled`` the words of a log entry where nothing was noted.
    """
    plan = mandate.plan
    lines: list[Line] = []
    rejects: list[Reject] = []
    for edit in edits:
        found = _offered(mandate, edit)
        if isinstance(found, Reject):
            rejects.append(found)
        elif found is not None:
            lines.append(found)
    lines = _logged(mandate, _with_status_of_log(plan, lines), on, note or settled)
    sound = sift(plan, lines, rejects)
    kept = [line for line in sound.lines if not _loose_ends(plan, line)]
    loose = [Reject(problem.what, problem.table, problem.id, problem.field) for line in sound.lines for problem in _loose_ends(plan, line)]
    return Proposal((*kept, *_settling(mandate, kept, on)) if kept else (), (*sound.rejects, *loose))


def fitted(plan: Plan, edit: SetField) -> Fitted | None:
    """An edit of an earlier plan on the plan as it is now, lists joined entry by entry.

    None where the record is gone, a value is none of its field, or the two cannot be joined at all.
    """
    record = plan.get(edit.table, edit.id)
    if record is None or any(unreadable for value in (edit.new, edit.expected) for _, _, unreadable in _faults(edit, value)):
        return None
    spec, now = TABLES[edit.table][edit.field], record.get(edit.field, MISSING)
    merged = merged_value(spec, edit.expected, edit.new, now)
    doubt = None
    if merged is CLASH:
        merged = _over(spec, edit.expected, edit.new, now)
        doubt = say(N_("the plan was changed here since this was handed in"))
        if merged is None:
            return None
    return Fitted(None if same(merged, now) else attrs.evolve(edit, new=merged, expected=now), doubt)


def holds(plan: Plan, edit: SetField) -> bool:
    """Whether the plan already has what an edit wants."""
    found = fitted(plan, edit) if plan.get(edit.table, edit.id) is not None else None
    return found is not None and found.edit is None


def _offered(mandate: Mandate, edit: SetField) -> Line | Reject | None:
    """The line of one field; None where the plan has it already."""

    def reject(what: Sentence) -> Reject:
        return Reject(what, edit.table, edit.id, edit.field)

    plan = mandate.plan
    if plan.get(edit.table, edit.id) is None:
        return reject(say(N_("the record is no longer there")))
    if (why := mandate.why_not_touch(edit.table, edit.id, edit.field)) is not None:
        return reject(why)
    for value in (edit.new, edit.expected):
        for _, what, unreadable in _faults(edit, value):
            if unreadable or value is edit.new:
                return reject(what)
    found = fitted(plan, signed(mandate, edit))
    if found is None:
        return reject(say(N_("the plan was changed here since this was handed in, and the two cannot be joined")))
    if found.edit is None:
        return None
    if (why := mandate.why_not(found.edit)) is not None:
        return reject(why)
    return Line((found.edit,), doubt=found.doubt)


def _faults(edit: SetField, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if value is not MISSING:
        yield from field_faults(TABLES[edit.table][edit.field], value)


def signed(mandate: Mandate, edit: SetField) -> SetField:
    """A log in which new entries without a body are those of the one that reports; any other edit as it is."""
    if (edit.table, edit.field) != ("tasks", "log") or not isinstance(edit.new, list):
        return edit
    come = {entry_key(entry) for entry in differing_entries(edit.expected, edit.new)[1] if "by" not in entry}
    body = mandate.body_for("tasks", edit.id)
    entries = [_entry(e, by=body) if isinstance(e, Mapping) and entry_key(e) in come else e for e in edit.new]
    return attrs.evolve(edit, new=entries)


def _entry(entry: Any, **more: Any) -> dict[str, Any]:
    """A log entry with its keys in the order of the spec."""
    made = {**entry, **more}
    order = [field.key for field in TABLES["tasks"]["log"].entries]
    return {key: made[key] for key in sorted(made, key=lambda k: order.index(k) if k in order else len(order)) if made[key] is not MISSING}


def _over(spec: FieldSpec, base: Any, theirs: Any, now: Any) -> Any:
    """What was handed in, over what the plan holds: of entries only those that differ; None where they cannot be told apart."""
    if spec.kind is not Kind.ENTRIES:
        return theirs
    keys = spec.identity or tuple(field.key for field in spec.entries)
    sides = [{tuple(repr(e.get(k)) for k in keys): e for e in ([] if side is MISSING else side)} for side in (base, theirs, now)]
    before, wanted, held = sides
    if any(len(side) != len(value or ()) for side, value in zip(sides, (base, theirs, now), strict=True)):
        return None
    gone = before.keys() - wanted.keys()
    changed = {key: entry for key, entry in wanted.items() if not same(entry, before.get(key))}
    return [entry for key, entry in {**held, **changed}.items() if key not in gone] or MISSING


def _with_status_of_log(plan: Plan, lines: list[Line]) -> list[Line]:
    """The lines with the status that a new entry of a log sets in one line with it: nobody takes in the one without seeing the other."""
    stated = {line.edits[0].id: line for line in lines if (line.edits[0].table, line.edits[0].field) == ("tasks", "status")}
    out: list[Line] = []
    joined: list[Line] = []
    for line in lines:
        derived = [edit for edit in with_status_of_log(line.edits, plan)[len(line.edits) :] if isinstance(edit, SetField)]
        other = stated.get(line.edits[0].id) if derived else None
        if other is not None:
            joined.append(other)
            line = attrs.evolve(line, edits=(*line.edits, *other.edits), doubt=line.doubt or other.doubt)
        elif derived:
            line = attrs.evolve(line, edits=(*line.edits, *derived))
        out.append(line)
    return [line for line in out if line not in joined]


def _logged(mandate: Mandate, lines: list[Line], on: dt.date, text: str | Sentence) -> list[Line]:
    """The lines with an entry in the log of each task that is reported on without one of its own."""
    logged = {line.edits[0].id for line in lines if (line.edits[0].table, line.edits[0].field) == ("tasks", "log")}
    stated = {edit.id for line in lines if line.doubt is None and (edit := line.edits[0]).field == "status"}
    out: list[Line] = []
    for line in lines:
        edit = line.edits[0]
        here = edit.field == "status" if edit.id in stated else edit.field in _REPORTING
        if edit.table == "tasks" and here and edit.id not in logged:
            logged.add(edit.id)
            task = mandate.plan.tables["tasks"][edit.id]
            status = next((e.new for e in _of_task(lines, edit.id) if e.field == "status"), MISSING)
            entry = _entry({"on": on, "by": mandate.body_for("tasks", edit.id), "text": _one_line(text), "status": status})
            log = task.get("log", MISSING)
            line = attrs.evolve(line, edits=(edit, SetField("tasks", edit.id, "log", [*(log or ()), entry], log)))
        out.append(line)
    return out


def _of_task(lines: Sequence[Line], id: str) -> Iterator[SetField]:
    return (line.edits[0] for line in lines if (line.edits[0].table, line.edits[0].id) == ("tasks", id) and line.doubt is None)


def _one_line(text: str | Sentence) -> str:
    return " ".join(str(text).split())


def _loose_ends(plan: Plan, line: Line) -> list[Any]:
    table, id = line.record
    record = plan.tables[table][id]
    return dangling(plan, table, id, with_lines(record, [line]), record)


def _settling(mandate: Mandate, lines: Sequence[Line], on: dt.date) -> Iterator[Line]:
    """The report of the body marked as handed in: in doubt where it owes several, and not at all where the proposal says which."""
    if any(line.edits[0].table == "duties" for line in lines):
        return
    owed = duties_of(mandate.plan, mandate, on)
    sure = len(owed) == 1 and owed[0][-1]
    doubt = None if sure else say(N_("the body owes several reports: which one is this?"))
    for duty, body, period, _ in owed:
        for edit in hand_in(mandate.plan, duty, body, period.year, on, period=period.within_year):
            assert isinstance(edit, SetField)
            yield Line((edit,), doubt=doubt)
