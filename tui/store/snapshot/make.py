"""Making a snapshot of a large plan beside everything else: a bit of work, a rest, and nothing is ever told of it.

It is written into a folder of its own and renamed into its place when it is whole; a fault leaves no snapshot and no noise.
"""

from __future__ import annotations

import array
import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import attrs

from tui.model.fields import SINGLE_ID, TABLES
from tui.model.plan import Problem, RecordId, SetAside, Values
from tui.store.files.file_state import FileState
from tui.store.plan_file import Loaded
from tui.store.snapshot import open as opening
from tui.store.snapshot.blocks import IN_A_BLOCK, block_of, deflated
from tui.store.snapshot.codec import aside_row, kept, problem_row
from tui.store.snapshot.read import DERIVED, HEAD, RECORDS, TEXT, holds, name_of, owned

if TYPE_CHECKING:
    import polars as pl

LARGE: Final = 1000
"""Records from which a table is read record by record, and its frame kept."""

KEPT: Final = 5
"""Snapshots that stay, the last used ones."""
MOST_BYTES: Final = 1 << 30
"""What all of them together may take."""

MOST_DERIVED: Final = 32
"""Derived frames kept with one snapshot, the last used ones."""

_COMPRESSION: Final = "zstd"
"""How frames are kept: a twelfth of the room, and read in less time than comparing the checksum of so many bytes more takes."""

_NEW: Final = ".new-"
_FORGOTTEN: Final = 3600.0
"""Seconds after which an unfinished snapshot is nobody's."""
_PIECE: Final = 1 << 20
"""Bytes written at a time."""
_TEXT_PIECE: Final = 1 << 18
"""Bytes of the text deflated at a time: a millisecond or two."""
_SLICE: Final = 256
"""Records made into a frame at a time: a few milliseconds in which nobody else runs."""


@attrs.frozen
class Subject:
    """What a snapshot is made of: one version of a plan file and what was read in it. Nothing of it is ever changed in place."""

    state: FileState
    loaded: Loaded
    aside: Mapping[RecordId, SetAside]


def subject_of(loaded: Loaded) -> Subject | None:
    """What to make a snapshot of, taken before the plan is edited; None when the file is small, or not all of it could be read."""
    identity = loaded.state.identity
    unlike_the_file = loaded.read_only_because is not None or loaded.plan.unread or loaded.recoded
    if identity is None or identity.size < opening.SMALLEST or unlike_the_file:
        return None
    return Subject(loaded.state, loaded, dict(loaded.plan.set_aside))


def make(subject: Subject, rest: Callable[[], None]) -> Path | None:
    """Make the snapshot; its folder, None when there is none now. ``rest`` is called every few milliseconds of work.

    Raises only what ``rest`` raises, and leaves nothing half done then.
    """
    new = None
    try:
        data = subject.state.data
        folder = opening.snapshot_folder()
        if folder is None:
            return None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        owned(os.lstat(folder), stat.S_ISDIR)
        digest = hashlib.sha256(data).hexdigest()
        place = folder / name_of(digest)
        rest()
        if holds(place, digest):
            return place
        _sweep(folder, keep=KEPT - 1)
        if shutil.disk_usage(folder).free < 3 * len(data):
            return None
        new = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))
        copy = _write(_Writing(new, subject, rest), data, digest)
        shutil.rmtree(place, ignore_errors=True)  # one that does not hold
        os.rename(new, place)
        subject.state.content.deflated = partial(_as_written, place / TEXT, copy)
        return place
    except (OSError, ValueError, zlib.error):  # the disk is full, nobody may write there, another was first, or JSON cannot hold a value
        return None
    finally:
        if new is not None:
            shutil.rmtree(new, ignore_errors=True)


def _as_written(path: Path, checksum: str) -> bytes:
    """What stands in a file with this checksum. Raises OSError, and ValueError where it has another."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != checksum:
        raise ValueError(path)
    return data


def keep_frames(folder: Path, frames: Mapping[str, pl.DataFrame], rest: Callable[[], None]) -> dict[str, str]:
    """Keep derived frames with the snapshot; the files by name, as far as that went well. Raises what ``rest`` raises."""
    kept: dict[str, str] = {}
    with contextlib.suppress(OSError):
        owned(os.lstat(folder), stat.S_ISDIR)
        same: dict[str, Path] = {}
        for name, frame in frames.items():
            new = folder / f"{_NEW}{os.getpid()}-{name}"
            try:
                frame.write_ipc(new, compression=_COMPRESSION)
                rest()
                os.chmod(new, 0o600)
                checksum = _checksum(new)[:32]
                place = folder / f"{name}-{checksum}{DERIVED}"
                _put(new, place, same.setdefault(checksum, place))
                kept[name] = str(place)
            finally:
                new.unlink(missing_ok=True)
            rest()
        with os.scandir(folder) as entries:
            there = sorted((entry for entry in entries if entry.name.endswith(DERIVED)), key=lambda entry: -entry.stat().st_mtime)
        for entry in there[MOST_DERIVED:]:  # another day's, or needed to make those that are
            os.unlink(entry.path)
    return kept


def _put(new: Path, place: Path, same: Path) -> None:
    """Put a new file into its place, or give the one that was just made and holds the same a second name."""
    if same != place:
        with contextlib.suppress(OSError):  # some file systems have no second names
            os.link(same, place, follow_symlinks=False)
            return
    os.rename(new, place)


def _checksum(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(work: _Writing, data: bytes, digest: str) -> str:
    """Write all of it; the checksum of the deflated text."""
    work.file(TEXT, _deflated(data, work.rest))
    loaded = work.subject.loaded
    known = {"sha256": digest, "digest": loaded.state.digest, "room": None if loaded.regular is None else loaded.regular.room}
    head = {**known, **work.tables(), "frames": work.frames()}
    body = kept({**head, "files": work.files})
    checksum = work.files[TEXT][1]
    work.file(HEAD, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    return checksum


def _deflated(data: bytes, rest: Callable[[], None]) -> bytes:
    """The text, deflated a piece at a time with a rest after each, and compared with what it inflates to: a history may begin with it.

    Raises ValueError where that is not the text.
    """
    deflating, inflating = zlib.compressobj(1), zlib.decompressobj()
    found: list[bytes] = []
    at = 0
    for start in range(0, len(data), _TEXT_PIECE):
        found.append(deflating.compress(data[start : start + _TEXT_PIECE]))
        at += _same_from(at, data, inflating.decompress(found[-1]))
        rest()
    found.append(deflating.flush())
    at += _same_from(at, data, inflating.decompress(found[-1]))
    if at != len(data) or not inflating.eof:
        raise ValueError(TEXT)
    return b"".join(found)


def _same_from(at: int, data: bytes, piece: bytes) -> int:
    """How long the piece is that stands there in the data. Raises ValueError where it does not."""
    if data[at : at + len(piece)] != piece:
        raise ValueError(TEXT)
    return len(piece)


@attrs.define
class _Writing:
    folder: Path
    subject: Subject
    rest: Callable[[], None]
    files: dict[str, tuple[int, str]] = attrs.field(factory=dict)

    def file(self, name: str, data: bytes | bytearray) -> None:
        """A file of the snapshot."""
        with _made(self.folder / name) as file, memoryview(data) as whole:
            for start in range(0, len(data), _PIECE):
                file.write(whole[start : start + _PIECE])
                self.rest()
        self.files[name] = len(data), hashlib.sha256(data).hexdigest()

    def tables(self) -> dict[str, Any]:
        """What the head says of the tables; the large ones go into a file of their own."""
        doc, large = self.subject.loaded.doc, {}
        many = bytearray()
        for name in doc:
            if _is_large(doc, name):
                large[name] = self._records(many, doc[name])
        start = len(many)
        rows: list[bytes] = []
        problems: tuple[Problem, ...] = self.subject.loaded.problems
        for number, problem in enumerate(problems):
            rows.append(kept(problem_row(problem)))
            self._breathe(number)
        many += deflated(b"[" + b",".join(rows) + b"]")
        self.file(RECORDS, many)
        return {
            "order": list(doc),
            "small": {name: value for name, value in doc.items() if name not in large},
            "large": large,
            "aside": [aside_row(aside) for aside in self.subject.aside.values()],
            "problems": [start, len(many)],
        }

    def _records(self, many: bytearray, records: Mapping[str, Any]) -> dict[str, int]:
        start = len(many)
        ends = array.array("Q", [0])
        values = iter(records.values())
        while block := [kept(record) for record in islice(values, IN_A_BLOCK)]:
            many += block_of(block)
            ends.append(len(many) - start)
            self.rest()
        ids = len(many)
        many += deflated(kept(list(records)))
        marks = len(many)
        many += ends.tobytes()
        return {"count": len(records), "start": start, "ids": ids, "ends": marks}

    def frames(self) -> dict[str, str]:
        """The frames of the large tables, each in a file."""
        doc, files = self.subject.loaded.doc, {}
        for name in TABLES:
            if _is_large(doc, name):
                files[name] = f"{name}.arrow"
                self._frame(name, doc[name], self.folder / files[name])
        return files

    def _frame(self, name: str, records: Mapping[str, Values], path: Path) -> None:
        import polars as pl

        from tui.frames.build import frame_of

        slices = []
        aside = {id for table, id in self.subject.aside if table == name}
        pairs: Iterator[tuple[str, Values]] = ((id, values) for id, values in records.items() if id not in aside)
        while part := dict(islice(pairs, _SLICE)):
            slices.append(frame_of(name, part))
            self.rest()
        pl.concat(slices or [frame_of(name, {})], rechunk=True).write_ipc(path, compression=_COMPRESSION)
        os.chmod(path, 0o600)
        self.rest()
        self.files[path.name] = path.stat().st_size, _checksum(path)

    def _breathe(self, number: int) -> None:
        if number % _SLICE == 0:
            self.rest()


def _is_large(doc: Mapping[str, Any], name: str) -> bool:
    records = doc.get(name)
    return (
        name in TABLES and not TABLES[name].single and isinstance(records, Mapping) and len(records) >= LARGE and SINGLE_ID not in records
    )


def _made(path: Path) -> BinaryIO:
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _sweep(folder: Path, keep: int) -> None:
    """Take away the snapshots used least, down to ``keep`` and to :data:`MOST_BYTES`, and what nobody finished."""
    now = time.time()
    there: list[tuple[float, Path]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            used = entry.stat(follow_symlinks=False).st_mtime
            if not entry.name.startswith(_NEW):
                there.append((used, Path(entry.path)))
            elif now - used > _FORGOTTEN:
                shutil.rmtree(entry.path, ignore_errors=True)
    size = 0
    for number, (_, place) in enumerate(sorted(there, reverse=True), 1):
        with contextlib.suppress(OSError), os.scandir(place) as entries:
            size += sum(entry.stat(follow_symlinks=False).st_size for entry in entries)
        if number > keep or size > MOST_BYTES:
            shutil.rmtree(place, ignore_errors=True)
