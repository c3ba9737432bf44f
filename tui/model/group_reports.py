"""Who of a group of bodies has reported on a task and who has not: told member by member, where the group lists its members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tui.model.asked import last_period_over
from tui.model.periods import every_of
from tui.model.plan import Plan
from tui.model.succession import holders_on, lineage, members_of


def reports_of(record: Mapping[str, Any], day: dt.date) -> list[Mapping[str, Any]]:
    """The reports in a task's log up to a day: no decisions of a meeting, and nothing that says nobody reported."""
    return [e for e in record.get("log", ()) if "basis" not in e and e["on"] <= day and e.get("status") != "unreported"]


def members_on(plan: Plan, groups: Iterable[str], day: dt.date) -> dict[str, frozenset[str]]:
    """The bodies that stand on a day for the members of some groups, each with everybody it or those before it ever were."""
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for member in members_of(plan, group):
            found |= {holder: lineage(plan, member) | {holder} for holder in holders_on(plan, member, day)}
    return found


def who_reported(plan: Plan, groups: Iterable[str], reports: Iterable[Mapping[str, Any]], day: dt.date) -> dict[str, bool]:
    """Of each member on the day whether one of the reports is by it; nothing where no group lists members.

    A report by the group as a whole counts for all of them.
    """
    groups = list(groups)
    heard = {entry.get("by") for entry in reports}
    as_a_whole = bool(heard & {group for group in groups if members_of(plan, group)})
    return {holder: as_a_whole or bool(heard & known_as) for holder, known_as in members_on(plan, groups, day).items()}


def silent_members(plan: Plan, group: str, tasks: Sequence[str], day: dt.date) -> dict[str, int]:
    """Of each member on the day that has not reported on some of a group's tasks, on how many, in the last period that is over."""
    silent: dict[str, int] = {}
    for id in tasks:
        record = plan.tables["tasks"][id]
        period = last_period_over(plan, every_of(record.get("every")), day)
        reports = [entry for entry in reports_of(record, day) if period is None or entry["on"] >= period.start]
        for member, told in who_reported(plan, [group], reports, day).items():
            if not told:
                silent[member] = silent.get(member, 0) + 1
    return silent


def members_told(plan: Plan, silent: Mapping[str, int]) -> str:
    """Bodies by their short names, with the number of tasks where that is not one."""
    return ", ".join(plan.short_of("agencies", id) + (f" ({n})" if n > 1 else "") for id, n in silent.items())
