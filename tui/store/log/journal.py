"""The journal: every edit is on disk before the screen shows it, so a dropped line or a killed process loses nothing.

One file a session in the user's state directory, mode 0600, append-only: a checksum and a JSON object a line, each
synced. A line cut off by a crash is dropped, and said. The session holds a lock on its journal; one that nobody holds
was left behind, and is offered when its plan is opened again. Saving starts the journal anew.

Beside the edits stand drafts: what is typed in a field and not kept yet. The first line says which file, and which text of
it, the session began with, so that a journal is found again when its plan has been moved.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import os
import stat
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.clock import Clock
from tui.model.edits import Change, Edit
from tui.model.text import Sentence
from tui.start import others_file, places
from tui.start.digest import blake2b
from tui.store.files.errors import StoreError
from tui.store.files.file_state import FileState
from tui.store.log.checked_lines import checked, line
from tui.store.log.draft import Draft, DraftPlace, packed_draft, unpacked_draft
from tui.store.log.edit_json import packed, packed_sentence, unpacked, unpacked_sentence
from tui.store.others_text import Told, Unreadable, moment, object_of, reading, text, whole_text

_VERSION: Final = 1
SUFFIX: Final = ".journal"
SYNC: Final = "journal"
"""The name of a thread that has the disk hold what was written."""
DROPPED: Final = ".dropped"
"""Of a journal that somebody dropped."""
RESTORED: Final = ".restored"
"""Of one that was restored: into the plan, or into the journal of a later session."""
SAVED: Final = ".saved"
"""Of one whose edits the plan holds anyway."""
ASIDE: Final = (DROPPED, RESTORED, SAVED)
_KEPT_FOR: Final = 30 * 24 * 3600
"""Seconds a journal that is no longer needed is kept aside."""
_HASHED_AT_ONCE: Final = 4 << 20
"""Bytes of a plan up to which its digest is worked out between two keys; a larger one is known by what ``stat`` tells until it is saved."""
_MOST: Final = 1 << 28
"""Bytes read of a journal."""


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

    ``taken`` names the journals whose steps it had taken over: they are not to be made a second time. ``drafts`` was typed and
    not kept. ``plan``, ``file`` and ``base`` are the path of the plan's file, what ``stat`` told of it and the digest of its
    text as the session knew it last; empty in a journal that does not say.
    """

    path: Path
    started: dt.datetime
    steps: tuple[Step, ...]
    torn: bool
    taken: frozenset[str] = frozenset()
    drafts: tuple[Draft, ...] = ()
    plan: str = ""
    file: tuple[int, ...] = ()
    base: str = ""

    @property
    def holds_something(self) -> bool:
        return bool(self.steps or self.drafts)


@attrs.define
class Journal:
    """The journal of one session over one plan file. Made by :func:`start`; what notes something raises OSError when the disk does."""

    path: Path
    plan: Path
    _handle: int
    _state: FileState | None = None
    """The file as the session began with it, until a line has said so that needs its digest."""

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

    def note_draft(self, draft: Draft) -> None:
        """What stands typed at a place now; nothing any more where it has no fields. Written here, synced beside the screen.

        A disk that takes its time must not hold up somebody who types.
        """
        self._write(packed_draft(draft))
        self._sync_beside()

    def absorb(self, changes: Iterable[Change], names: Iterable[str], drafts: Iterable[Draft] = ()) -> None:
        """What other journals (by name) hold is in this one from now on: in one line, so it is all there or not at all.

        A session killed before it has dropped those others leaves both; then only this one counts.
        """
        steps = [{"do": [packed(e) for e in c.edits], "label": packed_sentence(c.label)} for c in changes]
        self._append({"takes": list(names), "steps": steps, "drafts": [packed_draft(d) for d in drafts]})

    def absorb_left(self, left: OrphanedJournal) -> None:
        """What another journal holds is in this one from now on."""
        self.absorb([Change(step.label, step.edits, ()) for step in left.steps], [left.path.name], left.drafts)

    def note_saved(self, state: FileState | None = None, *, drafts: bool = False) -> None:
        """Every edit so far is in the plan file as it is now: the journal starts anew, and a crash between the two repeats nothing.

        Truncation keeps the file and so the lock; replaying steps the file already holds changes nothing anyway. With
        ``drafts`` in it, which the file does not hold, a line says so instead.
        """
        self._state = None
        if drafts:
            self._append({"saved": _header(self.plan, state), "base": _digest(state)})
            return
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        self._write(_header(self.plan, state))
        self._sync_beside()  # what was saved rests on the plan file: until the disk has this it is as if killed between the two
        self._state = state

    def begin_again(self, state: FileState) -> bool:
        """Nothing was noted yet, and the file is another one by now: say so. False, with nothing done, when something was.

        Nothing rests on that line before an edit is noted, which is synced.
        """
        if self._state is None:
            return False
        self._state = None
        self._write(_header(self.plan, state))
        self._state = state
        return True

    def close(self, *, keep: bool) -> None:
        """The session ends. ``keep``: something is unsaved and nobody said to drop it, so it stays for the next time."""
        with contextlib.suppress(OSError):  # one that stays is offered again: no harm
            if not keep:
                self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.close(self._handle)

    def _append(self, entry: Mapping[str, Any]) -> None:
        self._write(entry)
        os.fsync(self._handle)

    def _sync_beside(self) -> None:
        threading.Thread(target=_sync, args=(self.path,), name=SYNC, daemon=True).start()

    def _write(self, entry: Mapping[str, Any]) -> None:
        data = line(entry)
        if self._state is not None:  # before the first edit: most sessions only look
            state, self._state = self._state, None
            data = line({"base": _digest(state)}) + data
        while data:
            data = data[os.write(self._handle, data) :]


def start(plan: Path, folder: Path, state: FileState | None = None) -> Journal:
    """A new journal for a plan file, which is ``state`` now. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _is_ours(folder):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    stamp = Clock(dt.UTC).now().strftime("%Y%m%d-%H%M%S-%f")
    path = folder / f"{_name(plan)}-{stamp}-{os.getpid()}{SUFFIX}"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # a start that looks for journals may have it for a moment
        journal = Journal(path, plan, handle)
        journal._append(_header(plan, state))
        journal._state = state
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
    names = names_over(plan, folder)
    found = [left for name in names if (left := unused(folder / name)) is not None]
    taken = frozenset[str]().union(*(left.taken for left in found))
    for left in found:
        with contextlib.suppress(OSError):
            if left.path.name in taken:
                discard(left, RESTORED)
            elif not left.holds_something and not left.torn:
                left.path.unlink(missing_ok=True)
    return [left for left in found if left.holds_something and left.path.name not in taken]


def journals_elsewhere(plan: Path, folder: Path) -> list[OrphanedJournal]:
    """What earlier sessions over files of other paths left, oldest first; nothing is dropped here: each is another plan's by its name."""
    names = [name for name in names_in(folder) if not name.startswith(f"{_name(plan)}-")]
    found = [left for name in names if (left := unused(folder / name)) is not None]
    taken = frozenset[str]().union(*(left.taken for left in found))
    return [left for left in found if left.holds_something and left.path.name not in taken]


def names_in(folder: Path, suffix: str = SUFFIX) -> list[str]:
    """The names of the journals in their folder, the oldest of each plan first; none where that cannot be read."""
    with contextlib.suppress(OSError):
        return sorted(name for name in os.listdir(folder) if name.endswith(suffix)) if _is_ours(folder) else []
    return []


def names_over(plan: Path, folder: Path) -> list[str]:
    """The names of the journals of a plan file, those in use among them."""
    return [name for name in names_in(folder) if name.startswith(f"{_name(plan)}-")]


def clear_dropped(folder: Path) -> None:
    """Delete the journals that were put aside long ago."""
    for name in (name for suffix in ASIDE for name in names_in(folder, suffix)):
        with contextlib.suppress(OSError):
            if os.lstat(folder / name).st_mtime < time.time() - _KEPT_FOR:
                os.unlink(folder / name)


def _is_ours(folder: Path) -> bool:
    """Whether nobody else could have put a journal there, which a folder among everybody's temporary files has to prove. Raises OSError."""
    if not places.is_homeless():
        return True
    status = os.lstat(folder)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def unused(path: Path) -> OrphanedJournal | None:
    """What a journal holds; None when a living session has it, or it cannot be read."""
    with contextlib.suppress(OSError):
        handle = others_file.opened(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return _read(path, handle)
        finally:
            os.close(handle)
    return None


def discard(left: OrphanedJournal, why: str = DROPPED) -> None:
    """Put aside what an earlier session left behind, under a name that says why, one of :data:`ASIDE`: even this can be mended by hand."""
    kept = left.path.with_suffix(why)
    os.replace(left.path, kept)
    with contextlib.suppress(OSError):
        os.utime(kept)  # it is cleared so many days after it was dropped, not after it was written


def _sync(path: Path) -> None:
    """Have the disk hold what was written; not by the journal's own handle, which would keep its lock beyond the session."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sync_folder(folder: Path) -> None:
    """So that the journal's name outlives a power cut as well as its lines do."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# -- lines ----------------------------------------------------------------------------------------------------------


def _name(plan: Path) -> str:
    return blake2b(os.fsencode(os.path.realpath(plan)), digest_size=8).hexdigest()


def _header(plan: Path, state: FileState | None) -> dict[str, Any]:
    header = {"journal": _VERSION, "plan": os.fsdecode(os.fsencode(os.path.realpath(plan))), "started": Clock(dt.UTC).now().isoformat()}
    if state is not None and state.identity is not None:
        header["file"] = list(attrs.astuple(state.identity))
    return header


def _digest(state: FileState | None) -> str:
    """Of the text a session began with; "" where it is not from a disk, or that would take long."""
    if state is None or state.identity is None or state.identity.size > _HASHED_AT_ONCE:
        return ""
    try:
        return state.digest
    except StoreError:
        return ""


def _read(path: Path, handle: int) -> OrphanedJournal:
    data = others_file.bytes_in(handle, _MOST)
    steps: list[Step] = []
    taken: set[str] = set()
    raws: list[Any] = []  # the edits of each step as they stand in the file
    drafts: dict[DraftPlace, Draft] = {}
    began: dict[str, Any] = {"started": Clock(dt.UTC).moment(os.fstat(handle).st_mtime)}
    torn = bool(data) and not data.endswith(b"\n")
    for raw in data.split(b"\n")[:-1]:
        try:
            with reading():
                entry = checked(raw)
                if steps and "undo" in entry and entry["undo"] == raws[-1]:
                    steps.pop()
                    raws.pop()
                elif "started" in entry:
                    began |= _began(entry)
                elif "saved" in entry:
                    steps, raws = [], []
                    began |= _began(object_of(entry["saved"])) | {"base": text(entry, "base")}
                elif "base" in entry:
                    began["base"] = text(entry, "base")
                elif "draft" in entry:
                    _note(unpacked_draft(entry), drafts)
                else:  # one step, also one of before the last save that was taken back; or those of other journals
                    made = [object_of(m) for m in entry.get("steps", [entry])]
                    steps += map(_step, made)
                    raws += [m["do"] for m in made]
                    taken.update(map(whole_text, entry.get("takes", ())))
                    for draft in entry.get("drafts", ()):
                        _note(unpacked_draft(object_of(draft)), drafts)
        except Unreadable:
            torn = True
            break  # what follows a damaged line, or one of another version, cannot be trusted to follow from it
    return OrphanedJournal(path, steps=tuple(steps), torn=torn, taken=frozenset(taken), drafts=tuple(drafts.values()), **began)


def _began(header: Told) -> dict[str, Any]:
    """What the first line says of the session. Raises Unreadable."""
    with reading():
        file = tuple(int(n) for n in header.get("file", ()))
        return {"started": moment(header, "started"), "plan": text(header, "plan"), "file": file, "base": ""}


def _step(made: Told) -> Step:
    return Step(unpacked_sentence(made["label"]), tuple(unpacked(e) for e in made["do"]))


def _note(draft: Draft, drafts: dict[DraftPlace, Draft]) -> None:
    """The newest of a place counts; one without fields was kept or dropped."""
    drafts.pop(draft.place, None)
    if draft.fields:
        drafts[draft.place] = draft
