"""Ids of records that an earlier session took out: no new record gets one, so nothing a colleague still changes lands in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.worked_on import LABEL, opened, saved
from tui.model.edits import AddRecord
from tui.model.review import decide, decisions_of, open_review
from tui.session.outcomes import Asking, Done, Saved
from tui.session.session import Session
from tui.store.log.history_parts import history_of
from tui.store.log.ids_once import ids_once

NEW = {"section": "III", "order": 90, "summary": "Việc mới", "mode": "standing", "status": "unreported"}
LAST = "III-9"
"""The greatest number of its section, made for these tests."""


@pytest.fixture
def with_last(plan_file: Path) -> Path:
    """A plan with :data:`LAST` in it, saved."""
    session = opened(plan_file)
    assert isinstance(session.commit([AddRecord("tasks", LAST, NEW)], LABEL), Done)
    _save(session)
    return plan_file


def _save(session: Session) -> None:
    assert isinstance(saved(session), Saved)
    session.end(keep=False)


def _taken_out_by_a_session_before(path: Path) -> None:
    session = opened(path)
    assert isinstance(session.commit([session.workspace.delete("tasks", LAST)], LABEL), Done)
    _save(session)


def test_what_a_colleague_changes_of_a_task_an_earlier_session_took_out_reaches_no_new_one(with_last: Path) -> None:
    colleague = opened(with_last)
    assert isinstance(colleague.commit([colleague.workspace.set_field("tasks", LAST, "status", "done")], LABEL), Done)
    _taken_out_by_a_session_before(with_last)
    later = opened(with_last)
    new = later.workspace.new_id("tasks", NEW)
    assert new == "III-10"
    assert isinstance(later.commit([AddRecord("tasks", new, NEW)], LABEL), Done)
    _save(later)
    asked = saved(colleague)
    assert isinstance(asked, Asking)
    assert [conflict.id for conflict in asked.conflicts] == [LAST]
    assert colleague.plan.tables["tasks"][new]["status"] == "unreported"


def test_a_plan_whose_history_is_gone_or_damaged_still_gets_new_records(with_last: Path) -> None:
    _taken_out_by_a_session_before(with_last)
    history = history_of(with_last)
    history.write_bytes(b"\xff\n" + history.read_bytes()[20:])
    assert opened(with_last).workspace.new_id("tasks", NEW) == "III-10", "an id in a damaged line is left out all the same"
    history.unlink()
    history.mkdir()
    assert opened(with_last).workspace.new_id("tasks", NEW) != "III-10", "nothing tells of it any more"


def test_only_ids_of_the_stem_and_the_table_are_meant(with_last: Path) -> None:
    _taken_out_by_a_session_before(with_last)
    assert LAST in ids_once(with_last, "tasks", "III")
    assert ids_once(with_last, "tasks", "II") == set()
    assert ids_once(with_last, "agencies", "III") == set()
    assert ids_once(with_last, "tasks", 'III","id":"') == set()


def test_a_decision_gets_no_id_of_one_that_was_taken_out(plan_file: Path) -> None:
    session = opened(plan_file)
    opening = open_review(session.plan, dt.date(2025, 7, 1), items=[("tasks.III-2", "overdue")])
    review = opening[0].id
    assert isinstance(session.commit(opening, LABEL), Done)
    once = session.workspace.once
    assert isinstance(session.commit(decide(session.plan, review, "tasks.III-2", text="Xong trước Tết", once=once), LABEL), Done)
    (first,) = decisions_of(session.plan, review)
    _save(session)
    session = opened(plan_file)
    without = [
        session.workspace.set_field("reviews", review, "items", [{"subject": "tasks.III-2"}]),
        session.workspace.delete("decisions", first),
    ]
    assert isinstance(session.commit(without, LABEL), Done)
    _save(session)
    session = opened(plan_file)
    again = decide(session.plan, review, "tasks.III-2", text="Xong sau Tết", once=session.workspace.once)
    assert first not in {edit.id for edit in again}
