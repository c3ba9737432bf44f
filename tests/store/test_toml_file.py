"""The plan file on a disk that fails, among people who save at once, and through a kill in the middle."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import LONG, longer
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Plan, Problem
from tui.model.text import say
from tui.store.files import lock
from tui.store.files.errors import Locked, SaveFailed
from tui.store.files.file_state import ChangedOnDisk, FileState, IfExists, changed_on_disk, read_file
from tui.store.files.rights import previous_of
from tui.store.plan_file import Loaded, format_problem, load, load_state, load_text
from tui.store.plan_save import IfGone, rendered, save, save_copy
from tui.store.save_base import saved

TEXT = """\
format = 2
future_key = [1,2]  # không ai biết

[plan]  # đầu
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

# mục tiêu
[goals.g01]
number = 1
title = "Tăng trưởng"

[goals.broken]
number = "mười"   # đặt riêng

[future.table]
x   =   1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_bytes(TEXT.encode())
    return file


def retitle(loaded: Loaded, title: str = "Mới") -> Plan:
    loaded.plan.tables["goals"]["g01"] = {**loaded.plan.tables["goals"]["g01"], "title": title}
    return loaded.plan


NEW = TEXT.replace("Tăng trưởng", "Mới").encode()


def names(folder: Path) -> set[str]:
    return set(os.listdir(folder))


USUAL = {"plan.toml", ".plan.toml.lock", ".plan.toml.prev"}


# -- the usual way ------------------------------------------------------------------------------------------------


def test_loading_and_saving_without_a_change_writes_nothing(path: Path) -> None:
    loaded = load(path)
    before = path.stat()
    save(loaded, loaded.plan)
    assert path.read_bytes() == TEXT.encode()
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert not previous_of(path).exists()


def test_a_save_changes_one_line_and_keeps_what_nobody_knows_and_what_was_set_aside(path: Path) -> None:
    loaded = load(path)
    assert ("goals", "broken") in loaded.plan.set_aside
    state = save(loaded, retitle(loaded))
    assert path.read_bytes() == NEW == state.data
    assert previous_of(path).read_bytes() == TEXT.encode()
    assert names(path.parent) == USUAL
    assert not changed_on_disk(state)


def test_the_state_of_one_save_is_the_base_of_the_next(path: Path) -> None:
    loaded = load(path)
    state = save(loaded, retitle(loaded))
    save(state, retitle(loaded, "Nữa"))
    assert "Nữa" in path.read_text()
    assert previous_of(path).read_bytes() == NEW


def test_a_new_plan_is_written_from_nothing_for_its_owner_only(tmp_path: Path) -> None:
    plan = Plan()
    plan.tables["plan"][""] = {"title": "Mới"}
    state = save(FileState(tmp_path / "new.toml", b""), plan, IfGone.RECREATE)
    assert state.path.read_text() == 'format = 2\n\n[plan]\ntitle = "Mới"\n'
    assert stat.S_IMODE(state.path.stat().st_mode) == 0o600


def test_every_table_survives_a_save_of_a_plan_made_in_memory(tmp_path: Path) -> None:
    plan = Plan()
    for name, spec in TABLES.items():
        plan.tables[name]["" if spec.single else "a"] = {"note": "một\nhai"}
    state = save(FileState(tmp_path / "new.toml", b""), plan, IfGone.RECREATE)
    raw = {t: s.raw for (t, _), s in load(state.path).plan.set_aside.items()} | {
        t: v for t, r in load(state.path).plan.tables.items() for v in r.values()
    }
    assert raw == {name: {"note": "một\nhai"} for name in TABLES}


def test_mode_owner_and_link_stay(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(path.name)
    path.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(path, 1234, 4321)
    before = path.stat()
    loaded = load(link)
    state = save(loaded, retitle(loaded))
    assert link.is_symlink() and state.path == link
    assert path.read_bytes() == NEW
    for status in (path.stat(), previous_of(path).stat()):
        assert (status.st_mode, status.st_uid, status.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_attributes_stay(path: Path) -> None:
    try:
        os.setxattr(path, "user.kehoach", b"1")
    except OSError:
        assert os.listxattr(path) == []  # this disk has none to keep
        return
    loaded = load(path)
    save(loaded, retitle(loaded))
    assert os.getxattr(path, "user.kehoach") == b"1"


def test_a_group_that_cannot_be_kept_gains_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.chmod(0o660)

    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no")

    monkeypatch.setattr(os, "fchown", refused)
    loaded = load(path)
    save(loaded, retitle(loaded))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_hard_links_the_previous_version_is_a_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.chmod(0o640)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    loaded = load(path)
    save(loaded, retitle(loaded))
    assert previous_of(path).read_bytes() == TEXT.encode()
    assert stat.S_IMODE(previous_of(path).stat().st_mode) == 0o640
    assert names(path.parent) == USUAL


# -- somebody else ------------------------------------------------------------------------------------------------


def test_a_file_somebody_changed_is_not_written_over(path: Path) -> None:
    loaded = load(path)
    theirs = TEXT.replace("Kế hoạch", "Của họ").encode()
    path.write_bytes(theirs)
    assert changed_on_disk(loaded.state)
    with pytest.raises(ChangedOnDisk) as caught:
        save(loaded, retitle(loaded))
    assert caught.value.fresh is not None and caught.value.fresh.data == theirs
    assert "changed by somebody else" in str(caught.value)
    assert path.read_bytes() == theirs and not previous_of(path).exists()


def test_a_file_touched_but_not_changed_has_not_changed(path: Path) -> None:
    loaded = load(path)
    os.utime(path, (1, 1))
    assert not changed_on_disk(loaded.state)
    save(loaded, retitle(loaded))
    assert path.read_bytes() == NEW


def test_a_change_in_the_last_moment_is_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(path)
    real = os.fsync

    def slow(handle: int) -> None:
        real(handle)
        path.write_bytes(b"format = 2\n")

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(ChangedOnDisk):
        save(loaded, retitle(loaded))
    assert path.read_bytes() == b"format = 2\n"
    assert names(path.parent) == {"plan.toml", ".plan.toml.lock"}


def test_a_file_that_is_gone_comes_back_only_when_told(path: Path) -> None:
    loaded = load(path)
    path.unlink()
    assert changed_on_disk(loaded.state)
    with pytest.raises(ChangedOnDisk) as caught:
        save(loaded, retitle(loaded))
    assert caught.value.fresh is None and not path.exists()
    save(loaded, loaded.plan, IfGone.RECREATE)
    assert path.read_bytes() == NEW


def test_the_holder_of_the_lock_is_named(path: Path) -> None:
    loaded = load(path)
    with lock.held(path), pytest.raises(Locked) as caught:
        save(loaded, retitle(loaded), wait=0)
    assert f"(process {os.getpid()})" in str(caught.value)
    assert path.read_bytes() == TEXT.encode()
    save(loaded, loaded.plan, wait=0)


def test_a_lock_whose_holder_says_nonsense_says_nothing_to_the_terminal(path: Path) -> None:
    loaded = load(path)
    with lock.held(path):
        path.with_name(".plan.toml.lock").write_bytes(b"\x1b[2Jx\n\xff\n1\n")
        with pytest.raises(Locked) as caught:
            save(loaded, retitle(loaded), wait=0)
    assert str(caught.value).isprintable()


def in_child(work: Callable[[], int]) -> int:
    """The exit code of a forked child that does some work, or minus the signal that ended it."""
    child = os.fork()
    if not child:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@longer
def test_of_two_who_save_at_once_one_is_told(path: Path) -> None:
    for _ in range(5 if LONG else 2):
        path.write_bytes(TEXT.encode())
        loaded = load(path)
        go_read, go_write = os.pipe()
        children = []
        for who in ("một", "hai"):
            child = os.fork()
            if not child:
                code = 99
                try:
                    os.close(go_write)
                    os.read(go_read, 1)
                    save(loaded, retitle(loaded, who))
                    code = 0
                except ChangedOnDisk:
                    code = 1
                finally:
                    os._exit(code)
            children.append(child)
        os.close(go_read)
        os.close(go_write)
        assert sorted(os.waitstatus_to_exitcode(os.waitpid(c, 0)[1]) for c in children) == [0, 1]
        assert path.read_bytes() in {TEXT.replace("Tăng trưởng", who).encode() for who in ("một", "hai")}


# -- a disk that fails --------------------------------------------------------------------------------------------

STEPS = (
    "open",
    "write",
    "fchown",
    "fchmod",
    "listxattr",
    "fsync",
    "stat",
    "link",
    "replace",
    "unlink",
    "close",
    "pwrite",
    "ftruncate",
    "fstat",
    "read",
)


IN_EARNEST, NEXT = (1, 1) if LONG else (11, 2)
"""Every so many steps a process of its own is killed; at the others this one does nothing more from that step on.

In the suite every other step: what a kill after one leaves is what one before the next does.
"""


@longer
@pytest.mark.parametrize("after", [False, True])
def test_a_kill_at_any_step_leaves_the_old_bytes_or_the_new(path: Path, after: bool) -> None:
    seen = set()
    for at in count(1, NEXT):
        path.write_bytes(TEXT.encode())
        loaded = load(path)
        if at % IN_EARNEST:
            is_killed = _stops(loaded, at, after)
        else:
            code = in_child(partial(_save_and_die, loaded, at, after))
            is_killed = code == -signal.SIGKILL
            assert is_killed or code == 0
        seen.add(path.read_bytes())
        assert seen <= {TEXT.encode(), NEW}
        previous = previous_of(path)
        assert not previous.exists() or previous.read_bytes() in (TEXT.encode(), NEW)
        again = load(path)  # whoever comes next can save, and cleans up
        save(again, retitle(again, f"Lần {at}"), wait=0)
        assert names(path.parent) == USUAL
        if not is_killed:
            break
    assert at > 15 and seen == {TEXT.encode(), NEW}


class _Stopped(BaseException):
    """Nothing the process would do comes about any more."""


def _stops(loaded: Loaded, step: int, after: bool) -> bool:
    """Save in this process, which stops as a killed one does before or after the given call into the system; whether it came to that.

    No call is made from there on, whatever would clean up; what was open is closed, as the system does.
    """
    is_over = False
    opened: set[int] = set()

    def end() -> None:
        nonlocal is_over
        is_over = True
        raise _Stopped

    def then(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any, **more: Any) -> Any:
            if is_over:
                raise _Stopped
            given = call(*args, **more)
            if name == "open":
                opened.add(given)
            elif name == "close":
                opened.discard(args[0])
            return given

        return made

    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, then(name, getattr(os, name)))
        _ending(step, after, end, partial(patch.setattr, os))
        with contextlib.suppress(_Stopped):
            save(loaded, retitle(loaded))
    for handle in opened:
        os.close(handle)
    return is_over


def _save_and_die(loaded: Loaded, step: int, after: bool) -> int:
    """Save in this process, killed before or after the given call into the system."""
    _ending(step, after, lambda: os.kill(os.getpid(), signal.SIGKILL), partial(setattr, os))
    save(loaded, retitle(loaded))
    return 0


def _ending(step: int, after: bool, end: Callable[[], None], put: Callable[[str, Callable[..., Any]], None]) -> None:
    """Have the given call into the system be the last; ``put`` puts another call in one's place."""
    count = 0

    def ending(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            mine = count
            if mine == step and not after:
                end()
            try:
                return call(*args, **more)
            finally:
                if mine == step:
                    end()

        return wrapped

    for name in STEPS:
        put(name, ending(getattr(os, name)))


FAULTS = [
    (errno.ENOSPC, "the disk is full"),
    (errno.EDQUOT, "the disk quota is used up"),
    (errno.EACCES, "you have no permission here"),
    (errno.EROFS, "the disk is read-only"),
    (errno.EIO, "the disk reports an error"),
    (errno.EHOSTDOWN, "the system says"),
]


@pytest.mark.parametrize(("number", "words"), FAULTS)
@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_failing_disk_gives_one_sentence_and_leaves_everything(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, step: str
) -> None:
    loaded = load(path)

    def failing(*_: object, **__: object) -> None:
        raise OSError(number, "words of the system")

    with monkeypatch.context() as patch, pytest.raises(SaveFailed) as caught:
        patch.setattr(os, step, failing)
        save(loaded, retitle(loaded))
    assert str(caught.value).startswith("plan.toml was not saved: ") or str(path) in str(caught.value)
    assert words in str(caught.value)
    assert path.read_bytes() == TEXT.encode()
    assert names(path.parent) <= {"plan.toml", ".plan.toml.lock", ".plan.toml.prev"}
    save(loaded, loaded.plan)
    assert path.read_bytes() == NEW


def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(path)
    real = os.write

    def short(handle: int, data: bytes) -> int:
        monkeypatch.setattr(os, "write", full)
        return real(handle, data[:10])

    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", short)
    with pytest.raises(SaveFailed, match="the disk is full"):
        save(loaded, retitle(loaded))
    assert path.read_bytes() == TEXT.encode()
    assert names(path.parent) == {"plan.toml", ".plan.toml.lock"}


def test_a_folder_that_cannot_be_synced_puts_the_old_file_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(path)
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "bad disk")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SaveFailed, match="the disk reports an error"):
        save(loaded, retitle(loaded))
    assert path.read_bytes() == TEXT.encode()
    assert not changed_on_disk(loaded.state)
    assert names(path.parent) == USUAL


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "plan.toml").write_text(TEXT)
    loaded = load(folder / "plan.toml")
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(SaveFailed, match="the folder is not there"):
        save(loaded, retitle(loaded))


def test_a_file_that_is_not_toml_is_not_written_over(path: Path) -> None:
    broken = TEXT + "[goals.g02\n"
    path.write_text(broken)
    loaded = load(path)
    assert loaded.read_only_because is not None
    with pytest.raises(SaveFailed, match="not valid TOML"):
        save(loaded, retitle(loaded))
    assert path.read_text() == broken


def test_a_text_utf8_does_not_know_is_refused(path: Path) -> None:
    loaded = load(path)
    with pytest.raises(SaveFailed):
        save(loaded, retitle(loaded, "\ud800"))
    assert path.read_bytes() == TEXT.encode()


# -- copies and words ---------------------------------------------------------------------------------------------


def test_a_copy_goes_elsewhere_and_replaces_only_when_told(path: Path, tmp_path: Path) -> None:
    loaded = load(path)
    copy = tmp_path / "copy.toml"
    text = rendered(loaded, retitle(loaded))
    save_copy(copy, text)
    assert copy.read_bytes() == NEW and stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert path.read_bytes() == TEXT.encode()
    with pytest.raises(SaveFailed, match="there is a file with this name already"):
        save_copy(copy, TEXT)
    assert copy.read_bytes() == NEW
    save_copy(copy, TEXT, IfExists.REPLACE)
    assert copy.read_bytes() == TEXT.encode()


@pytest.mark.parametrize("where", [".", "no/such/folder.toml", "a\0b", "x" * 300])
@pytest.mark.parametrize("if_exists", IfExists)
def test_a_copy_that_cannot_be_written_is_said(tmp_path: Path, where: str, if_exists: IfExists) -> None:
    with pytest.raises(SaveFailed):
        save_copy(tmp_path / where, TEXT, if_exists)
    assert names(tmp_path) <= {f".{tmp_path.name}.lock"}


def test_a_problem_is_one_safe_line() -> None:
    problem = Problem("tasks", "a\x1b[2J", "su\nmmary", say("{value} is wrong", value="\x07"), line=3)
    assert format_problem(problem, "pl\x1ban.toml", Words("en")) == "pl\ufffdan.toml:3: tasks.a\ufffd[2J.su⏎mmary: \ufffd is wrong"
    nowhere = Problem("", "", "", say("wrong"))
    assert format_problem(nowhere, "plan.toml", Words("en")) == "plan.toml: wrong"


def test_a_plan_without_problems_has_no_lines_to_look_up() -> None:
    loaded = load_text('format = 2\n[plan]\ntitle = "x"\nterm = {}\n')
    assert loaded.problems == () and loaded.errors == 0


# -- how far it is, and what is not done twice --------------------------------------------------------------------


def test_loading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TEXT, encoding="utf-8")
    told: list[float] = []
    assert load(path, told.append) == load(path)
    assert told[0] == 0 and told[-1] == 1 and told == sorted(told)

    def stop(part: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(path, stop)


def test_a_save_that_is_stopped_has_written_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TEXT, encoding="utf-8")
    loaded, changed = load(path), load(path).plan
    changed.tables["goals"]["g9"] = {"number": 9, "title": "Mục tiêu"}

    def stop(part: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(loaded, changed, progress=stop)
    assert [p.name for p in tmp_path.iterdir()] == ["plan.toml"] and path.read_text(encoding="utf-8") == TEXT


def test_what_a_save_wrote_need_not_be_read_again_and_others_changes_are_all_that_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TEXT, encoding="utf-8")
    loaded, changed = load(path), load(path).plan
    changed.tables["goals"]["g9"] = {"number": 9, "title": "Mục tiêu"}
    state = save(loaded, changed)
    again = load(path)
    assert state.doc == again.doc
    after = saved(loaded, state, changed)
    assert not after.is_checked and after.problems == again.problems and after.is_checked
    path.write_bytes(state.data.replace(b'title = "M\xe1\xbb\xa5c ti\xc3\xaau"', b'title = "Kh\xc3\xa1c"'))
    fresh = load_state(read_file(path), near=after)
    assert fresh.plan == load(path).plan and fresh.problems == load(path).problems
    assert fresh.plan.tables["goals"]["g9"]["title"] == "Khác"
    assert fresh.plan.header is after.doc["plan"], "what stands as before is the very same"
