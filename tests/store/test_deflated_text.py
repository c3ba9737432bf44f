"""The first entry of a large plan's history: its text deflated as the snapshot has it, and nothing that is not that text is believed."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.support.in_pieces import in_pieces
from tests.support.paths import SAMPLE
from tui.model.fields import MAX_BYTES
from tui.model.plan import same
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.files.content import Content
from tui.store.log import deflated_text
from tui.store.log.checked_lines import line
from tui.store.log.deflated_text import text_of
from tui.store.log.history import read_history
from tui.store.log.history_parts import history_of
from tui.store.log.record import Note
from tui.store.others_text import Unreadable
from tui.store.plan_file import Loaded, load, load_text
from tui.store.plan_save import save
from tui.store.snapshot import make as snapshot_making
from tui.store.snapshot import open as opening
from tui.store.snapshot import read as snapshot_reading
from tui.store.snapshot.open import open_plan

TEXT = SAMPLE.read_bytes()


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def with_snapshot(path: Path, *, opened_from_it: bool) -> Loaded:
    """A plan with a snapshot, opened from it or before it was made."""
    with patch.object(opening, "SMALLEST", 0), patch.object(snapshot_making, "LARGE", 4):
        first = load(path)
        subject = snapshot_making.subject_of(first)
        assert subject is not None and snapshot_making.make(subject, lambda: None) is not None
        return open_plan(path) if opened_from_it else first


def save_note(loaded: Loaded, note: str) -> Note:
    """One note more in the first task, saved; what the history says of it."""
    workspace = Workspace(loaded.plan)
    id = next(iter(loaded.plan.tables["tasks"]))
    workspace.apply([workspace.set_field("tasks", id, "note", note)], say("test"))
    written = Note("thu", "Người thử")
    with in_pieces():
        save(loaded, workspace.plan, note=written)
    return written


def first_line(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(history_of(path).read_bytes().partition(b"\n")[0][9:])
    return found


@pytest.mark.parametrize("opened_from_it", [True, False])
def test_a_history_that_begins_has_the_text_as_the_snapshot_has_it(plan_file: Path, opened_from_it: bool) -> None:
    loaded = with_snapshot(plan_file, opened_from_it=opened_from_it)
    assert save_note(loaded, "Mới").unwritten is None
    said = first_line(plan_file)
    assert "text" not in said and text_of(said["deflated"]).encode() == TEXT
    history = read_history(plan_file)
    before = history.after(0)
    assert before is not None and same(before.tables, load_text(TEXT.decode()).plan.tables) and history.unreadable == 0
    assert history.entries[0].whole_text == TEXT.decode()
    plan_file.write_bytes(plan_file.read_bytes().replace("Mới".encode(), "Khác".encode()))  # outside: the next save asks for it again
    assert save_note(load(plan_file), "Sau").unwritten is None
    assert [entry.edits is None for entry in read_history(plan_file).entries] == [False] * 3


def flipped(copy: Path) -> None:
    copy.write_bytes(bytes(byte ^ 1 for byte in copy.read_bytes()))


def cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-30])


def emptied(copy: Path) -> None:
    copy.write_bytes(b"")


def longer_text(copy: Path) -> None:
    copy.write_bytes(zlib.compress(TEXT + b"#"))


@pytest.mark.parametrize("opened_from_it", [True, False])
@pytest.mark.parametrize("damage", [flipped, cut, emptied, longer_text, Path.unlink])
def test_a_copy_that_is_no_longer_as_it_was_written_is_not_believed(
    plan_file: Path, tmp_path: Path, damage: Callable[[Path], None], opened_from_it: bool
) -> None:
    """The history has the text as it stands then, as where there is no snapshot; a copy that is held open outlives its name."""
    loaded = with_snapshot(plan_file, opened_from_it=opened_from_it)
    (copy,) = (tmp_path / "cache").rglob(snapshot_reading.TEXT)
    damage(copy)
    assert save_note(loaded, "Mới").unwritten is None
    said = first_line(plan_file)
    is_held = damage is Path.unlink and opened_from_it
    assert ("deflated" in said) is is_held and (text_of(said["deflated"]) if is_held else said["text"]).encode() == TEXT
    assert deflated_text.deflated_text(Content([TEXT])) is None


def test_a_text_that_is_not_the_same_inflated_makes_no_snapshot(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of memory, say: the history is for good."""
    loaded, whole = load(plan_file), zlib.compressobj
    for faulty in (lambda _: whole(1, zlib.DEFLATED, -15), lambda _: _Forgetful()):
        monkeypatch.setattr(zlib, "compressobj", faulty)
        with patch.object(opening, "SMALLEST", 0):
            subject = snapshot_making.subject_of(loaded)
            assert subject is not None and snapshot_making.make(subject, lambda: None) is None
    assert loaded.state.content.deflated is None


class _Forgetful:
    """Deflates nothing of what it is given, and ends as it should."""

    def compress(self, _: bytes) -> bytes:
        return b""

    def flush(self) -> bytes:
        return zlib.compress(b"")


def test_what_cannot_be_inflated_is_no_text_and_the_plan_before_comes_from_the_file(plan_file: Path) -> None:
    for written in (
        "",
        "%",
        b64encode(TEXT).decode(),
        b64encode(zlib.compress(TEXT)[:99]).decode(),
        b64encode(zlib.compress(b"\xff")).decode(),
    ):
        with pytest.raises(Unreadable):
            text_of(written)
    bomb = b64encode(zlib.compress(bytes(MAX_BYTES + 1))).decode()
    with pytest.raises(Unreadable, match="longer"):
        text_of(bomb)
    save_note(with_snapshot(plan_file, opened_from_it=True), "Mới")
    for written in (bomb, "%"):
        lines = history_of(plan_file).read_bytes().split(b"\n")
        history_of(plan_file).write_bytes(line({**first_line(plan_file), "deflated": written}) + b"\n".join(lines[1:]))
        assert read_history(plan_file).after(0) is None, "nothing is known but what was changed"
        before = read_history(plan_file, load(plan_file).state).after(0)
        assert before is not None and same(before.tables, load_text(TEXT.decode()).plan.tables)


def test_an_empty_plan_has_a_text_too(plan_file: Path) -> None:
    plan_file.write_bytes(b"format = 2\n")
    loaded = with_snapshot(plan_file, opened_from_it=False)
    loaded.plan.tables["agencies"]["ub"] = {"name": "UBND"}
    save(loaded, loaded.plan, note=Note("thu", "Người thử"))
    before = read_history(plan_file).after(0)
    assert text_of(first_line(plan_file)["deflated"]) == "format = 2\n" and before is not None and not before.tables["agencies"]
