"""An indicator without a target is not passed over in silence, and a target is not taken without its sign."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.frame_plans import indicator
from tui.model.checks.targets import indicator_sense
from tui.model.text import N_


def said(**fields: Any) -> list[tuple[str, str, bool]]:
    record = indicator(fields.pop("kind", "end_level"), op=None)
    return [(key, str(what), warning) for key, what, warning in indicator_sense({**record, **fields})]


MISSING = ("target", "has no target yet", True)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, True),
        ({"op": ">="}, True),
        ({"kind": "count"}, True),
        ({"kind": "qualitative"}, False),
        ({"reference": "other"}, False),
        ({"target": 5.0, "op": ">="}, False),
        ({"milestones": [{"year": 2030, "target": 5.0, "op": ">="}]}, False),
        ({"area_targets": [{"area": "a", "target": 5.0}]}, False),
    ],
)
def test_a_target_that_is_missing_is_a_warning(fields: dict[str, Any], asked: bool) -> None:
    assert (MISSING in said(**fields)) is asked


def test_a_number_without_a_sign_is_no_target() -> None:
    told = said(target=35.0)
    assert told == [("op", N_("a target needs its sign: ≥, ≤, >, <, = or ≈ before the number"), False)]
