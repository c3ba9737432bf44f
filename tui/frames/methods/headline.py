"""How many indicators stand how: the one count that tab, overview, ``kehoach status`` and the papers show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.verdict import HEADLINE, Reason, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.prepared import prepared
from tui.model.text import N_

QUALITATIVE: Final = "qualitative"
"""What an indicator without a number counts as while nobody said whether it was reached: it does not wait for a figure."""

STANDINGS: Final[tuple[str, ...]] = tuple(
    code for verdict in HEADLINE for code in ([verdict.value, QUALITATIVE] if verdict is Verdict.NO_DATA else [verdict.value])
)
"""Every code an indicator is counted under, in the order of the headline."""

WORST_FIRST: Final[tuple[str, ...]] = tuple(
    code for verdict in Verdict for code in ([verdict.value, QUALITATIVE] if verdict is Verdict.NO_DATA else [verdict.value])
)

LABELS: Final[Mapping[str, str]] = {verdict.value: verdict.label for verdict in Verdict} | {QUALITATIVE: N_("without a number")}
"""The English words of each code, marked for translation."""

SLOW_DOWN: Final = N_("slow down")
"""What *speed up* is called of a level whose present trend leads past its target (:attr:`Reason.PASSES`)."""

EITHER_WAY: Final = N_("speed up or slow down")
"""What *speed up* is called of several levels of which some are told to slow down."""

SHORT_LABELS: Final[Mapping[str, str]] = {verdict.value: verdict.short for verdict in Verdict} | {QUALITATIVE: N_("without a number")}
"""Shorter ones, for where all counts share a line."""

MARKS: Final[Mapping[str, str]] = {
    "rounded": N_("(rounded)"),
    "on_estimate": N_("(estimate)"),
    "few": N_("(few figures)"),
}
"""What is said beside a verdict wherever it stands: met by rounding only, resting on an estimate, on fewer than three figures."""

UNMARKED: Final = (Verdict.AWAITING, Verdict.NO_DATA, Verdict.NOT_APPLICABLE)

_NOTHING_KNOWN: Final = (Reason.NO_FIGURES.value, Reason.NO_TARGET.value)


def standing_code() -> pl.Expr:
    """The code a row of the verdicts is counted under."""
    unsaid = (pl.col("kind") == QUALITATIVE) & (pl.col("verdict") == Verdict.NO_DATA.value)
    return pl.when(unsaid).then(pl.lit(QUALITATIVE)).otherwise("verdict")


def standing_of(row: Mapping[str, Any]) -> str:
    """The code a row of the verdicts is counted under."""
    return QUALITATIVE if row["kind"] == QUALITATIVE and row["verdict"] == Verdict.NO_DATA else str(row["verdict"])


def label_of(row: Mapping[str, Any], labels: Mapping[str, str] = LABELS) -> str:
    """The English words of the code of a row of the verdicts; what leads past its target is never told to speed up."""
    slower = row["verdict"] == Verdict.SPEED_UP and row["reason"] == Reason.PASSES
    return SLOW_DOWN if slower else labels[standing_of(row)]


def marks_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of :data:`MARKS` stand beside the verdict of a row of the verdicts."""
    if row["verdict"] in UNMARKED:
        return ()
    rounded = row.get("rounded") or row["reason"] == Reason.ROUNDED
    return tuple(mark for mark, here in (("rounded", rounded), ("on_estimate", row["on_estimate"]), ("few", row.get("few"))) if here)


def headline(judged: pl.DataFrame) -> dict[str, int]:
    """How many indicators stand how, every code of :data:`STANDINGS` named, in their order. Scores are never averaged."""
    counts: Mapping[str, int] = dict(judged.select(code=standing_code()).group_by("code").len().iter_rows())
    return {code: counts.get(code, 0) for code in STANDINGS}


@derived
def headline_on(frames: Frames, as_of: dt.date) -> tuple[dict[str, int], dict[str, int]]:
    """The headline of a day, and by code how many of these are told of apart: of those without data the ones that have figures, of those
    to speed up the ones that are told to slow down."""
    counted = _counted(frames, as_of)
    counts, apart = (dict(zip(counted["code"].to_list(), counted[key].to_list(), strict=True)) for key in ("n", "known"))
    return {code: counts.get(code, 0) for code in STANDINGS}, {code: n for code, n in apart.items() if n}


@derived
def _counted(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """By code how many stand so (``n``), and how many of them are told of apart (``known``), as :func:`headline_on` says.

    A frame, so that another session over the plan as it is need not ask again.
    """
    return _by_code(verdicts(frames, as_of))


@prepared
def _by_code(judged: pl.LazyFrame) -> pl.LazyFrame:
    rows = judged.select(code=standing_code(), known=_known_but_not_enough() | passes())
    return rows.group_by("code", maintain_order=True).agg(n=pl.len(), known=pl.col("known").sum())


def headlines(plans: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """The headline of each of many plans. Columns: plan, every code of :data:`STANDINGS` (how many stand so, Int64), and not_enough.

    ``plans``: a column plan, one row each; ``judged`` the verdicts of all with that column. ``not_enough`` is how many of those without
    data do have figures.
    """
    counted = judged.select("plan", code=standing_code(), known=_known_but_not_enough())
    counts = counted.group_by("plan").agg(
        *((pl.col("code") == code).sum().cast(pl.Int64).alias(code) for code in STANDINGS), not_enough=pl.col("known").sum().cast(pl.Int64)
    )
    joined = plans.select("plan").join(counts, on="plan", how="left", maintain_order="left")
    return joined.with_columns(pl.exclude("plan").fill_null(0))


def _known_but_not_enough() -> pl.Expr:
    return (standing_code() == Verdict.NO_DATA.value) & ~pl.col("reason").is_in(_NOTHING_KNOWN).fill_null(False)


def to_slow_down(judged: pl.DataFrame) -> int:
    """How many of those counted as *speed up* are told to slow down: the present trend leads past the target."""
    return judged.filter(passes()).height


def passes() -> pl.Expr:
    """Whether a row of the verdicts is told to slow down: its present trend leads past the target."""
    return ((pl.col("verdict") == Verdict.SPEED_UP.value) & (pl.col("reason") == Reason.PASSES.value)).fill_null(False)


def not_enough(judged: pl.DataFrame) -> int:
    """How many of those without data do have figures, but not enough to be judged by."""
    return judged.filter(_known_but_not_enough()).height
