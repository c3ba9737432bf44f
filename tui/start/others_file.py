"""The bytes of a file that somebody else may have put there: those of a regular file of a bounded size, or an OSError.

Opening waits for nobody (a pipe without a writer), follows no link unless it may, and reads no more than it was asked to, also
of a file that grows meanwhile. What the bytes say is read by ``tui.store.others_text``, or with as much care where that is not loaded yet.

Only modules that every Python has loaded at its start are imported here.
"""

from __future__ import annotations

import errno
import os
import stat

_PIECE = 1 << 20


class NotAFile(OSError):
    """A folder, pipe, socket or device stands where a file was expected."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, "not a regular file")


class TooLarge(OSError):
    """A file of more than ``most`` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(errno.EFBIG, f"larger than {most} bytes")
        self.most = most


def opened(path: str | os.PathLike[str], flags: int = os.O_RDONLY, *, links: bool = False) -> int:
    """A handle of the file; links are followed only with ``links``. Raises OSError, also for what is no regular file."""
    try:
        handle = os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | (0 if links else os.O_NOFOLLOW))
    except ValueError as error:  # a NUL in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotAFile
    except OSError:
        os.close(handle)
        raise
    return handle


def bytes_in(handle: int, most: int) -> bytes:
    """Everything in an open file from its beginning, at most ``most`` bytes. Raises :class:`TooLarge` and other OSErrors."""
    if os.fstat(handle).st_size > most:
        raise TooLarge(most)
    pieces: list[bytes] = []
    size = 0
    while piece := os.pread(handle, min(_PIECE, most + 1 - size), size):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise TooLarge(most)
    return b"".join(pieces)


def bytes_of(path: str | os.PathLike[str], most: int, *, links: bool = False) -> bytes:
    """Everything in a file, at most ``most`` bytes. Raises OSError."""
    handle = opened(path, links=links)
    try:
        return bytes_in(handle, most)
    finally:
        os.close(handle)
