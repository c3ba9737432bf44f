"""Why an enterprise, a task or a duty stands where it does on a day, and on which day or by which report that changes.

The states are those of enterprises.py and tasks.py; what would change one is found by asking them again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.insight.why import Explanation, Formula, Threshold
from tui.frames.methods.duties import duty_states
from tui.frames.methods.enterprises import Bracket, EnterpriseVerdict, brackets, enterprise_verdicts
from tui.frames.methods.task_order import waiting
from tui.frames.methods.tasks import NEVER_LATE, TaskState, near_days, task_states
from tui.model.asked import asked_reports, last_period_over
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.group_reports import reports_of, who_reported
from tui.model.periods import Period, every_of, period_words
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, say

ENTERPRISE_RULE: Final = N_("past the window and not done is late since the day after it; a target must lie in its bracket.")
TASK_RULE: Final = N_("a standing task is never late, but can be unreported; a dated one is judged by its due day.")
DUTY_RULE: Final = N_(
    "“before” a day is strict: the last good day is the day before it. What was not handed in stays late until it is, or is waived."
)


def _plan_of(frames: Frames, table: str, id: str, **changed: Any) -> Frames:
    """Frames of a plan with this one record of the table, some of its fields changed."""
    plan = Plan()
    for name in ("plan", "settings", "documents", "agencies", "duties"):
        plan.tables[name] = frames.plan.tables[name]
    plan.tables[table] = {id: {**frames.plan.tables[table][id], **changed}}
    return Frames(plan)


def first_change(state: Callable[[dt.date], str], after: dt.date, asked: list[dt.date]) -> tuple[dt.date, str] | None:
    """The first day after a day on which the state is another one, and that state; None when none of ``asked`` has another.

    Between two asked days a state changes once, so the day itself is found by halving.
    """
    now, low = state(after), after
    for high in sorted({day for day in asked if day > after}):
        if state(high) == now:
            low = high
            continue
        while (high - low).days > 1:
            middle = low + (high - low) // 2
            low, high = (middle, high) if state(middle) == now else (low, middle)
        return high, state(high)
    return None


def _on(change: tuple[dt.date, str] | None, label: Callable[[str], str]) -> tuple[Sentence, ...]:
    return () if change is None else (say(N_("from {day}: {verdict}"), day=change[0], verdict=Sentence(label(change[1]))),)


def _next_day(day: dt.date | None) -> list[dt.date]:
    return [day + dt.timedelta(days=1)] if day is not None and day < dt.date.max else []


# -- enterprises ----------------------------------------------------------------------------------------------------


def explain_enterprise(frames: Frames, id: str, as_of: dt.date) -> Explanation:
    """Why :func:`~tui.frames.methods.enterprises.enterprise_verdicts` says so. Raises KeyError when there is no such enterprise."""
    found = enterprise_verdicts(frames, as_of).filter(pl.col("id") == id).to_dicts()
    if not found:
        raise KeyError(id)
    row, record = found[0], frames.plan.tables["enterprises"][id]
    window: Mapping[str, Any] = record.get("window") or {}
    because = []
    if not row["reported"] and row["verdict"] != EnterpriseVerdict.KEEPING:
        because.append(say(N_("nobody has reported a stage; it counts as not done")))
    if row["basis_expired"]:
        because.append(say(N_("the legal basis has expired")))
    formulas = []
    if row["days_late"] is not None and "end" in window:
        until = as_of if row["verdict"] != EnterpriseVerdict.DONE else record.get("done_on") or record.get("stage_on") or as_of
        filled = say("{until} − {end} = {days}", until=until, end=window["end"], days=row["days_late"])
        formulas.append(Formula(name=N_("days past the window"), symbols="", filled=filled))
    formulas += _share_formulas(row, record, brackets(frames.plan))
    return Explanation(
        verdict=row["verdict"],
        label=EnterpriseVerdict(row["verdict"]).label,
        because=tuple(because),
        rule=ENTERPRISE_RULE,
        formulas=tuple(formulas),
        scale=(say(N_("brackets: {names}; an open end does not belong"), names=_joined(brackets(frames.plan))),),
        changes=_enterprise_changes(frames, id, as_of, row, window),
    )


def _joined(known: Sequence[Bracket]) -> Sentence:
    said = Sentence(known[0].name)
    for bracket in known[1:]:
        said = say("{one} · {other}", one=said, other=Sentence(bracket.name))
    return said


def _share_formulas(row: Mapping[str, Any], record: Mapping[str, Any], known: Sequence[Bracket]) -> list[Formula]:
    if row["in_bracket"] is None:
        return []
    ends = record.get("target_open") or ()
    low, high = record.get("target_min", 0), record.get("target_max", 100)
    span = (
        say("{low}%", low=low)
        if low == high
        else say("{open}{low}; {high}{close}%", open="(" if "min" in ends else "[", low=low, high=high, close=")" if "max" in ends else "]")
    )
    lies = say(N_("in no single bracket")) if row["bracket"] is None else Sentence(known[row["bracket"]].name)
    out = [Formula(name=N_("bracket of the share to be held"), symbols="", filled=say("{span}: {lies}", span=span, lies=lies))]
    if row["share_in_target"] is not None:
        inside = say(N_("inside")) if row["share_in_target"] else say(N_("outside"))
        filled = say("{now}% ∈ {span}: {inside}", now=record["share_now"], span=span, inside=inside)
        out.append(Formula(name=N_("share held now"), symbols="", filled=filled))
    return out


def _enterprise_changes(frames: Frames, id: str, as_of: dt.date, row: Mapping[str, Any], window: Mapping[str, Any]) -> tuple[Sentence, ...]:
    def state(day: dt.date) -> str:
        return str(enterprise_verdicts(alone, day)["verdict"][0])

    def label(code: str) -> str:
        return EnterpriseVerdict(code).label

    alone = _plan_of(frames, "enterprises", id)
    record = frames.plan.tables["enterprises"][id]
    asked = [d for d in (window.get("start"), record.get("done_on"), record.get("stage_on")) if d is not None]
    said = _on(first_change(state, as_of, [*asked, *_next_day(window.get("end"))]), label)
    done = enterprise_verdicts(_plan_of(frames, "enterprises", id, stage="done", done_on=as_of), as_of)["verdict"][0]
    if done != row["verdict"]:
        said += (say(N_("reported done on {day}: {verdict}"), day=as_of, verdict=Sentence(label(done))),)
    return said


# -- tasks ----------------------------------------------------------------------------------------------------------


def explain_task(frames: Frames, id: str, as_of: dt.date) -> Explanation:
    """Why :func:`tui.frames.methods.tasks.task_states` says what it says. Raises KeyError when there is no such task."""
    found = task_states(frames, as_of).filter(pl.col("id") == id).to_dicts()
    if not found:
        raise KeyError(id)
    row, record = found[0], frames.plan.tables["tasks"][id]
    formulas = []
    if row["extended"]:
        filled = say("{first} → {due}", first=row["first_due"] or "–", due=row["due"])
        formulas.append(Formula(name=N_("due day, first and extended"), symbols="", filled=filled))
    if row["days_late"] is not None:
        until = record["done_on"] if row["state"] == TaskState.DONE_LATE else as_of
        filled = say("{until} − {due} = {days}", until=until, due=row["due"], days=row["days_late"])
        formulas.append(Formula(name=N_("days late"), symbols="", filled=filled))
    if row["days_left"] is not None:
        filled = say("{due} − {day} = {days}", due=row["due"], day=as_of, days=row["days_left"])
        formulas.append(Formula(name=N_("days left"), symbols="", filled=filled))
    return Explanation(
        verdict=row["state"],
        label=TaskState(row["state"]).label,
        because=(*_task_because(frames, row, record, as_of), *_waits(frames, id, as_of)),
        rule=TASK_RULE,
        formulas=tuple(formulas),
        thresholds=_near(frames) if record.get("due") and record.get("mode") not in NEVER_LATE else (),
        changes=_task_changes(frames, id, as_of, row["state"]),
    )


def _task_because(frames: Frames, row: Mapping[str, Any], record: Mapping[str, Any], as_of: dt.date) -> tuple[Sentence, ...]:
    if row["state"] == TaskState.UNDATED:
        worded = record.get("due_text")
        return (
            say(N_("of its deadline “{text}” no day is known"), text=worded) if worded else say(N_("it is dated, and no due day is given")),
        )
    if row["state"] == TaskState.NOT_REPORTED:
        return _silence(frames.plan, record, as_of)
    if row["state"] == TaskState.DONE and record.get("done_on"):
        return (say(N_("done, but {day} is before the plan began: the true day is unknown"), day=record["done_on"]),)
    if row["day_unknown"]:
        return (say(N_("done, but nobody said on which day")),)
    said = []
    if record.get("status") == "done" and record.get("done_on") and record["done_on"] > as_of:
        said.append(say(N_("the day of completion, {day}, has not come yet"), day=record["done_on"]))
    given = sorted((entry for entry in record.get("extensions", ()) if entry["on"] <= as_of), key=lambda entry: entry["on"])
    said += [say(N_("extended on {day}: {reason}"), day=entry["on"], reason=entry["reason"]) for entry in given if "reason" in entry]
    if row["extended"] and row["first_kept"] is not None:
        kept = N_("by the first due day it would be on time too") if row["first_kept"] else N_("by the first due day it would be late")
        said.append(say(kept))
    return tuple(said)


def _waits(frames: Frames, id: str, as_of: dt.date) -> Iterator[Sentence]:
    """What is to be done before the task and is not: late, due by a day, or without one."""
    for row in waiting(frames, as_of).filter(pl.col("id") == id).iter_rows(named=True):
        task = frames.plan.title_of("tasks", row["before"])
        if row["days_late"] is not None:
            yield say(N_("comes after {task}, which is late by {n} days"), task=task, n=row["days_late"])
        elif row["due"] is not None:
            yield say(N_("comes after {task}, which is not done yet and due on {day}"), task=task, day=row["due"])
        else:
            yield say(N_("comes after {task}, which is not done yet"), task=task)


def _silence(plan: Plan, record: Mapping[str, Any], as_of: dt.date) -> tuple[Sentence, ...]:
    """Which period nobody reported on, how often it should have been, when somebody last did; of a group, who has and who has not."""
    period = last_period_over(plan, every_of(record.get("every")), as_of)
    reports = reports_of(record, as_of)
    said = []
    if period is not None:
        n = sum(entry["on"] >= period.start for entry in reports)
        told = N_("no report of {period}") if n == 0 else N_("reports of {period}: {n} of {times}")
        said.append(say(told, period=period.words, n=n, times=record.get("times", 1)))
        said += _members_who_reported(plan, record, [e for e in reports if e["on"] >= period.start], as_of)
    last = max((entry["on"] for entry in reports), default=None)
    said.append(say(N_("nobody has reported on it")) if last is None else say(N_("the last report is of {day}"), day=last))
    return tuple(said)


def _members_who_reported(plan: Plan, record: Mapping[str, Any], reports: list[Mapping[str, Any]], as_of: dt.date) -> list[Sentence]:
    names: dict[bool, list[str]] = {True: [], False: []}
    for holder, told in who_reported(plan, record.get("leads", ()), reports, as_of).items():
        names[told].append(plan.short_of("agencies", holder))
    labels = {True: N_("have reported: {bodies}"), False: N_("have not reported: {bodies}")}
    return [say(labels[told], bodies=", ".join(bodies)) for told, bodies in names.items() if bodies]


def _near(frames: Frames) -> tuple[Threshold, ...]:
    own = "near_days" in frames.plan.tables["settings"].get(SINGLE_ID, {})
    return (Threshold(key="near_days", label=TABLES["settings"]["near_days"].label, value=near_days(frames), own=own),)


def _task_changes(frames: Frames, id: str, as_of: dt.date, now: str) -> tuple[Sentence, ...]:

    def state(day: dt.date) -> str:
        return str(task_states(alone, day)["state"][0])

    def label(code: str) -> str:
        return TaskState(code).label

    alone = _plan_of(frames, "tasks", id)
    record = frames.plan.tables["tasks"][id]
    due = task_states(alone, as_of)["due"][0]
    months = [(as_of.year + (as_of.month + k) // 12, (as_of.month + k) % 12 + 1) for k in range(13)]
    periods = [dt.date(year, month, 1) for year, month in months if year <= dt.MAXYEAR]
    extended = [entry["on"] for entry in record.get("extensions", ())]
    reports = [
        day
        for duty in frames.plan.tables["duties"].values()
        for asked in asked_reports(frames.plan, duty, as_of)
        for day in _next_day(asked.last_good)
    ]
    asked = [*([due] if due else []), *_next_day(due), *extended, *periods, *reports]
    said = _on(first_change(state, as_of, asked), label)
    changed = {"status": "done", "done_on": as_of}
    done = task_states(_plan_of(frames, "tasks", id, **changed), as_of)["state"][0]
    if done != now:
        said += (say(N_("reported done on {day}: {verdict}"), day=as_of, verdict=Sentence(label(done))),)
    if now == TaskState.NOT_REPORTED:
        log = [*(record.get("log") or ()), {"on": as_of, "text": ""}]
        heard = task_states(_plan_of(frames, "tasks", id, log=log), as_of)["state"][0]
        if heard != now:
            said += (say(N_("a report of {day}: {verdict}"), day=as_of, verdict=Sentence(label(heard))),)
    return said


# -- duties ---------------------------------------------------------------------------------------------------------


def explain_duty(frames: Frames, id: str, as_of: dt.date) -> Explanation:
    """Why :func:`tui.frames.methods.duties.duty_states` says what it says of a duty, its worst state first.

    Raises KeyError when there is no such duty, or it asks for nothing.
    """
    rows = duty_states(frames, as_of).filter((pl.col("id") == id) & pl.col("state").is_not_null()).to_dicts()
    if not rows:
        raise KeyError(id)
    worst = min(rows, key=lambda r: _DUTY_ORDER.index(TaskState(r["state"])))
    record = frames.plan.tables["duties"][id]
    formulas = [] if worst["last_good"] is None else list(_deadline(worst, record, as_of))
    alone = _plan_of(frames, "duties", id)

    def state(day: dt.date) -> str:
        states = duty_states(alone, day)["state"].drop_nulls().to_list()
        return str(min(states, key=lambda code: _DUTY_ORDER.index(TaskState(code)), default=worst["state"]))

    asked = [e["on"] for e in record.get("handed_in", ()) if "on" in e]
    for report in asked_reports(frames.plan, record, as_of):
        asked += [day for last in (report.last_good,) if last is not None for day in (last, *_next_day(last))]
        asked += _next_day(report.period.end)
    return Explanation(
        verdict=worst["state"],
        label=TaskState(worst["state"]).label,
        because=_by_period(frames, rows),
        rule=DUTY_RULE if worst["last_good"] is not None else N_("a duty without a day is standing: it is never late."),
        formulas=tuple(formulas),
        thresholds=_near(frames) if worst["last_good"] is not None else (),
        changes=_on(first_change(state, as_of, asked), lambda code: TaskState(code).label),
    )


def _deadline(row: Mapping[str, Any], record: Mapping[str, Any], as_of: dt.date) -> Iterator[Formula]:
    """The last good day of a report, and the days to or from it."""
    last: dt.date = row["last_good"]
    period = Period(row["every"], row["year"], row["period"])
    if record.get("within_days") is not None:
        filled = say("{end} + {n} = {last}", end=period.end, n=record["within_days"], last=last)
    else:
        filled = say("{before} − 1 = {last}", before=last + dt.timedelta(days=1), last=last)
    yield Formula(name=N_("last good day"), symbols="", filled=say("{period}: {filled}", period=period.words, filled=filled))
    if row["days_late"] is not None:
        until = row["handed_on"] or as_of
        yield Formula(name=N_("days late"), symbols="", filled=say("{day} − {last} = {days}", day=until, last=last, days=row["days_late"]))
    if row["days_left"] is not None:
        yield Formula(name=N_("days left"), symbols="", filled=say("{last} − {day} = {days}", day=as_of, last=last, days=row["days_left"]))
        yield Formula(name=N_("working days left"), symbols="", filled=say("{days}", days=row["work_days_left"]))


_DUTY_ORDER: Final = (
    TaskState.LATE,
    TaskState.NEAR,
    TaskState.OPEN_IN_TIME,
    TaskState.NOT_REPORTED,
    TaskState.STANDING,
    TaskState.DONE_LATE,
    TaskState.DONE,
    TaskState.DONE_ON_TIME,
)


def _by_period(frames: Frames, rows: list[dict[str, Any]]) -> tuple[Sentence, ...]:
    """By report and state who it is: "year 2025, late: Sở A; Sở B"."""
    bodies: dict[tuple[Any, ...], list[str]] = {}
    for row in sorted(rows, key=lambda r: (r["year"], r["period"]), reverse=True):
        name = frames.plan.short_of("agencies", row["agency"]) if row["agency"] else "–"
        bodies.setdefault((row["every"], row["year"], row["period"], row["state"]), []).append(name)
    return tuple(
        say(
            "{period}, {state}: {bodies}",
            period=period_words(every, year, number),
            state=Sentence(TaskState(state).label),
            bodies="; ".join(names),
        )
        for (every, year, number, state), names in bodies.items()
    )
