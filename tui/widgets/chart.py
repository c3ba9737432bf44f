"""The chart beside a table: one drawing, laid out in the room there is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from typing import Final

import attrs
from rich.segment import Segment
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.frames.tables.charts.drawing import Drawing, Pieces
from tui.i18n.words import Words
from tui.model.text import printable
from tui.terminal.later import after, soon
from tui.widgets.chart_lines import ChartLine, block_lines, fitted, mapped_texts, pieces_lines, text_of
from tui.widgets.chart_plot import Plotter
from tui.widgets.inks import Inks

_LEAST_PLOT: Final = 7
"""Lines of a plot, frame and years included, before which its legend gives way."""
_AWAITED: Final = "…"
"""What stands in the first cell of a chart that is drawn anew in a moment."""
_MOST_KEPT: Final = 64
"""Charts that are kept as laid out, for the cursor that comes back."""


@attrs.frozen
class _LaidOut:
    """The lines of a plot, and those of words below it; ``looks`` is what they were laid out from."""

    plot: list[Strip]
    words: list[ChartLine]
    looks: Hashable = None


_EMPTY: Final = _LaidOut([], [])


class PlanChart(Widget):
    """One chart; what it cannot show (years without a figure, figures of another scope) it says in the lines below.

    Drawn by one widget, so that another chart with more to say below it needs no layout of the screen.
    """

    DEFAULT_CSS = """
    PlanChart { width: 1fr; height: 1fr; }
    """

    def __init__(self, words: Words, *, id: str | None = None, large: bool = False) -> None:
        super().__init__(id=id)
        self.words = words
        self.large = large
        """Whether it is made for those who sit far from the screen: thick lines, numbers at the points."""
        self._plotter = Plotter(words)
        self._state: object = None
        self._key: Hashable = None
        self._make: Callable[[], Drawing] | None = None
        self._drawing: Drawing | None = None
        self._shown: _LaidOut = _EMPTY
        self._due: asyncio.TimerHandle | None = None
        self._shown_as: Hashable = None
        self._awaits = False
        self._kept: LRUCache[Hashable, _LaidOut] = LRUCache(_MOST_KEPT)

    def on_resize(self) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        """Textual calls this when the theme has changed as well: a plot has the theme's colours in it."""
        super().notify_style_update()
        if self._make is not None and self._shown.plot:
            soon(self, self._lay_out)

    def show(self, key: Hashable, state: object, make: Callable[[], Drawing]) -> None:
        """Show the drawing ``make`` gives, which is asked for when there is room to draw in.

        While the ``state`` of the plan is the same, a ``key`` stands for one drawing: what was laid out before is shown again
        without asking. Where only the state is another, the drawing is asked for now and laid out in a step of its own.
        """
        renewed = key == self._key and state != self._state and self._shown is not _EMPTY
        if state != self._state:
            self._kept.clear()
            self._shown_as = None
        if (key, state) != (self._key, self._state):
            self._drawing = None
        self._key, self._state, self._make = key, state, make
        if renewed and self.size:
            self._drawing = make()
            self._lay_out_soon()
        else:
            self._lay_out()

    def load(self) -> None:
        """Load what draws a plot, before one is drawn."""
        self._plotter.load()

    @property
    def stands(self) -> bool:
        """Whether what was asked for is laid out."""
        return self._due is None

    def _lay_out_soon(self) -> None:
        if self._due is None:
            self._due = after(0, self, self._lay_out)

    def _no_longer_due(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def blank(self) -> None:
        """Show nothing, until a chart is asked for."""
        self._no_longer_due()
        self._key = self._make = self._drawing = self._shown_as = None
        self._put(_EMPTY)

    def say_awaited(self) -> None:
        """Have the first cell, which is empty in every chart, say that what is drawn is not worked out anew yet."""
        if self._shown is not _EMPTY:
            self._awaits, self._shown_as = True, None
            self.refresh(Region(0, 0, 1, 1))

    def _lay_out(self) -> None:
        """Lay the drawing out, unless it stands there already. Without room nothing is drawn."""
        self._no_longer_due()
        wanted = (self._key, self.size, self.app.theme)
        if self._make is None or not self.size or wanted == self._shown_as:
            return
        laid_out = self._kept.get(wanted)
        if laid_out is None:
            if self._drawing is None:
                self._drawing = self._make()
            looks = (self._drawing, self.size, self.app.theme)
            laid_out = self._shown if looks == self._shown.looks else attrs.evolve(self._laid_out(self._drawing), looks=looks)
            self._kept.set(wanted, laid_out)
        self._shown_as = wanted
        self._put(laid_out)

    def _laid_out(self, drawing: Drawing) -> _LaidOut:
        width, height = self.size
        if drawing.plot is None:
            blocks = (block_lines(block, width, height, self.words, titled=not self.large) for block in drawing.blocks)
            lines = [mapped_texts(line, printable) for block in blocks for line in block]
            if self.large and 2 * len(lines) <= height:  # far away, lines are told apart by what lies between them
                lines = [line for pair in ((line, ()) for line in lines) for line in pair]
            return _LaidOut([], fitted(lines, width, height, self.words))
        legend = [piece for block in drawing.blocks if isinstance(block, Pieces) for piece in block.pieces]
        lines = [mapped_texts(line, printable) for line in pieces_lines(legend, width - 2)]
        if len(lines) >= height:  # a sign of a curve nobody sees says nothing; the figures and the years that are missing do
            told = [piece for piece in legend if any(letter.isdigit() for letter in piece)]
            return _LaidOut([], [mapped_texts(line, printable) for line in pieces_lines(told, width - 2)])
        lines = fitted(lines, width, max(1, height - _LEAST_PLOT), self.words) if height > _LEAST_PLOT else lines[:1]
        room = height - len(lines)
        return _LaidOut(self._plotter.strips(drawing.plot, width, room, self.app.console, self._inks, large=self.large), lines)

    @property
    def _inks(self) -> Inks:
        return Inks(self.app.theme_variables, self.app.current_theme.ansi)

    def _put(self, laid_out: _LaidOut) -> None:
        if laid_out is not self._shown:
            self._shown = laid_out
            self.refresh()
        elif self._awaits:
            self.refresh(Region(0, 0, 1, 1))
        self._awaits = False

    def render_line(self, y: int) -> Strip:
        line = self._line(y)
        if y or not self._awaits:
            return line
        return Strip([Segment(_AWAITED, self.rich_style), *line.crop(1, line.cell_length)])

    def _line(self, y: int) -> Strip:
        style, width = self.rich_style, self.size.width
        plot, words = self._shown.plot, self._shown.words
        if y < len(plot):
            return plot[y].apply_style(style)
        y -= len(plot)
        if y >= len(words):
            return Strip.blank(width, style)
        inks = self._inks
        return Strip([Segment(text, style + inks.style(tint)) for text, tint in words[y] if text]).adjust_cell_length(width, style)

    @property
    def text(self) -> str:
        """What the chart says in words, and in characters of our own."""
        return "\n".join(map(text_of, self._shown.words))
