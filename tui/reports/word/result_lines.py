"""What a report says of the indicators: goal by goal every one, those met first, with plan, year before and mean so far."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.standings import latest_report
from tui.frames.methods.digits import MEANS, RATES, STRICT, SUM, Digits, digits_by_id, needs
from tui.frames.methods.headline import QUALITATIVE, standing_of
from tui.frames.methods.rounding import harder_number
from tui.frames.methods.series import targets
from tui.frames.methods.stated_means import is_stated, stated_means
from tui.frames.methods.verdict import Reason, Thresholds, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.frames.tables.targets import rates
from tui.reports import official, sentences
from tui.reports import report_sentences as said
from tui.reports.annex_plans import apart_in, apart_words
from tui.reports.indicator_annex import judged_words
from tui.reports.results import Result, figure_of, results
from tui.reports.spans import YEAR, Span

WEAK: Final = (Verdict.NOT_MET, Verdict.AT_RISK, Verdict.SPEED_UP)
_BEST_FIRST: Final = (
    Verdict.EXCEEDED,
    Verdict.MET,
    Verdict.ON_COURSE,
    Verdict.SPEED_UP,
    Verdict.AT_RISK,
    Verdict.NOT_MET,
    Verdict.AWAITING,
    Verdict.NO_DATA,
    Verdict.NOT_APPLICABLE,
)
_VINTAGES: Final = {"estimate": said.ESTIMATED, "preliminary": said.PRELIMINARY}


@derived
def judged_rows(frames: Frames, as_of: dt.date) -> Sequence[Mapping[str, Any]]:
    """The verdicts with all a sentence about them needs, the best first; in each verdict as the file has them.

    ``required`` is what each year left must bring as it is shown, ``exact`` as it was worked out; ``stated`` are the published means its
    mean is made of.
    """
    stated = stated_means(frames, as_of)
    judged, known = verdicts(frames, as_of), targets(frames, as_of)
    rank = {code: place for place, code in enumerate((*(v.value for v in _BEST_FIRST), QUALITATIVE))}
    rows = (
        judged.join(known.select("id", "unit", "percent"), on="id", how="left", maintain_order="left")
        .join(rates(judged, known), on="id", how="left", maintain_order="left")
        .join(frames["indicators"].select("id", "name"), on="id", how="left", maintain_order="left")
        .rename({"required": "exact"})
        .join(needs(frames, as_of).rename({"need": "required"}), on="id", how="left", maintain_order="left")
        .with_columns(rank=pl.col("verdict").replace_strict(rank, default=len(rank), return_dtype=pl.Int64))
        .sort("rank", maintain_order=True)
    )
    return [{**row, "stated": stated.get(row["id"], ())} for row in rows.iter_rows(named=True)]


def indicator_lines(frames: Frames, as_of: dt.date, goal: str | None, year: int, span: Span = YEAR) -> Iterator[str]:
    """The lines of the indicators of one goal (None: of those without one); those nobody knows anything of together, by name."""
    own, digits = results(frames, as_of, year, span), digits_by_id(frames)
    silent: list[str] = []
    unsaid: list[str] = []
    for row in judged_rows(frames, as_of):
        if row["goal"] != goal:
            continue
        facts = list(_facts(frames, row, as_of, own[row["id"]], digits[row["id"]], year, span))
        result = own[row["id"]].value
        but = None if result is None or span.whole else (span.last_day(year), result)
        apart = apart_words(frames, row["id"], as_of, inside=True, but=but)
        if standing_of(row) == QUALITATIVE:
            unsaid.append(row["name"])
        elif not facts and not apart:
            silent.append(_named(frames, row))
        else:
            verdict = _too_little(row) if row["verdict"] == Verdict.NO_DATA else standing_words(frames, row, judged_words(row))
            told = [*facts, _target_said(frames, row), *needed(row, digits[row["id"]], last_year_over(as_of)), verdict, apart]
            yield said.LINE.format(name=row["name"], facts="; ".join(filter(None, told)))
    if silent:
        yield said.NO_FIGURES.format(names="; ".join(silent))
    if unsaid:
        yield said.UNSAID.format(names="; ".join(unsaid))


def standing_words(frames: Frames, row: Mapping[str, Any], verdict: str) -> str:
    """A verdict as it is said; of what keeps its target now and is doubted all the same with the reason, or the two contradict."""
    if row["reason"] != Reason.THREATENED:
        return verdict
    narrow = row["headroom"] is not None and row["headroom"] < Thresholds.of(frames.plan).headroom_share
    return said.DOUBTED.format(verdict=verdict, why=said.LITTLE_ROOM if narrow else said.LEADS_AWAY)


def _too_little(row: Mapping[str, Any]) -> str:
    """Why an indicator is not judged: figures too few, as the counts have them; none of its years; none but those that stand apart."""
    if row["reason"] != Reason.NO_FIGURES:
        return said.NOT_ENOUGH
    return said.NOTHING_BUT_APART if row["last_year"] is None else said.NOTHING_IN_TERM.format(year=row["start"])


def figures_words(frames: Frames, id: str, as_of: dt.date) -> str:
    """The last figure of an indicator that is known on the day, its mean, the target and what is still required; "" without any."""
    row = next((row for row in judged_rows(frames, as_of) if row["id"] == id), None)
    if row is None:
        return ""
    year, digits = row["last_year"] or as_of.year, digits_by_id(frames)[id]
    facts = _facts(frames, row, as_of, results(frames, as_of, year)[id], digits, year, YEAR)
    return "; ".join(filter(None, (*facts, _target_said(frames, row), *needed(row, digits, last_year_over(as_of)))))


def _named(frames: Frames, row: Mapping[str, Any]) -> str:
    target = _target_words(frames, row)
    return said.NAMED_WITH.format(name=row["name"], when=_when(row), target=target) if target else row["name"]


def _facts(frames: Frames, row: Mapping[str, Any], as_of: dt.date, own: Result, digits: Digits, year: int, span: Span) -> Iterator[str]:
    """The result of the year with what it is compared with; the mean so far; of a year without one the last that is known."""
    if row["kind"] == QUALITATIVE:
        report = latest_report(frames.plan.tables["indicators"][row["id"]], row["last_year"])
        if report.get("text"):
            yield said.IN_WORDS.format(year=row["last_year"], text=str(report["text"]).rstrip(".;"))
        return
    latest = None if row["last_year"] is None else figure_of(frames, as_of, row["id"], row["last_year"])
    if own.value is not None:
        yield _reached(row, own, digits, year, span)
    elif latest is not None:  # the figure of the year itself with its own vintage, not the mean its verdict rests on
        value = _written(latest["value"], _yearly_unit(row), digits.figures)
        other = said.OF_ITS_SCOPE if apart_in(frames, row["id"], as_of, year, span) else ""
        yield (said.LATEST_RATE if row["kind"] == CUT else said.LATEST).format(
            span=f"{span.named(year)}{other}", year=row["last_year"], about=_VINTAGES.get(latest["vintage"], ""), value=value
        )
    told_already = row["start"] == row["last_year"] and row["kind"] != CUT  # the mean or sum of one year is its figure
    if row["mean"] is not None and row["last_year"] is not None and not told_already:
        yield _mean(row, digits)


def _reached(row: Mapping[str, Any], own: Result, digits: Digits, year: int, span: Span) -> str:
    cut, shown = row["kind"] == CUT, _yearly_unit(row)
    assert own.value is not None
    beside = []
    if own.plan is not None:
        agreed = agreed_words(own.plan.op, own.plan.target, own.plan.target_max, _agreed_unit(row) if cut else shown)
        beside.append(said.PLAN_IS.format(plan=agreed))
        if own.share is not None and not own.in_points:
            beside.append(said.SHARE_IS.format(share=f"{official.bare(own.share, 1)}%"))
    if own.before is not None:
        before = f"{span.named(year - 1)}: {_written(own.before, shown, digits.figures)}"
        beside.append(_changed(own, span.named(year - 1)) if row["kind"] not in RATES and own.change is not None else before)
    template = said.RATE_IS if cut else said.REACHED
    return template.format(
        span=span.named(year),
        about=_VINTAGES.get(own.vintage, ""),
        value=_written(own.value, shown, digits.figures),
        beside=f" ({'; '.join(beside)})" if beside else "",
    )


def _yearly_unit(row: Mapping[str, Any]) -> str:
    """The unit of the figure of one year: of a rate ``%``, though its mean is ``%/năm``; of a yearly cut that of the rate."""
    unit = official.unit_inside(row["unit"])
    if row["kind"] == CUT:
        return rate_unit(unit)
    return unit.removesuffix(sentences.A_YEAR) if row["kind"] in RATES else unit


def _agreed_unit(row: Mapping[str, Any]) -> str:
    """The unit of a target inside a sentence."""
    unit = official.unit_inside(row["unit"])
    return unit.replace(sentences.POINTS_OF, said.POINTS) if row["kind"] == CUT else unit


def _changed(own: Result, span: str) -> str:
    """``tăng 5,86% so với năm 2023``: never with a sign of minus."""
    assert own.change is not None
    by = official.bare(abs(own.change), 2)
    if by == "0":
        return said.EVEN.format(span=span)
    return (said.UP if own.change > 0 else said.DOWN).format(by=f"{by} {said.POINTS}" if own.in_points else f"{by}%", span=span)


def _mean(row: Mapping[str, Any], digits: Digits) -> str:
    unit = official.unit_inside(row["unit"])
    years = said.ONE_YEAR.format(year=row["last_year"])
    if row["start"] != row["last_year"]:
        years = said.YEARS.format(first=row["start"], last=row["last_year"])
    about = said.ESTIMATED if row["estimated"] else ""  # of the mean itself, whatever is said of the target
    if row["kind"] == CUT:
        return said.CUT_SO_FAR.format(years=years, about=about, value=f"{official.bare(row['mean'], digits.computed)} {said.POINTS}")
    value = _written(row["mean"], unit, digits.computed)
    told = (said.SUM_SO_FAR if row["kind"] == SUM else said.MEAN_SO_FAR).format(years=years, about=about, value=value)
    if is_stated(row["stated"], row["start"], row["last_year"]):
        return said.STATED.format(mean=told)
    spans = ", ".join(said.YEARS.format(first=first, last=last) for first, last in row["stated"])
    return said.STATED_IN.format(mean=told, years=spans) if spans else told


def _written(value: float, unit: str, decimals: int) -> str:
    return official.measured(value, unit, decimals=decimals, bare=True)


# -- targets, and what is still needed ------------------------------------------------------------------------------


def agreed_words(op: str | None, low: float | None, high: float | None, unit: str) -> str:
    """A target inside a sentence, without signs: ``từ 8%/năm trở lên``, ``trên 95%``, ``từ 6,5 đến 7%``."""
    if low is None:
        return ""
    if high is not None and high != low:
        return said.RANGE.format(low=official.number(low), high=official.measured(high, unit))
    return said.BOUNDS.get(op or "=", "{value}").format(value=official.measured(low, unit))


def _target_words(frames: Frames, row: Mapping[str, Any]) -> str:
    record = frames.plan.tables["indicators"][row["id"]]
    told = agreed_words(row["op"], row["target"], record.get("target_max"), _agreed_unit(row))
    if row["kind"] == CUT and told:
        return said.CUT_BY.format(value=told)
    exact = told and (row["op"] or "=") == "=" and record.get("target_max") is None
    return said.EXACTLY.format(value=told) if exact else told


def _when(row: Mapping[str, Any]) -> str:
    span = sentences.TARGET_YEARS if row["kind"] in MEANS else sentences.TARGET_YEAR
    return span.format(start=row["start"], end=row["end"])


def _target_said(frames: Frames, row: Mapping[str, Any]) -> str:
    target = _target_words(frames, row)
    return said.TARGET.format(when=_when(row), target=target) if target else ""


def last_year_over(as_of: dt.date) -> int:
    """The last year that is over when one looks from a day: its own on its last day."""
    return as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1


def needed(row: Mapping[str, Any], digits: Digits, over: int) -> Iterator[str]:
    """What can still be done to meet the target; nothing where nothing is asked for or the end year is over.

    Each year left is asked for its part. Where some of them are over, to ``over``, and have no figure yet, only what all must come to by
    the end is said: nobody can do anything in them any more.
    """
    first, last = (row["last_year"] or row["start"] - 1) + 1, row["end"]
    if not row["required"] or last <= over:
        return
    if first <= over:
        yield _needed_in_all(row, digits, first)
        return
    left = (sentences.LEFT_YEAR if first == last else sentences.LEFT_YEARS).format(first=first, last=last)
    asked = _Asked.of(row, digits, row["exact"], row["required"])
    if row["kind"] in (*RATES, SUM) and not asked.falls:
        yield sentences.NEEDS_VALUE.format(left=left, value=asked.reached(_asked_unit(row)))
    else:
        yield sentences.NEEDS_CHANGE.format(left=left, change=asked.change, value=asked.changed(_asked_unit(row)))


def _needed_in_all(row: Mapping[str, Any], digits: Digits, first: int) -> str:
    """What all years from the first without a figure on must come to, those that are over included."""
    last, years, unit = row["end"], row["end"] - first + 1, _asked_unit(row)
    when = {"first": first, "last": last, "base": row["last_year"]}
    if row["kind"] in (*RATES, SUM):
        in_all = years if row["kind"] == SUM else 1
        asked = _Asked.of(row, digits, row["exact"] * in_all, row["required"] if in_all == 1 else None)
        if asked.falls:
            return sentences.NEEDS_MEAN_CHANGE.format(**when, change=asked.change, value=asked.changed(unit))
        return (sentences.NEEDS_SUM if row["kind"] == SUM else sentences.NEEDS_MEAN).format(**when, value=asked.reached(unit))
    in_all = ((1 + row["exact"] / 100) ** years - 1) * 100 if row["required_suffix"] is not None else row["exact"] * years
    counted = round(row["required"] * years) if row["kind"] == "count" else None
    asked = _Asked.of(row, digits, in_all, counted)
    told = sentences.NEEDS_RATE_BY if row["kind"] == CUT else sentences.NEEDS_BY
    return told.format(**when, change=asked.change, value=asked.changed(unit))


def _asked_unit(row: Mapping[str, Any]) -> str:
    """The unit of what is asked for: of a change of a percentage points, of one along a compound path per cent."""
    if row["kind"] in RATES:
        return "%" if row["kind"] == "term_growth" or row["percent"] else official.unit_inside(row["unit"])
    if row["kind"] == CUT or (row["kind"] != SUM and row["percent"]):
        return said.POINTS
    return "%" if row["kind"] != SUM and row["required_suffix"] is not None else official.unit_inside(row["unit"])


@attrs.frozen
class _Asked:
    """An amount that is asked for, with the digits it is shown with; ``strict`` where it has to be passed."""

    value: float
    digits: int
    falls: bool
    strict: bool
    op: str

    @classmethod
    def of(cls, row: Mapping[str, Any], digits: Digits, exact: float, shown: float | None) -> _Asked:
        """What was worked out, rounded to the harder side; ``shown`` where that was done already.

        Of a strict bound the amount itself, where it has no digits more: it is said that it must be passed.
        """
        rate = row["kind"] in (*RATES, SUM)
        up = row["better"] > 0 if rate else exact > 0
        short = harder_number(exact, digits.yearly, upwards=up)
        strict = row["op"] in STRICT and row["kind"] not in ("share", "count") and math.isclose(short, exact, abs_tol=1e-9)
        value = short if shown is None or strict else shown
        falls = value > 0 if row["kind"] == CUT else value < 0 and row["kind"] not in (SUM, "term_mean")
        return cls(value=value, digits=digits.yearly, falls=falls, strict=strict, op=row["op"] or "")

    @property
    def change(self) -> str:
        """Up or down."""
        return sentences.LESS if self.falls else sentences.MORE

    def changed(self, unit: str) -> str:
        """By how much."""
        told = official.measured(abs(self.value), unit, decimals=self.digits, bare=True)
        return sentences.MORE_THAN.format(value=told) if self.strict else told

    def reached(self, unit: str) -> str:
        """What must be reached."""
        told = official.measured(self.value, unit, decimals=self.digits, bare=True)
        return said.BOUNDS[self.op].format(value=told) if self.strict else told
