"""Tasks that come after others: a late one before is told in ``v`` and on the agenda, and the order of days is checked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.frame_plans import frames_of
from tui.frames.build import Frames
from tui.frames.insight.agenda import ItemKind, agenda
from tui.frames.insight.why_dated import explain_task
from tui.frames.methods.task_order import waiting, waiting_for_late
from tui.model.checks import read_plan

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2024, 12, 31)


def frames(**tasks: dict[str, Any]) -> Frames:
    filled = {id: {"section": "s", "order": n, "summary": f"Việc {id}", "mode": "dated", **t} for n, (id, t) in enumerate(tasks.items(), 1)}
    return frames_of(sections={"s": {"number": "I", "title": "Mục", "order": 1}}, tasks=filled)


LATE = {"due": dt.date(2024, 12, 1)}
AHEAD = {"due": dt.date(2025, 6, 30)}
DONE = {**LATE, "status": "done", "done_on": dt.date(2024, 11, 1)}


def test_a_late_task_before_is_told_of_the_one_that_waits() -> None:
    plan = frames(
        last={**AHEAD, "after": ["late", "ahead", "done", "standing"]}, late=LATE, ahead=AHEAD, done=DONE, standing={"mode": "standing"}
    )
    assert list(waiting(plan, DAY)["before"]) == ["late", "ahead", "standing"]
    assert waiting_for_late(plan, DAY).select("id", "before", "days_late").rows() == [("last", "late", 30)]
    because = [str(said) for said in explain_task(plan, "last", DAY).because]
    assert because == [
        "comes after Việc late, which is late by 30 days",
        "comes after Việc ahead, which is not done yet and due on 2025-06-30",
        "comes after Việc standing, which is not done yet",
    ]
    (item,) = [i for i in agenda(plan, plan.plan, DAY).items if i.id == "last"]
    assert item.kinds == (ItemKind.TASK_WAITS,) and item.refs == (("tasks", "late"),)


@pytest.mark.parametrize(
    "last",
    [{**AHEAD}, {**AHEAD, "after": ["done"]}, {**DONE, "after": ["late"]}, {**AHEAD, "after": ["ahead"]}, {**AHEAD, "after": ["nowhere"]}],
)
def test_nothing_is_told_where_nothing_late_is_waited_for(last: dict[str, Any]) -> None:
    plan = frames(last=last, late=LATE, ahead=AHEAD, done=DONE)
    assert "last" not in {item.id for item in agenda(plan, plan.plan, DAY).items if ItemKind.TASK_WAITS in item.kinds}


def test_on_a_day_before_it_was_late_nothing_waits_for_it() -> None:
    plan = frames(last={**AHEAD, "after": ["late"]}, late=LATE)
    assert waiting_for_late(plan, dt.date(2024, 12, 1)).is_empty() and waiting_for_late(plan, dt.date(2024, 12, 2)).height == 1


def test_days_and_states_against_the_order_are_to_be_looked_at() -> None:
    sections = {"s": {"number": "I", "title": "Mục", "order": 1}}
    before = {"section": "s", "order": 1, "summary": "trước", "due": dt.date(2025, 1, 1), "status": "in_progress"}
    after = {"section": "s", "order": 2, "summary": "sau", "due": dt.date(2024, 1, 1), "status": "done", "after": ["a"]}
    _, problems = read_plan({"format": 2, "plan": {"title": "x", "term": {}}, "sections": sections, "tasks": {"b": after, "a": before}})
    told = [str(p.what) for p in problems if p.where == "tasks.b.after"]
    assert told == ["is due before a, which it comes after", "is done, but a, which it comes after, is not"]
    assert all(p.warning for p in problems)
