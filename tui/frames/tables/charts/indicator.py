"""The drawing of one indicator: results by year against the target, the path and the forecast."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import attrs

from tui.frames.build import Frames
from tui.frames.methods.yearly_cuts import CUT
from tui.frames.tables.cells import SIGNS
from tui.frames.tables.charts.apart import apart_words, scope_words, vintage_words
from tui.frames.tables.charts.chart_table import ChartTable, chart_table
from tui.frames.tables.charts.drawing import (
    AWAITED,
    BAND,
    BESIDE,
    BREAK,
    ESTIMATE,
    FORECAST,
    MILESTONE,
    NOTHING,
    PATH,
    REQUIRED,
    RESULT,
    TARGET,
    Curve,
    Drawing,
    Ink,
    Label,
    Note,
    Pieces,
    Plot,
)
from tui.frames.tables.charts.indicator_series import IndicatorSeries, indicator_series
from tui.i18n.words import Words
from tui.model.text import N_, printable, with_unit

_MEANS: Final = ("term_growth",)
"""Kinds whose forecast is a mean over the term: no point of the series, so it is said in the legend only."""
_REACH: Final = 1.0
"""A figure of another scope further away than the chart is high, times this, is said instead of drawn."""

_YearPoint: TypeAlias = tuple[int, float]


def indicator_drawing(frames: Frames, id: str | None, as_of: dt.date, words: Words) -> Drawing:
    """What is shown of an indicator on a day; nothing where there is no such indicator."""
    if id is None or frames.plan.get("indicators", id) is None:
        return NOTHING
    series = indicator_series(frames, id, as_of)
    name = printable(frames.plan.title_of("indicators", id))
    if all(value is None for value in series.values):
        return Drawing(tuple(Note(line) for line in _without_figures(series, name, words)))
    points = _Points.of(series, as_of.year)
    what = words(N_("{name}: the rate"), name=name) if series.kind == CUT else name
    title = f"{what}, {printable(series.unit)}" if series.unit else what
    return Drawing((Pieces(tuple(_legend(points, words))),), points.plot(title)._replace(labels=tuple(_labels(points, words))))


def indicator_table(frames: Frames, id: str | None, as_of: dt.date, words: Words) -> ChartTable:
    """What the drawing of an indicator holds, a row a year, and below it a row for each figure of another scope."""
    if id is None or frames.plan.get("indicators", id) is None:
        return ChartTable("", (), ())
    series = indicator_series(frames, id, as_of)
    points = _Points.of(series, as_of.year) if any(value is not None for value in series.values) else None
    figures, computed, yearly = series.digits.figures, series.digits.computed, series.digits.yearly

    def number(value: float | None, digits: int | None = figures) -> str:
        return "" if value is None else words.number(value, digits)

    target = "" if series.target is None else f"{SIGNS.get(series.op or '', '')} {words.number(series.target)}".strip()
    if series.target is not None and series.target_max is not None:
        target = f"{words.number(series.target)}–{words.number(series.target_max)}"
    unit = printable(series.unit or "")
    agreed, path = dict(series.milestones), dict(points.path) if points is not None else {}
    rows = []
    for at, year in enumerate(series.years):
        awaits = series.awaited == year
        turning = _turning(series, words)
        rows.append((
            str(year),
            number(series.values[at]) or (words(N_("awaiting")) if awaits else ""),
            unit if series.values[at] is not None else "",
            vintage_words(series.vintages[at], words),
            target,
            number(agreed.get(year), None),
            number(path.get(year), computed),
            number(series.required[at], yearly) or (turning if awaits and series.turning is not None else ""),
            number(series.forecast, computed) if series.forecast_year == year else "",
            "",
        ))  # fmt: skip
    for figure in series.apart:
        if figure.year <= as_of.year:
            said = apart_words(figure, words, series.digits).partition(" (")[2].removesuffix(")")
            value = number(figure.value, figures if figure.unit is None else None)
            own = printable(figure.unit) if figure.unit is not None else unit
            rows.append((str(figure.year), value, own, vintage_words(figure.vintage, words), "", "", "", "", "", said))
    columns = (
        (words(N_("Year")), False),
        (words(N_("Figure")), True),
        (words(N_("Unit")), False),
        (words(N_("Vintage")), False),
        (words(N_("Target")), True),
        (words(N_("Milestone")), True),
        (words(N_("Path")), True),
        (words(N_("Needed")), True),
        (words(N_("Forecast")), True),
        (words(N_("Stands apart")), False),
    )
    return chart_table(printable(frames.plan.title_of("indicators", id)), columns, rows)


def _without_figures(series: IndicatorSeries, name: str, words: Words) -> list[str]:
    lines = [name, "", words(N_("no full-year figure to draw"))]
    if series.apart:
        lines.append(words.count("{n} figure stands apart (see the panel)", "{n} figures stand apart (see the panel)", len(series.apart)))
    if series.target is not None:
        target = with_unit(words.number(series.target), series.unit or "")
        lines.append(f"{words(N_('target'))}: {SIGNS.get(series.op or '', '')} {target}")
    return lines


# -- points ---------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Points:
    """The points of a series that are drawn, with the figures of another scope ``beside`` it and those too far ``off``."""

    series: IndicatorSeries
    results: dict[int, float]
    estimates: frozenset[int]
    path: tuple[_YearPoint, ...]
    required: tuple[_YearPoint, ...]
    forecast: float | None
    forecast_at: int | None
    beside: tuple[_YearPoint, ...] = ()
    off: tuple[_YearPoint, ...] = ()

    @classmethod
    def of(cls, series: IndicatorSeries, until: int) -> _Points:
        forecast = series.forecast if series.forecast is not None and math.isfinite(series.forecast) else None
        path = tuple((y, float(p)) for y, p in zip(series.years, series.path, strict=True) if p is not None)
        level = len({p for _, p in path}) <= 1
        points = cls(
            series=series,
            results={y: float(v) for y, v in zip(series.years, series.values, strict=True) if v is not None},
            estimates=frozenset(y for y, vintage in zip(series.years, series.vintages, strict=True) if vintage == "estimate"),
            path=() if level else path,  # a level path is the target's own line
            required=tuple((y, float(r)) for y, r in zip(series.years, series.required, strict=True) if r is not None and math.isfinite(r)),
            forecast=forecast,
            forecast_at=series.forecast_year if forecast is not None and series.kind not in _MEANS else None,
        )
        beside, off = _beside(series, until, *points.reach)
        return attrs.evolve(points, beside=beside, off=off)

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest value that is drawn."""
        values = [*self.results.values(), *(v for points in (self.required, self.path, self.beside) for _, v in points)]
        values += [float(end) for end in (self.series.target, self.series.target_max, self.awaits) if end is not None]
        values += [level for _, level in self.series.milestones]
        values += [self.forecast] if self.forecast is not None and self.forecast_at is not None else []
        return min(values), max(values)

    @property
    def awaits(self) -> float | None:
        """Where the open end of the series stands: the value its last year must have, else its last figure; None without an open end."""
        if self.series.awaited is None or not self.results:
            return None
        return self.series.turning if self.series.turning is not None else self.results[max(self.results)]

    @property
    def breaks(self) -> bool:
        """Whether all figures of another scope come after the series."""
        return bool(self.beside) and min(y for y, _ in self.beside) > max(self.results)

    def plot(self, title: str) -> Plot:
        first = self.series.years[0]
        last = max(self.series.years[-1], self.forecast_at or self.series.years[-1], *(y for y, _ in self.beside))
        low, high = self.reach
        room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        low, high = low - room if low < 0 else max(0.0, low - room), high + room  # nothing below 0 where nothing is
        curves = [*self._aims(first, last), *self._runs(), *self._edge(low, high), *self._marks()]
        agreed = tuple(float(end) for end in (self.series.target, self.series.target_max) if end is not None)
        shown = tuple(c for c in curves if c.points)
        return Plot(title=title, curves=shown, first=first, last=last, low=low, high=high, agreed=agreed)

    def _aims(self, first: int, last: int) -> list[Curve]:
        target = self.series.target
        level = () if target is None else ((first, float(target)), (last, float(target)))
        aims = [Curve(level, TARGET, Ink.AIM, joined=True), Curve(self.path, PATH, Ink.AIM, joined=True)]
        other = self.series.target_max
        if target is not None and other is not None:
            aims.insert(0, Curve(((first, float(target)), (last, float(other))), BAND, Ink.AIM))
            aims.append(Curve(((first, float(other)), (last, float(other))), TARGET, Ink.AIM, joined=True))
        return aims

    def _runs(self) -> list[Curve]:
        """The line through the results; a year without a figure breaks it."""
        joined = [run for run in runs(list(self.results)) if len(run) > 1]
        return [Curve(tuple((y, self.results[y]) for y in run), None, Ink.RESULT, joined=True) for run in joined]

    def _edge(self, low: float, high: float) -> list[Curve]:
        if not self.breaks:
            return []
        between = min(y for y, _ in self.beside) - 0.5
        return [Curve(((between, low), (between, high)), BREAK, Ink.EDGE, joined=True)]

    def _marks(self) -> list[Curve]:
        forecast = ((self.forecast_at, self.forecast),) if self.forecast is not None and self.forecast_at is not None else ()
        open_end = ((self.series.awaited, self.awaits),) if self.series.awaited is not None and self.awaits is not None else ()
        return [
            Curve(self.series.milestones, MILESTONE, Ink.AIM),
            Curve(open_end, AWAITED, Ink.OUTLOOK),
            Curve(self.required, REQUIRED, Ink.OUTLOOK),
            Curve(forecast, FORECAST, Ink.OUTLOOK),
            Curve(self.beside, BESIDE, Ink.APART),
            Curve(tuple((y, v) for y, v in self.results.items() if y in self.estimates), ESTIMATE, Ink.RESULT),
            Curve(tuple((y, v) for y, v in self.results.items() if y not in self.estimates), RESULT, Ink.RESULT),
        ]


def _beside(series: IndicatorSeries, until: int, low: float, high: float) -> tuple[tuple[_YearPoint, ...], tuple[_YearPoint, ...]]:
    """The figures of another scope that are drawn apart, and those that would press the rest of the chart flat."""
    span = (high - low) or abs(high) or 1.0
    alike = list(dict.fromkeys((f.year, float(f.value)) for f in series.apart if f.alike and series.years[0] <= f.year <= until))
    near = tuple(p for p in alike if low - _REACH * span <= p[1] <= high + _REACH * span)
    return near, tuple(p for p in alike if p not in near)


def runs(years: Sequence[int]) -> list[list[int]]:
    """Years in order, cut where one is missing."""
    found: list[list[int]] = []
    for year in years:
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found


# -- words ----------------------------------------------------------------------------------------------------------


def _labels(points: _Points, words: Words) -> Iterator[Label]:
    """The number of each figure, an estimate with its mark, and the open year in words."""
    series, figures = points.series, points.series.digits.figures
    for year, value in points.results.items():
        mark = words(N_("e")) if year in points.estimates else ""
        yield Label(year, value, f"{words.number(value, figures)}{mark}", Ink.RESULT)
    for year, value in points.beside:
        yield Label(year, value, words.number(value, figures), Ink.APART)
    for year, value in points.required:
        yield Label(year, value, words.number(value, series.digits.yearly), Ink.OUTLOOK)
    if points.forecast_at is not None and points.forecast is not None:
        yield Label(points.forecast_at, points.forecast, words.number(points.forecast, series.digits.computed), Ink.OUTLOOK)
    if series.awaited is not None and points.awaits is not None:
        need = f" {_turning(series, words)}" if series.turning is not None else ""
        yield Label(series.awaited, points.awaits, f"{words(N_('open'))}{need}", Ink.OUTLOOK)


def _legend(points: _Points, words: Words) -> list[str]:
    """What the marks mean, then what is not drawn."""
    return [*_marks_told(points, words), *_outlook_told(points, words), *_apart_told(points, words)]


def _marks_told(points: _Points, words: Words) -> list[str]:
    series, legend = points.series, []
    if len(points.estimates) < len(points.results):
        legend.append(f"{RESULT} {words(N_('result'))}")
    if points.estimates:
        legend.append(f"{ESTIMATE} {words(N_('result, estimated'))}")
    if series.target is not None:
        ends = f"{SIGNS.get(series.op or '', '')} {words.number(series.target)}"
        if series.target_max is not None:
            ends = f"{words.number(series.target)}–{words.number(series.target_max)}"
        legend.append(f"{TARGET} {words(N_('target'))} {ends}")
        if series.target_max is not None:
            legend.append(f"{BAND} {words(N_('between the ends of the target'))}")
    if series.milestones:
        told = ", ".join(f"{year}: {words.number(level)}" for year, level in series.milestones)
        legend.append(f"{MILESTONE} {words(N_('milestones'))} {told}")
    if points.path:
        legend.append(f"{PATH} {words(N_('path'))}")
    return legend


def _outlook_told(points: _Points, words: Words) -> list[str]:
    series, legend = points.series, []
    if series.awaited is not None:
        turns = f"{words(N_('awaiting'))} {series.awaited}"
        if series.turning is not None:
            turns += f" {_turning(series, words)}"
        legend.append(f"{AWAITED} {turns}")
    if points.required:
        legend.append(f"{REQUIRED} {words(N_('required'))} {words.number(points.required[0][1], series.digits.yearly)}")
    if points.forecast is not None:
        glyph = f"{FORECAST} " if points.forecast_at is not None else ""
        what = words(N_("mean forecast")) if series.kind == "term_growth" else words(N_("forecast"))
        legend.append(f"{glyph}{what} {words.number(points.forecast, series.digits.computed)}")
    return legend


def _turning(series: IndicatorSeries, words: Words) -> str:
    """What the open year must be, with its sign; between which ends of a range."""
    places = series.digits.yearly if series.kind in _MEANS else series.digits.figures
    low = words.number(series.turning, places)
    if series.turning_max is not None:
        return words(N_("from {low} to {high}"), low=low, high=words.number(series.turning_max, places))
    return f"{SIGNS.get(series.turning_op or '>=', '≥')} {low}"


def _apart_told(points: _Points, words: Words) -> list[str]:
    series, legend = points.series, []
    if points.beside:
        scopes = dict.fromkeys(f.scope for f in series.apart if (f.year, f.value) in points.beside and f.alike)
        told = dict.fromkeys(scope_words(scope, words) for scope in scopes)
        what = f"{BREAK}{BESIDE} {words(N_('series break, another scope'))}" if points.breaks else f"{BESIDE} {words(N_('another scope'))}"
        legend.append(f"{what}: {', '.join(told)}")
    missing = [str(y) for y, v in zip(series.years, series.values, strict=True) if v is None]
    if missing:
        legend.append(f"{words(N_('without a figure'))}: {', '.join(missing)}")
    if points.off:
        legend.append(
            f"{words(N_('outside the frame'))}: " + ", ".join(f"{y}: {words.number(v, series.digits.figures)}" for y, v in points.off)
        )
    undrawn = len(series.apart) - len(points.beside) - len(points.off)
    if undrawn > 0:
        legend.append(words.count("{n} figure not drawn (see the panel)", "{n} figures not drawn (see the panel)", undrawn))
    return legend
