"""Who saved what a conflict is about, as the history tells it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping

import attrs

from tui.model.clock import clock_of
from tui.model.edits import AddRecord, DeleteRecord, Edit
from tui.model.joining import Conflict
from tui.model.plan import MISSING, same
from tui.store.files.errors import CannotRead
from tui.store.files.file_state import FileState, Identity
from tui.store.identity import login_of
from tui.store.log.history import Entry, history_in, read_history
from tui.store.plan_file import Loaded


@attrs.frozen
class Author:
    """Who saved the other side's value, "" where nobody knows, and when (None: not known either).

    Of a value nobody saved by this program: ``outside`` is true where the history shows that, and ``owner`` is whose the file was then,
    "" where that is not known. Who owns a file need not be who changed it.
    """

    name: str
    at: dt.datetime | None
    outside: bool = False
    owner: str = ""


def authors(loaded: Loaded, conflicts: Iterable[Conflict], history: bytes | None = None) -> Mapping[tuple[str, str, str], Author]:
    """The author of each conflict's other side, by (table, id, field); ``loaded`` is the file that has it.

    The last save that made this value. What the history does not tell is nobody's, of the time at which the file was written. Where the
    other side is a server's, ``history`` is what stands there.
    """
    try:
        entries = read_history(loaded.state.path).entries if history is None else history_in(history, loaded.state.path).entries
    except CannotRead:
        entries = ()
    unknown = Author("", None) if history is not None else _unknown(loaded, entries)
    return {(c.table, c.id, c.field): _author(c, entries) or unknown for c in conflicts}


def _unknown(loaded: Loaded, entries: tuple[Entry, ...]) -> Author:
    """What the file itself tells of a value no save in its history has."""
    state = loaded.state
    if state.identity is None:
        return Author("", None)
    at = clock_of(loaded.plan).moment(state.identity.modified_ns / 1e9)
    return Author("", at, bool(entries) and entries[-1].after != state.digest, _owner(state))


def _owner(state: FileState) -> str:
    """Whose the file is, while it is the version that was read."""
    try:
        status = os.stat(state.path)
    except OSError:
        return ""
    return login_of(status.st_uid) if Identity.of(status) == state.identity else ""


def _author(conflict: Conflict, entries: tuple[Entry, ...]) -> Author | None:
    for entry in reversed(entries):
        for edit in reversed(entry.edits or ()):
            if (edit.table, edit.id) == (conflict.table, conflict.id) and (made := _made(edit, conflict)) is not None:
                return Author(entry.by, entry.at, entry.outside, entry.login if entry.outside else "") if made else None
    return None


def _made(edit: Edit, conflict: Conflict) -> bool | None:
    """Whether an edit of the record left what the other side has; None when it did not touch it."""
    if not conflict.field:
        return True
    if isinstance(edit, AddRecord):
        return same(edit.values.get(conflict.field, MISSING), conflict.theirs)
    if isinstance(edit, DeleteRecord):
        return False
    return same(edit.new, conflict.theirs) if edit.field == conflict.field else None
