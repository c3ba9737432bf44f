"""Which results a report draws: of each goal its indicators with figures of three years or more; parts of one whole in one chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.digits import digits_by_id
from tui.frames.methods.figures import figures, known_entries
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.reports import official
from tui.reports.word.paper import Chart, Series

LEAST_YEARS: Final = 3
"""Years a chart needs: two columns tell no more than the sentence does."""
_RANK: Final = {"official": 0, "preliminary": 1, "estimate": 2}
_AMOUNT_APART: Final = ("as_of", "years", "op")


class _Amounts(NamedTuple):
    """The amounts of one unit and scope, by year."""

    unit: str
    scope: str | None
    values: Mapping[int, float]


def goal_charts(frames: Frames, as_of: dt.date, goal: str | None, year: int) -> Iterator[Chart]:
    """The charts of one goal, years up to the one reported; captions are without a number."""
    own = {id: values for id, values in frames.plan.tables["indicators"].items() if values.get("goal") == goal}
    known, amounts = _series(frames, as_of, year), _amounts(frames, as_of, year)
    shares = [id for id, values in own.items() if values["kind"] == "share" and len(known.get(id, {})) >= LEAST_YEARS]
    if len(shares) > 1:
        yield _of_parts(frames, shares, known)
    for id in own:
        if id in shares and len(shares) > 1:
            continue
        if len(known.get(id, {})) >= LEAST_YEARS:
            yield _of_one(frames, id, known[id])
        yield from (_of_amounts(f"{_goal_title(frames, id)}: {of.scope or of.unit}", of) for of in amounts.get(id, ()))


@derived
def _series(frames: Frames, as_of: dt.date, year: int) -> Mapping[str, Mapping[int, float]]:
    found: dict[str, dict[int, float]] = {}
    for row in figures(frames, as_of).filter(pl.col("year") <= year).iter_rows(named=True):
        found.setdefault(row["id"], {})[row["year"]] = row["value"]
    first = min(frames.plan.years, default=year) - 1
    return {id: {one: value for one, value in own.items() if one >= first} for id, own in found.items()}


def _of_parts(frames: Frames, ids: list[str], known: Mapping[str, Mapping[int, float]]) -> Chart:
    """Parts of a whole, one on another."""
    years = _every_year({year for id in ids for year in known[id]})
    records, digits = frames.plan.tables["indicators"], digits_by_id(frames)
    return Chart(
        text=_goal_title(frames, ids[0]),
        unit=str(records[ids[0]].get("unit", "")),
        labels=tuple(map(str, years)),
        bars=tuple(Series(name=records[id]["name"], values=tuple(known[id].get(year) for year in years)) for id in ids),
        stacked=True,
        decimals=max(digits[id].figures for id in ids),
    )


def _of_one(frames: Frames, id: str, own: Mapping[int, float]) -> Chart:
    """One indicator over the years, and what is aimed at as a line; of a yearly cut the rate, which has no such line."""
    record, digits, years = frames.plan.tables["indicators"][id], digits_by_id(frames)[id], _every_year(own)
    cut = record["kind"] == CUT
    target = record.get("target") if not cut and "target_max" not in record else None
    unit = str(record.get("unit", ""))
    named = f"Mục tiêu {_period(frames)}: {official.number(target)}" if target is not None else ""
    line = Series(name=named, values=(target,) * len(years)) if target is not None else None
    return Chart(
        text=record["name"],
        unit=rate_unit(unit) if cut else unit,
        labels=tuple(map(str, years)),
        bars=(Series(name="Tỷ lệ" if cut else "Thực hiện", values=tuple(own.get(year) for year in years)),),
        line=line,
        decimals=digits.figures,
    )


def _every_year(known: Collection[int]) -> range:
    """The years from the first to the last that is known: one between them of which nothing is known is a gap, not left out."""
    return range(min(known), max(known) + 1)


def _goal_title(frames: Frames, id: str) -> str:
    record = frames.plan.tables["indicators"][id]
    return frames.plan.title_of("goals", record["goal"]) if record.get("goal") in frames.plan.tables["goals"] else str(record["name"])


def _period(frames: Frames) -> str:
    years = frames.plan.years
    return f"{years[0]} - {years[-1]}" if years else ""


@derived
def _amounts(frames: Frames, as_of: dt.date, year: int) -> Mapping[str, Sequence[_Amounts]]:
    """The amounts behind a rate that are published in a unit of their own, of one scope: such as what was taken in by the budget."""
    rows = known_entries(frames, as_of).filter(
        (pl.col("year") <= year)
        & pl.col("unit").is_not_null()
        & pl.col("value").is_not_null()
        & pl.col("vintage").is_in(list(_RANK))
        & pl.all_horizontal(pl.col(key).is_null() for key in _AMOUNT_APART)
    )
    counted = (
        rows.with_columns(rank=pl.col("vintage").replace_strict(_RANK, return_dtype=pl.Int64))
        .sort("rank", "published_on", "position", descending=[False, True, True], nulls_last=True)
        .unique(["id", "unit", "scope", "year"], keep="first", maintain_order=True)
        .sort("year", maintain_order=True)
        .group_by("id", "unit", "scope", maintain_order=True)
        .agg("year", "value")
        .filter(pl.col("year").list.len() >= LEAST_YEARS)
    )
    found: dict[str, list[_Amounts]] = {}
    for row in counted.iter_rows(named=True):
        found.setdefault(row["id"], []).append(_Amounts(row["unit"], row["scope"], dict(zip(row["year"], row["value"], strict=True))))
    return found


def _of_amounts(text: str, of: _Amounts) -> Chart:
    years = _every_year(of.values)
    return Chart(
        text=text,
        unit=of.unit,
        labels=tuple(map(str, years)),
        bars=(Series(name="Thực hiện", values=tuple(of.values.get(year) for year in years)),),
        decimals=0 if all(value.is_integer() for value in of.values.values()) else 1,
    )
