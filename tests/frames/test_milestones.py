"""Values agreed for other years, ranges and an awaited end: in the reasons, the chart, the annex and what machines read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from tests.support.frame_plans import figure, frames_of, indicator
from tui.frames.build import Frames
from tui.frames.insight.milestones import milestones
from tui.frames.insight.standings import standings
from tui.frames.insight.why import explain_indicator
from tui.frames.methods.verdict import Verdict
from tui.frames.tables.charts.drawing import AWAITED, BAND, MILESTONE, TARGET
from tui.frames.tables.charts.indicator import _legend, _Points, indicator_drawing
from tui.frames.tables.charts.indicator_series import indicator_series
from tui.i18n.words import Words
from tui.reports import official
from tui.reports.indicator_annex import indicator_annex

VI = Words("vi")
DAY = dt.date(2025, 6, 30)
AGREED = [
    {"year": 2024, "target": 123},
    {"year": 2023, "target": 112, "op": ">"},
    {"year": 2022, "target": 106},
    {"year": 2030, "target": 200},
]
VALUES = [figure(2022, 105.8), figure(2023, 112), figure(2024, 123.04)]
GRDP: dict[str, Any] = {
    **indicator(
        "end_level", target=150, unit="triệu đồng", year=2025, values=[figure(2022, 105.8), figure(2023, 112), figure(2024, 123.04)]
    ),
    "milestones": AGREED,
}


def of(record: dict[str, Any]) -> Frames:
    return frames_of(indicators={"i": record})


def test_each_past_milestone_has_its_own_verdict_and_share() -> None:
    found = milestones(of(GRDP), "i", DAY)
    assert [(one.year, one.verdict) for one in found] == [
        (2022, Verdict.NOT_MET),
        (2023, Verdict.NOT_MET),  # a strict sign is strict
        (2024, Verdict.EXCEEDED),
        (2030, None),
    ]
    assert [one.share and round(one.share, 1) for one in found] == [99.8, 100.0, 100.0, None]
    waiting = {**GRDP, "values": [figure(2022, 105.8)]}
    assert [one.verdict for one in milestones(of(waiting), "i", DAY)] == [Verdict.NOT_MET, Verdict.AWAITING, Verdict.AWAITING, None]
    assert milestones(of(indicator("floor", target=46)), "i", DAY) == ()


@pytest.mark.parametrize(
    ("op", "target", "target_max", "value", "verdict"),
    [
        (">=", 8, None, 7.96, Verdict.NOT_MET),
        (">=", 8, None, 7.996, Verdict.NOT_MET),
        ("=", 8, None, 9, Verdict.MET),
        ("<=", 3, None, 2, Verdict.EXCEEDED),
        ("~", 100, None, 96, Verdict.MET),
        ("~", 100, None, 94, Verdict.NOT_MET),
        ("=", 6.5, 7, 6.8, Verdict.MET),
        ("=", 6.5, 7, 7.2, Verdict.EXCEEDED),
    ],
)
def test_a_milestone_is_judged_as_a_target_is(op: str, target: float, target_max: float | None, value: float, verdict: Verdict) -> None:
    entry = {"year": 2024, "target": target, "op": op} | ({"target_max": target_max} if target_max else {})
    record = {**indicator("end_level", target=10, unit="tỷ đồng", values=[figure(2024, value)]), "milestones": [entry]}
    assert milestones(of(record), "i", DAY)[0].verdict is verdict


def test_reasons_and_machines_list_them() -> None:
    told = [VI.sentence(said) for said in explain_indicator(of(GRDP), "i", DAY).milestones]
    assert told[0] == "2022: kế hoạch từ 106 triệu đồng trở lên; thực hiện 105,80, bằng 99,8% kế hoạch: không đạt"
    assert told[3] == "2030: kế hoạch từ 200 triệu đồng trở lên"
    (one,) = standings(of(GRDP), DAY)
    assert [milestone.year for milestone in one.milestones] == [2022, 2023, 2024, 2030]


def test_the_annex_has_plan_result_and_share_of_each_such_year() -> None:
    annex = indicator_annex(of(GRDP), DAY)
    titles = [column.title for column in annex.columns]
    at = titles.index("KH 2024")
    assert titles[at : at + 3] == ["KH 2024", "TH 2024", "% KH 2024"] and "KH 2030" in titles and "% KH 2030" not in titles
    assert [official.cell(cell) for cell in annex.rows[0].cells[at : at + 3]] == ["≥ 123", "123,04", "100,0"]
    assert not any(column.title.startswith("KH") for column in indicator_annex(of(indicator("floor", target=46)), DAY).columns)


def test_a_target_of_another_year_says_which_and_figures_apart_stand_in_the_remarks() -> None:
    values = [figure(2023, 6.5), figure(2024, 6.6, as_of=dt.date(2024, 6, 30)), figure(2024, 7, scope="merged"), figure(2024, 6, op=">")]
    cells = indicator_annex(of(indicator("end_level", target=8, year=2030, values=values)), DAY).rows[0].cells
    assert official.cell(cells[3]) == "≥ 8 (2030)"
    assert "đến 30/06/2024: 6,6" in str(cells[-1]) and "2024: 7,0 (sau hợp nhất" in str(cells[-1]) and "2024: > 6,0" in str(cells[-1])


def test_the_chart_marks_milestones_and_fills_a_range() -> None:
    plot = indicator_drawing(of(GRDP), "i", DAY, VI).plot
    assert plot is not None and [curve.points for curve in plot.curves if curve.mark == MILESTONE] == [
        ((2022, 106.0), (2023, 112.0), (2024, 123.0), (2030, 200.0))
    ]
    ranged = {**indicator("end_level", "=", 33.5, values={2023: 30, 2024: 31}), "target_max": 35}
    plot = indicator_drawing(of(ranged), "i", DAY, VI).plot
    assert plot is not None
    lines = [curve.points[0][1] for curve in plot.curves if curve.mark == TARGET]
    (band,) = (curve for curve in plot.curves if curve.mark == BAND)
    assert lines == [33.5, 35] == [level for _, level in band.points], "the lines bound what is filled"


def test_an_awaited_end_is_open() -> None:
    series = indicator_series(of(GRDP), "i", DAY)
    points = _Points.of(attrs.evolve(series, awaited=2025, turning=150.0, turning_op=">="), 2026)
    assert [curve.points for curve in points.plot("").curves if curve.mark == AWAITED] == [((2025, 150.0),)]
    assert f"{AWAITED} chờ kết quả 2025 ≥ 150,00" in _legend(points, VI)
    assert not any(text.startswith(AWAITED) for text in _legend(_Points.of(series, 2025), VI))


def test_a_machine_is_told_what_the_last_value_is() -> None:
    of_years = [figure(2021, 8), figure(2022, 7), figure(2023, 5)]
    mean = {**figure(2023, 7.5, "estimate"), "years": [2021, 2023]}
    bound = {**figure(2024, 8, "estimate"), "op": ">"}
    cases = [
        (indicator("term_growth", target=9, values=of_years), 5, "year"),
        (indicator("term_growth", target=9, values=[figure(2023, 5), mean]), 7.5, "mean"),
        (indicator("floor", target=7, values=[figure(2023, 7.5), bound]), 8, "bound"),
        (indicator("end_level", target=7, values=[]), None, None),
    ]
    frames = frames_of(indicators={f"i{n}": record for n, (record, *_) in enumerate(cases)})
    told = [(one.numbers["last_value"], one.last_value_kind) for one in standings(frames, dt.date(2024, 12, 31))]
    assert told == [case[1:] for case in cases]
