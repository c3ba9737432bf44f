"""Laws of the verdicts that hold for every plan, tried on random ones by the program itself."""

from __future__ import annotations

import copy
import datetime as dt
import math
from random import Random
from typing import Any

import pytest

from tests.judge.compare import frames_of
from tests.judge.figures import Plan, published
from tests.judge.random_plans import DAY, days_of, world
from tests.support.lengths import LONG, longer, of_these
from tui.frames.methods.verdicts import verdicts

ORDER = ("not_met", "at_risk", "speed_up", "on_course", "met", "exceeded")
"""From worst to best; the other verdicts say nothing good or bad."""
PLANS = 16 if LONG else 10


def rows(plan: Plan, day: dt.date) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in verdicts(frames_of(plan), day).iter_rows(named=True)}


def without(plan: Plan, day: dt.date) -> Plan:
    """The plan without the figures that are published after the day."""
    plan = copy.deepcopy(plan)
    for indicator in plan["indicators"].values():
        indicator["values"] = [entry for entry in indicator["values"] if published(plan, entry) <= day]
    return plan


@longer
@pytest.mark.parametrize("seed", of_these(range(2), range(1)))
def test_a_figure_published_later_never_changes_a_verdict_of_an_earlier_day(seed: int) -> None:
    random = Random(seed)
    plan = world(random, PLANS)
    days = days_of(random, plan)
    for day in of_these(days, days[1:2]):
        before = rows(plan, day)
        later = copy.deepcopy(plan)
        for indicator in later["indicators"].values():
            if indicator["kind"] != "qualitative":
                entry = {"year": random.randrange(day.year - 3, day.year + 1), "value": 50.123, "vintage": "official"}
                indicator["values"].append(entry | {"published": day + DAY * random.randrange(1, 900)})
        assert rows(later, day) == before


@longer
@pytest.mark.parametrize("seed", of_these(range(2), range(1)))
def test_a_later_day_without_a_new_figure_never_turns_awaiting_into_anything_else(seed: int) -> None:
    random = Random(seed)
    plan = world(random, PLANS)
    for indicator in plan["indicators"].values():
        indicator.pop("revisions", None)
        indicator.pop("not_applicable_from", None)
    day = plan["plan"]["term"]["end"] + DAY * random.randrange(1, 300)
    plan = without(plan, day)
    awaited = {id for id, row in rows(plan, day).items() if row["verdict"] == "awaiting"}
    assert len(awaited) > PLANS / 4
    for years in of_these((1, 5, 30), (1, 30)):
        later = rows(plan, day.replace(day=1) + DAY * 366 * years)
        assert {id for id in awaited if later[id]["verdict"] != "awaiting"} == set()


@longer
@pytest.mark.parametrize("seed", of_these(range(2), range(1)))
def test_a_worse_figure_never_betters_a_verdict(seed: int) -> None:
    random = Random(seed)
    plan = world(random, PLANS)
    days = days_of(random, plan)
    for day in of_these(days, [days[1], days[-1]]):
        before = rows(plan, day)
        worse = copy.deepcopy(plan)
        for id, indicator in worse["indicators"].items():
            row = before[id]
            down = indicator["kind"] in {"ceiling", "points_cut"} or indicator["op"] in {"<=", "<"} if "op" in indicator else False
            if indicator["kind"] in {"share", "qualitative"} or indicator.get("op") in {"=", "~"} or "reference" in indicator:
                continue
            if any("op" in entry for entry in indicator["values"]):
                continue  # a bound has no trend, so the figure in its place may say more than worse
            if row["last_year"] is not None and row["last_year"] >= plan["plan"]["term"]["start"].year:
                last = row["last_value"] + random.choice((1, 3)) * (1 if down else -1)
                entry = {"year": row["last_year"], "value": round(last, 3), "vintage": "official", "published": day}
                indicator["values"].append(entry)
        after = rows(worse, day)
        for id, row in before.items():
            one, other = row["verdict"], after[id]["verdict"]
            if one in ORDER and other in ORDER:
                assert ORDER.index(other) <= ORDER.index(one), (id, day, worse["indicators"][id])


YEARS = range(2021, 2026)
WITHIN = {
    "term_growth": dict.fromkeys(YEARS, 30.11) | {2025: 30.09},
    "term_mean": dict.fromkeys(YEARS, 30.11) | {2025: 30.09},
    "points_cut": {2020: 180.66, 2025: 30.13},
}
"""What is worked out of figures of two digits and comes to 30,106; with the last of them one unit worse it is 30,104."""


@pytest.mark.parametrize("kind", ["term_growth", "end_level", "floor", "term_mean", "term_sum", "count", "points_cut"])
def test_the_tolerance_is_half_a_unit_of_the_last_digit_for_every_kind(kind: str) -> None:
    """What is worked out is met within it; what was published is held against the target as it stands, and the target's digits count."""
    target = 5 * 30.11 if kind == "term_sum" else 30.11
    exact = {2020: 180.66, 2025: 30.11} if kind == "points_cut" else dict.fromkeys(YEARS, 30.11)
    last = exact | {2025: 30.12 if kind == "points_cut" else 30.10}
    worse = (WITHIN.get(kind) or last) | {2025: WITHIN[kind][2025] + (0.01 if kind == "points_cut" else -0.01) if kind in WITHIN else 30.10}
    cases = {
        "exact": (exact, target, True, False),
        "short": (WITHIN.get(kind, last), target, kind in WITHIN, kind in WITHIN),
        "too short": (worse, target, False, False),
        "agreed to a digit more": (exact, target + 0.004, False, False),
    }
    indicator = {"goal": "g", "name": "Chỉ tiêu", "unit": "%", "kind": kind, "op": ">=", "year": 2025}
    plan = {
        "format": 1,
        "plan": {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}},
        "goals": {"g": {"number": 1, "title": "Nhóm"}},
        "indicators": {
            id: {**indicator, "target": wanted, "values": [{"year": y, "value": v, "vintage": "official"} for y, v in figures.items()]}
            for id, (figures, wanted, *_) in cases.items()
        },
    }
    judged = rows(plan, dt.date(2026, 6, 1))
    said = {id: (row["verdict"] in {"met", "exceeded"}, row["rounded"]) for id, row in judged.items()}
    assert said == {id: (met, rounded) for id, (_, _, met, rounded) in cases.items()}


@longer
@pytest.mark.parametrize("seed", of_these(range(2), range(1)))
def test_what_is_shown_as_needed_suffices_when_it_is_entered(seed: int) -> None:
    random = Random(seed)
    plan = world(random, PLANS)
    term = plan["plan"]["term"]
    day = term["start"] + (term["end"] - term["start"]) / 2
    plan = without(plan, day)
    for indicator in plan["indicators"].values():
        indicator.pop("revisions", None)
    before = rows(plan, day)
    tried = []
    for id, indicator in plan["indicators"].items():
        row = before[id]
        if row["verdict"] not in {"on_course", "speed_up", "at_risk"} or row["required"] is None or indicator["kind"] not in MEANS:
            continue
        down = indicator.get("better") == "down" or indicator["op"] in {"<=", "<"}
        need = math.floor(row["required"] * 100) / 100 if down else math.ceil(row["required"] * 100) / 100
        need += (-0.01 if down else 0.01) if indicator["op"] in {"<", ">"} else 0
        for year in range(row["last_year"] + 1, row["end"] + 1):
            indicator["values"].append({"year": year, "value": round(need, 2), "vintage": "official", "published": dt.date(2040, 1, 1)})
        tried.append(id)
    after = rows(plan, dt.date(2041, 1, 1))
    assert len(tried) > PLANS / 8
    assert {id: after[id]["verdict"] for id in tried if after[id]["verdict"] not in {"met", "exceeded", "not_applicable"}} == {}


MEANS = {"term_growth", "term_sum", "term_mean"}
