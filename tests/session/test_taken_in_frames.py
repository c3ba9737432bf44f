"""What others saved reaches the frames: only the rows it changed are made anew, and all of them are as if read from the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from polars.testing import assert_frame_equal

from tests.support.lengths import law
from tests.support.small_plan import small_plan
from tests.support.walks import walk, walks
from tui.frames.build import Frames
from tui.frames.methods.open_items import leads
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.joining import prepare
from tui.model.workspace import Workspace
from tui.session.merge import reload
from tui.session.session import Session
from tui.store.plan_file import load


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
