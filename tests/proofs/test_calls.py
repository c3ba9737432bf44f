"""A failing disk: every error at every call into the system that a save or a note in the journal makes, one at a time."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from proofs.__main__ import SMALL_PLAN
from proofs.calls import FEW, SCENES, Faulty, Scene, one_case
from proofs.journal_calls import ACTS, fault_of
from proofs.proposal_calls import ACTS as PROPOSAL_ACTS
from proofs.proposal_calls import Act
from proofs.proposal_calls import fault_of as proposal_fault
from tests.support.lengths import LONG, longer, of_these
from tests.support.workbench import open_workbench
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.text import say
from tui.store.files.errors import SaveFailed
from tui.store.files.file_state import changed_on_disk
from tui.store.plan_file import Loaded, load
from tui.store.plan_save import save
from tui.store.proposals.folder import folder_of

OTHERS = (errno.EIO, errno.EACCES)
"""Errors of every second call in the other scenes; ``python -m proofs`` has every error at every call of each."""

LOOKS = frozenset({"stat", "lstat", "fstat", "readlink", "listdir", "scandir", "access", "statvfs", "listxattr", "getxattr"})
"""Calls that only look: where the rights of what stands beside a plan cannot be seen, the plan is saved all the same."""


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a thousand saves wait for the disk a thousand times."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="kehoach-") as name:
        yield Path(name)


IN_SUITE = (SCENES[0], SCENES[3], SCENES[7])
"""A save, one without links, and a copy; the proof of the same name tries each way with every error."""


def _tried(dry: Faulty, every_look: bool = False) -> list[int]:
    """The calls that fail one after the other: in the suite the first and the last of each that does something, and some that only look."""
    if LONG:
        return [*range(1, len(dry.made) + 1)]
    ends = {at for call in dry.made for at in (dry.made.index(call) + 1, len(dry.made) - dry.made[::-1].index(call))}
    return [at for at, call in enumerate(dry.made, 1) if (at % (2 if every_look else 4) == 0 if call in LOOKS else at in ends)]


@longer
@pytest.mark.parametrize("scene", of_these(SCENES, IN_SUITE), ids=lambda scene: scene.name)
def test_an_error_at_any_call_of_a_save_is_one_sentence_and_loses_nothing(tmp_path: Path, scene: Scene) -> None:
    dry = Faulty(lacking=scene.lacking)
    faults, _ = one_case(tmp_path / "case", scene, SMALL_PLAN, dry)
    assert faults == [] and len(dry.made) > 10
    refused = 0
    for at in _tried(dry, every_look=scene is SCENES[1]):
        errors = FEW if scene is SCENES[0] else OTHERS
        for error in errors if LONG else [errors[at % len(errors)]]:
            found, came = one_case(tmp_path / "case", scene, SMALL_PLAN, Faulty(at, error, lacking=scene.lacking))
            faults += found
            refused += came["refused, with a sentence"]
    assert faults == []
    doing = [at for at in _tried(dry) if dry.made[at - 1] not in LOOKS]
    assert refused > len(doing) // 2, "most calls that do something matter"


@longer
@pytest.mark.parametrize("error", of_these([errno.EIO, errno.ESTALE], [errno.ESTALE]), ids=errno.errorcode.get)
def test_a_call_that_is_made_although_it_fails_leaves_the_old_file_or_the_new_one(tmp_path: Path, error: int) -> None:
    dry = Faulty()
    one_case(tmp_path / "case", SCENES[0], SMALL_PLAN, dry)
    faults = [f for at in _tried(dry) for f in one_case(tmp_path / "case", SCENES[0], SMALL_PLAN, Faulty(at, error, True))[0]]
    assert faults == []


@pytest.mark.parametrize("act", ACTS)
def test_a_step_whose_note_fails_stays_in_memory_and_those_before_it_on_disk(tmp_path: Path, act: str) -> None:
    dry = Faulty()
    assert fault_of(tmp_path / "case", SMALL_PLAN, act, dry) is None
    assert dry.made == ["write", "fsync"], "the note is on the disk before the step is shown"
    for at in (1, 2):
        for error in FEW:
            assert fault_of(tmp_path / "case", SMALL_PLAN, act, Faulty(at, error)) is None


async def test_a_journal_that_cannot_be_written_is_told_in_the_title_line(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Words("vi")
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        app = bench.app
        assert app.session.journal.active is not None and words("journal off: save often") not in bench.title
        handle, real = app.session.journal.active._handle, os.write

        def full(to: int, data: bytes) -> int:
            if to == handle:
                raise OSError(errno.ENOSPC, "full")
            return real(to, data)

        monkeypatch.setattr(os, "write", full)
        app.session.workspace.apply([app.session.workspace.set_field("tasks", "III-1", "status", "done")], say("test"))
        await bench.settle()
        assert words("journal off: save often") in bench.title
        assert bench.value("tasks", "III-1", "status") == "done" and bench.unsaved == 1
        await bench.press("w")
        await bench.until(lambda: bench.unsaved == 0, "it is saved all the same")
        assert load(plan_file).plan.tables["tasks"]["III-1"]["status"] == "done"


# -- what was found here, each by itself --------------------------------------------------------------------------


def retitled(loaded: Loaded) -> Plan:
    loaded.plan.tables["plan"][""] = {**loaded.plan.tables["plan"][""], "note": "Mới"}
    return loaded.plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "plan.toml").write_bytes(SMALL_PLAN)
    return tmp_path / "plan.toml"


def test_closing_the_folder_or_the_lock_cannot_undo_what_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(path)
    real_open, real_close = os.open, os.close
    bad: set[int] = set()

    def opened(name: object, flags: int, *more: int, **others: object) -> int:
        handle = real_open(name, flags, *more, **others)  # type: ignore[call-overload]
        if os.fspath(name).endswith(".lock") or flags & os.O_DIRECTORY:  # type: ignore[call-overload]
            bad.add(handle)
        return int(handle)

    def closed(handle: int) -> None:
        real_close(handle)
        if handle in bad:
            bad.discard(handle)
            raise OSError(errno.EIO, "bad disk")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", opened)
        patch.setattr(os, "close", closed)
        state = save(loaded, retitled(loaded))
    assert path.read_bytes() == state.data != SMALL_PLAN


def test_a_link_that_cannot_be_looked_at_is_not_replaced_by_a_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = path.with_name("link.toml")
    link.symlink_to(path.name)
    loaded = load(link)
    real = os.lstat

    def refused(name: str | os.PathLike[str]) -> os.stat_result:
        if os.fspath(name) == os.fspath(link):
            raise OSError(errno.EIO, "bad disk")
        return real(name)

    with monkeypatch.context() as patch, pytest.raises(SaveFailed, match="the disk reports an error"):
        patch.setattr(os, "lstat", refused)
        save(loaded, retitled(loaded))
    assert link.is_symlink() and path.read_bytes() == SMALL_PLAN
    save(loaded, loaded.plan)
    assert link.is_symlink() and path.read_bytes() != SMALL_PLAN


def test_without_hard_links_a_folder_that_cannot_be_synced_puts_the_old_file_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(path)
    real_open, real_sync = os.open, os.fsync
    folders: set[int] = set()

    def opened(name: object, flags: int, *more: int, **others: object) -> int:
        handle = real_open(name, flags, *more, **others)  # type: ignore[call-overload]
        folders.add(handle) if flags & os.O_DIRECTORY else folders.discard(handle)
        return int(handle)

    def synced(handle: int) -> None:
        if handle in folders:
            raise OSError(errno.EIO, "bad disk")
        real_sync(handle)

    def linked(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    with monkeypatch.context() as patch, pytest.raises(SaveFailed, match="the disk reports an error"):
        patch.setattr(os, "open", opened)
        patch.setattr(os, "fsync", synced)
        patch.setattr(os, "link", linked)
        save(loaded, retitled(loaded))
    assert path.read_bytes() == SMALL_PLAN


def test_an_empty_file_saved_without_a_change_stays_empty(tmp_path: Path) -> None:
    for data in (b"", b"# ch\xc3\xba th\xc3\xadch\n"):
        path = tmp_path / "plan.toml"
        path.write_bytes(data)
        loaded = load(path)
        save(loaded, loaded.plan)
        assert path.read_bytes() == data


# -- what no error number says ------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", [0, 1, 2**31])
def test_a_clock_that_goes_backwards_or_forwards_changes_nothing(path: Path, when: int) -> None:
    loaded = load(path)
    os.utime(path, (when, when))
    assert not changed_on_disk(loaded.state)
    state = save(loaded, retitled(loaded))
    os.utime(path, (when, when))
    assert not changed_on_disk(state)
    save(state, loaded.plan)


def test_a_change_that_keeps_time_and_size_is_seen_when_saving(path: Path) -> None:
    loaded = load(path)
    before = path.stat()
    theirs = SMALL_PLAN.replace(b"number = 1", b"number = 2")
    path.write_bytes(theirs)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(SaveFailed, match="changed by somebody else"):
        save(loaded, retitled(loaded))
    assert path.read_bytes() == theirs


@longer
@pytest.mark.parametrize("act", PROPOSAL_ACTS, ids=lambda act: act.name)
def test_an_error_or_a_kill_at_any_call_of_a_proposal_loses_nothing_and_the_next_attempt_goes_through(tmp_path: Path, act: Act) -> None:
    dry = Faulty()
    assert proposal_fault(tmp_path / "case", SMALL_PLAN, act, dry) is None and len(dry.made) > 5
    faults = []
    for at in _tried(dry):
        call = dry.made[at - 1]
        faulty = Faulty(at, OTHERS[at % 2], after=at % 3 == 0)
        faults.append((call, proposal_fault(tmp_path / "case", SMALL_PLAN, act, faulty)))
        if call in ("write", "rename", "unlink"):
            faults.append((call, proposal_fault(tmp_path / "case", SMALL_PLAN, act, Faulty(at), killed=True)))
    assert [fault for fault in faults if fault[1] is not None] == []


def test_a_plan_without_a_folder_for_them_is_said_whatever_fails(tmp_path: Path) -> None:

    def without_folder(plan: Path) -> None:
        shutil.rmtree(folder_of(plan), ignore_errors=True)
        PROPOSAL_ACTS[1].do(plan)

    act = attrs.evolve(PROPOSAL_ACTS[1], do=without_folder)
    told = proposal_fault(tmp_path / "case", SMALL_PLAN, act, Faulty())
    assert told is not None and "no folder" in told and "escaped" not in told
