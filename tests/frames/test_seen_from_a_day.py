"""What is known on a day, what is awaited, and one tolerance and direction for every kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import LATER, figure, frames_of, indicator, judge, judge_all
from tests.support.lengths import law
from tui.frames.build import Frames
from tui.frames.methods.figures import figures, hidden_figures
from tui.frames.methods.verdicts import Reason, Verdict, verdicts
from tui.model.edits import SetField
from tui.model.text import say
from tui.model.workspace import Workspace

D = dt.date


def known(frames: Frames, day: D) -> list[tuple[int, float]]:
    return figures(frames, day).select("year", "value").rows()


# -- published by the day -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "first"),
    [
        (figure(2024, 5, "estimate"), D(2024, 12, 1)),
        (figure(2024, 5, "preliminary"), D(2025, 1, 1)),
        (figure(2024, 5), D(2025, 1, 1)),
        (figure(2024, 5, published=D(2025, 3, 14)), D(2025, 3, 14)),
        (figure(2024, 5, source="s"), D(2025, 6, 2)),
        (figure(2024, 5, published=D(2025, 3, 14), source="s"), D(2025, 3, 14)),
        (figure(2024, 5, published=D(2024, 6, 1)), D(2025, 1, 1)),  # never before the year is over
        (figure(2024, 5, "estimate", published=D(2024, 9, 1)), D(2024, 12, 1)),
    ],
)
def test_a_figure_counts_from_the_day_it_was_published(entry: dict[str, Any], first: D) -> None:
    frames = frames_of(indicators={"i": indicator("floor", target=1, values=[entry])}, sources={"s": {"title": "x", "date": D(2025, 6, 2)}})
    assert known(frames, first) == [(2024, 5.0)]
    before = first - dt.timedelta(days=1)
    assert known(frames, before) == [] and hidden_figures(frames, before).height == 1
    assert hidden_figures(frames, first).height == 0


def test_all_figures_known_today_judge_an_old_day_but_no_year_that_was_not_over() -> None:
    values = [figure(2022, 1, published=D(2024, 5, 19)), figure(2023, 2)]
    frames = frames_of(indicators={"i": indicator("floor", target=1, values=values)})
    assert known(frames, D(2023, 6, 1)) == []
    frames.know(LATER)
    assert known(frames, D(2023, 6, 1)) == [(2022, 1.0)] and hidden_figures(frames, D(2023, 6, 1)).height == 1
    frames.know(None)
    assert known(frames, D(2023, 6, 1)) == []


@given(
    st.sampled_from(["term_growth", "end_level", "floor", "ceiling", "share", "points_cut", "count", "term_mean", "term_sum"]),
    st.dictionaries(st.integers(2020, 2024), st.integers(1, 99), min_size=1),
    st.integers(1, 99),
    st.dates(D(2021, 1, 1), D(2027, 1, 1)),
)
@law(4, 400)
def test_a_figure_published_later_changes_nothing_on_an_earlier_day(kind: str, values: dict[int, int], more: int, day: D) -> None:
    entries = [figure(year, value) for year, value in values.items()]
    later = [figure(year, more, published=day + dt.timedelta(days=1)) for year in range(2020, 2026)]
    one, other = judge_all([indicator(kind, target=50, values=values) for values in (entries, [*entries, *later])], day)
    assert one == other


# -- years ahead, years not reported ------------------------------------------------------------------------------

WAITING = [
    indicator("count", "=", 8, values={2020: 3, 2023: 6}, unit="đơn vị"),
    indicator("ceiling", "<", 3, values={2020: 2.0, 2021: 2.1}),
    indicator("end_level", target=90, values={2020: 50, 2022: 91}),
    indicator("term_growth", target=8, values={2021: 6.51, 2022: 8.59, 2023: 5.56, 2024: 6.5}),
    indicator("points_cut", target=1, values={2020: 9.0, 2022: 3.0}),
]


def test_an_end_year_that_is_over_without_its_figure_is_awaited_however_long_ago() -> None:
    for day in (D(2026, 1, 1), LATER, D(2040, 1, 1)):
        rows = judge_all(WAITING, day)
        assert {row["verdict"] for row in rows} == {Verdict.AWAITING}
        assert {(row["required"], row["forecast"], row["ahead"], row["on_estimate"]) for row in rows} == {(None, None, 0, False)}
    assert [(row["turning"], row["turning_op"]) for row in judge_all(WAITING, LATER)] == [
        (8.0, ">="),
        (3.0, "<"),
        (90.0, ">="),
        (13.01, ">="),
        (4.0, "<="),
    ]


AT_ALL = [
    # a level told by "=", how it is asked for, and a figure of 2025 on either side of the target with what that is judged
    (indicator("end_level", "=", 90, values={2020: 84}), ">=", {91: "met", 89: "not_met"}),
    (indicator("end_level", "=", 90, values={2023: 84}), ">=", {91: "met", 89: "not_met"}),  # the first of the term tells it too
    (indicator("end_level", "=", 90, values={2020: 84, 2023: 88}), ">=", {91: "met", 89: "not_met"}),
    (indicator("end_level", "=", 90, better="up", values={2020: 95}), ">=", {91: "met", 89: "not_met"}),
    (indicator("end_level", "=", 90, better="down", values={2020: 95}), "<=", {91: "not_met", 89: "met"}),
    (indicator("ceiling", "=", 90, values={2020: 95}), "<=", {91: "not_met", 89: "met"}),
    (indicator("floor", "=", 90, values={2020: 95}), ">=", {91: "met", 89: "not_met"}),
    (indicator("end_level", "=", 90, values={2020: 95}), "=", {91: "not_met", 90: "met", 89: "not_met"}),  # nothing tells it
    (indicator("end_level", "~", 90, unit="%", values={2020: 84}), ">=", {92: "exceeded", 88: "not_met"}),
    (indicator("end_level", "=", 90, target_max=92, values={2020: 84}), ">=", {93: "exceeded", 91: "met", 89: "not_met"}),
]


def test_what_is_awaited_is_asked_for_as_it_will_be_judged() -> None:
    rows = judge_all([record for record, *_ in AT_ALL], LATER)
    assert {row["verdict"] for row in rows} == {Verdict.AWAITING}
    assert [row["turning_op"] for row in rows] == [sign for _, sign, _ in AT_ALL]
    came = [
        ({**record, "values": [*record["values"], figure(2025, value)]}, said) for record, _, each in AT_ALL for value, said in each.items()
    ]
    assert [row["verdict"] for row in judge_all([record for record, _ in came], LATER)] == [said for _, said in came]
    exactly = judge_all([AT_ALL[0][0]], LATER, settings={"equal_is_minimum": False})
    assert exactly[0]["turning_op"] == "="


def test_one_year_not_reported_is_judged_over_two_are_not() -> None:
    record = indicator("floor", target=46, values={2020: 46, 2021: 47})
    row = judge(record, D(2023, 6, 1))
    assert (row["verdict"], row["years_behind"], row["ahead"], row["remaining"]) == (Verdict.ON_COURSE, 1, 3, 4)
    row = judge(record, D(2024, 6, 1))
    assert (row["verdict"], row["reason"], row["last_year"]) == (Verdict.NO_DATA, Reason.OUTDATED, 2021)


# -- tolerance, direction, ranges, bounds -------------------------------------------------------------------------


def test_worked_cases() -> None:
    cases: list[tuple[dict[str, Any], Verdict]] = [
        (indicator("end_level", target=150, unit="triệu đồng", values={2020: 90.0, 2025: 149.5}), Verdict.NOT_MET),
        (indicator("end_level", "=", 10, values={2020: 14, 2025: 13.9}), Verdict.NOT_MET),
        (indicator("end_level", "=", 2, values={2020: 6, 2025: 5}), Verdict.NOT_MET),
        (indicator("end_level", "=", 90, values={2020: 90.57, 2025: 90.57}, better="up"), Verdict.MET),
        (indicator("end_level", "=", 90, values={2020: 90.57, 2025: 90.57}), Verdict.NOT_MET),
        (indicator("end_level", "=", 90, values={2020: 80.0, 2025: 93.8}), Verdict.MET),
        (indicator("floor", target=46, values=dict.fromkeys(range(2021, 2025), 40)), Verdict.AT_RISK),
        (indicator("ceiling", "<", 3, values=dict.fromkeys(range(2021, 2025), 9)), Verdict.AT_RISK),
        (indicator("term_growth", target=8, values={2021: 7.99}), Verdict.SPEED_UP),
        (indicator("end_level", target=150, unit="tỷ đồng", values={2021: 95.1, 2022: 107, 2024: 119.2}), Verdict.AT_RISK),
        (indicator("ceiling", "<", 3, values=[figure(2025, 3, op="<")]), Verdict.MET),
        (indicator("ceiling", "<", 3, values=[figure(2025, 3, op=">=")]), Verdict.NOT_MET),
        (indicator("end_level", "=", 6.5, target_max=7, values={2020: 5.0, 2025: 6.4}), Verdict.NOT_MET),
        (indicator("end_level", "=", 6.5, target_max=7, values={2020: 5.0, 2025: 7.0}), Verdict.MET),
        (indicator("end_level", "=", 6.5, target_max=7, values={2020: 5.0, 2025: 7.1}), Verdict.EXCEEDED),
        (indicator("end_level", "<=", 2, target_max=3, values={2020: 5.0, 2025: 2.9}), Verdict.MET),
        (indicator("end_level", "~", 40, values={2020: 30.0, 2025: 39.0}), Verdict.MET),
        (indicator("end_level", "~", 40, values={2020: 30.0, 2025: 38.9}), Verdict.NOT_MET),
        (indicator("end_level", "~", 1000, unit="ha", values={2020: 800, 2025: 950}), Verdict.MET),
        (indicator("term_sum", target=20700, unit="tỷ đồng", values=dict.fromkeys(range(2021, 2026), 4140)), Verdict.MET),
        (indicator("term_mean", "=", 33.5, target_max=35, values=dict.fromkeys(range(2021, 2026), 33.4)), Verdict.NOT_MET),
        (indicator("term_mean", target=33.5, values={2021: 33, 2022: 33, 2023: 34}), Verdict.SPEED_UP),
        (indicator("term_sum", target=100, values={2021: 20, 2023: 20}), Verdict.NO_DATA),
        (indicator("share", "=", 60, target_max=62, values={2020: 58, 2025: 61.9}), Verdict.MET),
    ]
    found = [row["verdict"] for row in judge_all([record for record, _ in cases])]
    assert [(record, one) for (record, _), one in zip(cases, found, strict=True)] == cases


def test_what_has_no_number_may_be_reported() -> None:
    values = [{"year": 2023, "vintage": "official", "text": "Hoàn thành", "reached": True}]
    record = indicator("qualitative", None, values=values)
    assert judge(record, D(2024, 6, 1))["verdict"] == Verdict.MET
    assert judge(record, D(2023, 6, 1))["verdict"] == Verdict.NO_DATA
    assert judge(indicator("qualitative", None, values=[{**values[0], "reached": False}]), D(2024, 6, 1))["verdict"] == Verdict.NOT_MET


# -- beside another indicator -------------------------------------------------------------------------------------


def test_an_indicator_is_judged_by_anothers_figure_of_the_year_also_after_an_edit_of_that_one() -> None:
    country = indicator("floor", target=1, values={2024: 6.0, 2025: 7.0})
    own = indicator("floor", ">", values={2024: 6.5, 2025: 7.5}, reference="country") | {"op": ">"}
    rest = {f"i{n}": indicator("floor", target=1) for n in range(12)}
    frames = frames_of(indicators={"own": own, **rest, "country": country})
    workspace = Workspace(frames.plan)
    workspace.listeners.append(lambda change: frames.renew(change.edits))

    def row() -> dict[str, Any]:
        return verdicts(frames, D(2026, 2, 1)).row(0, named=True)

    assert (row()["verdict"], row()["last_value"], row()["target"]) == (Verdict.MET, 7.5, 7.0)
    changed = [figure(2024, 6.0), figure(2025, 7.6)]
    workspace.apply([SetField("indicators", "country", "values", changed, country["values"])], say("x"))
    assert (row()["verdict"], row()["target"]) == (Verdict.NOT_MET, 7.6)
    workspace.apply([SetField("indicators", "own", "name", "Khác", "Chỉ tiêu")], say("x"))
    assert (row()["verdict"], row()["target"]) == (Verdict.NOT_MET, 7.6)


def test_what_is_told_in_other_prices_is_never_compared() -> None:
    country = indicator("floor", target=1, unit="triệu đồng (giá so sánh 2010)", values={2024: 6.0})
    own = indicator("floor", unit="triệu đồng (giá hiện hành)", values={2024: 6.5}, reference="country") | {"op": ">"}
    alike = own | {"unit": country["unit"]}
    rows = verdicts(frames_of(indicators={"own": own, "alike": alike, "country": country}), D(2025, 2, 1))
    assert rows["verdict"].to_list()[:2] == [Verdict.NO_DATA, Verdict.ON_COURSE]
    assert rows["reference_value"].to_list()[:2] == [None, 6.0]
