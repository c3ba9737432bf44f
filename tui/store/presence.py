"""Who has a plan open, and what they are editing: one small file a session in a folder beside the plan.

The session holds a lock on its file, so the file of a killed one is known to be nobody's. What others write there is
read with care: it is their text, and only shown. Who they are is not taken from there, but from whose file it is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.clock import Clock, aware
from tui.model.text import printable
from tui.store.files.access import Access
from tui.store.files.rights import is_anothers
from tui.store.files.shared_folder import follow, make_shared
from tui.store.identity import full_name, full_name_of, login, login_of

_MOST: Final = 4096
"""Bytes read of somebody's file."""
_MOST_SESSIONS: Final = 200
_SUFFIX: Final = ".session"


@attrs.frozen
class Place:
    """The record, and the field or "", that somebody is typing into."""

    table: str
    id: str
    field: str


@attrs.frozen
class Showing:
    """The item of a review meeting that somebody has on the screen, and the day the meeting looks from."""

    review: str
    subject: str
    day: dt.date


@attrs.frozen
class Peer:
    """Another session over the same plan. ``name`` is the full name, or the login where there is none."""

    login: str
    name: str
    since: dt.datetime
    unsaved: int
    editing: Place | None
    showing: Showing | None = None


@attrs.define
class Presence:
    """This session's own file. Made by :func:`appear`; :meth:`tell` and :meth:`leave` raise nothing: it is a courtesy."""

    plan: Path
    folder: Path
    path: Path
    _handle: int
    _access: Access | None = None
    """Whom the plan let in when that was looked at last."""
    _since: dt.datetime = attrs.field(factory=Clock(dt.UTC).now)
    _told: bytes = b""

    def tell(self, editing: Place | None, unsaved: int, showing: Showing | None = None) -> None:
        """Write down what is being edited, how much is unsaved and what a meeting shows, when that has changed."""
        entry = {
            "login": login(),
            "name": full_name(),
            "since": self._since.isoformat(),
            "unsaved": unsaved,
            "editing": [editing.table, editing.id, editing.field] if editing else None,
            "showing": [showing.review, showing.subject, showing.day.isoformat()] if showing else None,
        }
        data = json.dumps(entry).encode()
        if data != self._told:
            with contextlib.suppress(OSError):
                os.pwrite(self._handle, data.ljust(len(self._told)), 0)  # blanks behind JSON do no harm to who reads now
                os.ftruncate(self._handle, len(data))
                self._told = data

    def leave(self) -> None:
        """The session ends."""
        with contextlib.suppress(OSError):
            os.unlink(self.path)
        with contextlib.suppress(OSError):
            os.rmdir(self.folder)  # the last one out
        os.close(self._handle)

    def follow(self) -> None:
        """Let those see this session whom the plan lets in by now."""
        with contextlib.suppress(OSError):
            access = Access.of(self.plan)
            if access != self._access:
                self._access = access
                access.for_reading().give(self._handle)
                follow(self.folder, access)

    def others(self) -> list[Peer]:
        """The other sessions over the same plan, longest there first."""
        self.follow()
        return others(self.folder, self.path.name)


def presence_folder(plan: Path) -> Path:
    """Where the sessions of a plan are told; links are followed."""
    real = Path(os.path.realpath(plan))
    return real.with_name(f".{real.name}.open")


def appear(plan: Path) -> Presence | None:
    """Tell that this session has the plan open; None where that cannot be written down (a folder for reading only)."""
    folder = presence_folder(plan)
    try:
        access = Access.of(plan)
        if not folder.exists() and is_anothers(Path(os.path.realpath(plan))):
            return None  # who may not replace the plan could not take the folder away again, nor could those who may
        make_shared(folder, access)
        path = folder / f"{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    presence = Presence(plan, folder, path, handle)
    presence.follow()
    return presence


def others(folder: Path, own: str = "") -> list[Peer]:
    """The living sessions told in a folder; what a dead one of ours left is removed."""
    found = []
    with contextlib.suppress(OSError):
        names = sorted(name for name in os.listdir(folder) if name.endswith(_SUFFIX) and name != own)
        for name in names[:_MOST_SESSIONS]:
            somebody = _read(folder / name)
            if somebody is not None:
                found.append(somebody)
    return sorted(found, key=lambda s: s.since)


def _read(path: Path) -> Peer | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _somebody(os.pread(handle, _MOST, 0), status.st_uid)  # held: somebody is there
        with contextlib.suppress(OSError):  # nobody holds it; only its owner may take it away
            os.unlink(path)
        return None
    except OSError:
        return None
    finally:
        os.close(handle)


def _somebody(data: bytes, uid: int) -> Peer | None:
    try:
        entry: Mapping[str, Any] = json.loads(data)
        editing, showing = entry.get("editing"), entry.get("showing")
        who = login_of(uid)  # the owner of the file, not what it says: nobody can appear as somebody else
        return Peer(
            who,
            full_name_of(uid)[:60],
            aware(dt.datetime.fromisoformat(entry["since"])),
            int(entry.get("unsaved") or 0),
            Place(*(printable(str(part))[:200] for part in editing)) if isinstance(editing, list) and len(editing) == 3 else None,
            _showing(showing) if isinstance(showing, list) and len(showing) == 3 else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _showing(told: list[Any]) -> Showing:
    review, subject, day = (printable(str(part))[:200] for part in told)
    return Showing(review, subject, dt.date.fromisoformat(day))
