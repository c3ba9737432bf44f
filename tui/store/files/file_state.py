"""Reading the bytes of a plan file, and knowing later whether they are still the same."""

from __future__ import annotations

import contextlib
import enum
import errno
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model import fields
from tui.model.text import N_, Sentence, say
from tui.store.files.content import Content
from tui.store.files.errors import CannotRead, SaveFailed, reason, shown_path
from tui.store.lazy import Lazy

_CHUNK: Final = 1 << 20
_CONTINUED: Final = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 a letter goes on with."""
_HALF_A_LETTER: Final = "unexpected end of data"
"""What Python says of a text that ends in the middle of a letter: it was cut short, and all before is good."""
_TRIES: Final = 3
"""How often a file is read again when somebody wrote to it meanwhile."""


@attrs.frozen
class Identity:
    """What ``stat`` tells of one version of a file."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Identity:
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@attrs.frozen(eq=False)
class Written:
    """What a version holds that a save wrote: the parsed text, and where that is known more cheaply, what is other than in the text it
    was written from, and what now stands beside it as the version before."""

    _doc: Mapping[str, Any] | Lazy[Mapping[str, Any]]
    changed: Mapping[tuple[str, str], Any] | None = None
    """The records (table, id) that are others than in the save base, MISSING where they are gone; None where nobody has looked."""
    orders: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    """The ids of each table in which records came or went since the save base."""
    room: tuple[int, ...] | None = None
    """The room left in the text (:mod:`tui.store.toml.limits`), where it is known to be regular."""
    before: Identity | None = None
    """The version in whose place it was put, which holds as many records as it does; None where that is not known."""

    @property
    def doc(self) -> Mapping[str, Any]:
        """The parsed text. Nothing in it is ever changed in place."""
        return self._doc.value if isinstance(self._doc, Lazy) else self._doc


def _bytes_of(data: bytes | Content | Lazy[Content]) -> bytes:
    return data if isinstance(data, bytes) else (data.value if isinstance(data, Lazy) else data).whole


@attrs.frozen
class FileState:
    """One version of a plan file: where it is, what it holds, and how ``stat`` saw it (None: not from a disk).

    ``data`` may be given in pieces, or as :class:`Lazy`: then it is read when first asked for, and that may raise :class:`CannotRead`.
    """

    path: Path
    _data: bytes | Content | Lazy[Content] = attrs.field(repr=False, eq=_bytes_of)
    identity: Identity | None = None
    written: Written | None = attrs.field(default=None, eq=False, repr=False)
    """What a save knows of the version it wrote; None of any other."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return _bytes_of(self._data)

    @property
    def content(self) -> Content:
        """The bytes in pieces, with their digest once it is known."""
        if isinstance(self._data, Lazy):
            return self._data.value
        return self._data if isinstance(self._data, Content) else Content([self._data])

    @property
    def is_read(self) -> bool:
        """Whether the bytes are at hand."""
        return not isinstance(self._data, Lazy) or self._data.made

    def read_ahead(self) -> None:
        """Have the bytes at hand before anybody asks for them, in whatever thread; what goes wrong is said when somebody does."""
        with contextlib.suppress(CannotRead):
            _ = self.content

    @property
    def digest(self) -> str:
        """BLAKE2b of the bytes, in hexadecimal."""
        return self.content.digest

    @property
    def doc(self) -> Mapping[str, Any] | None:
        """The parsed text where that is known already, as after a save."""
        return None if self.written is None else self.written.doc

    @property
    def name(self) -> str:
        """The file's name as it may be shown."""
        return shown_path(self.path.name)


def read_file(path: str | os.PathLike[str]) -> FileState:
    """The file's bytes. A symbolic link is followed.

    Raises :class:`CannotRead` when it is missing, a folder, a pipe or device, not permitted, too large or not UTF-8.
    """
    state = read_bytes(path)
    decoded(state)
    return state


def read_bytes(path: str | os.PathLike[str]) -> FileState:
    """The same, whether UTF-8 or not: for whoever decodes what is new in them."""
    where = Path(path)
    try:
        for _ in range(_TRIES):
            state, steady = _read_once(where)
            if steady:
                break
    except FileNotFoundError as error:
        raise CannotRead(say(N_("{path}: there is no such file"), path=shown_path(where))) from error
    except PermissionError as error:
        raise CannotRead(say(N_("{path}: you have no permission to read it"), path=shown_path(where))) from error
    except OSError as error:
        if error.errno in (errno.ENXIO, errno.ENODEV):  # a socket, or a device nobody is behind
            raise CannotRead(_not_a_file(where)) from error
        raise CannotRead(say(N_("{path} cannot be read: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise CannotRead(say(N_("{path}: there is no such file"), path=shown_path(where))) from error
    return state


def read_standard_input() -> FileState:
    """What standard input holds, up to its end, under a name that no file has. Raises :class:`CannotRead`."""
    name = Path("<stdin>")
    try:
        data = sys.stdin.buffer.read(fields.MAX_BYTES + 1)
    except OSError as error:
        raise CannotRead(say(N_("standard input cannot be read: {reason}"), reason=reason(error))) from error
    if len(data) > fields.MAX_BYTES:
        most = fields.MAX_BYTES >> 20
        raise CannotRead(say(N_("{path} is larger than {most} MiB, too large for a plan"), path=shown_path(name), most=most))
    state = FileState(name, data)
    decoded(state)
    return state


def decoded(state: FileState) -> str:
    """The text of a file, without the half of a letter it may break off in. Raises :class:`CannotRead` when it is not UTF-8."""
    try:
        return state.data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == _HALF_A_LETTER:
            return state.data[: error.start].decode("utf-8")
        line = state.data.count(b"\n", 0, error.start) + 1
        column = error.start - state.data.rfind(b"\n", 0, error.start)
        what = say(N_("{path} is not UTF-8 text: line {line}, byte {byte}"), path=shown_path(state.path), line=line, byte=column)
        raise CannotRead(what, line) from error


def ends_in_a_letter(state: FileState) -> bool:
    """Whether the file breaks off in the middle of a letter, which :func:`decoded` leaves out."""
    try:
        state.data[-4:].lstrip(_CONTINUED).decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == _HALF_A_LETTER
    return False


def changed_on_disk(state: FileState) -> bool:
    """Whether the file no longer holds what was read; a file that is gone or cannot be read has changed.

    Cheap while nothing happens: one ``stat``. Only when that differs, and the size does not, are the bytes compared.
    """
    try:
        if state.identity is not None:
            now = Identity.of(os.stat(state.path))
            if now == state.identity or now.size != state.identity.size:
                return now != state.identity
        return read_bytes(state.path).data != state.data
    except (OSError, CannotRead):
        return True


def looked_at_again(state: FileState, path: Path) -> Identity | None:
    """How ``stat`` sees the file at a path that holds the very bytes of a state; None when it holds others, is gone or cannot be read.

    Nothing of the file is kept, so it takes less than :func:`read_file`.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            return _seen(state.content, handle)
        finally:
            os.close(handle)
    except (OSError, ValueError):
        return None


def _seen(content: Content, handle: int) -> Identity | None:
    status = os.fstat(handle)
    before = Identity.of(status)
    if not stat.S_ISREG(status.st_mode) or before.size != content.size:
        return None
    for known in content.chunks():
        read = os.read(handle, len(known))
        if len(read) != len(known) or not read.startswith(known):  # compared where they are: ``==`` of a view goes letter by letter
            return None
    return before if Identity.of(os.fstat(handle)) == before else None


def _read_once(path: Path) -> tuple[FileState, bool]:
    # without O_NONBLOCK opening a pipe waits for a writer that may never come
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        before = os.fstat(handle)
        if stat.S_ISDIR(before.st_mode):
            raise CannotRead(say(N_("{path} is a folder, not a plan file"), path=shown_path(path)))
        if not stat.S_ISREG(before.st_mode):
            raise CannotRead(_not_a_file(path))
        chunks = []
        size = 0
        while chunk := os.read(handle, _CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if max(size, before.st_size) > fields.MAX_BYTES:
                most = fields.MAX_BYTES >> 20
                raise CannotRead(say(N_("{path} is larger than {most} MiB, too large for a plan"), path=shown_path(path), most=most))
        after = Identity.of(os.fstat(handle))
    finally:
        os.close(handle)
    return FileState(path, Content([b"".join(chunks)]), after), after == Identity.of(before) and after.size == size


def _not_a_file(path: Path) -> Sentence:
    return say(N_("{path} is not a regular file (a pipe, socket or device)"), path=shown_path(path))


class ChangedOnDisk(SaveFailed):
    """The file is no longer the one that was loaded. ``fresh`` is what it holds now, None when it is gone."""

    def __init__(self, sentence: Sentence, fresh: FileState | None) -> None:
        super().__init__(sentence)
        self.fresh = fresh


class IfExists(enum.Enum):
    """What to do when a copy would go where a file already is."""

    REFUSE = "refuse"
    REPLACE = "replace"
