"""Who really wrote an entry of a history that several may write to: each has a file there that nobody else can write.

``.NAME.seals/UID`` belongs to the user with that number and holds the digests of the lines they wrote. What a line says of who wrote
it is anybody's word; whose file its digest stands in is the system's.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tui.start.digest import blake2b
from tui.store.files.access import Access
from tui.store.files.shared_folder import make_shared

_LENGTH: Final = 16
"""Bytes of a digest."""
_MOST_USERS: Final = 500
_MOST_BYTES: Final = 64 << 20


def digest_of(line: bytes) -> str:
    """The digest of a line without its line end, in hexadecimal."""
    return blake2b(line, digest_size=_LENGTH).hexdigest()


def seal(history: Path, plan: Access, lines: Iterable[bytes]) -> None:
    """Put this user's seal on lines of a history; nothing where nobody else may write the plan. Raises OSError."""
    folder = _folder_of(history)
    if not plan.others_may_write() and not folder.is_dir():
        return
    make_shared(folder, plan)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    handle = os.open(folder / str(os.geteuid()), flags, 0o600)
    try:
        if os.fstat(handle).st_uid == os.geteuid():
            plan.for_reading().give(handle)
            os.write(handle, "".join(f"{digest_of(line)}\n" for line in lines).encode())
    finally:
        os.close(handle)


def sealed(history: Path, plan: Path) -> Mapping[str, int] | None:
    """Digest → the user who wrote that line; None where nobody but the owner of plan and history can have written any."""
    folder = _folder_of(history)
    if not folder.is_dir() and _is_one_owners(history, plan):
        return None
    found: dict[str, int] = {}
    with contextlib.suppress(OSError):
        for name in os.listdir(folder)[:_MOST_USERS]:
            if name.isascii() and name.isdigit():
                with contextlib.suppress(OSError):
                    found |= dict.fromkeys(_digests(folder / name, int(name)), int(name))
    return found


def _is_one_owners(history: Path, plan: Path) -> bool:
    with contextlib.suppress(OSError):
        access = Access.of(history)
        return access.owner in (0, os.stat(plan).st_uid) and not access.others_may_write()
    return True  # no plan, or no history


def _digests(path: Path, uid: int) -> list[str]:
    """What stands in a user's file; nothing if anybody else could have written it. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(handle)
        one = stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size <= _MOST_BYTES
        if not one or status.st_uid != uid or Access.of(handle).others_may_write():
            return []
        with open(handle, "rb", closefd=False) as file:
            return file.read(_MOST_BYTES).decode("ascii", "replace").split("\n")
    finally:
        os.close(handle)


def _folder_of(history: Path) -> Path:
    return history.with_name(f".{history.name.removesuffix('.history')}.seals")
