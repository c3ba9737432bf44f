"""The files a history stands in: one, and while its owner keeps it closed to those who may save, a further part of theirs.

Who may not write ``NAME.history`` begins ``NAME.history.2`` (and so on) with the plan's access; the next saver who may read and
write all of them puts them together again. The lock of the plan is held by whoever calls :func:`open_to_write`.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tui.start import others_file
from tui.store.files.access import Access
from tui.store.files.replace import real_path

_MOST_PARTS: Final = 50
MOST_BYTES: Final = 1 << 28
"""What is read of a history; one that is larger is begun anew by moving it away."""
_WRITE: Final = os.O_RDWR | os.O_APPEND


def history_of(plan: str | os.PathLike[str]) -> Path:
    """Where the history of a plan file is kept; links are followed."""
    real = real_path(plan)
    return real.with_name(f"{real.name}.history")


def parts_of(history: Path) -> Iterator[Path]:
    """The further parts there are, oldest first."""
    for number in range(2, _MOST_PARTS):
        part = history.with_name(f"{history.name}.{number}")
        if not os.path.lexists(part):
            return
        yield part


def whole(handle: int) -> bytes:
    """Everything in an open file. Raises OSError, also for one that is too large."""
    return others_file.bytes_in(handle, MOST_BYTES)


def open_to_write(plan: Path) -> int:
    """The history of a plan, to be added to: made when it is not there, with the access the plan has. Raises OSError.

    Of one that is empty whoever adds to it has to :func:`sync_folder`: its name may not be on the disk yet.
    """
    path = history_of(plan)
    wanted = _wanted(plan)
    try:
        handle = _with_access(path, wanted)
    except PermissionError:
        return _further_part(path, wanted)
    with contextlib.suppress(OSError):  # a part that is closed to this user stays one
        _put_together(handle, path)
    return handle


def _wanted(plan: Path) -> Access:
    try:
        return Access.of(plan).after_save().for_file()
    except OSError:  # no plan file yet: its owner's only, as that will be
        return Access.own()


def _with_access(path: Path, wanted: Access) -> int:
    """The open file, for whom ``wanted`` says. Raises PermissionError when it can neither be written to nor replaced."""
    try:
        # without O_CREAT: with it a shared sticky folder refuses other people's files
        handle = others_file.opened(path, _WRITE)
    except FileNotFoundError:
        return _made(path, wanted)
    except PermissionError:
        return _copied(path, wanted)
    try:
        if wanted.is_kept_by(Access.of(handle)):
            return handle
        if os.geteuid() in (0, os.fstat(handle).st_uid):
            wanted.give(handle)
            return handle
        copy = _copied(path, wanted)
    except OSError:  # another's in a sticky folder, or a full disk: it can be added to all the same
        return handle
    os.close(handle)
    return copy


def _made(path: Path, wanted: Access) -> int:
    handle = os.open(path, _WRITE | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with contextlib.suppress(OSError):
        wanted.give(handle)
    return handle


def _copied(path: Path, wanted: Access) -> int:
    """The same history in a file of this user's, in the place of another's whose access only they can change. Raises OSError."""
    old = others_file.opened(path)
    try:
        data = whole(old)
    finally:
        os.close(old)
    new = path.with_name(f".{path.name.removesuffix('.history')}.{os.urandom(4).hex()}.tmp")
    handle = -1
    try:
        handle = os.open(new, _WRITE | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        append(handle, data)
        wanted.give(handle)
        os.fsync(handle)
        os.replace(new, path)
        with contextlib.suppress(OSError):
            sync_folder(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new)
        with contextlib.suppress(OSError):
            os.close(handle)
        raise
    return handle


def _further_part(path: Path, wanted: Access) -> int:
    """The last part this user may write to, or a new one. Raises PermissionError."""
    last = next(reversed(list(parts_of(path))), None)
    if last is not None:
        with contextlib.suppress(PermissionError):
            return _with_access(last, wanted)
    number = 2 if last is None else int(last.name.rpartition(".")[2]) + 1
    if number >= _MOST_PARTS:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return _made(path.with_name(f"{path.name}.{number}"), wanted)


def _put_together(handle: int, path: Path) -> None:
    """Add the further parts to the history and take them away. Raises OSError; then it goes on with the next save."""
    for part in list(parts_of(path)):
        source = others_file.opened(part)
        try:
            data = whole(source)
        finally:
            os.close(source)
        append(handle, continuing(whole(handle), data))
        os.fsync(handle)
        os.unlink(part)


def continuing(held: bytes, part: bytes) -> bytes:
    """What has to be added to the bytes of a history so that they end with those of a further part.

    They may do so already, in part or wholly: whoever put it there was killed before the part was taken away.
    """
    first = part.partition(b"\n")[0]
    at = held.rfind(first) if first else -1
    if at >= 0 and part.startswith(held[at:]):
        return part[len(held) - at :]
    return b"\n" * (bool(held) and not held.endswith(b"\n")) + part


def append(handle: int, data: bytes) -> None:
    """Add to the end of an open file. Raises OSError."""
    while data:
        data = data[os.write(handle, data) :]


def sync_folder(folder: Path) -> None:
    """Have the disk hold the names in a folder. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
