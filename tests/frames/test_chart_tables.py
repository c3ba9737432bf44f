"""The numbers of charts: whatever a chart draws stands in its table, with unit and vintage."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frame_plans import LATER, figure, frames_of, indicator
from tests.support.lengths import longer, of_these
from tests.support.paths import EXAMPLE, SHIPPED
from tui.frames.build import Frames
from tui.frames.tables.charts.chart_table import chart_table
from tui.frames.tables.charts.drawing import AWAITED, BAND, BREAK, TARGET, LoadRow, Loads
from tui.frames.tables.charts.indicator import indicator_drawing, indicator_table
from tui.frames.tables.charts.standing_bars import states_drawing, states_table
from tui.frames.tables.charts.structure import structure, structure_table
from tui.frames.tables.charts.windows import windows_table
from tui.frames.tables.charts.workload import workload_drawing, workload_table
from tui.i18n.words import Words
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

EN = Words("en")


@longer
@pytest.mark.parametrize("path", [SHIPPED, EXAMPLE])
@pytest.mark.parametrize("day", of_these([dt.date(2024, 6, 30), dt.date(2026, 11, 28)], [dt.date(2026, 11, 28)]))
def test_every_point_of_every_indicator_stands_in_its_table(path: str, day: dt.date) -> None:
    frames = Frames(load(path).plan)
    drawn = 0
    for id in frames.plan.tables["indicators"]:
        plot, table = indicator_drawing(frames, id, day, EN).plot, indicator_table(frames, id, day, EN)
        told = {row[0]: "" for row in table.rows}
        for row in table.rows:
            told[row[0]] += " " + " ".join(row[1:])
        for curve in plot.curves if plot is not None else ():
            if curve.mark in (BAND, BREAK, TARGET, AWAITED, None):  # no numbers of their own, or said in every row
                continue
            for year, value in curve.points:
                drawn += 1
                near = {EN.number(value, digits) for digits in range(7)} | {EN.number(value)}
                assert any(number in told[str(int(year))] for number in near), (id, curve.mark, year, value, told[str(int(year))])
    assert drawn or path == SHIPPED


def test_figures_have_unit_and_vintage_and_what_stands_apart_says_why() -> None:
    values = [
        figure(2020, 50),
        figure(2021, 54, "estimate"),
        figure(2022, 61, scope="merged"),
        figure(2022, 62, scope="unclear"),
        figure(2022, 63, scope="hai xã"),
    ]
    frames = frames_of(indicators={"i": indicator("end_level", target=90, values=values, name="Tỷ lệ", unit="%")})
    table = indicator_table(frames, "i", dt.date(2023, 1, 1), EN)
    assert table.titles[:5] == ("Year", "Figure", "Unit", "Vintage", "Target")
    assert [row[:5] for row in table.rows[:2]] == [("2020", "50", "%", "official", "≥ 90"), ("2021", "54", "%", "estimate", "≥ 90")]
    apart = [(row[1], row[-1]) for row in table.rows[-3:]]
    assert apart == [("61", "after the merger"), ("62", "scope unclear"), ("63", "hai xã")]
    assert table.as_text.splitlines()[1].split("\t")[:3] == ["2020", "50", "%"]


def test_an_open_year_says_that_it_waits_and_for_how_much() -> None:
    record = indicator("term_growth", target=8, values={2021: 6.51, 2022: 8.59, 2023: 4.9, 2024: 6.5})
    table = indicator_table(frames_of(indicators={"i": record}), "i", dt.date(2026, 2, 1), EN)
    last = next(row for row in table.rows if row[0] == "2025")
    assert "awaiting" in last[1] and any(cell.startswith("≥ 13.") for cell in last)


def test_without_figures_only_years_and_targets_are_left() -> None:
    table = indicator_table(frames_of(indicators={"i": indicator("end_level", target=90, values=[])}), "i", LATER, EN)
    assert {row[1:] for row in table.rows} == {("≥ 90",)}
    assert indicator_table(frames_of(), "i", LATER, EN).rows == ()


def test_shares_and_bodies_and_states_are_those_of_the_charts() -> None:
    frames = Frames(load(SHIPPED).plan)
    day = dt.date(2026, 11, 28)
    known = sum(share is not None for shares in structure(frames, day).parts.values() for share in shares)
    assert sum(row[0].isdigit() and not row[-1] for row in structure_table(frames, day, EN).rows) == known
    (loads,) = workload_drawing(frames, day, EN).blocks
    assert isinstance(loads, Loads)
    bodies = [(row[0], int(row[1]), int(row[3]), int(row[2])) for row in workload_table(frames, day, EN).rows]
    assert bodies == [(row.name, row.lead, row.partner, row.late) for row in loads.rows]
    assert sum(row.late for row in loads.rows) == 2, "the tasks the headline calls late"
    assert len(windows_table(frames, day, EN).rows) == len(frames.plan.tables["enterprises"])
    counts = {row[0]: 0 for row in states_table(frames, day, EN).rows}
    for row in states_table(frames, day, EN).rows:
        counts[row[0]] += int(row[2])
    assert list(counts.values()) == [len(frames.plan.tables[name]) for name in ("indicators", "tasks", "enterprises")]


def test_a_late_task_counts_for_the_body_that_answers_on_the_day() -> None:
    agencies = {
        "old": {"name": "Sở Cũ", "short": "SC", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
        "new": {"name": "Sở Mới", "short": "SM", "kind": "department"},
    }
    task = {
        "section": "s",
        "order": 1,
        "summary": "x",
        "leads": ["old"],
        "due": dt.date(2024, 6, 30),
        "mode": "once",
        "status": "in_progress",
    }
    frames = frames_of(agencies=agencies, tasks={"t": task})
    for day, late in ((dt.date(2024, 1, 1), 0), (dt.date(2024, 8, 1), 1), (dt.date(2025, 8, 1), 1)):
        (loads,) = workload_drawing(frames, day, EN).blocks
        assert isinstance(loads, Loads)
        assert [row._replace(taken_over="") for row in loads.rows] == [LoadRow("SC" if day.year == 2024 else "SM", 1, 0, late=late)]


def test_an_empty_plan_has_no_bars_and_empty_columns_are_left_out() -> None:
    assert states_table(frames_of(), LATER, EN).rows == ()
    assert states_drawing(frames_of(), LATER, EN).blocks
    assert chart_table("t", (("a", False), ("b", True), ("c", True)), [("x", "", "1"), ("y", "", "")]).titles == ("a", "c")
