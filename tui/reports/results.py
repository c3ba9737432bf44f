"""What each indicator came to in the year of a report: its figure, the plan of the year, the year before, and what part of the plan it is.

A report on a part of a year takes the figures that cover just that part, and compares them with those of the same part of the year before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.milestones import Milestone, milestones_by_id
from tui.frames.methods.figures import figures, known_entries
from tui.frames.methods.series import targets
from tui.frames.methods.yearly_cuts import CUT
from tui.reports.spans import YEAR, Span

_RANK: Final = {"official": 0, "preliminary": 1, "estimate": 2}
_APART: Final = ("scope", "unit", "years")


@attrs.frozen(kw_only=True)
class Result:
    """One indicator in one year or part of it; None is what nobody published or agreed.

    ``value`` and ``before`` are in the indicator's own unit; of a yearly cut they are rates. ``change`` is ``value`` against
    ``before``: points of a percentage, else per cent.
    """

    value: float | None = None
    vintage: str = ""
    conflict: bool = False
    before: float | None = None
    change: float | None = None
    in_points: bool = False
    plan: Milestone | None = None

    @property
    def share(self) -> float | None:
        """The result as per cent of the plan of the year."""
        return None if self.plan is None else self.plan.share


@derived
def results(frames: Frames, as_of: dt.date, year: int, span: Span = YEAR) -> Mapping[str, Result]:
    """The result of every indicator in a year or a part of it, as known when one looks from a day."""
    found = _whole(frames, as_of) if span.whole else _parts(frames, as_of, span)
    points = dict(targets(frames, as_of).select("id", "percent").iter_rows())
    agreed, told = milestones_by_id(frames, as_of), _told(frames, as_of, year)
    plans = {
        id: _plan_of(record, agreed.get(id, ()), told.get(id), year, span, found.get((id, year)))
        for id, record in frames.plan.tables["indicators"].items()
    }
    return {id: _result(found, id, year, bool(points.get(id)), plan) for id, plan in plans.items()}


def _result(found: Mapping[tuple[str, int], Mapping[str, Any]], id: str, year: int, in_points: bool, plan: Milestone | None) -> Result:
    own, before = found.get((id, year)), found.get((id, year - 1))
    if own is None:
        return Result(before=before["value"] if before else None, in_points=in_points, plan=plan)
    value, was = float(own["value"]), float(before["value"]) if before else None
    change = None if was is None else value - was if in_points else (value / was - 1) * 100 if was > 0 else None
    return Result(
        value=value,
        vintage=own["vintage"],
        conflict=bool(own.get("conflict")),
        before=was,
        change=change,
        in_points=in_points,
        plan=plan,
    )


def figure_of(frames: Frames, as_of: dt.date, id: str, year: int) -> Mapping[str, Any] | None:
    """The figure that counts of an indicator in one whole year, as known when one looks from a day; None where nobody published one."""
    return _whole(frames, as_of).get((id, year))


@derived
def _whole(frames: Frames, as_of: dt.date) -> Mapping[tuple[str, int], Mapping[str, Any]]:
    """(indicator, year) → the figure that counts, of all of them: a paper asks for the one or the other of nearly every indicator."""
    return {(row["id"], row["year"]): row for row in figures(frames, as_of).iter_rows(named=True)}


def _parts(frames: Frames, as_of: dt.date, span: Span) -> dict[tuple[str, int], Mapping[str, Any]]:
    """(indicator, year) → the figure that counts of those that cover just this part of the year; official before estimate, later first."""
    covers = pl.date(pl.col("year").cast(pl.Int32), *span.end)
    rows = (
        known_entries(frames, as_of)
        .filter(pl.col("value").is_not_null() & pl.col("op").is_null() & pl.all_horizontal(pl.col(key).is_null() for key in _APART))
        .filter(pl.col("vintage").is_in(list(_RANK)) & (pl.col("as_of") == covers))
        .with_columns(rank=pl.col("vintage").replace_strict(_RANK, return_dtype=pl.Int64))
        .sort("row", "year", "rank", "published_on", "position", descending=[False, False, False, True, True], nulls_last=True)
        .with_columns(conflict=pl.col("value").n_unique().over("id", "year", "rank") > 1)
        .unique(["id", "year"], keep="first", maintain_order=True)
    )
    return {(row["id"], row["year"]): row for row in rows.iter_rows(named=True)}


def _told(frames: Frames, as_of: dt.date, year: int) -> dict[str, Mapping[str, Any]]:
    """The last figure of each indicator's plan for a year in its own unit and scope."""
    known = known_entries(frames, as_of).filter(
        (pl.col("year") == year)
        & (pl.col("vintage") == "plan")
        & pl.col("value").is_not_null()
        & pl.all_horizontal(pl.col(key).is_null() for key in (*_APART, "as_of"))
    )
    return {row["id"]: row for row in known.select("id", "op", "value").iter_rows(named=True)}


def _plan_of(
    record: Mapping[str, Any],
    milestones: Iterable[Milestone],
    told: Mapping[str, Any] | None,
    year: int,
    span: Span,
    own: Mapping[str, Any] | None,
) -> Milestone | None:
    """What was agreed for the year: a milestone, else what a figure of the plan ``told`` for it; ``own`` is the result beside it.

    The share of it that was reached is worked out of amounts and levels; of a yearly cut, whose figures are rates, it is not.
    """
    agreed = next((one for one in milestones if one.year == year), None)
    if agreed is not None:
        return agreed if span.whole else attrs.evolve(agreed, value=own["value"] if own else None, share=_share(record, own, agreed.target))
    if told is None or record["kind"] == CUT:
        return None
    return Milestone(
        year=year,
        op=told["op"] or "=",
        target=told["value"],
        target_max=None,
        basis=None,
        value=own["value"] if own else None,
        share=_share(record, own, told["value"]),
        verdict=None,
    )


def _share(record: Mapping[str, Any], own: Mapping[str, Any] | None, plan: float) -> float | None:
    if own is None or record["kind"] == CUT or plan <= 0:
        return None
    return float(own["value"]) / plan * 100
