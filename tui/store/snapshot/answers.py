"""What an earlier session read in a plan file as it stands now, and worked out of it: the next start need not do so again.

One file a plan: the plan as it was parsed and checked, where all of it could be read, and derived frames by name
(:mod:`tui.frames.disk_cache`). Only data: nothing read here can run. It is tied to the bytes of the plan by their digest and to the
program by what each of its files that has a say in a frame looks like, so there is no stale one; the name of a frame has the day and the
language in it. Whatever is wrong with it, everything is worked out as if it were not there.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui import __version__
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.plan import Plan
from tui.start import kept_answers, others_file, timings
from tui.start.digest import blake2b
from tui.start.kept_answers import CHECKSUM, MAGIC, folder
from tui.store.files.file_state import Identity
from tui.store.others_text import Unreadable, object_in, object_of, reading, whole_text
from tui.store.plan_file import Loaded
from tui.store.snapshot.codec import CannotKeep, kept, problem_of, problem_row, read_back
from tui.store.toml.regular import Regular

if TYPE_CHECKING:
    from tui.frames.disk_cache import Answer
    from tui.store.files.file_state import FileState

MOST_BYTES: Final = 8 << 20
"""Of one file; a plan of less than a mebibyte comes to a quarter of that."""
_MOST_KEPT: Final = 24
_ROOMS: Final = ("frames", "i18n", "model", "store", "vocabulary")
"""Whose files have a say in what is worked out: they read a plan, judge it and put it into words."""
_SAYING: Final = (".py", ".mo", ".toml")


def _tied_to(state: FileState) -> str:
    """What answers rest on: the bytes of the plan, and the program."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    said = sorted(entry for room in _ROOMS for entry in _said_by(os.path.join(package, room)))
    polars = find_spec("polars")
    made_by = repr((__version__, sys.version, sys.byteorder, None if polars is None else _changed(polars.origin), said))
    return bytes_of(state) + _digest(made_by.encode("utf-8", "surrogateescape"))


def bytes_of(state: FileState) -> str:
    """The bytes of the plan, as far as one state of the file is told from another."""
    return _digest(state.data)


def _digest(data: bytes | memoryview) -> str:
    return blake2b(data, digest_size=32).hexdigest()


def _changed(path: str | None) -> tuple[str, int] | None:
    return None if path is None else (path, os.stat(path).st_mtime_ns)


def _said_by(room: str) -> Iterator[tuple[str, int, int]]:
    """Each file of a room that has a say, its size and when it was changed: a checkout is worked on without a new version."""
    with os.scandir(room) as entries:
        for entry in entries:
            if entry.name.endswith(_SAYING):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
            elif entry.name != "__pycache__" and entry.is_dir():
                yield from _said_by(entry.path)


@attrs.frozen(eq=False)
class Kept:
    """What is kept of a plan file: the plan (None where it has to be read), and what was worked out of it, by name."""

    loaded: Loaded | None = None
    answers: Mapping[str, Answer] = attrs.field(factory=dict)


def kept_of(state: FileState, environ: Mapping[str, str] = os.environ) -> Kept:
    """What is kept of a plan file: nothing unless all of it is as it was written, of these bytes and by this program."""
    timings.took("answers: none are kept")
    where = folder(environ)
    if where is None:
        return Kept()
    try:
        with reading():
            found = _read(kept_answers.path(where, state.path), state)
    except Unreadable:
        return Kept()
    timings.took("answers: taken up", frames=len(found.answers))
    return found


def _read(path: str, state: FileState) -> Kept:
    handle = others_file.opened(path)
    timings.took("answers: not taken up, they are not as we write them")
    try:
        status = os.fstat(handle)
        if status.st_uid != os.geteuid() or status.st_mode & 0o177:
            raise Unreadable("of somebody else")
        data = others_file.bytes_in(handle, MOST_BYTES)
    finally:
        os.close(handle)
    return unpacked(data, _tied_to(state), state)


def unpacked(data: bytes, of: str, state: FileState) -> Kept:
    """What :func:`packed` has packed. Raises Unreadable where it is anything else, or tied to something else."""
    from tui.frames.disk_cache import Answer

    begins = len(MAGIC) + CHECKSUM
    if data[:begins] != _beginning(memoryview(data)[begins:]):
        raise Unreadable("not as it was written")
    begins = data.index(b"\n", begins) + 1
    length, _, _ = data[begins : begins + 20].partition(b"\n")
    begins += len(length) + 1
    ends = begins + int(length)
    head = object_in(data[begins:ends])
    if head["of"] != of:
        if str(head["of"])[: len(bytes_of(state))] == bytes_of(state):
            timings.took("answers: not taken up, they are of another program")
        else:
            timings.took("answers: not taken up, they are of the plan as it was before")
        raise Unreadable("of another plan, or another program")
    body = memoryview(data)[ends:]
    answers = {name: Answer(bytes(body[start:end]), tuple(map(whole_text, reads))) for name, (start, end, reads) in head["frames"].items()}
    start, end = head["plan"]
    return Kept(_loaded(read_back(body[start:end]), state) if end > start else None, answers)


def _loaded(found: Any, state: FileState) -> Loaded:
    """The plan of a file as it is kept."""
    doc, room, problems = found
    regular = None if room is None else Regular(doc, tuple(map(int, room)))
    return Loaded(_plan_of(object_of(doc)), tuple(map(problem_of, problems)), state, doc, regular=regular)


def _plan_of(doc: Mapping[str, Any]) -> Plan:
    """The plan of a document all of which can be read."""
    tables: dict[str, Any] = {}
    for name, spec in TABLES.items():
        records = object_of(doc.get(name, {}))
        tables[name] = ({SINGLE_ID: records} if name in doc else {}) if spec.single else dict(records)
        all(map(object_of, tables[name].values()))
    return Plan(tables, {}, {key: value for key, value in doc.items() if key not in TABLES})


def can_be_kept(loaded: Loaded) -> bool:
    """Whether the plan that was loaded is all the file holds, and not edited since: then its document says all of it."""
    plan = loaded.plan
    if loaded.read_only_because is not None or loaded.recoded or plan.unread or plan.set_aside:
        return False
    try:
        again = _plan_of(loaded.doc)
    except Unreadable:
        return False
    same_order = [*map(list, again.tables.values())] == [*map(list, plan.tables.values())]
    return same_order and again.tables == plan.tables and again.extra == plan.extra


def plan_to_keep(loaded: Loaded) -> bytes:
    """The plan that was loaded, as it is kept; empty where it has to be read again."""
    room = None if loaded.regular is None else list(loaded.regular.room)
    try:
        return kept([loaded.doc, room, list(map(problem_row, loaded.problems))])
    except CannotKeep:
        return b""


def _beginning(rest: bytes | memoryview) -> bytes:
    return MAGIC + _digest(rest).encode() + b"\n"


def sealed(rest: bytes) -> bytes:
    """The file whose first two lines are those of what stands behind them."""
    return _beginning(rest) + rest


def keep(
    state: FileState,
    plan: bytes,
    answers: Mapping[str, Answer],
    seen: tuple[str, tuple[float, float]],
    environ: Mapping[str, str] = os.environ,
) -> bool:
    """Keep the plan a file holds and what was worked out of it, instead of what was kept before; whether it could be kept.

    ``seen``: in which language, and between which moments the day it was worked out for is the day of a start.
    """
    where = folder(environ)
    if where is None:
        return False
    try:
        if Identity.of(os.stat(state.path)) != state.identity:  # the third line is of the file as it stands
            return False
        data = packed(_tied_to(state), plan, answers, kept_answers.third_line(state.path, *seen))
        return len(data) <= MOST_BYTES and _write(where, kept_answers.path(where, state.path), data)
    except OSError:
        return False


def packed(of: str, plan: bytes, answers: Mapping[str, Answer], third_line: bytes = b"\n") -> bytes:
    """The plan a file holds (empty where it has to be read) and what was worked out of it in one, tied to ``of``."""
    frames: dict[str, Any] = {}
    pieces: list[bytes | memoryview] = [plan]
    at = len(plan)
    for name, answer in answers.items():
        frames[name] = at, at + len(answer.data), answer.reads
        at += len(answer.data)
        pieces.append(answer.data)
    head = json.dumps({"of": of, "plan": (0, len(plan)), "frames": frames}).encode()
    return sealed(b"".join((third_line, str(len(head)).encode(), b"\n", head, *pieces)))


def _write(where: str, path: str, data: bytes) -> bool:
    beside = f"{path}.{os.getpid()}"
    os.makedirs(where, mode=0o700, exist_ok=True)
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(file, "wb", buffering=0) as writing:
            rest = memoryview(data)
            while rest:
                rest = rest[writing.write(rest) or 0 :]
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    _forget_old(where)
    return True


def _forget_old(where: str) -> None:
    with os.scandir(where) as entries:
        there = [(entry.stat(follow_symlinks=False).st_mtime, entry.path) for entry in entries if entry.is_file(follow_symlinks=False)]
    for _, path in sorted(there, reverse=True)[_MOST_KEPT:]:
        os.unlink(path)
