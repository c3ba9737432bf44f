"""Proposals taken in and not yet saved when the session is killed: whoever restores them still knows whose they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.worked_on import LABEL, change_elsewhere, opened, saved
from tui.session import merge
from tui.session.handing_in import hand_in
from tui.session.outcomes import Done, Restored, Saved, Sent
from tui.session.session import Session
from tui.store import identity
from tui.store.log.history import read_history
from tui.store.proposals.folder import set_up


@pytest.fixture
def plan(plan_file: Path) -> Path:
    """A plan on which our own login has handed in, for Sở TC, that IV-2 is at 40 %."""
    named = f'near_days = 7\nreport = [{{ login = "{identity.login()}", agency = "so-tc" }}]'
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace("near_days = 7", named), encoding="utf-8")
    set_up(plan_file, [])
    plan_file.chmod(0o444)
    body = opened(plan_file, journaling=False)
    assert isinstance(body.commit([body.workspace.set_field("tasks", "IV-2", "progress", 40)], LABEL), Done)
    assert isinstance(hand_in(body, "đợt 1"), Sent)
    plan_file.chmod(0o644)
    return plan_file


def taken_in(path: Path) -> Session:
    """The office has taken it in and not saved."""
    office = opened(path)
    assert office.takes_in is not None and office.takes_in.look()
    (handed,) = office.takes_in.waiting
    lines = [line for line in office.takes_in.offer(handed).lines if line.doubt is None]
    assert isinstance(office.commit([edit for line in lines for edit in line.edits], office.takes_in.label(handed)), Done)
    return office


def killed(session: Session) -> None:
    assert session.journal.active is not None
    os.close(session.journal.active._handle)  # the kernel does this for a killed process


def restored(path: Path) -> Session:
    """The next session of the office, with what the one before had not saved."""
    office = opened(path)
    found = office.journal.orphaned_journals()
    assert found and isinstance(office.journal.restore(found), Restored)
    office.journal.start(found)
    office.journal.forget(found)
    assert office.takes_in is not None
    office.takes_in.look()
    return office


def told(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    """How many edits each entry of the history has, and who proposed them."""
    return [(len(entry.edits or ()), tuple(p.login for p in entry.proposed)) for entry in read_history(path).entries]


@pytest.mark.parametrize("kills", [1, 2])
def test_what_others_saved_after_it_was_taken_in_takes_nobody_out_of_the_history(plan: Path, kills: int) -> None:
    office = taken_in(plan)
    office.commit([office.workspace.set_field("tasks", "III-1", "summary", "Việc của văn phòng")], LABEL)
    change_elsewhere(plan, "III-2", "status", "blocked")
    merge.take_in_quietly(office)
    for _ in range(kills):
        killed(office)
        office = restored(plan)
        assert office.takes_in is not None and office.takes_in.waiting == (), "it is in this session already"
    assert isinstance(saved(office), Saved)
    assert [who for _, who in told(plan)][-1] == (identity.login(),)
    assert office.takes_in is not None and office.takes_in.waiting == () and opened(plan).plan.tables["tasks"]["IV-2"]["progress"] == 40


@pytest.mark.parametrize("kills", [1, 2])
def test_what_others_saved_in_the_same_field_before_the_restart_takes_nobody_out_either(plan: Path, kills: int) -> None:
    office = taken_in(plan)
    office.commit([office.workspace.set_field("tasks", "III-1", "summary", "Việc của văn phòng")], LABEL)
    change_elsewhere(plan, "IV-2", "log", [{"on": office.clock.today(), "by": "so-tc", "text": "Người khác ghi"}])
    for _ in range(kills):
        killed(office)
        office = restored(plan)
    assert isinstance(saved(office), Saved)
    assert [who for _, who in told(plan)][-1] == (identity.login(),)
    assert {entry["text"] for entry in opened(plan).plan.tables["tasks"]["IV-2"]["log"]} == {"đợt 1", "Người khác ghi"}


def test_what_was_undone_or_saved_before_is_nobody_elses(plan: Path) -> None:
    office = taken_in(plan)
    office.undo()
    office.commit([office.workspace.set_field("tasks", "IV-2", "progress", 50)], LABEL)
    change_elsewhere(plan, "III-2", "status", "blocked")
    merge.take_in_quietly(office)
    killed(office)
    office = restored(plan)
    assert office.takes_in is not None and len(office.takes_in.waiting) == 1
    assert isinstance(saved(office), Saved) and told(plan)[-1][1] == ()
    (handed,) = office.takes_in.waiting
    office.commit([office.workspace.set_field("tasks", "IV-2", "progress", 40)], office.takes_in.label(handed))
    assert isinstance(saved(office), Saved) and told(plan)[-1][1] == (identity.login(),)
    office.commit([office.workspace.set_field("tasks", "IV-2", "progress", 60)], LABEL)
    change_elsewhere(plan, "III-2", "status", "done")
    merge.take_in_quietly(office)
    killed(office)
    assert isinstance(saved(restored(plan)), Saved) and told(plan)[-1][1] == ()


# -- the body meanwhile -------------------------------------------------------------------------------------------------


def _a_body(plan: Path) -> Session:
    plan.chmod(0o444)
    body = opened(plan, journaling=False)
    plan.chmod(0o644)
    assert body.proposing is not None and body.unsaved() == []
    return body


def test_what_was_taken_in_is_not_unsaved_while_the_file_has_yet_to_be_read(plan: Path) -> None:
    body = _a_body(plan)
    assert body.proposing is not None
    assert isinstance(saved(taken_in(plan)), Saved)
    answer = body.proposing.look()
    assert answer is not None and answer.is_taken
    assert body.unsaved() == [] and body.unsaved_edits() == [], "so what the office saved comes in by itself"
    merge.take_in_quietly(body)
    assert body.unsaved() == [] and body.plan.tables["tasks"]["IV-2"]["progress"] == 40
    change_elsewhere(plan, "IV-2", "progress", 60)
    merge.take_in_quietly(body)
    assert body.unsaved() == [] and body.plan.tables["tasks"]["IV-2"]["progress"] == 60
    body.commit([body.workspace.set_field("tasks", "IV-2", "progress", 40)], LABEL)
    assert body.unsaved() == [("tasks", "IV-2", "progress")], "the same figure again, against another one, is a new wish"


def test_what_the_office_left_out_is_unsaved_again(plan: Path) -> None:
    body = _a_body(plan)
    assert body.proposing is not None
    office = opened(plan)
    assert office.takes_in is not None and office.takes_in.look()
    (handed,) = office.takes_in.waiting
    lines = [line for line in office.takes_in.offer(handed).lines if line.doubt is None and line.edits[0].field == "log"]
    assert isinstance(office.commit([edit for line in lines for edit in line.edits], office.takes_in.label(handed)), Done)
    assert isinstance(saved(office), Saved)
    answer = body.proposing.look()
    assert answer is not None and ("tasks", "IV-2", "progress") in answer.answered.left
    assert body.unsaved() == [("tasks", "IV-2", "progress")]
