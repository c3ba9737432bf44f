"""The tasks of each body that answers on a day, and whose they were in the text."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.ownership import resolve, workload
from tui.frames.tables.charts.drawing import Drawing, LoadRow, Loads, Note
from tui.i18n.words import Words
from tui.model.text import N_, printable

_MOST: Final = 200
"""Bodies in a drawing: no screen has room for more."""


def workload_before(frames: Frames, as_of: dt.date) -> dict[str, list[tuple[str, int, int]]]:
    """By the short name of each body that answers on the day: (short name, tasks led, tasks taken part in) of the bodies of the
    text it took over from, as the text gives the tasks out, before any reorganisation."""
    taken = resolve(frames, as_of).filter(pl.col("holder").is_not_null() & (pl.col("holder") != pl.col("agency")))
    counts = workload(frames, dt.date.min)
    found: dict[str, list[tuple[str, int, int]]] = {}
    for old, new, lead, partner in taken.join(counts, on="agency").select("agency", "holder", "lead", "partner").iter_rows():
        short = frames.plan.short_of
        found.setdefault(short("agencies", new), []).append((short("agencies", old), lead, partner))
    # a body that kept its name and took others over stood in the text itself
    kept = resolve(frames, as_of).filter(pl.col("holder") == pl.col("agency")).join(counts, on="agency")
    for agency, lead, partner in kept.select("agency", "lead", "partner").iter_rows():
        name = frames.plan.short_of("agencies", agency)
        if name in found:
            found[name].insert(0, (name, lead, partner))
    return found


def workload_bars(frames: Frames, as_of: dt.date, most: int) -> list[tuple[str, int, int]]:
    """(short name, tasks led, tasks taken part in) of at most so many bodies, the busiest first."""
    rows = workload(frames, as_of).head(most).iter_rows()
    return [(frames.plan.short_of("agencies", agency), lead, partner) for agency, lead, partner in rows]


# -- drawing --------------------------------------------------------------------------------------------------------


def workload_drawing(frames: Frames, as_of: dt.date, words: Words) -> Drawing:
    """Tasks each agency leads and takes part in, as the day resolves them."""
    title = f"{words(N_('Workload by agency'))}: █ {words(N_('lead'))}  ░ {words(N_('partner'))}"
    bars = workload_bars(frames, as_of, _MOST)
    if not bars:
        return Drawing((Note(title), Note(words(N_("no task names an agency")))))
    before = workload_before(frames, as_of)
    rows = tuple(LoadRow(printable(name), lead, partner, _taken_over(before.get(name, []))) for name, lead, partner in bars)
    return Drawing((Loads(title=title, rows=rows, told_apart=bool(before)),))


def _taken_over(before: list[tuple[str, int, int]]) -> str:
    return ", ".join(f"{printable(name)} {lead}/{partner}" for name, lead, partner in before)
