"""The texts a plan file holds or is known to have held: by them what was left of a session is found when the file has another path."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs

from tui.start.digest import blake2b
from tui.store.files.errors import CannotRead
from tui.store.files.file_state import FileState
from tui.store.files.rights import previous_of
from tui.store.log.history_parts import history_of
from tui.store.log.journal import OrphanedJournal

_DIGEST: Final = re.compile(r"[0-9a-f]{32}")
_PIECE: Final = 1 << 20


def has_earlier_versions(state: FileState) -> bool:
    """Whether anything may be kept of versions before: the one before the last save, or a history."""
    real = Path(os.path.realpath(state.path))
    return any(os.path.lexists(path) for path in (previous_of(real), history_of(real)))


class KnownTexts:
    """Of one plan file: its text now, the version before, and every state its history names. What cannot be read is not known."""

    def __init__(self, state: FileState) -> None:
        self._state = state

    def holds(self, left: OrphanedJournal) -> bool:
        """Whether a session was begun on this file, or on a text of it."""
        identity = self._state.identity
        if identity is not None and left.file == attrs.astuple(identity):
            return True
        if not _DIGEST.fullmatch(left.base):
            return False
        return left.base in (self._now, self._previous) or self._in_history(left.base)

    @cached_property
    def _now(self) -> str:
        try:
            return self._state.digest
        except CannotRead:
            return ""

    @cached_property
    def _previous(self) -> str:
        found = blake2b(digest_size=16)
        for piece in _pieces(previous_of(Path(os.path.realpath(self._state.path)))):
            found.update(piece)
        return found.hexdigest()

    def _in_history(self, digest: str) -> bool:
        """The digests stand in its lines as they are; whoever wrote some there only has something offered, and that is asked about."""
        wanted, end = digest.encode(), b""
        for piece in _pieces(history_of(self._state.path)):
            if wanted in end + piece:
                return True
            end = piece[-len(wanted) :]
        return False


def _pieces(path: Path) -> Iterator[bytes]:
    """A file piece by piece; nothing of one that is no regular file, or cannot be read."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                while piece := os.read(handle, _PIECE):
                    yield piece
        finally:
            os.close(handle)
