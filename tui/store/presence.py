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
import time
from itertools import islice
from pathlib import Path
from typing import Final

import attrs

from tui.model.clock import Clock
from tui.model.text import printable
from tui.start import others_file
from tui.store.files.access import Access
from tui.store.files.rights import is_anothers
from tui.store.files.shared_folder import follow, make_shared
from tui.store.identity import briefly, full_name, full_name_of, login, login_of, named_of
from tui.store.others_text import Told, Unreadable, count, day_in, moment, object_in, texts, whole_text

_MOST: Final = 1 << 14
"""Bytes read of somebody's file."""
_MOST_SESSIONS: Final = 200
_MOST_NAMES: Final = 2000
"""Names looked at in the folder."""
_MOST_NAME: Final = 60
_MOST_PART: Final = 200
"""Characters of a full name, and of an id or a field: so that what is told stays within :data:`_MOST`."""
_SUFFIX: Final = ".session"
_SURE: Final = 8.0
"""Seconds for which a session whose file stays as it is counts as there: one that was killed is gone after no more."""


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
    """Another session over the same plan. ``name`` is the full name, else the login; of a person an account acts for with that."""

    login: str
    name: str
    since: dt.datetime
    unsaved: int
    editing: Place | None
    showing: Showing | None = None
    unreadable: bool = False
    """Whether somebody is there, but what the session tells cannot be read."""


@attrs.define
class _Seen:
    """A session's file as it was read: how ``stat`` saw it, since when it has stayed so and when it was read, and who told it."""

    stat: tuple[int, int, int, int]
    first: float
    read: float
    peer: Peer | None


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
    _told_of: tuple[Place | None, int, Showing | None] | None = None
    _seen: dict[str, _Seen] = attrs.field(factory=dict)

    def tell(self, editing: Place | None, unsaved: int, showing: Showing | None = None) -> None:
        """Write down what is being edited, how much is unsaved and what a meeting shows, when that has changed."""
        if self._told_of == (editing, unsaved, showing):
            return
        entry = {
            "login": login(),
            "name": full_name()[:_MOST_NAME],
            "since": self._since.isoformat(),
            "unsaved": unsaved,
            "editing": _told(editing.table, editing.id, editing.field) if editing else None,
            "showing": _told(showing.review, showing.subject, showing.day.isoformat()) if showing else None,
        }
        data = json.dumps(entry).encode()
        if data != self._told:
            with contextlib.suppress(OSError):
                os.pwrite(self._handle, data.ljust(len(self._told)), 0)  # blanks behind JSON do no harm to who reads now
                os.ftruncate(self._handle, len(data))
                self._told, self._told_of = data, (editing, unsaved, showing)

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
        return others(self.folder, self.path.name, self._seen)


def _told(*parts: str) -> list[str]:
    return [part[:_MOST_PART] for part in parts]


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
        path = folder / f"{os.getpid()}-{os.urandom(4).hex()}{_SUFFIX}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    presence = Presence(plan, folder, path, handle)
    presence.follow()
    return presence


def others(folder: Path, own: str = "", seen: dict[str, _Seen] | None = None) -> list[Peer]:
    """The living sessions told in a folder; what a dead one of ours left is removed.

    Who looks again and again has what was ``seen``: a file that stays as it is is opened once in :data:`_SURE` seconds only, for of a
    hundred sessions each would open a hundred files a second.
    """
    found, known, now = [], {} if seen is None else seen, time.monotonic()
    with contextlib.suppress(OSError):
        with os.scandir(folder) as entries:
            there = {e.name: e for e in islice(entries, _MOST_NAMES) if e.name.endswith(_SUFFIX) and e.name != own}
        for name in sorted(there)[:_MOST_SESSIONS]:
            somebody = _looked_at(there[name], known, now)
            if somebody is not None:
                found.append(somebody)
        for name in known.keys() - there.keys():
            del known[name]
    return sorted(found, key=lambda s: s.since)


def _looked_at(entry: os.DirEntry[str], seen: dict[str, _Seen], now: float) -> Peer | None:
    """As :func:`_read`, of a file that was read before only where it may tell something else by now."""
    before = seen.get(entry.name)
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    stat = status.st_ino, status.st_mtime_ns, status.st_size, status.st_uid
    stays = before is not None and before.stat == stat
    if before is not None and stays and before.first < before.read > now - _SURE:
        return before.peer  # read again after it had stood so for a while: whoever writes now leaves another time
    peer = _read(Path(entry.path))
    seen[entry.name] = _Seen(stat, before.first if before is not None and stays else now, now, peer)
    return peer


def _read(path: Path) -> Peer | None:
    try:
        handle = others_file.opened(path)
    except OSError:
        return None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _somebody(handle)  # held: somebody is there
        with contextlib.suppress(OSError):  # nobody holds it; only its owner may take it away
            os.unlink(path)
        return None
    finally:
        os.close(handle)


def _somebody(handle: int) -> Peer | None:
    """Who holds a file; None when nothing has been told yet, or cannot be had."""
    try:
        status = os.fstat(handle)
        return peer_in(os.pread(handle, _MOST + 1, 0), status.st_uid, status.st_mtime)
    except OSError:
        return None


def peer_in(data: bytes, uid: int, changed: float) -> Peer | None:
    """The session that tells this, None while it has told nothing; ``changed``: when, in seconds since 1970."""
    who = login_of(uid)  # the owner of the file, not what it says: nobody can appear as somebody else
    try:
        if len(data) > _MOST:
            raise Unreadable(len(data))
        return _peer(object_in(data), uid) if data else None
    except Unreadable:
        return Peer(who, full_name_of(uid)[:_MOST_NAME], Clock(dt.UTC).moment(changed), 0, None, unreadable=True)


def _peer(told: Told, uid: int) -> Peer:
    """The session somebody tells of. Raises :class:`Unreadable`."""
    name, who = named_of(uid, whole_text(told.get("login")))
    editing, showing = texts(told, "editing", 3), texts(told, "showing", 3)
    return Peer(
        who,
        briefly(name[:_MOST_NAME], who),
        moment(told, "since"),
        count(told, "unsaved"),
        Place(*(_shown(part, _MOST_PART) for part in editing)) if editing is not None else None,
        Showing(_shown(showing[0], _MOST_PART), _shown(showing[1], _MOST_PART), day_in(showing[2])) if showing is not None else None,
    )


def _shown(text: str, most: int) -> str:
    return printable(text[:most])[:most]
