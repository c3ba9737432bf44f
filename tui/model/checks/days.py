"""Days on which something cannot have been done: before the plan began, or that have not come."""

from __future__ import annotations

from collections.abc import Iterator

from tui.model.clock import clock_of
from tui.model.plan import Plan, Problem
from tui.model.text import N_, say

_DONE = ("tasks", "enterprises")


def done_problems(plan: Plan) -> Iterator[Problem]:
    """Tasks and arrangements that were done before the plan's term, or on a day that has not come."""
    term = plan.term
    today = clock_of(plan).today()
    for table in _DONE:
        for id, values in plan.tables[table].items():
            day = values.get("done_on")
            if day is None:
                continue
            if day > today:
                yield Problem(table, id, "done_on", say(N_("{day} is still to come"), day=day), warning=True)
            elif term is not None and day < term[0]:
                yield Problem(table, id, "done_on", say(N_("{day} is before the plan began"), day=day), warning=True)
