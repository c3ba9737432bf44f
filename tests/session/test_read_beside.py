"""What somebody else saved is read beside the screen: taken in as if read on the spot, and no edit that comes meanwhile is lost."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from tests.support.edits import change_status
from tests.support.elsewhere import load_task, write_elsewhere
from tests.support.patience import PATIENCE
from tests.support.workbench import open_workbench
from tui.frames.build import Frames
from tui.frames.methods.tasks import task_states
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence
from tui.session import merge
from tui.session.merge import Reading
from tui.session.outcomes import CutShort, Done
from tui.session.save import begin
from tui.session.session import Session
from tui.store.plan_file import load
from tui.store.plan_save import IfGone

THEIRS = ("Em nhỏ được tiêm", "Trẻ em được tiêm")
NAMED = Sentence(N_("changed"))


def _opened(path: Path) -> Session:
    return Session(load(path), Words("vi"))


def _set_status(session: Session, id: str, status: str) -> None:
    assert isinstance(session.commit([session.workspace.set_field("tasks", id, "status", status)], NAMED), Done)


def _read(session: Session) -> Reading:
    reading = Reading(session)
    reading.read()
    return reading


def _has_theirs(session: Session) -> bool:
    return any(THEIRS[1] in str(task.get("summary")) for task in session.plan.tables["tasks"].values())


def test_reading_changes_nothing_and_taking_in_gives_what_the_file_holds(plan_file: Path) -> None:
    session = _opened(plan_file)
    for table in TABLES:
        _ = session.frames[table]
    write_elsewhere(plan_file, *THEIRS)
    reading = _read(session)
    assert not reading.outdated and not _has_theirs(session) and session.plan.tables == session.loaded.plan.tables
    joined = reading.take_in()
    assert joined is not None and not isinstance(joined, CutShort) and len(joined.theirs) == 1
    assert session.plan.tables == load(plan_file).plan.tables and not session.unsaved()
    fresh = Frames(load(plan_file).plan)
    for table in TABLES:
        assert_frame_equal(session.frames[table], fresh[table])
    session.end(keep=False)


def test_an_edit_that_comes_meanwhile_makes_it_outdated_and_stands_with_theirs(plan_file: Path) -> None:
    session = _opened(plan_file)
    write_elsewhere(plan_file, *THEIRS)
    reading = _read(session)
    _set_status(session, "III-2", "done")
    assert reading.outdated
    again = _read(session)
    assert not again.outdated and again.take_in() is not None
    assert session.plan.tables["tasks"]["III-2"]["status"] == "done" and _has_theirs(session)
    assert [(table, id) for table, id, _ in session.unsaved()] == [("tasks", "III-2")]
    session.end(keep=False)


def test_an_edit_undone_meanwhile_makes_it_outdated_too(plan_file: Path) -> None:
    session = _opened(plan_file)
    reading = _read(session)
    _set_status(session, "III-2", "done")
    session.undo()
    assert reading.outdated
    session.end(keep=False)


def test_a_save_that_comes_meanwhile_makes_it_outdated(plan_file: Path) -> None:
    session = _opened(plan_file)
    _set_status(session, "III-2", "done")
    reading = _read(session)
    attempt = begin(session, IfGone.REFUSE, "")
    attempt.settle(attempt.writer()(lambda part: None))
    assert not session.unsaved() and reading.outdated
    session.end(keep=False)


def test_what_the_screen_was_made_from_is_worked_out_beside_it(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = _opened(plan_file)
    day = dt.date(2024, 11, 28)
    before = task_states(session.frames, day)
    write_elsewhere(plan_file, 'status = "in_progress"', 'status = "done"')
    reading = _read(session)
    assert task_states(session.frames, day) is before
    assert reading.take_in() is not None
    monkeypatch.setattr(session.frames, "_made", None)
    after = task_states(session.frames, day)
    assert_frame_equal(after, task_states(Frames(load(plan_file).plan), day))
    assert not after.equals(before)
    session.end(keep=False)


def test_what_was_worked_out_before_another_day_was_chosen_is_of_no_use(plan_file: Path) -> None:
    session = _opened(plan_file)
    write_elsewhere(plan_file, *THEIRS)
    reading = _read(session)
    session.look_from(dt.date(2023, 1, 1), all_known=True)
    assert not reading.outdated and reading.take_in() is not None and _has_theirs(session)
    for table in TABLES:
        assert_frame_equal(session.frames[table], Frames(session.plan)[table])
    assert session.frames.all_known
    session.end(keep=False)


@pytest.mark.parametrize("left", [b"", b"\xff\xfe khong phai UTF-8"])
def test_what_is_no_whole_plan_is_not_taken_in(plan_file: Path, left: bytes) -> None:
    session = _opened(plan_file)
    plan_file.write_bytes(left)
    reading = _read(session)
    assert reading.take_in() is reading.cut and (reading.cut is None) is bool(left)
    assert len(session.plan.tables["tasks"]) > 1
    session.end(keep=False)


async def test_keys_are_answered_while_it_is_read_and_an_edit_stands_with_theirs(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, gate, read_bytes = threading.Event(), threading.Event(), merge.read_bytes

    def waits(path: Path) -> object:
        begun.set()
        assert gate.wait(PATIENCE)
        return read_bytes(path)

    async with open_workbench(plan_file) as bench:
        company = bench.app.flows.company
        await bench.press("4")
        monkeypatch.setattr(merge, "read_bytes", waits)
        write_elsewhere(plan_file, *THEIRS)
        company.look_around()
        await bench.until(begun.is_set, "it is being read")
        assert company.reading
        monkeypatch.undo()
        company.reading = False  # what a test waits for: here the keys have to be answered without it
        await change_status(bench, "III-2", "done")
        assert bench.value("tasks", "III-2", "status") == "done" and not _has_theirs(bench.app.session)
        company.reading = True
        gate.set()
        await bench.settle()
        assert bench.words(N_("somebody else has saved the plan; Ctrl+R takes it in, saving does so too")) in bench.status
        await bench.press("ctrl+s")
        await bench.until(lambda: not bench.app.session.unsaved(), "it is saved")
        assert _has_theirs(bench.app.session)
    assert load_task(plan_file, "III-2")["status"] == "done" and THEIRS[1] in plan_file.read_text(encoding="utf-8")
