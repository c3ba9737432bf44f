"""Who refers to a record: the frames say what reading the whole plan says."""

from __future__ import annotations

from tests.support.paths import SHIPPED
from tui.frames.build import Frames
from tui.frames.tables.citations import citing
from tui.model.fields import TABLES
from tui.store.plan_file import load


def test_the_references_of_frames_are_those_of_the_records() -> None:
    plan = load(SHIPPED).plan
    frames = Frames(plan)
    for table in TABLES:
        for id in plan.tables[table]:
            assert citing(frames, table, id) == list(dict.fromkeys((t, i) for t, i, _ in plan.citations(table, id)))
