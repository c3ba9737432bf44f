"""What the charts are given to draw, and what they must say instead of drawing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frame_plans import LATER, figure, frames_of, indicator
from tui.frames.tables.charts.indicator_series import indicator_series
from tui.frames.tables.charts.structure import structure
from tui.frames.tables.charts.windows import windows
from tui.frames.tables.charts.workload import workload_bars


def test_a_level_from_its_baseline_to_its_end_year() -> None:
    values = [figure(2020, 50), figure(2021, 54), figure(2023, 62, "estimate"), figure(2025, 80, scope="merged")]
    series = indicator_series(frames_of(indicators={"i": indicator("end_level", target=90, values=values)}), "i", dt.date(2024, 6, 30))
    assert series.years == (2020, 2021, 2022, 2023, 2024, 2025)
    assert series.values == (50.0, 54.0, None, 62.0, None, None)
    assert series.vintages == ("official", "official", None, "estimate", None, None)
    assert series.path == pytest.approx((50, 58, 66, 74, 82, 90))
    assert (series.forecast, series.forecast_year) == (pytest.approx(70), 2025)
    later = indicator_series(frames_of(indicators={"i": indicator("end_level", target=90, values=values)}), "i", LATER)
    assert [(f.year, f.value, f.scope) for f in later.apart] == [(2025, 80.0, "merged")] and series.apart == ()
    assert later.forecast is None, "the end year is over: nothing is forecast"


def test_money_grows_along_a_compound_path() -> None:
    record = indicator("end_level", target=160, unit="triệu đồng", values={2020: 10, 2021: 20})
    path = indicator_series(frames_of(indicators={"i": record}), "i", LATER).path
    assert path == pytest.approx((10, 17.411, 30.314, 52.78, 91.896, 160), rel=1e-3)


def test_a_rate_has_its_target_as_its_path() -> None:
    record = indicator("term_growth", target=8, values={2020: 4, 2021: 6})
    series = indicator_series(frames_of(indicators={"i": record}), "i", LATER)
    assert series.path == (None, 8.0, 8.0, 8.0, 8.0, 8.0)


def test_a_yearly_cut_is_drawn_as_the_rate_and_its_path() -> None:
    values = [figure(2020, 3.1, "plan", scope="old"), figure(2021, 6.14), figure(2022, 5.14)]
    record = indicator("points_cut", target=1, values=values)
    series = indicator_series(frames_of(indicators={"i": record}), "i", dt.date(2023, 6, 30))
    assert series.target is None
    assert series.path == pytest.approx((6.14, 5.14, 4.14, 3.14, 2.14))
    assert series.forecast == pytest.approx(2.14)


def test_a_ceiling_is_forecast_to_its_end_year() -> None:
    record = indicator("ceiling", "<", 3, values={2022: 2.2, 2023: 2.4})
    series = indicator_series(frames_of(indicators={"i": record}), "i", dt.date(2024, 6, 30))
    assert (series.forecast, series.forecast_year) == (pytest.approx(2.8), 2025)


def test_what_has_not_happened_yet_is_not_drawn() -> None:
    record = indicator("end_level", target=90, values={2020: 50, 2021: 60, 2024: 80})
    assert indicator_series(frames_of(indicators={"i": record}), "i", dt.date(2022, 1, 1)).values[-2:] == (None, None)


def test_an_indicator_without_figures_has_years_and_nothing_in_them() -> None:
    series = indicator_series(frames_of(indicators={"i": indicator("qualitative", None)}), "i", LATER)
    assert series.values == (None,) * 5
    with pytest.raises(KeyError):
        indicator_series(frames_of(), "i", LATER)


def test_structure_keeps_the_holes() -> None:
    industry = indicator("share", "=", 61, {2020: 58, 2022: 59.5}, name="Công nghiệp")
    parts = {"cn": industry, "dv": indicator("share", "=", 31, name="Dịch vụ")}
    series = structure(frames_of(indicators=parts))
    assert series.years == (2020, 2021, 2022)
    assert series.parts == {"cn": (58.0, None, 59.5), "dv": (None, None, None)}
    assert series.targets == {"cn": 61.0, "dv": 31.0}
    assert series.names["dv"] == "Dịch vụ"
    assert structure(frames_of()).years == ()


def test_windows_with_and_without_a_day() -> None:
    record = {"name": "Công ty", "arrangement": "divest", "window": {"end": dt.date(2023, 12, 31)}}
    frames = frames_of(enterprises={"e": record})
    assert windows(frames)[0].verdict is None
    assert windows(frames, LATER)[0].verdict == "late"
    assert (windows(frames)[0].start, windows(frames)[0].end) == (None, dt.date(2023, 12, 31))


def test_workload_bars_are_short_names_busiest_first() -> None:
    agencies = {id: {"name": id.upper(), "short": id, "kind": "department"} for id in ("a", "b", "c")}
    tasks = {
        "t": {"section": "s", "order": 1, "summary": "x", "leads": ["b"], "partners": ["c"]},
        "u": {"section": "s", "order": 2, "summary": "y", "leads": ["b", "a"]},
    }
    frames = frames_of(agencies=agencies, tasks=tasks)
    assert workload_bars(frames, LATER, 10) == [("b", 2, 0), ("a", 1, 0), ("c", 0, 1)]
    assert workload_bars(frames, LATER, 1) == [("b", 2, 0)]
