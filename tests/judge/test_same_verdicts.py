"""The program and the judge say the same, of random plans and of the shipped one; and rules that are broken on purpose are noticed."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from random import Random

from tests.judge.compare import compared, random_pass, random_run
from tests.judge.random_plans import days_of, world
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.paths import ROOT

NONE: Counter[str] = Counter()


@longer
def test_random_plans_on_five_days_each_many_in_a_file() -> None:
    plans = 500 if LONG else 12
    run = random_run(14, plans, in_one=plans // 2 if LONG else plans)
    assert run.differences[:3] == []
    assert run.things > 160 * plans


@in_proofs
def test_random_plans_on_five_days_each_in_one_pass_over_all_of_them() -> None:
    plans = 500 if LONG else 4
    run = random_pass(14, plans)
    assert run.differences[:3] == []
    assert run.things > 160 * plans


@longer
def test_the_shipped_plan_on_every_kind_of_day() -> None:
    plan = tomllib.loads((ROOT / "data" / "plan.toml").read_text(encoding="utf-8"))
    days = [dt.date(2020, 6, 1), *(dt.date(year, 12, 31) for year in range(2021, 2026)), dt.date(2026, 1, 1), dt.date(2026, 11, 28)]
    assert compared(plan, of_these(days, days[-1:])).differences == []
    assert compared(plan, of_these(days, [days[3]]), dt.date(2026, 11, 28)).differences == []


@longer
def test_a_plan_with_nothing_in_it_and_a_plan_of_another_body() -> None:
    random = Random(3)
    assert compared(world(random, 0), [dt.date(2022, 1, 1)]).differences == []
    plan = world(random, 1, first=77)
    days = days_of(random, plan)
    assert compared(plan, of_these(days, days[1:2])).differences == []
