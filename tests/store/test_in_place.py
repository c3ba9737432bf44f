"""The short way of a save: what it writes, records and finds wrong is what the long way does, and it is gone where it can be."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.support.busy_person import mangled, random_edits
from tests.support.in_pieces import in_pieces
from tests.support.lengths import LONG, law, longer
from tests.support.paths import SAMPLE
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.joining import join
from tui.model.plan import MISSING, Plan, Problem, same
from tui.model.text import say
from tui.model.workspace import EditRefused, Workspace
from tui.start.digest import blake2b
from tui.store import in_place, plan_save, save_base
from tui.store.files.content import Content
from tui.store.files.errors import SaveFailed
from tui.store.files.file_state import read_file
from tui.store.log.deflated_text import text_of
from tui.store.log.history import read_history
from tui.store.log.history_parts import history_of
from tui.store.log.record import Note
from tui.store.plan_file import Loaded, load, load_state, load_text
from tui.store.plan_save import save
from tui.store.record_counts import headers_in, is_less, is_surely_not_less
from tui.store.save_base import saved, taken_in
from tui.store.snapshot import make as snapshot_making
from tui.store.snapshot import open as opening
from tui.store.snapshot.open import open_plan
from tui.store.toml.places import places_of

LABEL = say("test")
ANY = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
STEPS = 30 if LONG else 10


@attrs.define
class Saver:
    """Somebody who works on a plan in a file and saves it; ``long``: as if nothing were known of the text."""

    path: Path
    loaded: Loaded
    workspace: Workspace
    long: bool
    ways: list[bool] = attrs.field(factory=list)
    """Of each save whether it went the short way."""

    @classmethod
    def of(cls, loaded: Loaded, *, long: bool) -> Saver:
        return cls(loaded.state.path, loaded, Workspace(loaded.plan), long)

    def save(self) -> None:
        with patch.object(plan_save, "_in_place", lambda *_: None) if self.long else contextlib.nullcontext():
            state = save(self.loaded, self.workspace.plan, note=Note("thu", "Người thử"))
        self.ways.append(state.written is not None and state.written.changed is not None)
        self.loaded = saved(self.loaded, state, self.workspace.plan)
        self.workspace.mark_saved()

    def take_in(self, edits: list[Edit]) -> None:
        """A colleague reads the file and saves some edits of it, and this session takes that in."""
        colleague = Saver.of(load(self.path), long=self.long)
        with contextlib.suppress(EditRefused):
            colleague.workspace.apply(edits, LABEL)
        colleague.save()
        fresh = load_state(read_file(self.path), near=None if self.long else self.loaded)
        with patch.object(save_base, "_taken_in_beside", lambda *_: None) if self.long else contextlib.nullcontext():
            loaded = taken_in(self.loaded, fresh)
        with contextlib.suppress(EditRefused):
            join(self.workspace, fresh.plan)
            self.loaded = attrs.evolve(loaded, plan=self.workspace.plan)

    def history(self) -> list[dict[str, Any]]:
        """The lines of the history, without the moment of each; a text as it is."""
        path = self.path.with_name(f"{self.path.name}.history")
        lines = [json.loads(line[9:]) for line in path.read_text(encoding="ascii").splitlines()] if path.exists() else []
        for line in lines:
            if "deflated" in line:
                line["text"] = text_of(line.pop("deflated"))
        return [{key: value for key, value in line.items() if key != "at"} for line in lines]

    def problems(self) -> tuple[Problem, ...]:
        return self.loaded.problems


ASIDE = "\n[tasks.no-record]\nsection = 7\n\n[agencies.none]\nname = 1\n"
"""Records that are put aside, for they cannot be read."""


def free(plan: Plan, table: str) -> list[str]:
    """The records of a table that nothing refers to."""
    return [id for id in plan.tables[table] if not list(plan.citations(table, id))]


@contextlib.contextmanager
def two_savers(folder: Path, text: str, *, snapshot: bool) -> Iterator[tuple[Saver, Saver]]:
    """The same plan in two files: one that is saved as always, one that always goes the long way."""
    paths = [folder / name / "plan.toml" for name in ("short", "long")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8", newline="")
    with patch.object(opening, "SMALLEST", 0 if snapshot else 1 << 30), patch.object(snapshot_making, "LARGE", 4):
        if snapshot:
            subject = snapshot_making.subject_of(load(paths[0]))
            assert subject is None or snapshot_making.make(subject, lambda: None) is not None
        yield Saver.of(open_plan(paths[0]), long=False), Saver.of(load(paths[1]), long=True)


def both_step(savers: tuple[Saver, Saver], chance: random.Random) -> None:
    """The same step by both: an edit, undo, redo, or a save."""
    what = chance.randrange(9)
    if what == 8:
        edits = random_edits(savers[1].workspace, chance)
        if chance.randrange(3):
            edits = [edit for edit in edits if isinstance(edit, SetField)]
        for one in savers:
            one.take_in(edits)
    elif what == 0:
        for one in savers:
            with contextlib.suppress(EditRefused):  # a colleague has taken the record out
                one.workspace.undo()
    elif what == 1:
        for one in savers:
            with contextlib.suppress(EditRefused):
                one.workspace.redo()
    elif what in (2, 3, 4):
        for one in savers:
            one.save()
        assert savers[0].path.read_bytes() == savers[1].path.read_bytes()
    else:
        edits = [edit for _ in range(chance.choice((1, 1, 3))) for edit in random_edits(savers[1].workspace, chance)]
        if chance.randrange(3):  # mostly what a person does: fields of records that are there
            edits = [edit for edit in edits if isinstance(edit, SetField)]
        for one in savers:
            with contextlib.suppress(EditRefused):
                if edits:
                    one.workspace.apply(edits, LABEL)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@law(6, 300, ANY)
@given(st.integers(0, 10**9), st.booleans(), st.booleans(), st.booleans())
def test_both_ways_write_the_same_bytes_history_and_problems(
    tmp_path_factory: pytest.TempPathFactory, seed: int, odd: bool, snapshot: bool, large: bool
) -> None:
    chance = random.Random(seed)
    text = SAMPLE.read_text(encoding="utf-8")
    text = mangled(text, chance) if odd else text + chance.choice(("", ASIDE))
    pieces = in_pieces() if large else contextlib.nullcontext()
    with pieces, two_savers(tmp_path_factory.mktemp("both"), text, snapshot=snapshot) as savers:
        for _ in range(STEPS):
            both_step(savers, chance)
        for one in savers:
            one.save()
        short, long = savers
        assert short.path.read_bytes() == long.path.read_bytes() == short.loaded.state.data
        assert short.history() == long.history()
        assert short.problems() == long.problems()
        assert same(short.loaded.doc, long.loaded.doc) and not any(long.ways)
        again = load(short.path)
        held = {name: records for name, records in short.loaded.doc.items() if records != {}}  # a table without records is none
        assert again.state.digest == short.loaded.state.digest and same(again.doc, held)


@pytest.mark.parametrize("snapshot", [False, True])
@pytest.mark.parametrize(
    "change",
    [lambda text: text, lambda text: f"\ufeff{text}", lambda text: text.replace("\n", "\r\n"), str.rstrip, lambda text: text + ASIDE],
    ids=["as it is", "with a mark", "with carriage returns", "without a last line end", "with records put aside"],
)
def test_fields_of_any_records_go_the_short_way(tmp_path: Path, change: Any, snapshot: bool) -> None:
    """The first and the last record of the file and a table without ids among them; taken back after a save, the first bytes."""
    text = change(SAMPLE.read_text(encoding="utf-8"))
    with two_savers(tmp_path, text, snapshot=snapshot) as savers:
        for one in savers:
            tasks = list(one.workspace.plan.tables["tasks"])
            header = one.workspace.plan.header
            one.workspace.apply([SetField("plan", "", "title", "Tên khác", header["title"])], LABEL)
            one.save()
            for id in (tasks[0], tasks[-1], *tasks[: 1 if snapshot else 12]):
                note = one.workspace.plan.tables["tasks"][id].get("note", MISSING)
                one.workspace.apply([SetField("tasks", id, "note", f"Ghi chú của {id}", note)], LABEL)
            one.save()
            assert one.path.read_bytes() != text.encode()
            while one.workspace.undo_steps:
                one.workspace.undo()
            one.save()
            assert one.path.read_bytes() == text.encode()
        assert savers[0].ways == [True] * 3 and savers[0].history() == savers[1].history()


@pytest.mark.parametrize("snapshot", [False, True])
@pytest.mark.parametrize(
    "change",
    [lambda text: text, lambda text: f"\ufeff{text}", lambda text: text.replace("\n", "\r\n"), str.rstrip],
    ids=["as it is", "with a mark", "with carriage returns", "without a last line end"],
)
def test_records_that_come_and_go_do_so_the_short_way(tmp_path: Path, change: Any, snapshot: bool) -> None:
    """The first and the last of the file among them, several beside each other; taken back after a save, the first bytes."""
    text = change(SAMPLE.read_text(encoding="utf-8"))
    with two_savers(tmp_path, text, snapshot=snapshot) as savers:
        for one in savers:
            workspace, tables = one.workspace, one.workspace.plan.tables
            tasks, agencies = list(tables["tasks"]), list(tables["agencies"])
            likeness = dict(tables["tasks"][tasks[1]])
            workspace.apply([AddRecord("tasks", f"moi-{n}", likeness, at) for n, at in enumerate((0, 3, 4, len(tasks) + 3, None))], LABEL)
            workspace.apply([AddRecord("agencies", "moi", {"name": "Sở mới", "kind": "department"}, None)], LABEL)
            one.save()
            workspace.apply(
                [workspace.delete("tasks", id) for id in sorted({"moi-1", *free(workspace.plan, "tasks")[:4]} - {"moi-2"})], LABEL
            )
            workspace.apply([workspace.set_field("tasks", "moi-2", "note", "Khác"), workspace.delete("agencies", "moi")], LABEL)
            workspace.apply([workspace.set_field("agencies", agencies[-1], "short", "Cuối")], LABEL)
            one.save()
            gone = [workspace.delete(table, id) for table in ("documents", "tasks", "views") for id in free(workspace.plan, table)[1:]]
            workspace.apply(gone, LABEL)
            one.save()
            assert one.path.read_bytes() != text.encode()
            while workspace.undo_steps:
                workspace.undo()
            one.save()
            assert one.path.read_bytes() == text.encode()
        short, long = savers
        assert short.ways == [True] * 4 and short.history() == long.history() and short.problems() == long.problems()
        kinds = [{next(iter(edit)) for edit in line["edits"]} for line in short.history() if "edits" in line]
        assert {"add", "delete"} <= set().union(*kinds)


@pytest.mark.parametrize("snapshot", [False, True])
def test_after_a_colleagues_save_was_taken_in_the_short_way_is_gone_on(tmp_path: Path, snapshot: bool) -> None:
    """Others' fields of other records, and what is undone after it; of the same record, or with one that came, all texts are joined."""
    with two_savers(tmp_path, SAMPLE.read_text(encoding="utf-8"), snapshot=snapshot) as savers:
        for one in savers:
            first, second, third = list(one.workspace.plan.tables["tasks"])[:3]
            taken: list[Edit] = [SetField("tasks", second, "note", "Của người khác", MISSING)]

            def note(one: Saver, id: str, text: str) -> None:
                one.workspace.apply([one.workspace.set_field("tasks", id, "note", text)], LABEL)
                one.save()

            one.take_in([])
            note(one, first, "Một")
            one.take_in(taken)
            note(one, third, "Ba")
            one.take_in([SetField("plan", "", "title", "Kế hoạch khác", one.workspace.plan.header["title"])])
            while one.workspace.undo_steps:
                one.workspace.undo()
            one.save()
            assert load(one.path).plan.tables["tasks"][second]["note"] == "Của người khác"
            one.take_in([AddRecord("agencies", "moi", {"name": "Sở mới", "kind": "department"})])
            note(one, first, "Hai")
            last = free(one.workspace.plan, "tasks")[-1]
            one.take_in([DeleteRecord("tasks", last, one.workspace.plan.tables["tasks"][last], -1)])
            note(one, third, "Ba nữa")
            note(one, first, "Bốn")
            one.take_in([SetField("tasks", first, "note", "Năm", "Bốn")])
            note(one, third, "Sáu")
        short, long = savers
        assert short.path.read_bytes() == long.path.read_bytes() and short.history() == long.history()
        assert short.ways == [True] * 6 + [False] and not any(long.ways)


@pytest.mark.parametrize("snapshot", [False, True])
def test_where_only_the_whole_text_tells_the_place_of_a_record_the_long_way_is_gone(tmp_path: Path, snapshot: bool) -> None:
    """The first record of a table, the last one of it taken out, and records in another order with a new one."""
    with two_savers(tmp_path, SAMPLE.read_text(encoding="utf-8"), snapshot=snapshot) as savers:
        for one in savers:
            tables = one.workspace.plan.tables
            (view, values), *others = tables["views"].items()
            assert not others
            one.workspace.apply([one.workspace.delete("views", view)], LABEL)
            one.save()
            one.workspace.apply([AddRecord("views", "moi", dict(values))], LABEL)
            one.save()
            moved = one.workspace.delete("tasks", free(one.workspace.plan, "tasks")[0])
            again = AddRecord("tasks", moved.id, moved.values, None)
            one.workspace.apply([moved, again, AddRecord("tasks", "moi", dict(moved.values), None)], LABEL)
            one.save()
        short, long = savers
        assert short.path.read_bytes() == long.path.read_bytes() and short.history() == long.history() and not any(short.ways)


@pytest.mark.parametrize(
    "odd",
    [
        lambda text: text + '\n[tasks."có dấu"]\nsummary = "x"\n',  # a header of another form
        lambda text: text.replace("format = 2", "format = 1", 1),  # carried over by this save
    ],
    ids=["an odd header", "an older format"],
)
def test_what_is_odd_goes_the_long_way(tmp_path: Path, odd: Any) -> None:
    with two_savers(tmp_path, odd(SAMPLE.read_text(encoding="utf-8")), snapshot=False) as savers:
        for one in savers:
            id = list(one.workspace.plan.tables["tasks"])[1]
            one.workspace.apply([one.workspace.set_field("tasks", id, "note", "Mới")], LABEL)
            one.save()
        assert savers[0].ways == [False]
        assert savers[0].path.read_bytes() == savers[1].path.read_bytes() and savers[0].history() == savers[1].history()


def test_a_letter_utf8_does_not_know_is_refused_as_ever(plan_file: Path) -> None:
    loaded, before = load(plan_file), plan_file.read_bytes()
    id = next(iter(loaded.plan.tables["tasks"]))
    loaded.plan.tables["tasks"][id] = {**loaded.plan.tables["tasks"][id], "note": "nửa chữ \ud800"}
    with pytest.raises(SaveFailed, match="UTF-8"):
        save(loaded, loaded.plan)
    assert plan_file.read_bytes() == before


def test_an_empty_plan_has_no_record_to_change() -> None:
    loaded = load_text("")
    assert loaded.regular is not None
    assert in_place.in_place(loaded.state.content, loaded.regular, {}, loaded.plan) is None, "it names no format"


def test_a_line_of_a_text_is_not_taken_for_a_header(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    id = next(iter(load_text(text).plan.tables["tasks"]))
    tricky = text.replace(f"\n[tasks.{id}]\n", f'\n[tasks.tricky]\nsection = "x"\nnote = """\n[tasks.{id}]\n"""\n\n[tasks.{id}]\n', 1)
    assert load_text(tricky).regular is None


@given(st.lists(st.sampled_from(["plan", "tasks.a", "tasks.b-1", "tasks.b", "goals.a"]), unique=True), st.booleans(), st.booleans())
@law(20, 300, ANY)
def test_records_are_found_where_they_stand_one_by_one_and_in_one_pass(headers: list[str], mark: bool, above: bool) -> None:
    text = "\ufeff" * mark + "format = 2\n# [tasks.a]\n" * above + "".join(f"[{header}]\nx = 'ố'\n" for header in headers)
    data = text.encode()
    paths = [tuple(header.split(".")) for header in headers]
    found = places_of(data, paths)
    with patch("tui.store.toml.places._FEW", 0):
        assert places_of(data, paths) == found
    assert found is not None
    assert [data[start:end].decode() for start, end in map(found.__getitem__, paths)] == [f"[{h}]\nx = 'ố'\n" for h in headers]
    assert places_of(data, [*paths, ("tasks", "none")]) is None


@given(st.lists(st.binary(max_size=6) | st.sampled_from([b"\n[", b"[", b"\n"]), max_size=8), st.binary(max_size=20))
@law(20, 400, ANY)
def test_pieces_are_the_bytes_they_make(pieces: list[bytes], other: bytes) -> None:
    content, whole = Content([piece for piece in pieces if piece]), b"".join(pieces)
    assert content.whole == whole and content.size == len(whole) and content.digest == Content([whole]).digest
    assert content.holds_same(Content([whole])) and content.holds_same(Content([other])) is (whole == other)
    assert headers_in(pieces) == whole.count(b"\n[")
    middle = len(whole) // 2
    assert Content([whole]).with_parts([(middle, middle, other)]).whole == whole[:middle] + other + whole[middle:]


@given(
    st.binary(max_size=60), st.lists(st.lists(st.tuples(st.integers(0, 60), st.binary(max_size=5)), max_size=4), max_size=4), st.booleans()
)
@law(20, 400, ANY)
def test_a_digest_that_goes_on_from_another_is_that_of_all_the_bytes(
    text: bytes, versions: list[list[tuple[int, bytes]]], known: bool
) -> None:
    with patch("tui.store.files.content._AT_ONCE", 8):
        base = Content([text], digest=Content([text]).digest if known else None)
        last = base
        for version in versions:
            places = sorted({min(at, len(text)): new for at, new in version}.items())
            parts = [
                (at, min(at + len(new), later, len(text)), new)
                for (at, new), (later, _) in zip(places, [*places[1:], (60, b"")], strict=False)
            ]
            content = base.with_parts(parts)
            content.go_on_from(last)
            same = content.begins_like(last)
            assert content.whole[:same] == last.whole[:same] and content.holds_same(last) is (content.whole == last.whole)
            assert content.digest == Content([content.whole]).digest and base.digest == Content([text]).digest
            last = content


def test_what_was_digested_of_the_version_before_is_not_digested_again() -> None:
    taken: list[int] = []

    class Counting:
        """BLAKE2b that tells how many bytes it takes in."""

        def __init__(self, state: Any = None) -> None:
            self.state = state or blake2b(digest_size=16)

        def update(self, data: bytes) -> None:
            taken.append(len(data))
            self.state.update(data)

        def copy(self) -> Counting:
            return Counting(self.state.copy())

        def hexdigest(self) -> str:
            return str(self.state.hexdigest())

    text = bytes(100)
    with patch("tui.store.files.content._AT_ONCE", 10), patch("tui.store.files.content.blake2b", lambda digest_size: Counting()):
        base = Content([text])
        first = base.with_parts([(50, 51, b"a")])
        first.go_on_from(base)
        assert first.digest == blake2b(text[:50] + b"a" + text[51:], digest_size=16).hexdigest() and sum(taken) == 100
        assert base.digest == blake2b(text, digest_size=16).hexdigest() and sum(taken) == 150, "up to the change they are one"
        second = base.with_parts([(50, 51, b"a"), (80, 80, b"b")])
        second.go_on_from(first)
        assert second.digest == blake2b(second.whole, digest_size=16).hexdigest()
        assert sum(taken) == 150 + 30, "what stands before the new change is that of the first"
        other = Content([text]).with_parts([(99, 100, b"c")])
        other.go_on_from(second)
        assert other.begins_like(second) == 0, "of another text nothing is known without a look"


def test_what_is_surely_not_cut_short_is_not_by_the_whole_look_either(tmp_path: Path) -> None:
    text = SAMPLE.read_bytes()
    kept = tmp_path / "kept"
    for before in (b"", b"\n" * 9, text[: len(text) // 3], text, text * 2, text * 3):
        kept.write_bytes(before)
        for version in (b"", b" \n", text[: len(text) // 2], text, text + b"x"):
            if is_surely_not_less(Content([version]), kept):
                assert not is_less(version, before)
    assert not is_surely_not_less(Content([text]), tmp_path / "none")


def test_a_text_with_no_room_left_goes_the_long_way(tmp_path: Path) -> None:
    with two_savers(tmp_path, SAMPLE.read_text(encoding="utf-8"), snapshot=False) as savers:
        for one in savers:
            assert one.loaded.regular is not None
            one.loaded = attrs.evolve(one.loaded, regular=attrs.evolve(one.loaded.regular, room=(0, 0, 0, 0)))
            id = next(iter(one.workspace.plan.tables["tasks"]))
            one.workspace.apply([one.workspace.set_field("tasks", id, "partners", [])], LABEL)
            one.save()
        assert savers[0].ways == [False] and savers[0].path.read_bytes() == savers[1].path.read_bytes()


def test_a_history_that_cannot_be_written_keeps_no_large_plan_from_being_saved(plan_file: Path) -> None:
    history_of(plan_file).mkdir()
    loaded, note = load(plan_file), Note("thu", "Người thử")
    id = next(iter(loaded.plan.tables["tasks"]))
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field("tasks", id, "note", "Mới")], LABEL)
    with in_pieces():
        save(loaded, workspace.plan, note=note)
    assert note.unwritten is not None and load(plan_file).plan.tables["tasks"][id]["note"] == "Mới"


CALLS = ("open", "read", "pread", "write", "fsync", "link", "unlink", "replace", "ftruncate", "close", "stat", "lstat")
"""What a save asks of the system."""


def save_killed_at(loaded: Loaded, plan: Plan, number: int) -> bool:
    """Whether a process that saves in pieces, with its thread, was killed right before its call of this number; else it has saved."""
    child = os.fork()
    if not child:
        left = count(1)

        def counted(call: Callable[..., Any]) -> Callable[..., Any]:
            def made(*given: Any, **more: Any) -> Any:
                if next(left) == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*given, **more)

            return made

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        with contextlib.suppress(BaseException), in_pieces():
            save(loaded, plan, note=Note("thu", "Người thử"))
            os._exit(0)
        os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@longer
def test_killed_at_any_call_a_large_save_leaves_the_old_version_or_the_new_one_and_a_history_of_it(plan_file: Path) -> None:
    """Also the first save ever, whose entry has the whole text; whoever comes next can save and finds the state before."""
    number, killed = 1, True
    while killed:
        loaded = load(plan_file)
        loaded.state.content.deflated = partial(zlib.compress, loaded.state.data) if number % 2 else None
        old, id = plan_file.read_bytes(), next(iter(loaded.plan.tables["tasks"]))
        summary = loaded.plan.tables["tasks"][id]["summary"]
        workspace = Workspace(loaded.plan)
        come_or_gone = (
            AddRecord("agencies", "moi", {"name": "Mới", "kind": "department"})
            if "moi" not in loaded.plan.tables["agencies"]
            else workspace.delete("agencies", "moi")
        )
        workspace.apply([SetField("tasks", id, "summary", f"Việc sửa lần {number}", summary), come_or_gone], LABEL)
        killed = save_killed_at(loaded, workspace.plan, number)
        again = load(plan_file)
        saved_it = again.plan.tables["tasks"][id]["summary"] == f"Việc sửa lần {number}"
        assert saved_it or (killed and plan_file.read_bytes() == old)
        workspace = Workspace(again.plan)
        workspace.apply([SetField("tasks", id, "summary", f"Lưu sau lần {number}", again.plan.tables["tasks"][id]["summary"])], LABEL)
        save(again, workspace.plan, note=Note("sau", "Người sau"), wait=0)
        history = read_history(plan_file, load(plan_file).state)
        last = history.entries[-1]
        before = history.after(last.number - 1)
        assert before is not None and before.tables["tasks"][id]["summary"] == (f"Việc sửa lần {number}" if saved_it else summary)
        assert last.before == again.state.digest and not last.outside
        if number % 9 == 0:  # a save that is the first ever
            for path in history_of(plan_file).parent.glob("*.history"):
                path.unlink()
        number += 1 if LONG else 4
    assert number > 40
