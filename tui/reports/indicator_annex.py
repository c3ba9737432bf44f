"""The annex of the indicators: under their goals, target and figures of each year, mean, verdict, who reports, what to know beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.digits import CHAINED, RATES, Digits, digits_by_id, telling
from tui.frames.methods.figures import figures
from tui.frames.methods.headline import marks_of, standing_of
from tui.frames.methods.ownership import resolve
from tui.frames.methods.stated_means import is_stated, stated_means
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdict import Reason, Verdict, can_be_exceeded
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT, yearly_cuts
from tui.frames.tables.cells import SIGNS
from tui.reports import official, sentences
from tui.reports.annex_plans import all_milestones, apart_words, planned_years, year_cells, year_columns
from tui.reports.annex_rows import Align, Annex, AnnexColumn, AnnexRow, CellValue, Quantity, named_annex
from tui.reports.report_sentences import RANGE
from tui.reports.results import Result, results
from tui.reports.spans import YEAR, Span
from tui.reports.through import via_of_plan

_CHANGE_DIGITS: Final = 2


def indicator_annex(frames: Frames, as_of: dt.date, number: str = "I", year: int | None = None, span: Span = YEAR) -> Annex:
    """Indicators under their goals: target, each year's figure up to the year reported, mean, verdict, who reports, what to know beside it.

    Where no body is named for an indicator the one that all reports go through is, as who puts them together; else nobody.
    Of the year reported: what was agreed for it, what part of that was reached, and the result against the year before. The year before
    the term stands first where anything is known of it: it is the base of every mean and level. A figure that is not official says so; a
    year without a figure is an empty cell, as is a mean where none is judged.
    """
    reported = year if year is not None else reported_year(frames, as_of)
    series: dict[str, dict[int, Mapping[str, Any]]] = {}
    for figure in figures(frames, as_of).iter_rows(named=True):
        series.setdefault(figure["id"], {})[figure["year"]] = figure
    judged = {row["id"]: row for row in verdicts(frames, as_of).iter_rows(named=True)}
    cuts = {(row["id"], row["year"]): row for row in yearly_cuts(frames, as_of).iter_rows(named=True)}
    shown, own_results = digits_by_id(frames), results(frames, as_of, reported, span)
    reporters, stated = _reporters(frames, as_of), stated_means(frames, as_of)
    through = via_of_plan(frames.plan, as_of)
    together = sentences.PUTS_TOGETHER.format(body=through) if through else ""
    agreed = all_milestones(frames, as_of)
    for id, result in own_results.items():
        if result.plan is not None:
            agreed[id] = {**agreed[id], reported: result.plan}
    years = _years_shown(frames, series, reported)
    part = "" if span.whole else span.short.format(year=reported)
    by_year = year_columns(years, planned_years(agreed), as_of, reported, part)
    compared = any(result.change is not None for result in own_results.values())
    known = indicators_on(frames, as_of).join(
        frames["goals"].select(goal="id", goal_number="number", goal_title="title"), on="goal", how="left", maintain_order="left"
    )
    rows = []
    ordered = known.sort("goal_number", nulls_last=True, maintain_order=True).iter_rows(named=True)
    for place, row in enumerate(ordered, 1):
        said, own, of, result = judged[row["id"]], series.get(row["id"], {}), shown[row["id"]], own_results[row["id"]]
        told = {one: _figure(own.get(one), of, cuts.get((row["id"], one))) for one in years if one <= as_of.year}
        if not span.whole:
            told[reported] = _part(result, of, said["kind"])
        cells: tuple[CellValue, ...] = (
            Quantity(value=place),
            row["name"],
            row["unit"] or "",
            _target_with_year(row, said, frames.plan.years, frames.plan.tables["indicators"][row["id"]]),
            *year_cells(by_year, told, agreed[row["id"]]),
            *((_change(result),) if compared else ()),
            _mean(said, of, reported if span.whole else reported - 1, stated.get(row["id"])),
            official.capital(judged_words(said)),
            reporters.get(row["id"], together),
            _remarks(
                row,
                said,
                [one for one in years if one <= as_of.year and own.get(one, {}).get("conflict")],
                apart_words(frames, row["id"], as_of),
                of,
            ),
        )
        group = f"{row['goal_number']}. {row['goal_title']}" if row["goal_title"] else ""
        rows.append(AnnexRow(id=row["id"], code=standing_of(said), cells=cells, group=group))
    columns = _indicator_columns(frames.plan.years, by_year, reported if compared else None, reported, span)
    return named_annex("indicators", number, columns, rows)


def reported_year(frames: Frames, as_of: dt.date) -> int:
    """The year a paper of a day is about: that of the day, within the term."""
    years = frames.plan.years
    return max(years[0], min(as_of.year, years[-1])) if years else as_of.year


def _years_shown(frames: Frames, series: Mapping[str, Mapping[int, Any]], reported: int) -> list[int]:
    """The years of the term up to the one reported; before them the year they are measured from, where anything is known of it."""
    term = frames.plan.years
    years = [year for year in term if year <= reported]
    if term and any(term[0] - 1 in own for own in series.values()):
        years.insert(0, term[0] - 1)
    return years


def _indicator_columns(term: range, by_year: list[AnnexColumn], compared: int | None, reported: int, span: Span) -> tuple[AnnexColumn, ...]:
    over = f" {term.start}-{term.stop - 1}" if term else ""
    before = f"So với {span.short.format(year=reported - 1)}"
    last = reported if span.whole else reported - 1
    mean = f"Bình quân {term.start}-{last}" if term and last > term.start else "Bình quân"
    return (
        AnnexColumn(key="place", title="TT", width=10, align=Align.CENTRE),
        AnnexColumn(key="name", title="Chỉ tiêu", width=33),
        AnnexColumn(key="unit", title="ĐVT", width=15, align=Align.CENTRE),
        AnnexColumn(key="target", title=f"Mục tiêu{over}", width=16, align=Align.RIGHT),
        *by_year,
        *((AnnexColumn(key="change", title=before, width=14, align=Align.RIGHT),) if compared is not None else ()),
        AnnexColumn(key="mean", title=mean, width=15, align=Align.RIGHT),
        AnnexColumn(key="verdict", title="Đánh giá khả năng đạt", width=18, align=Align.CENTRE),
        AnnexColumn(key="agency", title="Cơ quan báo cáo", width=25),
        AnnexColumn(key="note", title="Ghi chú", width=38),
    )


def _part(result: Result, digits: Digits, kind: str) -> CellValue:
    """The figure of the part of the year that is reported; of a yearly cut it is the rate, and says so."""
    if result.value is None:
        return ""
    vintage = sentences.VINTAGES.get(result.vintage, "")
    if kind == CUT:
        rate = sentences.RATE.format(rate=official.measured(result.value, "%", decimals=digits.figures))
        return " ".join(part for part in (rate, vintage) if part)
    return Quantity(value=result.value, after=vintage, decimals=digits.figures)


def _change(result: Result) -> CellValue:
    if result.change is None:
        return ""
    return Quantity(value=result.change, after=sentences.POINTS if result.in_points else "%", decimals=_CHANGE_DIGITS)


def verdict_words(judged: Mapping[str, Any]) -> str:
    """A verdict in the words of papers; what would pass its target is told to slow down."""
    if judged["verdict"] == Verdict.SPEED_UP and judged["reason"] == Reason.PASSES:
        return sentences.SLOW_DOWN
    few = judged["verdict"] == Verdict.NO_DATA and judged["last_value"] is not None
    return sentences.TOO_FEW if few else sentences.VERDICTS[standing_of(judged)]


def judged_words(judged: Mapping[str, Any]) -> str:
    """A verdict with what is marked beside it, ``đạt (làm tròn)``."""
    return " ".join((verdict_words(judged), *(sentences.MARKS[mark] for mark in marks_of(judged))))


def turning_words(judged: Mapping[str, Any], digits: Digits) -> str:
    """What the awaited figure must be, ``đạt hoặc vượt nếu năm 2025 ≥ 13,01``."""
    places = digits.yearly if judged["kind"] in RATES else digits.figures
    sign = f"{SIGNS.get(judged['turning_op'] or '>=', '≥')}{official.NO_BREAK}"
    value = f"{sign}{official.number(judged['turning'], places)}"
    if judged.get("turning_max") is not None:
        low, high = (official.number(judged[end], places) for end in ("turning", "turning_max"))
        value = RANGE.format(low=low, high=high)
    first = (judged["last_year"] or judged["start"] - 1) + 1
    several = judged["kind"] in CHAINED and first < judged["end"]
    when = sentences.APART_MEAN.format(years=f"{first}-{judged['end']}") if several else sentences.TARGET_YEAR.format(end=judged["end"])
    if judged["kind"] == CUT:  # the name says a cut, the number is the rate it must come down to
        when = sentences.RATE.format(rate=when)
    told = sentences.MET_OR_EXCEEDED_IF if can_be_exceeded(judged) else sentences.MET_IF
    return told.format(when=when, value=value)


def _target(op: str | None, target: float | None) -> CellValue:
    if target is None:
        return ""
    return Quantity(value=target, before=SIGNS.get(op or "", "") if op != "=" else "")


def _target_with_year(row: Mapping[str, Any], judged: Mapping[str, Any], years: range, record: Mapping[str, Any]) -> CellValue:
    """A target as it was agreed, a range with both ends; its own year stands behind it where it is another than the column's."""
    last = years[-1] if years else None
    when = f"({judged['end']})" if judged["end"] is not None and judged["end"] != last else ""
    high = record.get("target_max")
    if row["target"] is not None and high is not None:
        return " ".join(part for part in (f"{official.number(row['target'])} - {official.number(high)}", when) if part)
    target = _target(row["op"], row["target"])
    return attrs.evolve(target, after=when) if isinstance(target, Quantity) and when else target


def _figure(figure: Mapping[str, Any] | None, digits: Digits, cut: Mapping[str, Any] | None) -> CellValue:
    """A figure of a year; of a yearly cut the cut with the rate beside it, or the rate alone where no year before it has one."""
    if figure is None:
        return ""
    vintage = sentences.VINTAGES.get(figure["vintage"], "")
    if cut is None:
        return Quantity(value=figure["value"], after=vintage, decimals=digits.figures)
    rate = sentences.RATE.format(rate=official.measured(cut["rate"], cut["unit"], decimals=digits.figures))
    if cut["cut"] is None:
        return " ".join(part for part in (rate, vintage) if part)
    return Quantity(value=cut["cut"], after=" ".join(part for part in (vintage, f"({rate})") if part), decimals=digits.figures)


def _mean(judged: Mapping[str, Any], digits: Digits, reported: int, stated: tuple[tuple[int, int], ...] | None) -> CellValue:
    """The mean; where it does not reach to the year reported, to which year it does; whether it is a source that states it."""
    if judged["mean"] is None:
        return ""
    last = judged["last_year"]
    marks = [sentences.UP_TO.format(year=last)] if last is not None and last < reported else []
    if is_stated(stated, judged["start"], last):
        marks.append(sentences.STATED)
    after = f"({', '.join(marks)})" if marks else ""
    return Quantity(value=judged["mean"], after=after, decimals=telling(judged["mean"], judged["target"], digits.computed))


def _remarks(row: Mapping[str, Any], judged: Mapping[str, Any], conflicts: list[int], apart: str, digits: Digits) -> str:
    said = []
    if row["original_target"] is not None:
        target = _target(row["original_op"], row["original_target"])
        said.append(sentences.REVISED.format(target=official.quantity(target) if isinstance(target, Quantity) else target))
    if judged["reason"] is not None:
        said.append(sentences.REASONS[judged["reason"]].format(years=", ".join(map(str, judged["missing"] or ()))))
    if judged["turning"] is not None:
        said.append(turning_words(judged, digits))
    if judged["closing"] is not None:
        said.append(turning_words({**judged, "turning": judged["closing"], "end": judged["missing"][0]}, digits))
    if judged["years_behind"] and judged["last_year"] is not None:
        said.append(sentences.FIGURES_TO.format(year=judged["last_year"]))
    if conflicts:
        said.append(sentences.CONFLICTS.format(years=", ".join(map(str, conflicts))))
    said.append(apart)
    return official.capital("; ".join(part for part in said if part))


def _reporters(frames: Frames, as_of: dt.date) -> dict[str, str]:
    """Who reports each indicator on the day; bodies are resolved as those of tasks are."""
    held = (
        frames["indicators"]
        .select("id", "agency")
        .filter(pl.col("agency").is_not_null())
        .join(resolve(frames, as_of), on="agency", how="left", maintain_order="left")
        .group_by("id", maintain_order=True)
        .agg("holder", pl.col("agency", "unborn").first())
    )
    plan = frames.plan
    return {
        id: sentences.OR.join(plan.title_of("agencies", one) for one in holders if one)
        or (sentences.NOT_YET if unborn else sentences.GONE).format(body=plan.title_of("agencies", agency))
        for id, holders, agency, unborn in held.iter_rows()
    }
