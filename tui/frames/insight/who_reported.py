"""Who has reported and who has not on a day, body by body: the reports that are asked for, and the tasks each body leads."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.ownership import resolve, task_holders
from tui.frames.methods.tasks import HANDED_IN, TaskState, task_states

ALL, WAITING, SOME, NOTHING = "all", "waiting", "some", "nothing"
"""How much of what is asked of a body it has told."""
_COUNTS: Final = ("asked", "handed_in", "late", "tasks", "silent")


@derived
def who_reported(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """One row a body that is asked for anything; those that have told nothing first, then those that owe most, then as in the file.

    Columns: id (the body that stands for it on the day), asked (reports one speaks of on the day), handed_in of these, late (reports of
    any period past their last good day and not handed in), last_on Date (the last report that came, null where none did or its day is
    unknown), tasks it leads, silent of these (not reported on), told (:data:`NOTHING` or
    :data:`SOME` of what was to have come by the day, :data:`ALL` of it, or :data:`WAITING`: nothing had to come by then). A duty
    without a day asks for nothing by a day.
    """
    reports, tasks = _reports(frames, as_of), _tasks(frames, as_of)
    bodies = frames.columns("agencies", ("id",)).with_row_index("place")
    found = (
        bodies.join(reports, on="id", how="left", maintain_order="left")
        .join(tasks, on="id", how="left", maintain_order="left")
        .with_columns(pl.col(_COUNTS).fill_null(0))
        .filter((pl.col("asked") > 0) | (pl.col("late") > 0) | (pl.col("tasks") > 0))
    )
    owes = pl.col("late") + pl.col("silent")
    came = pl.col("handed_in") + (pl.col("tasks") - pl.col("silent"))
    done, nothing = pl.when(came > 0).then(pl.lit(ALL)).otherwise(pl.lit(WAITING)), pl.lit(NOTHING)
    told = pl.when(owes == 0).then(done).when(came > 0).then(pl.lit(SOME)).otherwise(nothing)
    rank = told.replace_strict({NOTHING: 0, SOME: 1, WAITING: 2, ALL: 3}, return_dtype=pl.Int64)
    return (
        found.with_columns(told=told, rank=rank, owes=owes)
        .sort("rank", "late", "owes", "place", descending=[False, True, True, False])
        .select("id", "asked", "handed_in", "late", "last_on", "tasks", "silent", "told")
    )


def _reports(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, asked, handed_in, late, last_on]: what the duties ask of each body that stands on the day; waived reports are not.

    A report that two merged bodies owed is one of the body that took over; it has come when that of either has.
    """
    done = pl.col("state").is_in([state.value for state in HANDED_IN])
    return (
        duty_reports(frames, as_of)
        .filter(pl.col("agency").is_not_null() & pl.col("last_good").is_not_null() & ~pl.col("waived"))
        .rename({"id": "duty"})
        .join(resolve(frames, as_of).select("agency", "holder"), on="agency", how="left", maintain_order="left")
        .group_by("duty", "year", "period", id=pl.coalesce("holder", "agency"), maintain_order=True)
        .agg(
            pl.col("question").any(),
            pl.col("handed_on").max(),
            done=done.any(),
            late=(pl.col("state") == TaskState.LATE.value).any() & ~done.any(),
        )
        .group_by("id", maintain_order=True)
        .agg(
            asked=pl.col("question").sum().cast(pl.Int64),
            handed_in=(pl.col("question") & pl.col("done")).sum().cast(pl.Int64),
            late=pl.col("late").sum().cast(pl.Int64),
            last_on=pl.col("handed_on").max(),
        )
    )


def _tasks(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, tasks, silent]: the tasks each body leads on the day, and those of them not reported on."""
    silent = (pl.col("state") == TaskState.NOT_REPORTED.value).fill_null(False)
    return (
        task_holders(frames, as_of)
        .filter(role="lead")
        .join(task_states(frames, as_of).select("state", task="id"), on="task", how="left", maintain_order="left")
        .group_by(id="holder", maintain_order=True)
        .agg(tasks=pl.len().cast(pl.Int64), silent=silent.sum().cast(pl.Int64))
    )
