"""Where tasks and duties stand on a day (docs/methods.md, "Tasks and duties"): due days, near, late, and what nobody reports."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.model.plan import Plan
from tui.model.succession import lineage
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

NEAR_DAYS: Final = 7
"""Working days before the due day from which a task is near, where [settings] does not say."""

_MONTHS_OF_PERIOD: Final = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}


def near_days(frames: Frames) -> int:
    """The plan's own number of working days, else those of docs/methods.md."""
    return int(frames.plan.setting("near_days", NEAR_DAYS))


def holidays(frames: Frames) -> tuple[dt.date, ...]:
    """The public holidays of [settings], in order."""
    return tuple(sorted(frames.plan.setting("holidays", ())))


def working_days(after: dt.date, until: pl.Expr, days_off: Iterable[dt.date]) -> pl.Expr:
    """Working days after one day up to and including another: Monday to Friday without the holidays; negative when it is past."""
    start = pl.lit(after, dtype=pl.Date) + pl.duration(days=1)  # in Polars, where the year 9999 has a next day
    return pl.business_day_count(start, until + pl.duration(days=1), holidays=sorted(days_off))


@derived_by_record("tasks")
def task_states(frames: Frames, as_of: dt.date, near_days: int, holidays: tuple[dt.date, ...]) -> pl.DataFrame:
    """Where each task stands; one row each, in the order of the file.

    Columns: id, state (a :class:`TaskState` code), due, fallen_due Boolean (the due day is before the day), days_late,
    days_left (calendar days, Int64; null where there is nothing to count).

    A task with a due day: done on time or late by ``done_on`` (plain *done* without that day), else late after the due
    day, near within ``near_days`` working days of it, in time before. A day of completion after ``as_of`` has not come
    yet. A task without a due day is never late: done, or *standing*, or *not reported* when its status says so or its
    log has entries but none in the current period (``every``, a year where it does not say) up to the day.
    """
    tasks = frames.columns("tasks", ("id", "mode", "due", "every", "status", "done_on", "log"))
    today, due, done_on = pl.lit(as_of, dtype=pl.Date), pl.col("due"), pl.col("done_on")
    done = (pl.col("status") == "done").fill_null(False) & (done_on.is_null() | (done_on <= today))
    counted = due.is_not_null() & (pl.col("mode") != "standing").fill_null(True)
    state = (
        pl.when(done & counted & (done_on <= due))
        .then(pl.lit(TaskState.DONE_ON_TIME.value))
        .when(done & counted & (done_on > due))
        .then(pl.lit(TaskState.DONE_LATE.value))
        .when(done)
        .then(pl.lit(TaskState.DONE.value))
        .when(counted & (due < today))
        .then(pl.lit(TaskState.LATE.value))
        .when(counted & (working_days(as_of, due, holidays) <= near_days))
        .then(pl.lit(TaskState.NEAR.value))
        .when(counted)
        .then(pl.lit(TaskState.OPEN_IN_TIME.value))
        .when(_silent(as_of))
        .then(pl.lit(TaskState.NOT_REPORTED.value))
        .otherwise(pl.lit(TaskState.STANDING.value))
    )
    still_open = counted & ~done
    return tasks.select(
        "id",
        state=state,
        due=due,
        fallen_due=counted & (due < today),
        days_late=pl.when(still_open & (due < today))
        .then((today - due).dt.total_days())
        .when(done & counted & (done_on > due))
        .then((done_on - due).dt.total_days()),
        days_left=pl.when(still_open & (due >= today)).then((due - today).dt.total_days()),
    )


def _silent(as_of: dt.date) -> pl.Expr:
    """Nobody has reported: the status says so, or there is a log but nothing of the current period in it.

    What a meeting decided stands in the log too, with its legal basis; it is no report of the body.
    """
    reports = pl.col("log").list.eval(pl.element().filter(pl.element().struct.field("basis").is_null()).struct.field("on"))
    last = reports.list.eval(pl.element().filter(pl.element() <= as_of)).list.max()
    starts = pl.col("every").replace_strict(
        {every: _period_start(as_of, months) for every, months in _MONTHS_OF_PERIOD.items()},
        default=_period_start(as_of, 12),
        return_dtype=pl.Date,
    )
    logged = reports.list.len().fill_null(0) > 0
    unreported = pl.col("status").is_null() | (pl.col("status") == "unreported")
    return pl.when(logged).then((last < starts).fill_null(True)).otherwise(unreported)


def _period_start(day: dt.date, months: int) -> dt.date:
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def state_counts(states: pl.DataFrame) -> dict[TaskState, int]:
    """How many tasks (or duties) have each state, every state named."""
    counts = dict(states.group_by("state").len().iter_rows())
    return {state: counts.get(state.value, 0) for state in TaskState}


@derived
def status_counts(frames: Frames) -> dict[str, int]:
    """How many tasks have each status as reported; one that says nothing is unreported."""
    statuses = frames.columns("tasks", ("status",)).select(pl.col("status").fill_null("unreported"))
    return dict(statuses.group_by("status").len().iter_rows())


def on_time_rate(states: pl.DataFrame) -> float | None:
    """Done on time ÷ fallen due, of tasks whose due day has passed; None when none has.

    A task done whose day of completion is unknown has fallen due but is not counted as on time.
    """
    due = states.filter("fallen_due")
    if due.is_empty():
        return None
    return due.filter(pl.col("state") == TaskState.DONE_ON_TIME.value).height / due.height


HANDED_IN: Final = (TaskState.DONE_ON_TIME, TaskState.DONE_LATE, TaskState.DONE)
"""The states of a duty whose report has been handed in."""


def duty_states(frames: Frames, as_of: dt.date, near_days: int, holidays: Iterable[dt.date], year: int | None = None) -> pl.DataFrame:
    """Where each duty stands for each body that has it, in the year of the day unless another is asked (or its first year, if later).

    "Before 20/11" is strict: the last good day is 19/11. Columns: id, agency, year, last_good Date, state (a
    :class:`TaskState` code), days_late (of one handed in late: how late), days_left (calendar days from or to the last good
    day, Int64), work_days_left, handed_on Date (null also where only the day is unknown).

    A report handed in by then is done on time or late by its day, plain *done* without one; what a body that took over hands in
    counts for the one before it. A group of bodies has reported when the group itself is marked. A duty without a date is
    *standing* while nothing is handed in.
    """
    asked = as_of.year if year is None else year
    duties = frames["duties"].select("id", "before", "first", agency="who").explode("agency")
    today = pl.lit(as_of, dtype=pl.Date)
    first = pl.max_horizontal(pl.lit(asked, dtype=pl.Int64), "first")
    month, day = (pl.col("before").str.slice(start, 2).cast(pl.Int32) for start in (0, 3))
    rows = (
        duties.with_columns(year=first)
        .with_columns(last_good=pl.date("year", month, day) - pl.duration(days=1))
        .join(_handed_in(frames.plan, as_of), on=["id", "agency", "year"], how="left", maintain_order="left")
        .with_columns(done=pl.col("done").fill_null(False))
    )
    last, done, on = pl.col("last_good"), pl.col("done"), pl.col("handed_on")
    work_days = working_days(as_of, last, holidays)
    state = (
        pl.when(done & (on <= last))
        .then(pl.lit(TaskState.DONE_ON_TIME.value))
        .when(done & (on > last))
        .then(pl.lit(TaskState.DONE_LATE.value))
        .when(done)
        .then(pl.lit(TaskState.DONE.value))
        .when(last.is_null())
        .then(pl.lit(TaskState.STANDING.value))
        .when(last < today)
        .then(pl.lit(TaskState.LATE.value))
        .when(work_days <= near_days)
        .then(pl.lit(TaskState.NEAR.value))
        .otherwise(pl.lit(TaskState.OPEN_IN_TIME.value))
    )
    finish = pl.when(done).then(on).otherwise(today)
    return rows.select(
        "id",
        "agency",
        year=pl.when(last.is_not_null() | done).then("year"),
        last_good=last,
        state=state,
        days_late=pl.when(finish > last).then((finish - last).dt.total_days()),
        days_left=pl.when(~done & (last >= today)).then((last - today).dt.total_days()),
        work_days_left=pl.when(~done & (last >= today)).then(work_days.cast(pl.Int64)),
        handed_on="handed_on",
    )


_HANDED_IN: Final[dict[str, type[pl.DataType]]] = {"id": pl.String, "agency": pl.String, "year": pl.Int64, "handed_on": pl.Date}


def _handed_in(plan: Plan, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, agency, year, handed_on Date, done]: the reports handed in by a day, by the body the duty names."""
    days: dict[tuple[str, str, int], dt.date | None] = {}
    for id, duty in plan.tables["duties"].items():
        entries = [e for e in duty.get("handed_in", ()) if e.get("on") is None or e["on"] <= as_of]
        for agency in duty["who"] if entries else ():
            heirs = lineage(plan, agency)
            for entry in entries:
                if entry["agency"] in heirs:
                    key = id, agency, entry["year"]
                    known = [day for day in (days.get(key), entry.get("on")) if day is not None]
                    days[key] = min(known, default=None)
    rows = [(*key, day) for key, day in days.items()]
    return pl.DataFrame(rows, schema=_HANDED_IN, orient="row").with_columns(done=pl.lit(True))
