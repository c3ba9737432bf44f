"""What is drawn of a plan is kept until an edit reaches something that was read for it, and is always what would be drawn anew."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.derived_values import DAY
from tests.support.lengths import LONG, longer, of_these
from tests.support.paths import SAMPLE
from tui.frames.build import Frames
from tui.frames.tables.charts.drawing import Drawing
from tui.frames.tables.charts.indicator import indicator_drawing
from tui.frames.tables.charts.standing_bars import states_drawing
from tui.frames.tables.charts.structure import structure_drawing
from tui.frames.tables.charts.windows import windows_drawing
from tui.frames.tables.charts.workload import workload_drawing
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load

WORDS = Words("vi")


def drawings(plan: Plan, frames: Frames) -> dict[str, Callable[[], Drawing]]:
    """A chart of each kind, by the name it is kept under."""
    indicator, sector, enterprise = (next(iter(plan.tables[name]), None) for name in ("indicators", "sectors", "enterprises"))
    return {
        "indicator": lambda: indicator_drawing(frames, indicator, DAY, WORDS),
        "structure": lambda: structure_drawing(frames, sector, DAY, WORDS),
        "windows": lambda: windows_drawing(frames, enterprise, DAY, WORDS),
        "workload": lambda: workload_drawing(frames, DAY, WORDS),
        "standing": lambda: states_drawing(frames, DAY, WORDS),
    }


def assert_as_drawn_anew(plan: Plan, frames: Frames) -> None:
    fresh = drawings(plan, Frames(plan))
    for name, make in drawings(plan, frames).items():
        assert frames.drawn(name, make) == fresh[name](), name


@longer
@pytest.mark.parametrize("seed", of_these(range(12), range(2)))
def test_after_random_edits_everything_is_as_drawn_anew(seed: int) -> None:
    chosen, plan = random.Random(seed), load(SAMPLE).plan
    workspace, frames = Workspace(plan), Frames(plan)
    workspace.listeners.append(lambda change: frames.renew(change.edits))
    assert_as_drawn_anew(plan, frames)
    for _ in range(40 if LONG else 8):
        if chosen.random() < 0.2 and workspace.undo_steps:
            workspace.undo()
        else:
            table = chosen.choice(("indicators", "tasks", "enterprises", "agencies", "sectors", "directions"))
            id = chosen.choice(list(plan.tables[table]))
            field, value = chosen.choice(list(edits_of(plan, table, id)))
            workspace.apply([workspace.set_field(table, id, field, value)], say(""))
        if chosen.random() < 0.2:  # as what somebody else has saved is taken in
            copy = frames.copy()
            assert_as_drawn_anew(plan, copy)
            assert frames.become(copy)
        assert_as_drawn_anew(plan, frames)


def edits_of(plan: Plan, table: str, id: str) -> list[tuple[str, Any]]:
    return [(field, value) for field, value in EDITS[table](plan, id)]


EDITS: dict[str, Callable[[Plan, str], list[tuple[str, Any]]]] = {
    "indicators": lambda plan, id: [
        ("name", f"{plan.tables['indicators'][id]['name']} x"),
        ("values", [{"year": 2022, "value": 1.5, "vintage": "official"}]),
    ],
    "tasks": lambda plan, id: [("status", "done"), ("status", "in_progress"), ("summary", "Việc khác"), ("due", dt.date(2022, 1, 31))],
    "enterprises": lambda plan, id: [("name", "Công ty khác")],
    "agencies": lambda plan, id: [("short_name", "Khác"), ("name", "Sở khác")],
    "sectors": lambda plan, id: [("name", "Ngành khác")],
    "directions": lambda plan, id: [("summary", "Hướng khác")],
}


class _Counted:
    def __init__(self, make: Callable[[], Drawing]) -> None:
        self.make, self.times = make, 0

    def __call__(self) -> Drawing:
        self.times += 1
        return self.make()


def test_what_no_edit_has_reached_is_not_worked_out_again() -> None:
    plan = load(SAMPLE).plan
    workspace, frames = Workspace(plan), Frames(plan)
    workspace.listeners.append(lambda change: frames.renew(change.edits))
    made = {name: _Counted(make) for name, make in drawings(plan, frames).items()}

    def looked_at() -> dict[str, int]:
        for name, make in made.items():
            frames.drawn(name, make)
        return {name: make.times for name, make in made.items()}

    first = looked_at()
    assert looked_at() == first == dict.fromkeys(made, 1)
    task = next(iter(plan.tables["tasks"]))
    workspace.apply([workspace.set_field("tasks", task, "summary", "Việc khác")], say(""))
    assert looked_at() == first, "no chart says what a task is called"
    workspace.apply([workspace.set_field("tasks", task, "status", "done")], say(""))
    assert looked_at() == {**first, "workload": 2, "standing": 2}


def test_a_plan_without_anything_is_drawn_and_another_knowledge_draws_again() -> None:
    frames = Frames(Plan())
    made = _Counted(lambda: workload_drawing(frames, DAY, WORDS))
    assert frames.drawn("workload", made) == frames.drawn("workload", made) and made.times == 1
    known = Frames(load(SAMPLE).plan)
    drawn = _Counted(lambda: states_drawing(known, DAY, WORDS))
    known.drawn("standing", drawn)
    known.know(dt.date(2030, 1, 1))
    known.drawn("standing", drawn)
    assert drawn.times == 2
