"""Where tasks stand on a day (docs/methods.md, "Tasks and duties"): due days in force, near, late, and what nobody reports on."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived_by_record
from tui.frames.prepared import literal, prepared
from tui.model.asked import last_period_over
from tui.model.periods import MONTHS_OF, YEARLY
from tui.model.text import N_

REPORTS_COMPLETE: Final = N_("no report missing")
"""Of how many tasks it is told that they are standing: of those alone that owe no report, as there are many more."""


class TaskState(enum.StrEnum):
    """Where a task or a duty stands."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE = "done"
    OPEN_IN_TIME = "open_in_time"
    NEAR = "near"
    LATE = "late"
    UNDATED = "undated"
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
    TaskState.UNDATED: N_("no due day known"),
    TaskState.STANDING: N_("standing"),
    TaskState.NOT_REPORTED: N_("not reported"),
}

HEADLINE_LABELS: Final = {
    **{state: state.label for state in TaskState},
    TaskState.LATE: N_("late"),
    TaskState.NEAR: N_("due soon"),
    TaskState.OPEN_IN_TIME: N_("in time"),
    TaskState.STANDING: REPORTS_COMPLETE,
}
"""The (English) words of each state where how many are counted: late and in time are open, and of the standing tasks only these."""

NEVER_LATE: Final = ("standing", "periodic")
"""The modes that a due day beside them does not make late."""

NEAR_DAYS: Final = 7
"""Working days before the due day from which a task is near, where [settings] does not say."""

_FRIDAY: Final = 5
_FIRST_DAY: Final = dt.date(1970, 1, 1)
"""The day from which Polars counts days."""
_DAYS_APART: Final = 10_000_000
"""More days than the calendar has: a plan's number and a day make one number."""

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


def working_days(frames: Frames, as_of: dt.date, until: pl.Expr) -> pl.Expr:
    """Working days after the day a row's plan is looked at from up to and including another: Monday to Friday without the holidays.

    Negative when it is past.
    """
    return _working_days(frames.day(as_of), frames.number, _days_off(frames), until)


def _days_off(frames: Frames) -> pl.Expr:
    """The public holidays that fall on a working day, each with its plan's number, in order."""
    if not frames.by_plan:
        days = sorted({day for day in frames.plan.setting("holidays", ()) if day.isoweekday() <= _FRIDAY})
        return literal(tuple((day - _FIRST_DAY).days for day in days), pl.Int64)
    off = frames.each_said("settings", "holidays").unique().filter(pl.col("holidays").dt.weekday() <= _FRIDAY)
    known = off.select(_plan_and_day(pl.col("plan"), pl.col("holidays"))).to_series().sort()
    return pl.lit(known)


def _working_days(after: pl.Expr, number: pl.Expr, known: pl.Expr, until: pl.Expr) -> pl.Expr:
    """See :func:`working_days`; ``known`` are the holidays of :func:`_days_off`."""
    one = pl.duration(days=1)  # in Polars, where the year 9999 has a next day

    def free_until(day: pl.Expr) -> pl.Expr:
        return known.search_sorted(_plan_and_day(number, day), side="right").cast(pl.Int64)

    weekdays = pl.business_day_count(after + one, until + one).cast(pl.Int64)
    return pl.when(until.is_not_null()).then(weekdays - (free_until(until) - free_until(after)))


def _plan_and_day(plan: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A plan's number and a day in one number, by which holidays of many plans stand in order."""
    return plan.cast(pl.Int64) * _DAYS_APART + day.to_physical().cast(pl.Int64)


@derived_by_record("tasks")
def task_states(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Where each task stands; one row each, in the order of the file.

    Columns: those of ``frames.by_plan``, id, state (a :class:`TaskState` code), due (the due day in force: of the last extension given by
    the day, else the task's own), first_due (the task's own), extended (how many extensions were given by the day), fallen_due Boolean
    (the due day in force is before the day), days_late, days_left (calendar days, Int64; null where there is nothing to count),
    first_kept Boolean (of a task with a due day that is done: whether it was by its first due day; null while that is unknown),
    day_unknown Boolean (it is done, and neither ``done_on`` nor an entry of the log that says so has a day of the plan's), status_then
    (the status of the day; null where that is not known, as of a task that was done later).

    A task with a due day: done on time or late by ``done_on`` (plain *done* without that day, or with one before the plan began), else
    late after the due day, near within the plan's ``near_days`` working days of it, in time before. A day of completion after ``as_of``
    has not come yet; without one the entries of the log tell from when it was done. A dated task, or one with no more than a text of its
    due day, is *undated* until it has a day: nobody knows whether it is late. Any other without a due day, and a standing or periodic one,
    is never late: done, *not reported* when the last whole period that is over has fewer reports than ``times``, else *standing*.
    """
    keys = ("id", "mode", "due", "due_text", "extensions", "every", "times", "status", "done_on", "log")
    tasks = frames.rows("tasks", keys)
    if frames.by_plan:
        tasks = with_asked(frames, tasks, as_of)
    extended = tasks["extensions"].null_count() < tasks.height  # as in hardly any plan, and a large one asks often
    plan = _Asked(
        by_plan=tuple(frames.by_plan),
        number=frames.number,
        today=frames.day(as_of),
        began=frames.said("plan", "term", "start"),
        near_days=frames.setting("near_days", NEAR_DAYS),
        days_off=_days_off(frames),
        asked=None if frames.by_plan else tuple(_starts(frames, as_of).items()),
    )
    return _states(tasks, plan, extended)


@attrs.frozen(kw_only=True, eq=False)
class _Asked:
    """What a task's plan says, and the day it is looked at from."""

    by_plan: tuple[str, ...]
    number: pl.Expr
    today: pl.Expr
    began: pl.Expr
    near_days: pl.Expr
    days_off: pl.Expr
    asked: tuple[tuple[str, dt.date | None], ...] | None
    """From when a report is asked for, by ``every`` (:func:`_starts`); None where the tasks have it in a column."""


@prepared
def _states(tasks: pl.LazyFrame, plan: _Asked, extended: bool) -> pl.LazyFrame:
    """The rows of :func:`task_states`; ``extended``: some tasks have extensions."""
    if plan.asked is not None:
        tasks = tasks.with_columns(_asked_from(dict(plan.asked)))
    tasks = tasks.with_columns(first_due="due")
    tasks = _with_due_in_force(tasks, plan, extended)
    tasks = _with_reports(tasks, plan)
    today, due, done_on, began = plan.today, pl.col("due"), pl.col("done_on"), plan.began
    dated = (pl.col("status") == "done") & done_on.is_not_null()
    tasks = tasks.with_columns(
        done=pl.when(dated).then(done_on <= today).otherwise(pl.col("status_then") == "done").fill_null(False),
        counted=due.is_not_null() & ~pl.col("mode").is_in(NEVER_LATE).fill_null(False),
        # a day of completion before the plan began cannot be one of its tasks: the true day is unknown
        on=pl.when((done_on >= began) | began.is_null()).then(done_on),
    ).cache()
    done, counted, on = pl.col("done"), pl.col("counted"), pl.col("on")
    open_still = counted & ~done & (due >= today)
    days_until = _working_days(today, plan.number, plan.days_off, due)
    near = tasks.filter(open_still).select("row", near=days_until <= plan.near_days)
    tasks = tasks.join(near, on="row", how="left", maintain_order="left")
    state = (
        pl.when(done & counted & (on <= due))
        .then(pl.lit(TaskState.DONE_ON_TIME.value))
        .when(done & counted & (on > due))
        .then(pl.lit(TaskState.DONE_LATE.value))
        .when(done)
        .then(pl.lit(TaskState.DONE.value))
        .when(counted & (due < today))
        .then(pl.lit(TaskState.LATE.value))
        .when("near")
        .then(pl.lit(TaskState.NEAR.value))
        .when(counted)
        .then(pl.lit(TaskState.OPEN_IN_TIME.value))
        .when((pl.col("mode") == "dated") | (pl.col("mode").is_null() & pl.col("due_text").is_not_null()))
        .then(pl.lit(TaskState.UNDATED.value))
        .when("silent")
        .then(pl.lit(TaskState.NOT_REPORTED.value))
        .otherwise(pl.lit(TaskState.STANDING.value))
    )
    late = counted & (due < today)
    return tasks.select(
        *plan.by_plan,
        "id",
        state=state,
        due=due,
        first_due="first_due",
        extended="extended",
        fallen_due=late,
        days_late=pl.when(late & ~done)
        .then((today - due).dt.total_days())
        .when(done & counted & (on > due))
        .then((on - due).dt.total_days()),
        days_left=pl.when(open_still).then((due - today).dt.total_days()),
        first_kept=pl.when(done & counted).then(on <= pl.col("first_due")),
        day_unknown=done & on.is_null() & (done_on.is_not_null() | ~pl.col("told_done").fill_null(False)),
        status_then=pl.when(done).then(pl.lit("done")).when(pl.col("status_then").ne_missing("done")).then("status_then"),
    )


def _with_due_in_force(tasks: pl.LazyFrame, plan: _Asked, extended: bool) -> pl.LazyFrame:
    """The tasks with the due day that counts on a day, and how many extensions led to it (``extended``)."""
    if not extended:
        return tasks.with_columns(extended=pl.lit(0, dtype=pl.Int64))
    listed = tasks.filter(pl.col("extensions").list.len() > 0).select(*plan.by_plan, "row", "extensions")
    given = (
        listed.explode("extensions")
        .select(*plan.by_plan, "row", on=pl.col("extensions").struct.field("on"), later=pl.col("extensions").struct.field("due"))
        .filter(_in_force(plan.today))
        .sort("row", "on", maintain_order=True)
        .group_by("row", maintain_order=True)
        .agg(later=pl.col("later").last(), extended=pl.len().cast(pl.Int64))
    )
    joined = tasks.join(given, on="row", how="left", maintain_order="left")
    return joined.with_columns(due=pl.coalesce("later", "due"), extended=pl.col("extended").fill_null(0)).drop("later")


def _in_force(today: pl.Expr) -> pl.Expr:
    """Whether an extension has been given by the day."""
    return pl.col("on") <= today


def _with_reports(tasks: pl.LazyFrame, plan: _Asked) -> pl.LazyFrame:
    """The tasks with what their logs tell on a day.

    Adds status_then: that of the task from the last entry of the log that has one on, before it that of the entry by then; silent
    Boolean: fewer reports than wanted (``times``, one where it does not say) since the last whole period that is over began; nothing is
    asked before there is one. What a meeting decided stands in the log too, with its legal basis; it is no report of the body. A report
    that comes after its period counts for it.
    """
    today = plan.today
    entries = tasks.filter(pl.col("log").list.len() > 0).select(*plan.by_plan, "row", "asked", "log").explode("log")
    entry = pl.col("log").struct
    on, status = entry.field("on"), entry.field("status")
    entries = entries.select(
        "row",
        on=on,
        said=pl.when(on <= today).then(status),
        later=(on > today) & status.is_not_null(),
        of_plan=(on >= plan.began) | plan.began.is_null(),
        report=entry.field("basis").is_null() & (on <= today) & (on >= pl.col("asked")) & status.ne_missing("unreported"),
    )
    entries = entries.cache()
    told = (
        entries.group_by("row")
        .agg(
            later=pl.col("later").any(),
            reports=pl.col("report").sum(),
            told_done=pl.col("said").filter("of_plan").sort_by(pl.col("on").filter("of_plan"), maintain_order=True).drop_nulls().last()
            == "done",
        )
        .cache()
    )
    changed = entries.join(told.filter("later"), on="row", how="semi").filter(pl.col("said").is_not_null())
    last = changed.sort("row", "on", maintain_order=True).unique("row", keep="last").select("row", "said")
    joined = tasks.join(told, on="row", how="left", maintain_order="left").join(last, on="row", how="left", maintain_order="left")
    return joined.with_columns(
        status_then=pl.when("later").then("said").otherwise("status"),
        silent=(pl.col("reports").fill_null(0) < pl.col("times").fill_null(1)) & pl.col("asked").is_not_null(),
    ).drop("log", "extensions", "said", "later", "reports")


def with_asked(frames: Frames, rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Rows with ``every`` with the first day of the last whole period of it that is over (``asked``); null before there is one."""
    if frames.by_plan:
        from tui.frames.methods.asked_of_many import periods_over  # of many plans at once; one alone is sooner asked period by period

        known = pl.col("every").is_in(list(MONTHS_OF))
        rows = rows.with_columns(every=pl.when(known).then("every").otherwise(pl.lit(YEARLY)))
        return rows.join(periods_over(frames, as_of), on=[*frames.by_plan, "every"], how="left", maintain_order="left")
    return rows.with_columns(_asked_from(_starts(frames, as_of)))


def _starts(frames: Frames, as_of: dt.date) -> dict[str, dt.date | None]:
    """By ``every`` the first day of the last whole period of it that is over."""
    over = {every: last_period_over(frames.plan, every, as_of) for every in MONTHS_OF}
    return {every: None if period is None else period.start for every, period in over.items()}


def _asked_from(starts: dict[str, dt.date | None]) -> pl.Expr:
    return pl.col("every").replace_strict(starts, default=starts[YEARLY], return_dtype=pl.Date).alias("asked")


def state_counts(states: pl.DataFrame) -> dict[TaskState, int]:
    """How many tasks (or duties) have each state, every state named."""
    counts = dict(states["state"].value_counts().iter_rows())
    return {state: counts.get(state.value, 0) for state in TaskState}


def counts_of_headline(states: pl.DataFrame) -> dict[TaskState, int]:
    """How many tasks stand how, those that are done under one state: what a headline says. They add up to the tasks."""
    counts = state_counts(states)
    done = sum(counts.pop(state) for state in HANDED_IN)
    return {**counts, TaskState.DONE: done}


def status_counts(states: pl.DataFrame) -> dict[str, int]:
    """How many tasks had each status on the day; one of which nobody knows it is in none but unreported."""
    return dict(states["status_then"].fill_null("unreported").value_counts().iter_rows())


def on_time_at_first(states: pl.DataFrame) -> int | None:
    """How many of the tasks that have fallen due were done by their first due day; None where no due day of theirs was extended."""
    due = states["fallen_due"]
    if not ((states["extended"] > 0) & due).any():
        return None
    return int((states["first_kept"] & due).sum())


def on_time_rate(states: pl.DataFrame) -> float | None:
    """Done on time ÷ fallen due, of tasks whose due day has passed; None when none has.

    A task done whose day of completion is unknown has fallen due but is not counted as on time.
    """
    due = states["fallen_due"]
    count = int(due.sum())
    return int(((states["state"] == TaskState.DONE_ON_TIME.value) & due).sum()) / count if count else None
