"""A plot drawn with plotext: curves told apart by their marks, never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from tui.frames.tables.charts.drawing import (
    AWAITED,
    BAND,
    BESIDE,
    BREAK,
    ESTIMATE,
    FORECAST,
    MILESTONE,
    PATH,
    REQUIRED,
    RESULT,
    TARGET,
    Curve,
    Ink,
    Plot,
)
from tui.i18n.words import Words
from tui.widgets.chart_lines import cut

_COLOURS: Final = {
    Ink.RESULT: "blue+",
    Ink.AIM: "green+",
    Ink.OUTLOOK: "orange+",
    Ink.APART: "magenta+",
    Ink.EDGE: "gray+",
}
_INK_NUMBERS: Final = {Ink.RESULT: 12, Ink.AIM: 10, Ink.OUTLOOK: 11, Ink.APART: 13, Ink.EDGE: 7}
"""The same colours by the number a terminal has for them."""
_INKS: Final = {
    Ink.RESULT: (RESULT, ESTIMATE),
    Ink.AIM: (TARGET, PATH, BAND, MILESTONE),
    Ink.OUTLOOK: (AWAITED, REQUIRED, FORECAST),
    Ink.APART: (BESIDE,),
    Ink.EDGE: (BREAK,),
}
SIGN_COLOURS: Final = {sign: Style(color=f"color({_INK_NUMBERS[ink]})") for ink, signs in _INKS.items() for sign in signs}
"""The colour of each sign of a legend: that of its curve."""
_AROUND: Final = 4
"""Lines of a plot that are its title, its frame and the years."""
_CLEAR: Final = 2
"""Lines between a level that is named and the next number of the scale."""


class Plotter:
    """Draws plots one after the other; the module that does it is loaded for the first."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._figure: Any = None

    def strips(self, plot: Plot, width: int, height: int, console: Console, theme: Mapping[str, str] | None) -> list[Strip]:
        """The plot as lines, in the ``theme``'s colours by name; None: the terminal's own, then the plot has none of its own."""
        from rich.text import Text

        figure = self._fresh()
        for curve in plot.curves:
            _draw(figure, curve, None if theme is None else _COLOURS[curve.ink])
        self._scale(plot, height - _AROUND)
        figure.title(cut(plot.title, max(10, width - 4)))
        figure.plotsize(width, height)
        figure._set_size(width, height)  # plotext forgets a second size without this (textual-plotext, issue 5)
        _colour(figure, theme)
        lines = Text.from_ansi(figure.build()).split(allow_blank=True)[:height]
        return [Strip(list(line.render(console))).adjust_cell_length(width) for line in lines]

    def _fresh(self) -> Any:
        if self._figure is None:
            from textual_plotext.plot import Plot as Figure  # late: the first tab is on the screen sooner without it

            self._figure = Figure()
        self._figure.clear_figure()
        return self._figure

    def _scale(self, plot: Plot, lines: int) -> None:
        """The limits, and what is written at the two axes; ``lines`` are those of the plot without title, frame and years."""
        low, high = plot.low, plot.high
        self._figure.ylim(low, high)
        self._figure.xlim(plot.first - 0.3, plot.last + 0.3)
        self._figure.xticks(list(plot.years), [str(year) for year in plot.years])
        decimals = 0 if high - low > 20 else 1 if high - low > 2 else 2
        agreed = [level for level in plot.agreed if low <= level <= high] if lines > 1 else []
        ticks = [tick for tick in _ticks(low, high, lines) if all(_apart(tick, level, high - low, lines) for level in agreed)]
        told = [self._words.number(tick, decimals) for tick in ticks] + [self._words.number(level) for level in agreed]
        self._figure.yticks([*ticks, *agreed], told)


def _draw(figure: Any, curve: Curve, colour: str | None) -> None:
    years, values = [x for x, _ in curve.points], [y for _, y in curve.points]
    draw = figure.plot if curve.joined else figure.scatter
    draw(years, values, marker=curve.mark or "braille", color=colour)


def _colour(figure: Any, theme: Mapping[str, str] | None) -> None:
    if theme is None:
        figure.theme("clear")
        return
    ground, ink = (Color.parse(theme[name]).rgb for name in ("surface", "foreground"))
    figure.canvas_color(ground)
    figure.axes_color(ground)
    figure.ticks_color(ink)


def _ticks(low: float, high: float, lines: int) -> list[float]:
    """What to write at the scale: no two at one line of the plot, where either of them could stand; none at a single line."""
    steps = 4 if lines >= 9 else 2 if lines >= 5 else 1
    return [low + (high - low) * i / steps for i in range(steps + 1)] if lines > 1 else []


def _apart(tick: float, level: float, span: float, lines: int) -> bool:
    """Whether a number of the scale stands at least a line away from a level that is named: none is to be taken for the other."""
    return abs(tick - level) / span * (lines - 1) >= _CLEAR
