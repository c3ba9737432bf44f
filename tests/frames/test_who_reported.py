"""Who has reported on a day, body by body."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.support.frame_plans import TERM, frames_of
from tui.frames.build import Frames
from tui.frames.insight.who_reported import who_reported

DAY = dt.date(2024, 11, 25)
AGENCIES = {
    "old": {"name": "Cũ", "kind": "department", "until": dt.date(2024, 2, 28), "successors": ["new"]},
    "new": {"name": "Mới", "kind": "department"},
    "idle": {"name": "Không việc", "kind": "department"},
    "good": {"name": "Tốt", "kind": "department"},
    "busy": {"name": "Bận", "kind": "department"},
}


def plan(**more: Any) -> Frames:
    came = [{"year": 2024, "agency": "good", "on": dt.date(2024, 11, 1)}, {"year": 2024, "agency": "old", "on": dt.date(2024, 1, 5)}]
    duties = {
        "d": {"who": ["old", "good", "busy"], "what": "Báo cáo", "before": "11-20", "every": "year", "first": 2024, "handed_in": came},
        "always": {"who": ["idle"], "what": "Thường xuyên"},
    }
    tasks = {
        f"t{n}": {"section": "I", "order": n, "summary": "Việc", "leads": [lead], "status": status}
        for n, (lead, status) in enumerate([("old", "unreported"), ("new", "done"), ("busy", "unreported"), ("good", "done")])
    }
    known: dict[str, Any] = {"plan": {"title": "K", "term": TERM}, "agencies": AGENCIES, "duties": duties, "tasks": tasks}
    return frames_of(sections={"I": {"number": "I", "title": "Một", "order": 1}}, **{**known, **more})


def told(frames: Frames, day: dt.date = DAY) -> dict[str, tuple[Any, ...]]:
    keys = ("asked", "handed_in", "late", "tasks", "silent", "told")
    return {row["id"]: tuple(row[key] for key in keys) for row in who_reported(frames, day).to_dicts()}


def test_those_that_told_nothing_come_first_and_a_merged_body_is_the_one_that_took_over() -> None:
    assert list(told(plan()).items()) == [
        ("busy", (1, 0, 1, 1, 1, "nothing")),
        ("new", (1, 1, 0, 2, 1, "some")),
        ("good", (1, 1, 0, 1, 0, "all")),
    ]


def test_before_the_day_nobody_is_accused_and_an_empty_plan_asks_nobody() -> None:
    early = told(plan(tasks={}), dt.date(2024, 11, 10))
    assert early["busy"] == (1, 0, 0, 0, 0, "waiting") and early["good"][-1] == "all"
    assert told(frames_of()) == {}
