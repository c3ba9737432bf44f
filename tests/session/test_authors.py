"""Who the other side of a conflict is from: a save by this program names its person, what was written otherwise only whose the file is."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.elsewhere import write_elsewhere
from tests.support.worked_on import LABEL, opened, saved, set_status
from tui.model.merge_plans import Conflict
from tui.session.authors import Author, authors
from tui.session.outcomes import Saved
from tui.store.identity import login_of
from tui.store.log.history import history_of
from tui.store.plan_file import load

SUMMARY = "Đạt đại trà chuẩn nông thôn mới ở mọi xã"
OTHER = "Đạt chuẩn nông thôn mới ở 95 xã"


def author_of_summary(path: Path) -> Author:
    """Who made the summary of III-2 what it is in the file."""
    loaded = load(path)
    theirs = loaded.plan.tables["tasks"]["III-2"]["summary"]
    conflict = Conflict("tasks", "III-2", "summary", SUMMARY, theirs, "Của tôi")
    return authors(loaded, [conflict])["tasks", "III-2", "summary"]


def test_what_no_save_of_the_program_wrote_was_changed_outside_and_whose_the_file_is_is_said(plan_file: Path) -> None:
    me = login_of(os.getuid())
    write_elsewhere(plan_file, SUMMARY, "Chưa ai lưu")
    found = author_of_summary(plan_file)
    assert (found.name, found.outside, found.owner) == ("", False, me), "without a history nobody knows how"

    write_elsewhere(plan_file, "Chưa ai lưu", SUMMARY)
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    assert isinstance(saved(session), Saved)
    write_elsewhere(plan_file, SUMMARY, OTHER)
    found = author_of_summary(plan_file)
    assert (found.name, found.outside, found.owner) == ("", True, me)
    assert found.at is not None and abs(found.at.timestamp() - plan_file.stat().st_mtime) < 0.001

    session = opened(plan_file)
    set_status(session, "III-1", "unreported")
    assert isinstance(saved(session), Saved)
    found = author_of_summary(plan_file)
    assert (found.name, found.outside, found.owner) == ("", True, me), "the save after it has an entry of what came before"


def test_a_save_names_its_person_and_a_file_that_is_another_by_now_nobody(plan_file: Path) -> None:
    session = opened(plan_file)
    session.commit([session.workspace.set_field("tasks", "III-2", "summary", OTHER)], LABEL)
    assert isinstance(saved(session), Saved)
    found = author_of_summary(plan_file)
    assert found.name and not found.outside and not found.owner

    loaded = load(plan_file)
    history_of(plan_file).unlink()
    write_elsewhere(plan_file, OTHER, SUMMARY)
    conflict = Conflict("tasks", "III-2", "summary", SUMMARY, OTHER, "Của tôi")
    found = authors(loaded, [conflict])["tasks", "III-2", "summary"]
    assert (found.name, found.outside, found.owner) == ("", False, ""), "the file that was read is gone"
    assert authors(loaded, [conflict], b"")["tasks", "III-2", "summary"] == Author("", None), "a server has no owner"
    assert authors(loaded, []) == {}
