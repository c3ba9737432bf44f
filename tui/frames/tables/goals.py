"""The register of goals with the verdict of each group."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.headline import passes
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.verdicts import group_verdicts, verdicts
from tui.frames.tables.cells import VERDICT_LOOKS, VERDICT_SCALE, WORKED_OUT, Translate, glyphed, mapped, ranked, speed_words, tones, worded
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.filter import rank_column
from tui.frames.tables.register import register_view
from tui.model.plan import Plan
from tui.model.text import N_

_BESIDE: Final = ("number", "title")


def goals_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: goals as the file has them; the register's columns and, after the title, how many indicators and the worst verdict.

    Besides: ``members`` Int64, ``verdict``: the group's (docs/methods.md: a group is as bad as its worst member).
    """
    view = register_view(frames, plan, "goals", words)
    judged = verdicts(frames, as_of)
    members = frames.columns("indicators", ("goal",)).group_by(id="goal").agg(members=pl.len().cast(pl.Int64))
    rows = (
        view.frame.join(group_verdicts(frames, judged).rename({"goal": "id"}), on="id", how="left", maintain_order="left")
        .join(members, on="id", how="left", maintain_order="left")
        .join(_to_slow_down(judged), on=["id", "verdict"], how="left", maintain_order="left")
        .with_columns(
            pl.col("members").fill_null(0),
            ranked(pl.col("verdict"), Verdict).alias(rank_column("verdict")),
            verdict_text=speed_words(
                words,
                worded(pl.col("verdict"), glyphed(VERDICT_LOOKS, {v: v.label for v in Verdict}, words)),
                pl.col("slower"),
                pl.col("either"),
            ),
            verdict_tone=mapped(pl.col("verdict"), tones(VERDICT_LOOKS)),
        )
        .drop("slower", "either")
    )
    known = {column.key: column for column in view.columns}
    first = [attrs.evolve(known.pop(key), worth=0) for key in _BESIDE]
    return View("goals", rows, (*first, _MEMBERS, *known.values(), _VERDICT), frames)


def _to_slow_down(judged: pl.DataFrame) -> pl.DataFrame:
    """DataFrame[id, verdict, slower, either]: of the members of each goal with a verdict whether all, or some, are told to slow down."""
    return judged.group_by(pl.col("goal").alias("id"), "verdict").agg(slower=passes().all(), either=passes().any())


_MEMBERS: Final = Column(
    key="members", title=N_("Indicators"), width=8, shows=Shows.COUNT, align="right", why_not=WORKED_OUT, worth=1, adds=True
)
_VERDICT: Final = Column(
    key="verdict",
    title=N_("Verdict"),
    width=22,
    text="verdict_text",
    tone="verdict_tone",
    why_not=WORKED_OUT,
    answer=True,
    scale=VERDICT_SCALE,
)
