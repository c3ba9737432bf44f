"""What a plan lacks for a roll-up is named, once each; a plan of the whole country is made for no area."""

from __future__ import annotations

import tomli

from tests.support.many_plans import plan_text
from tests.support.small_plan import EMPTY
from tui.lake.missing_codes import missing_codes
from tui.model.checks import read_plan


def named(text: str) -> list[tuple[str, str, str]]:
    return [(problem.table, problem.id, problem.field) for problem in missing_codes(read_plan(tomli.loads(text))[0])]


def test_what_is_missing_is_named_once_each() -> None:
    assert named(plan_text("P1")) == [("indicators", "no-code", "code"), ("agencies", "so-b", "code")]
    assert named(EMPTY) == [("plan", "", "code"), ("plan", "", "level"), ("plan", "", "area")]


def test_a_plan_of_the_whole_country_has_no_area() -> None:
    assert named(EMPTY.replace("[plan]\n", '[plan]\ncode = "VN"\nlevel = "national"\n')) == []
    assert named(EMPTY.replace("[plan]\n", '[plan]\ncode = "19"\nlevel = "province"\n')) == [("plan", "", "area")]
