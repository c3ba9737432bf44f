"""What an annex and the report say of an indicator beside its series: yearly plans with their results, and figures that stand apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.milestones import Milestone, milestones_by_id
from tui.frames.methods.digits import RATES, Digits, digits_of
from tui.frames.methods.set_apart import set_apart
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.frames.tables.cells import SIGNS
from tui.reports import official, sentences
from tui.reports import report_sentences as said
from tui.reports.annex_rows import Align, AnnexColumn, CellValue, Quantity
from tui.reports.spans import YEAR, Span

_SHARE_DIGITS = 1


def all_milestones(frames: Frames, as_of: dt.date) -> dict[str, dict[int, Milestone]]:
    """The milestones of each indicator by year."""
    found = milestones_by_id(frames, as_of)
    return {id: {one.year: one for one in found.get(id, ())} for id in frames.plan.tables["indicators"]}


def planned_years(found: Mapping[str, Mapping[int, Milestone]]) -> list[int]:
    """The years for which anything was agreed, in order."""
    return sorted({year for own in found.values() for year in own})


def year_columns(
    years: Sequence[int], planned: Sequence[int], as_of: dt.date, reported: int | None = None, part: str = ""
) -> list[AnnexColumn]:
    """``KH 2024 | TH 2024 | % KH 2024``: a column for the result of each year, beside it what was agreed for that year.

    The year reported may still be an estimate (``TH/ƯTH``); ``part`` is what the column of its result is called where only a part of it is
    reported.
    """
    columns = []
    for year in sorted({*years, *planned}):
        if year in planned:
            columns.append(AnnexColumn(key=f"plan_{year}", title=f"KH {year}", width=14, align=Align.RIGHT))
        if year in years:
            named = part if part and year == reported else str(year)
            result = "TH/ƯTH" if year == reported else "TH"
            columns.append(AnnexColumn(key=f"year_{year}", title=f"{result} {named}", width=14, align=Align.RIGHT))
        if year in planned and year <= as_of.year:
            columns.append(AnnexColumn(key=f"share_{year}", title=f"% KH {year}", width=12, align=Align.RIGHT))
    return columns


def year_cells(columns: Iterable[AnnexColumn], results: Mapping[int, CellValue], own: Mapping[int, Milestone]) -> list[CellValue]:
    """The cells of an indicator below :func:`year_columns`."""
    cells: list[CellValue] = []
    for column in columns:
        what, _, year = column.key.partition("_")
        milestone = own.get(int(year))
        if what == "year":
            cells.append(results.get(int(year), ""))
        elif milestone is None:
            cells.append("")
        elif what == "plan":
            cells.append(_agreed(milestone))
        else:
            cells.append("" if milestone.share is None else Quantity(value=milestone.share, decimals=_SHARE_DIGITS))
    return cells


def _agreed(one: Milestone) -> CellValue:
    if one.target_max is not None:
        return f"{official.number(one.target)} - {official.number(one.target_max)}"
    return Quantity(value=one.target, before=SIGNS.get(one.op, "") if one.op != "=" else "")


def apart_words(frames: Frames, id: str, as_of: dt.date, *, inside: bool = False, but: tuple[dt.date, float] | None = None) -> str:
    """The figures that stand apart from the series: of part of a year, of another scope, or only a bound; "" where there is none.

    ``inside`` a sentence they have their unit and no zeros at their end; in a table the columns beside them have both. ``but``: the last
    day and the value of the result of a part of the year that is told already.
    """
    record = frames.plan.tables["indicators"][id]
    own = digits_of(frames, id)
    rows = [row for row in _set_apart(frames, as_of).get(id, ()) if row["year"] <= as_of.year]
    plain = ("scope", "op", "years", "area")
    told = [
        _apart(row, record, own, inside=inside)
        for row in rows
        if but is None or (row["as_of"], row["value"]) != but or any(row.get(key) for key in plain)
    ]
    return sentences.APART.format(figures="; ".join(dict.fromkeys(told))) if told else ""


def apart_in(frames: Frames, id: str, as_of: dt.date, year: int, span: Span = YEAR) -> bool:
    """Whether :func:`apart_words` has a figure of just that year, or that part of it."""
    until = None if span.whole else span.last_day(year)
    return any(row["year"] == year and row["as_of"] == until and not row["years"] for row in _set_apart(frames, as_of).get(id, ()))


@derived
def _set_apart(frames: Frames, as_of: dt.date) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Of each indicator the figures that were published beside its series, in its own unit."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    told = pl.col("vintage").ne_missing("plan") & pl.col("unit").is_null() & pl.col("value").is_not_null() & pl.col("year").is_not_null()
    published = set_apart(frames, as_of).filter(told)
    for row in published.iter_rows(named=True):
        found.setdefault(row["id"], []).append(row)
    return found


def _apart(row: Mapping[str, Any], record: Mapping[str, Any], own: Digits, *, inside: bool) -> str:
    unit = official.unit_inside(record.get("unit")) if inside else ""
    unit = unit.removesuffix(sentences.A_YEAR) if record["kind"] in RATES and not row["years"] else unit
    value = official.measured(row["value"], unit, decimals=own.figures, bare=inside)
    if record["kind"] == CUT:
        rate = official.measured(row["value"], rate_unit(record.get("unit")), decimals=own.figures, bare=inside)
        value = sentences.RATE.format(rate=rate)
    elif row["value"] < 0 and record["kind"] in RATES:  # a rate below 0 is said as a fall, never with a minus
        value = sentences.FELL.format(value=official.measured(-row["value"], unit, decimals=own.figures, bare=inside))
    if row["op"] is not None:
        value = said.BOUNDS.get(row["op"], "{value}").format(value=value) if inside else f"{SIGNS.get(row['op'], row['op'])} {value}"
    when = f"đến {row['as_of']:%d/%m/%Y}" if row["as_of"] is not None else str(row["year"])
    if row["years"]:
        when = sentences.APART_MEAN.format(years=" - ".join(str(year) for year in row["years"]))
    scope = sentences.SCOPES.get(row["scope"], row["scope"])
    marks = [mark for mark in (scope, sentences.VINTAGES.get(row["vintage"], "").strip("()")) if mark]
    return f"{when}: {value}" + (f" ({', '.join(marks)})" if marks else "")
