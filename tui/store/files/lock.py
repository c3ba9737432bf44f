"""One saver at a time: an advisory lock on a file beside the plan, with the holder's name in it.

The plan itself is replaced by every save, so its inode cannot carry the lock. The kernel frees the lock when its
holder dies, so there are no stale ones; the side file stays, because removing it would race with the next holder.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pwd
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tui.model.clock import Clock
from tui.model.text import N_, printable, say
from tui.store.files.errors import Locked, SaveFailed, reason, shown_path

WAIT: Final = 5.0
"""Seconds to wait for another saver."""

_PAUSE: Final = 0.02
_MOST: Final = 500
"""Bytes read of a side file: who else writes into it is not known."""


@contextlib.contextmanager
def held(path: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold the lock of the plan at ``path`` (links resolved by the caller).

    Raises :class:`Locked`, naming the holder, after ``wait`` seconds, and :class:`SaveFailed` when there can be no lock.
    """
    side = _side_of(path)
    try:
        handle = _open(side)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(path), reason=reason(error))) from error
    try:
        _share(handle, path)
        _acquire(handle, path, wait)
        with contextlib.suppress(OSError):  # on a full disk the lock holds without a name
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{_user()}\n{os.getpid()}\n{Clock().now():%H:%M:%S}\n".encode(), 0)
        yield
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        with contextlib.suppress(OSError):  # the lock is gone whatever closing says, and the file is saved or not
            os.close(handle)


def is_used(path: Path) -> bool:
    """Whether the plan at ``path`` has ever been locked."""
    return _side_of(path).exists()


def _side_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _open(side: Path) -> int:
    """The side file, made when it is not there."""
    flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    while True:
        # an existing file is opened without O_CREAT: with it a shared sticky folder refuses other people's files
        with contextlib.suppress(FileNotFoundError):
            try:
                return os.open(side, flags)
            except PermissionError:
                return os.open(side, flags & ~os.O_RDWR)  # flock needs no right to write
        try:
            return os.open(side, flags | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            continue


def _share(handle: int, plan: Path) -> None:
    """Let everyone lock who may save. Reading is enough for that; writing the name as well follows the plan's rights."""
    with contextlib.suppress(OSError):  # only the side file's owner may, and only when there is a plan already
        status = os.stat(plan)
        with contextlib.suppress(PermissionError):
            os.fchown(handle, -1, status.st_gid)
        os.fchmod(handle, status.st_mode & 0o666 | 0o444)


def _acquire(handle: int, path: Path, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR):
                raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(path), reason=reason(error))) from error
        if time.monotonic() >= end:
            raise _locked(handle, path)
        time.sleep(_PAUSE)


def _locked(handle: int, path: Path) -> Locked:
    found: list[str] = []
    with contextlib.suppress(OSError):
        found = [printable(part) for part in os.pread(handle, _MOST, 0).decode("utf-8", "replace").split("\n")]
    if len(found) < 3 or not found[0]:
        return Locked(say(N_("{path} was not saved: somebody else is saving it; try again"), path=shown_path(path)))
    template = N_("{path} was not saved: {user} (process {process}) has been saving it since {since}; try again")
    return Locked(say(template, path=shown_path(path), user=found[0], process=found[1], since=found[2]))


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a user of a directory service that does not answer
        return str(os.geteuid())
