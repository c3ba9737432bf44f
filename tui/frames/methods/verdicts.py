"""How an indicator is judged: one function per method of docs/methods.md (growth, cuts, levels), put together here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.frames.methods.cuts import points_cut
from tui.frames.methods.figures import figures, figures_apart, known_entries, period_means, reports_in_words
from tui.frames.methods.growth import term_growth, term_totals
from tui.frames.methods.levels import distances, end_levels, floors_and_ceilings, shares
from tui.frames.methods.limits import Limits
from tui.frames.methods.results import RESULT, code, result, results
from tui.frames.methods.rounding import harder
from tui.frames.methods.series import CHAINED, progress_on, series_on, targets
from tui.frames.methods.tolerance import STRICT
from tui.frames.methods.verdict import VERDICT_RANK, Reason, Verdict
from tui.frames.prepared import prepared

__all__ = [
    "Reason",
    "Verdict",
    "figures",
    "figures_apart",
    "group_verdicts",
    "share_distances",
    "verdicts",
]

_LATEST_UNREPORTED = 1
"""So many years that are over may lack their figure before nothing is said about the ones ahead."""

_ROUNDING_NOISE = 1e-6
"""Closer than this, in units of the last digit, a number is what it is shown as."""

_STAYS = (Reason.GAP, Reason.NOT_APPLICABLE, Reason.NO_TARGET)
"""No data for one of these is no data also when the end year is over: its figure alone would decide nothing."""


@derived_by_record("indicators")
def verdicts(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Where every indicator stands on a day; one row each, in the order of the file.

    Columns: those of ``frames.by_plan``, id, goal, kind, op, target (of a range the end that must be met), limit (its other end; the
    target where it is none), better (+1 up, -1 down, 0 where nothing tells; of what awaits the end year's figure as that will be
    judged), then

    - baseline, baseline_year: x0 and y0 (null for mean growth, which has none);
    - last_year, last_value: the last year of the term with a known result, not after the day's year;
    - observed, remaining: n and the years after the last result; start, end: the first and last year judged; missing List(Int64):
      years without a figure before the last;
    - mean: A the mean rate in %, F the mean yearly cut, H the mean or the sum so far;
    - forecast: A, F and H the term's result when the last year's goes on, else the end year's level;
    - required: A, and B on a compound path, the yearly rate in %; F the yearly cut; H the yearly value; else the yearly change in the
      unit; 0 when a level is already there; null when no year is left or nothing can be required of those that are over;
    - condition: the same of every year after the last result, also of those that are over: what they must have brought;
    - path: the last year's value on the way to the target (A, C, D: the target itself);
    - verdict: a :class:`Verdict` code; reason: a :class:`Reason` code or null;
    - on_estimate: the verdict rests on an estimate ("ước"); rounded: met only by rounding ("làm tròn"); few: it rests on fewer than
      three figures ("ít số liệu");
    - estimated: the mean or level rests on an estimate, whether or not the verdict rests on it (*awaiting* does not);
    - progress: S of B and E; trend: mean yearly change (A, H: best year, F: largest cut of a year, compound path: %); best: the best
      yearly change, rate, value or cut;
      headroom: h of D; years_met: how many observed years satisfy the target (B, C, D, G); reached_year: the last year a level was
      there that is short of it now.
    - years_behind: years that are over after the last result, u; ahead: years ahead, r, seen from the day;
    - turning, turning_op: of a verdict that awaits the end year's figure, what that must be to meet the target and on which side
      ("=" where both count, "<" and ">" where the value itself does not do); where several years are awaited, what a mean over them
      must be;
    - closing: of a mean or sum whose end year is known and one year before it is not, what that one must have brought (on the side of
      turning_op);
    - turning_max: the other end where it must lie in a range, from turning to turning_max; else null;
    - decimals: of the published figures; reference_value: the figure of the other indicator it is compared with.

    The day decides which figures are known, which years are past, which target is in force and whether it is applicable.
    """
    limits, by_plan = Limits.of(frames), tuple(frames.by_plan)
    series, judged = series_on(frames, as_of), progress_on(frames, as_of)
    means = period_means(frames, as_of)
    methods: tuple[tuple[tuple[str, ...], Callable[[], pl.DataFrame]], ...] = (
        (("term_growth",), lambda: term_growth(judged, series, means if means.height else None, limits)),
        (("term_sum", "term_mean"), lambda: term_totals(judged, series, limits)),
        (("end_level", "count"), lambda: end_levels(judged, series, limits)),
        (("floor", "ceiling"), lambda: floors_and_ceilings(judged, series, limits)),
        (("share",), lambda: shares(judged, limits)),
        (("points_cut",), lambda: points_cut(judged, series, _other_scope(frames, as_of), limits)),
        (("qualitative",), lambda: _qualitative(judged, reports_in_words(frames, as_of))),
    )
    kinds = {kind for kind, why_not in zip(judged["kind"], judged["unjudged"], strict=True) if why_not is None}
    said = (method() for judges, method in methods if not kinds.isdisjoint(judges))
    compared = None if judged["reference"].null_count() == judged.height else figures(frames, as_of)
    return _judged(judged, compared, by_plan, limits, *said)


@prepared
def _judged(
    judged: pl.LazyFrame, compared: pl.LazyFrame | None, by_plan: tuple[str, ...], limits: Limits, *said: pl.LazyFrame
) -> pl.LazyFrame:
    """The verdicts, of what the methods said; ``compared`` are the figures where an indicator is judged against another one."""
    told = results([_unjudged(judged), *said])
    known = judged.select(
        *by_plan, "row", "id", "goal", "kind", "op", "target", "limit", "better", "better_at_end", "start", "end", "over", "reference"
    )
    joined = _seen_from_the_day(known.join(told, on="row", how="left", maintain_order="left"), limits)
    joined = _compared(joined, compared, by_plan)
    return joined.select(
        *by_plan,
        "id",
        "goal",
        "kind",
        "op",
        "target",
        "limit",
        "better",
        *list(RESULT)[1:],
        "start",
        "end",
        "years_behind",
        "ahead",
        "condition",
        "estimated",
        "closing",
        "turning_op",
        "turning_max",
        "reference_value",
    )


def _unjudged(judged: pl.LazyFrame) -> pl.LazyFrame:
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


@prepared
def _qualitative(judged: pl.LazyFrame, reports: pl.LazyFrame) -> pl.LazyFrame:
    """What has no number (docs/methods.md, Q): met or not met as the latest report of the years judged says, else no data."""
    mine = judged.filter((pl.col("kind") == "qualitative") & pl.col("unjudged").is_null())
    mine = mine.drop("last_year", "remaining", "on_estimate").cache()
    inside = pl.col("year").is_between(pl.col("start"), pl.col("past"))
    last = (
        reports.join(mine.select("row", "start", "past"), on="row")
        .filter(inside)
        .sort("year")
        .group_by("row", maintain_order=True)
        .agg(last_year=pl.col("year").last(), reached=pl.col("reached").last(), on_estimate=(pl.col("vintage") == "estimate").last())
    )
    rows = mine.join(last, on="row", how="left", maintain_order="left")
    reached = pl.col("reached")
    return result(
        rows.with_columns(
            remaining=pl.col("end") - pl.coalesce("last_year", pl.col("start") - 1),
            on_estimate=pl.col("on_estimate").fill_null(False),
            verdict=pl.when(reached.is_null())
            .then(code(Verdict.NO_DATA))
            .when(reached)
            .then(code(Verdict.MET))
            .otherwise(code(Verdict.NOT_MET)),
            reason=pl.when(reached.is_null()).then(code(Reason.NO_TARGET)),
        )
    )


def _other_scope(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The years of which an indicator lists a figure of another scope. Columns: row, year, scope."""
    known = known_entries(frames, as_of)[["row", "year", "scope"]]
    return known.clear() if known["scope"].null_count() == known.height else known.filter(pl.col("scope").is_not_null())


def _seen_from_the_day(rows: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """What the day adds to what the figures say (docs/methods.md, "Years ahead, years not yet reported").

    Nothing is said of an end year that is over before its figure is known: ``awaiting``, with what that must be. Before, there must be
    a figure of the years judged, and where the last two or more are not reported, the figures are too old to judge by. Adds
    years_behind, ahead, condition, turning_op, turning_max.
    """
    last = pl.coalesce("last_year", pl.col("start") - 1)
    cut_from_nowhere = (pl.col("kind") == "points_cut") & (pl.col("reason") == Reason.NO_BASELINE.value)
    rows = rows.with_columns(
        years_behind=(pl.col("over") - last).clip(lower_bound=0),
        left=pl.col("end") - last,
        condition="required",
        stays=pl.col("reason").is_in([reason.value for reason in _STAYS]).fill_null(False) | cut_from_nowhere.fill_null(False),
        unended=(pl.col("last_year") < pl.col("end")).fill_null(False),
        rounded=pl.col("rounded").fill_null(False),
    )
    open_ = ~pl.col("stays") & (pl.col("kind") != "qualitative") & pl.col("unended")
    rows = rows.with_columns(ahead=(pl.col("left") - pl.col("years_behind")).clip(lower_bound=0), open=open_)
    rows = rows.with_columns(awaits=pl.col("open") & (pl.col("over") >= pl.col("end")).fill_null(False))
    running = pl.col("open") & ~pl.col("awaits")
    rows = rows.with_columns(early=running & (pl.col("last_year") < pl.col("start")).fill_null(False))
    outdated = running & ~pl.col("early") & (pl.col("years_behind") > _LATEST_UNREPORTED).fill_null(False)
    rows = rows.with_columns(outdated=outdated).with_columns(unsaid=pl.any_horizontal("awaits", "early", "outdated"))
    rows = rows.with_columns(
        verdict=pl.when("awaits").then(code(Verdict.AWAITING)).when("unsaid").then(code(Verdict.NO_DATA)).otherwise("verdict"),
        reason=pl.when("awaits")
        .then(None)
        .when("early")
        .then(code(Reason.NO_FIGURES))
        .when("outdated")
        .then(code(Reason.OUTDATED))
        .when("rounded")
        .then(code(Reason.ROUNDED))
        .otherwise("reason"),
        better=pl.when("awaits").then("better_at_end").otherwise("better"),
        turning=pl.when(pl.col("awaits") | (closes := (pl.col("reason") == Reason.GAP.value).fill_null(False))).then("turning"),
        closes=closes,
        few=pl.col("few").fill_null(False) & ~pl.col("unsaid"),
        estimated=pl.col("on_estimate").fill_null(False),
        on_estimate=pl.col("on_estimate").fill_null(False) & ~pl.col("unsaid"),
        reached_year=pl.when(~pl.col("unsaid")).then("reached_year"),
        **{key: pl.when(~pl.col("unsaid")).then(key) for key in ("required", "forecast", "progress")},
    )
    return _shown(rows, limits)


def _shown(rows: pl.LazyFrame, limits: Limits) -> pl.LazyFrame:
    """The turning value as it is shown: what was worked out is rounded to the harder side, so that what comes to it meets the target.

    A strict bound stands as it was agreed, and is said to be one; so does a range that is met between its ends only.
    """
    better, chained, cut, share = pl.col("better"), pl.col("kind").is_in(CHAINED), pl.col("kind") == "points_cut", pl.col("kind") == "share"
    decimals, op = pl.col("decimals").fill_null(0), pl.col("op")
    ranged = (pl.col("limit") != pl.col("target")).fill_null(False)
    exactly = (op == "=") & ~ranged & ~limits.equal_is_minimum
    rows = rows.with_columns(
        two_sided=(better == 0) | (share & (op.is_in(["=", "~"]) | ranged)) | exactly,
        upwards=pl.when(cut).then(better < 0).otherwise(better > 0),
        said=chained | cut,
        digits=pl.when(chained).then(pl.max_horizontal(decimals, 2)).otherwise(decimals),
    ).with_columns(turned=harder(pl.col("turning"), pl.col("digits"), pl.col("upwards")))
    turned = pl.col("turned")
    as_it_is = ~pl.col("said") | ((turned - pl.col("turning")).abs() * pl.lit(10.0) ** pl.col("digits") < _ROUNDING_NOISE)
    nothing_left = cut & (pl.col("turning").abs() < _ROUNDING_NOISE)  # a rate of 0 is met whatever the sign
    rows = rows.with_columns(strict=op.is_in(STRICT) & ~share & as_it_is & ~nothing_left)
    strict = pl.col("strict")
    rises = pl.when("upwards").then(pl.when(strict).then(pl.lit(">")).otherwise(pl.lit(">=")))
    side = pl.when("two_sided").then(pl.lit("=")).otherwise(rises.otherwise(pl.when(strict).then(pl.lit("<")).otherwise(pl.lit("<="))))
    inside = pl.col("turning").is_not_null() & pl.col("two_sided") & ranged & ~pl.col("said")
    return rows.with_columns(
        turning=pl.when(inside)
        .then(pl.min_horizontal("target", "limit"))
        .when(pl.col("two_sided") | ~pl.col("said"))
        .then("turning")
        .otherwise(turned),
        turning_op=pl.when(pl.col("turning").is_not_null()).then(side),
        turning_max=pl.when(inside).then(pl.max_horizontal("target", "limit")),
    ).with_columns(turning=pl.when(~pl.col("closes")).then("turning"), closing=pl.when("closes").then("turning"))


def _compared(rows: pl.LazyFrame, known: pl.LazyFrame | None, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    """An indicator that is judged against another one, with its own figure, and the other's as its target; adds reference_value.

    What was worked out of the differences between the two stays a difference: required, needed, trend; what would be one and reads
    like a level is left out.
    """
    if known is None:
        return rows.with_columns(reference_value=pl.lit(None, dtype=pl.Float64))
    own = known.select("row", last_year="year", own="value")
    other = known.select(*by_plan, reference="id", last_year="year", reference_value="value")
    joined = rows.join(own, on=["row", "last_year"], how="left", maintain_order="left").join(
        other, on=[*by_plan, "reference", "last_year"], how="left", maintain_order="left"
    )
    relative = pl.col("reference").is_not_null()
    return joined.with_columns(
        last_value=pl.when(relative).then("own").otherwise("last_value"),
        target=pl.when(relative).then("reference_value").otherwise("target"),
        limit=pl.when(relative).then("reference_value").otherwise("limit"),
        **{
            key: pl.when(~relative).then(key) for key in ("baseline", "forecast", "path", "turning", "turning_op", "turning_max", "closing")
        },
    ).drop("own")


def group_verdicts(frames: Frames, judged: pl.DataFrame) -> pl.DataFrame:
    """A group is as bad as its worst member. Columns: those of ``frames.by_plan``, goal, verdict; every goal, in the order of the file.

    Members that are not applicable any more count only when there is no other; a group without members has no data,
    and so has one that is green but for a member without data.
    """
    keys = (*frames.by_plan, "goal")
    rank = pl.col("verdict").replace_strict({v.value: r for v, r in VERDICT_RANK.items()}, return_dtype=pl.Int64)
    worst = judged.with_columns(rank=rank).sort("rank").group_by(keys).agg(verdict=pl.col("verdict").first())
    goals = frames.columns("goals", (*frames.by_plan, "id")).rename({"id": "goal"})
    return goals.join(worst, on=keys, how="left", maintain_order="left").with_columns(pl.col("verdict").fill_null(Verdict.NO_DATA.value))


@derived
def share_distances(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """How far each structure is from its targets by year; see :func:`tui.frames.methods.levels.distances`."""
    return distances(targets(frames, as_of), figures(frames, as_of), Limits.of(frames))
