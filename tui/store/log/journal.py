"""The journal: every edit is on disk before the screen shows it, so a dropped line or a killed process loses nothing.

One file a session in the user's state directory, mode 0600, append-only: a checksum and a JSON object a line, each
synced. A line cut off by a crash is dropped, and said. The session holds a lock on its journal; one that nobody holds
was left behind, and is offered when its plan is opened again. Saving starts the journal anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.clock import Clock, aware
from tui.model.edits import Change, Edit
from tui.model.text import Sentence
from tui.start import places
from tui.store.log.checked_lines import checked, line
from tui.store.log.edit_json import packed, packed_sentence, unpacked, unpacked_sentence

_VERSION: Final = 1
_SUFFIX: Final = ".journal"


def journal_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where journals live; see :func:`tui.start.places.journal_folder`."""
    return Path(places.journal_folder(environ))


@attrs.frozen
class Step:
    """One undo step as the journal holds it."""

    label: Sentence
    edits: tuple[Edit, ...]


@attrs.frozen
class OrphanedJournal:
    """What an earlier session did not save: its steps in order, since when, and whether its last line was cut off.

    ``taken`` names the journals whose steps it had taken over: they are not to be made a second time.
    """

    path: Path
    started: dt.datetime
    steps: tuple[Step, ...]
    torn: bool
    taken: frozenset[str] = frozenset()


@attrs.define
class Journal:
    """The journal of one session over one plan file. Made by :func:`start`; what notes something raises OSError when the disk does."""

    path: Path
    plan: Path
    _handle: int

    def note_done(self, change: Change) -> None:
        """An edit that is about to be shown."""
        self._append({"do": [packed(e) for e in change.edits], "label": packed_sentence(change.label)})

    def note_undone(self, change: Change) -> None:
        """A step that was taken back: what it had done, and what takes it back where this journal has not got it."""
        packed_step = [packed(e) for e in change.edits]
        self._append({"undo": packed_step, "do": [packed(e) for e in change.inverse], "label": packed_sentence(change.label)})

    def note_redone(self, change: Change) -> None:
        """A step that was made again."""
        self.note_done(change)

    def absorb(self, changes: Iterable[Change], names: Iterable[str]) -> None:
        """What other journals (by name) hold is in this one from now on: in one line, so it is all there or not at all.

        A session killed before it has dropped those others leaves both; then only this one counts.
        """
        steps = [{"do": [packed(e) for e in c.edits], "label": packed_sentence(c.label)} for c in changes]
        self._append({"takes": list(names), "steps": steps})

    def note_saved(self) -> None:
        """Everything so far is in the plan file: the journal starts anew, and a crash between the two repeats nothing.

        Truncation keeps the file and so the lock; replaying steps the file already holds changes nothing anyway.
        """
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        self._append(_header(self.plan))

    def close(self, *, keep: bool) -> None:
        """The session ends. ``keep``: something is unsaved and nobody said to drop it, so it stays for the next time."""
        with contextlib.suppress(OSError):  # one that stays is offered again: no harm
            if not keep:
                self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.close(self._handle)

    def _append(self, entry: Mapping[str, Any]) -> None:
        data = line(entry)
        while data:
            data = data[os.write(self._handle, data) :]
        os.fsync(self._handle)


def start(plan: Path, folder: Path) -> Journal:
    """A new journal for a plan file. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _is_ours(folder):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    stamp = Clock(dt.UTC).now().strftime("%Y%m%d-%H%M%S-%f")
    path = folder / f"{_name(plan)}-{stamp}-{os.getpid()}{_SUFFIX}"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        journal = Journal(path, plan, handle)
        journal._append(_header(plan))
        _sync_folder(folder)
    except OSError:
        os.close(handle)
        path.unlink(missing_ok=True)
        raise
    return journal


def orphaned_journals(plan: Path, folder: Path) -> list[OrphanedJournal]:
    """What earlier sessions over this plan file did not save, oldest first; nothing where that cannot be read.

    Journals still in use, empty ones and those that a later one has taken over are left out.
    """
    names: list[str] = []
    with contextlib.suppress(OSError):
        there = os.listdir(folder) if _is_ours(folder) else []
        names = sorted(n for n in there if n.startswith(f"{_name(plan)}-") and n.endswith(_SUFFIX))
    found = [left for name in names if (left := _unused(folder / name)) is not None]
    taken = frozenset[str]().union(*(left.taken for left in found))
    for left in found:
        with contextlib.suppress(OSError):
            if left.path.name in taken:
                discard(left)
            elif not left.steps and not left.torn:
                left.path.unlink(missing_ok=True)
    return [left for left in found if left.steps and left.path.name not in taken]


def _is_ours(folder: Path) -> bool:
    """Whether nobody else could have put a journal there, which a folder among everybody's temporary files has to prove. Raises OSError."""
    if not places.is_homeless():
        return True
    status = os.lstat(folder)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def _unused(path: Path) -> OrphanedJournal | None:
    """What a journal holds; None when a living session has it, or it cannot be read."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return _read(path, handle)
        finally:
            os.close(handle)
    return None


def discard(left: OrphanedJournal) -> None:
    """Drop what an earlier session left behind; the file is kept aside under another name, so that even this can be mended by hand."""
    os.replace(left.path, left.path.with_suffix(".dropped"))


def _sync_folder(folder: Path) -> None:
    """So that the journal's name outlives a power cut as well as its lines do."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# -- lines ----------------------------------------------------------------------------------------------------------


def _name(plan: Path) -> str:
    return hashlib.blake2b(os.fsencode(os.path.realpath(plan)), digest_size=8).hexdigest()


def _header(plan: Path) -> dict[str, Any]:
    return {"journal": _VERSION, "plan": os.fsdecode(os.fsencode(os.path.realpath(plan))), "started": Clock(dt.UTC).now().isoformat()}


def _read(path: Path, handle: int) -> OrphanedJournal:
    data = b""
    while piece := os.read(handle, 1 << 20):
        data += piece
    steps: list[Step] = []
    taken: set[str] = set()
    raws: list[Any] = []  # the edits of each step as they stand in the file
    started = Clock(dt.UTC).moment(os.fstat(handle).st_mtime)
    torn = bool(data) and not data.endswith(b"\n")
    for raw in data.split(b"\n")[:-1]:
        entry = checked(raw)
        if entry is None:
            torn = True
            break  # what follows a damaged line cannot be trusted to follow from it
        if steps and "undo" in entry and entry["undo"] == raws[-1]:
            steps.pop()
            raws.pop()
            continue
        try:
            if "started" in entry:
                started = aware(dt.datetime.fromisoformat(entry["started"]))
            else:  # one step, also one of before the last save that was taken back; or those of other journals
                made = entry.get("steps", [entry])
                steps += [Step(unpacked_sentence(m["label"]), tuple(unpacked(e) for e in m["do"])) for m in made]
                raws += [m["do"] for m in made]
                taken.update(entry.get("takes", ()))
        except (KeyError, ValueError, TypeError, IndexError, AttributeError):
            torn = True  # whole, but not a line this version of the program writes
            break
    return OrphanedJournal(path, started, tuple(steps), torn, frozenset(taken))
