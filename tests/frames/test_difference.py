"""What tells a frame from the one before it: what is put together by it is what would be made anew."""

from __future__ import annotations

import datetime as dt
import gc

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.support.frame_plans import frames_of
from tests.support.lengths import law
from tui.frames import difference as differences
from tui.frames.difference import difference, in_places, replaced, with_rows
from tui.frames.splice import Splice
from tui.frames.tables.cell_widths import cell_widths, renewed_widths
from tui.frames.tables.narrowing import Asked, places_asked
from tui.frames.tables.search_index import _rows_changed
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.text import say
from tui.model.workspace import Workspace

_SCHEMA = {"id": pl.String, "name": pl.String, "bodies": pl.List(pl.String), "amount": pl.Float64}
_ROWS = st.fixed_dictionaries(
    {"name": st.sampled_from((None, "", "một", "hai")), "bodies": st.none() | st.just(["a", "b"]), "amount": st.none() | st.integers(0, 3)}
)


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame([{"id": f"r{n}", **row} for n, row in enumerate(rows)], schema=_SCHEMA)


@law(30, 2000)
@given(st.data(), st.lists(_ROWS, max_size=40))
def test_rows_put_anew_stand_where_they_would_if_all_were(data: st.DataObject, rows: list[dict[str, object]]) -> None:
    before = _frame(rows)
    touched = data.draw(st.sets(st.sampled_from(before["id"].to_list() or [""])))
    anew = _frame([data.draw(_ROWS) if f"r{n}" in touched else row for n, row in enumerate(rows)])
    order = pl.Series(data.draw(st.permutations(range(len(rows)))), dtype=pl.UInt32)
    splice = Splice.of(before["id"], anew["id"], touched)
    now = splice.frame(before, anew[splice.at])
    assert_frame_equal(now, anew)
    changed = difference(before, now)
    assert changed is not None and changed.same_records
    others = [n for n in range(len(rows)) if before.row(n) != anew.row(n)]
    assert set(others) <= set(changed.rows) and (others or not changed.columns)
    placed = before[order].with_columns(more=pl.lit(1))
    again = in_places(placed, order, changed, now)
    assert_frame_equal(again, anew[order].with_columns(more=pl.lit(1)))
    assert difference(placed, again) is not None and difference(before, again) is None and difference(now, before) is None


def test_the_first_list_that_any_record_has_is_put_into_a_column_without_a_kind() -> None:
    """A list of steps that no indicator has is carried along as nothing; with the first one, and without the last one, all stay."""
    none, some = pl.Series("steps", [None, None], dtype=pl.Null), pl.Series("steps", [[1]], dtype=pl.List(pl.Int64))
    listed = replaced(none, pl.Series([1], dtype=pl.UInt32), some)
    assert listed.to_list() == [None, [1]]
    assert replaced(listed, pl.Series([1], dtype=pl.UInt32), none.slice(0, 1)).to_list() == [None, None]


def test_nobody_is_told_of_frames_that_are_gone_or_have_other_records() -> None:
    before = _frame([{"name": "một"}, {"name": "hai"}])
    one = pl.Series([1], dtype=pl.UInt32)
    now = with_rows(before, one, pl.DataFrame({"id": ["khác"]}))
    changed = difference(before, now)
    assert changed is not None and not changed.same_records and _rows_changed(before, now) is None
    more = Splice.of(before["id"], pl.Series(["r0", "r1", "r2"]), {"r2"}).frame(before, _frame([{"name": "ba"}] * 3)[2:])
    assert more["id"].to_list() == ["r0", "r1", "r2"] and difference(before, more) is None
    known = len(differences._MADE)
    del now
    gc.collect()
    assert len(differences._MADE) < known


_DAY, _WORDS = dt.date(2024, 6, 30), Words("vi")


def _tasks(number: int) -> dict[str, dict[str, object]]:
    modes = ("dated", "standing")
    return {
        f"t{n}": {"section": "b" if n % 3 else "a", "order": number - n, "summary": f"Việc {n % 5}", "mode": modes[n % 2], "leads": ["x"]}
        for n in range(number)
    }


_SET = st.one_of(
    st.tuples(st.just("summary"), st.sampled_from(("Việc dài hơn mọi việc", "A"))),
    st.tuples(st.just("status"), st.sampled_from(("done", "in_progress"))),
    st.tuples(st.just("order"), st.integers(1, 50)),
    st.tuples(st.just("section"), st.sampled_from("ab")),
    st.tuples(st.just("leads"), st.sampled_from((["y"], []))),
    st.tuples(st.just("text"), st.just("Kể lại cả việc")),
    st.tuples(st.just("due"), st.just(_DAY)),
)


@law(5, 400)
@given(
    st.integers(1, 24), st.lists(st.tuples(st.integers(0, 23), _SET), min_size=1, max_size=4), st.sampled_from(("summary", "due", "status"))
)
def test_after_any_edits_rows_widths_order_and_texts_are_as_of_a_plan_read_anew(
    number: int, edits: list[tuple[int, tuple[str, object]]], sorted_by: str
) -> None:
    bodies = {id: {"name": f"Sở {id}", "short": id, "kind": "department"} for id in ("x", "y")}
    sections = {"a": {"number": "I", "title": "Một", "order": 2}, "b": {"number": "II", "title": "Hai", "order": 1}}
    frames = frames_of(sections=sections, agencies=bodies, tasks=_tasks(number))
    workspace = Workspace(frames.plan)
    workspace.listeners.append(lambda change: frames.renew(change.edits))
    view = tasks_view(frames, frames.plan, _DAY, _WORDS)
    widths, asked = cell_widths(view), Asked(sorted_by=(sorted_by, False))
    places = places_asked(view, asked, None)
    assert places is not None
    shown = view.frame[places]
    for at, (field, value) in edits:
        workspace.apply([workspace.set_field("tasks", f"t{at % number}", field, value)], say("x"))
        before, view = view, tasks_view(frames, frames.plan, _DAY, _WORDS)
        anew = tasks_view(frames_of(sections=sections, agencies=bodies, tasks=frames.plan.tables["tasks"]), frames.plan, _DAY, _WORDS)
        assert_frame_equal(view.frame, anew.frame)
        widths = renewed_widths(before, widths, view, cell_widths)
        assert widths == cell_widths(anew)
        changed, rows = difference(before.frame, view.frame), _rows_changed(before.frame, view.frame)
        looked_for = None if rows is None else _rows_changed(before.frame, anew.frame)
        assert looked_for is None or (rows is not None and set(looked_for) <= set(rows))
        if changed is not None:
            shown = in_places(shown, places, changed, view.frame)
        else:
            same = view.frame["id"].equals(before.frame["id"])
            places = places if same else places_asked(view, asked, None)
            assert places is not None
            shown = view.frame[places]
        assert_frame_equal(shown, anew.frame[places])
    assert tasks_view(frames, frames.plan, _DAY, _WORDS).frame is view.frame, "nothing has changed since"
