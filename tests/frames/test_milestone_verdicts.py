"""Values agreed for other years than the target year: each year's result against that year's plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.frame_plans import figure, frames_of, indicator, judge
from tui.frames.methods.milestones import milestone_verdicts
from tui.frames.methods.verdict import Verdict


def told(record: dict[str, Any], day: dt.date) -> list[tuple[Any, ...]]:
    frames = frames_of(indicators={"i": record})
    return milestone_verdicts(frames, day).select("year", "value", "verdict").rows()


PLANS = [{"year": 2024, "target": 80}, {"year": 2022, "target": 60, "target_max": 65}, {"year": 2030, "target": 99}]
LEVEL = indicator("end_level", target=90, values=[figure(2020, 50), figure(2022, 61.5), figure(2023, 66.0, "estimate")], milestones=PLANS)


def test_each_past_one_has_its_own_verdict_and_the_ones_ahead_none() -> None:
    assert told(LEVEL, dt.date(2024, 6, 30)) == [(2022, 61.5, Verdict.MET), (2024, None, None), (2030, None, None)]
    assert told(LEVEL, dt.date(2025, 6, 30))[1] == (2024, None, Verdict.AWAITING)
    row = milestone_verdicts(frames_of(indicators={"i": LEVEL}), dt.date(2024, 6, 30)).row(0, named=True)
    assert row["percent"] == pytest.approx(102.5) and (row["target"], row["limit"], row["op"]) == (60, 65, ">=")


def test_a_yearly_cut_is_held_against_the_cut_of_the_year() -> None:
    record = indicator("points_cut", target=1, values={2020: 9.0, 2021: 8.1}, milestones=[{"year": 2021, "target": 1.0}])
    assert told(record, dt.date(2022, 6, 30)) == [(2021, pytest.approx(0.9), Verdict.NOT_MET)]


def test_a_share_is_held_to_both_sides() -> None:
    record = indicator(
        "share", op="=", target=30, values={2022: 48.0, 2023: 45.4}, milestones=[{"year": 2022, "target": 45}, {"year": 2023, "target": 45}]
    )
    assert told(record, dt.date(2024, 6, 30)) == [(2022, 48.0, Verdict.NOT_MET), (2023, 45.4, Verdict.MET)]


def test_it_is_about_the_own_figures_of_an_indicator_that_is_judged_beside_another() -> None:
    own = indicator("end_level", target=1, values={2022: 73.0, 2023: 74.0}, reference="j", milestones=[{"year": 2022, "target": 65}])
    other = indicator("end_level", target=90, values={2022: 70.0, 2023: 80.0})
    frames = frames_of(indicators={"j": other, "i": own})
    assert milestone_verdicts(frames, dt.date(2024, 6, 30)).select("year", "value", "verdict").rows() == [(2022, 73.0, Verdict.EXCEEDED)]


def test_the_path_runs_through_them() -> None:
    assert judge(LEVEL)["path"] == pytest.approx(70)  # from 60 in 2022 to 80 in 2024
    assert judge({**LEVEL, "milestones": []})["path"] == pytest.approx(74)


def test_a_plan_without_any_has_none() -> None:
    assert told(indicator("floor", target=1), dt.date(2024, 1, 1)) == []
