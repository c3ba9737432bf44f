"""Writing the history: a save puts its entry on disk before the plan file is replaced, and how it ended after that.

The plan's lock is held all the while, so nobody else writes. A file that is not what the last entry left was changed
outside the workbench: that becomes an entry of its own. What cannot be written never keeps a plan from being saved.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from tui.model.clock import clock_of
from tui.model.diff import differences
from tui.model.edits import Edit
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, nfc, say, without_controls
from tui.start import others_file
from tui.store import identity
from tui.store.files.access import Access
from tui.store.files.beside import Beside
from tui.store.files.content import Content
from tui.store.files.errors import StoreError, reason
from tui.store.files.file_state import FileState
from tui.store.log.checked_lines import checked, line, line_with_plain_text, line_with_text
from tui.store.log.deflated_text import deflated_text
from tui.store.log.edit_json import packed, packed_sentence
from tui.store.log.history import VERSION, Entry, Known, Proposed, entry_of, history_in
from tui.store.log.history_parts import MOST_BYTES, append, history_of, open_to_write, sync_folder, whole
from tui.store.log.seals import seal
from tui.store.others_text import Unreadable, whole_text

_CHUNK: Final = 1 << 16
_IN_ONE_GO: Final = 1 << 22
"""Bytes of new lines up to which they are written at once."""
_MOST_REASON: Final = 1000
"""Characters of a reason; the rest is left out."""


@attrs.define
class Note:
    """Who saves, why, whose proposals are in it, and the older format it carries over.

    ``reason`` is somebody's own text; ``said`` what the program says of the save, in whatever language it is read. ``recoded`` counts items
    of meetings whose reasons are kept in codes since. ``unwritten`` says after the save why it is not in the history; None when it is.
    """

    login: str
    name: str
    reason: str = ""
    unwritten: Sentence | None = None
    proposed: tuple[Proposed, ...] = ()
    carried_from: int | None = None
    said: Sentence | None = None
    recoded: int = 0
    joined: str = ""
    """The state of a server (a commit) that this save has taken in."""


def note(reason: str = "", said: Sentence | None = None) -> Note:
    """The note of this session's user."""
    return Note(identity.login(), identity.full_name(), without_controls(nfc(reason), lines=True).strip()[:_MOST_REASON], said=said)


@contextlib.contextmanager
def recorded(
    note: Note | None,
    plan: Path,
    found: FileState,
    old: Callable[[], Plan],
    new: Plan,
    content: Content,
    edits: Sequence[Edit] | None = None,
    known: Callable[[], Known | None] = lambda: None,
    *,
    at_once: bool = True,
) -> Iterator[Callable[[], None]]:
    """Record the save made inside (None: it is not recorded); call what this yields right before the plan file is replaced.

    The file at ``plan`` (links resolved) holds ``found``, that is ``old()``, and will hold ``content``, that is ``new``; ``edits`` lead
    from one to the other where that is known; ``known`` is a version beside which those of the history are read. What the entry says is
    worked out beside what is done inside, unless ``at_once``.
    Raises nothing of its own: what could not be written is said in the note.
    """
    if note is None:
        yield lambda: None
        return
    recording = _Recording(note, plan)
    recording.open()
    recording.making = Beside(lambda: recording.prepare(found, old, new, content, edits, known), at_once=at_once)
    try:
        yield recording.begin
    except StoreError:
        recording.end(kept=False)
        raise
    else:
        recording.end(kept=True)
    finally:  # anything else, Ctrl+C say, may have come before the swap or after it: the next entry tells
        recording.close()


@attrs.define
class _Recording:
    """The entry of one save: made before anything is written, :meth:`begin` before the swap, :meth:`end` after it."""

    note: Note
    plan: Path
    after: str = ""
    lines: list[Sequence[bytes]] = attrs.field(factory=list)
    """What is to be added, line by line, each in pieces."""
    handle: int | None = None
    begun: bool = False
    making: Beside[None] | None = None
    naming: Beside[None] | None = None
    """The disk is told the name of a history that begins, while what it is to hold is made."""

    def open(self) -> None:
        """Open the history, which may have to be put in another file for that: not while the plan is being written."""
        try:
            self.handle = open_to_write(self.plan)
            if not os.fstat(self.handle).st_size:
                self.naming = Beside(lambda: sync_folder(self.plan.parent), at_once=False)
        except OSError as error:
            self.give_up(error)

    def prepare(
        self,
        found: FileState,
        old: Callable[[], Plan],
        new: Plan,
        content: Content,
        edits: Sequence[Edit] | None,
        known: Callable[[], Known | None],
    ) -> None:
        """Make the entry; nothing is written, and of files only the history is read."""
        handle = self.handle
        if handle is None:
            return
        try:
            left = _left_in(handle)
            self.after = content.digest
            before = found.digest
            text = left is None
            if left is not None and before not in left:
                is_known, outside = _outside(whole(handle), self.plan, found, old(), known())
                self.lines.append((line(outside),))
                text = not is_known
            made = differences(old(), new) if edits is None else edits
            entry = _entry(clock_of(new).now(), self.note, before, self.after, made)
            self.lines.append(_with_text(entry, found.content) if text else (line(entry),))
        except OSError as error:
            self.give_up(error)

    def begin(self) -> None:
        """Put the entry on disk."""
        if self.making is not None:
            self.making.result()
        if self.handle is None:
            return
        size = 0
        try:
            size = os.fstat(self.handle).st_size
            torn = size > 0 and os.pread(self.handle, 1, size - 1) != b"\n"
            for data in _joined([b"\n" * torn, *(piece for pieces in self.lines for piece in pieces)]):
                append(self.handle, data)
            os.fsync(self.handle)
            if self.naming is not None:  # a folder that cannot be told to is no reason against the entry
                self.naming.wait()
            self.begun = True
            self._seal()
        except OSError as error:
            with contextlib.suppress(OSError):  # half a line helps nobody, and the disk may be full
                os.ftruncate(self.handle, size)
            self.give_up(error)

    def _seal(self) -> None:
        with contextlib.suppress(OSError):  # then who wrote it is the entry's own word
            own = (b"".join(pieces)[:-1] for pieces in self.lines[-1:])  # one before it is of a change by somebody unknown
            seal(history_of(self.plan), Access.of(self.plan).after_save(), own)

    def end(self, *, kept: bool) -> None:
        """Write down whether the plan file was replaced."""
        if self.handle is not None and self.begun:
            with contextlib.suppress(OSError):  # then the next entry tells
                append(self.handle, line({"kept": kept, "after": self.after}))
                if kept:
                    _remember(self.handle, (self.after,))

    def close(self) -> None:
        """Let go of the file, once nothing is worked out any more."""
        for beside in (self.making, self.naming):
            if beside is not None:
                beside.wait()
        self._let_go()

    def _let_go(self) -> None:
        handle, self.handle = self.handle, None
        if handle is not None:
            with contextlib.suppress(OSError):  # what matters is synced already
                os.close(handle)

    def give_up(self, error: OSError) -> None:
        """The save goes on without."""
        self._let_go()
        self.note.unwritten = _unwritten(error)


def _with_text(entry: Mapping[str, Any], content: Content) -> Sequence[bytes]:
    """The line of an entry with the whole text before it: deflated where that stands ready, for it takes a tenth of the disk's time."""
    deflated = deflated_text(content)
    return line_with_text(entry, "text", content.chunks()) if deflated is None else line_with_plain_text(entry, "deflated", deflated)


def _joined(pieces: Sequence[bytes]) -> Sequence[bytes]:
    """The pieces in one where they are short: that is written in one go."""
    return [b"".join(pieces)] if sum(map(len, pieces)) <= _IN_ONE_GO else pieces


def _entry(at: dt.datetime, who: Note, before: str, after: str, edits: Any, text: str | None = None) -> dict[str, Any]:
    """An entry as :func:`tui.store.log.history.entry_of` reads it."""
    entry: dict[str, Any] = {"version": VERSION, "at": at.isoformat(timespec="milliseconds")}
    entry |= {"login": who.login, "name": who.name, "reason": who.reason, "before": before, "after": after}
    entry["edits"] = None if edits is None else [packed(e) for e in edits]
    if who.proposed:
        entry["proposed"] = [attrs.asdict(one) for one in who.proposed]
    if who.carried_from is not None:
        entry["carried_from"] = who.carried_from
    if who.said is not None:
        entry["said"] = packed_sentence(who.said)
    if who.recoded:
        entry["recoded"] = who.recoded
    if who.joined:
        entry["joined"] = who.joined
    return entry if text is None else {**entry, "text": text}


def line_of(at: dt.datetime, who: Note, before: str, after: str, edits: list[Edit], text: str | None) -> bytes:
    """The line of an entry; ``text`` is the whole plan before it, where nothing else gives that."""
    return line(_entry(at, who, before, after, edits, text))


def _outside(data: bytes, plan: Path, found: FileState, old: Plan, known: Known | None) -> tuple[bool, Mapping[str, Any]]:
    """(whether what was changed is known, the entry of it). Needs the whole history: the state it had come to."""
    history = history_in(data, history_of(plan), known=known)
    was = history.after(len(history.entries)) if history.entries else None
    clock, owner = clock_of(old), ""
    at = clock.now()
    with contextlib.suppress(OSError):
        status = os.stat(plan)
        at = clock.moment(status.st_mtime)
        owner = identity.login_of(status.st_uid)
    before = history.entries[-1].after if history.entries else ""
    entry = _entry(at, Note(owner, ""), before, found.digest, None if was is None else differences(was, old))
    return was is not None, {**entry, "outside": True}


def _left(last: Entry, kept: bool | None) -> tuple[str, ...]:
    """The digests the plan file can have when nobody but the workbench wrote to it since the last entry."""
    if kept is None:
        return last.after, last.before
    return (last.after if kept else last.before,)


_Look: TypeAlias = "tuple[int, int, int, int, int]"

_left_last: tuple[_Look, tuple[str, ...]] | None = None
"""How ``stat`` saw the history this process has added to last, and what it had come to then: its last line is not read again."""


def _look_of(handle: int) -> _Look:
    status = os.fstat(handle)
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _remember(handle: int, left: tuple[str, ...]) -> None:
    global _left_last
    _left_last = _look_of(handle), left


def _left_in(handle: int) -> tuple[str, ...] | None:
    """The digests the plan file can have when nobody else wrote to it since the last entry of an open history; None when it has none."""
    look = _look_of(handle)
    if _left_last is not None and _left_last[0] == look and look[2] <= MOST_BYTES:
        return _left_last[1]
    last = _last_entry(handle)
    return None if last is None else _left(*last)


# -- the file -------------------------------------------------------------------------------------------------------


def last_entry(plan: Path) -> tuple[Entry, bool | None] | None:
    """The last entry of a plan's history (links resolved) and how its save ended; None when there is none that can be read."""
    try:
        handle = others_file.opened(history_of(plan))
    except OSError:
        return None
    try:
        return _last_entry(handle)
    except OSError:
        return None
    finally:
        os.close(handle)


def _last_entry(handle: int) -> tuple[Entry, bool | None] | None:
    """The last entry that can be read and how its save ended; read from the end, not the whole file. None when there is none."""
    size = os.fstat(handle).st_size
    if size > MOST_BYTES:
        raise others_file.TooLarge(MOST_BYTES)
    length = _CHUNK
    while True:
        start = max(0, size - length)
        raws = os.pread(handle, length, start).split(b"\n")
        found = _last_of(raws if start == 0 else raws[1:])  # the first may be cut
        if found is not None or start == 0:
            return found
        length *= 4


def _last_of(raws: list[bytes]) -> tuple[Entry, bool | None] | None:
    ends: dict[str, bool] = {}
    for raw in reversed(raws):
        try:
            found = checked(raw)
            if "kept" in found:
                ends.setdefault(whole_text(found.get("after")), found["kept"] is True)
            else:
                entry = entry_of(found)
                return entry, ends.get(entry.after)
        except Unreadable:
            continue
    return None


def _unwritten(error: OSError) -> Sentence:
    return say(N_("the change was saved but is not in the history: {reason}"), reason=reason(error))
