"""Where tasks stand on a day (docs/methods.md, "Tasks and duties"): due days in force, near, late, and what nobody reports on."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.model.asked import last_period_over
from tui.model.periods import MONTHS_OF, YEARLY
from tui.model.text import N_


class TaskState(enum.StrEnum):
    """Where a task or a duty stands."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE = "done"
    OPEN_IN_TIME = "open_in_time"
    NEAR = "near"
    LATE = "late"
    STANDING = "standing"
    NOT_REPORTED = "not_reported"

    @property
    def label(self) -> str:
        """The English words, marked for translation."""
        return _STATE_LABELS[self]


_STATE_LABELS: Final = {
    TaskState.DONE_ON_TIME: N_("done on time"),
    TaskState.DONE_LATE: N_("done late"),
    TaskState.DONE: N_("done"),
    TaskState.OPEN_IN_TIME: N_("open, in time"),
    TaskState.NEAR: N_("open, due soon"),
    TaskState.LATE: N_("open, late"),
    TaskState.STANDING: N_("standing"),
    TaskState.NOT_REPORTED: N_("not reported"),
}

NEVER_LATE: Final = ("standing", "periodic")
"""The modes that a due day beside them does not make late."""

NEAR_DAYS: Final = 7
"""Working days before the due day from which a task is near, where [settings] does not say."""

NO_INFORMATION: Final = N_("no information")
"""Of what says nothing about where it stands: *not reported* is only said of tasks nobody reports on."""

HANDED_IN: Final = (TaskState.DONE_ON_TIME, TaskState.DONE_LATE, TaskState.DONE)
"""The states of what is done, and of a report that has been handed in."""


def near_days(frames: Frames) -> int:
    """The plan's own number of working days, else those of docs/methods.md."""
    return int(frames.plan.setting("near_days", NEAR_DAYS))


def holidays(frames: Frames) -> tuple[dt.date, ...]:
    """The public holidays of [settings], in order."""
    return tuple(sorted(frames.plan.setting("holidays", ())))


def without_holidays(frames: Frames, first: dt.date, last: dt.date) -> list[int]:
    """The years from one day to another of which the settings name no public holiday: no working day is left out in them."""
    known = {day.year for day in holidays(frames)}
    return [year for year in range(first.year, last.year + 1) if year not in known]


def working_days(after: dt.date, until: pl.Expr, days_off: Iterable[dt.date]) -> pl.Expr:
    """Working days after one day up to and including another: Monday to Friday without the holidays; negative when it is past."""
    start = pl.lit(after, dtype=pl.Date) + pl.duration(days=1)  # in Polars, where the year 9999 has a next day
    return pl.business_day_count(start, until + pl.duration(days=1), holidays=sorted(days_off))


@derived_by_record("tasks")
def task_states(frames: Frames, as_of: dt.date, near_days: int, holidays: tuple[dt.date, ...]) -> pl.DataFrame:
    """Where each task stands; one row each, in the order of the file.

    Columns: id, state (a :class:`TaskState` code), due (the due day in force: of the last extension given by the day, else the task's own),
    first_due (the task's own), extended (how many extensions were given by the day), fallen_due Boolean (the due day in force is before the
    day), days_late, days_left (calendar days, Int64; null where there is nothing to count), first_kept Boolean (of a task with a due day
    that is done: whether it was by its first due day; null while that is unknown).

    A task with a due day: done on time or late by ``done_on`` (plain *done* without that day, or with one before the plan began), else
    late after the due day, near within ``near_days`` working days of it, in time before. A day of completion after ``as_of`` has not come
    yet; without one the entries of the log tell from when it was done. A standing or periodic task, and one without a due day, is never
    late: done, *not reported* when the last whole period that is over has fewer reports than ``times``, else *standing*.
    """
    keys = ("id", "mode", "due", "extensions", "every", "times", "status", "done_on", "log")
    tasks = frames.columns("tasks", keys).with_columns(first_due="due")
    tasks = tasks.with_columns(**_due_in_force(tasks, as_of))
    today, due, done_on = pl.lit(as_of, dtype=pl.Date), pl.col("due"), pl.col("done_on")
    dated = (pl.col("status") == "done") & done_on.is_not_null()
    done = pl.when(dated).then(done_on <= today).otherwise(_status_on(tasks, as_of) == "done").fill_null(False)
    counted = due.is_not_null() & ~pl.col("mode").is_in(NEVER_LATE).fill_null(False)
    began = (frames.plan.header.get("term") or {}).get("start")
    # a day of completion before the plan began cannot be one of its tasks: the true day is unknown
    on = done_on if began is None else pl.when(done_on >= began).then(done_on)
    state = (
        pl.when(done & counted & (on <= due))
        .then(pl.lit(TaskState.DONE_ON_TIME.value))
        .when(done & counted & (on > due))
        .then(pl.lit(TaskState.DONE_LATE.value))
        .when(done)
        .then(pl.lit(TaskState.DONE.value))
        .when(counted & (due < today))
        .then(pl.lit(TaskState.LATE.value))
        .when(counted & (working_days(as_of, due, holidays) <= near_days))
        .then(pl.lit(TaskState.NEAR.value))
        .when(counted)
        .then(pl.lit(TaskState.OPEN_IN_TIME.value))
        .when(_silent(frames, tasks, as_of))
        .then(pl.lit(TaskState.NOT_REPORTED.value))
        .otherwise(pl.lit(TaskState.STANDING.value))
    )
    still_open = counted & ~done
    return tasks.select(
        "id",
        state=state,
        due=due,
        first_due="first_due",
        extended="extended",
        fallen_due=counted & (due < today),
        days_late=pl.when(still_open & (due < today))
        .then((today - due).dt.total_days())
        .when(done & counted & (on > due))
        .then((on - due).dt.total_days()),
        days_left=pl.when(still_open & (due >= today)).then((due - today).dt.total_days()),
        first_kept=pl.when(done & counted).then(on <= pl.col("first_due")),
    )


def _due_in_force(tasks: pl.DataFrame, as_of: dt.date) -> dict[str, pl.Expr]:
    """The due day that counts on a day, and how many extensions led to it."""
    if tasks["extensions"].null_count() == tasks.height:  # nearly always, and a large plan asks often
        return {"extended": pl.lit(0, dtype=pl.Int64)}
    day = pl.element().struct.field("on")
    given = pl.col("extensions").list.eval(pl.element().filter(day <= as_of)).list.eval(pl.element().sort_by(day, maintain_order=True))
    return {
        "due": pl.coalesce(given.list.last().struct.field("due"), "due"),
        "extended": given.list.len().fill_null(0).cast(pl.Int64),
    }


def _status_on(tasks: pl.DataFrame, as_of: dt.date) -> pl.Expr:
    """The status on a day: that of the task from the last entry of the log that has one on, before it that of the entry by then."""
    if tasks["log"].null_count() == tasks.height:
        return pl.col("status")
    day, status = pl.element().struct.field("on"), pl.element().struct.field("status")
    said = pl.col("log").list.eval(pl.element().filter(status.is_not_null()))
    then = said.list.eval(pl.element().filter(day <= as_of)).list.eval(pl.element().sort_by(day, maintain_order=True)).list.last()
    later = (said.list.eval(day).list.max() > as_of).fill_null(False)
    return pl.when(later).then(then.struct.field("status")).otherwise("status")


def _silent(frames: Frames, tasks: pl.DataFrame, as_of: dt.date) -> pl.Expr:
    """Fewer reports than wanted since the last whole period that is over began; nothing is asked before there is one.

    What a meeting decided stands in the log too, with its legal basis; it is no report of the body. A report that comes after its
    period counts for it. ``times`` reports are wanted, one where it does not say.
    """
    plan = frames.plan
    over = {every: last_period_over(plan, every, as_of) for every in MONTHS_OF}
    starts = {every: None if period is None else period.start for every, period in over.items()}
    asked = pl.col("every").replace_strict(starts, default=starts[YEARLY], return_dtype=pl.Date)
    if tasks["log"].null_count() == tasks.height:
        return asked.is_not_null()
    entry = pl.element().struct
    reports = pl.element().filter(
        entry.field("basis").is_null() & (entry.field("on") <= as_of) & (entry.field("status") != "unreported").fill_null(True)
    )
    days = pl.col("log").list.eval(reports.struct.field("on")).list.sort(descending=True)
    wanted = days.list.get(pl.col("times").fill_null(1) - 1, null_on_oob=True)
    return asked.is_not_null() & (wanted < asked).fill_null(True)


def state_counts(states: pl.DataFrame) -> dict[TaskState, int]:
    """How many tasks (or duties) have each state, every state named."""
    counts = dict(states.group_by("state").len().iter_rows())
    return {state: counts.get(state.value, 0) for state in TaskState}


@derived
def status_counts(frames: Frames) -> dict[str, int]:
    """How many tasks have each status as reported; one that says nothing is unreported."""
    statuses = frames.columns("tasks", ("status",)).select(pl.col("status").fill_null("unreported"))
    return dict(statuses.group_by("status").len().iter_rows())


def on_time_at_first(states: pl.DataFrame) -> int | None:
    """How many of the tasks that have fallen due were done by their first due day; None where no due day of theirs was extended."""
    due = states.filter("fallen_due")
    if not (due["extended"] > 0).any():
        return None
    return due.filter("first_kept").height


def on_time_rate(states: pl.DataFrame) -> float | None:
    """Done on time ÷ fallen due, of tasks whose due day has passed; None when none has.

    A task done whose day of completion is unknown has fallen due but is not counted as on time.
    """
    due = states.filter("fallen_due")
    if due.is_empty():
        return None
    return due.filter(pl.col("state") == TaskState.DONE_ON_TIME.value).height / due.height
