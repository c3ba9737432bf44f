"""Agreed values of other years than the target year: yearly plans on the way, a vision beyond (docs/methods.md, "Milestones")."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.levels import milestones_of, within_share
from tui.frames.methods.limits import Limits
from tui.frames.methods.results import code
from tui.frames.methods.series import percentage, progress_series, series_of, targets
from tui.frames.methods.tolerance import EPSILON, STRICT, at_the_end, decimals, only_rounded, satisfies
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.yearly_cuts import CUT


@derived
def milestone_verdicts(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Each year's result against what was agreed for that year; one row a milestone, by indicator in file order and year.

    Columns: those of ``frames.by_plan``, id, year, op, target (of a range the end that must be met), limit (its other end), basis,
    value (the year's result; of a yearly cut in points the cut of that year), percent (the result as a share of the target, in %),
    verdict (exceeded, met or not met by a known result, awaiting where the year is over without one, null for a year to come),
    rounded, on_estimate.
    """
    aims, limits = targets(frames, as_of), Limits.of(frames)
    listed = milestones_of(aims)
    aims = aims.join(listed, on="row", how="semi", maintain_order="left")
    # what was agreed for a year is about the indicator's own figures, also of one that is judged beside another in the end
    aims = aims.with_columns(relative=pl.col("reference").is_not_null(), reference=pl.lit(None, dtype=pl.String), percent=percentage())
    known = progress_series(frames, aims, as_of).select(
        *frames.by_plan, "row", "id", "kind", "better", "percent", "half", "relative", "baseline", own_op="op", unseen="gone"
    )
    listed = listed.join(known, on="row", how="left", maintain_order="left").filter(~pl.col("unseen"))
    series = series_of(frames, aims, as_of).join(aims.select("row", "kind"), on="row")
    before = series.select("row", year=pl.col("year") + 1, before="value")
    results = series.join(before, on=["row", "year"], how="left").select(
        "row",
        "year",
        result=pl.when(pl.col("kind") == CUT).then(pl.col("before") - pl.col("value")).otherwise("value"),
        on_estimate=pl.col("vintage") == "estimate",
    )
    op = pl.coalesce("op", "own_op")
    up, down = op.is_in([">", ">="]), op.is_in(["<", "<="])
    percent = pl.when("percent").then(1.0).otherwise(pl.col("value").abs() * limits.about)
    own_half = 0.5 * pl.lit(10.0) ** -pl.max_horizontal(decimals(pl.col("value")), decimals(pl.col("target_max")))
    rows = listed.join(results, on=["row", "year"], how="left", maintain_order="left").with_columns(
        op=op,
        better=pl.when(up)
        .then(1)
        .when(down)
        .then(-1)
        .when(pl.col("relative") & (pl.col("better") == 0) & (pl.col("baseline") < pl.col("value")))
        .then(1)
        .otherwise("better"),
        low=pl.col("value"),
        high=pl.max_horizontal("value", "target_max"),
        slack=pl.when(op.is_in(STRICT)).then(0.0).when(op == "~").then(percent).otherwise(pl.min_horizontal("half", own_half)),
    )
    lower = pl.col("better") < 0
    rows = rows.with_columns(
        agreed="value",
        target=pl.when(lower).then("high").otherwise("low"),
        limit=pl.when(lower).then("low").otherwise("high"),
        ranged=pl.col("high") > pl.col("low"),
        about=pl.when(op == "~").then(percent).otherwise(0.0),
    )
    result = pl.col("result")
    inside = within_share(result, limits.share_tolerance + EPSILON)
    share = pl.when(inside).then(code(Verdict.MET)).otherwise(code(Verdict.NOT_MET))
    return (
        rows.with_columns(
            verdict=pl.when(result.is_not_null() & pl.col("op").is_not_null())
            .then(pl.when(pl.col("kind") == "share").then(share).otherwise(at_the_end(result, limits)))
            .when(result.is_null() & (pl.col("year") < frames.day(as_of).dt.year()))
            .then(code(Verdict.AWAITING)),
            rounded=((pl.col("kind") != "share") & satisfies(result, limits) & only_rounded(result)).fill_null(False),
            on_estimate=pl.col("on_estimate").fill_null(False),
            percent=pl.when(pl.col("agreed") != 0).then(result / pl.col("agreed") * 100),
        )
        .sort("row", "year")
        .select(
            *frames.by_plan, "id", "year", "op", "target", "limit", "basis", "percent", "verdict", "rounded", "on_estimate", value="result"
        )
    )
