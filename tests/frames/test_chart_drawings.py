"""Drawings as data: which points and lines a chart is given, and what it is to say. Nothing here is laid out or drawn."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import LATER, figure, frames_of, indicator
from tui.frames.build import Frames
from tui.frames.tables.charts.drawing import (
    BESIDE,
    BREAK,
    ESTIMATE,
    FORECAST,
    NOTHING,
    PATH,
    REQUIRED,
    RESULT,
    TARGET,
    Drawing,
    LoadRow,
    Loads,
    Note,
    Pieces,
    Plot,
    ShareBars,
    Standing,
    Windows,
)
from tui.frames.tables.charts.indicator import indicator_drawing, runs
from tui.frames.tables.charts.structure import structure_drawing
from tui.frames.tables.charts.windows import windows_drawing
from tui.frames.tables.charts.workload import workload_drawing
from tui.frames.tables.columns import Tone
from tui.i18n.words import Words

EN, VI = Words("en"), Words("vi")


def of_indicator(frames: Frames, as_of: dt.date = LATER, words: Words = EN) -> tuple[Plot, tuple[str, ...]]:
    """The plot and the legend of indicator ``i``."""
    drawing = indicator_drawing(frames, "i", as_of, words)
    (legend,) = drawing.blocks
    assert drawing.plot is not None and isinstance(legend, Pieces)
    return drawing.plot, legend.pieces


def marked(plot: Plot, mark: str | None) -> list[tuple[tuple[float, float], ...]]:
    return [curve.points for curve in plot.curves if curve.mark == mark]


def level(values: list[dict[str, Any]], **more: Any) -> Frames:
    return frames_of(indicators={"i": indicator("end_level", target=90, values=values, name="Tỷ lệ", **more)})


def notes(drawing: Drawing) -> list[str]:
    return [block.text for block in drawing.blocks if isinstance(block, Note)]


# -- an indicator ---------------------------------------------------------------------------------------------------


def test_results_are_points_a_line_and_a_legend() -> None:
    plot, legend = of_indicator(level([figure(2020, 50), figure(2021, 54), figure(2022, 60, "estimate")], unit="%"))
    assert (plot.title, plot.years) == ("Tỷ lệ, %", (2020, 2021, 2022, 2023, 2024, 2025))
    assert marked(plot, RESULT) == [((2020, 50), (2021, 54))]
    assert marked(plot, ESTIMATE) == [((2022, 60),)]
    assert marked(plot, None) == [((2020, 50), (2021, 54), (2022, 60))]
    assert marked(plot, TARGET) == [((2020, 90), (2025, 90))]
    assert [points[0] + points[-1] for points in marked(plot, PATH)] == [(2020, 50, 2025, 90)]
    assert legend[:4] == ("● result", "○ result, estimated", "─ target ≥ 90", "· path")
    assert legend[-1] == "without a figure: 2023, 2024, 2025"


def test_everything_drawn_lies_within_the_limits() -> None:
    plot, _ = of_indicator(level([figure(2020, 50), figure(2021, 54)]))
    assert all(plot.low <= value <= plot.high and plot.first <= year <= plot.last for c in plot.curves for year, value in c.points)
    assert 0 <= plot.low < 50 and plot.high > 90


def test_a_hole_parts_the_line_and_a_single_year_has_none() -> None:
    plot, _ = of_indicator(level([figure(y, y - 1970) for y in (2020, 2021, 2023)]))
    assert marked(plot, None) == [((2020, 50), (2021, 51))]
    assert marked(plot, RESULT) == [((2020, 50), (2021, 51), (2023, 53))]


def test_another_scope_stands_behind_a_break_or_among_the_series() -> None:
    after, legend = of_indicator(level([figure(2020, 50), figure(2021, 54), figure(2025, 61, scope="merged")]))
    assert marked(after, BESIDE) == [((2025, 61),)]
    assert [points[0][0] for points in marked(after, BREAK)] == [2024.5]
    assert "┊◆ series break, another scope: after the merger" in legend
    among, legend = of_indicator(level([figure(2020, 50), figure(2021, 44, scope="huyện"), figure(2022, 54)]))
    assert marked(among, BREAK) == [] and "◆ another scope: huyện" in legend


def test_a_bound_is_a_level_line_and_its_forecast_is_the_end_year() -> None:
    record = indicator("ceiling", "<", 3, values={2022: 2.2, 2023: 2.4}, name="Thất nghiệp")
    plot, legend = of_indicator(frames_of(indicators={"i": record}), dt.date(2024, 6, 30))
    assert marked(plot, PATH) == [] and "· path" not in legend
    assert marked(plot, FORECAST) == [((2025, pytest.approx(2.8)),)]
    assert "─ target < 3" in legend and "◇ forecast 2.8" in legend


def test_a_mean_forecast_is_only_said_and_what_is_required_is_drawn() -> None:
    record = indicator("term_growth", target=8, values={2021: 6.51, 2022: 8.59, 2023: 4.9, 2024: 6.5})
    plot, legend = of_indicator(frames_of(indicators={"i": record}), dt.date(2025, 6, 30))
    assert marked(plot, FORECAST) == [] and [points[0][0] for points in marked(plot, REQUIRED)] == [2025]
    assert "mean forecast 6.59" in legend


def test_a_level_below_zero_is_drawn_below_zero() -> None:
    plot, _ = of_indicator(level([figure(2020, -5), figure(2021, -2)]))
    assert plot.low < -5


def test_an_indicator_without_figures_says_what_it_aims_at() -> None:
    drawing = indicator_drawing(level([]), "i", LATER, EN)
    assert drawing.plot is None
    assert notes(drawing) == ["Tỷ lệ", "", "no full-year figure to draw", "target: ≥ 90%"]
    apart = indicator_drawing(level([figure(2022, 7, unit="xã"), figure(2023, 8, unit="xã")]), "i", LATER, EN)
    assert "2 figures stand apart (see the panel)" in notes(apart)


@pytest.mark.parametrize("id", [None, "x"])
def test_where_there_is_no_indicator_there_is_nothing(id: str | None) -> None:
    assert indicator_drawing(frames_of(), id, LATER, EN) == NOTHING


def test_the_words_are_the_users() -> None:
    _, legend = of_indicator(level([figure(2020, 50.5)]), words=VI)
    assert legend[0] == "● thực hiện" and legend[1].startswith("─ mục tiêu")


@given(st.sets(st.integers(1990, 2030)))
def test_runs_are_the_years_in_order_without_a_hole(years: set[int]) -> None:
    found = runs(sorted(years))
    assert [year for run in found for year in run] == sorted(years)
    assert all(run == list(range(run[0], run[-1] + 1)) for run in found)
    assert all(before[-1] + 1 < after[0] for before, after in itertools.pairwise(found))


# -- the structure --------------------------------------------------------------------------------------------------


def shares_of_two() -> Frames:
    return frames_of(
        indicators={
            "cn": indicator("share", "=", 61, [figure(2020, 58), figure(2022, 59.5), figure(2022, 64, scope="merged")], name="Công nghiệp"),
            "dv": indicator("share", "=", 31, name="Dịch vụ"),
        },
        sectors={"s": {"name": "Ngành một", "order": 1}, "t": {"name": "Ngành hai", "order": 2}},
        directions={"d": {"sector": "s", "order": 1, "summary": "x", "indicators": ["dv"], "locator": "II"}},
    )


def test_shares_are_bars_by_year_and_the_target_is_the_last() -> None:
    drawing = structure_drawing(shares_of_two(), None, LATER, EN)
    (bars,) = (block.bars for block in drawing.blocks if isinstance(block, ShareBars))
    assert [(bar.label, bar.shares) for bar in bars] == [("2020", (58, None)), ("2022", (59.5, None)), ("target", (61, 31))]
    assert bars[1].figures == "█ 59.5 · ▒ –"
    fills, told = (block.pieces for block in drawing.blocks if isinstance(block, Pieces))
    assert fills == ("█ Công nghiệp", "▒ Dịch vụ")
    assert told == ("without a figure: 2021", "apart: 2022: 64.0 (after the merger)")


def test_a_sector_names_its_indicators_with_verdicts_or_says_there_are_none() -> None:
    one, none = (structure_drawing(shares_of_two(), sector, LATER, EN) for sector in ("s", "t"))
    assert [block for block in one.blocks if isinstance(block, Standing)] == [Standing("?", "Dịch vụ", "no data", Tone.MUTED)]
    assert "Ngành hai: no indicator supports the sector" in notes(none)


def test_a_plan_without_shares_says_so() -> None:
    assert notes(structure_drawing(frames_of(), None, LATER, EN)) == ["", "the plan has no shares of a whole"]


# -- windows --------------------------------------------------------------------------------------------------------


def companies() -> Frames:
    window = {"start": dt.date(2022, 7, 1), "end": dt.date(2023, 6, 30)}
    record = {"name": "Một", "arrangement": "equitise", "share_now": 100, "target_min": 65, "window": window, "basis": ["q"]}
    about = {"number": "22/QĐ", "kind": "Quyết định", "issuer": "Thủ tướng", "about": "a", "valid_until": dt.date(2023, 12, 31)}
    half_known = {"name": "Hai", "arrangement": "divest", "window": {"end": dt.date(2023, 12, 31)}}
    return frames_of(enterprises={"e": record, "f": half_known}, documents={"q": about})


def of_windows(current: str | None, as_of: dt.date) -> tuple[Windows, tuple[str, ...]]:
    windows, basis = windows_drawing(companies(), current, as_of, EN).blocks
    assert isinstance(windows, Windows) and isinstance(basis, Pieces)
    return windows, basis.pieces


def test_a_window_covers_the_half_years_it_reaches_into() -> None:
    windows, basis = of_windows("e", dt.date(2023, 8, 1))
    assert windows.years == (2021, 2022, 2023, 2024, 2025)
    assert windows.rows[0].marks == "···██▚····", "from the end of the window to the day it is overdue"
    assert windows.rows[1].marks == "··········", "one end of it is unknown"
    assert [(row.share, row.current) for row in windows.rows] == [("100→≥ 65", True), ("–→–", False)]
    assert (windows.today, windows.today_text) == (5, "the day")
    assert basis == ("Legal basis: 22/QĐ (valid until 31 Dec 2023)",)


def test_a_day_outside_the_term_and_a_basis_that_has_ended() -> None:
    windows, basis = of_windows("e", dt.date(2026, 1, 1))
    assert (windows.today, windows.today_text) == (None, "the as-of day lies outside the term")
    assert basis == ("Legal basis: ⚠ 22/QĐ (not valid since 31 Dec 2023)",)
    assert of_windows(None, LATER)[1] == ()


def test_a_plan_without_a_term_has_no_windows() -> None:
    frames = frames_of()
    frames.plan.header.pop("term", None)
    assert notes(windows_drawing(frames, None, LATER, EN)) == ["", "the plan's term is unknown"]


# -- workload -------------------------------------------------------------------------------------------------------


def test_bodies_have_bars_and_say_whose_tasks_they_took_over() -> None:
    agencies = {
        "old": {"name": "Sở Cũ", "short": "SC", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
        "new": {"name": "Sở Mới", "short": "SM", "kind": "department"},
        "b": {"name": "Sở Ba", "short": "SB", "kind": "department"},
    }
    task = {"section": "s", "order": 1, "summary": "x"}
    tasks = {"t": {**task, "leads": ["old"], "partners": ["b"]}, "u": {**task, "leads": ["old"], "order": 2}}
    frames = frames_of(agencies=agencies, tasks=tasks)
    (before,) = workload_drawing(frames, dt.date(2024, 1, 1), EN).blocks
    assert isinstance(before, Loads) and not before.told_apart
    assert before.rows == (LoadRow("SC", 2, 0), LoadRow("SB", 0, 1))
    (after,) = workload_drawing(frames, dt.date(2025, 12, 31), EN).blocks
    assert isinstance(after, Loads) and after.told_apart
    assert after.rows[0].name == "SM" and after.rows[0].taken_over.endswith("SC 2/0")


def test_a_plan_without_tasks_says_so() -> None:
    title, said = notes(workload_drawing(frames_of(), LATER, EN))
    assert title.startswith("Workload by agency") and said == "no task names an agency"
