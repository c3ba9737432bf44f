"""A plot drawn with plotext: curves told apart by their marks, never by colour alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip

from tui.frames.tables.charts.drawing import BAND, Curve, Label, Plot
from tui.i18n.words import Words
from tui.widgets.chart_lines import cut
from tui.widgets.inks import Inks, PlotColour

_AROUND: Final = 4
"""Lines of a plot that are its title, its frame and the years."""
_BESIDE: Final = 0.3
"""Years left free at both sides."""
_FRAME: Final = 2
"""Cells of a line of the plot that are its frame."""
_MARK: Final = "."
"""Stands below a year's mark at the axis until its name does."""
_TICK: Final = "┬"
_YEAR: Final = 4
"""Cells of a year's name."""
_MARKS_APART: Final = 3
"""Cells from one mark to the next."""
_CLEAR: Final = 2
"""Lines between a level that is named and the next number of the scale."""


class Plotter:
    """Draws plots one after the other; the module that does it is loaded for the first."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._figure: Any = None

    def strips(self, plot: Plot, width: int, height: int, console: Console, inks: Inks, *, large: bool = False) -> list[Strip]:
        """The plot as lines, in the colours of a theme; with the terminal's own sixteen it has no ground of its own.

        ``large``: for those who sit far from the screen, with thick lines and its numbers, and without the title, which stands elsewhere.
        """
        from rich.text import Text

        figure = self._fresh()
        lines = height - (_AROUND - 1 if large else _AROUND)
        for curve in plot.curves:
            if curve.mark == BAND:
                _fill(figure, curve, inks.plotted(curve.ink), width, lines)
            else:
                _draw(figure, curve, inks.plotted(curve.ink), "hd" if large else "braille")
        cells_a_year = self._scale(plot, width, lines)
        years = _years_marked(plot, cells_a_year)
        figure.xticks(years, [_MARK] * len(years))
        if large:
            for label in plot.labels:
                _write(figure, label, inks, plot, cells_a_year, lines)
        else:
            figure.title(cut(plot.title, max(10, width - 4)))
        figure.plotsize(width, height)
        figure._set_size(width, height)  # plotext forgets a second size without this (textual-plotext, issue 5)
        _colour(figure, inks)
        drawn = Text.from_ansi(figure.build()).split(allow_blank=True)[:height]
        strips = [Strip(list(line.render(console))).adjust_cell_length(width) for line in drawn]
        if len(strips) == height > 1:
            strips[-1] = _told_years(strips[-1], strips[-2].text, years, width)
        return strips

    def load(self) -> None:
        """Load what draws the first plot."""
        if self._figure is None:
            from textual_plotext.plot import Plot as Figure  # late: the first tab is on the screen sooner without it

            self._figure = Figure()

    def _fresh(self) -> Any:
        self.load()
        self._figure.clear_figure()
        return self._figure

    def _scale(self, plot: Plot, width: int, lines: int) -> float:
        """The cells of a year, once the limits stand and what is beside the plot; ``lines`` are those without title, frame and years."""
        low, high = plot.low, plot.high
        self._figure.ylim(low, high)
        self._figure.xlim(plot.first - _BESIDE, plot.last + _BESIDE)
        decimals = max(0, 1 - math.floor(math.log10((high - low) / 2))) if high > low else 2
        agreed = _on_lines_of_their_own([level for level in plot.agreed if low <= level <= high], high - low, lines)
        ticks = [tick for tick in _ticks(low, high, lines) if all(_apart(tick, level, high - low, lines) for level in agreed)]
        told = [self._words.number(tick, decimals) for tick in ticks] + [self._words.number(level) for level in agreed]
        self._figure.yticks([*ticks, *agreed], told)
        return (width - _FRAME - max(map(cell_len, told), default=0)) / (plot.last - plot.first + 2 * _BESIDE)


def _years_marked(plot: Plot, cells_a_year: float) -> list[int]:
    """The years with a mark at the axis: all, or each so many before the last where marks would stand too close.

    They are only marked: plotext puts their names in the order of a set, each where there is room beside those before it.
    """
    step = max(1, math.ceil(_MARKS_APART / max(cells_a_year, 0.1)))
    return sorted(range(plot.last, plot.first - 1, -step))


def _told_years(marks: Strip, axis: str, years: Sequence[int], width: int) -> Strip:
    """The line of the years: each below its mark at the axis, or each so many before the last, so that two are told apart."""
    columns = [x for x, sign in enumerate(axis) if sign == _TICK]
    marked = next((segment for segment in marks if _MARK in segment.text), None)
    if len(columns) != len(years) or marked is None or width < _YEAR:
        return marks
    step = next((n for n in range(1, len(columns)) if all(b - a > _YEAR for a, b in pairwise(columns[::-n][::-1]))), len(columns))
    told = [" "] * width
    for column, year in list(zip(columns, years, strict=True))[::-step]:
        start = min(max(0, column - _YEAR // 2), width - _YEAR)
        told[start : start + _YEAR] = str(year)
    return Strip([Segment("".join(told), marked.style)], width)  # none where the terminal's own colours are used


def _draw(figure: Any, curve: Curve, colour: PlotColour, line: str) -> None:
    years, values = [x for x, _ in curve.points], [y for _, y in curve.points]
    draw = figure.plot if curve.joined else figure.scatter
    draw(years, values, marker=curve.mark or line, color=colour)


def _fill(figure: Any, curve: Curve, colour: PlotColour, width: int, lines: int) -> None:
    """Fill a range with its mark, every cell of the lines between both ends, its own lines left free."""
    (first, low), (last, high) = curve.points
    across, up = max(2, 2 * width), max(2, 2 * lines)
    years = [first + (last - first) * step / across for step in range(across + 1)]
    levels = [low + (high - low) * step / up for step in range(1, up)]
    figure.scatter([year for year in years for _ in levels], [level for _ in years for level in levels], marker=curve.mark, color=colour)


def _write(figure: Any, label: Label, inks: Inks, plot: Plot, cells_a_year: float, lines: int) -> None:
    """Write a number above its point, below it where there is no line above; at the edge it ends there."""
    step = (plot.high - plot.low) / max(1, lines - 1)
    level = label.value + step if label.value + 1.5 * step <= plot.high else label.value - step
    half, year, alignment = cell_len(label.text) / 2 / max(cells_a_year, 0.1), label.year, "center"
    if year + half > plot.last + _BESIDE:
        year, alignment = plot.last + _BESIDE, "right"
    elif year - half < plot.first - _BESIDE:
        year, alignment = plot.first - _BESIDE, "left"
    ground = "default" if inks.ansi else Color.parse(inks.variables["surface"]).rgb
    figure.text(label.text, year, level, color=inks.plotted(label.ink), background=ground, alignment=alignment)


def _colour(figure: Any, inks: Inks) -> None:
    if inks.ansi:
        figure.canvas_color("default")
        figure.axes_color("default")
        figure.ticks_color("default")
        return
    ground, ink = (Color.parse(inks.variables[name]).rgb for name in ("surface", "foreground"))
    figure.canvas_color(ground)
    figure.axes_color(ground)
    figure.ticks_color(ink)


def _ticks(low: float, high: float, lines: int) -> list[float]:
    """What to write at the scale: no two at one line of the plot, where either of them could stand; none at a single line."""
    steps = 4 if lines >= 9 else 2 if lines >= 5 else 1
    return [low + (high - low) * i / steps for i in range(steps + 1)] if lines > 1 else []


def _on_lines_of_their_own(levels: list[float], span: float, lines: int) -> list[float]:
    """The levels of which no two stand at one line of the plot: of those that would, the first."""
    kept: list[float] = []
    for level in levels if lines > 1 else ():
        if all(abs(level - other) / span * (lines - 1) >= 1 for other in kept):
            kept.append(level)
    return kept


def _apart(tick: float, level: float, span: float, lines: int) -> bool:
    """Whether a number of the scale stands at least a line away from a level that is named: none is to be taken for the other."""
    return abs(tick - level) / span * (lines - 1) >= _CLEAR
