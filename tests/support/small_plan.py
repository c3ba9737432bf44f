"""The smallest plans: one with three tasks in memory, and one without a record as a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from tui.model.checks import read_plan
from tui.model.plan import MISSING, Plan
from tui.model.text import say

LABEL = say("test")
"""What the tests' changes are called in the history."""

STATUSES = st.sampled_from(["unreported", "in_progress", "done", "blocked", "returned", MISSING])
"""What a status may be set to, or taken away."""

EMPTY = 'format = 2\n\n[plan]\ntitle = "Kế hoạch mới"\nterm = { start = 2026-01-01, end = 2030-12-31 }\n'
"""The text of a plan without a record."""


def small_plan() -> Plan:
    """Two agencies, one section, three tasks."""
    plan, problems = read_plan(
        {
            "format": 1,
            "plan": {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}},
            "agencies": {
                "so-a": {"name": "Sở A", "kind": "department"},
                "so-b": {"name": "Sở B", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["so-a"]},
            },
            "sections": {"I": {"number": "I", "title": "Một", "order": 1}},
            "tasks": {
                f"I-{n}": {"section": "I", "order": n, "summary": f"Việc {n}", "leads": ["so-a"], "status": "unreported"} for n in (1, 2, 3)
            },
        }
    )
    assert [p for p in problems if not p.warning] == []
    return plan


def tables(plan: Plan) -> dict[str, list[tuple[str, Any]]]:
    """The plan's records with their order."""
    return {name: list(records.items()) for name, records in plan.tables.items()}
