"""Putting new bytes in a file's place: all or nothing, whatever happens in between.

A temporary file beside it is written, synced and renamed over it. Mode, owner, group, access lists and the target of
a symbolic link stay; the version before is kept beside it as ``.NAME.prev``.
"""

from __future__ import annotations

import contextlib
import enum
import errno
import os
import re
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tui.store.files.file_state import FileState, Identity
from tui.store.files.rights import is_protected, previous_of

_ACCESS_LIST: Final = "system.posix_acl_access"
_NOT_SUPPORTED: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})


class Target(enum.Enum):
    """What is expected to stand where the bytes go."""

    OLD_FILE = "old file"  # is replaced, and kept as the previous version
    NOTHING = "nothing"  # FileExistsError when there is something
    SCRATCH = "scratch"  # is replaced, and nothing of it is kept: a file some tool made for the moment


def real_path(path: str | os.PathLike[str]) -> Path:
    """The file a path leads to, its links followed."""
    return Path(os.path.realpath(path))


def path_to_write(path: str | os.PathLike[str]) -> Path:
    """The file that is to be replaced, links followed. Raises OSError when that cannot be told.

    :func:`real_path` takes a link it cannot look at for a file: writing there would put a file in the link's place.
    """
    try:
        return Path(os.path.realpath(path, strict=True))
    except FileNotFoundError:  # a new file
        return real_path(path)


def replace_file(path: Path, data: bytes, target: Target, check: Callable[[], None] = lambda: None) -> FileState:
    """Write ``data`` to ``path``, whose links are resolved; ``check`` is called last before the swap and may raise.

    The lock of an old file must be held. Raises OSError, also when the old file may not be written to; then it is as it was
    and no temporary file is left. New files are for their owner only (0600).
    """
    if target is not Target.NOTHING and is_protected(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if target is Target.OLD_FILE:
        _sweep(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    new = _beside(path)
    try:
        identity = _write(new, data, None if target is Target.NOTHING else path)
        check()
        if target is Target.NOTHING:
            _place(new, path)
        else:
            if target is Target.OLD_FILE:
                _keep_previous(path)
            os.replace(new, path)
        try:
            os.fsync(folder)
        except OSError as error:
            if error.errno not in _NOT_SUPPORTED:
                _take_back(path, target)
                raise
    finally:
        with contextlib.suppress(OSError):
            os.unlink(new)  # already renamed when all went well
        with contextlib.suppress(OSError):  # nothing was written through it
            os.close(folder)
    return FileState(path, data, identity)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def _sweep(path: Path) -> None:
    """Remove what a killed saver left. The lock is held, so nobody is writing these."""
    left = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}\.tmp")
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            if left.fullmatch(name):
                os.unlink(path.parent / name)


def _write(new: Path, data: bytes, like: Path | None) -> Identity:
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if like is not None:
            keep_rights(handle, like)
        os.fsync(handle)
        return Identity.of(os.fstat(handle))
    finally:
        os.close(handle)


def keep_rights(handle: int, like: Path) -> None:
    """Owner, group, mode and attributes of the old file, as far as this user may give them."""
    status = os.stat(like)
    mode = stat.S_IMODE(status.st_mode) & 0o777
    same_group = True
    try:
        os.fchown(handle, status.st_uid, status.st_gid)
    except PermissionError:
        try:
            os.fchown(handle, -1, status.st_gid)
        except PermissionError:
            same_group = False
    if not same_group:  # the rights were another group's: ours gets no more than everybody
        mode = (mode & ~0o070) | ((mode & 0o007) << 3)
    os.fchmod(handle, mode)
    try:
        names = os.listxattr(like)
    except OSError:
        return
    for name in names:
        try:
            os.setxattr(handle, name, os.getxattr(like, name))
        except OSError:
            if name == _ACCESS_LIST:  # without the list the mode would mean something else
                raise


def _keep_previous(path: Path) -> None:
    """Make the file as it is the previous version, without ever being without one."""
    kept = _beside(path)
    try:
        _twin(path, kept)
        os.replace(kept, previous_of(path))
    finally:
        with contextlib.suppress(OSError):
            os.unlink(kept)  # renaming one name of a file over another of the same file leaves both


def _twin(path: Path, twin: Path) -> None:
    """Another name for a file; a copy where there are no hard links, or none to other people's files."""
    try:
        os.link(path, twin)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOENT):
            raise
        _write(twin, path.read_bytes(), path)


def _place(new: Path, path: Path) -> None:
    """Give the new file its name unless somebody took it meanwhile."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        os.replace(new, path)


def _take_back(path: Path, target: Target) -> None:
    """The swap may not outlive a power cut: put the old file back, so that what is reported is what is there."""
    with contextlib.suppress(OSError):
        if target is Target.NOTHING:
            os.unlink(path)
        if target is not Target.OLD_FILE:
            return
        back = _beside(path)
        try:
            _twin(previous_of(path), back)
            os.replace(back, path)
        finally:
            os.unlink(back)
