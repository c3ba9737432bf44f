"""What is said of several indicators together: how a group stands, and how many stand how.

Decided where the rules are silent: the worst of a group counts members that do not apply any more only where there are no others; a group
nobody belongs to has no data, and so has one of indicators without a number of which nothing was told.
"""

from __future__ import annotations

from collections import Counter

from tests.judge.figures import Looking, Plan
from tests.judge.indicators import judged

WORST_FIRST = ("not_met", "at_risk", "speed_up", "awaiting", "no_data", "on_course", "met", "exceeded", "not_applicable")


def groups(plan: Plan, at: Looking) -> dict[str, str]:
    """The verdict of every group."""
    found: dict[str, list[str]] = {id: [] for id in plan.get("goals", {})}
    for id, indicator in plan.get("indicators", {}).items():
        found[indicator["goal"]].append(judged(plan, id, at).verdict)
    return {goal: min(verdicts, key=WORST_FIRST.index, default="no_data") for goal, verdicts in found.items()}


def headline(plan: Plan, at: Looking) -> Counter[str]:
    """How many indicators stand how; what has no number and of which nothing was told is counted as *qualitative*, not as without data."""
    counts: Counter[str] = Counter()
    for id, indicator in plan.get("indicators", {}).items():
        verdict = judged(plan, id, at).verdict
        counts["qualitative" if verdict == "no_data" and indicator["kind"] == "qualitative" else verdict] += 1
    return counts
