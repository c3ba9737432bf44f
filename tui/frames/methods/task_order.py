"""Which tasks wait for others: the tasks that must be done before each, and where those stand on the day (docs/methods.md)."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.tasks import TaskState, task_states

DONE: Final = (TaskState.DONE.value, TaskState.DONE_ON_TIME.value, TaskState.DONE_LATE.value)


@derived
def waiting(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """What is still to be done before each task that is itself not done, in the order of the file.

    Columns: id, before (a task that must be done first and is not), state (that of ``before``), due (its day in force, Date),
    days_late (of ``before``, Int64; null where it is not late).
    """
    named = frames.columns("tasks", ("id", "after")).filter(pl.col("after").list.len() > 0)
    states = task_states(frames, as_of).filter(~pl.col("state").is_in(DONE))
    return (
        named.join(states.select("id"), on="id", how="semi", maintain_order="left")
        .explode("after")
        .rename({"after": "before"})
        .join(states.select("state", "due", "days_late", before="id"), on="before", maintain_order="left")
    )


def waiting_for_late(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Those of :func:`waiting` whose earlier task is late; columns as there."""
    return waiting(frames, as_of).filter(pl.col("state") == TaskState.LATE.value)
