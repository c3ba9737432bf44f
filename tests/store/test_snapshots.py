"""A plan opened from its snapshot is the plan of the file; a snapshot that is stale, torn or somebody else's is as if it were not there."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.plans import write_plan
from tests.support import workbench
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.workbench import open_workbench
from tui.commands.shared import shipped_plan
from tui.frames import build, disk_cache
from tui.frames.build import Frames
from tui.frames.derived import derived_by_record
from tui.frames.disk_cache import read_kept
from tui.frames.tables.citations import citing
from tui.frames.tables.targets import target_rows
from tui.frames.tables.tasks import task_rows
from tui.i18n.words import Words
from tui.model.edits import AddRecord
from tui.model.fields import TABLES
from tui.model.plan import same
from tui.model.records import StoredRecords
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.session import renewal
from tui.store.plan_file import Loaded, load
from tui.store.plan_save import save
from tui.store.save_base import saved
from tui.store.snapshot import make as snapshot_making
from tui.store.snapshot import open as opening
from tui.store.snapshot import read as snapshot
from tui.store.snapshot.make import keep_frames, make, subject_of
from tui.store.snapshot.open import open_plan, snapshot_folder

FAULTY = """\
future_key = [1, 2]

[future.table]
x = 1979-05-27T07:32:00Z

[goals.broken]
number = "mười"

[tasks.no-record]
section = 7

[tasks.dangling]
section = "nowhere"
order = 1
summary = "Không có mục"
mode = "dated"
due = 2025-01-31
"""


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every plan is large here, and every list of more than three."""
    monkeypatch.setattr(opening, "SMALLEST", 0)
    monkeypatch.setattr(snapshot_making, "LARGE", 4)
    monkeypatch.setattr(disk_cache, "LARGE", 4)
    monkeypatch.setattr(build, "LARGE", 4)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def no_rest() -> None:
    pass


def made(path: Path) -> Path:
    """The snapshot of a plan file, made as after its first opening."""
    subject = subject_of(load(path))
    assert subject is not None
    folder = make(subject, no_rest)
    assert folder is not None
    return folder


def from_snapshot(loaded: Loaded) -> bool:
    return loaded.snapshot is not None


def agree(one: Loaded, other: Loaded) -> None:
    """Everything two loaded plans hold is the same, in the same order."""
    for name in TABLES:
        ours, theirs = one.plan.tables[name], other.plan.tables[name]
        assert list(ours) == list(theirs)
        for id in ours:
            assert same(ours[id], theirs[id]) and list(ours[id]) == list(theirs[id]), (name, id)
    assert one.plan.set_aside == other.plan.set_aside
    assert list(one.plan.set_aside) == list(other.plan.set_aside)
    assert same(one.plan.extra, other.plan.extra)
    assert one.problems == other.problems
    assert one.errors == other.errors
    assert one.read_only_because == other.read_only_because
    assert one.state == other.state and one.text == other.text
    assert same(one.doc, other.doc) and list(one.doc) == list(other.doc)
    assert all(list(one.doc[name]) == list(other.doc[name]) for name in one.doc if name in TABLES)


TEXTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with faults": lambda text: text + FAULTY,
    "with a byte order mark": lambda text: "\ufeff" + text,
    "with carriage returns": lambda text: text.replace("\n", "\r\n"),
    "with one list only": lambda text: (
        text[: text.index("\n[")] + "\n[tasks]\n" + "".join(f'{n} = {{ section = "I" }}\n' for n in range(9))
    ),
    "empty": lambda text: "",
}


@pytest.mark.parametrize("change", TEXTS.values(), ids=TEXTS.keys())
def test_the_plan_of_a_snapshot_is_the_plan_of_the_file(plan_file: Path, sample: str, change: Callable[[str], str]) -> None:
    plan_file.write_bytes(change(sample).encode())
    made(plan_file)
    opened = open_plan(plan_file)
    assert from_snapshot(opened)
    agree(opened, load(plan_file))


def test_the_shipped_plan_and_its_frames_come_back_as_they_were() -> None:
    made(shipped_plan())
    opened, loaded = open_plan(shipped_plan()), load(shipped_plan())
    agree(opened, loaded)
    assert isinstance(opened.plan.tables["tasks"], StoredRecords)
    ours, theirs = Frames(opened.plan), Frames(loaded.plan)
    for name in TABLES:
        assert ours[name].equals(theirs[name]) and ours[name].schema == theirs[name].schema
        columns = ours[name].columns[:3]
        assert Frames(opened.plan).columns(name, columns).equals(theirs[name].select(columns))


@in_proofs
def test_a_made_up_plan_comes_back_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_making, "LARGE", 100)
    path = tmp_path / "plan.toml"
    write_plan(path, tasks=120, indicators=100)
    made(path)
    opened = open_plan(path)
    assert isinstance(opened.plan.tables["indicators"], StoredRecords)
    agree(opened, load(path))
    assert Frames(opened.plan)["indicators"].equals(Frames(load(path).plan)["indicators"])


def test_a_plan_that_is_not_valid_has_no_snapshot(plan_file: Path, sample: str) -> None:
    plan_file.write_text(sample + "\nx = = 1\n", encoding="utf-8")
    assert subject_of(load(plan_file)) is None


# -- when it is not used ------------------------------------------------------------------------------------------


def test_another_byte_is_another_plan_whatever_the_files_dates_say(plan_file: Path, sample: str) -> None:
    made(plan_file)
    before = os.stat(plan_file)
    at = sample.index("title = ") + len('title = "')
    with open(plan_file, "r+b") as file:
        file.seek(len(sample[:at].encode()))
        file.write(b"X")
    os.utime(plan_file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert os.stat(plan_file).st_size == before.st_size
    opened = open_plan(plan_file)
    assert not from_snapshot(opened)
    assert opened.plan.header["title"].startswith("X")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _turn_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _for_anybody(path: Path) -> None:
    path.chmod(0o666)


def _elsewhere(path: Path) -> None:
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


HARMS: list[Callable[[Path], None]] = [_cut, _turn_a_bit, _for_anybody, _elsewhere, Path.unlink]
FILES = ("head.json", "records", "tasks.arrow")
_HARMED = [(harm, name) for name in FILES for harm in HARMS]


@longer
@pytest.mark.parametrize(("harm", "name"), of_these(_HARMED, [(harm, FILES[at % 3]) for at, harm in enumerate((*HARMS, _turn_a_bit))]))
def test_a_snapshot_that_is_not_as_it_was_written_is_not_used_and_is_made_anew(
    plan_file: Path, harm: Callable[[Path], None], name: str
) -> None:
    folder = made(plan_file)
    harm(folder / name)
    opened = open_plan(plan_file)
    assert not from_snapshot(opened)
    agree(opened, load(plan_file))
    assert made(plan_file) == folder
    assert from_snapshot(open_plan(plan_file))


@pytest.mark.parametrize("harm", [_turn_a_bit, _cut])
def test_the_text_is_read_from_the_file_when_the_copy_of_it_is_lost(plan_file: Path, harm: Callable[[Path], None]) -> None:
    folder = made(plan_file)
    harm(folder / snapshot.TEXT)
    opened = open_plan(plan_file)
    assert opened.text == plan_file.read_text(encoding="utf-8")
    agree(opened, load(plan_file))


def test_the_text_stays_readable_when_the_snapshot_and_the_file_are_gone(plan_file: Path, sample: str) -> None:
    folder = made(plan_file)
    opened = open_plan(plan_file)
    shutil.rmtree(folder)
    plan_file.write_text("format = 2\n", encoding="utf-8")
    assert opened.text == sample
    assert [dict(values) for values in opened.plan.tables["tasks"].values()] == list(opened.doc["tasks"].values())


@pytest.mark.parametrize("place", ["", "folder"])
def test_what_others_may_write_to_is_not_read(plan_file: Path, place: str) -> None:
    folder = made(plan_file)
    (folder if place else folder.parent).chmod(0o777)
    assert not from_snapshot(open_plan(plan_file))


def test_another_version_of_the_program_has_its_own(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(plan_file)
    monkeypatch.setattr(snapshot, "__version__", "99.0")
    assert not from_snapshot(open_plan(plan_file))
    assert made(plan_file) != folder


def test_a_file_that_is_written_while_it_is_compared_is_read_anew(plan_file: Path, sample: str) -> None:
    made(plan_file)
    opened = open_plan(plan_file, meanwhile=lambda: plan_file.write_text(sample + "\n[new]\n", encoding="utf-8"))
    assert "new" in opened.plan.extra


def test_a_small_plan_is_read_without_one(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(plan_file)
    monkeypatch.setattr(opening, "SMALLEST", 1 << 20)
    assert not from_snapshot(open_plan(plan_file))
    assert subject_of(load(plan_file)) is None


# -- making one ---------------------------------------------------------------------------------------------------


def test_only_its_owner_can_look_into_it(plan_file: Path) -> None:
    folder = made(plan_file)
    places = [folder, snapshot_folder()]
    assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o700, 0o700]
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_two_sessions_that_make_it_at_once_leave_one(plan_file: Path) -> None:
    barrier = threading.Barrier(4)
    subjects = [subject_of(load(plan_file)) for _ in range(4)]

    def session(subject: Any) -> None:
        barrier.wait()
        make(subject, no_rest)

    sessions = [threading.Thread(target=session, args=(subject,)) for subject in subjects]
    for one in sessions:
        one.start()
    for one in sessions:
        one.join()
    assert len(list(snapshot_folder().iterdir())) == 1
    opened = open_plan(plan_file)
    assert from_snapshot(opened)
    agree(opened, load(plan_file))


class Stop(Exception):
    pass


def test_stopped_at_any_rest_it_leaves_nothing(plan_file: Path) -> None:
    subject = subject_of(load(plan_file))
    assert subject is not None
    for stop_at in range(200):
        rests = iter(range(stop_at))

        def rest(rests: Any = rests) -> None:
            if next(rests, None) is None:
                raise Stop

        try:
            make(subject, rest)
        except Stop:
            assert list(snapshot_folder().iterdir()) == []
        else:
            break
    else:
        raise AssertionError("it never came to an end")
    assert from_snapshot(open_plan(plan_file))


@pytest.mark.parametrize("where", ["no/such", "/proc/nowhere", "/dev/null"])
def test_where_nothing_can_be_kept_nothing_is_said(plan_file: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", where)
    monkeypatch.setenv("HOME", "/proc/nowhere")
    subject = subject_of(load(plan_file))
    assert subject is not None
    assert make(subject, no_rest) is None
    agree(open_plan(plan_file), load(plan_file))


def test_the_ones_used_least_make_room(plan_file: Path, sample: str) -> None:
    folders = []
    for number in range(snapshot_making.KEPT + 2):
        plan_file.write_text(f"{sample}\n# {number}\n", encoding="utf-8")
        folders.append(made(plan_file))
        os.utime(folders[-1], (number, number))
    there = set(snapshot_folder().iterdir())
    assert there == set(folders[-snapshot_making.KEPT :])


def test_what_a_killed_session_left_is_swept_away(plan_file: Path) -> None:
    snapshot_folder().mkdir(parents=True, mode=0o700)
    old, fresh = snapshot_folder() / ".new-old", snapshot_folder() / ".new-fresh"
    for folder in (old, fresh):
        folder.mkdir()
        (folder / "records").write_text("x")
    os.utime(old, (1, 1))
    made(plan_file)
    assert not old.exists()
    assert fresh.exists()


# -- working on it ------------------------------------------------------------------------------------------------


def worked_on(path: Path, open_it: Callable[[Path], Loaded]) -> list[bytes]:
    """The bytes of the file after each of some saves."""
    loaded = open_it(path)
    bench, texts = Workspace(loaded.plan), []

    def saved_now() -> None:
        nonlocal loaded
        state = save(loaded, bench.plan)
        loaded = saved(loaded, state, bench.plan)
        bench.mark_saved()
        texts.append(path.read_bytes())

    tasks = list(bench.plan.tables["tasks"])
    bench.apply([bench.set_field("tasks", tasks[1], "summary", "Việc đã sửa")], say("edit"))
    saved_now()
    bench.apply([bench.delete("tasks", tasks[2])], say("delete"))
    bench.apply([bench.set_field("tasks", tasks[0], "order", 77)], say("edit"))
    saved_now()
    for _ in range(3):
        bench.undo()
    saved_now()
    bench.redo()
    saved_now()
    return texts


def test_edits_saves_and_undoing_write_what_they_write_of_the_file(plan_file: Path, sample: str) -> None:
    made(plan_file)
    assert from_snapshot(open_plan(plan_file))
    ours = worked_on(plan_file, open_plan)
    plan_file.write_text(sample, encoding="utf-8")
    assert worked_on(plan_file, load) == ours
    assert ours[2] == sample.encode()


@in_proofs
def test_what_cites_a_record_is_what_the_plan_says(plan_file: Path) -> None:
    made(shipped_plan())
    plan = open_plan(shipped_plan()).plan
    frames = Frames(plan)
    for table in TABLES:
        for id in list(plan.tables[table])[:: 1 if LONG else 25]:
            if id:
                assert citing(frames, table, id) == list(dict.fromkeys((t, i) for t, i, _ in plan.citations(table, id))), (table, id)


@pytest.fixture
def opened_as_a_person_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "load", open_plan)
    monkeypatch.setattr("tui.session.snapshot_worker.AFTER", 0.01)
    monkeypatch.setattr("tui.session.snapshot_worker.AGAIN", 0.05)
    monkeypatch.setattr("tui.session.snapshot_worker._AT_ONCE", 0.01)  # nobody types meanwhile


async def written(bench: workbench.Driver) -> None:
    """Wait until there is a snapshot, and nothing is added to it just now."""
    snapshots = bench.app.snapshots
    await bench.until(
        lambda: snapshots.making is not None and snapshots.making.folder is not None and not snapshots.making._works(), "it is written"
    )


TABS = "1234" if LONG else "14"


async def tabs(path: Path, keys: str = TABS) -> list[str]:
    """What the tabs show, in the suite the first and the last."""
    shown = []
    async with open_workbench(path, size=(120, 40)) as bench:
        for key in keys:
            await bench.press(key)
            shown.append(bench.screen)
        await written(bench)
        making = bench.app.snapshots.making
        assert making is not None
        await bench.until(lambda: not bench.app.session.frames.worth_keeping(making._kept), "the frames are kept")
        await written(bench)
    return shown


@longer
@pytest.mark.usefixtures("opened_as_a_person_does")
async def test_the_second_opening_shows_what_the_first_did(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await tabs(plan_file)
    again = open_plan(plan_file)
    assert again.snapshot is not None
    assert again.snapshot.frames
    taken = []
    read = disk_cache.read_derived
    monkeypatch.setattr(disk_cache, "read_derived", lambda path: taken.append(path) or read(path))
    assert await tabs(plan_file) == first
    assert any(path in again.snapshot.frames.values() for path in taken)


@pytest.mark.usefixtures("opened_as_a_person_does")
@in_proofs
async def test_a_tab_nobody_looked_at_is_there_for_the_next_start(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.until(
            lambda: bench.app.snapshots.making is not None and bench.app.snapshots.making.folder is not None, "there is a snapshot"
        )
        await bench.until(
            lambda: bench.app.snapshots.making._unprepared is None and not bench.app.snapshots.making._works(), "the tabs are kept"
        )  # type: ignore[union-attr]
    again = open_plan(plan_file)
    assert again.snapshot is not None
    assert {rows.kept_name(workbench.AS_OF, Words("vi")) for rows in (target_rows, task_rows)} <= again.snapshot.frames.keys()


@pytest.mark.usefixtures("opened_as_a_person_does")
async def test_an_edit_shows_in_a_tab_that_was_kept(plan_file: Path) -> None:
    await tabs(plan_file, "4")
    async with open_workbench(plan_file, size=(120, 40)) as bench:
        assert from_snapshot(bench.app.session.loaded)
        task = next(iter(bench.app.session.plan.tables["tasks"]))
        bench.app.session.workspace.apply([bench.app.session.workspace.set_field("tasks", task, "summary", "Việc vừa sửa")], say("edit"))
        await bench.press("4")
        assert "Việc vừa sửa" in bench.screen


MADE_ANEW: list[list[str]] = []
"""The tasks :func:`shown` was called for, call by call."""


@derived_by_record("tasks")
def shown(frames: Frames, number: int) -> pl.DataFrame:
    names = frames.columns("goals", ("id", "title")).select(pl.col("title").first())
    found = frames.columns("tasks", ("id", "status", "summary")).with_columns(number=pl.lit(number), title=pl.lit(names["title"][0]))
    MADE_ANEW.append(found["id"].to_list())
    return found


@pytest.fixture(autouse=True)
def nothing_is_made_yet() -> None:
    MADE_ANEW.clear()


def kept_frames(plan_file: Path) -> tuple[pl.DataFrame, str]:
    """What is shown of the tasks, and the file of the snapshot it is kept in now."""
    folder = made(plan_file)
    opened = open_plan(plan_file)
    frames = Frames(opened.plan, opened.kept_frames)
    found = shown(frames, 1)
    (file,) = keep_frames(folder, frames.worth_keeping(), no_rest).values()
    return found, file


def frames_again(plan_file: Path) -> tuple[Workspace, Frames]:
    """The frames of the plan opened from its snapshot, as another session has them."""
    again = open_plan(plan_file)
    assert again.snapshot is not None
    frames = Frames(again.plan, again.kept_frames)
    workspace = Workspace(again.plan)
    workspace.listeners.append(lambda change: frames.renew(change.edits))
    return workspace, frames


def test_kept_frames_are_used_for_what_has_not_changed_only(plan_file: Path) -> None:
    first, _ = kept_frames(plan_file)
    _, frames = frames_again(plan_file)
    assert shown(frames, 1).equals(first)
    assert frames.worth_keeping() == {}
    assert len(MADE_ANEW) == 1
    assert shown(frames, 2)["number"].unique().to_list() == [2]  # another argument, another frame
    _, frames = frames_again(plan_file)
    frames.forget(["tasks"])
    assert shown(frames, 1).equals(first)
    assert [first["id"].to_list()] * 3 == MADE_ANEW


def test_a_kept_frame_still_tells_which_edits_reach_it(plan_file: Path) -> None:
    first, _ = kept_frames(plan_file)
    workspace, frames = frames_again(plan_file)
    kept = shown(frames, 1)
    task = first["id"][1]
    workspace.apply([workspace.set_field("tasks", task, "note", "Không ai thấy")], say("edit"))
    assert shown(frames, 1) is kept
    workspace.apply([workspace.set_field("tasks", task, "summary", "Việc vừa sửa")], say("edit"))
    assert shown(frames, 1).row(1, named=True)["summary"] == "Việc vừa sửa"
    assert MADE_ANEW[1:] == [[task]]  # of the kept frame that row alone
    goal = next(iter(workspace.plan.tables["goals"]))
    workspace.apply([workspace.set_field("goals", goal, "title", "Nhóm khác")], say("edit"))
    assert shown(frames, 1)["title"].unique().to_list() == ["Nhóm khác"]
    workspace.undo()
    workspace.undo()
    assert shown(frames, 1).equals(first)


def test_a_kept_frame_is_not_used_after_an_edit_of_what_it_was_made_from(plan_file: Path) -> None:
    """Nobody has asked for it in this session when the edit comes."""
    kept_frames(plan_file)
    workspace, frames = frames_again(plan_file)
    goal = next(iter(workspace.plan.tables["goals"]))
    workspace.apply([workspace.set_field("goals", goal, "title", "Nhóm khác")], say("edit"))
    assert shown(frames, 1)["title"].unique().to_list() == ["Nhóm khác"]


def test_the_first_edit_of_a_large_table_does_not_read_it_record_by_record(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_frames(plan_file)
    workspace, frames = frames_again(plan_file)
    monkeypatch.setattr(StoredRecords, "values", lambda _: pytest.fail("every record is read"))
    monkeypatch.setattr(StoredRecords, "each", lambda _: pytest.fail("every record is read"))
    task = next(iter(workspace.plan.tables["tasks"]))
    workspace.apply([workspace.set_field("tasks", task, "summary", "Việc vừa sửa")], say("edit"))
    monkeypatch.undo()  # whether a task is cited is looked for in all the others: a task may come after it
    workspace.apply([workspace.delete("tasks", list(workspace.plan.tables["tasks"])[-1])], say("edit"))
    assert frames["tasks"]["id"].to_list() == list(workspace.plan.tables["tasks"])
    assert frames["tasks"].row(0, named=True)["summary"] == "Việc vừa sửa"


@pytest.mark.parametrize("gone", [False, True], ids=["its file is there", "its file is gone"])
def test_the_first_edits_of_a_large_table_read_none_of_it_and_who_asks_later_sees_them(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, gone: bool
) -> None:
    kept_frames(plan_file)
    workspace, frames = frames_again(plan_file)
    read: list[list[str] | None] = []
    monkeypatch.setattr(build, "read_kept", lambda path, keys=None: read.append(keys) or (None if gone else read_kept(path, keys)))
    first, second, third = list(workspace.plan.tables["tasks"])[:3]
    beside, anew = frames.copy(), Frames(workspace.plan)
    for edit in (workspace.set_field("tasks", first, "summary", "Việc vừa sửa"), workspace.set_field("tasks", second, "status", "done")):
        workspace.apply([edit], say("edit"))
        beside.renew([edit])
    assert not read, "an edit waits for no file"
    asked = ("id", "summary"), ("status",), ("status", "order")
    for keys in asked:
        assert_frame_equal(frames.columns("tasks", keys), anew.columns("tasks", keys))
    assert gone or read == [["id", "summary"], ["id", "status"], ["id", "order"]], "what is there is not read again"
    workspace.apply([workspace.set_field("tasks", third, "status", "done")], say("edit"))
    workspace.apply([workspace.delete("tasks", list(workspace.plan.tables["tasks"])[-1])], say("edit"))
    workspace.apply([AddRecord("tasks", "mới", dict(workspace.plan.tables["tasks"][first]), 0)], say("edit"))
    anew = Frames(workspace.plan)
    assert_frame_equal(frames.columns("tasks", ("order", "status")), anew.columns("tasks", ("order", "status")))
    assert_frame_equal(frames["tasks"], anew["tasks"])
    workspace.undo()
    assert_frame_equal(frames["tasks"], Frames(workspace.plan)["tasks"])
    frames.forget(["tasks"])
    assert_frame_equal(frames["tasks"], Frames(workspace.plan)["tasks"])
    assert "mới" not in beside.columns("tasks", ("id",))["id"], "a copy hears of the edits it is told of"


@pytest.mark.parametrize("harm", [_turn_a_bit, _cut, Path.unlink])
def test_a_kept_frame_that_is_harmed_is_made_anew(plan_file: Path, harm: Callable[[Path], None]) -> None:
    first, file = kept_frames(plan_file)
    harm(Path(file))
    _, frames = frames_again(plan_file)
    assert shown(frames, 1).equals(first)
    assert len(MADE_ANEW) == 2


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """The snapshots that are left to a process of their own: plan, day and language of each."""
    found: list[tuple[str, str, str]] = []
    monkeypatch.setattr(renewal, "ask", lambda plan, day, language: found.append((os.path.abspath(plan), day.isoformat(), language)))
    return found


def save_by_key(bench: workbench.Driver, summary: str) -> None:
    task = next(iter(bench.app.session.plan.tables["tasks"]))
    bench.app.session.workspace.apply([bench.app.session.workspace.set_field("tasks", task, "summary", summary)], say("edit"))


@pytest.mark.usefixtures("opened_as_a_person_does")
async def test_what_was_saved_is_opened_from_a_snapshot_of_its_own(plan_file: Path, asked_for: list[tuple[str, str, str]]) -> None:
    """However often it was saved it is left to one process, at the end at the latest; a session without a save leaves it to none."""
    made(plan_file)
    async with open_workbench(plan_file) as bench:
        for summary in ("Việc đã lưu một lần", "Việc đã lưu"):
            save_by_key(bench, summary)
            await bench.press("ctrl+s")
            await bench.until(lambda: not bench.unsaved, "it is saved")
        assert not asked_for, "nothing is made while saves may follow"
    assert asked_for == [(str(plan_file), workbench.AS_OF.isoformat(), "vi")]
    assert not from_snapshot(open_plan(plan_file))
    renewal.make_alone(*asked_for[0])
    again = open_plan(plan_file)
    assert from_snapshot(again)
    agree(again, load(plan_file))
    assert again.snapshot is not None
    assert {rows.kept_name(workbench.AS_OF, Words("vi")) for rows in (target_rows, task_rows)} <= again.snapshot.frames.keys()
    async with open_workbench(plan_file, size=(120, 40)) as bench:
        await bench.press("4")
        assert "Việc đã lưu" in bench.screen
    assert len(asked_for) == 1


@pytest.mark.usefixtures("opened_as_a_person_does")
async def test_a_while_after_the_last_save_it_is_made(
    plan_file: Path, asked_for: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.session.snapshot_worker.AFTER_SAVE", 0.01)
    async with open_workbench(plan_file) as bench:
        save_by_key(bench, "Việc đã lưu")
        await bench.press("ctrl+s")
        await bench.until(lambda: len(asked_for) == 1, "it is asked for")
    assert len(asked_for) == 1


@pytest.mark.parametrize("reading", [True, False], ids=["while it is read", "while it is made"])
@pytest.mark.parametrize("saved_again", [True, False], ids=["saved by somebody", "gone"])
def test_of_a_version_that_is_replaced_no_more_is_made(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, reading: bool, saved_again: bool
) -> None:
    """Nor is anything left of it; of the one that stands there then it is made."""
    monkeypatch.setattr(opening, "SMALLEST", 1)
    text = plan_file.read_bytes()

    def replaced() -> None:
        if saved_again:
            plan_file.write_bytes(text + b"# another line\n")
        else:
            plan_file.unlink()

    def read(plan: str) -> Loaded:
        found = load(plan)
        replaced()
        signal.raise_signal(signal.SIGALRM)  # as it comes each second
        return found

    write = snapshot_making._write

    def written(work: Any, data: bytes, digest: str) -> None:
        replaced()
        write(work, data, digest)

    with monkeypatch.context() as patched:
        if reading:
            patched.setattr("tui.store.plan_file.load", read)
        else:
            patched.setattr(snapshot_making, "_write", written)
        with pytest.raises(renewal.Replaced):
            renewal.make_alone(str(plan_file), workbench.AS_OF.isoformat(), "vi")
    folder = snapshot_folder()
    assert folder is not None and not [*folder.glob("*")]
    plan_file.write_bytes(text)
    renewal.make_alone(str(plan_file), workbench.AS_OF.isoformat(), "vi")
    assert len([*folder.glob("*")]) == 1


@in_proofs
def test_the_process_of_its_own_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(renewal.VARIABLE, "1")
    monkeypatch.setattr(opening, "SMALLEST", 1 << 20)
    plan = tmp_path / "plan.toml"
    write_plan(plan, tasks=4000)
    process = renewal.ask(plan, workbench.AS_OF, "vi")
    assert process is not None and process.wait() == 0
    again = open_plan(plan)
    assert again.snapshot is not None and again.snapshot.frames
    monkeypatch.setenv(renewal.VARIABLE, "0")
    assert renewal.ask(plan, workbench.AS_OF, "vi") is None
