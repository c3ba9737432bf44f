"""The tab's chart, drawn with plotext from cleaned numbers: told apart by marker and word, never by colour alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import polars as pl
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from tui.frames.methods.figures import figures_apart
from tui.frames.methods.verdict import Verdict
from tui.frames.tables.cells import SIGNS, VERDICT_LOOKS
from tui.frames.tables.charts import IndicatorSeries, indicator_series, structure, windows, workload_bars, workload_before
from tui.frames.tables.enterprises import shares
from tui.frames.tables.sectors import sector_indicators
from tui.i18n.words import Words
from tui.model.text import N_, printable

if TYPE_CHECKING:
    from tui.session.session import Session

RESULT, ESTIMATE, TARGET, PATH, FORECAST, REQUIRED, BESIDE, BREAK = "●", "○", "─", "·", "◇", "△", "◆", "┊"
MERGED: Final = "merged"
"""The scope of figures after the merger of provinces (tui.model.fields)."""
FILLS: Final = ("█", "▒", "░", "▚", "▞", "▤")
_MEANS: Final = ("term_growth",)
"""Kinds whose forecast is a mean over the term: no point of the series, so it is said in the legend only."""
_REACH: Final = 1.0
"""A figure of another scope further away than the chart is high, times this, is said instead of drawn."""
_HALVES = 2  # half-years a year is drawn with in the windows
_BAR_CELLS: Final = 30
"""Cells a stacked bar needs at least before its figures go beside it."""
_NAME_CELLS: Final = 18
"""Cells the companies' names need at least, space and cursor included."""


_Point: TypeAlias = tuple[int, float]
_MOST_KEPT: Final = 64
"""Charts that are kept as drawn, for the cursor that comes back."""
_AROUND_PLOT: Final = 4
"""Lines of a plot that are its title, its frame and the years."""


class PlanChart(Widget):
    """One chart; what it cannot show (years without a figure, figures of another scope) it says in the lines below.

    Drawn by one widget, so that another chart with more to say below it needs no layout of the screen.
    """

    DEFAULT_CSS = """
    PlanChart { width: 1fr; height: 1fr; }
    """

    def __init__(self, words: Words, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.words = words
        self._plan: object = None
        self._drawn: object = None
        self._kept: LRUCache[object, tuple[list[Strip], list[str]]] = LRUCache(_MOST_KEPT)
        self._plot: Any = None
        self._scale: tuple[float, float] | None = None
        self._plotted: list[Strip] = []
        self._words_shown: list[str] = []
        self._again: Callable[[], None] | None = None

    def on_resize(self) -> None:
        if self._again is not None:
            self._again()

    def notify_style_update(self) -> None:
        """Textual calls this when the theme has changed as well: a plot has the theme's colours in it."""
        super().notify_style_update()
        if self._again is not None and self._plotted:
            self.call_later(self._again)

    # -- one indicator ------------------------------------------------------------------------------------------------

    def show_indicator(self, session: Session, id: str | None, day: dt.date | None = None) -> None:
        """Results by year against the target, the path and the forecast, seen from a day: the workbench's where none is given."""
        self._again = lambda: self.show_indicator(session, id, day)
        as_of = day or session.as_of
        if self._same(session, "indicator", id, as_of):
            return
        if id is None or session.plan.get("indicators", id) is None:
            self._say([])
            return
        series = indicator_series(session.frames, id, as_of)
        words = self.words
        years = [y for y, v in zip(series.years, series.values, strict=True) if v is not None]
        values = [float(v) for v in series.values if v is not None]
        name = printable(session.plan.title_of("indicators", id))
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
        forecast = series.forecast if series.forecast is not None and math.isfinite(series.forecast) else None
        forecast_at = series.forecast_year if forecast is not None and series.kind not in _MEANS else None
        path = [(y, float(p)) for y, p in zip(series.years, series.path, strict=True) if p is not None]
        level = len({p for _, p in path}) <= 1  # a level path is the target's own line
        required = [(y, float(r)) for y, r in zip(series.years, series.required, strict=True) if r is not None and math.isfinite(r)]
        drawn = list(values) + [r for _, r in required] + ([] if level else [p for _, p in path])
        drawn += [float(series.target)] if series.target is not None else []
        drawn += [forecast] if forecast is not None and forecast_at is not None else []
        low, high = min(drawn), max(drawn)
        beside, off = self._beside(series, as_of.year, low, high)
        low, high = min([low, *(v for _, v in beside)]), max([high, *(v for _, v in beside)])
        first, last = series.years[0], max(series.years[-1], forecast_at or series.years[-1], *(y for y, _ in beside))
        room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        low, high = low - room if low < 0 else max(0.0, low - room), high + room  # nothing below 0 where nothing is

        plt = self._fresh_plot()
        if series.target is not None:
            self._line([(first, float(series.target)), (last, float(series.target))], TARGET, "green+")
        if not level:
            self._line(path, PATH, "green+")
        known = dict(zip(years, values, strict=True))
        for run in runs(years):
            if len(run) > 1:  # a year without a figure breaks the line
                self._line([(y, known[y]) for y in run], "braille", "blue+")
        broken = bool(beside) and min(y for y, _ in beside) > years[-1]
        if broken:
            between = min(y for y, _ in beside) - 0.5
            self._line([(between, low), (between, high)], BREAK, "gray+")
        self._points(required, REQUIRED, "orange+")
        self._points([(forecast_at, forecast)] if forecast is not None and forecast_at is not None else [], FORECAST, "orange+")
        self._points(beside, BESIDE, "magenta+")
        estimates = {y for y, vintage in zip(series.years, series.vintages, strict=True) if vintage == "estimate"}
        self._points([(y, v) for y, v in known.items() if y in estimates], ESTIMATE, "blue+")
        self._points([(y, v) for y, v in known.items() if y not in estimates], RESULT, "blue+")
        plt.ylim(low, high)
        plt.xlim(first - 0.3, last + 0.3)
        plt.xticks(list(range(first, last + 1)), [str(y) for y in range(first, last + 1)])
        self._scale = (low, high)
        plt.title(_fit(f"{name}, {printable(series.unit)}" if series.unit else name, max(10, self.size.width - 4)))

        legend = [f"{RESULT} {words(N_('result'))}"] if len(estimates) < len(values) else []
        legend += [f"{ESTIMATE} {words(N_('result, estimated'))}"] if estimates else []
        if series.target is not None:
            legend.append(f"{TARGET} {words(N_('target'))} {SIGNS.get(series.op or '', '')} {words.number(series.target)}")
        if not level:
            legend.append(f"{PATH} {words(N_('path'))}")
        if required:
            legend.append(f"{REQUIRED} {words(N_('required'))} {words.number(required[0][1], 1)}")
        if forecast is not None:
            glyph = f"{FORECAST} " if forecast_at is not None else ""
            what = words(N_("mean forecast")) if series.kind == "term_growth" else words(N_("forecast"))
            legend.append(f"{glyph}{what} {words.number(forecast, 1)}")
        if beside:
            scopes = dict.fromkeys(printable(f.scope or "") for f in series.apart if (f.year, f.value) in beside and f.alike)
            told = [words(N_("after the merger")) if scope == MERGED else scope for scope in scopes]
            what = f"{BREAK}{BESIDE} {words(N_('series break, another scope'))}" if broken else f"{BESIDE} {words(N_('another scope'))}"
            legend.append(f"{what}: {', '.join(told)}")
        missing = [str(y) for y, v in zip(series.years, series.values, strict=True) if v is None]
        if missing:
            legend.append(f"{words(N_('without a figure'))}: {', '.join(missing)}")
        if off:
            legend.append(f"{words(N_('outside the frame'))}: " + ", ".join(f"{y}: {words.number(v)}" for y, v in off))
        said = len(series.apart) - len(beside) - len(off)
        if said > 0:
            legend.append(words.count("{n} figure not drawn (see the panel)", "{n} figures not drawn (see the panel)", said))
        self._show(plotted=True, lines=[f" {line}" for line in wrapped("  ".join(legend), self.size.width - 2)])

    @staticmethod
    def _beside(series: IndicatorSeries, until: int, low: float, high: float) -> tuple[list[_Point], list[_Point]]:
        """The figures of another scope that are drawn apart, and those that would press the rest of the chart flat."""
        span = (high - low) or abs(high) or 1.0
        alike = list(dict.fromkeys((f.year, float(f.value)) for f in series.apart if f.alike and series.years[0] <= f.year <= until))
        near = [p for p in alike if low - _REACH * span <= p[1] <= high + _REACH * span]
        return near, [p for p in alike if p not in near]

    def _line(self, points: Sequence[tuple[float, float]], marker: str, colour: str) -> None:
        self._plot.plot([x for x, _ in points], [y for _, y in points], marker=marker, color=self._colour(colour))

    def _points(self, points: Sequence[_Point], marker: str, colour: str) -> None:
        if points:
            self._plot.scatter([x for x, _ in points], [y for _, y in points], marker=marker, color=self._colour(colour))

    def _colour(self, colour: str) -> str | None:
        """With the terminal's own colours the plot has none of its own."""
        return None if self.app.current_theme.ansi else colour

    # -- structure ----------------------------------------------------------------------------------------------------

    def show_structure(self, session: Session, direction: str | None) -> None:
        """Shares of the economy by year, the target beside them; then the indicators of the direction's sector with verdicts."""
        self._again = lambda: self.show_structure(session, direction)
        sector = (session.plan.get("directions", direction or "") or {}).get("sector")
        if self._same(session, "structure", sector, session.as_of):
            return
        series = structure(session.frames, session.as_of)
        words = self.words
        parts = list(series.parts)
        if not parts:
            self._say(["", " " + words(N_("the plan has no shares of a whole")), *self._of_sector(session, sector)])
            return
        rows: list[tuple[str, list[float | None]]] = []
        for index, year in enumerate(series.years):
            rows.append((str(year), [series.parts[p][index] for p in parts]))
        rows.append((words(N_("target")), [series.targets.get(p) for p in parts]))
        shown = [(label, values) for label, values in rows if any(v is not None for v in values)]
        empty = [label for label, values in rows if all(v is None for v in values)]
        width = max(20, self.size.width - 2)
        label_width = max(cell_len(label) for label, _ in shown) if shown else 4
        numbers = [
            " · ".join(f"{FILLS[i % len(FILLS)]} {words.number(v, 2) if v is not None else '–'}" for i, v in enumerate(values))
            for _, values in shown
        ]
        beside = max(map(cell_len, numbers), default=0) + 2
        roomy = width - label_width - 2 - beside >= _BAR_CELLS  # the figures stand beside the bars
        bar = max(10, width - label_width - 2 - (beside if roomy else 0))
        lines = [" " + words(N_("Economic structure by year and target, %"))]
        for (label, values), told in zip(shown, numbers, strict=True):
            text = "".join(FILLS[i % len(FILLS)] * round(bar * (v or 0) / 100) for i, v in enumerate(values))
            lines.append(
                f" {label:>{label_width}} {text}{' ' * (bar - cell_len(text))}  {told}" if roomy else f" {label:>{label_width}} {text}"
            )
            if not roomy:
                lines.append(f" {'':>{label_width}} {told}")
        lines += _spaced([f"{FILLS[i % len(FILLS)]} {printable(series.names[p])}" for i, p in enumerate(parts)], width)
        lines += self._of_sector(session, sector)
        said = [f"{words(N_('without a figure'))}: {', '.join(empty)}"] if empty else []
        self._say(lines + _spaced([*said, *self._apart(session, parts)], width))

    def _of_sector(self, session: Session, sector: str | None) -> list[str]:
        """The indicators a sector rests on, worst first, each with its verdict."""
        if sector is None:
            return []
        words = self.words
        found = sector_indicators(session.frames, session.as_of).filter(pl.col("sector") == sector)
        name = printable(session.plan.title_of("sectors", sector))
        if found.is_empty():
            return [f" {name}: {words(N_('no indicator supports the sector'))}"]
        told = []
        for indicator, verdict in found.select("name", "verdict").iter_rows():
            said = words(Verdict(verdict).label)
            room = max(8, self.size.width - cell_len(said) - 7)
            told.append(f" {VERDICT_LOOKS[verdict].glyph} {_fit(printable(indicator), room)}: {said}")
        return [f" {name}:", *told]

    def _apart(self, session: Session, parts: Sequence[str]) -> list[str]:
        """The figures of another definition or territory, which are never drawn beside the series."""
        past = pl.col("year") <= session.as_of.year
        rows = figures_apart(session.frames).filter(past & pl.col("id").is_in(parts) & (pl.col("vintage") != "plan")).to_dicts()
        if not rows:
            return []
        told = [self._told_apart(r) for r in rows]
        return [f"{self.words(N_('apart'))}: {told[0]}", *told[1:]]

    def _told_apart(self, row: dict[str, Any]) -> str:
        """``2025: > 60 (after the merger, 30/09/2025)``: the figure and what sets it apart."""
        words = self.words
        sign = f"{SIGNS.get(row['op'], '')} " if row["op"] else ""
        scope = words(N_("after the merger")) if row["scope"] == MERGED else printable(row["scope"] or "")
        why = [scope, printable(row["unit"] or ""), words.date(row["as_of"]), "–".join(map(str, row["years"] or ()))]
        return f"{row['year']}: {sign}{words.number(row['value'])} ({', '.join(part for part in why if part) or '…'})"

    # -- windows ------------------------------------------------------------------------------------------------------

    def show_windows(self, session: Session, current: str | None) -> None:
        """Each enterprise's window on the term, half-years as blocks."""
        self._again = lambda: self.show_windows(session, current)
        if self._same(session, "windows", current, session.as_of):
            return
        years = list(session.plan.years)
        words = self.words
        if not years:
            self._say(["", " " + words(N_("the plan's term is unknown"))])
            return
        width = max(20, self.size.width - 2)
        held = {id: f"{now}→{after}" for id, (now, after) in shares(session.frames, words).items()}
        title = words(N_("state share, %"))
        share = max([cell_len(title), *map(cell_len, held.values())]) + 1
        # with little room a half-year is one block, and then the shares give way before the names
        block = 2 if width - len(years) * _HALVES * 2 - share >= _NAME_CELLS else 1
        cells = len(years) * _HALVES * block
        if width - cells - share < _NAME_CELLS:
            share, held, title = 0, {}, ""
        names = max(12, width - cells - share - 3)
        lines = [f" {'':{names}} {title:<{share}}" + "".join(f"{str(y)[2:]:<{block * _HALVES}}" for y in years)]
        for bar in windows(session.frames):
            marks = []
            for year in years:
                for half in range(_HALVES):
                    marks.append(("█" if _covers(bar.start, bar.end, year, half) else "·") * block)
            name = _fit(printable(bar.name), names - 1)
            pointer = "▸" if bar.id == current else " "
            of_state = held.get(bar.id, "")
            of_state += " " * (share - cell_len(of_state))
            lines.append(f"{pointer}{name}{' ' * max(0, names - cell_len(name))} {of_state}{''.join(marks)}")
        today = session.as_of
        if today.year in years:
            column = ((today.year - years[0]) * _HALVES + (today.month > 6)) * block
            lines.append(f" {'':{names}} {' ' * (share + column)}▲ {words(N_('the day'))}")
        else:
            lines.append(f" {words(N_('the day looked from lies outside the term'))}")
        self._say(lines + self._basis(session, current))

    def _basis(self, session: Session, enterprise: str | None) -> list[str]:
        """The documents of one enterprise's legal basis, each with the day it is valid until."""
        words, said = self.words, []
        for id in (session.plan.get("enterprises", enterprise or "") or {}).get("basis", []):
            document = session.plan.get("documents", id) or {}
            name, until = printable(session.plan.short_of("documents", id)), document.get("valid_until")
            if until is None:
                said.append(f"{name} ({words(N_('no last day given'))})")
            elif until < session.as_of:
                said.append(f"⚠ {name} ({words(N_('not valid since {day}'), day=until)})")
            else:
                said.append(f"{name} ({words(N_('valid until {day}'), day=until)})")
        if not said:
            return []
        return _spaced([f"{words(N_('Legal basis'))}: {said[0]}", *said[1:]], max(20, self.size.width - 2))

    # -- workload -----------------------------------------------------------------------------------------------------

    def show_workload(self, session: Session) -> None:
        """Tasks each agency leads and takes part in, as the day resolves them."""
        self._again = lambda: self.show_workload(session)
        height = max(4, self.size.height - 1)
        if self._same(session, "workload", session.as_of):
            return
        words = self.words
        bars = workload_bars(session.frames, session.as_of, 200)
        lines = [f" {words(N_('Workload by agency'))}: █ {words(N_('lead'))}  ░ {words(N_('partner'))}"]
        if not bars:
            self._say([*lines, " " + words(N_("no task names an agency"))])
            return
        before = workload_before(session.frames, session.as_of)
        names = min(22, max(cell_len(printable(n)) for n, _, _ in bars))
        most = max(lead + partner for _, lead, partner in bars)
        width = max(10, (self.size.width - names - 12) // (2 if before else 1))  # the other half says whose tasks they were in the text
        for name, lead, partner in bars[: height - 1]:
            shown = _fit(printable(name), names)
            # a count never vanishes: at least one block
            blocks = "█" * (max(1, round(width * lead / most)) if lead else 0) + "░" * (
                max(1, round(width * partner / most)) if partner else 0
            )
            line = f" {shown}{' ' * (names - cell_len(shown))} {blocks} {lead}/{partner}"
            taken = ", ".join(f"{printable(old)} {led}/{with_}" for old, led, with_ in before.get(name, ()))
            lines.append(f"{line} ← {taken}" if taken else line)
        if len(bars) > height - 1:
            rest = len(bars) - (height - 1)
            lines[0] += "  " + words.count("{n} more not shown", "{n} more not shown", rest)
        self._say(lines)

    # -- drawing ------------------------------------------------------------------------------------------------------

    def blank(self) -> None:
        """Show nothing, until a chart is asked for."""
        self._drawn = self._again = None
        self._put([], [])

    def _same(self, session: Session, *key: object) -> bool:
        """Whether this very chart is there already or was drawn before; remembers it when not. Without room nothing is drawn."""
        if session.plan is not self._plan:
            self._plan = session.plan
            self._kept.clear()
        full = (*key, session.workspace.revision, self.size, self.app.theme)
        if not self.size or full == self._drawn:
            return True
        self._drawn = full
        kept = self._kept.get(full)
        if kept is not None:
            self._put(*kept)
        return kept is not None

    def _fresh_plot(self) -> Any:
        if self._plot is None:
            from textual_plotext.plot import Plot  # late: the first tab is on the screen sooner without it

            self._plot = Plot()
        self._plot.clear_figure()
        self._scale = None
        return self._plot

    def _say(self, lines: Sequence[str]) -> None:
        room = max(1, self.size.height)
        shown = list(lines[:room])
        if len(lines) > room:  # what is cut off is said
            rest = len(lines) - room + 1
            shown[-1] = " … " + self.words.count("{n} more line in a taller window", "{n} more lines in a taller window", rest)
        self._show(plotted=False, lines=[_fit(printable(line), max(1, self.size.width)) for line in shown])

    def _show(self, *, plotted: bool, lines: Sequence[str]) -> None:
        words = [printable(line) for line in lines]
        drawn = self._build(self.size.width, self.size.height - len(words)) if plotted and len(words) < self.size.height else []
        self._kept.set(self._drawn, (drawn, words))
        self._put(drawn, words)

    def _put(self, plotted: list[Strip], words: list[str]) -> None:
        self._plotted, self._words_shown = plotted, words
        self.refresh()

    def _build(self, width: int, height: int) -> list[Strip]:
        """The plot as lines, in the theme's colours; with the terminal's own colours it has none of its own."""
        from rich.text import Text

        plt = self._plot
        if self._scale is not None:
            low, high = self._scale
            ticks = _ticks(low, high, height - _AROUND_PLOT)
            decimals = 0 if high - low > 20 else 1 if high - low > 2 else 2
            plt.yticks(ticks, [self.words.number(t, decimals) for t in ticks])
        plt.plotsize(width, height)
        plt._set_size(width, height)  # plotext forgets a second size without this (textual-plotext, issue 5)
        if self.app.current_theme.ansi:
            plt.theme("clear")
        else:
            ground, ink = (Color.parse(self.app.theme_variables[name]).rgb for name in ("surface", "foreground"))
            plt.canvas_color(ground)
            plt.axes_color(ground)
            plt.ticks_color(ink)
        console = self.app.console
        lines = Text.from_ansi(plt.build()).split(allow_blank=True)[:height]
        return [Strip(list(line.render(console))).adjust_cell_length(width) for line in lines]

    def render_line(self, y: int) -> Strip:
        style, width = self.rich_style, self.size.width
        if y < len(self._plotted):
            return self._plotted[y].apply_style(style)
        y -= len(self._plotted)
        if y >= len(self._words_shown):
            return Strip.blank(width, style)
        return Strip([Segment(self._words_shown[y], style)]).adjust_cell_length(width, style)

    @property
    def text(self) -> str:
        """What the chart says in words, and in characters of our own."""
        return "\n".join(self._words_shown)


def _ticks(low: float, high: float, lines: int) -> list[float]:
    """What to write at the scale: no two at one line of the plot, where either of them could stand; none at a single line."""
    steps = 4 if lines >= 9 else 2 if lines >= 5 else 1
    return [low + (high - low) * i / steps for i in range(steps + 1)] if lines > 1 else []


def _covers(start: dt.date | None, end: dt.date | None, year: int, half: int) -> bool:
    """Whether a window (either end may be unknown: then nothing is drawn) reaches into a half-year."""
    if start is None or end is None:
        return False
    first, last = (year, 1 + 6 * half), (year, 6 + 6 * half)
    return bool((start.year, start.month) <= last and (end.year, end.month) >= first)


def runs(years: Sequence[int]) -> list[list[int]]:
    """Years in order, cut where one is missing."""
    found: list[list[int]] = []
    for year in years:
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found


def _spaced(pieces: Sequence[str], width: int) -> list[str]:
    """Pieces that may be broken apart, in lines a cell from the edge."""
    return [f" {line}" for line in wrapped("  ".join(pieces), width)]


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
