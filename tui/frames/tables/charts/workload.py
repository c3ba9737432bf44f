"""The tasks of each body that answers on a day, and whose they were in the text."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.ownership import resolve, task_holders, workload
from tui.frames.methods.tasks import TaskState, task_states
from tui.frames.prepared import prepared
from tui.frames.tables.charts.chart_table import ChartTable, chart_table
from tui.frames.tables.charts.drawing import Drawing, LoadRow, Loads, Note
from tui.i18n.words import Words
from tui.model.text import N_, printable

TITLE: Final = N_("Workload by agency")
_MOST: Final = 200
"""Bodies in a drawing: no screen has room for more."""


@derived
def workload_before(frames: Frames, as_of: dt.date) -> dict[str, list[tuple[str, int, int]]]:
    """By the short name of each body that answers on the day: (short name, tasks led, tasks taken part in) of the bodies of the
    text it took over from, as the text gives the tasks out, before any reorganisation."""
    counts = {agency: (lead, partner) for agency, lead, partner in workload(frames, dt.date.min).iter_rows()}
    stands, holders = resolve(frames, as_of), dict[str, list[str]]()
    for old, new in zip(stands["agency"], stands["holder"], strict=True):
        if new is not None:
            holders.setdefault(old, []).append(new)
    held = [(old, new) for old in counts for new in holders.get(old, ())]  # the busiest of the text first
    found: dict[str, list[tuple[str, int, int]]] = {}
    short = partial(frames.plan.short_of, "agencies")
    for old, new in held:
        if old != new:
            found.setdefault(short(new), []).append((short(old), *counts[old]))
    # a body that kept its name and took others over stood in the text itself
    for old, new in held:
        if old == new and (name := short(new)) in found:
            found[name].insert(0, (name, *counts[old]))
    return found


def workload_bars(frames: Frames, as_of: dt.date, most: int) -> list[tuple[str, int, int]]:
    """(short name, tasks led, tasks taken part in) of at most so many bodies, the busiest first."""
    rows = workload(frames, as_of).head(most).iter_rows()
    return [(frames.plan.short_of("agencies", agency), lead, partner) for agency, lead, partner in rows]


@derived
def late_by_body(frames: Frames, as_of: dt.date) -> dict[str, int]:
    """How many of the tasks each body leads on the day are late, by its short name; a body without one is left out."""
    late = (task_states(frames, as_of)["state"] == TaskState.LATE.value).fill_null(value=False)
    led = _led(frames, as_of)
    found: dict[str, int] = {}
    for holder, count in led["holder"].filter(late.gather(led["row"])).value_counts().iter_rows():
        name = frames.plan.short_of("agencies", holder)
        found[name] = found.get(name, 0) + count
    return found


@derived
def _led(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[holder, row]: who leads each task on the day, and its place in the file: an edit of how it stands leaves that as it is."""
    return _leading(task_holders(frames, as_of), frames.columns("tasks", ("id",)))


@prepared
def _leading(held: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    rows = tasks.select(task="id").with_row_index("row")
    return held.filter(pl.col("role") == "lead").join(rows, on="task", how="inner").select("holder", "row")


# -- drawing --------------------------------------------------------------------------------------------------------


def workload_drawing(frames: Frames, as_of: dt.date, words: Words) -> Drawing:
    """Tasks each agency leads and takes part in, as the day resolves them."""
    title, rows = words(TITLE), _rows(frames, as_of)
    if not rows:
        return Drawing((Note(title, is_title=True), Note(words(N_("no task names an agency")))))
    apart = any(row.taken_over for row in rows)
    names = words(N_("lead")), words(N_("late")), words(N_("partner"))
    return Drawing((Loads(title, rows, *names, told_apart=apart),))


def workload_table(frames: Frames, as_of: dt.date, words: Words) -> ChartTable:
    """Each body with the tasks it leads, those of them that are late, those it takes part in, and whose they were."""
    rows = ((row.name, str(row.lead), str(row.late), str(row.partner), row.taken_over) for row in _rows(frames, as_of))
    titles = (
        (words(N_("Agency")), False), (words(N_("Tasks led")), True), (words(N_("Late of them")), True),
        (words(N_("Tasks taken part in")), True), (words(N_("Taken over from (led/taken part in)")), False),
    )  # fmt: skip
    return chart_table(words(TITLE), titles, rows)


@derived
def _rows(frames: Frames, as_of: dt.date) -> tuple[LoadRow, ...]:
    before, late = workload_before(frames, as_of), late_by_body(frames, as_of)
    return tuple(
        LoadRow(printable(name), lead, partner, _taken_over(before.get(name, [])), late.get(name, 0))
        for name, lead, partner in workload_bars(frames, as_of, _MOST)
    )


def _taken_over(before: list[tuple[str, int, int]]) -> str:
    return ", ".join(f"{printable(name)} {lead}/{partner}" for name, lead, partner in before)
