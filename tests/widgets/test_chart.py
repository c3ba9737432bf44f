"""The chart's widget: when it asks for a drawing, and how little room it makes do with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import plotext._utility as plotext_utility
import pytest
from rich.console import Console
from textual.app import App, ComposeResult

from tui.frames.tables.charts.drawing import Curve, Drawing, Ink, Note, Pieces, Plot
from tui.i18n.words import Words
from tui.themes import THEMES
from tui.widgets.chart import PlanChart
from tui.widgets.chart_plot import Plotter
from tui.widgets.inks import Inks

PLOT = Plot(title="Tỷ lệ", curves=(Curve(((2020, 1.0), (2021, 2.0)), "●", Ink.RESULT),), first=2020, last=2021, low=0, high=3)


class Bench(App[None]):
    """An application with nothing but a chart."""

    def compose(self) -> ComposeResult:
        yield PlanChart(Words("en"), id="chart")

    @property
    def chart(self) -> PlanChart:
        return self.query_one(PlanChart)


class Drawings:
    """Drawings by name, and which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def of(self, name: str) -> Callable[[], Drawing]:
        def make() -> Drawing:
            self.asked.append(name)
            return Drawing((Note(name),))

        return make


async def _stands(chart: PlanChart) -> None:
    while not chart.stands:
        await asyncio.sleep(0)


async def test_a_chart_that_was_drawn_comes_back_unasked() -> None:
    drawings, app = Drawings(), Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        for name in ("a", "b", "a", "a", "b"):
            app.chart.show(name, 1, drawings.of(name))
            assert app.chart.text == f" {name}"
        app.chart.blank()
        assert app.chart.text == ""
        app.chart.show("a", 1, drawings.of("a"))
        assert (app.chart.text, drawings.asked) == (" a", ["a", "b"])
        await pilot.pause()


async def test_after_an_edit_every_chart_is_asked_for_again() -> None:
    drawings, app = Drawings(), Bench()
    async with app.run_test(size=(40, 10)):
        for state in (1, 2):
            for name in ("a", "b", "a"):
                app.chart.show(name, state, drawings.of(name))
                await _stands(app.chart)
        assert drawings.asked == ["a", "b", "a", "b"]


async def test_the_same_chart_after_an_edit_is_laid_out_a_step_later_and_only_if_it_looks_different() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)):
        app.chart.show("a", 1, lambda: Drawing((Note("before"),)))
        app.chart.show("a", 2, lambda: Drawing((Note("after"),)))
        assert app.chart.text == " before" and not app.chart.stands
        await _stands(app.chart)
        shown = app.chart.render_line(0)
        assert app.chart.text == " after"
        app.chart.show("a", 3, lambda: Drawing((Note("after"),)))
        await _stands(app.chart)
        assert app.chart.render_line(0) == shown


async def test_another_chart_before_that_step_is_the_one_that_stands() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)):
        app.chart.show("a", 1, lambda: Drawing((Note("before"),)))
        app.chart.show("a", 2, lambda: Drawing((Note("after"),)))
        app.chart.show("b", 2, lambda: Drawing((Note("another"),)))
        assert app.chart.text == " another" and app.chart.stands
        app.chart.show("b", 3, lambda: Drawing((Note("late"),)))
        app.chart.blank()
        assert app.chart.text == "" and app.chart.stands


async def test_another_size_lays_the_same_drawing_out_again() -> None:
    drawings, app = Drawings(), Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.chart.show("wide words", 1, drawings.of("wide words"))
        await pilot.resize_terminal(6, 10)
        await pilot.pause()
        assert app.chart.text == " wide…" and drawings.asked == ["wide words"]


async def test_without_room_nothing_is_asked_until_there_is_some() -> None:
    drawings, app = Drawings(), Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.chart.styles.height = 0
        await pilot.pause()
        app.chart.show("a", 1, drawings.of("a"))
        assert drawings.asked == []
        app.chart.styles.height = 3
        await pilot.pause()
        assert (app.chart.text, drawings.asked) == (" a", ["a"])


async def test_where_the_legend_takes_the_room_the_plot_gives_way() -> None:
    app = Bench()
    drawing = Drawing((Pieces(("one 1", "two", "three 3")),), PLOT)
    async with app.run_test(size=(9, 3)) as pilot:
        app.chart.show("a", 1, lambda: drawing)
        assert app.chart.text == " one 1\n three 3", "what a sign means that nobody sees is left out"
        assert "●" not in "".join(app.chart.render_line(y).text for y in range(3))
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "●" in "".join(app.chart.render_line(y).text for y in range(12))
        assert app.chart.text == " one 1  two  three 3"


@pytest.mark.parametrize("width", [20, 38, 44, 80])
@pytest.mark.parametrize("years", [range(2020, 2026), range(2005, 2031), range(2025, 2026)], ids=str)
def test_a_plot_is_the_same_in_whatever_order_plotext_has_its_years(width: int, years: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes duplicates out by a set of tuples with texts in them, whose order is another in each process."""
    points = tuple((float(year), float(year % 7)) for year in years)
    curves = (Curve(points, None, Ink.RESULT, joined=True), Curve(points, "●", Ink.RESULT))
    plot = Plot("Tỷ lệ", curves, years[0], years[-1], low=0, high=8, agreed=(3.0, 3.2))
    inks = Inks(THEMES[0].to_color_system().generate() | THEMES[0].variables, ansi=False)
    drawn = []
    for turned in (False, True):
        monkeypatch.setattr(plotext_utility, "no_duplicates", lambda data, turned=turned: sorted(set(data), key=str, reverse=turned))
        drawn.append([strip.text for strip in Plotter(Words("vi")).strips(plot, width, 14, Console(), inks)])
    assert drawn[0] == drawn[1]
    told = [int(word) for word in drawn[0][-1].split()]
    assert told[-1] == years[-1] and told == sorted(set(told)) and set(told) <= set(years)
    assert told == list(years) or width // len(years) < 6


def test_without_colours_of_a_theme_a_plot_has_its_years_too() -> None:
    strips = Plotter(Words("vi")).strips(PLOT, 60, 14, Console(), Inks({}, ansi=True))
    assert strips[-1].text.split() == ["2020", "2021"]
