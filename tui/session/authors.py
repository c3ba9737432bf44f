"""Who saved what a conflict is about, as the history tells it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import attrs

from tui.model.clock import clock_of
from tui.model.edits import AddRecord, DeleteRecord, Edit
from tui.model.joining import Conflict
from tui.model.plan import MISSING, same
from tui.store.files.errors import CannotRead
from tui.store.log.history import Entry, history_in, read_history
from tui.store.plan_file import Loaded


@attrs.frozen
class Author:
    """Who saved the other side's value, "" where nobody knows, and when (None: not known either)."""

    name: str
    at: dt.datetime | None


def authors(loaded: Loaded, conflicts: Iterable[Conflict], history: bytes | None = None) -> Mapping[tuple[str, str, str], Author]:
    """The author of each conflict's other side, by (table, id, field); ``loaded`` is the file that has it.

    The last save that made this value. What the history does not tell is nobody's, of the time at which the file was written. Where the
    other side is a server's, ``history`` is what stands there.
    """
    try:
        entries = read_history(loaded.state.path).entries if history is None else history_in(history, loaded.state.path).entries
    except CannotRead:
        entries = ()
    written = loaded.state.identity if history is None else None
    unknown = Author("", None if written is None else clock_of(loaded.plan).moment(written.modified_ns / 1e9))
    return {(c.table, c.id, c.field): _author(c, entries) or unknown for c in conflicts}


def _author(conflict: Conflict, entries: tuple[Entry, ...]) -> Author | None:
    for entry in reversed(entries):
        for edit in reversed(entry.edits or ()):
            if (edit.table, edit.id) == (conflict.table, conflict.id) and (made := _made(edit, conflict)) is not None:
                return Author(entry.by, entry.at) if made else None
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
