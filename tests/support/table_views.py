"""The view of every tab and list over plans of several kinds, each made once."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

from tests.support.frame_plans import frames_of
from tests.support.paths import EXAMPLE, SHIPPED
from tui.frames.build import Frames
from tui.frames.tables.areas import areas_view
from tui.frames.tables.columns import View
from tui.frames.tables.duties import duties_view
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.goals import goals_view
from tui.frames.tables.register import register_view
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.screens.places import REGISTERS, TABS
from tui.store.plan_file import load

DAY: Final = dt.date(2026, 11, 28)
PLANS: Final = ("shipped", "exampleton", "empty", "long names")
KINDS: Final = (*TABS, *REGISTERS)
CASES: Final = [(name, kind) for name in PLANS for kind in KINDS]
IN_SUITE: Final = [
    *(("shipped", kind) for kind in (*TABS, "duties")),
    ("long names", "indicators"),
    *(("exampleton", kind) for kind in ("indicators", "areas")),
    ("empty", "tasks"),
]


@cache
def plan_of(name: str) -> Plan:
    if name == "exampleton":
        return load(EXAMPLE).plan
    plan = load(SHIPPED).plan
    if name == "empty":
        return frames_of(goals={}).plan
    if name == "long names":
        for table, key in (("indicators", "name"), ("directions", "summary"), ("enterprises", "name"), ("tasks", "summary")):
            for id, record in plan.tables[table].items():
                plan.tables[table][id] = {**record, key: f"{record[key]} và những việc có liên quan " * 3}
    return plan


@cache
def view_of(plan_name: str, kind: str) -> View:
    plan, words = plan_of(plan_name), Words("vi")
    frames = Frames(plan)
    makers = {"indicators": targets_view, "directions": sectors_view, "enterprises": enterprises_view, "tasks": tasks_view}
    makers |= {"goals": goals_view, "duties": duties_view, "areas": areas_view}
    make = makers.get(kind)
    return make(frames, plan, DAY, words) if make is not None else register_view(frames, plan, kind, words)
