"""The tab's chart, drawn with plotext from cleaned numbers: told apart by marker and word, never by colour alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static
from textual_plotext import PlotextPlot

from tui.frames.charts import indicator_series, structure, windows, workload_bars
from tui.frames.figures import figures_apart
from tui.frames.views.cells import SIGNS
from tui.i18n.words import Words
from tui.model.text import N_, printable

if TYPE_CHECKING:
    from tui.app import Workbench

RESULT, TARGET, PATH, FORECAST = "●", "─", "·", "◇"
FILLS: Final = ("█", "▒", "░", "▚", "▞", "▤")
_MEANS: Final = ("term_growth", "points_cut")
_HALVES = 2  # half-years a year is drawn with in the windows


class PlanChart(Vertical):
    """One chart; what it cannot show (years without a figure, figures of another scope) it says in the lines below."""

    DEFAULT_CSS = """
    PlanChart > PlotextPlot { height: 1fr; }
    PlanChart > Static { height: auto; }
    """

    def __init__(self, words: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.words = words
        self._drawn: object = None
        self._words_shown: list[str] = []
        self._again: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        yield PlotextPlot()
        yield Static(markup=False)

    def on_mount(self) -> None:
        # with the terminal's own colours the plot has none of its own either
        self.query_one(PlotextPlot).theme = "clear" if self.app.current_theme.ansi else "auto"
        self.query_one(PlotextPlot).display = False

    def on_resize(self) -> None:
        if self._again is not None:
            self._again()

    # -- one indicator ------------------------------------------------------------------------------------------------

    def show_indicator(self, bench: Workbench, id: str | None) -> None:
        """Results by year against the target, the path and the forecast."""
        self._again = lambda: self.show_indicator(bench, id)
        key = ("indicator", id, bench.workspace.revision, bench.as_of, id and bench.plan.get("indicators", id))
        if self._same(key):
            return
        if id is None or bench.plan.get("indicators", id) is None:
            self._say([])
            return
        series = indicator_series(bench.frames, id, bench.as_of)
        words = self.words
        years = [y for y, v in zip(series.years, series.values, strict=True) if v is not None]
        values = [float(v) for v in series.values if v is not None]
        name = printable(bench.plan.title_of("indicators", id))
        if not values:
            told = [f" {name}", "", " " + words(N_("no full-year figure to draw"))]
            if series.apart:
                told.append(
                    " "
                    + words.count("{n} figure stands apart (see the panel)", "{n} figures stand apart (see the panel)", len(series.apart))
                )
            if series.target is not None:
                told.append(f" {words(N_('target'))}: {SIGNS.get(series.op or '', '')} {words.number(series.target)} {series.unit or ''}")
            self._say(told)
            return
        plt = self._fresh_plot()
        drawn = list(values)
        if series.target is not None:
            last = max(series.years)
            plt.plot([min(series.years), last], [series.target] * 2, marker=TARGET)
            drawn.append(float(series.target))
        path = [(y, float(p)) for y, p in zip(series.years, series.path, strict=True) if p is not None]
        if len({p for _, p in path}) > 1:  # a level path is the target's own line
            plt.plot([y for y, _ in path], [p for _, p in path], marker=PATH)
            drawn += [p for _, p in path]
        plt.plot(years, values, marker="braille")
        plt.scatter(years, values, marker=RESULT)
        # the forecast of a mean is no point of the series: it is said in the legend only
        forecast = series.forecast if series.forecast is not None and math.isfinite(series.forecast) else None
        if forecast is not None and series.kind not in _MEANS:
            plt.scatter([series.years[-1]], [forecast], marker=FORECAST)
            drawn.append(forecast)
        low, high = min(drawn), max(drawn)
        room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        plt.ylim(low - room, high + room)
        plt.xlim(min(series.years) - 0.3, max(series.years) + 0.3)
        plt.xticks(list(series.years), [str(y) for y in series.years])
        ticks = [low - room + (high - low + 2 * room) * i / 4 for i in range(5)]
        decimals = 0 if high - low > 20 else 1 if high - low > 2 else 2
        plt.yticks(ticks, [words.number(t, decimals) for t in ticks])
        legend = [f"{RESULT} {words(N_('result'))}"]
        if series.target is not None:
            legend.append(f"{TARGET} {words(N_('target'))} {SIGNS.get(series.op or '', '')} {words.number(series.target)}")
        if len({p for _, p in path}) > 1:
            legend.append(f"{PATH} {words(N_('path'))}")
        if forecast is not None:
            legend.append(f"{FORECAST} {words(N_('forecast'))} {words.number(forecast, 1)}")
        plt.title(_fit(name, max(10, self.size.width - 4)))
        notes = "  ".join(legend)
        missing = [str(y) for y, v in zip(series.years, series.values, strict=True) if v is None]
        if missing:
            notes += f"  {words(N_('without a figure'))}: {', '.join(missing)}"
        if series.apart:
            notes += "  " + words.count("{n} figure apart", "{n} figures apart", len(series.apart))
        self._show(plotted=True, lines=[f" {line}" for line in wrapped(notes, self.size.width - 2)])

    # -- structure ----------------------------------------------------------------------------------------------------

    def show_structure(self, bench: Workbench) -> None:
        """Shares of the economy by year, the target beside them."""
        self._again = lambda: self.show_structure(bench)
        if self._same(("structure", bench.workspace.revision, id(bench.plan))):
            return
        series = structure(bench.frames)
        words = self.words
        parts = list(series.parts)
        if not parts:
            self._say(["", " " + words(N_("the plan has no shares of a whole"))])
            return
        rows: list[tuple[str, list[float | None]]] = []
        for index, year in enumerate(series.years):
            rows.append((str(year), [series.parts[p][index] for p in parts]))
        rows.append((words(N_("target")), [series.targets.get(p) for p in parts]))
        shown = [(label, values) for label, values in rows if any(v is not None for v in values)]
        empty = [label for label, values in rows if all(v is None for v in values)]
        width = max(20, self.size.width - 2)
        label_width = max(cell_len(label) for label, _ in shown) if shown else 4
        bar = max(10, width - label_width - 2)
        lines = [" " + words(N_("Economic structure by year and target, %"))]
        for label, values in shown:
            text = "".join(FILLS[i % len(FILLS)] * round(bar * (v or 0) / 100) for i, v in enumerate(values))
            lines.append(f" {label:>{label_width}} {text}")
            numbers = " · ".join(f"{FILLS[i % len(FILLS)]} {words.number(v, 2) if v is not None else '–'}" for i, v in enumerate(values))
            lines.append(f" {'':>{label_width}} {numbers}")
        said = [f"{FILLS[i % len(FILLS)]} {printable(series.names[p])}" for i, p in enumerate(parts)]
        if empty:
            said.append(f"{words(N_('without a figure'))}: {', '.join(empty)}")
        said += self._apart(bench, parts)
        self._say(lines + [f" {line}" for line in wrapped("  ".join(said), width)])

    def _apart(self, bench: Workbench, parts: Sequence[str]) -> list[str]:
        """The figures of another definition or territory, which are never drawn beside the series."""
        rows = figures_apart(bench.frames).filter(pl.col("id").is_in(parts) & (pl.col("vintage") != "plan")).to_dicts()
        if not rows:
            return []
        told = [f"{r['year']}: {self.words.number(r['value'])} ({printable(r['scope'] or r['unit'] or '…')})" for r in rows]
        return [f"{self.words(N_('apart'))}:", *told]

    # -- windows ------------------------------------------------------------------------------------------------------

    def show_windows(self, bench: Workbench, current: str | None) -> None:
        """Each enterprise's window on the term, half-years as blocks."""
        self._again = lambda: self.show_windows(bench, current)
        if self._same(("windows", current, bench.workspace.revision, bench.as_of, id(bench.plan))):
            return
        years = list(bench.plan.years)
        words = self.words
        if not years:
            self._say(["", " " + words(N_("the plan's term is unknown"))])
            return
        cell = _HALVES
        width = max(20, self.size.width - 2)
        names = max(12, width - len(years) * (cell * 2) - 4)
        lines = [f" {'':{names}} " + "".join(f"{str(y)[2:]:<{cell * 2}}" for y in years)]
        for bar in windows(bench.frames):
            marks = []
            for year in years:
                for half in range(_HALVES):
                    marks.append("██" if _covers(bar.start, bar.end, year, half) else "··")
            name = _fit(printable(bar.name), names - 1)
            pointer = "▸" if bar.id == current else " "
            lines.append(f"{pointer}{name}{' ' * max(0, names - cell_len(name))} {''.join(marks)}")
        today = bench.as_of
        if today.year in years:
            column = (today.year - years[0]) * _HALVES * 2 + (2 if today.month > 6 else 0)
            lines.append(f" {'':{names}} {' ' * column}▲ {words(N_('the day'))}")
        else:
            lines.append(f" {words(N_('the day looked from lies outside the term'))}")
        self._say(lines)

    # -- workload -----------------------------------------------------------------------------------------------------

    def show_workload(self, bench: Workbench) -> None:
        """Tasks each agency leads and takes part in, as the day resolves them."""
        self._again = lambda: self.show_workload(bench)
        height = max(4, self.size.height - 1)
        if self._same(("workload", bench.workspace.revision, bench.as_of, height, id(bench.plan))):
            return
        words = self.words
        bars = workload_bars(bench.frames, bench.as_of, 200)
        lines = [f" {words(N_('Workload by agency'))}: █ {words(N_('lead'))}  ░ {words(N_('partner'))}"]
        if not bars:
            self._say([*lines, " " + words(N_("no task names an agency"))])
            return
        names = min(22, max(cell_len(printable(n)) for n, _, _ in bars))
        most = max(lead + partner for _, lead, partner in bars)
        width = max(10, self.size.width - names - 12)
        for name, lead, partner in bars[: height - 1]:
            shown = _fit(printable(name), names)
            # a count never vanishes: at least one block
            blocks = "█" * (max(1, round(width * lead / most)) if lead else 0) + "░" * (
                max(1, round(width * partner / most)) if partner else 0
            )
            lines.append(f" {shown}{' ' * (names - cell_len(shown))} {blocks} {lead}/{partner}")
        if len(bars) > height - 1:
            rest = len(bars) - (height - 1)
            lines[0] += "  " + words.count("{n} more not shown", "{n} more not shown", rest)
        self._say(lines)

    # -- drawing ------------------------------------------------------------------------------------------------------

    def _same(self, key: object) -> bool:
        """Whether this very chart is on the screen already; remembers it when not."""
        full = (key, self.size)
        if full == self._drawn:
            return True
        self._drawn = full
        return False

    def _fresh_plot(self) -> Any:
        plt = self.query_one(PlotextPlot).plt
        plt.clear_figure()
        return plt

    def _say(self, lines: Sequence[str]) -> None:
        self._show(plotted=False, lines=[_fit(line, max(1, self.size.width)) for line in lines[: max(1, self.size.height)]])

    def _show(self, *, plotted: bool, lines: Sequence[str]) -> None:
        plot = self.query_one(PlotextPlot)
        plot.display = plotted
        if plotted:
            plot.refresh()
        self._words_shown = list(lines)
        self.query_one(Static).update("\n".join(lines))

    @property
    def text(self) -> str:
        """What the chart says in words, and in characters of our own."""
        return "\n".join(self._words_shown)


def _covers(start: dt.date | None, end: dt.date | None, year: int, half: int) -> bool:
    """Whether a window (either end may be unknown: then nothing is drawn) reaches into a half-year."""
    if start is None or end is None:
        return False
    first, last = (year, 1 + 6 * half), (year, 6 + 6 * half)
    return bool((start.year, start.month) <= last and (end.year, end.month) >= first)


def _fit(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)) + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Words in lines of at most ``width`` cells; two spaces separate what may be broken apart."""
    lines = [""]
    for piece in text.split("  "):
        joined = f"{lines[-1]}  {piece}" if lines[-1] else piece
        if lines[-1] and cell_len(joined) > width:
            lines.append(piece)
        else:
            lines[-1] = joined
    return [_fit(line, max(1, width)) for line in lines if line]
