"""Verdicts of many plans in one pass: the methods of one plan, asked once for all; one plan is the case of one key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import attrs
import polars as pl

from tui.frames.many_plans import ManyPlans
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.headline import headlines
from tui.frames.methods.milestones import milestone_verdicts
from tui.frames.methods.ownership import task_holders
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import group_verdicts, verdicts
from tui.model.plan import Plan

JUDGED: Final = ("plan", "settings", "goals", "indicators", "sources", "documents", "agencies", "tasks", "duties", "enterprises")
"""The tables of a plan that verdicts are taken from."""


@attrs.frozen(kw_only=True)
class Standing:
    """Where everything in many plans stands; every frame has the name of the plan in its column ``plan``, plans in the order given."""

    indicators: pl.DataFrame
    """As :func:`tui.frames.methods.verdicts.verdicts`."""
    milestones: pl.DataFrame
    """As :func:`tui.frames.methods.milestones.milestone_verdicts`."""
    groups: pl.DataFrame
    """As :func:`tui.frames.methods.verdicts.group_verdicts`."""
    headlines: pl.DataFrame
    """As :func:`tui.frames.methods.headline.headlines`: a row a plan."""
    tasks: pl.DataFrame
    """As :func:`tui.frames.methods.tasks.task_states`."""
    holders: pl.DataFrame
    """As :func:`tui.frames.methods.ownership.task_holders`."""
    duties: pl.DataFrame
    """As :func:`tui.frames.methods.duties.duty_reports`."""
    enterprises: pl.DataFrame
    """As :func:`tui.frames.methods.enterprises.enterprise_verdicts`."""


def standing(
    plans: Mapping[str, Plan], day: dt.date | Mapping[str, dt.date], known: dt.date | Mapping[str, dt.date] | None = None
) -> Standing:
    """Where everything in these plans stands, each looked at from the day, or from its own; by the settings of each.

    ``known`` is the day whose knowledge counts where that is later. Raises KeyError when a plan has no day.
    """
    return standing_of(ManyPlans(plans, day, known))


def standing_of(frames: ManyPlans) -> Standing:
    """The same of frames that stand."""
    day = frames.last_day
    judged = verdicts(frames, day)
    return Standing(
        indicators=frames.named(judged),
        milestones=frames.named(milestone_verdicts(frames, day)),
        groups=frames.named(group_verdicts(frames, judged)),
        headlines=frames.named(headlines(frames.numbers.to_frame("plan"), judged)),
        tasks=frames.named(task_states(frames, day)),
        holders=frames.named(task_holders(frames, day)),
        duties=frames.named(duty_reports(frames, day)),
        enterprises=frames.named(enterprise_verdicts(frames, day)),
    )
