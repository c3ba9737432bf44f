"""The verdicts of docs/methods.md A to G: its worked figures and its edges."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.frame_plans import LATER, assert_judged, figure, frames_of, indicator, judge, judge_all
from tui.frames.methods.headline import headline
from tui.frames.methods.verdicts import Reason, Verdict, group_verdicts, share_distances, verdicts

# -- A. mean growth -----------------------------------------------------------------------------------------------


def test_worked_three_year_mean_then_one_year() -> None:
    row = judge(indicator("term_growth", target=8, values=[figure(2023, 6.65, years=[2021, 2023]), figure(2024, 6.5)]))
    assert row["mean"] == pytest.approx(6.612, abs=5e-4)
    assert row["required"] == pytest.approx(13.733, abs=5e-4)
    assert row["verdict"] == Verdict.AT_RISK
    assert (row["observed"], row["remaining"], row["last_year"]) == (4, 1, 2024)
    assert row["missing"] == []


def test_four_single_years_as_published_for_grdp() -> None:
    row = judge(indicator("term_growth", target=8, values={2021: 6.51, 2022: 8.59, 2023: 5.56, 2024: 6.5}))
    assert row["required"] == pytest.approx(13.003, abs=5e-4)
    assert row["verdict"] == Verdict.AT_RISK


def test_a_mean_is_not_used_where_every_year_has_a_figure() -> None:
    values = [figure(2021, 6), figure(2022, 7), figure(2023, 8), figure(2023, 99, years=[2021, 2023])]
    assert judge(indicator("term_growth", target=8, values=values))["mean"] == pytest.approx(((1.06 * 1.07 * 1.08) ** (1 / 3) - 1) * 100)


def test_a_mean_replaces_the_single_years_it_covers_once_one_is_missing() -> None:
    values = [figure(2022, 10.8), figure(2023, 5.13), figure(2023, 7.5, years=[2021, 2023])]
    row = judge(indicator("term_growth", target=9, values=values))
    assert row["mean"] == pytest.approx(7.5)
    assert row["observed"] == 3


def test_a_mean_of_another_scope_or_unit_covers_nothing() -> None:
    marks: tuple[dict[str, Any], ...] = ({"scope": "merged"}, {"unit": "điểm %"}, {"as_of": dt.date(2023, 9, 30)}, {"op": ">"})
    figures = [[figure(2023, 9, years=[2021, 2023], **mark), figure(2024, 9)] for mark in marks]
    for mark, row in zip(marks, judge_all([indicator("term_growth", target=8, values=values) for values in figures]), strict=True):
        assert (row["verdict"], row["reason"], row["missing"]) == (Verdict.NO_DATA, Reason.GAP, [2021, 2022, 2023]), mark


def test_means_that_overlap_are_not_chained() -> None:
    values = [figure(2022, 9, years=[2021, 2022]), figure(2023, 9, years=[2022, 2023]), figure(2024, 9)]
    assert judge(indicator("term_growth", target=8, values=values))["reason"] == Reason.GAP


def test_a_gap_names_its_years() -> None:
    row = judge(indicator("term_growth", target=3.5, values={2021: 4.18, 2024: 3.16}))
    assert (row["verdict"], row["reason"], row["missing"]) == (Verdict.NO_DATA, Reason.GAP, [2022, 2023])
    assert row["mean"] is None and row["required"] is None


def test_required_at_most_the_target_is_on_course_and_at_most_the_best_year_speed_up() -> None:
    rows = judge_all([indicator("term_growth", target=8, values={2021: one, 2022: two}) for one, two in ((8, 8), (12, 3), (7, 7), (6, 7))])
    # 7 and 7 need 8.67, which is at most 8.8
    assert [row["verdict"] for row in rows] == [Verdict.ON_COURSE, Verdict.SPEED_UP, Verdict.SPEED_UP, Verdict.AT_RISK]


def test_the_term_over() -> None:
    cases: list[tuple[float, Verdict, Reason | None]] = [
        (8.2, Verdict.EXCEEDED, None),
        (8.0, Verdict.MET, None),
        (7.96, Verdict.NOT_MET, None),  # 0.005 is forgiven, not what the target's own last digit would allow
        (7.6, Verdict.NOT_MET, None),
    ]
    rows = judge_all([indicator("term_growth", target=8, values=dict.fromkeys(range(2021, 2026), rate)) for rate, *_ in cases])
    assert [(row["verdict"], row["reason"], row["required"]) for row in rows] == [(*said, None) for _, *said in cases]


def test_half_a_unit_of_the_last_published_digit_is_forgiven_and_said() -> None:
    rates = [8.0, 8.0, 8.0, 8.0, 7.99]
    row = judge(indicator("term_growth", target=8, values=dict(zip(range(2021, 2026), rates, strict=True))))
    assert (row["verdict"], row["rounded"], row["reason"]) == (Verdict.MET, True, Reason.ROUNDED)
    rates = [7.5, 7.5, 7.5, 7.5, 7.6]
    row = judge(indicator("term_growth", target=8, values=dict(zip(range(2021, 2026), rates, strict=True))))
    assert (row["verdict"], row["rounded"], round(row["mean"], 2)) == (Verdict.NOT_MET, False, 7.52)


def test_the_forecast_lets_the_last_rate_go_on() -> None:
    row = judge(indicator("term_growth", target=8, values={2021: 6, 2022: 9}))
    assert row["forecast"] == pytest.approx(((1.06 * 1.09**4) ** 0.2 - 1) * 100)


def test_a_years_figure_after_the_day_is_not_there_yet() -> None:
    record = indicator("term_growth", target=8, values={2021: 8, 2022: 8, 2023: 1})
    row = judge(record, dt.date(2023, 5, 1))
    assert (row["last_year"], row["verdict"]) == (2022, Verdict.ON_COURSE)


def test_an_economy_that_is_gone_cannot_be_brought_back() -> None:
    row = judge(indicator("term_growth", target=8, values={2021: -100}))
    assert (row["verdict"], row["reason"], row["mean"]) == (Verdict.AT_RISK, Reason.IMPOSSIBLE, None)


# -- B. level at the end year -------------------------------------------------------------------------------------


def test_worked_grdp_a_head() -> None:
    row = judge(indicator("end_level", target=150, unit="triệu đồng", values={2022: 107, 2024: 119.2}, year=2025))
    assert row["forecast"] == pytest.approx(125.8, abs=0.05)
    assert row["progress"] == pytest.approx(0.437, abs=5e-4)
    assert row["required"] == pytest.approx(25.8, abs=0.05)
    assert (row["baseline"], row["baseline_year"], row["verdict"]) == (107.0, 2022, Verdict.AT_RISK)


def test_percentages() -> None:
    cases: list[tuple[dict[int, float], Verdict, Reason | None]] = [
        ({2020: 50, 2024: 82}, Verdict.ON_COURSE, None),
        ({2020: 50, 2024: 81.6}, Verdict.ON_COURSE, Reason.CLOSE),
        ({2020: 50, 2023: 71}, Verdict.SPEED_UP, None),
        ({2020: 50, 2024: 70}, Verdict.AT_RISK, Reason.BEYOND_BEST),  # 20 points in a year, 5 is the best there was
        ({2020: 50, 2024: 65}, Verdict.AT_RISK, None),
        ({2024: 65}, Verdict.NO_DATA, Reason.NO_BASELINE),
        ({2020: 50, 2024: 93}, Verdict.ON_COURSE, Reason.CLIPPED),
        ({2020: 95, 2024: 91}, Verdict.ON_COURSE, None),
        ({2020: 96, 2024: 91}, Verdict.SPEED_UP, Reason.THREATENED),
        ({2020: 95, 2024: 85}, Verdict.AT_RISK, Reason.FELL),  # it was there and fell: S from there would be a false green
        ({2020: 50, 2023: 91, 2024: 85}, Verdict.SPEED_UP, Reason.FELL),  # on this trend 93.75, but it was there already
        ({2020: 50}, Verdict.NO_DATA, Reason.NO_FIGURES),
        ({2020: 50, 2025: 91}, Verdict.EXCEEDED, None),
        ({2020: 50, 2025: 90}, Verdict.MET, None),
        ({2020: 50, 2025: 89.9}, Verdict.NOT_MET, None),
    ]
    assert_judged([(indicator("end_level", target=90, values=values), verdict, reason) for values, verdict, reason in cases])


def test_a_level_that_must_fall() -> None:
    falling = indicator("end_level", "<=", 2, values={2020: 10, 2024: 4})
    row = judge(falling)
    assert row["verdict"] == Verdict.SPEED_UP
    assert row["required"] == pytest.approx(-2)
    assert judge(indicator("end_level", "<=", 2, values={2020: 10, 2025: 1}))["verdict"] == Verdict.EXCEEDED


def test_a_bare_value_is_a_minimum_ambition_unless_the_setting_says_otherwise() -> None:
    record = indicator("end_level", "=", 90, values={2020: 90.57, 2025: 93.8}, better="up")
    assert judge(record)["verdict"] == Verdict.MET
    assert judge(record, settings={"equal_is_minimum": False})["verdict"] == Verdict.NOT_MET


def test_a_baseline_above_a_bare_target_does_not_turn_it_into_a_reduction() -> None:
    assert judge(indicator("end_level", "=", 90, values={2020: 91, 2025: 85}, better="up"))["verdict"] == Verdict.NOT_MET


def test_strict_levels_are_strict() -> None:
    assert judge(indicator("end_level", ">", 98.5, values={2020: 95, 2025: 98.5}))["verdict"] == Verdict.NOT_MET
    assert judge(indicator("end_level", ">", 98.5, values={2020: 95, 2025: 98.6}))["verdict"] == Verdict.EXCEEDED


def test_thresholds_come_from_the_settings() -> None:
    record = indicator("end_level", target=90, values={2020: 50, 2021: 58, 2022: 60})
    assert judge(record, settings={"speed_up_share": 0.4})["verdict"] == Verdict.SPEED_UP


def test_a_strict_bound_the_baseline_stood_at_is_no_way_to_go() -> None:
    assert judge(indicator("end_level", ">", 90, values={2020: 90, 2024: 90}))["verdict"] == Verdict.AT_RISK


def test_only_the_last_five_changes_make_the_trend() -> None:
    record = indicator("end_level", target=90, values={2010: 0, 2019: 50, 2020: 50, 2024: 60})
    assert judge(record)["trend"] == pytest.approx(2)


# -- C, D. bounds -------------------------------------------------------------------------------------------------


def test_keep_above() -> None:
    cases: list[tuple[dict[int, float], Verdict, Reason | None]] = [
        ({2020: 96, 2023: 97}, Verdict.ON_COURSE, None),
        ({2020: 99, 2023: 96}, Verdict.SPEED_UP, Reason.THREATENED),
        ({2020: 93, 2023: 94.5}, Verdict.SPEED_UP, None),
        ({2020: 93, 2023: 94}, Verdict.AT_RISK, None),  # the trend does not come there by 2025
        ({2020: 94, 2021: 94, 2022: 94, 2023: 94}, Verdict.AT_RISK, None),  # standing still does not either
        ({2020: 96, 2023: 94}, Verdict.AT_RISK, None),
        ({2023: 96}, Verdict.ON_COURSE, Reason.NO_BASELINE),
        ({2023: 94}, Verdict.AT_RISK, Reason.NO_BASELINE),
        ({2025: 95}, Verdict.NOT_MET, None),  # "trên 95 %" is strict
        ({2025: 95.1}, Verdict.MET, None),
    ]
    assert_judged([(indicator("floor", ">", 95, values=values), verdict, reason) for values, verdict, reason in cases])


def test_a_missing_year_of_a_floor_is_missing_not_failed() -> None:
    row = judge(indicator("floor", target=46, values={2021: 46, 2022: 45, 2024: 47}))
    assert (row["years_met"], row["observed"], row["missing"]) == (2, 3, [2023])


def test_below_three_per_cent() -> None:
    cases: list[tuple[dict[int, float], Verdict]] = [
        ({2025: 3.0}, Verdict.NOT_MET),
        ({2025: 2.99}, Verdict.MET),
        ({2023: 2.0, 2024: 2.0}, Verdict.ON_COURSE),
        ({2023: 2.8, 2024: 2.8}, Verdict.SPEED_UP),  # headroom below 10 %
        ({2023: 1.8, 2024: 2.5}, Verdict.SPEED_UP),  # next year would be 3.2
        ({2023: 3.5, 2024: 3.2}, Verdict.SPEED_UP),
        ({2023: 3.0, 2024: 3.2}, Verdict.AT_RISK),
    ]
    rows = judge_all([indicator("ceiling", "<", 3, values=values) for values, _ in cases])
    assert [row["verdict"] for row in rows] == [verdict for _, verdict in cases]


def test_headroom_is_said() -> None:
    assert judge(indicator("ceiling", "<", 3, values={2024: 2.4}))["headroom"] == pytest.approx(0.2)


# -- E. shares ----------------------------------------------------------------------------------------------------


def test_one_share() -> None:
    cases: list[tuple[dict[int, float], Verdict, Reason | None]] = [
        ({2020: 58, 2025: 60.5}, Verdict.MET, None),
        ({2020: 58, 2025: 61.6}, Verdict.NOT_MET, None),  # too much is not met either
        ({2020: 58, 2022: 59.2}, Verdict.ON_COURSE, None),
        ({2020: 58, 2022: 58.8}, Verdict.SPEED_UP, None),
        ({2020: 58, 2022: 58.2}, Verdict.AT_RISK, None),
        ({2020: 58, 2022: 62}, Verdict.AT_RISK, None),  # far beyond on the present trend
        ({2020: 57, 2022: 61}, Verdict.SPEED_UP, Reason.THREATENED),
        ({2022: 58}, Verdict.NO_DATA, Reason.NO_BASELINE),
    ]
    assert_judged([(indicator("share", "=", 61, values=values), verdict, reason) for values, verdict, reason in cases])


def test_the_distance_of_a_whole_needs_every_part() -> None:
    parts = {"i": (61, {2021: 58.7, 2022: 59.5}), "s": (31, {2021: 30.5}), "a": (8, {2021: 10.8, 2022: 10.5})}
    frames = frames_of(indicators={id: indicator("share", "=", target, values) for id, (target, values) in parts.items()})
    rows = {row["year"]: row for row in share_distances(frames, LATER).to_dicts()}
    assert rows[2021]["distance"] == pytest.approx((2.3 + 0.5 + 2.8) / 2)
    assert (rows[2021]["adds_up"], rows[2022]["complete"], rows[2022]["distance"]) == (True, False, None)


# -- F. yearly cut ------------------------------------------------------------------------------------------------


def test_the_poverty_series_starts_with_its_new_standard() -> None:
    values = [figure(2020, 3.1, "plan", scope="chuẩn cũ"), figure(2021, 6.14), figure(2022, 4.49)]
    row = judge(indicator("points_cut", target=1, values=values))
    assert (row["baseline_year"], row["mean"]) == (2021, pytest.approx(1.65))
    assert row["required"] == pytest.approx((4 * 1 - 1.65) / 3)
    assert row["path"] == pytest.approx(5.14)
    assert row["verdict"] == Verdict.ON_COURSE


def test_yearly_cuts() -> None:
    cases: list[tuple[dict[int, float], Verdict, Reason | None]] = [
        ({2020: 9, 2022: 6.5}, Verdict.ON_COURSE, None),
        ({2020: 9, 2021: 7.4, 2022: 7.2}, Verdict.SPEED_UP, None),
        ({2020: 9, 2022: 8}, Verdict.AT_RISK, None),
        ({2020: 4, 2022: 3.9}, Verdict.AT_RISK, Reason.IMPOSSIBLE),
        ({2020: 9, 2025: 2.9}, Verdict.EXCEEDED, None),
        ({2020: 9, 2025: 4}, Verdict.MET, None),
        ({2020: 9, 2025: 4.1}, Verdict.MET, Reason.ROUNDED),  # 0.98 a year, of rates with one decimal
        ({2020: 9, 2025: 4.3}, Verdict.NOT_MET, None),
        ({2020: 4, 2025: 0}, Verdict.MET, None),  # there was no more to cut
        ({2019: 9, 2025: 4}, Verdict.NO_DATA, Reason.NO_BASELINE),  # cuts of before the term do not count
        ({2022: 5}, Verdict.NO_DATA, Reason.NO_BASELINE),
    ]
    assert_judged([(indicator("points_cut", target=1, values=values), verdict, reason) for values, verdict, reason in cases])


# -- G. counts, and what is not applicable ------------------------------------------------------------------------


def districts(values: dict[int, float]) -> dict[str, Any]:
    return indicator("count", "=", 8, values=values, unit="đơn vị", year=2025, not_applicable_from=dt.date(2025, 7, 1))


def test_districts_are_judged_until_the_day_they_were_abolished() -> None:
    record = districts({2020: 3, 2023: 6})
    assert judge(record, dt.date(2025, 6, 30))["verdict"] == Verdict.ON_COURSE
    row = judge(record, dt.date(2025, 7, 1))
    assert (row["verdict"], row["reason"], row["last_value"]) == (Verdict.NOT_APPLICABLE, Reason.NOT_APPLICABLE, 6.0)


# -- all together -------------------------------------------------------------------------------------------------


def test_no_results_is_no_data() -> None:
    kinds = ("term_growth", "end_level", "floor", "ceiling", "share", "points_cut", "count")
    values = [figure(2022, 9, "plan"), figure(2023, 9, scope="merged")]
    for kind, row in zip(kinds, judge_all([indicator(kind, target=8, values=values) for kind in kinds]), strict=True):
        assert (row["verdict"], row["reason"], row["observed"]) == (Verdict.NO_DATA, Reason.NO_FIGURES, 0), kind


def test_without_a_number_there_is_nothing_to_judge() -> None:
    assert judge(indicator("qualitative", None))["reason"] == Reason.NO_TARGET


def test_a_plan_without_a_term_is_judged_as_far_as_it_can_be() -> None:
    record = indicator("end_level", target=90, values={2024: 89}, year=2025)
    frames = frames_of(indicators={"i": record, "j": indicator("term_growth", target=8, values={2021: 8})})
    frames.plan.tables["plan"].clear()
    assert verdicts(frames, LATER)["verdict"].to_list() == [Verdict.AWAITING, Verdict.NO_DATA]


def test_a_verdict_on_an_estimate_says_so() -> None:
    values = [figure(2021, 9), figure(2022, 9, "estimate")]
    assert judge(indicator("term_growth", target=8, values=values))["on_estimate"]
    assert not judge(indicator("term_growth", target=8, values={2021: 9}))["on_estimate"]


def test_a_group_is_as_bad_as_its_worst_member_and_never_green_with_a_hole() -> None:
    indicators = {
        "good": indicator("term_growth", target=8, values={2021: 9}),
        "hole": indicator("term_growth", target=8),
        "gone": {**districts({2021: 6}), "not_applicable_from": dt.date(2022, 1, 1), "goal": "h"},
        "bad": {**indicator("term_growth", target=8, values={2021: 1}), "goal": "k"},
        "hole2": {**indicator("term_growth", target=8), "goal": "k"},
    }
    goals = {id: {"number": n, "title": "t"} for n, id in enumerate(("g", "h", "k", "empty"), 1)}
    frames = frames_of(goals=goals, indicators=indicators)
    judged = verdicts(frames, dt.date(2022, 1, 1))
    assert dict(group_verdicts(frames, judged).iter_rows()) == {
        "g": Verdict.NO_DATA,
        "h": Verdict.NOT_APPLICABLE,
        "k": Verdict.AT_RISK,
        "empty": Verdict.NO_DATA,
    }
    counts = headline(judged)
    assert sum(counts.values()) == len(indicators)
    assert (counts[Verdict.NO_DATA], counts[Verdict.NOT_APPLICABLE], counts[Verdict.MET]) == (2, 1, 0)


def test_rank_is_worst_first() -> None:
    assert sorted(Verdict, key=lambda v: v.rank)[0] is Verdict.NOT_MET
    assert all(v.label for v in Verdict) and all(r.label for r in Reason)


def test_verdicts_follow_a_change_of_the_plan() -> None:
    frames, day = frames_of(indicators={"i": indicator("term_growth", target=8, values={2021: 9})}), dt.date(2022, 1, 1)
    assert verdicts(frames, day)["verdict"].item() == Verdict.ON_COURSE
    frames.plan.tables["indicators"]["i"] = indicator("term_growth", target=8, values={2021: 1})
    frames.forget(["indicators"])
    assert verdicts(frames, day)["verdict"].item() == Verdict.AT_RISK
