"""What is said of ranges, milestones, days and deadlines that do not go together, and what only a person can decide."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest

from tests.support.paths import SHIPPED
from tui.commands.main import main
from tui.i18n.words import Words
from tui.model.checks import SHARES_OF_A_YEAR, read_plan, to_decide
from tui.model.plan import Plan
from tui.model.prices import prices_of
from tui.model.text import say
from tui.session.session import Session
from tui.store.plan_file import load

TERM = {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}}
LEVEL = {"goal": "g", "name": "Bảo hiểm", "unit": "%", "kind": "end_level", "op": ">=", "target": 90, "year": 2025}
SHARE = {"goal": "g", "name": "Tỷ trọng", "unit": "%", "kind": "share", "op": "=", "year": 2025}
TASK = {"section": "s", "order": 1, "summary": "Việc", "mode": "dated", "due": dt.date(2024, 6, 30)}
DUTY = {"who": ["a"], "what": "Báo cáo", "every": "quarter", "within_days": 10}
FIRM = {"name": "Công ty", "arrangement": "divest"}


def day(month: int, of: int = 1, year: int = 2024) -> dt.date:
    return dt.date(year, month, of)


def figure(year: int, value: float, **more: Any) -> dict[str, Any]:
    return {"year": year, "value": value, "vintage": "official", **more}


def plan_with(**tables: Any) -> tuple[Plan, list[str]]:
    """The plan of some records, and what is said of it; a warning begins with ~."""
    doc = {
        "format": 2,
        "plan": TERM,
        "goals": {"g": {"number": 1, "title": "Nhóm"}},
        "sections": {"s": {"number": "I", "title": "Mục", "order": 1}},
        "agencies": {"a": {"name": "Sở", "kind": "department"}, "b": {"name": "Ban", "kind": "department"}},
        "sources": {"n": {"title": "Niên giám", "date": day(3)}},
        **tables,
    }
    plan, problems = read_plan(doc)
    return plan, [f"{'~' * p.warning}{p.where}: {p.what}" for p in problems]


STILL_TO_COME = dt.date(2199, 1, 1)
"""Later than any day this is run on, also where the day turns while it runs."""

SAID = [
    ({"target_max": 95}, []),
    ({"target_max": 90}, ["indicators.x.target_max: the upper end 90 is not above the target 90"]),
    ({"target_max": 101}, ["~indicators.x.target_max: 101 is outside 0…100%"]),
    ({"target_max": 101, "unit": "%/năm"}, []),
    ({"kind": "points_cut", "target": 101}, ["indicators.x.target: 101 is outside 0…100%"]),
    ({"better": "up"}, []),
    ({"better": "down"}, ["~indicators.x.better: the operator says the other way"]),
    ({"milestones": [{"year": 2023, "target": 80}, {"year": 2030, "target": 95, "target_max": 98}]}, []),
    (
        {"milestones": [{"year": 2025, "target": 80}, {"year": 2023, "target": 70}, {"year": 2023, "target": 71, "target_max": 70}]},
        [
            "~indicators.x.milestones.1.year: 2025 is the target year; its value is the target",
            "indicators.x.milestones.3.target_max: the upper end 70 is not above the target 71",
            "indicators.x.milestones.3.year: the year 2023 stands twice",
            "~indicators.x.milestones: the milestones are not in the order of their years",
        ],
    ),
    ({"values": [figure(2023, 80, published=day(12, 1, 2023)), figure(2024, 82, as_of=day(6, 30), published=day(6, 29))]}, []),
    (
        {"values": [figure(2023, 80, published=day(6, 1, 2023)), figure(2024, 80, as_of=day(6, 30), published=day(5))]},
        [
            "~indicators.x.values.1.published: published on 2023-06-01, long before the period was over",
            "~indicators.x.values.2.published: published on 2024-05-01, long before the period was over",
        ],
    ),
    ({"values": [{"year": 2030, "value": 95, "vintage": "plan", "published": day(1)}]}, []),
    (
        {"values": [figure(2023, 80, unit="%")]},
        ["~indicators.x.values.1.unit: is the indicator's own unit; with it the figure stands outside the series"],
    ),
    (
        {"values": [{"year": 2023, "vintage": "official", "text": "Đạt"}, {"year": 2023, "vintage": "official"}]},
        [
            "indicators.x.values.2.value: says neither a value nor a result in words",
        ],
    ),
    ({"op": "~", "kind": "term_mean"}, []),
    ({"target": None, "reference": "x2"}, []),
]


@pytest.mark.parametrize(("more", "said"), SAID, ids=lambda part: ",".join(part)[:30] if isinstance(part, dict) else "")
def test_what_does_not_go_together_in_an_indicator(more: dict[str, Any], said: list[str]) -> None:
    values = {k: v for k, v in {**LEVEL, **more}.items() if v is not None}
    told = plan_with(indicators={"x": values, "x2": {k: v for k, v in LEVEL.items() if k not in ("target", "op")}})[1]
    assert [line for line in told if not line.startswith("~indicators.x.values.1.value: has no value")] == said


def test_results_in_words_are_of_an_indicator_without_a_number() -> None:
    result = {"year": 2023, "vintage": "official", "text": "Đạt chuẩn phổ cập", "reached": True}
    quality = {"goal": "g", "name": "Phổ cập", "kind": "qualitative", "values": [result]}
    assert plan_with(indicators={"x": quality})[1] == []
    assert plan_with(indicators={"x": {**LEVEL, "values": [result]}})[1] == [
        "~indicators.x.values.1.value: has no value, and the indicator is one with a number"
    ]
    assert plan_with(indicators={"x": {**quality, "milestones": [{"year": 2023, "target": 1}]}})[1] == [
        "indicators.x.milestones: an indicator without a number has no target"
    ]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (((60, 62), (30, 32), (7, 8)), []),
        (
            ((60, 62), (39, 40), (7, 8)),
            ["indicators.x0.target: the shares of this group add up to 106 at least and 110 at most; 100 is not between"],
        ),
        (((60, None), (31, None), (8, None)), ["indicators.x0.target: the shares of this group add up to 99, not 100"]),
        (((60, None), (31, None), (8, 9)), []),
    ],
)
def test_a_hundred_lies_between_the_ends_of_shares(ends: tuple[tuple[float, float | None], ...], said: list[str]) -> None:
    shares = {f"x{n}": {**SHARE, "target": low, **({"target_max": high} if high else {})} for n, (low, high) in enumerate(ends)}
    assert plan_with(indicators=shares)[1] == said


def parts(*figures: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Three shares of one whole with these figures."""
    targets = zip((61, 31, 8), figures, strict=True)
    return {f"x{n}": {**SHARE, "name": f"Phần {n}", "target": target, "values": values} for n, (target, values) in enumerate(targets)}


def part(value: float, vintage: str = "official", **more: Any) -> dict[str, Any]:
    return figure(2023, value, **{"vintage": vintage, **more})


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        (([part(60.2)], [part(29)], [part(10)]), "99.2"),
        (([part(60.2)], [part(29, "estimate")], [part(10, "preliminary")]), "99.2"),
        (([part(60.2), part(61, "estimate")], [part(29)], [part(10)]), "99.2"),
        (([part(60.2)], [part(30.8, published=day(2)), part(29, published=day(5))], [part(10)]), "99.2"),
        (([part(70)], [part(31)], []), "101"),
        (([part(60.2)], [part(29.9)], [part(10)]), None),
        (([part(60.2)], [part(29)], []), None),
        (([part(60.2, scope="merged")], [part(29)], [part(10)]), None),
        (([part(60.2, "plan")], [part(29)], [part(10)]), None),
        (([], [], []), None),
    ],
)
def test_shares_of_a_year_add_up_whatever_the_vintage_of_each(figures: tuple[list[dict[str, Any]], ...], total: str | None) -> None:
    told = [line for line in plan_with(indicators=parts(*figures))[1] if "add up" in line]
    assert len(told) == (total is not None)
    if total is not None:
        assert told[0].startswith(f"~indicators.x0.values: the shares of 2023 add up to {total}, not 100: Phần 0 ")


def test_what_is_to_be_confirmed_follows_the_figures_that_are_entered() -> None:
    session = Session(load(SHIPPED), Words("vi"), as_of=dt.date(2026, 11, 28), journaling=False)
    for id, values, sums in (
        ("share_industry", [part(60.2)], []),
        ("share_agriculture", [part(10)], []),
        ("share_services", [part(29, "estimate")], ["99.2"]),
        ("share_services", [part(29.8)], []),
        ("share_agriculture", [part(12)], ["102"]),
    ):
        session.commit([session.workspace.set_field("indicators", id, "values", values)], say("a figure"))
        found = [problem.what for problem in session.problems() if problem.what.template == SHARES_OF_A_YEAR]
        assert [str(what.values["total"]) for what in found] == sums
        assert all("Tỷ trọng dịch vụ" in Words("vi").sentence(what) for what in found)


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        (
            "tasks",
            {**TASK, "extensions": [{"on": day(6), "due": day(12), "reason": "x"}, {"on": day(11), "due": day(3, 1, 2025)}]},
            ["~tasks.x.extensions.2: says neither why it was extended nor by which document"],
        ),
        (
            "tasks",
            {**TASK, "extensions": [{"on": day(11), "due": day(12), "reason": "x"}, {"on": day(6), "due": day(12), "reason": "x"}]},
            [
                "~tasks.x.extensions.2.on: the extensions are not in the order of their days",
                "~tasks.x.extensions.2.due: is no later than the due day before",
            ],
        ),
        (
            "tasks",
            {"section": "s", "order": 1, "summary": "Việc", "extensions": [{"on": day(6), "due": day(12), "reason": "x"}]},
            ["~tasks.x.extensions: is extended, but has no first due day"],
        ),
        ("tasks", {**TASK, "done_on": day(1, 1, 1999)}, ["~tasks.x.done_on: 1999-01-01 is before the plan began"]),
        ("tasks", {**TASK, "done_on": STILL_TO_COME}, ["~tasks.x.done_on: 2199-01-01 is still to come"]),
        ("tasks", {**TASK, "done_on": day(1, 1, 2021)}, []),
        ("enterprises", {**FIRM, "done_on": day(12, 31, 2020)}, ["~enterprises.x.done_on: 2020-12-31 is before the plan began"]),
        ("enterprises", {**FIRM, "arrangement": "dissolve", "agency": "a"}, []),
        ("enterprises", {**FIRM, "agency": "c"}, ["enterprises.x.agency: there is no agencies.c"]),
        ("duties", {**DUTY, "handed_in": [{"year": 2024, "period": 4, "agency": "a"}], "waived": [{"year": 2024, "period": 1}]}, []),
        ("duties", {**DUTY, "before": "11-20"}, ["~duties.x.within_days: has two deadlines: a day of the year, and days after the period"]),
        (
            "duties",
            {**DUTY, "handed_in": [{"year": 2024, "period": 5, "agency": "a"}], "waived": [{"year": 2024}]},
            [
                "duties.x.handed_in.1.period: there are only 4 in a year",
                "~duties.x.waived.1.period: does not say which one of the year",
            ],
        ),
        ("settings", {"brackets": [{"name": "trên 50", "min": 50, "max": 65, "open": ["min"]}]}, []),
        (
            "settings",
            {"brackets": [{"name": "x", "min": 65, "max": 50}]},
            ["settings.brackets.1.min: the lower end is above the upper end"],
        ),
    ],
)
def test_what_does_not_go_together_elsewhere(table: str, values: dict[str, Any], said: list[str]) -> None:
    assert plan_with(**{table: values if table == "settings" else {"x": values}})[1] == said


# -- what only a person can decide ------------------------------------------------------------------------------------


def asked(**tables: Any) -> list[str]:
    holidays = [dt.date(year, 1, 1) for year in range(2021, 2026)]
    plan, said = plan_with(**{"settings": {"holidays": holidays}, **tables})
    assert said == []
    found = list(to_decide(plan))
    assert all(p.warning for p in found)
    return [f"{p.where}: {p.what}" for p in found]


NOT_TOLD = "indicators.x.target: is higher or lower better? "


@pytest.mark.parametrize(
    ("more", "questions"),
    [
        ({"op": "=", "values": [figure(2020, 84)]}, []),
        ({"op": ">=", "values": [figure(2020, 91)]}, []),
        ({"op": "=", "better": "down", "values": [figure(2020, 91)]}, []),
        ({"op": "=", "kind": "floor"}, []),
        ({"op": "=", "values": [figure(2020, 91)]}, [f"{NOT_TOLD}It began at 91, and the target is 90; say it in better"]),
        (
            {"op": "=", "values": [figure(2022, 84), figure(2020, 1, unit="trường"), {**figure(2020, 85), "vintage": "plan"}]},
            [f"{NOT_TOLD}There is no figure from before the term that tells it; say it in better"],
        ),
        ({"op": "=", "values": [figure(2020, 84), figure(2018, 95)]}, []),
    ],
)
def test_which_way_is_better_is_asked_where_nothing_tells_it(more: dict[str, Any], questions: list[str]) -> None:
    assert asked(indicators={"x": {**LEVEL, **more}}) == questions


def test_a_source_without_a_day_is_asked_for_it_where_figures_rest_on_it() -> None:
    values = [figure(2020, 84, source="m"), figure(2021, 85, source="m"), figure(2022, 86, source="n")]
    told = "sources.m.date: has no date; on which day the figures that rest on it (2) became known is assumed"
    sources = {"m": {"title": "Báo"}, "n": {"title": "Niên giám", "date": day(3)}, "unused": {"title": "Không ai dùng"}}
    assert asked(sources=sources, indicators={"x": {**LEVEL, "values": values}}) == [told]
    known = [{**entry, "published": day(1)} for entry in values]
    assert asked(sources=sources, indicators={"x": {**LEVEL, "values": known}}) == []


def test_years_without_holidays_and_reports_without_a_deadline_are_asked_for() -> None:
    assert asked(settings={"holidays": [day(1), day(9, 2), day(1, 1, 2021)]}) == [
        "settings.holidays: no public holidays are given for 2022, 2023, 2025"
    ]
    assert asked(duties={"x": {k: v for k, v in DUTY.items() if k != "within_days"}}) == [
        "duties.x.every: within how many days after the period is it due? Say it in within_days"
    ]
    assert asked(duties={"x": {"who": ["a"], "what": "Báo cáo năm", "every": "year"}, "y": DUTY}) == []


def test_check_lists_what_is_to_be_decided_with_its_line_and_calls_the_plan_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SHIPPED), "--lang", "en"]) == 0
    *told, last = capsys.readouterr().out.splitlines()
    doc = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    asked_for = [line for line in told if ".target: is higher or lower better?" in line]
    assert all(doc["indicators"][line.split("indicators.")[1].partition(".")[0]]["op"] == "=" for line in asked_for) and asked_for
    number = int(asked_for[0].split(":")[1])
    assert lines[number - 1].startswith("target = ")
    assert last.endswith(f"no problems, {len(told)} matters to decide")
    undated = {id for id, values in doc["sources"].items() if "date" not in values}
    assert {line.split("sources.")[1].partition(".")[0] for line in told if "sources." in line} <= undated


# -- prices -----------------------------------------------------------------------------------------------------------

MONEY = {**LEVEL, "unit": "tỷ đồng"}


@pytest.mark.parametrize(
    ("unit", "prices"),
    [
        ("tỷ đồng (giá hiện hành)", "current"),
        ("tỷ đồng, giá thực tế", "current"),
        ("tỷ đồng (giá so sánh 2010)", "2010"),
        ("Tỷ đồng (Giá cố định năm 1994)", "1994"),
        ("million USD (constant 2015 prices)", "2015"),
        ("tỷ đồng (giá so sánh)", "constant"),
        ("tỷ đồng", None),
        ("đồng giá 2010", None),
        (None, None),
    ],
)
def test_a_unit_says_its_prices(unit: str | None, prices: str | None) -> None:
    assert prices_of(unit) == prices


def test_money_is_asked_for_its_prices_and_told_where_it_is_held_against_others() -> None:
    assert asked(indicators={"x": MONEY}) == [
        "indicators.x.unit: in which prices? Say it in the unit, e.g. tỷ đồng (giá hiện hành) or tỷ đồng (giá so sánh 2010)"
    ]
    beside = {**MONEY, "values": [figure(2024, 5, unit="tỷ đồng (giá so sánh 2010)")]}
    assert "There are figures in tỷ đồng (giá so sánh 2010)" in asked(indicators={"x": beside})[0]
    assert asked(indicators={"x": {**MONEY, "unit": "tỷ đồng (giá hiện hành)"}, "y": LEVEL, "z": {**LEVEL, "unit": "người"}}) == []
    country = {**MONEY, "name": "Cả nước", "unit": "tỷ đồng (giá so sánh 2010)"}
    ours = {key: value for key, value in MONEY.items() if key != "target"} | {"unit": "tỷ đồng (giá hiện hành)", "reference": "c"}
    assert plan_with(indicators={"x": ours, "c": country})[1] == [
        "~indicators.x.reference: is told in other prices than Cả nước: tỷ đồng (giá hiện hành) – tỷ đồng (giá so sánh 2010); "
        "the two are not compared"
    ]
    assert plan_with(indicators={"x": {**ours, "unit": country["unit"]}, "c": country})[1] == []
