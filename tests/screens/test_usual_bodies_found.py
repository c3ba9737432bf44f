"""The usual bodies a beginning offers are found by the short names people know them by, as those of the plan are."""

from __future__ import annotations

import datetime as dt

from tui.model.plan import Plan
from tui.model.usual import usual_bodies
from tui.screens.dialogs.picking import means_of

DAY = dt.date(2026, 1, 1)
OFFERED = {str(n): body for n, (_, body) in enumerate(usual_bodies(Plan()))}


def found(text: str, plan: Plan | None = None) -> list[str]:
    means = means_of("agencies", plan or Plan(), DAY, OFFERED)
    assert means is not None
    return [OFFERED[id]["name"] if id in OFFERED else id for id in means(text)]


def test_the_issuer_is_found_by_its_letters() -> None:
    assert found("UBND tỉnh") == ["Ủy ban nhân dân tỉnh"] and "Ủy ban nhân dân tỉnh" in found("UBND")
    assert found("HĐND tỉnh") == ["Hội đồng nhân dân tỉnh"] and not found("không có ai")


def test_a_body_of_the_plan_goes_before_one_that_is_only_offered() -> None:
    own = Plan(
        tables={**Plan().tables, "agencies": {"uy-ban": {"name": "Ủy ban nhân dân tỉnh", "kind": "executive", "short": "UBND tỉnh"}}}
    )
    means = means_of("agencies", own, DAY)
    assert means is not None and list(means("ubnd tỉnh")) == ["uy-ban"], "without anything offered as before"
