"""What others saved reaches the frames: only the rows it changed are made anew, and all of them are as if read from the file."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any, Final

import polars as pl
from hypothesis import Phase, given
from polars.testing import assert_frame_equal

from tests.support.lengths import law
from tests.support.paths import SHIPPED
from tests.support.small_plan import small_plan
from tests.support.walks import walk, walks
from tui.frames.build import Frames
from tui.frames.difference import difference
from tui.frames.methods.open_items import leads
from tui.frames.tables.charts.indicator import indicator_drawing
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.joining import prepare
from tui.model.plan import Plan
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.session.merge import reload
from tui.session.session import Session
from tui.store.plan_file import load

_DAY: Final = dt.date(2025, 6, 30)
_WORDS: Final = Words("vi")


def _compare(frames: Frames) -> None:
    fresh = Frames(frames.plan)
    for name in TABLES:
        assert_frame_equal(frames[name], fresh[name])
    assert leads(frames) == leads(fresh)


@given(walks, walks)
@law(10, 500)
def test_after_any_join_the_frames_are_as_if_made_anew(here: list[Any], there: list[Any]) -> None:
    mine, theirs = Workspace(small_plan()), Workspace(small_plan())
    frames = Frames(mine.plan)
    walk(mine, here)
    frames.forget(TABLES)
    for name in TABLES:
        _ = frames[name]
    leads(frames)
    walk(theirs, there)
    beside, before = frames.copy(), {name: frames[name] for name in TABLES}
    prepared = prepare(mine, theirs.plan)
    beside.go_over_to(prepared.plan, prepared.joined.brought, prepared.joined.reordered)
    for name in TABLES:
        assert frames[name] is before[name]
    joined = prepared.put_into(mine)
    on_the_spot = frames.copy()
    assert frames.become(beside)
    on_the_spot.forget(joined.reordered)
    on_the_spot.renew(joined.brought)
    _compare(frames)
    _compare(on_the_spot)
    frames.forget(TABLES)
    _compare(beside)
    assert all(beside[name] is frames[name] for name in TABLES), "what was made of the copy asks these from now on"


def test_records_that_somebody_put_in_another_order_stand_in_it(plan_file: Path) -> None:
    """Only an editor of text does that; with it a value is changed, so the table is not as it was in either way."""
    session = Session(load(plan_file), Words("vi"))
    before = session.frames["goals"]
    text = plan_file.read_text(encoding="utf-8")
    first, second = text.index("[goals.g01]"), text.index("[goals.g02]")
    third = text.index("[", second + 1)
    moved = text[second:third].replace("title =", "note = 'đổi chỗ'\ntitle =")
    plan_file.write_text(text[:first] + moved + text[first:second] + text[third:], encoding="utf-8")
    reload(session)
    assert session.frames["goals"]["id"].to_list()[:2] == [before["id"][1], before["id"][0]]
    _compare(session.frames)
    session.end(keep=False)


def _rounded(drawn: Any) -> Any:
    """A drawing without the last digits of its numbers: Polars works out a power of one row by another way than of many."""
    if isinstance(drawn, float):
        return round(drawn, 9)
    return tuple(map(_rounded, drawn)) if isinstance(drawn, tuple) else drawn


def _shown(frames: Frames) -> tuple[list[pl.DataFrame], Any]:
    """What the four tabs show, and the charts of the first: all the cells, and all that is drawn."""
    rows = [view(frames, frames.plan, _DAY, _WORDS).frame for view in (targets_view, sectors_view, enterprises_view, tasks_view)]
    return rows, [_rounded(indicator_drawing(frames, id, _DAY, _WORDS)) for id in frames.plan.tables["indicators"]]


@given(walks, walks, walks)
@law(1, 200, phases=(Phase.explicit, Phase.generate))
def test_rows_and_charts_after_joins_are_those_of_a_session_that_begins_with_the_file(
    here: list[Any], there: list[Any], again: list[Any]
) -> None:
    mine, theirs = Workspace(small_plan()), Workspace(small_plan())
    frames = Frames(mine.plan)
    walk(mine, here)
    frames.forget(TABLES)
    _shown(frames)
    for steps in (there, again):
        walk(theirs, steps)
        saved = copy.deepcopy(theirs.plan)  # what is read from a file shares nothing with who wrote it
        beside, prepared = frames.copy(), prepare(mine, saved)
        beside.go_over_to(prepared.plan, prepared.joined.brought, prepared.joined.reordered, {None})
        prepared.put_into(mine)
        assert frames.become(beside)
    rows, charts = _shown(frames)
    fresh_rows, fresh_charts = _shown(Frames(frames.plan))
    for shown, fresh in zip(rows, fresh_rows, strict=True):
        assert_frame_equal(shown, fresh, rel_tol=1e-13, abs_tol=0)
    assert charts == fresh_charts


def _taken_in(plan: Plan, frames: Frames, id: str, field: str, value: Any) -> None:
    """Have somebody else's version with one other value taken in."""
    mine, theirs = Workspace(plan), Workspace(copy.deepcopy(plan))
    theirs.apply([theirs.set_field("indicators", id, field, value)], say(""))
    beside, prepared = frames.copy(), prepare(mine, theirs.plan)
    beside.go_over_to(prepared.plan, prepared.joined.brought, prepared.joined.reordered, {None})
    prepared.put_into(mine)
    assert frames.become(beside)


def test_what_a_join_has_changed_in_the_rows_of_the_targets_is_known_unless_they_stand_in_another_order() -> None:
    plan = load(SHIPPED).plan
    frames = Frames(plan)
    before = targets_view(frames, plan, _DAY, _WORDS).frame
    id, goal = next((id, values["goal"]) for id, values in plan.tables["indicators"].items() if values.get("values"))
    figures = [{"year": 2021, "value": 7.25, "vintage": "official"}]
    _taken_in(plan, frames, id, "values", figures)
    after = targets_view(frames, plan, _DAY, _WORDS).frame
    changed = difference(before, after)
    assert changed is not None
    assert (before["id"].gather(changed.rows).to_list(), after.filter(id=id)["year_2021"].to_list()) == ([id], [7.25])
    assert "year_2021" in changed.columns
    other = next(name for name in plan.tables["goals"] if name != goal)
    _taken_in(plan, frames, id, "goal", other)
    moved = targets_view(frames, plan, _DAY, _WORDS).frame
    assert difference(after, moved) is None
    assert_frame_equal(moved, targets_view(Frames(plan), plan, _DAY, _WORDS).frame, rel_tol=1e-13, abs_tol=0)
