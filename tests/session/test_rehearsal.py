"""An edit that is rehearsed while somebody types it leaves its queries put together, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.small_plan import EMPTY
from tests.support.worked_on import opened, set_status
from tui.frames.prepared import PREPARED
from tui.frames.tables.tasks import tasks_view
from tui.session.ahead import forget_queries
from tui.session.asked_by_tabs import EDITED
from tui.session.rehearsal import Rehearsal, is_rehearsed


@pytest.fixture(autouse=True)
def nothing_put_together() -> None:
    for query in PREPARED:
        query.forget()


def put_together() -> int:
    return sum(len(query._ready) for query in PREPARED)


def test_what_was_rehearsed_needs_not_be_put_together_by_the_edit(plan_file: Path) -> None:
    session = opened(plan_file)
    shown = session.frames, session.plan, session.as_of, session.words
    before = tasks_view(*shown).frame
    rehearsal = Rehearsal(session, "tasks")
    rehearsal.go_on(lambda: False)
    assert rehearsal.done and not rehearsal.outdated and tasks_view(*shown).frame.equals(before) and not session.unsaved()
    known = put_together()
    set_status(session, "III-1", "done")
    tasks_view(session.frames, session.plan, session.as_of, session.words)
    assert put_together() == known > 0
    forget_queries()
    assert not put_together()
    set_status(session, "III-1", "unreported")
    tasks_view(*shown)
    assert put_together(), "what was forgotten is put together again"


def test_who_types_meanwhile_has_it_done_a_part_at_a_time(plan_file: Path) -> None:
    rehearsal = Rehearsal(opened(plan_file), "indicators")
    parts = 0
    while not rehearsal.done:
        parts += 1
        left = iter(range(parts))
        rehearsal.go_on(lambda left=left: next(left, None) is None)  # type: ignore[misc]
        assert parts < 100, "each part goes on from what is there"
    assert parts > 1


def test_what_an_edit_imports_is_loaded_also_where_nothing_is_worked_out(plan_file: Path) -> None:
    loaded = sys.modules.pop("tui.model.doubts", None)
    try:
        rehearsal = Rehearsal(opened(plan_file), None, ["model.doubts", "model.no_such_module"])
        rehearsal.go_on(lambda: True)
        assert "tui.model.doubts" not in sys.modules and not rehearsal.done
        rehearsal.go_on(lambda: False)
        assert "tui.model.doubts" in sys.modules and rehearsal.done, "what cannot be loaded is told when it is asked for"
    finally:
        if loaded is not None:
            sys.modules["tui.model.doubts"] = loaded


def test_an_edit_that_came_meanwhile_makes_it_needless(plan_file: Path) -> None:
    session = opened(plan_file)
    rehearsal = Rehearsal(session, "tasks")
    rehearsal.go_on(lambda: True)
    assert not rehearsal.done and not rehearsal.outdated
    set_status(session, "III-1", "done")
    assert rehearsal.outdated


def test_a_plan_without_records_and_tables_no_tab_shows(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY, encoding="utf-8")
    session = opened(path)
    for table in EDITED:
        rehearsal = Rehearsal(session, table)
        rehearsal.go_on(lambda: False)
        assert rehearsal.done and is_rehearsed(table)
    assert not is_rehearsed("reviews")
