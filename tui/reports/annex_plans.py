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
from tui.reports.annex_rows import Align, AnnexColumn, CellValue, Quantity

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


def apart_words(frames: Frames, id: str, as_of: dt.date) -> str:
    """The figures that stand apart from the series: of part of a year, of another scope, or only a bound; "" where there is none."""
    record = frames.plan.tables["indicators"][id]
    own = digits_of(frames, id)
    told = [_apart(row, record, own) for row in _set_apart(frames, as_of).get(id, ()) if row["year"] <= as_of.year]
    return sentences.APART.format(figures="; ".join(dict.fromkeys(told))) if told else ""


def apart_in(frames: Frames, id: str, as_of: dt.date, year: int) -> bool:
    """Whether :func:`apart_words` has a figure of the whole of that year."""
    return any(row["year"] == year and row["as_of"] is None and not row["years"] for row in _set_apart(frames, as_of).get(id, ()))


@derived
def _set_apart(frames: Frames, as_of: dt.date) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Of each indicator the figures that were published beside its series, in its own unit."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    told = pl.col("vintage").ne_missing("plan") & pl.col("unit").is_null() & pl.col("value").is_not_null() & pl.col("year").is_not_null()
    published = set_apart(frames, as_of).filter(told)
    for row in published.iter_rows(named=True):
        found.setdefault(row["id"], []).append(row)
    return found


def _apart(row: Mapping[str, Any], record: Mapping[str, Any], own: Digits) -> str:
    value = official.number(row["value"], own.figures)
    if record["kind"] == CUT:
        value = sentences.RATE.format(rate=official.measured(row["value"], rate_unit(record.get("unit")), decimals=own.figures))
    elif row["value"] < 0 and record["kind"] in RATES:  # a rate below 0 is said as a fall, never with a minus
        value = sentences.FELL.format(value=official.number(-row["value"], own.figures))
    if row["op"] is not None:
        value = f"{SIGNS.get(row['op'], row['op'])} {value}"
    when = f"đến {row['as_of']:%d/%m/%Y}" if row["as_of"] is not None else str(row["year"])
    if row["years"]:
        when = sentences.APART_MEAN.format(years=" - ".join(str(year) for year in row["years"]))
    scope = sentences.SCOPES.get(row["scope"], row["scope"])
    marks = [mark for mark in (scope, sentences.VINTAGES.get(row["vintage"], "").strip("()")) if mark]
    return f"{when}: {value}" + (f" ({', '.join(marks)})" if marks else "")
