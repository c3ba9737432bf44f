"""Tab 1: the indicators under their goals, each year's figure, and the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived, derived_by_record
from tui.frames.difference import difference, in_places
from tui.frames.methods.digits import CHAINED, MEANS, RATES, digits, needs, telling_digits
from tui.frames.methods.figures import figures, waiting_figures
from tui.frames.methods.headline import LABELS, MARKS, QUALITATIVE, SLOW_DOWN, UNMARKED, WORST_FIRST, standing_code
from tui.frames.methods.limits import Limits
from tui.frames.methods.series import targets
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT, yearly_cuts
from tui.frames.prepared import prepared
from tui.frames.tables.cells import (
    SIGNS,
    UNKNOWN,
    VERDICT_LOOKS,
    VERDICT_SCALE,
    VERDICT_SCALE_EITHER_WAY,
    WORKED_OUT,
    Translate,
    filled,
    glyphed,
    mapped,
    number_text,
    ranked,
    tones,
    worded,
)
from tui.frames.tables.columns import Column, Shows, Step, Tone, View
from tui.frames.tables.figure_marks import figure_marks
from tui.frames.tables.filter import rank_column
from tui.frames.tables.plain_columns import with_plain_columns
from tui.frames.tables.search_index import also_column
from tui.model.plan import Plan
from tui.model.text import N_

NOT_YET: Final = VERDICT_LOOKS[Verdict.AWAITING].glyph
"""Stands for a figure that is there and does not count on the day looked from."""

_YEAR_KEY: Final = "year_"
_BY: Final = "goal_number"
_DIGITS: Final = {"figures": "digits", "computed": "computed_digits", "yearly": "yearly_digits"}


def year_of(column: Column) -> int | None:
    """The year whose figure a column of the targets shows; None for the other columns."""
    year = column.key.removeprefix(_YEAR_KEY)
    return int(year) if year != column.key and year.isdigit() else None


def targets_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: indicators by goal number, then as the file has them.

    The figures of a yearly cut in points are rates: its cells hold the cut of the year and say the rate beside it, or the rate alone where
    no year before it has a figure.

    Besides the shown columns the frame has ``goal``, ``goal_number``, ``kind``, ``reason``, ``on_estimate``,
    ``baseline_year`` and for each year ``year_N_vintage`` and ``year_N_source``.
    """
    return _view(frames, plan.years, as_of, words)


@derived
def _view(frames: Frames, years: range, as_of: dt.date, words: Translate) -> View:
    rows = _by_goal(frames, target_rows(frames, as_of, words))
    revised = rows["original_target"].null_count() < rows.height
    slower = rows.select((_slower()).any()).item()
    columns = _columns(years, revised=revised, scale=VERDICT_SCALE_EITHER_WAY if slower else VERDICT_SCALE)
    view = View("indicators", rows, columns, frames, _TOLD_BESIDE)
    return with_plain_columns(view, frames, words)


@attrs.frozen(eq=False)
class _ByGoal:
    """Indicators by their goals, with what they were put together from; ``order`` is the place of each in the file."""

    rows: pl.DataFrame
    order: pl.Series
    frame: pl.DataFrame


def _by_goal(frames: Frames, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of :func:`target_rows` by the number of their goal, then as the file has them, with ``name_rank``.

    After an edit that leaves the order as it is only what it has changed is put into the rows there were.
    """
    last = frames.followed.get(_by_goal)
    if isinstance(last, _ByGoal) and last.rows is rows:
        return last.frame
    changed = difference(last.rows, rows) if isinstance(last, _ByGoal) else None
    if isinstance(last, _ByGoal) and changed is not None and {"id", _BY}.isdisjoint(changed.columns):
        order, frame = last.order, in_places(last.frame, last.order, changed, rows)
    else:
        frame = rows.clone()
        if rows[_BY].is_sorted(nulls_last=True):  # as a plan mostly is written
            order = pl.int_range(rows.height, dtype=pl.UInt32, eager=True)
        else:
            order = rows.with_row_index("row").sort(_BY, nulls_last=True, maintain_order=True)["row"]
            frame = rows[order]
        frame.insert_column(1, pl.int_range(rows.height, dtype=pl.UInt32, eager=True).alias(rank_column("name")))
    frames.followed[_by_goal] = _ByGoal(rows, order, frame)
    return frame


@derived_by_record("indicators")
def target_rows(frames: Frames, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """What is shown of each indicator, in the order of the file."""
    waiting, cuts, judged = waiting_figures(frames, as_of), yearly_cuts(frames, as_of), verdicts(frames, as_of)
    return _rows(
        indicators_on(frames, as_of),
        frames.columns("goals", ("id", "number", "title")),
        figures(frames, as_of),
        waiting if waiting.height else None,
        cuts if cuts.height else None,
        judged,
        targets(frames, as_of),
        needs(frames, as_of),
        digits(frames),
        frames.plan.years,
        words,
        Limits.of(frames).share_tolerance,
        _to_be_told(judged),
    )


_NUMBERS_TOLD: Final = ("turning", "turning_max", "closing")
_REACHED: Final = (Verdict.EXCEEDED.value, Verdict.MET.value, Verdict.NOT_MET.value)
_NEEDS: Final = (Verdict.SPEED_UP.value, Verdict.AT_RISK.value)
_TOLD_OF: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "gap": ("reason", (Reason.GAP.value,)),
    "awaits": ("verdict", (Verdict.AWAITING.value,)),
    "needs": ("verdict", _NEEDS),
    "reached": ("verdict", _REACHED),
    "share": ("kind", ("share",)),
}
"""What is told of rows with one of these values in a column."""
_ALL: Final = frozenset({*_NUMBERS_TOLD, *_TOLD_OF})


def _to_be_told(verdicts: pl.DataFrame) -> frozenset[str]:
    """Which of what may be told is told of some row: a number put into words costs half a millisecond whatever the rows, also where
    there is none."""
    there = {column: set(verdicts[column].to_list()) for column in ("reason", "verdict", "kind")}
    numbers = (name for name in _NUMBERS_TOLD if verdicts[name].null_count() < verdicts.height)
    return frozenset((*numbers, *(name for name, (column, of) in _TOLD_OF.items() if not there[column].isdisjoint(of))))


@prepared
def _rows(
    agreed: pl.LazyFrame,
    goals: pl.LazyFrame,
    figures: pl.LazyFrame,
    waiting: pl.LazyFrame | None,
    cuts: pl.LazyFrame | None,
    verdicts: pl.LazyFrame,
    targets: pl.LazyFrame,
    needs: pl.LazyFrame,
    digits: pl.LazyFrame,
    years: range,
    words: Translate,
    tolerance: pl.Expr,
    told: frozenset[str],
) -> pl.LazyFrame:
    """The rows of the tab. ``agreed``, ``verdicts``, ``targets``, ``needs`` and ``digits`` have the same rows in the same order.

    ``told``: what is told of some of them (:func:`_to_be_told`).
    """
    digits = digits.select("id", **{name: pl.col(key) for key, name in _DIGITS.items()})
    marked = _marked(figures, words)
    found = (marked.with_columns(_NO_CUT) if cuts is None else _cut_beside_rate(marked, cuts, digits, words)).cache()
    said = _with_turning(pl.concat([verdicts, targets.select("compound"), digits.drop("id")], how="horizontal"), words, tolerance, told)
    aims = agreed.select("id", "goal", "name", "unit", "kind", "op", "target", "target_max", "original_op", "original_target", "parent")
    judged = said.select(
        *(column for column in _judged_columns(words, _marks(few=True), told) if column.meta.output_name() != "id"),
        pl.col("baseline").alias("verdict_baseline"),
        pl.col("baseline_year").alias("verdict_baseline_year"),
        _rate().alias("required_suffix"),
        "required_instead",
        "answer_year",
        "answer_condition",
    )
    return (
        pl.concat([aims, judged, needs.select(required="need"), digits.drop("id")], how="horizontal")
        .join(goals.select(goal="id", goal_number="number", goal_title="title"), on="goal", how="left", maintain_order="left")
        .join(_by_year(found, waiting, years), on="id", how="left", maintain_order="left")
        .with_columns(baseline_year=pl.coalesce("verdict_baseline_year", "earlier"))
        .join(
            found.select("id", "value", "suffix", "instead", baseline_year="year"),
            on=["id", "baseline_year"],
            how="left",
            maintain_order="left",
        )
        .with_columns(computed_digits=telling_digits(pl.col("expected"), pl.col("target"), pl.col("computed_digits")))
        .with_columns(
            *_baseline(years),
            unit_beside=pl.when(pl.col("kind") != QUALITATIVE).then(pl.format(", {}", pl.col("unit").replace("", None))),
            goal_text=pl.format("({}) {}", pl.col("goal_number").cast(pl.String).fill_null("–"), "goal_title"),
            verdict_short=_answer(words, told),
        )
        .drop("verdict_baseline", "verdict_baseline_year", "earlier", "value", "suffix", "instead")
        .pipe(_with_trend, years)
        .with_columns(
            pl.col("verdict_short").alias(also_column("verdict")),
            pl.format(
                "{} {}",
                mapped(pl.col("verdict"), {v: look.glyph for v, look in VERDICT_LOOKS.items()}).fill_null("?"),
                pl.when(pl.col("parent").is_null()).then(pl.lit("")).otherwise(pl.lit("└ ")),
            ).alias("name_prefix"),
            pl.when(pl.col("target_max").is_null()).then(pl.format("{} ", worded(pl.col("op"), SIGNS))).alias("target_prefix"),
            pl.format("{} ", worded(pl.col("original_op"), SIGNS)).alias("original_prefix"),
            pl.concat_str(
                pl.format("–{}", number_text(pl.col("target_max"), words)),
                pl.when(pl.col("original_target").is_not_null()).then(pl.lit(words(N_("r")))),
                ignore_nulls=True,
            )
            .replace("", None)
            .alias("target_suffix"),
        )
    )


def _marked(figures: pl.LazyFrame, words: Translate) -> pl.LazyFrame:
    """The figures that count with ``suffix``: the mark of their vintage, and of a conflict."""
    return figures.select("id", "year", "value", "vintage", "source", suffix=figure_marks(words))


_NO_CUT: Final = (pl.lit(None, dtype=pl.String).alias("instead"), pl.lit(None, dtype=pl.String).alias("short"))


def _cut_beside_rate(marked: pl.LazyFrame, cuts: pl.LazyFrame, digits: pl.LazyFrame, words: Translate) -> pl.LazyFrame:
    """The figures that count with ``instead`` and ``short``, null but for a yearly cut in points.

    There ``value`` is the cut of the year, null in the first, ``suffix`` says the rate beside it and ``instead`` the rate alone; ``short``
    is the cut alone.
    """
    cuts = cuts.join(digits, on="id", how="left", maintain_order="left")
    rate, cut = (number_text(pl.col(key), words, pl.col("digits")) for key in ("rate", "cut"))
    told = filled(words(N_("rate {rate} {unit}")), rate=rate, unit=pl.col("unit")).str.replace(r"([0-9]) %", "${1}%")
    cuts = cuts.select("id", "year", "cut", told=told, in_short=pl.coalesce(cut, pl.lit(UNKNOWN)))
    marks = pl.col("suffix").fill_null("")
    by_rate = pl.col("told").is_not_null()
    return (
        marked.join(cuts, on=["id", "year"], how="left", maintain_order="left")
        .with_columns(
            value=pl.when(by_rate).then("cut").otherwise("value"),
            suffix=pl.when(by_rate & pl.col("cut").is_not_null()).then(pl.format("{} ({})", marks, "told")).when(~by_rate).then("suffix"),
            instead=pl.format("{}{}", "told", marks),
            short=pl.when(pl.col("in_short") == UNKNOWN).then("in_short").otherwise(pl.format("{}{}", "in_short", marks)),
        )
        .drop("cut", "told", "in_short")
    )


_OF_A_YEAR: Final = {"value": "", "suffix": "_suffix", "instead": "_instead", "short": "_short", "vintage": "_vintage", "source": "_source"}
"""What is shown of a figure, and how the column of it ends."""


def _by_year(found: pl.LazyFrame, waiting: pl.LazyFrame | None, years: range) -> pl.LazyFrame:
    """DataFrame[id, year_N, year_N_suffix, year_N_vintage, year_N_source …, earlier] of the figures that count.

    Of a figure that is there and does not count yet, in a year without one that does, a mark in the cell, and no number. ``earlier`` is
    the last year before the term with a figure.
    """
    counted = found.with_columns(counts=pl.lit(True))
    if waiting is not None:
        mark = pl.lit(NOT_YET)
        counted = pl.concat([counted, waiting.select("id", "year", instead=mark, short=mark, counts=pl.lit(False))], how="diagonal")
    year, before = pl.col("year"), pl.lit(years.start - 1 if years else None, dtype=pl.Int64)
    return (
        counted.group_by("id", maintain_order=True)
        .agg(
            *(pl.struct(*_OF_A_YEAR).filter(year == one).first().alias(f"{_YEAR_KEY}{one}") for one in years),
            earlier=year.filter(pl.col("counts") & (year <= before)).max(),
        )
        .select(
            "id",
            "earlier",
            *(
                pl.col(f"{_YEAR_KEY}{one}").struct.field(key).alias(f"{_YEAR_KEY}{one}{end}")
                for one in years
                for key, end in _OF_A_YEAR.items()
            ),
        )
    )


def _baseline(years: range) -> list[pl.Expr]:
    """What the verdict starts from, else the latest figure before the term: baseline, baseline_suffix, baseline_instead."""
    before = pl.lit(years.start - 1 if years else None, dtype=pl.Int64)
    year = pl.col("baseline_year")
    other_year = pl.when(year != before).then(pl.format(" ({})", year)).otherwise(pl.lit(""))
    return [
        pl.when(pl.col("instead").is_null()).then(pl.coalesce("verdict_baseline", "value")).alias("baseline"),
        pl.concat_str(pl.col("suffix").fill_null(""), other_year).replace("", None).alias("baseline_suffix"),
        pl.concat_str("instead", other_year).alias("baseline_instead"),
    ]


def rates(verdicts: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """DataFrame[id, required_suffix]: a sum of money must grow by so many per cent, though its unit is none."""
    known = verdicts.select("id", "target", "last_value", "remaining", "required")
    return known.join(targets.select("id", "compound"), on="id").select("id", required_suffix=_rate())


def _rate() -> pl.Expr:
    straight = (pl.col("target") - pl.col("last_value")) / pl.col("remaining")
    rate = pl.col("compound") & (pl.col("required") != 0) & ((pl.col("required") - straight).abs() > 1e-9)
    return pl.when(rate).then(pl.lit("%"))


def judged_in_words(verdicts: pl.DataFrame, words: Translate) -> pl.DataFrame:
    """Verdicts as they are shown: DataFrame[id, expected …, verdict …, reason, on_estimate]."""
    return verdicts.select(_judged_columns(words, _marks(few="few" in verdicts.columns)))


def _judged_columns(words: Translate, marks: list[tuple[str, pl.Expr]], told: frozenset[str] = _ALL) -> list[pl.Expr]:
    """The columns of :func:`judged_in_words`."""
    by_mean = pl.col("kind").is_in(MEANS)
    close = pl.col("reason") == Reason.CLOSE
    awaits, gap = pl.col("verdict") == Verdict.AWAITING.value, pl.col("reason") == Reason.GAP.value
    # a trend that was green years ago must not read as today's
    old = (pl.col("years_behind") > 0) & pl.col("verdict").is_in([Verdict.ON_COURSE, Verdict.SPEED_UP, Verdict.AT_RISK])
    standing = standing_code()
    slow_down = pl.lit(f"{VERDICT_LOOKS[Verdict.SPEED_UP].glyph} {words(SLOW_DOWN)}")
    said = pl.when(_slower()).then(slow_down).otherwise(worded(standing, glyphed(VERDICT_LOOKS, LABELS, words)))
    lacking = pl.when(gap).then(pl.format(" {}", _years_without())).otherwise(pl.lit("")) if "gap" in told else pl.lit("")
    text = pl.concat_str(
        said,
        pl.when(awaits).then(pl.format(" {}", _awaited_years())).otherwise(lacking),
        pl.when(close).then(pl.lit(f", {words(N_('close'))}")).otherwise(pl.lit("")),
        *(pl.when(here).then(pl.lit(f" {words(MARKS[mark])}")).otherwise(pl.lit("")) for mark, here in marks),
        pl.when(old).then(pl.format(" · {} {}", pl.lit(words(N_("figures to"))), "last_year")).otherwise(pl.lit("")),
    )
    return [
        pl.col("id"),
        pl.col("reason"),
        pl.col("on_estimate"),
        pl.col("last_value"),
        standing.alias("verdict"),
        pl.when(by_mean).then("mean").otherwise("forecast").alias("expected"),
        pl.when(~by_mean & pl.col("forecast").is_not_null()).then(pl.lit("→ ")).alias("expected_prefix"),
        text.alias("verdict_text"),
        pl.when(close).then(pl.lit(str(Tone.CLOSE))).otherwise(mapped(standing, tones(VERDICT_LOOKS))).alias("verdict_tone"),
        ranked(standing, WORST_FIRST).alias("verdict_rank"),
    ]


def _awaited_years() -> pl.Expr:
    """The years whose figures an awaited verdict hangs on: ``2025``, or ``2024–2025`` where each year of the term counts."""
    first = pl.coalesce("last_year", pl.col("start") - 1) + 1
    several = pl.col("kind").is_in(CHAINED) & (first < pl.col("end"))
    return pl.when(several).then(pl.format("{}–{}", first, "end")).otherwise(pl.col("end").cast(pl.String))


def _years_without() -> pl.Expr:
    """The years that are over and have no figure where each of them counts: ``2021, 2023–2025``."""
    last, year = pl.col("last_year"), pl.element()
    years = pl.concat_list("missing", pl.int_ranges(last + 1, last + 1 + pl.col("years_behind")))
    begins, goes_on = (year - year.shift(1) != 1).fill_null(True), (year.shift(-1) - year == 1).fill_null(False)
    said = pl.when(begins).then(pl.format(", {}", year)).when(~goes_on).then(pl.format("–{}", year)).otherwise(pl.lit(""))
    return years.list.eval(said).list.join("").str.strip_prefix(", ")


def _with_turning(rows: pl.LazyFrame, words: Translate, tolerance: pl.Expr, told: frozenset[str]) -> pl.LazyFrame:
    """What the awaited figure, or the only one missing, must be: required_instead (``2025 ≥ 13,01``), answer_year, answer_condition.

    Of a share that is no range it says how far it may be from that. Each number is put into words once: that costs half a millisecond
    whatever the rows.
    """
    places = pl.when(pl.col("kind").is_in(RATES)).then("yearly_digits").otherwise("digits")
    years = _awaited_years()
    room = pl.when((pl.col("kind") == "share") & (pl.col("limit").is_null() | (pl.col("limit") == pl.col("target"))))
    turning, allowed, sign = pl.col("turning"), tolerance.cast(pl.Float64), pl.col("turning_op")
    bound = turning + pl.when(sign == "=").then(0.0).when(sign == ">=").then(-allowed).otherwise(allowed)
    rows = rows.with_columns(
        sign_text=worded(sign, SIGNS),
        low_text=number_text(turning, words, places) if "turning" in told else _UNTOLD,
        high_text=number_text(pl.col("turning_max"), words, places) if "turning_max" in told else _UNTOLD,
        closing_text=number_text(pl.col("closing"), words, places) if "closing" in told else _UNTOLD,
        share_text=number_text(pl.when(sign == "=").then(turning).otherwise(bound), words) if "share" in told else _UNTOLD,
        awaited_text=years,
    )
    low, high = pl.col("low_text"), pl.col("high_text")
    share = pl.when(sign == "=").then(pl.format("{}±{}", "share_text", number_text(allowed, words)))
    of_share = share.otherwise(pl.format("{} {}", "sign_text", "share_text"))
    between = pl.when(pl.col("turning_max").is_not_null()).then(filled(words(N_("from {low} to {high}")), low=low, high=high))
    rows = rows.with_columns(plain_text=between.otherwise(pl.format("{} {}", "sign_text", low)))
    plain = pl.col("plain_text")
    of_cut = pl.when(pl.col("kind") == CUT).then(filled(words(N_("rate {condition}")), condition=plain))
    condition = room.then(of_share).otherwise(of_cut.otherwise(plain)) if "share" in told else of_cut.otherwise(plain)
    closing = pl.format("{} {}", "sign_text", "closing_text")
    closes = pl.when(pl.col("closing").is_not_null())
    rows = rows.with_columns(
        answer_year=closes.then(_years_without()).otherwise("awaited_text") if "closing" in told else pl.col("awaited_text"),
        answer_condition=pl.coalesce(closing, condition),
    )
    return rows.with_columns(required_instead=pl.format("{} {}", "answer_year", "answer_condition"))


_UNTOLD: Final = pl.lit(None, dtype=pl.String)


def _marks(*, few: bool) -> list[tuple[str, pl.Expr]]:
    """What is marked beside which verdicts; see :data:`MARKS`."""
    here = {
        "rounded": pl.col("reason") == Reason.ROUNDED,
        "on_estimate": pl.col("on_estimate"),
        **({"few": pl.col("few")} if few else {}),
    }
    judged = ~pl.col("verdict").is_in(UNMARKED)
    return [(mark, (said & judged).fill_null(False)) for mark, said in here.items()]


def _answer(words: Translate, told: frozenset[str]) -> pl.Expr:
    """The verdict in words with the number that decides it: what the awaited figure must be, what is needed, else what was reached."""
    glyph, verdict, of_means = VERDICT_LOOKS[Verdict.AWAITING].glyph, pl.col("verdict"), pl.col("kind").is_in(MEANS)
    condition = filled(words(N_("{year} awaited: met if {condition}")), year=pl.col("answer_year"), condition=pl.col("answer_condition"))
    lacking = VERDICT_LOOKS[Verdict.NO_DATA].glyph
    lacked = filled(words(N_("{year} missing: met if {condition}")), year=pl.col("answer_year"), condition=pl.col("answer_condition"))
    sign = pl.when(of_means | (pl.col("required") <= 0)).then(pl.lit("")).otherwise(pl.lit("+"))
    need = pl.concat_str(sign, number_text(pl.col("required"), words, pl.col("yearly_digits")), pl.col("required_suffix").fill_null(""))
    reached = (
        pl.when(of_means)
        .then(number_text(pl.col("expected"), words, pl.col("computed_digits")))
        .otherwise(number_text(pl.col("last_value"), words, pl.col("digits")))
    )
    answers = {
        "awaits": (verdict == Verdict.AWAITING.value, pl.concat_str(pl.lit(f"{glyph} "), condition)),
        # nothing where several years are missing: the words of the verdict stay
        "gap": (pl.col("reason") == Reason.GAP.value, pl.concat_str(pl.lit(f"{lacking} "), lacked)),
        "needs": (
            verdict.is_in(_NEEDS),
            pl.concat_str("verdict_text", pl.lit(": "), filled(words(N_("needs {value} a year")), value=need)),
        ),
        "reached": (verdict.is_in(_REACHED), pl.concat_str("verdict_text", pl.lit(": "), reached)),
    }
    answer: pl.Expr = _UNTOLD
    for name, (here, said) in reversed(answers.items()):
        if name in told:
            answer = pl.when(here).then(said).otherwise(answer)
    return pl.coalesce(answer, "verdict_text")


_BARS: Final = "▁▂▃▄▅▆▇█"
_LEVEL: Final = "▄"


def _with_trend(rows: pl.LazyFrame, years: range) -> pl.LazyFrame:
    """The rows with how far the series has moved in the term (trend), and a bar a year of it, ``·`` where none is known (trend_text)."""
    if not years:
        return rows.with_columns(trend=pl.lit(None, dtype=pl.Float64), trend_text=pl.lit(None, dtype=pl.String))
    values = [pl.col(f"{_YEAR_KEY}{year}").fill_nan(None) for year in years]
    rows = rows.with_columns(low=pl.min_horizontal(values), high=pl.max_horizontal(values))
    step = pl.when(pl.col("high") > pl.col("low")).then((pl.col("high") - pl.col("low")) / (len(_BARS) - 1))
    known = pl.sum_horizontal(value.is_not_null().cast(pl.Int64) for value in values)
    rows = rows.with_columns(step=step, several=known > 1, trend=pl.coalesce(reversed(values)) - pl.coalesce(values))
    bars = [
        ((value - pl.col("low")) / pl.col("step"))
        .round(0)
        .cast(pl.Int64, strict=False)
        .replace_strict(dict(enumerate(_BARS)), default=None, return_dtype=pl.String)
        .fill_null(pl.when(value.is_not_null()).then(pl.lit(_LEVEL)).otherwise(pl.lit("·")))
        for value in values
    ]
    several = pl.when("several")
    said = rows.with_columns(trend=several.then("trend"), trend_text=several.then(pl.concat_str(bars)))
    return said.drop("low", "high", "step", "several")


_NEWEST_YEAR_WORTH: Final = 2
_YEARS_OF_WORTH: Final = 9
"""More years than this are no reason for the panel to give way."""

_TOLD_BESIDE: Final = (
    Column(key="unit", title=N_("Unit"), width=9, field="unit"),
    Column(key="goal", title=N_("Goal"), width=20, text="goal_text", field="goal"),
)
"""The unit stands behind the name, and the rows are in the order of their goals."""


def _slower() -> pl.Expr:
    """Whether a row of the verdicts leads past its target."""
    return (pl.col("verdict") == Verdict.SPEED_UP.value) & (pl.col("reason") == Reason.PASSES.value)


def _columns(years: range, *, revised: bool, scale: tuple[Step, ...]) -> tuple[Column, ...]:
    original = Column(
        key="original_target",
        title=N_("Original"),
        width=9,
        shows=Shows.NUMBER,
        align="right",
        unit="unit",
        adds=True,
        prefix="original_prefix",
        why_not=N_("the target as it was first agreed; the record lists its changes with reason and legal basis"),
        rests_on="target",
        help=N_("Where the target was changed: what was first agreed"),
        worth=13,
    )
    return (
        Column(
            key="name",
            title=N_("Indicator"),
            width=24,
            prefix="name_prefix",
            glyph_tone="verdict_tone",
            beside="unit_beside",
            field="name",
            also=("unit",),
            grows=True,
            worth=0,
        ),
        Column(
            key="target",
            title=N_("Target"),
            width=8,
            shows=Shows.NUMBER,
            align="right",
            unit="unit",
            adds=True,
            prefix="target_prefix",
            suffix="target_suffix",
            field="target",
            also=("target_max", "op", "revisions"),
            help=N_("r: revised since it was first agreed"),
            worth=1,
        ),
        *((original,) if revised else ()),
        Column(
            key="baseline",
            title=N_("Baseline"),
            width=8,
            shows=Shows.NUMBER,
            align="right",
            unit="unit",
            adds=True,
            suffix="baseline_suffix",
            suffix_as="faint",
            digits="digits",
            instead="baseline_instead",
            field="values",
            help=N_("The figure of the year before the term; another year is given in brackets"),
            worth=22,
        ),
        *(
            Column(
                key=f"{_YEAR_KEY}{year}",
                title=str(year),
                width=5,
                shows=Shows.NUMBER,
                align="right",
                unit="unit",
                adds=True,
                suffix=f"{_YEAR_KEY}{year}_suffix",
                suffix_as="faint",
                digits="digits",
                instead=f"{_YEAR_KEY}{year}_instead",
                short=f"{_YEAR_KEY}{year}_short",
                field="values",
                help=N_("e: estimate, p: preliminary, ≠: another published figure differs"),
                worth=_NEWEST_YEAR_WORTH + min(years[-1] - year, _YEARS_OF_WORTH),
                of_a_series=True,
            )
            for year in years
        ),
        *((_TREND,) if years else ()),
        Column(
            key="expected",
            title=N_("Mean/→forecast"),
            width=10,
            shows=Shows.NUMBER,
            align="right",
            unit="unit",
            digits="computed_digits",
            prefix="expected_prefix",
            why_not=WORKED_OUT,
            rests_on="values",
            help=N_("The mean so far where the target is a mean; with an arrow the forecast for the target year"),
            worth=24,
        ),
        Column(
            key="required",
            title=N_("Still required"),
            width=10,
            shows=Shows.NUMBER,
            align="right",
            digits="yearly_digits",
            suffix="required_suffix",
            instead="required_instead",
            why_not=WORKED_OUT,
            rests_on="values",
            help=N_("What each year that is left must bring; where the last year's figure is awaited, what that must be"),
            worth=25,
        ),
        Column(
            key="verdict",
            title=N_("Verdict"),
            width=33,
            text="verdict_text",
            short="verdict_short",
            tone="verdict_tone",
            why_not=WORKED_OUT,
            rests_on="values",
            answer=True,
            scale=scale,
        ),
    )


_TREND: Final = Column(
    key="trend",
    title=N_("Trend"),
    width=5,
    text="trend_text",
    why_not=WORKED_OUT,
    rests_on="values",
    help=N_("A bar for each year of the term, from the lowest to the highest figure of the row; sorted by how far it has moved"),
    worth=21,
)
