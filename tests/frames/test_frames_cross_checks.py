"""Figures somebody should confirm."""

from __future__ import annotations

import datetime as dt

from tests.support.frame_plans import figure, frames_of, indicator
from tui.frames.methods.cross_checks import cross_checks

DAY = dt.date(2025, 6, 1)


def said(*values: dict[str, object], kind: str = "end_level", day: dt.date = DAY) -> list[str]:
    return [str(p.what) for p in cross_checks(frames_of(indicators={"i": indicator(kind, target=90, values=values)}), day)]


def test_a_jump_asks_for_confirmation() -> None:
    steady = [figure(2020, 50), figure(2021, 52), figure(2022, 54), figure(2023, 56)]
    assert said(*steady) == []
    assert len(said(*steady, figure(2024, 80))) == 1
    assert "2024" in said(*steady, figure(2024, 80))[0]


def test_two_changes_know_no_usual_one() -> None:
    assert said(figure(2020, 50), figure(2021, 51), figure(2022, 80)) == []


def test_a_rate_must_agree_with_the_levels_within_rounding() -> None:
    levels = [figure(2021, 28.85, unit="tỷ USD"), figure(2022, 32, unit="tỷ USD")]
    assert said(*levels, figure(2022, 10.9), kind="term_growth") == []
    assert said(*levels, figure(2022, 10.4), kind="term_growth") == []  # 32 may be 31.85
    assert len(said(*levels, figure(2022, 15), kind="term_growth")) == 1


def test_levels_of_another_scope_or_part_of_a_year_are_not_compared() -> None:
    levels = [figure(2021, 100, unit="tỷ đồng"), figure(2022, 200, unit="tỷ đồng", scope="merged")]
    assert said(*levels, figure(2022, 5), kind="term_growth") == []


def test_warnings_only() -> None:
    values = [figure(2020, 50), figure(2021, 52), figure(2022, 54), figure(2023, 90)]
    frames = frames_of(indicators={"i": indicator("end_level", target=90, values=values)})
    assert [p.warning for p in cross_checks(frames, DAY)] == [True]


def test_real_growth_is_not_held_against_levels_at_current_prices() -> None:
    for prices, warnings in (("giá hiện hành", 0), ("giá so sánh 2010", 1)):
        levels = [figure(2021, 101.3, unit=f"tỷ đồng ({prices})"), figure(2022, 115.7, unit=f"tỷ đồng ({prices})")]
        assert len(said(*levels, figure(2022, 8), kind="term_growth")) == warnings, prices


def test_only_figures_that_count_on_the_day_are_asked_about() -> None:
    steady = [figure(2020, 50), figure(2021, 52), figure(2022, 54), figure(2023, 56)]
    levels = [figure(2023, 101.3, unit="tỷ đồng"), figure(2024, 115.7, unit="tỷ đồng")]
    cases = (
        ([*steady, figure(2024, 80)], "end_level"),
        ([*steady, figure(2024, 5.8)], "end_level"),
        ([*levels, figure(2024, 5)], "term_growth"),
    )
    for values, kind in cases:
        assert said(*values, kind=kind, day=dt.date(2024, 11, 20)) == [], "the year is not over"
        assert said(*values, kind=kind, day=dt.date(2025, 1, 1)), "from the day on that it counts"
