"""One saver at a time: an advisory lock on a file beside the plan, with the holder's name in it.

The plan itself is replaced by every save, so its inode cannot carry the lock. The kernel frees the lock when its
holder dies, so there are no stale ones; the side file stays, because removing it would race with the next holder.

Nobody can open the side file who may not write the plan, so nobody else can hold it. One with other rights, made before the
plan's were changed or by somebody who has no business there, is replaced by one with these; a holder looks again before the swap.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from tui.model.clock import Clock
from tui.model.text import N_, Sentence, printable, say
from tui.store import identity
from tui.store.files.access import WRITE, Access
from tui.store.files.errors import Locked, SaveFailed, in_the_way, reason, shown_path
from tui.store.files.lock_holder import Holder, holder_of
from tui.store.files.rights import is_anothers, is_protected

WAIT: Final = 5.0
"""Seconds to wait for another saver; of many who save one after the other, for each."""

_PAUSE: Final = 0.02
_MOST_HOLDERS: Final = 24
"""How many others one waits for at most, each as long as it may take."""
_MOST: Final = 500
"""Bytes read of a side file: who else writes into it is not known."""


@attrs.frozen
class Hold:
    """The lock of a plan, held."""

    path: Path
    _handle: int

    def check(self) -> None:
        """Raise :class:`Locked` when somebody has put another lock in its place: then this one keeps nobody out."""
        if not _is_at(self._handle, _side_of(self.path)):
            raise Locked(_somebody(self.path))


@contextlib.contextmanager
def held(path: Path, wait: float = WAIT) -> Iterator[Hold]:
    """Hold the lock of the plan at ``path`` (links resolved by the caller).

    Raises :class:`Locked`, naming the holder, when nobody has got further for ``wait`` seconds, and :class:`SaveFailed` when there
    can be no lock.
    """
    try:
        _refuse_protected(path)
        handle = _acquired(path, time.monotonic() + wait, wait)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(path), reason=reason(error))) from error
    try:
        with contextlib.suppress(OSError):  # on a full disk the lock holds without a name
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{identity.login()}\n{os.getpid()}\n{Clock().now():%H:%M:%S}\n".encode(), 0)
        yield Hold(path, handle)
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        with contextlib.suppress(OSError):  # the lock is gone whatever closing says, and the file is saved or not
            os.close(handle)


class KeptLock:
    """The lock of a plan, kept from one :meth:`used` to the next until it is given back, from whatever thread."""

    def __init__(self) -> None:
        self._held = contextlib.ExitStack()
        self._hold: Hold | None = None
        self._uses, self._given_back = threading.Lock(), False

    @contextlib.contextmanager
    def used(self, path: Path, wait: float = WAIT) -> Iterator[Hold]:
        """As :func:`held`, which is asked the first time only; what was given back meanwhile is let go of at the end."""
        try:
            with self._uses:
                if self._hold is None or self._hold.path != path:
                    self._held.close()
                    self._hold = self._held.enter_context(held(path, wait))
                yield self._hold
        finally:
            if self._given_back:
                self.give_back()

    def give_back(self) -> None:
        """Let go of it: at once, or when who uses it just now is done."""
        self._given_back = True
        if self._uses.acquire(blocking=False):
            self._hold = None
            self._held.close()
            self._given_back = False
            self._uses.release()


def is_used(path: Path) -> bool:
    """Whether the plan at ``path`` has ever been locked."""
    return _side_of(path).exists()


def _refuse_protected(plan: Path) -> None:
    """Raise PermissionError when this user may not save the plan: then not even a lock is left beside it."""
    with contextlib.suppress(FileNotFoundError):
        if is_protected(plan) or is_anothers(plan):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(plan))


def _side_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _acquired(path: Path, end: float, wait: float) -> int:
    """The open side file, locked. Raises OSError, :class:`Locked` and :class:`SaveFailed`."""
    side = _side_of(path)
    while True:
        wanted = _wanted(path)
        handle = _opened(side)
        if handle is None:
            handle = _in_place_of_a_closed_one(path, side, wanted, end) if os.path.lexists(side) else _made(side, wanted)
        if handle is None:
            continue
        try:
            if _locked_within(handle, wait):
                if not _is_at(handle, side):
                    os.close(handle)
                    continue
                return _with_rights(handle, side, wanted)
            if wanted.is_kept_by(Access.of(handle)) or not _is_at(handle, side) or _may_hold(holder_of(os.fstat(handle)), wanted):
                raise _locked(handle, path)
            os.close(handle)
            handle = _replaced(side, wanted)
            if handle is not None:
                return handle
        except BaseException:
            if handle is not None:
                with contextlib.suppress(OSError):
                    os.close(handle)
            raise


def _wanted(plan: Path) -> Access:
    try:
        return Access.of(plan).after_save().for_lock()
    except FileNotFoundError:
        return Access.own()


def _opened(side: Path) -> int | None:
    """The side file; None when there is none that can be the lock."""
    try:
        # without O_CREAT: with it a shared sticky folder refuses other people's files
        handle = os.open(side, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENXIO):
            return None
        raise
    status = os.fstat(handle)
    if stat.S_ISREG(status.st_mode) and status.st_nlink <= 1:  # another name of some file would have it emptied
        return handle
    os.close(handle)
    return None


def _made(side: Path, wanted: Access) -> int | None:
    """A new side file under its name with its rights at once, locked; None when somebody else was quicker."""
    new = side.with_name(f"{side.name.removesuffix('.lock')}.{os.urandom(4).hex()}.tmp")
    handle = _new(new, wanted)
    try:
        _link(new, side)
    except (FileExistsError, FileNotFoundError):  # FileNotFound: swept by who holds the lock
        with contextlib.suppress(OSError):
            os.close(handle)
        return None
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(handle)
        raise
    finally:
        with contextlib.suppress(OSError):
            os.unlink(new)
    return handle


def _replaced(side: Path, wanted: Access) -> int | None:
    """A new side file, locked, in the place of the one that is there. Raises OSError where that is not allowed."""
    new = side.with_name(f"{side.name.removesuffix('.lock')}.{os.urandom(4).hex()}.tmp")
    handle = _new(new, wanted)
    try:
        os.replace(new, side)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(new)
        with contextlib.suppress(OSError):
            os.close(handle)
        if isinstance(error, FileNotFoundError):  # swept by who holds the lock
            return None
        raise
    return handle


def _new(path: Path, wanted: Access) -> int:
    handle = -1
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with contextlib.suppress(OSError):  # no lists here: its owner's only, and the next saver replaces it
            wanted.give(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(path)  # first, and also where making it was said to have failed
        with contextlib.suppress(OSError):
            os.close(handle)
        raise
    return handle


def _link(new: Path, side: Path) -> None:
    """Give the new file its name unless it is taken. Raises FileExistsError."""
    try:
        os.link(new, side)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # no hard links here
        if os.path.lexists(side):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(side)) from None
        os.replace(new, side)


def _with_rights(handle: int, side: Path, wanted: Access) -> int:
    """The lock that is held, with the plan's rights: who could open the one before may have it open still."""
    if wanted.is_kept_by(Access.of(handle)):
        return handle
    with contextlib.suppress(OSError):  # another's in a sticky folder: it is as good as it was
        new = _replaced(side, wanted)
        if new is not None:
            os.close(handle)
            return new
    return handle


def _in_place_of_a_closed_one(path: Path, side: Path, wanted: Access, end: float) -> int | None:
    """A lock where there is one that cannot be opened, unless who may write the plan saves under that; None: to be tried again."""
    try:
        status = os.lstat(side)
    except FileNotFoundError:
        return None
    holder = holder_of(status)
    if holder is not None and _may_hold(holder, wanted):
        if time.monotonic() >= end:
            raise Locked(_named(path, holder.login(), str(holder.process), None))
        time.sleep(_PAUSE)
        return None
    try:
        return _replaced(side, wanted)
    except PermissionError as error:
        raise in_the_way(path, side, status) from error


def _may_hold(holder: Holder | None, wanted: Access) -> bool:
    """Whether the system tells of a holder who may write the plan, or says nothing against it."""
    if holder is None:
        return False
    return holder.uid == 0 or bool((wanted.may(holder.uid, holder.groups) or 0) & WRITE)


def _locked_within(handle: int, wait: float) -> bool:
    """Whether the lock was got; not, when the same one has held it for so many seconds, or too many have had it meanwhile."""
    holder, holders, end = b"", 0, time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR):
                raise
        now = _name_in(handle)
        if now not in (b"", holder) and holders < _MOST_HOLDERS:
            holder, holders, end = now, holders + 1, time.monotonic() + wait
        if time.monotonic() >= end:
            return False
        time.sleep(_PAUSE)


def _name_in(handle: int) -> bytes:
    """What the side file says of who holds it and since when; nothing while nobody does."""
    try:
        return os.pread(handle, _MOST, 0)
    except OSError:
        return b""


def _is_at(handle: int, side: Path) -> bool:
    """Whether an open file is the one at a path."""
    try:
        there = os.lstat(side)
    except FileNotFoundError:
        return False
    here = os.fstat(handle)
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


# -- who holds it ---------------------------------------------------------------------------------------------------


def _locked(handle: int, path: Path) -> Locked:
    """Who saves: by what the system says of the process that holds the lock, else by what stands in the side file."""
    found: list[str] = []
    with contextlib.suppress(OSError):
        found = [printable(part) for part in os.pread(handle, _MOST, 0).decode("utf-8", "replace").split("\n")]
    holder = holder_of(os.fstat(handle))
    if holder is not None:
        since = found[2] if len(found) > 2 and found[1] == str(holder.process) else None
        return Locked(_named(path, holder.login(found[0] if since else ""), str(holder.process), since))
    if len(found) < 3 or not found[0]:
        return Locked(_somebody(path))
    return Locked(_named(path, *found[:3]))


def _somebody(path: Path) -> Sentence:
    return say(N_("{path} was not saved: somebody else is saving it; try again"), path=shown_path(path))


def _named(path: Path, user: str, process: str, since: str | None) -> Sentence:
    if since is None:
        template = N_("{path} was not saved: {user} (process {process}) is saving it; try again")
        return say(template, path=shown_path(path), user=user, process=process)
    template = N_("{path} was not saved: {user} (process {process}) has been saving it since {since}; try again")
    return say(template, path=shown_path(path), user=user, process=process, since=since)
