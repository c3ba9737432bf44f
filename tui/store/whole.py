"""The last whole version of a plan whose file was cut short: from its history, else from the version kept before the last save."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Final

import attrs

from tui.model.clock import clock_of
from tui.model.edits import SetField
from tui.model.plan import Plan
from tui.store.files.errors import CannotRead, StoreError
from tui.store.files.file_state import FileState, changed_on_disk, read_file
from tui.store.files.replace import real_path
from tui.store.files.rights import previous_of
from tui.store.log.history import Entry, History, read_history
from tui.store.log.record import last_entry
from tui.store.loss import Loss, loss
from tui.store.plan_file import Loaded, known_of, load_state, load_text
from tui.store.plan_save import rendered
from tui.store.record_counts import headers_in, mostly_gone
from tui.store.toml.records import cut_up

_HEADER: Final = b"\n["
"""Where a record begins in a regular text, with the end of the line before it."""


@attrs.frozen
class Whole:
    """A whole version: the plan with its text, who saved it ("" where nobody knows) and when; what the file has lost of it."""

    loaded: Loaded
    by: str
    at: dt.datetime | None
    loss: Loss


def whole_before(found: Loaded) -> Whole | None:
    """The whole version a plan file was cut short from; None when nothing is kept of one, or the history says it was meant.

    Reads the whole history only where the file is not as the last save left it, and says nothing of a version that somebody has
    saved over since it was read. Raises nothing.
    """
    path = real_path(found.state.path)
    if found.state.identity is None or found.snapshot is not None:
        return None  # no file, or one that was read whole before
    try:
        if was_meant(found.state) or is_surely_whole(found, path):
            return None
        whole = _from_history(found, path, _previous(path, found))
        return None if whole is None or changed_on_disk(found.state) else whole
    except (StoreError, OSError):
        return None


def was_meant(state: FileState) -> bool:
    """Whether the history says that a save by the workbench left the plan file as it is: then nothing was cut short."""
    last = last_entry(real_path(state.path))
    if last is None:
        return False
    entry, kept = last
    return kept is not False and entry.after == state.digest and not entry.outside


def newer_than(known: Loaded) -> Loaded | None:
    """The version the history ends with, where it came after the one that is known; None when that one is the last.

    Raises :class:`CannotRead` where a version came after it that cannot be had from the history.
    """
    path = real_path(known.state.path)
    history = read_history(path, known=known_of(known))
    digest = known.state.digest
    entries = history.entries
    if not entries or entries[-1].after == digest or not any(digest in (e.before, e.after) for e in entries):
        return None
    plan = history.after(len(entries))
    return None if plan is None else _with_text(known.state.path, plan, entries[-1], known)


def is_surely_whole(found: Loaded, path: Path) -> bool:
    """Whether :func:`loss` finds nothing gone, by the bytes of the version before the last save: no version is read or put together.

    The last save changed fields of that one, and none in its last record. This one stands at the end of both files, and
    of the others most are there.
    """
    last = last_entry(path)
    if found.regular is None or found.read_only_because is not None or last is None:
        return False
    entry, ended = last
    if ended is False or entry.outside or entry.edits is None:
        return False
    try:
        kept = read_file(previous_of(path))
    except CannotRead:
        return False
    start = kept.data.rfind(_HEADER)
    end = kept.data[start:]
    header = cut_up(end[1:].decode("utf-8", "replace")) if start >= 0 else None
    if header is None or not end.endswith(b"\n") or not found.state.data.endswith(end) or entry.before != kept.digest:
        return False
    last_record = header.paths[0]
    if any(not isinstance(edit, SetField) or (edit.table, edit.id)[: len(last_record)] == last_record for edit in entry.edits):
        return False
    return not mostly_gone(headers_in([kept.data]), headers_in([found.state.data]))


def _previous(path: Path, near: Loaded) -> Loaded | None:
    try:
        return load_state(read_file(previous_of(path)), near=near)
    except CannotRead:
        return None


def _from_history(found: Loaded, path: Path, kept: Loaded | None) -> Whole | None:
    history = read_history(path, known=known_of(found))
    last = _last_whole(history, found.state.digest)
    plan = history.after(last.number) if last is not None else None
    if last is None or plan is None:
        return _from_previous(found, path, kept)
    near = kept or next((load_text(text) for e in reversed(history.entries) if (text := e.whole_text) is not None), None)
    whole = _with_text(found.state.path, plan, last, near)
    lost = loss(whole, found)
    return None if lost is None else Whole(whole, last.by, last.at, lost)


def _last_whole(history: History, digest: str) -> Entry | None:
    """The last entry that does not end in the version with this digest."""
    return next((entry for entry in reversed(history.entries) if entry.after != digest), None)


def _from_previous(found: Loaded, path: Path, kept: Loaded | None) -> Whole | None:
    if kept is None or kept.read_only_because is not None:
        return None
    lost = loss(kept, found)
    if lost is None:
        return None
    moment = clock_of(kept.plan).moment(os.stat(previous_of(path)).st_mtime)
    return Whole(attrs.evolve(kept, state=attrs.evolve(kept.state, path=found.state.path, identity=None)), "", moment, lost)


def _with_text(path: Path, plan: Plan, last: Entry, near: Loaded | None) -> Loaded:
    """A plan of the history with its text, written from that of a version near to it. Raises :class:`StoreError`."""
    if near is not None and near.state.digest == last.after:
        return attrs.evolve(near, state=FileState(path, near.state.data))
    text = rendered(near if near is not None and near.read_only_because is None else load_text(""), plan)
    return load_state(FileState(path, text.encode("utf-8")))
