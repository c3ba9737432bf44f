"""Every worked example of the rules, by the judge. What the program says of them, the other tests ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.judge.figures import Looking
from tests.judge.indicators import Judged, judged, milestones
from tests.judge.work import Asked, duty_states, enterprise_state, holders, task_state, working_days

Plan = dict[str, Any]
TERM = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}


def plan_of(**tables: Any) -> Plan:
    return {"plan": {"title": "Kế hoạch", "term": TERM}, **tables}


def indicator(kind: str, op: str, target: float, figures: dict[int, float], vintage: str = "official", **more: Any) -> Plan:
    values = [{"year": year, "value": value, "vintage": vintage} for year, value in figures.items()]
    return {"name": "Chỉ tiêu", "unit": "%", "kind": kind, "op": op, "target": target, "values": values, **more}


def verdict(one: Plan, day: str, known: str | None = None, **tables: Any) -> Judged:
    at = dt.date.fromisoformat(day)
    return judged(plan_of(indicators={"i": one}, **tables), "i", Looking(at, dt.date.fromisoformat(known) if known else at))


def mean_and_one() -> Plan:
    one = indicator("term_growth", ">=", 8, {2024: 6.5})
    one["values"].append({"year": 2023, "value": 6.65, "vintage": "official", "years": [2021, 2023]})
    return one


def test_a_mean_of_three_years_and_one_more_needs_13_733_in_the_last() -> None:
    seen = verdict(mean_and_one(), "2025-06-01")
    assert (seen.verdict, seen.last_year) == ("at_risk", 2024)
    assert seen.required == pytest.approx(13.733, abs=5e-4)


def test_after_the_term_its_unknown_last_year_is_awaited_however_long_ago() -> None:
    for day in ("2026-01-01", "2026-11-28", "2040-01-01"):
        seen = verdict(mean_and_one(), day)
        assert (seen.verdict, seen.required) == ("awaiting", None)
        assert seen.turning == 13.74


@pytest.mark.parametrize(
    ("kind", "op", "target", "figures"), [("count", "=", 8, {2020: 3, 2023: 6}), ("ceiling", "<", 3, {2020: 2.0, 2021: 2.1})]
)
def test_a_count_and_a_bound_of_long_ago_are_awaited_too(kind: str, op: str, target: float, figures: dict[int, float]) -> None:
    assert verdict(indicator(kind, op, target, figures), "2026-11-28").verdict == "awaiting"


@pytest.mark.parametrize(
    ("years", "said", "rounded"),
    [((7.5, 7.5, 7.5, 7.5, 7.6), "not_met", False), ((8.0, 8.0, 8.0, 8.0, 7.99), "met", True), ((8.0, 8.0, 8.0, 8.0, 8.0), "met", False)],
)
def test_the_tolerance_is_half_a_unit_of_the_last_digit(years: tuple[float, ...], said: str, rounded: bool) -> None:
    seen = verdict(indicator("term_growth", ">=", 8, dict(zip(range(2021, 2026), years, strict=True))), "2026-02-01")
    assert (seen.verdict, seen.rounded) == (said, rounded)


@pytest.mark.parametrize("kind", ["end_level", "floor", "term_mean"])
def test_the_tolerance_is_the_same_for_every_kind(kind: str) -> None:
    years = dict.fromkeys(range(2021, 2026), 149.5)
    assert verdict(indicator(kind, ">=", 150, years, unit="tỷ đồng"), "2026-02-01").verdict == "not_met"
    years = dict.fromkeys(range(2021, 2026), 149.996) | {2020: 120.02}
    assert verdict(indicator(kind, ">=", 150, years, unit="tỷ đồng"), "2026-02-01").verdict == "not_met"
    years = dict.fromkeys(range(2021, 2026), 149.96)
    assert verdict(indicator(kind, ">=", 149.964, years, unit="tỷ đồng"), "2026-02-01").verdict == "not_met", "the digits agreed count too"


def test_a_strict_bound_has_no_tolerance() -> None:
    assert verdict(indicator("ceiling", "<", 3, {2025: 3.0}), "2026-02-01").verdict == "not_met"
    assert verdict(indicator("ceiling", "<=", 3, {2025: 3.0}), "2026-02-01").verdict == "met"


def test_7_99_in_the_first_year_of_8_is_speed_up() -> None:
    seen = verdict(indicator("term_growth", ">=", 8, {2021: 7.99}), "2022-06-01")
    assert seen.verdict == "speed_up"
    assert seen.required == pytest.approx(8.0025, abs=5e-5)


def test_a_level_far_behind_its_path_is_at_risk() -> None:
    seen = verdict(indicator("end_level", ">=", 150, {2022: 107, 2024: 119.2}, unit="triệu đồng"), "2025-06-01")
    assert (seen.verdict, seen.last_year) == ("at_risk", 2024)
    assert seen.required == pytest.approx(25.84, abs=5e-3)


def test_a_need_beyond_one_and_a_half_times_the_best_year_is_at_risk() -> None:
    figures = {2020: 10.0, 2021: 12.0, 2022: 14.0, 2023: 16.0, 2024: 16.0}
    assert verdict(indicator("end_level", ">=", 19.0, figures), "2025-06-01").verdict == "speed_up"
    assert verdict(indicator("end_level", ">=", 19.1, figures), "2025-06-01").verdict == "at_risk"


def test_flat_misses_are_at_risk() -> None:
    assert verdict(indicator("ceiling", "<", 3, dict.fromkeys(range(2021, 2025), 9)), "2025-06-01").verdict == "at_risk"
    assert verdict(indicator("floor", ">=", 46, dict.fromkeys(range(2021, 2025), 40)), "2025-06-01").verdict == "at_risk"


def test_an_equal_target_that_must_fall_is_not_reached_from_above() -> None:
    assert verdict(indicator("end_level", "=", 10, {2020: 14, 2025: 13.9}), "2026-02-01").verdict == "not_met"
    assert verdict(indicator("end_level", "=", 2, {2020: 6, 2025: 5}), "2026-02-01").verdict == "not_met"
    assert verdict(indicator("end_level", "=", 90, {2020: 90.57, 2025: 90.57}, better="up"), "2026-02-01").verdict == "met"
    assert verdict(indicator("end_level", "=", 90, {2020: 90.57, 2025: 90.57}), "2026-02-01").verdict == "not_met"


def test_an_estimate_of_the_running_year_is_known_from_the_first_of_december() -> None:
    one = indicator("floor", ">=", 46, {2025: 47}, vintage="estimate")
    assert verdict(one, "2025-11-30").verdict == "no_data"
    assert verdict(one, "2025-12-01") == Judged("met", 2025, estimate=True)
    assert verdict(indicator("floor", ">=", 46, {2025: 47}), "2025-12-31").verdict == "no_data"


def test_the_day_of_publication_hides_a_figure_unless_all_that_is_known_today_counts() -> None:
    one = indicator("floor", ">=", 46, {2022: 47}, values=[{"year": 2022, "value": 47, "vintage": "official", "source": "s"}])
    sources = {"s": {"title": "Báo", "date": dt.date(2024, 5, 19)}}
    assert verdict(one, "2024-05-18", sources=sources).verdict == "no_data"
    assert verdict(one, "2024-05-19", sources=sources).verdict == "on_course"
    assert verdict(one, "2023-05-19", known="2026-11-28", sources=sources).verdict == "on_course"


def test_the_stronger_vintage_counts_then_the_later_publication_then_the_later_line() -> None:
    def said(*entries: tuple[float, str, str | None]) -> str:
        values = [
            {"year": 2025, "value": value, "vintage": vintage} | ({"published": dt.date.fromisoformat(day)} if day else {})
            for value, vintage, day in entries
        ]
        return verdict(indicator("floor", ">=", 46, {}, values=values), "2026-12-01").verdict

    assert said((47, "official", "2026-01-05"), (45, "estimate", "2026-06-01"), (44, "plan", None)) == "met"
    assert said((47, "estimate", "2026-06-01"), (45, "estimate", "2026-01-05")) == "met"
    assert said((45, "estimate", None), (47, "estimate", None)) == "met"


def test_two_years_that_are_over_and_unreported_are_no_data_and_one_is_judged() -> None:
    one = indicator("floor", ">=", 46, {2021: 47})
    assert verdict(one, "2023-06-01") == Judged("on_course", 2021, required=0.0, unreported=1)
    assert verdict(one, "2024-06-01").verdict == "no_data"


def test_a_bound_decides_where_it_settles_the_question() -> None:
    def said(op: str, value: float) -> str:
        values = [{"year": 2025, "value": value, "vintage": "official", "op": op}]
        return verdict(indicator("ceiling", "<", 3, {}, values=values), "2026-02-01").verdict

    assert said("<", 3) == "met"
    assert said(">", 3) == "not_met"
    assert said("<", 4) == "no_data"


def test_a_range_is_met_from_its_lower_end_and_exceeded_beyond_the_other() -> None:
    for figure, said in ((6.4, "not_met"), (6.5, "met"), (7.0, "met"), (7.1, "exceeded")):
        assert verdict(indicator("end_level", ">=", 6.5, {2025: figure}, target_max=7.0), "2026-02-01").verdict == said
    falling = indicator("end_level", "=", 6.5, {2025: 7.1}, target_max=7.0, better="down")
    assert verdict(falling, "2026-02-01").verdict == "not_met"


def test_about_is_one_point_of_a_percentage_and_a_twentieth_of_a_number() -> None:
    assert verdict(indicator("end_level", "~", 40, {2020: 30, 2025: 39.0}), "2026-02-01").verdict == "met"
    assert verdict(indicator("end_level", "~", 40, {2020: 30, 2025: 38.9}), "2026-02-01").verdict == "not_met"
    assert verdict(indicator("end_level", "~", 200, {2020: 100, 2025: 190}, unit="tỷ đồng"), "2026-02-01").verdict == "met"


def test_a_cut_counts_from_the_year_before_the_start_and_zero_is_met() -> None:
    figures = {2018: 20.0, 2020: 6.0, 2022: 4.0}
    seen = verdict(indicator("points_cut", ">=", 1, figures, unit="điểm %/năm"), "2023-06-01")
    assert (seen.verdict, seen.required) == ("on_course", 1.0)
    assert verdict(indicator("points_cut", ">=", 2, {2020: 6.0, 2025: 0}, unit="điểm %/năm"), "2026-06-01").verdict == "met"
    assert verdict(indicator("points_cut", ">=", 1, {2018: 9.0, 2022: 4.0}, unit="điểm %/năm"), "2023-06-01").verdict == "no_data"


def test_a_sum_over_the_term_needs_what_is_left_shared_by_the_years_ahead() -> None:
    one = indicator("term_sum", ">=", 20700, {2021: 4000, 2022: 4000, 2023: 4100}, unit="tỷ đồng")
    assert verdict(one, "2024-06-01").required == 4300
    mean = indicator("term_mean", "=", 33.5, {2021: 33, 2022: 33, 2023: 34}, target_max=35)
    assert verdict(mean, "2024-06-01").required == pytest.approx((5 * 33.5 - 100) / 2)


def test_a_result_without_a_number_is_met_or_not() -> None:
    told = [{"year": 2025, "text": "Thuộc nhóm 10 địa phương dẫn đầu", "reached": True, "vintage": "official"}]
    assert verdict({"name": "Chỉ tiêu", "kind": "qualitative", "values": told}, "2026-02-01").verdict == "met"
    assert verdict({"name": "Chỉ tiêu", "kind": "qualitative"}, "2026-02-01").verdict == "no_data"


def test_each_milestone_that_is_past_has_its_verdict() -> None:
    one = indicator("end_level", ">=", 60, {2020: 40, 2024: 52}, milestones=[{"year": 2023, "target": 48}, {"year": 2024, "target": 52}])
    assert milestones(plan_of(indicators={"i": one}), "i", Looking(dt.date(2025, 6, 1), dt.date(2025, 6, 1))) == {
        2023: "awaiting",
        2024: "met",
    }


def test_the_target_of_earlier_days_is_not_lost() -> None:
    one = indicator("end_level", ">=", 60, {2025: 55}, revisions=[{"on": dt.date(2026, 3, 1), "target": 50}])
    assert verdict(one, "2026-02-28").verdict == "exceeded"
    assert verdict(one, "2026-03-01").verdict == "not_met"


# Tasks, duties, bodies, enterprises


def test_the_due_day_in_force_on_the_day_counts() -> None:
    task = {"mode": "dated", "due": dt.date(2024, 6, 30), "extensions": [{"on": dt.date(2024, 7, 15), "due": dt.date(2024, 12, 31)}]}
    plan = plan_of(tasks={"t": task})
    assert task_state(plan, "t", dt.date(2024, 7, 14)) == "late"
    assert task_state(plan, "t", dt.date(2024, 7, 15)) == "open_in_time"
    assert task_state(plan, "t", dt.date(2025, 1, 1)) == "late"


def test_holidays_are_no_working_days() -> None:
    tet = [dt.date(2025, 1, day) for day in (27, 28, 29, 30, 31)]
    assert working_days(plan_of(settings={"holidays": tet}), dt.date(2025, 1, 24), dt.date(2025, 2, 4)) == 2
    assert working_days(plan_of(), dt.date(2025, 1, 24), dt.date(2025, 2, 4)) == 7


def test_a_new_plan_has_nothing_unreported_in_its_first_month() -> None:
    plan = plan_of(tasks={"t": {"mode": "standing"}, "q": {"mode": "periodic", "every": "quarter", "times": 2}})
    assert [task_state(plan, id, dt.date(2021, 1, 31)) for id in plan["tasks"]] == ["standing", "standing"]
    assert [task_state(plan, id, dt.date(2021, 4, 1)) for id in plan["tasks"]] == ["standing", "not_reported"]
    plan["tasks"]["q"]["log"] = [{"on": dt.date(2021, 2, 1), "text": "a"}, {"on": dt.date(2021, 3, 1), "text": "b"}]
    assert task_state(plan, "q", dt.date(2021, 4, 1)) == "standing"


def test_a_report_that_was_never_handed_in_stays_late_until_it_is_waived() -> None:
    duty: Plan = {"who": ["a"], "what": "Báo cáo", "every": "year", "before": "11-20"}
    plan = plan_of(duties={"d": duty}, agencies={"a": {"name": "Sở"}})
    asked = Asked(2021, 1, "a")
    said = [duty_states(plan, "d", dt.date.fromisoformat(day))[asked] for day in ("2021-11-19", "2021-11-20", "2021-12-31", "2022-01-01")]
    assert said == ["near", "late", "late", "late"]
    duty["waived"] = [{"year": 2021}]
    assert duty_states(plan, "d", dt.date(2022, 1, 1))[asked] == "waived"


def test_a_quarterly_duty_asks_four_times_a_year() -> None:
    duty = {"who": ["a"], "what": "Báo cáo", "every": "quarter", "within_days": 10}
    states = duty_states(plan_of(duties={"d": duty}, agencies={"a": {"name": "Sở"}}), "d", dt.date(2021, 10, 15))
    said = {asked.number: state for asked, state in states.items() if asked.year == 2021}
    assert said == {1: "late", 2: "late", 3: "late", 4: "open_in_time"}


def test_nothing_is_asked_for_years_before_the_plan_was_issued() -> None:
    duty = {"who": ["a"], "what": "Báo cáo", "every": "year", "before": "11-20"}
    plan = plan_of(duties={"d": duty}, agencies={"a": {"name": "Sở"}})
    plan["plan"]["issued"] = dt.date(2023, 4, 1)
    assert {asked.year for asked in duty_states(plan, "d", dt.date(2025, 1, 1))} == {2023, 2024, 2025}


def test_holders_follow_successors_and_name_the_gaps() -> None:
    bodies = {
        "old": {"until": dt.date(2025, 2, 28), "successors": ["new"]},
        "other": {"until": dt.date(2025, 2, 28), "successors": ["new"]},
        "new": {"from": dt.date(2025, 3, 1)},
        "ended": {"until": dt.date(2024, 1, 1)},
    }
    plan = plan_of(agencies=bodies)
    assert holders(plan, ["old", "other"], dt.date(2025, 2, 28)).bodies == ("old", "other")
    assert holders(plan, ["old", "other"], dt.date(2025, 3, 1)).bodies == ("new",)
    assert holders(plan, ["new"], dt.date(2025, 2, 28)).gap
    assert holders(plan, ["ended"], dt.date(2025, 3, 1)).gap


def test_an_enterprise_is_late_since_the_day_after_its_window() -> None:
    one = {"arrangement": "divest", "window": {"start": dt.date(2022, 1, 1), "end": dt.date(2023, 12, 31)}}
    plan = plan_of(enterprises={"e": one})
    days = [dt.date(2021, 12, 31), dt.date(2023, 12, 31), dt.date(2024, 1, 1)]
    assert [enterprise_state(plan, "e", day) for day in days] == ["upcoming", "in_window", "late"]
