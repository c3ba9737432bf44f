"""Many plans in one pass stand as each of them does alone: its own day, term, settings, holidays, brackets and bodies."""

from __future__ import annotations

import datetime as dt
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.judge.compare import said_of, said_of_each
from tests.judge.figures import Plan as Raw
from tests.judge.random_plans import days_of, world
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tui.frames.build import Frames
from tui.frames.country import Standing, standing
from tui.model.checks import read_plan
from tui.model.plan import Plan


def read(raw: Raw) -> Plan:
    plan, _ = read_plan(raw)
    assert not plan.set_aside
    return plan


OWN = ({}, {"equal_is_minimum": False, "close_share": 0.9}, {"headroom_share": 0.2, "speed_up_share": 0.6})


def random_plans(random: Random, count: int) -> tuple[dict[str, Plan], dict[str, dt.date]]:
    """Plans with ids they share (each numbers its records alike), each with its own term and settings, and its own day."""
    plans, days = {}, {}
    for number in range(count):
        raw = world(random, random.choice((0, 1, 1, 2)))
        raw["settings"] |= random.choice(OWN)
        if random.random() < 0.2:
            raw["settings"]["brackets"] = [{"name": "Trên một nửa", "min": 50, "open": ["min"]}, {"name": "Còn lại", "max": 50}]
        if random.random() < 0.1:
            del raw["settings"]
        plans[f"tỉnh-{number}"] = read(raw)
        days[f"tỉnh-{number}"] = random.choice(days_of(random, raw))
    return plans, days


def assert_each_as_alone(together: Standing, plans: dict[str, Plan], days: dict[str, dt.date], known: dt.date | None = None) -> None:
    told = said_of_each(together)
    assert list(told) == list(plans)
    for name, plan in plans.items():
        frames = Frames(plan)
        frames.know(known)
        for part, frame in said_of(frames, days[name]).items():
            assert_frame_equal(told[name][part], frame, rel_tol=1e-12, abs_tol=1e-12)


@longer
def test_a_loop_over_plans_and_one_pass_say_the_same() -> None:
    plans, days = random_plans(Random(3), 1_000 if LONG else 4)
    assert_each_as_alone(standing(plans, days), plans, days)


@in_proofs
def test_with_what_is_known_later_and_one_day_for_all() -> None:
    plans, _ = random_plans(Random(7), 2)
    day, known = dt.date(2023, 12, 31), dt.date(2027, 1, 1)
    days = dict.fromkeys(plans, day)
    assert_each_as_alone(standing(plans, day, known), plans, days, known)


@in_proofs
def test_one_plan_is_the_case_of_one_key_and_the_order_of_plans_does_not_matter() -> None:
    plans, days = random_plans(Random(11), 2)
    forwards, backwards = said_of_each(standing(plans, days)), said_of_each(standing(dict(reversed(plans.items())), days))
    for name, plan in of_these(list(plans.items()), list(plans.items())[:1]):
        by_itself = said_of_each(standing({name: plan}, days))[name]
        for part, frame in by_itself.items():
            assert_frame_equal(forwards[name][part], frame, rel_tol=1e-12)
            assert_frame_equal(backwards[name][part], frame, rel_tol=1e-12)


def test_no_plan_at_all_and_plans_with_nothing_in_them() -> None:
    day = dt.date(2025, 1, 1)
    assert standing({}, day).indicators.is_empty() and standing({}, day).headlines.is_empty()
    together = standing({"trống": Plan(), "nữa": Plan()}, day)
    assert together.headlines.select(pl.sum_horizontal(pl.exclude("plan")).sum()).item() == 0
    assert together.headlines["plan"].to_list() == ["trống", "nữa"]
    with pytest.raises(KeyError):
        standing({"trống": Plan()}, {})
