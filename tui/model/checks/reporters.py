"""Logins that stand for a body which is not there: they could hand in nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from tui.model.clock import clock_of
from tui.model.fields import SINGLE_ID
from tui.model.plan import Plan, Problem
from tui.model.succession import begun, holders_on
from tui.model.text import N_, Sentence, say


def reporter_problems(plan: Plan) -> Iterator[Problem]:
    """A warning at each entry of ``[settings.report]`` whose body has ended, or has not begun."""
    entries = plan.tables["settings"].get(SINGLE_ID, {}).get("report", ())
    today = clock_of(plan).today() if entries else None
    for index, entry in enumerate(entries, 1):
        if today is not None and isinstance(entry, Mapping) and (why := why_not_there(plan, str(entry.get("agency")), today)) is not None:
            yield Problem("settings", SINGLE_ID, f"report.{index}.agency", why, warning=True)


def why_not_there(plan: Plan, body: str, day: dt.date) -> Sentence | None:
    """Why a body of the plan does not exist on a day, and who stands for it then; None where it does."""
    if body not in plan.tables["agencies"]:
        return None  # that is said as such
    holders = holders_on(plan, body, day)
    if holders == [body]:
        return None
    name = plan.short_of("agencies", body)
    if not begun(plan, body, day):
        return say(N_("{body} is not there yet on {day}"), body=name, day=day)
    if not holders:
        return say(N_("{body} is no more on {day}, and nobody has taken over"), body=name, day=day)
    others = ", ".join(plan.short_of("agencies", other) for other in holders)
    return say(N_("{body} is no more on {day}: {others} has taken over"), body=name, day=day, others=others)
