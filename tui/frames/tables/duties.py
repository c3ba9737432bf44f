"""The register of duties with the yearly calendar: what is due when, strictly, and how it stands on the day."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.duties import duty_states
from tui.frames.methods.tasks import HANDED_IN, holidays
from tui.frames.tables.cells import (
    BY_THE_DAY,
    STATE_LOOKS,
    STATE_SCALE,
    Translate,
    day_text,
    due_words,
    in_words,
    mapped,
    named,
    ranked,
    short_names,
    tones,
)
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.filter import rank_column
from tui.frames.tables.register import register_view
from tui.model.periods import period_words
from tui.model.plan import Plan
from tui.model.text import N_

_FIRST: Final = "what"
_WAIVED: Final = N_("waived")
_REPORTS: Final = {"id": pl.String, "reports": pl.String}


def duties_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: duties as the file has them; the register's columns and, before them, where each stands on the day.

    The state is the worst of what it asks, of every body and of every period that is late; ``reports`` says who has handed in which
    report and who has not. Besides: ``last_good`` Date (strict: the day before the one named), ``last_work_day`` Date (the last working
    day not after it, without weekends and [settings] holidays), ``state``, ``days_late``, ``days_left``, ``work_days_left``.
    """
    view = register_view(frames, plan, "duties", words)
    days_off = holidays(frames)
    found = duty_states(frames, as_of)
    states = (
        found.with_columns(worst=ranked(pl.col("state"), STATE_LOOKS))
        .sort("worst", nulls_last=True, maintain_order=True)
        .unique("id", keep="first", maintain_order=True)
        .select("id", "last_good", "state", "days_late", "days_left", "work_days_left", is_waived="waived")
        .with_columns(last_work_day=pl.col("last_good").dt.add_business_days(0, holidays=days_off, roll="backward"))
    )
    joined = view.frame.join(states, on="id", how="left", maintain_order="left").join(
        _reports(frames, found, words), on="id", how="left", maintain_order="left"
    )
    rows = joined.with_columns(
        ranked(pl.col("state"), STATE_LOOKS).alias(rank_column("state")),
        state_text=pl.when("is_waived").then(pl.coalesce(due_words(words), pl.lit(f"– {words(_WAIVED)}"))).otherwise(due_words(words)),
        state_tone=mapped(pl.col("state"), tones(STATE_LOOKS)),
    )
    known = {column.key: column for column in view.columns}
    what = attrs.evolve(known.pop(_FIRST), width=24, grows=True, worth=0)
    return View("duties", rows, (what, *_COLUMNS, *known.values(), _STATE), frames)


def _reports(frames: Frames, found: pl.DataFrame, words: Translate) -> pl.DataFrame:
    """DataFrame[id, reports]: "year 2026: 1/2: ✓ Sở TC 18/11/2026, – Sở Y tế; year 2025: …", the report one speaks of first.

    Of duties without a day only where something was handed in.
    """
    done = pl.col("state").is_in([state.value for state in HANDED_IN]).fill_null(False)
    name = named(pl.col("agency"), short_names(frames, "agencies"))
    day = pl.concat_str(pl.lit(" "), day_text(pl.col("handed_on"), words)).fill_null("")
    said = pl.concat_str(pl.when(done).then(pl.lit("✓ ")).otherwise(pl.lit("– ")), name, day)
    rows = found.filter(pl.col("agency").is_not_null() & (pl.col("last_good").is_not_null() | done)).with_columns(said=said, done=done)
    counted = rows.group_by("id", "every", "year", "period", maintain_order=True).agg(
        pl.col("said"), pl.col("question", "waived").first(), n=pl.len(), done=pl.col("done").sum()
    )
    lines: dict[str, list[str]] = {}
    for row in counted.sort("question", "year", "period", descending=True, maintain_order=True).iter_rows(named=True):
        period = in_words(period_words(row["every"], row["year"], row["period"]), words)
        told = words(_WAIVED) if row["waived"] and not row["done"] else f"{row['done']}/{row['n']}: {', '.join(row['said'])}"
        lines.setdefault(row["id"], []).append(f"{period}: {told}")
    return pl.DataFrame({"id": list(lines), "reports": ["; ".join(told) for told in lines.values()]}, schema=_REPORTS)


_STATE: Final = Column(
    key="state",
    title=N_("On the day"),
    width=24,
    text="state_text",
    tone="state_tone",
    why_not=BY_THE_DAY,
    rests_on="handed_in",
    answer=True,
    scale=STATE_SCALE,
)

_COLUMNS: Final = (
    Column(
        key="last_good",
        title=N_("Last good day"),
        width=13,
        shows=Shows.DATE,
        why_not=BY_THE_DAY,
        help=N_("“Before 20/11” is strict: 19/11 is the last good day"),
        worth=1,
    ),
    Column(
        key="reports",
        title=N_("Reports asked for"),
        width=24,
        why_not=N_("c marks a report as handed in"),
        rests_on="handed_in",
        help=N_("Of each report asked for: who has handed it in (✓ and the day), and who has not"),
        worth=2,
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
