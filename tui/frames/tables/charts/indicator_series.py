"""One indicator by year: its results, its path, its forecast, and the figures that stand apart."""

from __future__ import annotations

import datetime as dt

import attrs

from tui.frames.build import Frames
from tui.frames.methods.digits import Digits, digits_of, needs
from tui.frames.methods.figures import figures_by_record
from tui.frames.methods.series import targets
from tui.frames.methods.set_apart import set_apart
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.frames.of_record import row_of, rows_of
from tui.frames.tables.charts.apart import ApartFigure, apart_figure


@attrs.frozen(kw_only=True)
class IndicatorSeries:
    """One indicator by year, from its baseline to its end year.

    ``values``, ``vintages`` and ``path`` stand beside ``years``, None where there is none. ``forecast`` stands in
    ``forecast_year`` (for mean growth it is the mean over the term, in its end year); None when nothing is forecast.
    ``path`` runs from the baseline year to the end year; where the target is a rate or a bound it is the target in every
    year of the term. ``target`` is None for a yearly cut in points: the figures are rates, and the path says it.
    ``required`` is what each remaining year must bring where the figures are yearly rates (mean growth), else None everywhere.
    ``target_max`` is the other end of a range; ``milestones`` are the levels agreed for other years. ``awaited`` is the end year while it
    is over without a figure, ``turning`` what that must be, on the side of ``turning_op`` (of a range up to ``turning_max``); else None.
    ``unit`` is that of the figures: of a yearly cut in points that of the rate.
    """

    id: str
    years: tuple[int, ...]
    values: tuple[float | None, ...]
    vintages: tuple[str | None, ...]
    path: tuple[float | None, ...]
    required: tuple[float | None, ...]
    target: float | None
    target_max: float | None
    milestones: tuple[tuple[int, float], ...]
    awaited: int | None
    turning: float | None
    turning_op: str | None
    turning_max: float | None = None
    op: str | None
    forecast: float | None
    forecast_year: int | None
    unit: str | None
    kind: str
    digits: Digits
    apart: tuple[ApartFigure, ...]


def indicator_series(frames: Frames, id: str, as_of: dt.date) -> IndicatorSeries:
    """What the chart of one indicator shows on a day. Raises KeyError when there is no such indicator."""
    said, judged, needed = (row_of(each(frames, as_of), id) for each in (verdicts, targets, needs))
    if said is None or judged is None or needed is None:
        raise KeyError(id)
    series = {r["year"]: r for r in rows_of(figures_by_record(frames, as_of), id) if r["year"] is not None and r["year"] <= as_of.year}
    record = frames.plan.tables["indicators"][id]
    agreed = tuple(sorted((entry["year"], float(entry["target"])) for entry in record.get("milestones", ())))
    start, end = said["start"], said["end"]
    first = min([y for y in (start, *series) if y is not None], default=None)
    last = max([y for y in (end, *series, *(year for year, _ in agreed)) if y is not None], default=None)
    years = tuple(range(first, last + 1)) if first is not None and last is not None else ()
    forecast = said["forecast"]
    if said["kind"] == CUT and forecast is not None:
        forecast = said["baseline"] - forecast * (end - said["baseline_year"])  # the rate the mean cut leads to
    need = needed["need"]
    apart = rows_of(set_apart(frames, as_of), id)
    return IndicatorSeries(
        id=id,
        years=years,
        values=tuple(series[y]["value"] if y in series else None for y in years),
        vintages=tuple(series[y]["vintage"] if y in series else None for y in years),
        path=tuple(_path_value(y, said, compound=bool(judged["compound"])) for y in years),
        required=tuple(need if said["kind"] == "term_growth" and _remains(y, said) else None for y in years),
        target=None if said["kind"] == CUT else judged["low"] if judged["ranged"] else said["target"],
        target_max=None if said["kind"] == CUT else judged["high"] if judged["ranged"] else None,
        milestones=() if said["kind"] == CUT else agreed,
        awaited=end if said["verdict"] == Verdict.AWAITING else None,
        turning=said.get("turning"),
        turning_op=said.get("turning_op"),
        turning_max=said.get("turning_max"),
        op=said["op"],
        forecast=forecast,
        forecast_year=None if forecast is None else end,
        unit=rate_unit(judged["unit"]) if said["kind"] == CUT else judged["unit"],
        kind=said["kind"],
        digits=digits_of(frames, id),
        apart=tuple(apart_figure(row) for row in apart),
    )


def _remains(year: int, said: dict[str, object]) -> bool:
    """Whether a year is one of those still without a result at the end of the term."""
    last, end = said["last_year"], said["end"]
    return isinstance(last, int) and isinstance(end, int) and last < year <= end


def _path_value(year: int, said: dict[str, object], *, compound: bool) -> float | None:
    """The path (docs/methods.md, B and F) in one year; for a rate or a bound (A, C, D) the target in every year of the term."""
    target, start, end = said["target"], said["start"], said["end"]
    if not isinstance(target, float) or not isinstance(start, int) or not isinstance(end, int):
        return None
    if said["kind"] in ("term_growth", "floor", "ceiling"):
        return target if start <= year <= end else None
    baseline, first = said["baseline"], said["baseline_year"]
    if not isinstance(baseline, float) or not isinstance(first, int) or not first <= year <= end or first == end:
        return None
    if said["kind"] == CUT:
        return baseline - target * (year - first)
    part = (year - first) / (end - first)
    if compound and baseline > 0 and target > 0:
        return float(baseline * (target / baseline) ** part)
    return baseline + (target - baseline) * part
