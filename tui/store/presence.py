"""Who has a plan open, and what they are editing: one small file a session in a folder beside the plan.

The session holds a lock on its file, so the file of a killed one is known to be nobody's. What others write there is
read with care: it is their text, and only shown.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import pwd
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.clock import Clock, aware
from tui.model.text import printable

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

    folder: Path
    path: Path
    _handle: int
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

    def others(self) -> list[Peer]:
        """The other sessions over the same plan, longest there first."""
        return others(self.folder, self.path.name)


def presence_folder(plan: Path) -> Path:
    """Where the sessions of a plan are told; links are followed."""
    real = Path(os.path.realpath(plan))
    return real.with_name(f".{real.name}.open")


def appear(plan: Path) -> Presence | None:
    """Tell that this session has the plan open; None where that cannot be written down (a folder for reading only)."""
    folder = presence_folder(plan)
    try:
        status = os.stat(plan)
        rights = stat.S_IMODE(status.st_mode) & 0o666
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
            with contextlib.suppress(OSError):
                os.chown(folder, -1, status.st_gid)
            # who may read the plan may look in; who may write it may appear; nobody may remove another's file
            os.chmod(folder, 0o1700 | rights | (rights & 0o444) >> 2)
        path = folder / f"{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        os.fchown(handle, -1, status.st_gid)
    with contextlib.suppress(OSError):
        os.fchmod(handle, 0o600 | rights & 0o444)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return Presence(folder, path, handle)


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
        who = _login_of(uid)  # the owner of the file, not what it says: nobody can appear as somebody else
        return Peer(
            who,
            printable(str(entry.get("name") or who))[:60],
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


def login() -> str:
    """The login of this session's user."""
    return _login_of(os.geteuid())


def full_name() -> str:
    """The user's full name as the system knows it, else the login."""
    try:
        return printable(pwd.getpwuid(os.geteuid()).pw_gecos.partition(",")[0].strip()) or login()
    except KeyError:
        return login()


def _login_of(uid: int) -> str:
    try:
        return printable(pwd.getpwuid(uid).pw_name)
    except KeyError:  # a user of a directory service that does not answer
        return str(uid)
