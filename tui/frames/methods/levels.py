"""Levels at the end year (docs/methods.md, B), counts (G), bounds to keep (C, D) and shares of a whole (E)."""

from __future__ import annotations

import polars as pl

from tui.frames.methods.limits import Limits
from tui.frames.methods.results import clipped, code, result
from tui.frames.methods.series import BEST_FACTOR
from tui.frames.methods.tolerance import EPSILON, at_the_end, holds, only_rounded, satisfies
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.prepared import at_once, prepared

_HELD_AGAINST = ("op", "target", "low", "high", "better", "slack", "about")
"""What a value is held against; see :func:`tui.frames.methods.tolerance.satisfies`."""

FEW = 3
"""With fewer figures a trend is said to rest on few."""


def path_level(compound: pl.Expr, baseline: pl.Expr, target: pl.Expr, years: pl.Expr, total: pl.Expr) -> pl.Expr:
    """The path to a level: x0 + (L* - x0)n/N for percentages, x0(L*/x0)^(n/N) for money (docs/methods.md, B)."""
    part = years / total
    return pl.when(compound).then(baseline * (target / baseline) ** part).otherwise(baseline + (target - baseline) * part)


def forecast_level(compound: pl.Expr, last: pl.Expr, trend: pl.Expr, growth: pl.Expr, years: pl.Expr) -> pl.Expr:
    """The level after ``years`` more years of the mean yearly change, or of compound growth for money (docs/methods.md, B)."""
    return pl.when(compound).then(last * growth**years).otherwise(last + trend * years)


def required_change(compound: pl.Expr, last: pl.Expr, target: pl.Expr, years: pl.Expr) -> pl.Expr:
    """The change each year must bring: (L* - x)/r in the indicator's unit, or ((L*/x)^(1/r) - 1) in % for money (docs/methods.md, B)."""
    return pl.when(compound).then(((target / last) ** (1 / years) - 1) * 100).otherwise((target - last) / years)


def progress_share(forecast: pl.Expr, baseline: pl.Expr, target: pl.Expr) -> pl.Expr:
    """The share S = (x̂ - x0)/(L* - x0) of the way; null when there is none to go, as from a strict bound (docs/methods.md, B)."""
    return pl.when(target != baseline).then((forecast - baseline) / (target - baseline))


def shaped(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Path, forecast for the end year (raw, and clipped to the scale of a percentage) and required change of a level.

    A compound path needs figures above 0; where one is not, the path is linear. ``trend`` becomes the mean yearly
    growth in % where the path is compound. The path goes through the milestones before the end year.
    """
    positive = (pl.col("last_value") > 0) & (pl.col("target") > 0) & (pl.col("baseline").fill_null(1.0) > 0)
    rows = rows.with_columns(compound=pl.col("compound") & positive & (pl.col("growth").is_not_null() | pl.col("trend").is_null()))
    shape = pl.col("compound")
    return (
        _on_the_way(rows)
        .with_columns(
            path=path_level(
                shape & (pl.col("from_value") > 0) & (pl.col("to_value") > 0),
                pl.col("from_value"),
                pl.col("to_value"),
                pl.col("last_year") - pl.col("from_year"),
                pl.col("to_year") - pl.col("from_year"),
            ),
            raw=forecast_level(shape, pl.col("last_value"), pl.col("trend"), pl.col("growth"), pl.col("remaining")),
            change=required_change(shape, pl.col("last_value"), _nearer_end(), pl.col("remaining")),
            trend=pl.when(shape).then((pl.col("growth") - 1) * 100).otherwise("trend"),
        )
        .with_columns(forecast=clipped(pl.col("raw")))
        .drop("from_year", "from_value", "to_year", "to_value")
    )


def _nearer_end() -> pl.Expr:
    """The target; the upper end of a range that must be come down to where nothing tells the direction."""
    above = (pl.col("better") == 0) & pl.col("ranged") & (pl.col("last_value") > pl.col("high"))
    return pl.when(above).then("high").otherwise("target")


def _on_the_way(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with the two agreed levels the last year lies between: baseline, milestones before the end year, target.

    Adds from_year, from_value, to_year, to_value.
    """
    whole = rows.with_columns(from_year="baseline_year", from_value="baseline", to_year="end", to_value="target")
    if rows.collect_schema()["milestones"] == pl.Null:
        return whole
    listed = _milestones(rows).filter(pl.col("value").is_not_null())
    between = (pl.col("year") > pl.col("baseline_year")) & (pl.col("year") < pl.col("end"))
    marks = listed.select("row", "year", "value").join(rows.select("row", "baseline_year", "end", "last_year"), on="row").filter(between)
    passed = pl.col("year") <= pl.col("last_year")
    near = (
        marks.sort("row", "year")
        .group_by("row")
        .agg(
            from_year_m=pl.col("year").filter(passed).last(),
            from_value_m=pl.col("value").filter(passed).last(),
            to_year_m=pl.col("year").filter(~passed).first(),
            to_value_m=pl.col("value").filter(~passed).first(),
        )
    )
    ends = ("from_year", "from_value", "to_year", "to_value")
    return (
        whole.join(near, on="row", how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"{end}_m", end).alias(end) for end in ends)
        .drop(f"{end}_m" for end in ends)
    )


def milestones_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The agreed values of other years, one a row. Columns: row, year, value (its target), target_max, op, basis."""
    listed = rows.select("row", "milestones")
    if listed.schema["milestones"] == pl.Null:
        schema = {"row": pl.UInt32, "year": pl.Int64, "target_max": pl.Float64, "op": pl.String, "basis": pl.String, "value": pl.Float64}
        return pl.DataFrame(schema=schema)
    return at_once(_milestones(listed.lazy()))


def _milestones(rows: pl.LazyFrame) -> pl.LazyFrame:
    listed = rows.select("row", "milestones").filter(pl.col("milestones").list.len() > 0)
    return listed.explode("milestones").unnest("milestones").select("row", "year", "target_max", "op", "basis", value="target")


def _seen(judged: pl.LazyFrame, series: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """What the years so far say against the target; a missing year is missing, not failed.

    Columns: row, years_met (how many of those judged satisfy it), reached_year (the last year before the last figure that did, from the
    baseline on; null where none).
    """
    held = judged.select("row", *limits.by_plan, *_HELD_AGAINST, "start", "past", "baseline_year", "last_year")
    rows = series.select("row", "year", "value").join(held, on="row", maintain_order="left")
    rows = rows.with_columns(kept=satisfies(pl.col("value"), limits))
    kept, counted = pl.col("kept"), pl.col("year").is_between(pl.col("start"), pl.col("past"))
    earlier = (pl.col("year") >= pl.col("baseline_year")) & (pl.col("year") < pl.col("last_year"))
    said = rows.select("row", met=kept & counted, reached=pl.when(kept & earlier).then("year"))
    return said.group_by("row", maintain_order=True).agg(years_met=pl.col("met").sum().cast(pl.Int64), reached_year=pl.col("reached").max())


def _best_changes(rows: pl.LazyFrame, series: pl.LazyFrame) -> pl.LazyFrame:
    """The best yearly change each indicator has seen between two figures, towards its target.

    Columns: row, best: in the unit, in % where the path is compound; null with fewer than two figures.
    """
    steps = (
        series.join(rows.select("row", "past", "compound", way=_way()), on="row", maintain_order="left")
        .filter(pl.col("year") <= pl.col("past"))
        .with_columns(before=pl.col("value").shift(1), years=pl.col("year") - pl.col("year").shift(1))
        .filter(pl.col("row") == pl.col("row").shift(1))
    )
    value, before, years = pl.col("value"), pl.col("before"), pl.col("years")
    rate = pl.when((value > 0) & (before > 0)).then(((value / before) ** (1 / years) - 1) * 100)
    change = pl.when("compound").then(rate).otherwise((value - before) / years) * pl.col("way")
    best = (
        steps.select("row", "way", towards=change).group_by("row", maintain_order=True).agg(pl.col("towards").max(), pl.col("way").first())
    )
    return best.select("row", best=pl.col("towards") * pl.col("way"))


def _kept(keeps: pl.Expr, will: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The states of a bound before the end year, as (verdict, reason): docs/methods.md, C.

    Kept and the trend safe: on course; kept but the trend leaves it by the end: speed up; missed, and the trend meets it by then:
    speed up; missed otherwise, also standing still: at risk. With one figure there is no trend: kept stays on course and says so.
    """
    alone = pl.col("trend").is_null()
    safe = will.fill_null(True)
    verdict = (
        pl.when(keeps & safe)
        .then(code(Verdict.ON_COURSE))
        .when(keeps | will.fill_null(False))
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
    reason = pl.when(keeps & ~safe).then(code(Reason.THREATENED)).when(alone).then(code(Reason.NO_BASELINE))
    return verdict, reason


@prepared
def end_levels(judged: pl.LazyFrame, series: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """The level at the end year (docs/methods.md, B), and n of N of a named set (G: a linear path, never forecast above N).

    Before the end year: a level already at L* is judged as C, its trend up to the end year. A baseline that was
    at L* and has since fallen below says nothing by S, so that too is judged as C. Otherwise S against the
    thresholds; without a baseline the gap and the required change only. At risk too when each year needs more than 1.5 times the best
    change ever seen; at least speed up when it was reached in an earlier year. At the end year: exceeded, met, not met.
    ``trend``, ``required`` and ``best`` are yearly, in the unit, or in % on a compound path; ``progress`` is S. Returns :data:`RESULT`.
    """
    mine = judged.filter(pl.col("kind").is_in(["end_level", "count"]) & pl.col("unjudged").is_null()).cache()
    rows = shaped(mine).cache()
    rows = rows.join(_seen(mine, series, limits), on="row", how="left").join(_best_changes(rows, series), on="row", how="left")
    counted = pl.col("kind") == "count"
    most = pl.when(pl.col("better") > 0).then(pl.min_horizontal("raw", pl.max_horizontal("limit", "last_value")))
    rows = rows.with_columns(forecast=pl.when(counted).then(pl.coalesce(most, "forecast")).otherwise("forecast"))
    straight = progress_share(pl.col("forecast"), pl.col("baseline"), pl.col("target"))
    off = _off(pl.col("baseline"))
    closer = pl.when(off > 0).then(1 - _off(pl.col("forecast")) / off)
    rows = rows.with_columns(
        holds=holds(limits),
        held=satisfies(pl.col("baseline"), limits),
        will=satisfies(pl.col("forecast"), limits, published=False),
        way=_way(),
        progress=pl.when(pl.col("better") == 0).then(closer).otherwise(straight),
        cut_off=((pl.col("raw") - pl.col("forecast")).abs() > EPSILON) & ~counted,
    )
    left, share = pl.col("remaining"), pl.col("progress")
    kept, kept_reason = _kept(pl.col("holds"), pl.col("will"))
    asked = pl.col("change") * pl.col("way")
    beyond = (asked > EPSILON) & (asked > pl.col("best") * pl.col("way") * BEST_FACTOR + EPSILON)
    rows = rows.with_columns(
        as_kept=pl.col("holds") | pl.col("held").fill_null(False),
        kept=kept,
        kept_reason=kept_reason,
        beyond_reach=beyond.fill_null(False),
        fell=~pl.col("holds") & pl.col("reached_year").is_not_null(),
    )
    as_kept, beyond_reach, fell = pl.col("as_kept"), pl.col("beyond_reach"), pl.col("fell")
    by_share = (
        pl.when((share.is_null() & ~pl.col("will")) | (share < limits.speed_up_share - EPSILON) | beyond_reach)
        .then(code(Verdict.AT_RISK))
        .when((share < limits.close_share - EPSILON) | fell)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.ON_COURSE))
    )
    final = pl.when(pl.col("settled").is_not_null()).then(_of_bound()).otherwise(at_the_end(pl.col("last_value"), limits))
    without = pl.col("trend").is_null()  # no figure in the five years before the last, however far back the baseline is
    clip = pl.when(pl.col("cut_off").fill_null(False)).then(code(Reason.CLIPPED))
    close = pl.when((share < 1 - EPSILON) & (share >= limits.close_share - EPSILON)).then(code(Reason.CLOSE))
    fallen = pl.when(fell).then(code(Reason.FELL))
    far = pl.when(beyond_reach & (share >= limits.speed_up_share - EPSILON)).then(code(Reason.BEYOND_BEST))
    return result(
        rows.with_columns(
            verdict=pl.when(left <= 0).then(final).when(as_kept).then("kept").when(without).then(code(Verdict.NO_DATA)).otherwise(by_share),
            reason=pl.when(left <= 0)
            .then(None)
            .when(as_kept)
            .then(pl.coalesce(fallen, "kept_reason", clip))
            .when(without)
            .then(code(Reason.NO_BASELINE))
            .otherwise(pl.coalesce(fallen, far, _passes(), close, clip)),
            required=pl.when(left > 0).then(pl.when("holds").then(0.0).otherwise("change")),
            forecast=pl.when(left > 0).then("forecast"),
            progress=pl.when((left > 0) & ~pl.col("held")).then("progress"),
            rounded=(left <= 0) & _rounded(),
            few=(left > 0) & (pl.col("known") < FEW) & ~(without & ~pl.col("holds")),
            reached_year=pl.when(fell).then("reached_year"),
            turning="target",
        )
    )


def _passes() -> pl.Expr:
    """The reason of a level to be met on both sides whose trend leads across it: it comes from one side and is missed on the other."""
    last, then = pl.col("last_value"), pl.col("forecast")
    across = ((last < pl.col("low")) & (then > pl.col("high"))) | ((last > pl.col("high")) & (then < pl.col("low")))
    return pl.when((across & ~pl.col("holds") & ~pl.col("will")).fill_null(False)).then(code(Reason.PASSES))


def _way() -> pl.Expr:
    """+1 where the last figure must rise to the target, -1 where it must fall."""
    return pl.when(pl.col("target") >= pl.col("last_value")).then(1).otherwise(-1)


def _rounded() -> pl.Expr:
    """Whether the last figure meets the target only by rounding; a bound never does."""
    return pl.col("settled").is_null() & pl.col("holds") & only_rounded(pl.col("last_value"))


def _of_bound() -> pl.Expr:
    """The verdict at the end where only a bound was published."""
    return pl.when("surpassed").then(code(Verdict.EXCEEDED)).when("settled").then(code(Verdict.MET)).otherwise(code(Verdict.NOT_MET))


@prepared
def floors_and_ceilings(judged: pl.LazyFrame, series: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """A floor, keep at least m (docs/methods.md, C): the latest figure, and whether the linear trend leads across it by the end year.

    An upper bound (D) is judged as one; below 10% headroom h = (m - x)/m (setting) speed up. Strict bounds are strict on the stored
    value: 3.0 fails ``< 3``. At the end year met or not met. ``years_met`` of ``observed`` years satisfied it. Returns :data:`RESULT`.
    """
    mine = judged.filter(pl.col("kind").is_in(["floor", "ceiling"]) & pl.col("unjudged").is_null()).cache()
    rows = shaped(mine).join(_seen(mine, series, limits), on="row", how="left")
    room = pl.when((pl.col("kind") == "ceiling") & (pl.col("target") != 0)).then(
        (pl.col("target") - pl.col("last_value")) / pl.col("target")
    )
    rows = rows.with_columns(
        holds=holds(limits),
        will=satisfies(pl.col("forecast"), limits, published=False),
        headroom=room,
    )
    roomy = (pl.col("headroom") >= limits.headroom_share - EPSILON).fill_null(True) | pl.col("settled").is_not_null()
    verdict, reason = _kept(pl.col("holds"), pl.col("will"))
    narrow = pl.col("holds") & ~roomy
    ranged = (
        pl.when(pl.col("settled").is_null() & pl.col("ranged"))
        .then(at_the_end(pl.col("last_value"), limits))
        .when("holds")
        .then(code(Verdict.MET))
        .otherwise(code(Verdict.NOT_MET))
    )
    over = pl.col("remaining") <= 0
    said = rows.with_columns(
        verdict=pl.when(over).then(ranged).when(narrow).then(code(Verdict.SPEED_UP)).otherwise(verdict),
        reason=pl.when(~over).then(pl.when(narrow).then(code(Reason.THREATENED)).otherwise(reason)),
        forecast=pl.when(~over).then("forecast"),
        required=pl.when(~over & pl.col("settled").is_null()).then(pl.when("holds").then(0.0).otherwise("change")),
        path=pl.col("target"),
        rounded=over & _rounded(),
        reached_year=pl.lit(None, dtype=pl.Int64),
        turning="target",
    )
    return result(said)


@prepared
def shares(judged: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """One share of a whole (docs/methods.md, E), by its op with ± 0.5 point (setting); :func:`distances` says how far the whole is.

    ``=`` and ``~`` are two-sided here whatever the setting on bare values says: a share that exceeds its target takes from
    another; a range holds inside its ends. At the end year met or not met. Before it the linear forecast for the end year counts
    (docs/methods.md, B): within the tolerance of the target on course (speed up, threatened, when it is there now but will leave);
    else progress = 1 - |x̂ - s*|/|x0 - s*|, which is S as long as the target is not overshot, against the
    limits. Without a baseline no verdict unless the share already holds. Returns :data:`RESULT`.
    """
    mine = judged.filter((pl.col("kind") == "share") & pl.col("unjudged").is_null())
    rows = shaped(mine.with_columns(compound=pl.lit(False)))
    slack = limits.share_tolerance + EPSILON
    rows = rows.with_columns(
        holds=within_share(pl.col("last_value"), slack),
        held=within_share(pl.col("baseline"), slack).fill_null(False),
        will=within_share(pl.col("forecast"), slack),
        progress=1 - _off(pl.col("forecast")) / _off(pl.col("baseline")),
    )
    left, progress = pl.col("remaining"), pl.col("progress")
    final = pl.when("holds").then(code(Verdict.MET)).otherwise(code(Verdict.NOT_MET))
    keeps, will, without = pl.col("holds"), pl.col("will"), pl.col("trend").is_null()
    running = (
        pl.when(keeps & will.fill_null(True))
        .then(code(Verdict.ON_COURSE))
        .when(keeps)
        .then(code(Verdict.SPEED_UP))
        .when(will)
        .then(code(Verdict.ON_COURSE))
        .when(pl.col("held"))  # it was there and left: S from such a baseline says nothing
        .then(code(Verdict.AT_RISK))
        .when(without)
        .then(code(Verdict.NO_DATA))
        .when(progress >= limits.close_share - EPSILON)
        .then(code(Verdict.ON_COURSE))
        .when(progress >= limits.speed_up_share - EPSILON)
        .then(code(Verdict.SPEED_UP))
        .otherwise(code(Verdict.AT_RISK))
    )
    reason = (
        pl.when(without)
        .then(code(Reason.NO_BASELINE))
        .when(keeps & ~will)
        .then(code(Reason.THREATENED))
        .when(_passes().is_not_null())
        .then(code(Reason.PASSES))
        .when(~keeps & ~will & ~pl.col("held") & (progress >= limits.close_share - EPSILON))
        .then(code(Reason.CLOSE))
        .when((pl.col("raw") - pl.col("forecast")).abs() > EPSILON)
        .then(code(Reason.CLIPPED))
    )
    nearer = pl.when(pl.col("last_value") > pl.col("high")).then("high").otherwise("low")
    inside = pl.col("ranged") & keeps
    return result(
        rows.with_columns(
            verdict=pl.when(left <= 0).then(final).otherwise(running),
            reason=pl.when(left > 0).then(reason),
            required=pl.when(left > 0).then(pl.when(inside).then(0.0).otherwise((nearer - pl.col("last_value")) / left)),
            forecast=pl.when(left > 0).then("forecast"),
            progress=pl.when((left > 0) & ~pl.col("held")).then("progress"),
            turning="target",
        )
    )


def within_share(value: pl.Expr, slack: pl.Expr) -> pl.Expr:
    """A part within the tolerance of its share, both ways for ``=`` and ``~``; inside its range where it has one."""
    away = (value - pl.col("target")) * pl.col("better")
    inside = (value >= pl.col("low") - EPSILON) & (value <= pl.col("high") + EPSILON)
    both = pl.col("op").is_in(["=", "~"])
    return pl.when("ranged").then(inside).when(both).then(away.abs() <= slack).otherwise(away >= -slack)


def _off(value: pl.Expr) -> pl.Expr:
    """How far a part, or a level nobody says the direction of, is from its target, or from the nearer end of its range."""
    return pl.max_horizontal(pl.col("low") - value, value - pl.col("high"), pl.lit(0.0))


@prepared
def distances(judged: pl.LazyFrame, series: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """For each whole and year the points still to move, and whether the parts add up (docs/methods.md, E).

    Columns: those that tell the plan, goal, year, distance (½ Σ|s - s*|, null unless every part with a target has a figure), total (Σ s),
    complete Boolean, adds_up Boolean (within the rounding of 0.05 point a part (setting); null unless complete).
    """
    parts = judged.filter((pl.col("kind") == "share") & pl.col("target").is_not_null())
    wholes = (*limits.by_plan, "goal")
    sizes = parts.group_by(wholes).agg(parts=pl.len())
    rows = series.select("row", "year", "value").join(parts.select("row", *wholes, "low", "high", "past"), on="row")
    rows = rows.filter(pl.col("year") <= pl.col("past"))
    years = rows.group_by(*wholes, "year", maintain_order=True).agg(
        away=_off(pl.col("value")).sum() / 2, total=pl.col("value").sum(), known=pl.len()
    )
    complete = pl.col("known") == pl.col("parts")
    rounding = limits.share_sum_tolerance * pl.col("parts") + EPSILON
    return (
        years.join(sizes, on=wholes)
        .sort(*wholes, "year")
        .select(
            *wholes,
            "year",
            distance=pl.when(complete).then("away"),
            total="total",
            complete=complete,
            adds_up=pl.when(complete).then((pl.col("total") - 100).abs() <= rounding),
        )
    )
