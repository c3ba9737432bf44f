"""How an indicator is judged: one function per method of docs/methods.md (growth, levels), put together here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.frames.methods.figures import figures, figures_apart, period_means
from tui.frames.methods.growth import points_cut, term_growth
from tui.frames.methods.levels import ceilings, distances, end_levels, floors, shares
from tui.frames.methods.series import RESULT, code, progress_series, result, targets, unjudged
from tui.frames.methods.verdict import VERDICT_RANK, Reason, Thresholds, Verdict

__all__ = [
    "Reason",
    "Thresholds",
    "Verdict",
    "figures",
    "figures_apart",
    "group_verdicts",
    "share_distances",
    "verdicts",
]


@derived_by_record("indicators")
def verdicts(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Where every indicator stands on a day; one row each, in the order of the file.

    Columns: id, goal, kind, op, target, then

    - baseline, baseline_year: x0 and y0 (null for mean growth, which has none);
    - last_year, last_value: the last year of the term with a result, not after the day's year;
    - observed, remaining: n and r; start, end: the first and last year judged; missing List(Int64): years without a figure before the last;
    - mean: A the mean rate in %, F the mean yearly cut in points;
    - forecast: A and F the term's mean when the last year's rate or cut goes on, D next year's level, else the end year's level;
    - required: A, and B on a compound path, the yearly rate in %; F the yearly cut; else the yearly change in the unit; 0 when a level
      is already there; null when no year is left;
    - path: the last year's value on the straight way to the target (A, C, D: the target itself);
    - verdict: a :class:`Verdict` code; reason: a :class:`Reason` code or null;
    - on_estimate: the verdict rests on an estimate ("ước");
    - progress: S of B and E; trend: mean yearly change (A: best rate of a year, F: largest cut of a year, compound path: %);
      headroom: h of D; years_met: how many observed years satisfy the target (B, C, D, G).
    - years_behind: past years after the last result for which there is none, seen from the day.

    The day decides only whether an indicator is still applicable and which years are past.
    """
    thresholds = Thresholds.of(frames.plan)
    judged = progress_series(frames, targets(frames, as_of)).with_columns(unjudged=unjudged())
    series = figures(frames)
    methods: tuple[tuple[tuple[str, ...], Callable[[], pl.DataFrame]], ...] = (
        (("term_growth",), lambda: term_growth(judged, series, period_means(frames), thresholds)),
        (("end_level", "count"), lambda: end_levels(judged, series, thresholds)),
        (("floor",), lambda: floors(judged, series, thresholds)),
        (("ceiling",), lambda: ceilings(judged, series, thresholds)),
        (("share",), lambda: shares(judged, series, thresholds)),
        (("points_cut",), lambda: points_cut(judged, series)),
    )
    kinds = set(judged.filter(pl.col("unjudged").is_null())["kind"])
    said = pl.concat([_unjudged(judged), *(method() for judges, method in methods if kinds & set(judges))])
    known = judged.select("id", "goal", "kind", "op", "target", "start", "end")
    behind = pl.min_horizontal("end", pl.lit(as_of.year - 1, dtype=pl.Int64)) - pl.coalesce("last_year", pl.col("start") - 1)
    joined = known.join(said, on="id", how="left", maintain_order="left").with_columns(years_behind=behind.clip(lower_bound=0))
    return joined.select("id", "goal", "kind", "op", "target", *list(RESULT)[1:], "start", "end", "years_behind")


def _unjudged(judged: pl.DataFrame) -> pl.DataFrame:
    """What no method can judge: not applicable any more, without a target, or without a full-year figure of the term."""
    rows = judged.filter(pl.col("unjudged").is_not_null())
    gone = pl.col("unjudged") == Reason.NOT_APPLICABLE.value
    return result(
        rows.with_columns(
            verdict=pl.when(gone).then(code(Verdict.NOT_APPLICABLE)).otherwise(code(Verdict.NO_DATA)),
            reason=pl.col("unjudged"),
            on_estimate=pl.lit(False),
            trend=pl.lit(None, dtype=pl.Float64),
        )
    )


def group_verdicts(frames: Frames, judged: pl.DataFrame) -> pl.DataFrame:
    """A group is as bad as its worst member. Columns: goal, verdict; every goal, in the order of the file.

    Members that are not applicable any more count only when there is no other; a group without members has no data,
    and so has one that is green but for a member without data.
    """
    rank = pl.col("verdict").replace_strict({v.value: r for v, r in VERDICT_RANK.items()}, return_dtype=pl.Int64)
    worst = judged.with_columns(rank=rank).sort("rank").group_by("goal").agg(verdict=pl.col("verdict").first())
    goals = frames["goals"].select(goal="id")
    return goals.join(worst, on="goal", how="left", maintain_order="left").with_columns(pl.col("verdict").fill_null(Verdict.NO_DATA.value))


@derived
def share_distances(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """How far each structure is from its targets by year; see :func:`tui.frames.methods.levels.distances`."""
    return distances(targets(frames, as_of), figures(frames), Thresholds.of(frames.plan))
