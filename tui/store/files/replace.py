"""Putting new bytes in a file's place: all or nothing, whatever happens in between.

A temporary file beside it is written, synced and renamed over it. Mode, owner, group, access lists and the target of
a symbolic link stay; the version before is kept beside it as ``.NAME.prev``, one that was cut short as ``.NAME.cut``.
"""

from __future__ import annotations

import contextlib
import enum
import errno
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tui.store.files.access import Access, kept_rights
from tui.store.files.content import Content
from tui.store.files.errors import in_the_way
from tui.store.files.file_state import FileState, Identity
from tui.store.files.rights import cut_of, is_anothers, is_protected, previous_of

NOT_SUPPORTED: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""What ``fsync`` of a folder says where there is no such thing."""


class Target(enum.Enum):
    """What is expected to stand where the bytes go."""

    OLD_FILE = "old file"  # is replaced, and kept as the previous version
    CUT_FILE = "cut file"  # is replaced; what it has lost the previous version has still, so that one stays
    NOTHING = "nothing"  # FileExistsError when there is something
    SCRATCH = "scratch"  # is replaced, and nothing of it is kept: a file some tool made for the moment


_KEPT_AS: Final[Mapping[Target, Callable[[Path], Path]]] = {Target.OLD_FILE: previous_of, Target.CUT_FILE: cut_of}
"""Where what was in a file's place is kept."""


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


def replace_file(
    path: Path, data: bytes | Content, target: Target, check: Callable[[], Target | None] = lambda: None, like: Path | None = None
) -> FileState:
    """Write ``data`` to ``path``, whose links are resolved; ``check`` is called last before the swap and may raise.

    Where ``target`` is a file that is kept, ``check`` may say as which it is.

    The lock of an old file must be held. Raises OSError, also when the old file may not be written to; then it is as it was
    and no temporary file is left. New files are for their owner only (0600), or for who may read and write the file ``like``.
    """
    if target is not Target.NOTHING and (is_protected(path) or is_anothers(path)):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if target in _KEPT_AS:
        _sweep(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    new = _beside(path)
    content = data if isinstance(data, Content) else Content([data])
    try:
        identity = _write(new, content, None if target is Target.NOTHING else path)
        if target is Target.NOTHING and like is not None:
            _open_like(new, like)
        target = check() or target
        if target is Target.NOTHING:
            _place(new, path)
        else:
            if target in _KEPT_AS:
                _keep(path, _KEPT_AS[target](path))
            _follow(new, path)
            os.replace(new, path)
        try:
            os.fsync(folder)
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                _take_back(path, target)
                raise
    finally:
        with contextlib.suppress(OSError):
            os.unlink(new)  # already renamed when all went well
        with contextlib.suppress(OSError):  # nothing was written through it
            os.close(folder)
    return FileState(path, content, identity)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")


def _sweep(path: Path) -> None:
    """Remove what a killed saver left. The lock is held, so nobody is writing these."""
    left = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}\.tmp")
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            if left.fullmatch(name):
                with contextlib.suppress(OSError):  # another's in a sticky folder: they take it away with their next save
                    os.unlink(path.parent / name)


def _write(new: Path, content: Content, like: Path | None) -> Identity:
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        for piece in content.pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(handle, rest) :]
        if like is not None:
            kept_rights(handle, like)
        os.fsync(handle)
        return Identity.of(os.fstat(handle))
    finally:
        os.close(handle)


def _open_like(new: Path, like: Path) -> None:
    """Let those read and write a new file who may another one; its maker may in any case. Where it cannot be, it stays its owner's only."""
    with contextlib.suppress(OSError):
        handle = os.open(new, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            Access.of(like).for_paper().give(handle)
        except OSError:
            os.fchmod(handle, 0o600)
        finally:
            os.close(handle)


def _follow(new: Path, path: Path) -> None:
    """Give the new file the rights the old one has by now: it may have been closed since they were looked at."""
    wanted = Access.of(path)
    if wanted.is_kept_by(Access.of(new)):
        return
    handle = os.open(new, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        wanted.give(handle)
    finally:
        os.close(handle)


def _keep(path: Path, place: Path) -> None:
    """Keep the file as it is in another place, without that ever being empty."""
    if os.path.lexists(place) and is_anothers(place):
        raise in_the_way(path, place, os.lstat(place))
    twin = _beside(path)
    try:
        _twin(path, twin)
        os.replace(twin, place)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(twin)  # renaming one name of a file over another of the same file leaves both


def _twin(path: Path, twin: Path) -> None:
    """Another name for a file; a copy where there are no hard links, or none to other people's files."""
    try:
        if is_anothers(path):  # a second name for it could never be taken away again
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        os.link(path, twin)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOENT):
            raise
        _write(twin, Content([path.read_bytes()]), path)


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
        if target not in _KEPT_AS:
            return
        back = _beside(path)
        try:
            _twin(_KEPT_AS[target](path), back)
            os.replace(back, path)
        finally:
            os.unlink(back)
