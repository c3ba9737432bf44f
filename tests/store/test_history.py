"""The history: no save goes unrecorded, every state comes back, and nothing that happens to its file keeps a plan from being saved."""

from __future__ import annotations

import copy
import datetime as dt
import errno
import os
import stat
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.paths import SAMPLE
from tui.model.diff import differences
from tui.model.edits import AddRecord, DeleteRecord, SetField
from tui.model.plan import MISSING, Plan
from tui.model.text import say
from tui.model.workspace import EditRefused, Workspace
from tui.store.files import replace
from tui.store.files.errors import SaveFailed
from tui.store.files.file_state import read_file
from tui.store.log.checked_lines import checked, line
from tui.store.log.history import History, read_history
from tui.store.log.history_parts import history_of
from tui.store.log.record import Note, note
from tui.store.plan_file import known_of, load
from tui.store.plan_save import IfGone, save

LABEL = say("test")


def tables(plan: Plan | None) -> dict[str, list[tuple[str, Any]]]:
    """The plan's records with their order."""
    assert plan is not None
    return {name: [(id, dict(values)) for id, values in records.items()] for name, records in plan.tables.items()}


def read(path: Path) -> History:
    return read_history(path, read_file(path))


def save_status(path: Path, id: str, status: str, reason: str = "") -> Note:
    """One save of a session of its own."""
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field("tasks", id, "status", status)], LABEL)
    told = Note("nam", "Nguyễn Văn Nam", reason)
    save(loaded, workspace.plan, note=told)
    return told


def status_of(plan: Plan | None, id: str) -> object:
    assert plan is not None
    return plan.tables["tasks"][id].get("status")


def whole_lines(path: Path) -> list[dict[str, Any]]:
    found = [checked(raw) for raw in history_of(path).read_bytes().split(b"\n") if raw]
    return [f for f in found if f is not None]


# -- what is recorded ---------------------------------------------------------------------------------------------


def test_a_save_says_who_when_why_and_what(plan_file: Path) -> None:
    assert read(plan_file).entries == ()
    start = dt.datetime.now().astimezone() - dt.timedelta(seconds=1)
    told = save_status(plan_file, "III-2", "done", "Biên bản ngày 12/3")
    assert told.unwritten is None
    (entry,) = read(plan_file).entries
    assert (entry.number, entry.login, entry.name, entry.reason) == (1, "nam", "Nguyễn Văn Nam", "Biên bản ngày 12/3")
    assert start <= entry.at <= dt.datetime.now().astimezone() and not entry.outside
    assert entry.edits is not None
    (edit,) = entry.edits
    assert isinstance(edit, SetField)
    assert (edit.table, edit.id, edit.field, edit.new) == ("tasks", "III-2", "status", "done")
    assert edit.expected == load(SAMPLE).plan.tables["tasks"]["III-2"].get("status", MISSING)


def test_the_states_before_and_after_every_save_come_back(plan_file: Path) -> None:
    states = [tables(load(plan_file).plan)]
    for status in ("done", "blocked", "returned"):
        save_status(plan_file, "III-4", status)
        states.append(tables(load(plan_file).plan))
    history = read(plan_file)
    assert [tables(history.after(n)) for n in range(4)] == states
    assert [(tables(s.before), tables(s.after)) for s in history.stages()] == list(pairwise(states))
    with pytest.raises(IndexError):
        history.after(4)


def test_the_user_is_known_by_login_and_full_name(monkeypatch: pytest.MonkeyPatch) -> None:
    told = note(" Lý do\x1b[31m dài " + "x" * 5000)
    assert told.login and told.name
    assert told.reason.startswith("Lý do[31m dài x") and len(told.reason) == 1000


def test_a_save_without_a_note_and_one_that_changes_nothing_leave_no_trace(plan_file: Path) -> None:
    loaded = load(plan_file)
    save(loaded, loaded.plan, note=note())
    assert not history_of(plan_file).exists()


def test_the_state_at_a_moment_is_that_of_the_last_save_before_it(plan_file: Path) -> None:
    for status in ("done", "blocked"):
        save_status(plan_file, "III-4", status)
    history = read(plan_file)
    first, second = (e.at for e in history.entries)
    tick = dt.timedelta(milliseconds=1)
    assert [history.at(m) for m in (first - tick, first, second - tick, second)] == [0, 1, 1 if second - tick >= first else 0, 2]


def test_the_file_has_the_rights_of_the_plan_and_stands_beside_the_file_a_link_leads_to(plan_file: Path, tmp_path: Path) -> None:
    plan_file.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(plan_file, 1234, 4321)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.toml"
    link.symlink_to(plan_file)
    save_status(link, "III-2", "done")
    assert os.listdir(folder) == ["link.toml"]
    plan, status = plan_file.stat(), plan_file.with_name("plan.toml.history").stat()
    assert (stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid) == (0o664, plan.st_uid, plan.st_gid)
    assert len(read_history(link).entries) == 1


def test_a_plan_written_again_after_it_was_gone_is_recorded(plan_file: Path) -> None:
    save_status(plan_file, "III-2", "done")
    loaded = load(plan_file)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field("tasks", "III-2", "status", "blocked")], LABEL)
    plan_file.unlink()
    save(loaded, workspace.plan, IfGone.RECREATE, note=note())
    assert [status_of(read(plan_file).after(n), "III-2") for n in (1, 2)] == ["done", "blocked"]


# -- outside the workbench ----------------------------------------------------------------------------------------


def change_outside(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_a_text_editor_changed_becomes_an_entry_of_nobody(plan_file: Path) -> None:
    save_status(plan_file, "III-2", "done")
    change_outside(plan_file, "Sở Y tế", "Sở Y tế tỉnh")
    os.utime(plan_file, (1_700_000_000, 1_700_000_000))
    save_status(plan_file, "III-4", "done")
    first, outside, last = read(plan_file).entries
    assert [e.outside for e in (first, outside, last)] == [False, True, False]
    assert outside.at.timestamp() == 1_700_000_000 and outside.name == "" and outside.login
    assert outside.edits is not None and [(e.table, e.id) for e in outside.edits] == [("agencies", "so-y-te")]
    assert outside.before == first.after and outside.after == last.before
    history = read(plan_file)
    assert [history.after(n).tables["agencies"]["so-y-te"]["name"] for n in range(4)] == [*["Sở Y tế"] * 2, *["Sở Y tế tỉnh"] * 2]  # type: ignore[union-attr]
    assert status_of(history.after(3), "III-4") == "done"


def test_a_save_taken_back_outside_stays_in_the_history(plan_file: Path) -> None:
    before = plan_file.read_bytes()
    save_status(plan_file, "III-2", "done")
    plan_file.write_bytes(before)  # git checkout, say
    assert len(read(plan_file).entries) == 1
    save_status(plan_file, "III-2", "blocked")
    entries = read(plan_file).entries
    assert [e.outside for e in entries] == [False, True, False]
    history = read(plan_file)
    assert [status_of(history.after(n), "III-2") for n in (1, 3)] == ["done", "blocked"]
    assert tables(history.after(2)) == tables(history.after(0)) == tables(load(SAMPLE).plan)


def test_comments_changed_outside_are_an_entry_without_edits(plan_file: Path) -> None:
    save_status(plan_file, "III-2", "done")
    change_outside(plan_file, "# Chú thích này", "# Chú thích kia")
    save_status(plan_file, "III-2", "blocked")
    assert [e.edits for e in read(plan_file).entries][1] == ()


def test_after_a_merge_of_two_histories_each_branch_has_its_states(plan_file: Path) -> None:
    """A version control system puts the lines of both branches below each other."""
    save_status(plan_file, "III-2", "done")
    base, start = plan_file.read_bytes(), history_of(plan_file).read_bytes()
    save_status(plan_file, "III-4", "done")
    ours, text = history_of(plan_file).read_bytes(), plan_file.read_bytes()
    plan_file.write_bytes(base)
    history_of(plan_file).write_bytes(start)
    save_status(plan_file, "III-4", "blocked")
    theirs = history_of(plan_file).read_bytes()[len(start) :]
    history_of(plan_file).write_bytes(ours + b"<<<<<<<\n" + theirs)
    plan_file.write_bytes(text)
    history = read(plan_file)
    assert history.unreadable == 1
    assert [status_of(history.after(n), "III-4") for n in (2, 3)] == ["done", "blocked"]


# -- crashes and damage -------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


def test_killed_before_the_plan_is_replaced_the_save_has_not_happened(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_status(plan_file, "III-2", "done")
    with monkeypatch.context() as patch:
        patch.setattr(replace, "_keep", lambda path, place: die())
        with pytest.raises(Killed):
            save_status(plan_file, "III-4", "done")
    assert "kept" not in whole_lines(plan_file)[-1]
    assert len(read(plan_file).entries) == 1
    save_status(plan_file, "III-4", "blocked")
    history = read(plan_file)
    assert [e.edits[0].new for e in history.entries if e.edits] == ["done", "blocked"]  # type: ignore[union-attr]
    assert tables(history.after(2)) == tables(load(plan_file).plan)


def test_killed_after_the_plan_is_replaced_it_has(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replaced_and_killed(*args: Any) -> None:
        os.rename(*args)
        if args[1] == plan_file:
            die()

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replaced_and_killed)
        with pytest.raises(Killed):
            save_status(plan_file, "III-4", "done")
    assert "kept" not in whole_lines(plan_file)[-1]
    assert len(read(plan_file).entries) == 1
    save_status(plan_file, "III-4", "blocked")
    assert [status_of(read(plan_file).after(n), "III-4") for n in (1, 2)] == ["done", "blocked"]
    assert not any(e.outside for e in read(plan_file).entries)


def die() -> None:
    raise Killed


def test_a_save_that_failed_has_not_happened_whatever_comes_after_it(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: Path, place: Path) -> None:
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patch:
        patch.setattr(replace, "_keep", failing)
        with pytest.raises(SaveFailed):
            save_status(plan_file, "III-4", "done")
    assert read(plan_file).entries == ()
    change_outside(plan_file, "Sở Y tế", "Sở Y tế tỉnh")
    save_status(plan_file, "III-4", "blocked")
    history = read(plan_file)
    assert [e.outside for e in history.entries] == [True, False]
    assert tables(history.after(2)) == tables(load(plan_file).plan)


@pytest.mark.parametrize("cut", [1, 2, 9, 200, 1000])
def test_a_torn_last_line_is_said_and_what_it_held_becomes_a_change_by_nobody(plan_file: Path, cut: int) -> None:
    for status in ("done", "blocked"):
        save_status(plan_file, "III-4", status)
    lines = history_of(plan_file).read_bytes().splitlines(keepends=True)
    torn = b"".join(lines[:-2]) + lines[-2][: -cut % len(lines[-2])]
    history_of(plan_file).write_bytes(torn)
    save_status(plan_file, "III-4", "returned")
    history = read(plan_file)
    assert history.unreadable == (0 if cut == 1 else 1)  # without its line end a whole line is still whole
    assert [e.outside for e in history.entries] == ([False] * 3 if cut == 1 else [False, True, False])
    assert [status_of(history.after(n), "III-4") for n in (1, 2, 3)] == ["done", "blocked", "returned"]


def test_every_damaged_line_is_counted_and_the_states_around_it_come_back(plan_file: Path) -> None:
    states = [tables(load(plan_file).plan)]
    for status in ("done", "blocked", "returned", "in_progress"):
        save_status(plan_file, "III-4", status)
        states.append(tables(load(plan_file).plan))
    lines = history_of(plan_file).read_bytes().splitlines(keepends=True)
    for number in (0, 2, 4, 6):  # every other line says how a save ended
        damaged = [*lines]
        damaged[number] = damaged[number].replace(b"status", b"statux")
        assert damaged != lines
        history_of(plan_file).write_bytes(b"".join(damaged))
        history = read(plan_file)
        assert (len(history.entries), history.unreadable) == (3, 1)
        gone = number // 2
        for n, entry in enumerate(history.entries, 1):
            assert tables(history.after(n)) == states[n if n <= gone else n + 1]
            assert entry.number == n


def test_where_nothing_is_left_to_build_on_the_plan_is_written_down_anew(plan_file: Path) -> None:
    for status in ("done", "blocked"):
        save_status(plan_file, "III-4", status)
    lines = history_of(plan_file).read_bytes().splitlines(keepends=True)
    history_of(plan_file).write_bytes(b"x" + b"".join(lines))
    change_outside(plan_file, "Sở Y tế", "Sở Y tế tỉnh")
    save_status(plan_file, "III-2", "done")
    history = read(plan_file)
    assert history.unreadable == 1
    assert [e.edits is None for e in history.entries] == [False, True, False]
    change_outside(plan_file, "Sở Y tế tỉnh", "Sở Y tế")
    history = read(plan_file)  # the plan file no longer holds the last state
    assert history.after(1) is None
    assert status_of(history.after(2), "III-2") != "done" and status_of(history.after(3), "III-2") == "done"


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"kept": True},
        {"version": 2},
        {"version": 1, "at": "gestern"},
        {"version": 1, "at": "2026-01-01", "login": 5},
        {"edits": [{"set": "status", "table": "nothing", "id": "x", "new": 1, "expected": 2}]},
        {"edits": [{"add": 5, "table": "tasks", "id": "x", "position": 0}]},
        {"edits": [{"set": "status"}]},
        {"edits": 5},
        {"text": 5},
        {"deflated": 5},
    ],
)
def test_a_line_that_is_whole_but_no_entry_is_only_counted(plan_file: Path, entry: dict[str, Any]) -> None:
    save_status(plan_file, "III-4", "done")
    good = next(e for e in whole_lines(plan_file) if "version" in e)
    if "version" not in entry and "kept" not in entry and entry:
        entry = {**good, **entry}
    with history_of(plan_file).open("ab") as file:
        file.write(line(entry))
    history = read(plan_file)
    assert (len(history.entries), history.unreadable) == (1, 1)
    save_status(plan_file, "III-4", "blocked")
    assert [status_of(read(plan_file).after(n), "III-4") for n in (1, 2)] == ["done", "blocked"]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_history_that_cannot_be_written_does_not_keep_the_plan_from_being_saved(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: int
) -> None:
    save_status(plan_file, "III-4", "done")
    whole = history_of(plan_file).read_bytes()
    inode = history_of(plan_file).stat().st_ino
    real = getattr(os, call)

    def failing(handle: int, *rest: Any) -> Any:
        if os.fstat(handle).st_ino != inode:
            return real(handle, *rest)
        if call == "write":
            real(handle, rest[0][:40])
        raise OSError(fault, os.strerror(fault))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        told = save_status(plan_file, "III-4", "blocked", "Lý do")
    assert told.unwritten is not None and "not in the history" in str(told.unwritten)
    assert status_of(load(plan_file).plan, "III-4") == "blocked"
    assert history_of(plan_file).read_bytes() == whole
    save_status(plan_file, "III-4", "returned")
    history = read(plan_file)
    assert [e.outside for e in history.entries] == [False, True, False]
    assert [status_of(history.after(n), "III-4") for n in (1, 2, 3)] == ["done", "blocked", "returned"]


@pytest.mark.parametrize("thing", ["folder", "pipe", "link"])
def test_something_else_of_that_name_is_left_alone_and_said(plan_file: Path, tmp_path: Path, thing: str) -> None:
    path = history_of(plan_file)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    {"folder": lambda: path.mkdir(), "pipe": lambda: os.mkfifo(path), "link": lambda: path.symlink_to(victim)}[thing]()
    told = save_status(plan_file, "III-4", "done")
    assert told.unwritten is not None
    assert status_of(load(plan_file).plan, "III-4") == "done" and victim.read_text() == "mine"


def test_savers_at_once_leave_one_chain(plan_file: Path) -> None:
    children = []
    for who in range(3):
        child = os.fork()
        if not child:
            code = 99
            try:
                for n in range(4):
                    while True:
                        try:
                            loaded = load(plan_file)
                            workspace = Workspace(loaded.plan)
                            workspace.apply([workspace.set_field("tasks", f"III-{who + 1}", "note", f"{who}.{n}")], LABEL)
                            save(loaded, workspace.plan, note=Note(f"u{who}", ""))
                            break
                        except SaveFailed:
                            continue
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(c, 0)[1]) for c in children] == [0, 0, 0]
    history = read(plan_file)
    assert history.unreadable == 0 and len(history.entries) == 12
    assert all(not e.outside for e in history.entries)
    assert [a.after for a in history.entries[:-1]] == [b.before for b in history.entries[1:]]
    for who in range(3):
        assert [e.edits[0].new for e in history.entries if e.login == f"u{who}" and e.edits] == [f"{who}.{n}" for n in range(4)]  # type: ignore[union-attr]
    assert tables(history.after(12)) == tables(load(plan_file).plan)


def test_a_save_reads_only_the_end_of_a_long_history(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_status(plan_file, "III-4", "done")
    entry, end = history_of(plan_file).read_bytes().splitlines(keepends=True)
    with history_of(plan_file).open("wb") as file:
        file.writelines([entry, end] * 2000)
    read_bytes = 0
    real = os.pread

    def counted(handle: int, length: int, at: int) -> bytes:
        nonlocal read_bytes
        got = real(handle, length, at)
        read_bytes += len(got)
        return got

    monkeypatch.setattr(os, "pread", counted)
    save_status(plan_file, "III-4", "blocked")
    assert history_of(plan_file).stat().st_size > 5_000_000
    assert 0 < read_bytes < 200_000


# -- laws ---------------------------------------------------------------------------------------------------------

TASKS = ("III-1", "III-2", "III-3", "IV-1")
ONE_EDIT = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(TASKS), st.sampled_from(["note", "status"]), st.sampled_from(["done", "blocked", MISSING])),
    st.tuples(st.just("delete"), st.sampled_from(TASKS)),
    st.tuples(st.just("add"), st.sampled_from(["moi-1", "moi-2"]), st.integers(0, 8)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("outside"), st.sampled_from(["Sở A", "Sở B"])),
)
WALK = st.lists(st.tuples(st.lists(ONE_EDIT, min_size=1, max_size=4)), min_size=1, max_size=5)


def walk_on(path: Path, step: tuple[Any, ...], workspace: Workspace) -> None:
    what, *more = step
    try:
        if what == "set":
            workspace.apply([workspace.set_field("tasks", *more)], LABEL)
        elif what == "delete":
            workspace.apply([workspace.delete("tasks", more[0])], LABEL)
        elif what == "add":
            values = {"section": "III", "order": 9, "summary": "Việc mới", "leads": ["so-tc"]}
            workspace.apply([AddRecord("tasks", more[0], values, more[1])], LABEL)
        elif what == "undo":
            workspace.undo()
    except (EditRefused, KeyError):
        pass


@pytest.mark.slow
@given(WALK)
@law(6, 400, suppress_health_check=[HealthCheck.too_slow])
def test_every_state_of_any_walk_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[list[tuple[Any, ...]]]]
) -> None:
    path = tmp_path_factory.mktemp("walk") / "plan.toml"
    path.write_bytes(SAMPLE.read_bytes())
    states = []
    for (steps,) in walk:
        loaded = load(path)
        workspace = Workspace(copy.deepcopy(loaded.plan))
        for step in steps:
            if step[0] == "outside":
                path.write_text(path.read_text().replace('name = "Sở Y tế"', f'name = "{step[1]}"').replace('"Sở A"', f'"{step[1]}"'))
                loaded = load(path)
                workspace = Workspace(copy.deepcopy(loaded.plan))
            else:
                walk_on(path, step, workspace)
        if workspace.unsaved():
            save(loaded, workspace.plan, note=note())
            states.append((load(path).state.digest, tables(load(path).plan)))
    history = read(path)
    beside = read_history(path, read_file(path), known_of(load(path)))
    for number in range(len(history.entries) + 1 if history.entries else 0):
        whole, then = history.after(number), beside.after(number)
        assert then is not None and whole is not None and tables(then) == tables(whole), "read beside the file as it is now"
        assert (then.set_aside, then.extra, then.unread) == (whole.set_aside, whole.extra, whole.unread)
    by_digest = {e.after: n for n, e in enumerate(history.entries, 1)}
    for digest, state in states:
        number = by_digest[digest]
        then = history.after(number)
        assert then is not None and tables(then) == state
        now = Workspace(load(path).plan)
        wanted = differences(now.plan, then)
        if wanted:
            now.apply(wanted, LABEL)  # as one step that can be taken back
        assert {t: dict(r) for t, r in tables(now.plan).items()} == {t: dict(r) for t, r in state.items()}


@given(st.binary(max_size=400), st.integers(0, 3))
@law(8, 600)
def test_no_bytes_in_its_place_can_do_harm(tmp_path_factory: pytest.TempPathFactory, junk: bytes, where: int) -> None:
    path = tmp_path_factory.mktemp("junk") / "plan.toml"
    path.write_bytes(SAMPLE.read_bytes())
    save_status(path, "III-4", "done")
    whole = history_of(path).read_bytes()
    place = len(whole) * where // 3
    history_of(path).write_bytes(whole[:place] + junk + whole[place:])
    save_status(path, "III-4", "blocked")
    history = read(path)
    assert status_of(history.after(len(history.entries)), "III-4") == "blocked"
    assert list(history.stages())


def test_what_is_known_of_the_file_is_not_read_again_in_its_history(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_status(plan_file, "III-4", "done")
    save_status(plan_file, "III-2", "blocked")
    change_outside(plan_file, 'name = "Sở Y tế"', 'name = "Sở Y tế tỉnh"')

    def read_whole(text: str) -> Any:
        raise AssertionError("all of a text was read again")

    with monkeypatch.context() as alone:
        alone.setattr("tui.store.log.history.parsed", read_whole)
        save_status(plan_file, "III-4", "blocked")  # what was changed outside is told beside the version that was loaded
        loaded = load(plan_file)
        history = read_history(plan_file, loaded.state, known_of(loaded))
        assert [entry.outside for entry in history.entries] == [False, False, True, False]
        assert [edit.field for edit in history.entries[2].edits or () if isinstance(edit, SetField)] == ["name"]
        first, *_ = stages = list(history.stages())
        assert status_of(first.after, "III-4") == "done" == status_of(stages[2].after, "III-4")
        assert first.before is not None and first.before.tables["tasks"]["III-1"] is loaded.doc["tasks"]["III-1"], (
            "what is the same is shared"
        )
    plan_file.write_bytes(plan_file.read_bytes() + b"[tasks")
    broken = load(plan_file)
    assert known_of(broken) is None, "a text that is broken says nothing of others"
    assert status_of(read_history(plan_file, broken.state, None).after(0), "III-4") == status_of(first.before, "III-4")


def test_deleting_and_adding_are_told_apart(plan_file: Path) -> None:
    loaded = load(plan_file)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.delete("tasks", "III-2")], LABEL)
    save(loaded, workspace.plan, note=note())
    history = read(plan_file)
    (entry,) = history.entries
    assert entry.edits is not None and isinstance(entry.edits[0], DeleteRecord)
    before = history.after(0)
    assert before is not None and list(before.tables["tasks"]) == list(load(SAMPLE).plan.tables["tasks"])
