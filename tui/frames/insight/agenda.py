"""What a review meeting has to speak of on a day: built from the plan, each record once, under the body that answers for it.

Why a record is in it:

- an indicator that is not met or at risk, by verdict, then by how far it is from its target as a share of the target;
- an indicator whose end year is over without its figure, where no year has yet brought what is needed, or nothing is known to compare
  it with: the least likely first;
- a verdict that is another one than the last closed meeting froze, for better or worse; of dated tasks only one that was near or
  late and is done now, or was done and is not: that time has passed is no change, and the late ones stand here anyway;
- a task past its due day or near it (``near_days`` working days), and one that comes after a task that is late;
- an enterprise past its window;
- a body that has not handed in a report by the last good day, however long ago, or does not report on tasks that it leads;
- a record with an error, or a figure that a cross-check asks to confirm;
- a decision of an earlier meeting that is still open, overdue or not; what the last one asked for without a decision, what it put off,
  and what stood on its list and was not considered.

A decision that became a task of its own is one matter with it: the decision stands here, with the task's reasons.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_apart_from
from tui.frames.insight.agenda_items import Agenda, AgendaGroup, AgendaItem, ItemKind
from tui.frames.insight.awaited import awaited, unjudged_said
from tui.frames.insight.meeting_snapshot import ChangeSince, changes_since
from tui.frames.insight.overview import off_course
from tui.frames.methods.cross_checks import cross_checks
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts, own_name
from tui.frames.methods.headline import LABELS
from tui.frames.methods.open_items import (
    closed_meetings,
    errors_of,
    holders,
    late_reports,
    leads,
    made_task,
    open_decisions,
    silent_tasks,
)
from tui.frames.methods.ownership import OwnershipGap
from tui.frames.methods.task_order import waiting_for_late
from tui.frames.methods.tasks import HANDED_IN, NO_INFORMATION, TaskState, task_states
from tui.frames.methods.verdict import Verdict
from tui.model.fields import ASKING, OUTCOMES, TABLES
from tui.model.group_reports import members_told, silent_members
from tui.model.periods import YEARLY, period_words
from tui.model.plan import Plan, Problem, RecordId, Values, subject_of, subject_text
from tui.model.review import considered
from tui.model.succession import begun
from tui.model.text import N_, Sentence, beside, say

__all__ = ["NOTHING", "Agenda", "AgendaGroup", "AgendaItem", "ItemKind", "agenda", "items_by_subject", "last_closed"]

_NAMED: Final = 3
"""So many members of a group stand in a reason by their names."""
_PLAN: Final[RecordId] = ("plan", "")

NOTHING: Final = N_("there is nothing to meet about: no indicator at risk, nothing late, not reported or left open")
"""What an empty agenda says."""


def agenda(frames: Frames, plan: Plan, as_of: dt.date, since: str | None = None) -> Agenda:
    """What has to be spoken of on a day, each record once; see the module for what and why.

    ``since`` is the id of the closed meeting to compare with, the last one by the day where it is None. ``plan`` is that of
    the frames. Groups by their worst item, whoever answers for it.
    """
    reviewed = last_closed(plan, as_of) if since is None else since
    return agenda_since(frames, as_of, reviewed)


def last_closed(plan: Plan, as_of: dt.date) -> str | None:
    """The id of the last meeting closed by a day; of two on one day the later in the file."""
    return next(reversed(closed_meetings(plan, as_of)), None)


@derived
def agenda_since(frames: Frames, as_of: dt.date, since: str | None) -> Agenda:
    """The agenda compared with a meeting, with none where ``since`` is None."""
    plan = frames.plan
    found = _Finding(frames, plan, as_of, since)
    found.find()
    return Agenda(as_of, since, _grouped(found.items()), frames.all_known, unjudged_said(frames, as_of))


@derived_apart_from("reviews")
def items_by_subject(frames: Frames, as_of: dt.date, since: str | None) -> Mapping[str, AgendaItem]:
    """The items of :func:`agenda_since` by their subject. What only a meeting's own list changes does not make them again."""
    return {item.subject: item for item in agenda_since(frames, as_of, since).items}


def _grouped(items: Iterable[AgendaItem]) -> tuple[AgendaGroup, ...]:
    """The items, the worst first, by who answers: the body with the worst of all comes first, also where that is nobody."""
    groups: dict[str | None, list[AgendaItem]] = {}
    for item in items:
        groups.setdefault(item.body, []).append(item)

    return tuple(AgendaGroup(body, tuple(items)) for body, items in groups.items())


@attrs.frozen
class _Reason:
    kind: ItemKind
    said: Sentence
    weight: float = 0
    """Among reasons of one kind the heavier comes first."""
    due: dt.date | None = None
    refs: tuple[RecordId, ...] = ()


@attrs.define
class _Finding:
    """Reasons by the record they are about, while they are being found."""

    frames: Frames
    plan: Plan
    as_of: dt.date
    since: str | None
    reasons: dict[RecordId, list[_Reason]] = attrs.field(factory=dict)

    def add(self, record: RecordId, *reasons: _Reason) -> None:
        self.reasons.setdefault(record, []).extend(reasons)

    def find(self) -> None:
        """Find them all; decisions take over the reasons of their tasks, so they come after those."""
        self.indicators()
        self.drifted()
        self.tasks()
        self.enterprises()
        self.bodies()
        self.checks()
        self.decided()
        self.left_open()

    # -- what there is to speak of --------------------------------------------------------------------------------

    def indicators(self) -> None:
        kinds = {Verdict.NOT_MET.value: ItemKind.NOT_MET, Verdict.AT_RISK.value: ItemKind.AT_RISK}
        for place, line in enumerate(off_course(self.frames, self.as_of)):
            if line.code in kinds:
                self.add(("indicators", line.id), _Reason(kinds[line.code], _listed(line.parts[:3]), weight=-place))
        for place, one in enumerate(one for one in awaited(self.frames, self.as_of) if one.in_doubt):
            self.add(("indicators", one.id), _Reason(ItemKind.AWAITED, _listed(one.parts), weight=-place))

    def drifted(self) -> None:
        if self.since is None:
            return
        review = self.plan.get("reviews", self.since) or {}
        for drift in changes_since(self.frames, review.get("frozen", ()), self.as_of):
            if drift.changed and _worth_telling(drift):
                kind = ItemKind.CHANGED if drift.better is None else ItemKind.BETTER if drift.better else ItemKind.WORSE
                then, now = (Sentence(_state_label(drift.table, code)) for code in (drift.then, drift.now))
                said = say(N_("since the meeting of {day}: {before} → {now}"), day=review["date"], before=then, now=now)
                self.add((drift.table, drift.id), _Reason(kind, said))

    def tasks(self) -> None:
        states = task_states(self.frames, self.as_of)
        kinds = {TaskState.LATE.value: ItemKind.TASK_LATE, TaskState.NEAR.value: ItemKind.TASK_NEAR}
        for row in states.filter(pl.col("state").is_in(list(kinds))).iter_rows(named=True):
            late = row["state"] == TaskState.LATE.value
            counted = say(N_("days late: {n}"), n=row["days_late"]) if late else say(N_("days left: {n}"), n=row["days_left"])
            weight = row["days_late"] if late else -row["days_left"]
            self.add(("tasks", row["id"]), _Reason(kinds[row["state"]], self._by(counted, row["due"]), weight, row["due"]))

        for row in waiting_for_late(self.frames, self.as_of).iter_rows(named=True):
            said = say(
                N_("comes after {task}, which is late by {n} days"), task=self.plan.title_of("tasks", row["before"]), n=row["days_late"]
            )
            refs = (("tasks", row["before"]),)
            self.add(("tasks", row["id"]), _Reason(ItemKind.TASK_WAITS, said, row["days_late"], refs=refs))

    def enterprises(self) -> None:
        late = enterprise_verdicts(self.frames, self.as_of).filter(pl.col("verdict") == EnterpriseVerdict.LATE.value)
        for row in late.iter_rows(named=True):
            end = self.plan.tables["enterprises"][row["id"]]["window"]["end"]
            said = say(N_("past its window, {days}"), days=self._by(say(N_("days late: {n}"), n=row["days_late"]), end))
            if not row["reported"]:
                said = beside(said, Sentence(NO_INFORMATION))
            self.add(("enterprises", row["id"]), _Reason(ItemKind.ENTERPRISE_LATE, said, row["days_late"], end))

    def _by(self, counted: Sentence, day: dt.date) -> Sentence:
        return say("{counted} ({day})", counted=counted, day=say(N_("last day {day}"), day=day))

    def bodies(self) -> None:
        """The reports past their day, then the tasks nobody reports on, each under the body that stands for it on the day."""
        known = self.plan.tables["agencies"]
        for (body, gap), rows in late_reports(self.frames, self.as_of).items():
            if body not in known:  # the plan does not have the body it names
                nobody = Sentence(OwnershipGap.ABOLISHED.label)
                for row in rows:
                    said = beside(say(N_("no report of {period}"), period=_period(row)), nobody)
                    self.add(("duties", row["id"]), _Reason(ItemKind.REPORT_LATE, said, row["days_late"], row["last_good"]))
                continue
            refs = tuple(dict.fromkeys(("duties", row["id"]) for row in rows))
            places = ", ".join(dict.fromkeys(row["place"] for row in rows))
            said = say(N_("no report of {period} ({places})"), period=_periods(rows), places=places)
            late = max(row["days_late"] for row in rows)
            said = beside(said, say(N_("days late: {n}"), n=late))
            self.add(("agencies", body), _Reason(ItemKind.REPORT_LATE, said, late, min(row["last_good"] for row in rows), refs))
            self._gap(("agencies", body), ItemKind.REPORT_LATE, gap)
        for holder, silent in silent_tasks(self.frames, self.as_of).items():
            if holder is None or holder not in known:
                for task in silent:
                    said = beside(Sentence(TaskState.NOT_REPORTED.label), Sentence(OwnershipGap.NO_LEAD.label))
                    self.add(("tasks", task), _Reason(ItemKind.NOT_REPORTED, said))
                continue
            told = say(N_("tasks not reported on: {n}"), n=len(silent))
            if members := silent_members(self.plan, holder, silent, self.as_of):
                named = say(N_("have not reported: {bodies}"), bodies=members_told(self.plan, members))
                counted = say(N_("members that have not reported: {n}"), n=len(members))
                told = beside(told, named if len(members) <= _NAMED else counted)
            self.add(("agencies", holder), _Reason(ItemKind.NOT_REPORTED, told, len(silent), refs=tuple(("tasks", id) for id in silent)))
            self._gap(("agencies", holder), ItemKind.NOT_REPORTED, not self._stands(holder))

    def _gap(self, body: RecordId, kind: ItemKind, gap: bool) -> None:
        said = Sentence(OwnershipGap.ABOLISHED.label)
        if gap and not any(reason.said == said for reason in self.reasons[body]):
            self.add(body, _Reason(kind, said, weight=-1))

    def checks(self) -> None:
        found: dict[RecordId, list[Problem]] = {}
        for problem in [*errors_of(self.plan), *cross_checks(self.frames, self.as_of)]:
            known = subject_of(subject_text(problem.table, problem.id))
            found.setdefault(known or _PLAN, []).append(problem)
        for record, problems in found.items():
            said = problems[0].what
            if len(problems) > 1:
                said = say(N_("{problem} (and {n} more)"), problem=said, n=len(problems) - 1)
            errors = sum(not problem.warning for problem in problems)
            self.add(record, _Reason(ItemKind.CHECK_FAILED, said, errors))

    def decided(self) -> None:
        for id, decision, review in open_decisions(self.frames, self.plan, self.as_of):
            due = decision.get("due")
            overdue = due is not None and due < self.as_of
            if overdue:
                assert due is not None
                days = (self.as_of - due).days
                said = say(N_("decision overdue, {days}"), days=self._by(say(N_("days late: {n}"), n=days), due))
                reason = _Reason(ItemKind.DECISION_OVERDUE, said, days, due)
            elif due is not None:
                said = say(N_("decision still open, {due}"), due=say(N_("last day {day}"), day=due))
                reason = _Reason(ItemKind.DECISION_OPEN, said, -(due - self.as_of).days, due)
            else:
                reason = _Reason(ItemKind.DECISION_OPEN, say(N_("decision still open")), float("-inf"))
            refs = [named for named in (subject_of(decision.get("subject", "")),) if named]
            refs += [(table, other) for table, other in (("tasks", decision.get("task")), ("reviews", review)) if other is not None]
            self.add(("decisions", id), attrs.evolve(reason, refs=tuple(refs)))
            own_task = made_task(decision)
            if own_task is not None:  # one matter with its task
                self.add(("decisions", id), *self.reasons.pop(("tasks", own_task), ()))

    def left_open(self) -> None:
        """What the last meeting asked for without a decision, put off, or did not come to."""
        if self.since is None:
            return
        review = self.plan.get("reviews", self.since) or {}
        for item in review.get("items", ()):
            record, reason = subject_of(item["subject"]), _left_open(item, review["date"])
            if reason is not None and record and self.plan.get(*record) is not None and not self._closed(record):
                self.add(self._matter(record), reason)

    def _closed(self, record: RecordId) -> bool:
        return record[0] == "decisions" and record not in self.reasons

    def _matter(self, record: RecordId) -> RecordId:
        """The decision a task is one matter with, where that is on the agenda."""
        for table, id in self.reasons:
            if table == "decisions" and record == ("tasks", made_task(self.plan.tables["decisions"][id])):
                return table, id
        return record

    # -- the items ------------------------------------------------------------------------------------------------

    def items(self) -> list[AgendaItem]:
        """One item a record, the gravest first; of one gravity the heavier, then as the file has them."""
        order = {(table, id): place for place, (table, id) in enumerate((t, i) for t in TABLES for i in self.plan.tables[t])}
        sorted_reasons = {
            record: sorted(reasons, key=lambda reason: (reason.kind.gravity, -reason.weight)) for record, reasons in self.reasons.items()
        }

        def rank(record: RecordId) -> tuple[int, float, int, RecordId]:
            first = sorted_reasons[record][0]
            return first.kind.gravity, -first.weight, order.get(record, len(order)), record

        return [self._item(record, sorted_reasons[record]) for record in sorted(sorted_reasons, key=rank)]

    def _item(self, record: RecordId, reasons: list[_Reason]) -> AgendaItem:
        body, bodies, gap = self._answerable(record)
        said = [reason.said for reason in reasons]
        if gap is not None:
            said.append(Sentence(gap.label))
        dues = [reason.due for reason in reasons if reason.due is not None]
        return AgendaItem(
            table=record[0],
            id=record[1],
            kinds=tuple(dict.fromkeys(reason.kind for reason in reasons)),
            reasons=tuple(said),
            title=_title(self.frames, self.plan, record),
            body=body,
            bodies=bodies,
            due=dues[0] if dues else None,
            refs=tuple(dict.fromkeys(ref for reason in reasons for ref in reason.refs)),
        )

    def _answerable(self, record: RecordId) -> tuple[str | None, tuple[str, ...], OwnershipGap | None]:
        """The group, all who answer, and what is open about it."""
        table, id = record
        if table == "agencies":
            return (id if self._stands(id) else None), (id,), None
        values = self.plan.get(table, id) or {}
        if table == "tasks":
            named = leads(self.frames).get(id, [])
        else:
            named = [values[holder] for holder in [TABLES[table].holder] if holder is not None and isinstance(values.get(holder), str)]
        known = holders(self.frames, self.as_of)
        bodies = tuple(dict.fromkeys(holder for agency in named for holder in known.get(agency, ())))
        if not named:
            return None, (), None
        first = known.get(named[0], ())
        if not first:
            return None, bodies, OwnershipGap.ABOLISHED if begun(self.plan, named[0], self.as_of) else OwnershipGap.NOT_YET
        return (None, bodies, OwnershipGap.SPLIT) if len(first) > 1 else (first[0], bodies, None)

    def _stands(self, body: str) -> bool:
        return body in holders(self.frames, self.as_of).get(body, ())


def _listed(parts: Sequence[Sentence]) -> Sentence:
    """Sentences in one, parted by commas."""
    return reduce(beside, parts)


def _left_open(item: Values, held: dt.date) -> _Reason | None:
    """Why an item of a closed meeting returns in the next agenda; None where it does not, or a decision returns in its place."""
    outcome = item.get("outcome")
    if not considered(item):
        return _Reason(ItemKind.UNSEEN, say(N_("not considered at the meeting of {day}"), day=held))
    if outcome == "parked":
        return _Reason(ItemKind.PARKED, say(N_("put off at the meeting of {day}"), day=held))
    if outcome in ASKING and "decision" not in item:
        said = say(N_("{outcome} (meeting of {day})"), outcome=Sentence(_OUTCOMES[outcome]), day=held)
        due = item.get("due")
        said = said if due is None else beside(said, say(N_("last day {day}"), day=due))
        return _Reason(ItemKind.ASKED, said, 0.0 if due is None else -due.toordinal(), due)
    return None


_OUTCOMES: Final = {choice.value: choice.label for choice in OUTCOMES}
_MOST_PERIODS: Final = 4


def _period(row: Mapping[str, Any]) -> Sentence:
    return period_words(row["every"], row["year"], row["period"])


def _periods(rows: Sequence[Mapping[str, Any]]) -> Sentence:
    """The periods of some reports, each once, the earliest first; of many the first, and how many more."""
    ordered = sorted(rows, key=lambda row: (row["year"], row["period"], row["every"]))
    words = list(dict.fromkeys((row["every"], row["year"], row["period"]) for row in ordered))
    said = period_words(*words[0])
    for last, other in itertools.pairwise(words[:_MOST_PERIODS]):
        name = Sentence(str(other[1])) if last[0] == other[0] == YEARLY else period_words(*other)  # năm 2021, 2022, 2023
        said = beside(said, name)
    more = len(words) - _MOST_PERIODS
    return say(N_("{periods} and {n} more"), periods=said, n=more) if more > 0 else said


def _worth_telling(drift: ChangeSince) -> bool:
    if drift.table == "indicators":
        return True
    done = {state.value for state in HANDED_IN} | {EnterpriseVerdict.DONE.value, EnterpriseVerdict.KEEPING.value}
    if drift.table == "enterprises":
        return (drift.then in done) != (drift.now in done) or EnterpriseVerdict.LATE.value in (drift.then, drift.now)
    if drift.now in done:
        return drift.then in (TaskState.LATE.value, TaskState.NEAR.value)
    return drift.then in done


def _state_label(table: str, code: str) -> str:
    kinds: Mapping[str, Callable[[str], Verdict | TaskState | EnterpriseVerdict]]
    kinds = {"indicators": Verdict, "tasks": TaskState, "enterprises": EnterpriseVerdict}
    try:
        return LABELS[code] if table == "indicators" and code in LABELS else kinds[table](code).label
    except ValueError:
        return code


def _title(frames: Frames, plan: Plan, record: RecordId) -> str:
    """The record in one line: its number or place in the document first."""
    table, id = record
    values = plan.get(table, id) or {}
    if table == "indicators":
        goal = plan.get("goals", values.get("goal", "")) or {}
        return f"({goal.get('number', '–')}) {plan.title_of(table, id)}"
    if table in ("tasks", "duties"):
        return f"{values.get('locator', id)} {plan.title_of(table, id)}"
    if table == "enterprises":
        return own_names(frames).get(id, id)
    return plan.title_of(table, id) or table


@derived
def own_names(frames: Frames) -> Mapping[str, str]:
    """By enterprise what tells its name apart; see :func:`tui.frames.methods.enterprises.own_name`."""
    return dict(frames.columns("enterprises", ("id", "name", "form")).select("id", name=own_name()).iter_rows())
