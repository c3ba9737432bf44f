"""The body all reports of a plan go through, as its duties say: it puts them together, and so answers for what is in them."""

from __future__ import annotations

import datetime as dt

from tui.model.plan import Plan
from tui.model.succession import holders_on
from tui.vocabulary.ended import named_on


def via_of_plan(plan: Plan, as_of: dt.date) -> str:
    """The one body all reports of the plan go through, by its name on a day; "" where there is none or several."""
    via = {duty["via"] for duty in plan.tables["duties"].values() if duty.get("via")}
    named = {named_on(plan, plan.title_of("agencies", holder), as_of) for body in via for holder in holders_on(plan, body, as_of)}
    return named.pop() if len(named) == 1 else ""
