"""A snapshot of a large plan in the user's cache: opened the second time, it need not be parsed, checked and turned into frames again.

A snapshot is named after the checksum of the plan file it was made from and the program that made it, so there is no stale one:
whatever the file's dates say, other bytes have another snapshot or none. Before anything of one is shown its own bytes are
compared with their checksums. Whatever is wrong with it, the plan file is read as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import stat
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs

from tui import __version__
from tui.model import fields
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.plan import Plan, RecordId, SetAside, Values
from tui.model.records import StoredRecords
from tui.model.text import N_, say
from tui.start import lone_import, others_file
from tui.store.files.content import Content
from tui.store.files.errors import CannotRead, shown_path
from tui.store.files.file_state import FileState, Identity, read_file
from tui.store.lazy import Lazy
from tui.store.others_text import Unreadable, object_of, reading, whole_text
from tui.store.plan_file import Kept, Loaded
from tui.store.snapshot.blocks import IN_A_BLOCK, inflated, lines_of_block
from tui.store.snapshot.codec import problem_of, read_back
from tui.store.toml.parse import parsed
from tui.store.toml.regular import Regular

FORMAT: Final = 3
"""The version of what a snapshot holds."""

HEAD, RECORDS, TEXT = "head.json", "records", "plan.toml.z"
"""The files of a snapshot beside one frame a large table. The head tells the size and checksum of each other; the text is deflated."""
DERIVED: Final = ".derived"
"""How the names of frames end that sessions have worked out since: name, checksum, this."""


_BOM: Final = "\ufeff"
_AT_HAND: Final = 32
"""Blocks of records that stay inflated: a screen shows records of a few, a search goes through them in order."""
_PIECE: Final = 8 << 20
"""Bytes read at a time: whoever reads gives the interpreter away, and waits to have it back."""


def name_of(digest: str) -> str:
    """The folder a snapshot of a file with this SHA-256 has: another program, or other rules, make another."""
    made_by: list[Any] = [FORMAT, __version__, fields.FORMAT, sys.byteorder]
    for folder, _, files in os.walk(Path(__file__).parents[2]):  # a checkout is changed without a new version
        for name in sorted(files):
            if name.endswith((".py", ".mo")):
                status = os.stat(os.path.join(folder, name))
                made_by += [name, status.st_size, status.st_mtime_ns]
    return f"{digest[:40]}-{hashlib.sha256(json.dumps(made_by).encode()).hexdigest()[:16]}"


# -- finding ------------------------------------------------------------------------------------------------------


@attrs.define
class Search:
    """Looks for the snapshot of a plan file in a thread of its own, beside whatever the start has to do meanwhile."""

    path: Path
    folder: Path
    _thread: threading.Thread | None = None
    _identity: Identity | None = None
    _digest: str = ""
    _parts: _Parts | None = None

    def begin(self) -> None:
        """Start to compare the file, and the snapshot it has, with their checksums."""
        lone_import.end()  # the thread may import
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        with contextlib.suppress(OSError, Unreadable), reading():
            self._identity, self._digest = _digest_of(self.path)
            self._parts = _parts(self.folder / name_of(self._digest), self._digest)

    def loaded(self) -> Loaded | None:
        """The plan as its snapshot holds it; None when there is none, or the file has been changed meanwhile."""
        if self._thread is not None:
            self._thread.join()
        if self._parts is None or self._identity is None:
            return None
        try:
            with reading():
                if Identity.of(os.stat(self.path)) != self._identity:  # somebody has written while it was compared
                    return None
                return _loaded(self._parts, self.path, self._identity, self._digest)
        except Unreadable:
            return None


@attrs.define
class _Parts:
    """The files of a snapshot, compared with their checksums."""

    folder: Path
    head: dict[str, Any]
    records: mmap.mmap | bytes
    frames: dict[str, str]
    """The files of derived frames by name; each has its checksum in its name."""
    text: int
    """An open handle: the copy of the plan file stays readable when the snapshot is taken away meanwhile."""


def _digest_of(path: Path) -> tuple[Identity, str]:
    """What ``stat`` tells of a file, and its SHA-256. Raises OSError, and ValueError when somebody writes to it just now."""
    digest = hashlib.sha256()
    piece = bytearray(_PIECE)
    with open(path, "rb", buffering=0, opener=_opener) as file:
        before = Identity.of(os.fstat(file.fileno()))
        while size := file.readinto(piece):
            digest.update(memoryview(piece)[:size])
        after = Identity.of(os.fstat(file.fileno()))
    if before != after:
        raise ValueError(path)
    return after, digest.hexdigest()


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)


def holds(folder: Path, digest: str) -> bool:
    """Whether there is a snapshot of a file with this SHA-256, as it was written."""
    try:
        with reading():
            parts = _parts(folder, digest)
    except Unreadable:
        return False
    os.close(parts.text)
    return True


def reopened(folder: Path) -> Loaded | None:
    """The plan of a snapshot, once more and by itself; None when it does not hold."""
    try:
        with reading():
            parts = _parts(folder, "")
            status = os.stat(folder / TEXT)
            return _loaded(parts, folder / TEXT, Identity.of(status), whole_text(parts.head["sha256"]))
    except Unreadable:
        return None


def _parts(folder: Path, digest: str) -> _Parts:
    """``digest`` is that of the plan file, "" where any will do. Raises whatever comes of one that is not as it was written."""
    for place in (folder.parent, folder):
        owned(os.lstat(place), stat.S_ISDIR)
    head_bytes = _whole(folder / HEAD)
    checksum, _, body = head_bytes.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        raise ValueError(HEAD)
    head = read_back(body)
    if head["sha256"] != (digest or head["sha256"]):
        raise ValueError(TEXT)
    if any("/" in name for name in head["files"]):
        raise ValueError(HEAD)
    mapped = {name: _mapped(folder / name) for name in head["files"] if name != TEXT}
    for name, data in mapped.items():
        size, known = head["files"][name]
        if len(data) != size or _sha256(data) != known:
            raise ValueError(name)
    text = _open_own(folder / TEXT)
    if os.fstat(text).st_size != head["files"][TEXT][0]:
        os.close(text)
        raise ValueError(TEXT)
    with contextlib.suppress(OSError):  # used now: the one that is used least goes first
        os.utime(folder)
    return _Parts(folder, head, mapped[RECORDS], _frames(folder), text)


def _frames(folder: Path) -> dict[str, str]:
    """The derived frames by name; whoever reads one compares it with the checksum in the file's name."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(DERIVED):
                owned(entry.stat(follow_symlinks=False), stat.S_ISREG)
                found[entry.name.partition("-")[0]] = entry.path
    return found


def _sha256(data: mmap.mmap | bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def owned(status: os.stat_result, kind: Callable[[int], bool]) -> None:
    """Only what this user made and nobody else may write to is read. Raises ValueError for anything else."""
    if status.st_uid != os.geteuid() or status.st_mode & 0o022 or not kind(status.st_mode):
        raise ValueError(status.st_mode)


def _open_own(path: Path) -> int:
    handle = others_file.opened(path)
    try:
        owned(os.fstat(handle), stat.S_ISREG)
    except ValueError:
        os.close(handle)
        raise
    return handle


def _whole(path: Path) -> bytes:
    handle = _open_own(path)
    try:
        return others_file.bytes_in(handle, fields.MAX_BYTES)
    finally:
        os.close(handle)


def _mapped(path: Path) -> mmap.mmap | bytes:
    handle = _open_own(path)
    try:
        return mmap.mmap(handle, 0, access=mmap.ACCESS_READ) if os.fstat(handle).st_size else b""
    finally:
        os.close(handle)


# -- the plan of a snapshot ---------------------------------------------------------------------------------------


class StoredTable:
    """The records of one large table in a mapped file: blocks of them one after the other, the ids, and where each block ends.

    ``whole`` gives them as the plan's text has them: what cannot be read here is read there.
    """

    def __init__(self, data: mmap.mmap | bytes, place: Mapping[str, int], whole: Callable[[], Mapping[str, Values]]) -> None:
        self._data, self._whole = data, whole
        marks = [place[name] for name in ("start", "ids", "ends", "count")]
        if any(type(mark) is not int or not 0 <= mark <= len(data) for mark in marks[:3]) or type(marks[3]) is not int:
            raise ValueError(RECORDS)
        self._start, self._ids, self._ends, self._count = marks
        many = -(-self._count // IN_A_BLOCK) + 1
        self._offsets = memoryview(data)[self._ends : self._ends + 8 * many].cast("Q")
        if self._count < 0 or len(self._offsets) != many:
            raise ValueError(RECORDS)
        self._blocks: dict[int, list[bytes]] = {}
        self._all: list[Values] | None = None
        self._from_text: Mapping[str, Values] | None = None

    def ids(self) -> Sequence[str]:
        """The id of every place."""
        if self._from_text is None:
            try:
                with reading():
                    found = read_back(inflated(self._data[self._ids : self._ends]))
                if isinstance(found, list) and len(found) == self._count and all(isinstance(id, str) for id in found):
                    return found
            except Unreadable:
                pass
        return list(self._read_in_text())

    def record(self, place: int) -> Values:
        """The record of a place. Raises IndexError."""
        if self._all is not None:
            return self._all[place]
        if self._from_text is None:
            try:
                with reading():
                    number, line = divmod(place, IN_A_BLOCK)
                    return object_of(read_back(self._block(number)[line]))
            except Unreadable:
                pass
        return list(self._read_in_text().values())[place]

    def _block(self, number: int) -> list[bytes]:
        """The records of a block, as many as there have to be; the last ones stay at hand."""
        found = self._blocks.get(number)
        if found is None:
            start, end = self._offsets[number], self._offsets[number + 1]
            found = lines_of_block(self._data[self._start + start : self._start + end])
            if len(found) != min(IN_A_BLOCK, self._count - number * IN_A_BLOCK):
                raise ValueError(RECORDS)
            if len(self._blocks) >= _AT_HAND:
                self._blocks.clear()
            self._blocks[number] = found
        return found

    def all(self) -> dict[str, Values]:
        """All of them by id, read now and kept: what is compared with them again and again finds the same objects."""
        ids = self.ids()
        if self._all is None:
            self._all = [self.record(place) for place in range(self._count if self._from_text is None else len(ids))]
        if self._from_text is not None:
            ids, self._all = list(self._from_text), list(self._from_text.values())
        return dict(zip(ids, self._all, strict=True))

    def _read_in_text(self) -> Mapping[str, Values]:
        """The whole table from the plan's text, from now on: one of its places could not be read here, or there are not so many."""
        if self._from_text is None:
            self._from_text = self._whole()
            self._all = list(self._from_text.values())
        return self._from_text


def _loaded(parts: _Parts, path: Path, identity: Identity, digest: str) -> Loaded:
    head = parts.head
    known = whole_text(head["digest"])
    text = Lazy(lambda: Content([_text(parts, path, identity, digest)], known, partial(_copy_of_text, parts)))
    doc = Lazy(lambda: parsed(text.value.whole.decode("utf-8").removeprefix(_BOM)))
    stored = {name: StoredTable(parts.records, place, partial(_table, doc, name)) for name, place in head["large"].items()}
    small: dict[str, Any] = object_of(head["small"])
    if sorted(map(whole_text, head["order"])) != sorted([*small, *stored]):
        raise ValueError(HEAD)
    aside: dict[RecordId, SetAside] = {}
    for table, id, rows in head["aside"]:
        raw = _raw(small, stored, table, id)
        aside[table, id] = SetAside(table, id, raw, tuple(problem_of(row) for row in rows))
    tables: dict[str, Any] = {}
    for name, spec in TABLES.items():
        without = frozenset(id for table, id in aside if table == name)
        if name in stored:
            place, frame = head["large"][name], head["frames"].get(name, "")
            if place["count"] < len(without):
                raise ValueError(RECORDS)
            frame_file = str(parts.folder / frame) if frame else ""
            tables[name] = StoredRecords(stored[name], place["count"] - len(without), without=without, frame_file=frame_file)
        elif name not in small or SINGLE_ID in without:
            tables[name] = {}
        else:
            raw = object_of(small[name])
            tables[name] = {id: values for id, values in ({SINGLE_ID: raw} if spec.single else raw).items() if id not in without}
            all(map(object_of, tables[name].values()))
    extra = {key: small[key] for key in head["order"] if key not in TABLES}
    start, end = head["problems"]
    return Loaded(
        Plan(tables, aside, extra),
        tuple(problem_of(row) for row in read_back(inflated(parts.records[start:end]))),
        FileState(path, text, identity),
        Lazy(lambda: _document(head["order"], small, stored)),
        snapshot=Kept(parts.folder, parts.frames),
        regular=None if head["room"] is None else Regular(small, tuple(map(int, head["room"])), stored),
    )


def _table(doc: Lazy[dict[str, Any]], name: str) -> Mapping[str, Values]:
    found: Mapping[str, Values] = doc.value[name]
    return found


def _raw(small: Mapping[str, Any], stored: Mapping[str, StoredTable], table: str, id: str) -> Any:
    if table in stored:
        return stored[table].record(list(stored[table].ids()).index(id))
    return small[table] if id == SINGLE_ID else small[table][id]


def _document(order: Sequence[str], small: Mapping[str, Any], stored: Mapping[str, StoredTable]) -> dict[str, Any]:
    """The plan file as it is parsed."""
    doc: dict[str, Any] = {}
    for name in order:
        table = stored.get(name)
        doc[name] = small[name] if table is None else table.all()
    return doc


def _text(parts: _Parts, path: Path, identity: Identity, digest: str) -> bytes:
    """The bytes of the plan file the snapshot was made from: its own while nobody has written to it, else those of the copy.

    Raises :class:`CannotRead`.
    """
    with contextlib.suppress(OSError):
        if _is_of(found := _untouched(path, identity), digest):
            return found
    with contextlib.suppress(Unreadable), reading():
        if _is_of(found := inflated(_copy_of_text(parts)), digest):
            return found
    state = read_file(path)  # the disk has lost the copy: the file itself, as long as it holds the same
    if not _is_of(state.data, digest):
        raise CannotRead(say(N_("{path}: the version that was opened can no longer be read"), path=shown_path(path)))
    return state.data


def _copy_of_text(parts: _Parts) -> bytes:
    """The copy of the plan file as the snapshot has it, deflated. Raises OSError, and ValueError where it is not as it was written."""
    size, checksum = parts.head["files"][TEXT]
    found = b""
    while piece := os.pread(parts.text, size - len(found), len(found)):
        found += piece
    if _sha256(found) != checksum:
        raise ValueError(TEXT)
    return found


def _untouched(path: Path, identity: Identity) -> bytes:
    """The bytes of the file nobody has written to since; nothing where somebody has. Raises OSError."""
    with open(path, "rb", buffering=0, opener=_opener) as file:
        if Identity.of(os.fstat(file.fileno())) != identity:
            return b""
        return file.read(identity.size)  # in one go: pieces would have to be put together


def _is_of(data: bytes, digest: str) -> bool:
    return hashlib.sha256(data).hexdigest() == digest
