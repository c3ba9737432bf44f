"""The plan as it stood on a day: without the tasks that a meeting held later made; a time is told of by its own tasks."""

from __future__ import annotations

import datetime as dt

import attrs

from tui.frames.build import Frames
from tui.frames.methods.open_items import made_task
from tui.model.closing import NOTICE_KIND
from tui.model.plan import Plan


def frames_on(frames: Frames, as_of: dt.date) -> Frames:
    """The frames of the plan as it stood on a day; the same ones where nothing in it was made later."""
    later = made_later(frames.plan, as_of)
    if not later:
        return frames
    plan = frames.plan
    kept = {id: values for id, values in plan.tables["tasks"].items() if id not in later}
    then = Frames(attrs.evolve(plan, tables={**plan.tables, "tasks": kept}))
    then.know(frames.all_known)
    return then


def made_later(plan: Plan, as_of: dt.date) -> set[str]:
    """The tasks that were made after a day, as the records themselves say.

    Made by a decision of a meeting that was closed, or is held, after it, or on no other basis than such a meeting's notice. Of any other
    task nothing says when it was made, and it counts.
    """
    meetings = {id: review.get("closed_on", review["date"]) for id, review in plan.tables["reviews"].items()}
    decided = plan.tables["decisions"].values()
    found = {task for decision in decided if meetings.get(str(decision.get("review")), as_of) > as_of and (task := made_task(decision))}
    notices = {id: document.get("date") for id, document in plan.tables["documents"].items() if document.get("kind") == NOTICE_KIND}
    late = {id for id, day in notices.items() if day is not None and day > as_of}
    if late:
        found |= {id for id, task in plan.tables["tasks"].items() if task.get("documents") and {*task["documents"]} <= late}
    return found & {*plan.tables["tasks"]}
