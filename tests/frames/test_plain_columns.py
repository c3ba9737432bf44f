"""A column of a tab that shows a field as it is needs its one line, whatever the field's kind."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl
import pytest

from tests.support.paths import SAMPLE
from tui.frames.build import Frames
from tui.frames.tables.columns import View
from tui.frames.tables.plain_columns import plain_column, with_plain_columns
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.edits import SetField
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.store.plan_file import load

VI = Words("vi")
DAY = dt.date(2024, 11, 20)
BARE = pl.DataFrame({"id": []}, schema={"id": pl.String})


def with_all(table: str, frames: Frames, rows: pl.DataFrame) -> View:
    return with_plain_columns(View(table, rows, tuple(plain_column(spec, 10) for spec in TABLES[table])), frames, VI)


@pytest.mark.parametrize("table", [name for name in TABLES if not TABLES[name].single])
def test_every_field_of_every_table_can_be_a_column(table: str) -> None:
    frames = Frames(load(SAMPLE).plan)
    backwards = frames[table].select("id").reverse()
    view = with_all(table, frames, backwards)
    assert view.frame["id"].to_list() == backwards["id"].to_list(), "the rows stay in the order of the view"
    assert {name for column in view.columns for name in column.frame_columns()} <= set(view.frame.columns)


def test_a_column_more_on_a_tab_shows_its_field_and_follows_an_edit() -> None:
    plan = load(SAMPLE).plan
    frames = Frames(plan)
    view = tasks_view(frames, plan, DAY, VI)
    wider = attrs.evolve(view, columns=(*view.columns, plain_column(TABLES["tasks"].by_key["every"], 12)))
    first = next(id for id, task in plan.tables["tasks"].items() if "every" not in task)
    assert with_plain_columns(wider, frames, VI).frame.filter(id=first)["every_text"].to_list() == [None]
    plan.tables["tasks"][first] = {**plan.tables["tasks"][first], "every": "month"}
    frames.renew([SetField("tasks", first, "every", "month", MISSING)])
    assert with_plain_columns(wider, frames, VI).frame.filter(id=first)["every_text"].to_list() != [None]


def test_a_view_that_has_all_its_cells_is_left_alone_and_an_empty_plan_has_its_columns() -> None:
    plan = load(SAMPLE).plan
    frames = Frames(plan)
    view = tasks_view(frames, plan, DAY, VI)
    assert with_plain_columns(view, frames, VI) is view
    empty = with_all("tasks", Frames(read_plan({"format": 1})[0]), BARE)
    assert empty.frame.height == 0 and "status_text" in empty.frame.columns
