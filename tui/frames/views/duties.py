"""The register of duties with the yearly calendar: what is due when, strictly, and how it stands on the day."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.columns import Column, Shows, View
from tui.frames.select import rank_column
from tui.frames.tasks import duty_states, holidays, near_days
from tui.frames.views.cells import BY_THE_DAY, STATE_LOOKS, Translate, due_words, mapped, ranked, tones
from tui.frames.views.register import register_view
from tui.model.plan import Plan
from tui.model.text import N_

_FIRST: Final = "what"


def duties_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: duties as the file has them; the register's columns and, before them, where each stands in the year of the day.

    Besides: ``last_good`` Date (strict: the day before the one named), ``last_work_day`` Date (the last working day not after it,
    without weekends and [settings] holidays), ``state``, ``days_late``, ``days_left``, ``work_days_left``. All bodies of one duty
    have the same days.
    """
    view = register_view(frames, plan, "duties", words)
    days_off = holidays(frames)
    states = (
        duty_states(frames, as_of, near_days(frames), days_off)
        .unique("id", keep="first", maintain_order=True)
        .drop("agency", "year")
        .with_columns(last_work_day=pl.col("last_good").dt.add_business_days(0, holidays=days_off, roll="backward"))
    )
    rows = view.frame.join(states, on="id", how="left", maintain_order="left").with_columns(
        ranked(pl.col("state"), STATE_LOOKS).alias(rank_column("state")),
        state_text=due_words(words),
        state_tone=mapped(pl.col("state"), tones(STATE_LOOKS)),
    )
    known = {column.key: column for column in view.columns}
    what = attrs.evolve(known.pop(_FIRST), width=32)
    return View("duties", rows, (what, *_COLUMNS, *known.values()))


_COLUMNS: Final = (
    Column(key="state", title=N_("On the day"), width=22, text="state_text", tone="state_tone", why_not=BY_THE_DAY),
    Column(
        key="last_good",
        title=N_("Last good day"),
        width=13,
        shows=Shows.DATE,
        why_not=BY_THE_DAY,
        help=N_("“Before 20/11” is strict: 19/11 is the last good day"),
    ),
    Column(
        key="last_work_day",
        title=N_("Last working day"),
        width=13,
        shows=Shows.DATE,
        why_not=BY_THE_DAY,
        help=N_("The last working day not after the last good day: no weekend, no holiday of the settings"),
    ),
    Column(
        key="work_days_left",
        title=N_("Working days left"),
        width=10,
        shows=Shows.COUNT,
        align="right",
        why_not=BY_THE_DAY,
        help=N_("Without weekends and the holidays of the settings"),
    ),
)
