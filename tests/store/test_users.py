"""Several users of one system over one plan: who is let in beside it, who can stop whom, and who it was."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from proofs.layouts import LAYOUTS, Layout, lay_out
from tests.support.in_pieces import in_pieces
from tests.support.lengths import longer, of_these
from tests.support.users import BAO, GROUP, LAN, NAM, User, open_folder, planners_plan, why_no_lists, why_not
from tui.i18n.words import Words
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports.history import who
from tui.session.outcomes import Done, Saved
from tui.session.save import SaveAttempt, begin, run
from tui.session.session import Session
from tui.store import identity
from tui.store.files.access import Access
from tui.store.files.errors import SaveFailed
from tui.store.files.file_state import read_file
from tui.store.files.rights import previous_of, why_not_replaced
from tui.store.log.checked_lines import checked, line
from tui.store.log.history import read_history
from tui.store.log.history_parts import history_of
from tui.store.log.record import note
from tui.store.plan_file import load
from tui.store.plan_save import save
from tui.store.presence import appear, presence_folder

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())
EN = Words("en")
USERS = {"lan": LAN, "nam": NAM, "bao": BAO}


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture
def shared(folder: Path, sample: str) -> Path:
    """Lan's plan, hers only, in a folder the group may write to."""
    return planners_plan(folder, sample, 0o600)


def saving(path: Path, text: str, wait: float = 5.0) -> Callable[[], str]:
    """A save that changes one text; what could not be done in words, "" when all went well."""

    def work() -> str:
        loaded = load(path)
        workspace = Workspace(loaded.plan)
        id = next(iter(loaded.plan.tables["tasks"]))
        workspace.apply([workspace.set_field("tasks", id, "summary", text)], say("test"))
        told = note()
        try:
            save(loaded, workspace.plan, wait=wait, note=told)
        except SaveFailed as failed:
            return str(failed)
        return str(told.unwritten or "")

    return work


def writers(path: Path) -> list[str]:
    return [e.login for e in read_history(path, read_file(path)).entries]


def may(user: User, path: Path, wanted: int) -> bool:
    return user.does(lambda: os.access(path, wanted, effective_ids=True))


def allowed(path: Path) -> tuple[bool, bool]:
    """(reads, writes)"""
    return os.access(path, os.R_OK, effective_ids=True), os.access(path, os.W_OK, effective_ids=True)


def beside(path: Path) -> list[Path]:
    return sorted(p for p in path.parent.iterdir() if p != path)


def test_colleagues_let_in_later_are_in_the_history(shared: Path) -> None:
    assert LAN.does(saving(shared, "một")) == ""
    shared.chmod(0o664)
    assert NAM.does(saving(shared, "hai")) == ""
    assert NAM.does(saving(shared, "ba")) == ""
    assert LAN.does(saving(shared, "bốn")) == ""
    history = read_history(shared, read_file(shared))
    assert [e.login for e in history.entries] == [str(u.uid) for u in (LAN, NAM, NAM, LAN)]
    assert not any(e.outside for e in history.entries) and not history.unreadable
    assert all(history.after(n) is not None for n in range(5))
    assert history.path.exists() and not history.path.with_name("plan.toml.history.2").exists(), "put together again"
    assert may(NAM, history.path, os.W_OK) and may(BAO, history.path, os.R_OK)


@pytest.mark.parametrize("saved", [contextlib.nullcontext, in_pieces])
def test_who_is_shut_out_later_reads_nothing_that_is_saved_after(
    shared: Path, saved: Callable[[], contextlib.AbstractContextManager[None]]
) -> None:
    """The history is put in another file then, beside which the plan is written."""
    shared.chmod(0o664)
    with saved():
        assert NAM.does(saving(shared, "một")) == ""
        os.chown(shared, LAN.uid, GROUP)
        shared.chmod(0o600)
        assert LAN.does(saving(shared, "bí mật")) == ""
        assert LAN.does(saving(shared, "bí mật hơn")) == ""
    for side in beside(shared):
        assert not may(NAM, side, os.R_OK) and not may(BAO, side, os.R_OK), side.name
    assert writers(shared) == [str(u.uid) for u in (NAM, LAN, LAN)]


def test_a_folder_that_lets_others_in_by_itself_does_not_open_a_closed_plan(shared: Path) -> None:
    if why_no_lists():
        pytest.skip(why_no_lists())
    subprocess.run(["setfacl", "-d", "-m", f"u:{BAO.uid}:rwx", str(shared.parent)], check=True)
    shared.chmod(0o660)
    assert NAM.does(saving(shared, "một")) == "" and LAN.does(saving(shared, "hai")) == ""
    assert not any(may(BAO, side, os.R_OK) for side in (shared, *beside(shared)))


def test_who_was_the_owner_is_not_shut_out_by_anothers_save(folder: Path, sample: str) -> None:
    if why_no_lists():
        pytest.skip(why_no_lists())
    plan = folder / "plan.toml"
    plan.write_text(sample, encoding="utf-8")
    os.chown(plan, LAN.uid, LAN.uid)
    plan.chmod(0o600)
    folder.chmod(0o777)
    subprocess.run(["setfacl", "-m", f"u:{NAM.uid}:rw", str(plan)], check=True)
    assert NAM.does(saving(plan, "một")) == ""
    assert plan.stat().st_uid == NAM.uid and not may(BAO, plan, os.R_OK)
    assert LAN.does(saving(plan, "hai")) == "" and NAM.does(saving(plan, "ba")) == ""
    assert writers(plan) == [str(u.uid) for u in (NAM, LAN, NAM)]


def test_the_superuser_leaves_a_plan_its_owners(shared: Path) -> None:
    shared.chmod(0o664)
    assert saving(shared, "một")() == ""
    assert (shared.stat().st_uid, shared.stat().st_gid) == (LAN.uid, GROUP)
    assert LAN.does(saving(shared, "hai")) == "" and NAM.does(saving(shared, "ba")) == ""
    assert [e.outside for e in read_history(shared, read_file(shared)).entries] == [False] * 3


# -- the lock -------------------------------------------------------------------------------------------------------


def test_a_reader_cannot_hold_the_lock(shared: Path) -> None:
    shared.chmod(0o664)
    assert NAM.does(saving(shared, "một")) == ""
    lock = shared.with_name(".plan.toml.lock")
    assert may(LAN, lock, os.W_OK) and not may(BAO, lock, os.R_OK) and not may(BAO, lock, os.W_OK)


@pytest.mark.parametrize("mode", [0o644, 0o666, 0o600])
def test_a_lock_with_other_rights_that_somebody_holds_stops_nobody(shared: Path, mode: int) -> None:
    shared.chmod(0o664)
    lock = shared.with_name(".plan.toml.lock")
    lock.write_bytes(b"")
    os.chown(lock, BAO.uid, BAO.uid)
    lock.chmod(mode)
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        BAO.become()
        fcntl.flock(os.open(lock, os.O_RDONLY), fcntl.LOCK_EX)
        os.write(into, b".")
        signal.pause()  # until it is killed
        os._exit(0)
    try:
        assert os.read(out, 1) == b"."
        assert NAM.does(saving(shared, "một", wait=0)) == ""
        assert not may(BAO, lock, os.R_OK)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_who_holds_it_is_named_by_the_system(shared: Path) -> None:
    shared.chmod(0o664)
    assert NAM.does(saving(shared, "một")) == ""
    lock = shared.with_name(".plan.toml.lock")
    handle = os.open(lock, os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.pwrite(handle, b"chu-tich\n1\n08:00:00\n", 0)
    told = LAN.does_apart(saving(shared, "hai", wait=0))
    os.close(handle)
    assert f"root (process {os.getpid()})" in told and "chu-tich" not in told


def test_a_link_or_another_name_in_the_locks_place_is_not_followed(shared: Path, folder: Path) -> None:
    victim = folder / "plans" / "victim"
    victim.write_text("x")
    os.chown(victim, LAN.uid, LAN.uid)
    lock = shared.with_name(".plan.toml.lock")
    for plant in (lock.symlink_to, lock.hardlink_to):
        lock.unlink(missing_ok=True)
        plant(victim)
        assert LAN.does(saving(shared, f"{plant}")) == ""
        assert victim.read_text() == "x"


# -- folders --------------------------------------------------------------------------------------------------------


def test_a_stranger_in_a_shared_folder_reads_only(shared: Path) -> None:
    shared.chmod(0o644)
    before = shared.read_bytes()
    assert "may not be written to" in NAM.does(lambda: EN.sentence(why_not_replaced(shared)))  # type: ignore[arg-type]
    assert "permission" in NAM.does(saving(shared, "x"))
    assert shared.read_bytes() == before and shared.stat().st_uid == LAN.uid
    assert beside(shared) == []
    planted = shared.with_name(".plan.toml.lock"), history_of(shared), presence_folder(shared)
    NAM.does(lambda: (planted[0].touch(0o666), planted[1].touch(0o600), planted[2].mkdir(0o700)))
    assert LAN.does(saving(shared, "một")) == "", "what a stranger leaves does not stand in the way"
    assert LAN.does(saving(shared, "hai")) == "" and writers(shared) == [str(LAN.uid)] * 2


def test_nothing_is_left_in_a_sticky_folder(shared: Path) -> None:
    shared.chmod(0o664)
    shared.parent.chmod(0o3777)
    assert "permission" in NAM.does(saving(shared, "x"))
    assert NAM.does(lambda: appear(shared) is None)
    assert beside(shared) == []
    assert LAN.does(saving(shared, "một")) == "" and LAN.does(saving(shared, "hai")) == ""


def test_whose_file_stands_in_the_way_in_a_sticky_folder_is_said(shared: Path) -> None:
    shared.parent.chmod(0o3777)
    previous = previous_of(shared)
    previous.write_text("x")
    os.chown(previous, BAO.uid, BAO.uid)
    told = LAN.does(saving(shared, "một"))
    assert ".plan.toml.prev" in told and str(BAO.uid) in told


def test_what_a_killed_session_left_is_taken_away_by_a_colleague(shared: Path) -> None:
    shared.chmod(0o664)
    assert NAM.does_apart(lambda: appear(shared) is not None)
    assert len(list(presence_folder(shared).iterdir())) == 1

    def look() -> int:
        here = appear(shared)
        assert here is not None
        seen = len(here.others())
        here.leave()
        return seen

    assert LAN.does(look) == 0
    assert not presence_folder(shared).exists()


def test_a_session_that_is_open_follows_the_plan(shared: Path) -> None:
    here = appear(shared)
    assert here is not None
    assert not may(NAM, presence_folder(shared), os.R_OK)
    shared.chmod(0o664)
    here.others()
    assert may(NAM, presence_folder(shared), os.W_OK) and may(NAM, here.path, os.R_OK) and not may(NAM, here.path, os.W_OK)
    shared.chmod(0o600)
    here.others()
    assert not may(NAM, presence_folder(shared), os.R_OK)
    here.leave()


# -- who ------------------------------------------------------------------------------------------------------------


def forged(path: Path, login: str, **more: str) -> Callable[[], None]:
    """The last entry of the history once more, in another's name."""

    def work() -> None:
        raws = [raw for raw in history_of(path).read_bytes().split(b"\n") if raw]
        entry = [e for raw in raws if (e := checked(raw)) is not None and "edits" in e][-1]
        with history_of(path).open("ab") as file:
            file.write(line({**entry, "login": login, "name": "Chủ tịch", **more}))

    return work


def shown(path: Path) -> list[str]:
    return [who(e, EN) for e in read_history(path, read_file(path)).entries]


def test_an_entry_in_anothers_name_is_shown_for_what_it_is(shared: Path) -> None:
    shared.chmod(0o664)
    assert LAN.does(saving(shared, "một")) == "" and NAM.does(saving(shared, "hai")) == ""
    assert shown(shared) == [str(LAN.uid), str(NAM.uid)]
    NAM.does(forged(shared, str(LAN.uid)))
    assert shown(shared)[2] == f"Chủ tịch ({LAN.uid}) · by its own word; file of {NAM.uid}"


def test_nobody_seals_for_another(shared: Path) -> None:
    shared.chmod(0o664)
    assert LAN.does(saving(shared, "một")) == "" and NAM.does(saving(shared, "hai")) == ""
    seals = shared.with_name(".plan.toml.seals")
    for own, other in ((NAM, LAN), (LAN, NAM)):
        assert may(own, seals / str(own.uid), os.W_OK) and not may(own, seals / str(other.uid), os.W_OK)
    lines = (seals / str(LAN.uid)).read_bytes()

    def plant() -> None:
        os.rename(seals / str(LAN.uid), seals / "x")
        (seals / str(LAN.uid)).write_bytes(lines)

    NAM.does(plant)
    assert "by its own word" in shown(shared)[0]


def test_a_plan_of_one_owner_has_no_seals_and_no_doubts(shared: Path) -> None:
    assert LAN.does(saving(shared, "một")) == ""
    assert not shared.with_name(".plan.toml.seals").exists() and shown(shared) == [str(LAN.uid)]
    (entry,) = read_history(shared).entries
    assert who(attrs.evolve(entry, login="", name=""), EN) == "unknown"


def test_no_variable_says_who_somebody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER", "LNAME"):
        monkeypatch.setenv(name, "chu-tich")
    told = NAM.does(lambda: (identity.login(), identity.full_name(), note().login, note().name))
    assert told == (str(NAM.uid),) * 4


def test_the_superuser_is_named_by_who_became_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entered = tmp_path / "loginuid"
    monkeypatch.setattr(identity, "_ENTERED_AS", entered)
    entered.write_text(str(LAN.uid))
    assert (identity.login(), identity.full_name()) == ("root", str(LAN.uid))
    for nonsense in ("4294967295", "x", ""):
        entered.write_text(nonsense)
        assert identity.full_name() == identity.full_name_of(0)


# -- the page -------------------------------------------------------------------------------------------------------


@longer
@pytest.mark.parametrize("umask", of_these([0o022, 0o027, 0o077], [0o077]), ids=oct)
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_the_ways_of_the_page_do_what_it_says(folder: Path, layout: Layout, umask: int, plan_file: Path) -> None:
    if layout.id == "acl" and why_no_lists():
        pytest.skip(why_no_lists())
    plan = lay_out(layout, folder, plan_file)
    saves = [attrs.evolve(USERS[name], umask=umask) for name in layout.writers * 2]
    for number, user in enumerate(saves):
        assert user.does(saving(plan, f"lần {number}")) == ""
    assert writers(plan) == [str(user.uid) for user in saves]
    for name in layout.readers:
        before = plan.read_bytes()
        assert USERS[name].does(saving(plan, "x")) != "" and plan.read_bytes() == before
    sides = (plan, *beside(plan))
    for name, user in USERS.items():
        for side, (reads, writes) in zip(sides, user.does(lambda: list(map(allowed, sides))), strict=True):
            assert writes == (name in layout.writers), f"{name} writes {side.name}"
            assert reads == (writes or side.name != ".plan.toml.lock"), f"{name} reads {side.name}"
    assert not [p.name for p in beside(plan) if p.name.endswith(".tmp")]


# -- access lists ---------------------------------------------------------------------------------------------------


def test_access_is_kept_as_it_is_and_made_less_for_what_needs_less(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"")
    for mode in (0o600, 0o640, 0o664, 0o646, 0o606):
        file.chmod(mode)
        access = Access.of(file)
        assert access.mode == mode and access.is_kept_by(access)
        assert access.for_lock().mode == sum(0o6 << shift for shift in (0, 3, 6) if mode >> shift & 2)
        assert access.for_folder().mode == sum((mode >> shift & 6 | 1) << shift for shift in (0, 3, 6) if mode >> shift & 6)
        assert access.for_reading().mode & 0o022 == 0


def test_a_plan_without_a_history_has_no_writers(tmp_path: Path) -> None:
    assert read_history(tmp_path / "plan.toml").entries == ()


def test_a_file_that_becomes_another_users_is_said_once(shared: Path) -> None:
    shared.chmod(0o664)

    def work() -> list[str]:
        session = Session(load(shared), EN, journaling=False)
        said = []
        for text in ("một", "hai"):
            assert isinstance(session.commit([session.workspace.set_field("plan", "", "note", text)], say("x")), Done)
            attempt = begin(session)
            assert isinstance(attempt, SaveAttempt)
            outcome = run(attempt)
            assert isinstance(outcome, Saved)
            said.append("" if outcome.new_owner is None else EN.sentence(outcome.new_owner))
        return said

    assert NAM.does(work) == [f"plan.toml was the file of {LAN.uid} and is yours now", ""]
    assert work() == ["", ""], "the superuser leaves it its owner’s"
