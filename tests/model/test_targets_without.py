"""An indicator without a target is not passed over in silence, and a target is not taken without its sign."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.frame_plans import frames_of, indicator
from tui.model.checks.targets import indicator_sense
from tui.model.checks.to_decide import to_decide


def asked(**indicators: Any) -> list[str]:
    """The indicators that are said to have no target."""
    plan = frames_of(indicators=indicators, areas={"a": {"name": "Xã A"}}).plan
    return [problem.id for problem in to_decide(plan) if "no target" in str(problem.what)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ["x"]),
        ({"kind": "count"}, ["x"]),
        ({"kind": "qualitative", "unit": None}, []),
        ({"reference": "other"}, []),
        ({"target": 5.0, "op": ">="}, []),
        ({"milestones": [{"year": 2023, "target": 5.0, "op": ">="}]}, []),
        ({"area_targets": [{"area": "a", "target": 5.0}]}, []),
    ],
)
def test_a_target_that_is_missing_is_asked_for(fields: dict[str, Any], told: list[str]) -> None:
    record = {key: value for key, value in {**indicator("end_level", op=None), **fields}.items() if value is not None}
    other = {**indicator("end_level"), "op": ">=", "target": 4.0}
    assert asked(x=record, other=other) == told


def test_one_that_another_is_held_against_needs_none_and_an_empty_plan_is_asked_for_nothing() -> None:
    assert asked(x={**indicator("end_level"), "reference": "country"}, country=indicator("end_level")) == []
    assert asked() == []


def test_a_number_without_a_sign_is_no_target() -> None:
    told = list(indicator_sense({**indicator("end_level"), "target": 35.0}))
    assert [(key, str(what), warning) for key, what, warning in told] == [
        ("op", "a target needs its sign: ≥, ≤, >, <, = or ≈ before the number", False)
    ]
