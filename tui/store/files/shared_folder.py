"""A folder beside a plan in which each session has files of its own: who the plan lets in may look, who may write it may add to it."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from tui.store.files.access import Access


def make_shared(folder: Path, access: Access) -> None:
    """Make the folder unless it is there, and let in whom the plan, with ``access``, lets in. Raises OSError."""
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder, 0o700)
    follow(folder, access)


def follow(folder: Path, access: Access) -> None:
    """Let into the folder whom the plan lets in by now. Raises OSError.

    Another's folder is emptied into one of this user's, which takes its place: what stands in it stays under its path.
    """
    wanted, status = access.for_folder(), os.stat(folder)
    sticky = _sticky_in(folder.parent)
    if wanted.is_kept_by(Access.of(folder)) and status.st_mode & stat.S_ISVTX == sticky:
        return
    if os.geteuid() in (0, status.st_uid):
        _give(folder, wanted, sticky)
        return
    new = folder.with_name(f"{folder.name}.{os.urandom(4).hex()}")
    with contextlib.suppress(OSError):  # a sticky folder, say: it stays as it is, and its owner's next session sees to it
        os.mkdir(new, 0o700)
        try:
            _give(new, wanted, sticky)
            for name in os.listdir(folder):
                os.rename(folder / name, new / name)
            os.rename(new, folder)
        except OSError:
            for name in os.listdir(new):
                os.rename(new / name, folder / name)
            os.rmdir(new)
            raise


def _sticky_in(parent: Path) -> int:
    """The sticky bit, with which nobody takes away another's file; not where everybody may take away the plan itself.

    There everybody may clean up what dead sessions left.
    """
    shared = Access.of(parent).others_may_write() and not os.stat(parent).st_mode & stat.S_ISVTX
    return 0 if shared else stat.S_ISVTX


def _give(folder: Path, access: Access, sticky: int) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        access.give(handle)
        os.fchmod(handle, os.fstat(handle).st_mode & 0o777 | sticky)
    finally:
        os.close(handle)
