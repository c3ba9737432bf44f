"""The journal: what was typed and not saved survives a killed process, a torn line, a full disk."""

from __future__ import annotations

import copy
import datetime as dt
import os
import stat
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.small_plan import LABEL, STATUSES, small_plan, tables
from tui.model.edits import AddRecord
from tui.model.plan import MISSING
from tui.model.rebase import already_applied, make_again
from tui.model.workspace import Workspace
from tui.store.log import journal as journals
from tui.store.log.journal import discard, orphaned_journals, start

PLAN = Path("plan.toml")


def recorded(folder: Path) -> tuple[Workspace, journals.Journal]:
    workspace = Workspace(small_plan())
    journal = start(PLAN, folder)
    workspace.recorder = journal
    return workspace, journal


def restored(folder: Path) -> Workspace:
    """What the next session makes of what is left behind."""
    again = Workspace(small_plan())
    for left in orphaned_journals(PLAN, folder):
        for step in left.steps:
            assert make_again(again, step.edits, step.label) == []
    return again


def crash(journal: journals.Journal) -> None:
    """The process is gone: its lock with it, its file not."""
    os.close(journal._handle)


def test_what_was_not_saved_comes_back(tmp_path: Path) -> None:
    workspace, journal = recorded(tmp_path)
    workspace.apply([workspace.set_field("tasks", "I-1", "due", dt.date(2025, 12, 31))], LABEL)
    workspace.apply([workspace.set_field("tasks", "I-1", "progress", 12.5)], LABEL)
    workspace.apply([AddRecord("tasks", "I-9", {"section": "I", "order": 9, "summary": "Mới"})], LABEL)
    workspace.apply([workspace.delete("tasks", "I-2")], LABEL)
    workspace.apply([workspace.set_field("tasks", "I-1", "status", MISSING)], LABEL)
    workspace.undo()
    workspace.undo()
    workspace.redo()
    crash(journal)
    again = restored(tmp_path)
    assert {k: dict(v) for k, v in tables(again.plan).items()} == {k: dict(v) for k, v in tables(workspace.plan).items()}
    assert sorted(again.unsaved()) == sorted(workspace.unsaved())


def test_a_journal_in_use_is_nobody_elses(tmp_path: Path) -> None:
    workspace, journal = recorded(tmp_path)
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)
    assert orphaned_journals(PLAN, tmp_path) == []
    crash(journal)
    assert [len(left.steps) for left in orphaned_journals(PLAN, tmp_path)] == [1]
    assert orphaned_journals(Path("other.toml"), tmp_path) == []


def test_saving_starts_it_anew_and_leaving_takes_it_away(tmp_path: Path) -> None:
    workspace, journal = recorded(tmp_path)
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)
    journal.note_saved()
    workspace.apply([workspace.set_field("tasks", "I-2", "status", "done")], LABEL)
    crash(journal)
    (left,) = orphaned_journals(PLAN, tmp_path)
    assert [e.id for step in left.steps for e in step.edits] == ["I-2"]
    discard(left)
    assert orphaned_journals(PLAN, tmp_path) == []
    _, other = recorded(tmp_path)
    other.close(keep=False)
    assert list(tmp_path.glob("*.journal")) == []


def test_a_torn_last_line_is_dropped_and_said(tmp_path: Path) -> None:
    workspace, journal = recorded(tmp_path)
    for n in (1, 2, 3):
        workspace.apply([workspace.set_field("tasks", f"I-{n}", "status", "done")], LABEL)
    crash(journal)
    whole = journal.path.read_bytes()
    last = len(whole) - len(whole.splitlines(keepends=True)[-1])
    for cut in range(last + 1, len(whole)):
        journal.path.write_bytes(whole[:cut])
        (left,) = orphaned_journals(PLAN, tmp_path)
        assert left.torn
        assert [e.id for step in left.steps for e in step.edits] == ["I-1", "I-2"]


def test_a_damaged_line_ends_what_is_believed(tmp_path: Path) -> None:
    workspace, journal = recorded(tmp_path)
    for n in (1, 2, 3):
        workspace.apply([workspace.set_field("tasks", f"I-{n}", "status", "done")], LABEL)
    crash(journal)
    lines = journal.path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"done", b"gone")
    journal.path.write_bytes(b"".join(lines))
    (left,) = orphaned_journals(PLAN, tmp_path)
    assert left.torn
    assert [e.id for step in left.steps for e in step.edits] == ["I-1"]


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    _, journal = recorded(folder)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_full_disk_is_told_and_the_edit_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, _ = recorded(tmp_path)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)
    assert workspace.plan.tables["tasks"]["I-1"]["status"] == "done"
    assert workspace.unrecorded is not None and workspace.unrecorded.errno == 28


def test_the_step_is_on_disk_before_anybody_sees_it(tmp_path: Path) -> None:
    workspace, journal = recorded(tmp_path)
    seen: list[int] = []
    workspace.listeners.append(lambda change: seen.append(journal.path.read_bytes().count(b"\n")))
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)
    workspace.undo()
    assert seen == [2, 3]


WALK = st.lists(
    st.tuples(st.sampled_from(["set", "set", "undo", "redo", "save", "delete"]), st.sampled_from(["I-1", "I-2", "I-3"]), STATUSES),
    max_size=14,
)


@given(WALK)
@law(20, 600)
@example([("set", "I-1", "done"), ("save", "I-1", ""), ("undo", "I-1", "")])
@example([("set", "I-1", "done"), ("save", "I-1", ""), ("undo", "I-1", ""), ("redo", "I-1", ""), ("undo", "I-1", "")])
def test_any_walk_is_restored_on_the_file_as_it_was_last_saved(
    tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[str, str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    workspace, journal = recorded(folder)
    file = small_plan()
    for what, id, value in walk:
        if what == "undo":
            workspace.undo()
        elif what == "redo":
            workspace.redo()
        elif what == "save":
            file = copy.deepcopy(workspace.plan)
            workspace.mark_saved()
            journal.note_saved()
        elif id in workspace.plan.tables["tasks"]:
            edit = workspace.delete("tasks", id) if what == "delete" else workspace.set_field("tasks", id, "status", value)
            workspace.apply([edit], LABEL)
    crash(journal)
    again = Workspace(file)
    for left in orphaned_journals(PLAN, folder):
        for step in left.steps:
            assert make_again(again, step.edits, step.label) == []
    assert tables(again.plan) == tables(copy.deepcopy(workspace.plan))


def test_what_was_saved_after_all_is_not_offered(tmp_path: Path) -> None:
    workspace, journal = recorded(tmp_path)
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "blocked")], LABEL)
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)
    workspace.apply([AddRecord("tasks", "I-9", {"section": "I", "order": 9, "summary": "Mới"})], LABEL)
    workspace.apply([workspace.delete("tasks", "I-2")], LABEL)
    crash(journal)
    (left,) = orphaned_journals(PLAN, tmp_path)
    edits = [e for step in left.steps for e in step.edits]
    assert already_applied(workspace.plan, edits)
    assert not already_applied(small_plan(), edits)
