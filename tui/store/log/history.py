"""The history of a plan: every save in a file beside it that only ever grows, and every state rebuilt from that.

``NAME.history`` holds a line an entry (see :mod:`tui.store.log.checked_lines`): who, when, why, the digests of the file
before and after, and the edits between the two. The first entry has the whole text of the plan as it was before; so
has one whose state before could not be had from the lines above it. A line that says how a save ended follows it.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.checks import read_plan
from tui.model.clock import aware
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField, perform
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.text import N_, say
from tui.store.files.errors import CannotRead, reason, shown_path
from tui.store.files.file_state import FileState
from tui.store.files.replace import real_path
from tui.store.log.checked_lines import checked
from tui.store.log.edit_json import unpacked
from tui.store.toml.parse import parsed

VERSION: Final = 1
_BOM: Final = "\ufeff"
_FAULTS: Final = (KeyError, ValueError, TypeError, IndexError, AttributeError)


def history_of(plan: str | os.PathLike[str]) -> Path:
    """Where the history of a plan file is kept; links are followed."""
    real = real_path(plan)
    return real.with_name(f"{real.name}.history")


@attrs.frozen(kw_only=True)
class Entry:
    """One save, or (``outside``) what somebody changed in the file without the workbench.

    ``number`` counts from 1 and never changes. ``login`` of an outside entry is the owner of the file then, not who
    changed it. ``edits`` is None when what was changed is not known. ``name`` and ``reason`` are somebody's text.
    """

    number: int
    at: dt.datetime
    login: str
    name: str
    reason: str
    outside: bool
    before: str
    after: str
    edits: tuple[Edit, ...] | None
    text: str | None = attrs.field(default=None, repr=False)
    """The whole plan before the edits, where the lines above do not give it."""


@attrs.frozen
class Stage:
    """An entry with the plan before and after it; None where that cannot be rebuilt."""

    entry: Entry
    before: Plan | None
    after: Plan | None


@attrs.frozen
class History:
    """What happened to a plan, oldest first. Made by :func:`read_history`.

    ``unreadable`` counts the lines that were skipped: torn by a crash, damaged, or of a newer program.
    """

    path: Path
    entries: tuple[Entry, ...] = ()
    unreadable: int = 0
    _present: Plan | None = None
    """The plan after the last entry, where the file still holds it."""
    _sources: tuple[int | None, ...] = ()
    """By entry: the earlier point with the state before it. Points: 2i before entry i, 2i + 1 after it."""
    _texts: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    """Whole plans by their digest."""

    def after(self, number: int) -> Plan | None:
        """The plan after entry ``number``, 0 for before the first; None when it cannot be rebuilt.

        Raises IndexError when there is no such entry.
        """
        if not 0 <= number <= len(self.entries) or not self.entries:
            raise IndexError(number)
        return self._state(2 * number - 1 if number else 0)

    def stages(self) -> Iterator[Stage]:
        """Every entry with the plan before and after it, oldest first."""
        plan: Plan | None = None
        for index, entry in enumerate(self.entries):
            before = plan if plan is not None and self._sources[index] == 2 * index - 1 else self._state(2 * index)
            plan = stepped(before, entry.edits)
            if plan is None:
                plan = self._state(2 * index + 1)
            yield Stage(entry, before, plan)

    def at(self, moment: dt.datetime) -> int:
        """The number of the last entry made at or before an (aware) moment; 0 when there was none yet."""
        return next((e.number for e in reversed(self.entries) if e.at <= moment), 0)

    def _state(self, point: int) -> Plan | None:
        plan = self._forwards(point)
        return plan if plan is not None else self._backwards(point)

    def _forwards(self, point: int | None) -> Plan | None:
        """From the nearest whole text above."""
        made: list[Entry] = []
        while point is not None and self._digest(point) not in self._texts:
            index, is_after = divmod(point, 2)
            if is_after:
                made.append(self.entries[index])
            point = point - 1 if is_after else self._sources[index]
        plan = None if point is None else _plan_in(self._texts[self._digest(point)])
        for entry in reversed(made):
            plan = stepped(plan, entry.edits)
        return plan

    def _backwards(self, wanted: int) -> Plan | None:
        """From what the file holds now: the lines that lead to the state may be damaged, those that led on from it not."""
        plan, point = self._present, 2 * len(self.entries) - 1
        while plan is not None and self._digest(point) != self._digest(wanted):
            index, is_after = divmod(point, 2)
            if is_after:
                edits = self.entries[index].edits
                plan = stepped(plan, None if edits is None else tuple(_taken_back(e) for e in reversed(edits)))
                point -= 1
                continue
            source = self._sources[index]
            if source is None:
                return None
            point = source
        return plan

    def _digest(self, point: int) -> str:
        entry = self.entries[point // 2]
        return entry.after if point % 2 else entry.before


def read_history(plan: str | os.PathLike[str], present: FileState | None = None) -> History:
    """The history of a plan file, empty when it has none yet; ``present`` is what the plan file holds now.

    Reads the whole history, in time linear in its size. Raises :class:`CannotRead` when there is one that cannot be read.
    """
    path = history_of(plan)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return History(path)
    except OSError as error:
        raise CannotRead(say(N_("{path} cannot be read: {reason}"), path=shown_path(path.name), reason=reason(error))) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise CannotRead(say(N_("{path} is not a regular file (a pipe, socket or device)"), path=shown_path(path.name)))
        with open(handle, "rb", closefd=False) as file:
            data = file.read()
    except OSError as error:
        raise CannotRead(say(N_("{path} cannot be read: {reason}"), path=shown_path(path.name), reason=reason(error))) from error
    finally:
        os.close(handle)
    return history_in(data, path, present)


def history_in(data: bytes, path: Path, present: FileState | None = None) -> History:
    """The history in the bytes of its file."""
    found: list[tuple[Entry, bool | None]] = []  # with how the save ended, None where nothing says so
    unreadable = 0
    for raw in data.split(b"\n"):
        if not raw:
            continue
        line = checked(raw)
        try:
            if line is not None and "kept" in line:
                if found and found[-1][0].after == line["after"]:
                    found[-1] = found[-1][0], bool(line["kept"])
                continue
            found.append((entry_of(line or {}), None))
        except _FAULTS:
            unreadable += 1
    entries = [attrs.evolve(e, number=n) for n, e in enumerate(_happened(found, present.digest if present else None), 1)]
    holds = present is not None and bool(entries) and present.digest == entries[-1].after
    return History(
        path,
        tuple(entries),
        unreadable,
        _plan_in(present.data.decode("utf-8", "replace")) if present is not None and holds else None,
        tuple(_sources(entries)),
        {e.before: e.text for e in entries if e.text is not None},
    )


def entry_of(line: Mapping[str, Any]) -> Entry:
    """The entry of a line; its number is not known yet. Raises KeyError, ValueError, TypeError, IndexError or AttributeError."""
    if line["version"] != VERSION:
        raise ValueError(line["version"])
    texts = [line[key] for key in ("login", "name", "reason", "before", "after")]
    text = line.get("text")
    if not all(isinstance(t, str) for t in texts) or not isinstance(text, str | None):
        raise TypeError
    edits = None if line["edits"] is None else tuple(_sound(unpacked(e)) for e in line["edits"])
    at = aware(dt.datetime.fromisoformat(line["at"]))
    login, name, why, before, after = texts
    outside = line.get("outside") is True
    return Entry(number=0, at=at, login=login, name=name, reason=why, outside=outside, before=before, after=after, edits=edits, text=text)


def _sound(edit: Edit) -> Edit:
    """The edit, if it is one a plan can take. Raises ValueError."""
    whole = isinstance(edit.id, str) and edit.table in TABLES
    if isinstance(edit, SetField):
        whole = whole and isinstance(edit.field, str)
    else:
        whole = whole and isinstance(edit.values, Mapping) and isinstance(edit.position, int | None)
    if not whole:
        raise ValueError(edit)
    return edit


def _happened(found: list[tuple[Entry, bool | None]], present: str | None) -> Iterator[Entry]:
    """The entries whose save came to its end: an entry is on disk before the plan file is replaced.

    Where no line says how it ended, the next entry tells, or the file: who starts from the same state found it unchanged.
    """
    for index, (entry, kept) in enumerate(found):
        next_state = found[index + 1][0].before if index + 1 < len(found) else present
        if kept or (kept is None and (next_state != entry.before or entry.before == entry.after)):
            yield entry


def _sources(entries: list[Entry]) -> Iterator[int | None]:
    last: dict[str, int] = {}  # digest → the latest point with that state
    for index, entry in enumerate(entries):
        yield last.get(entry.before)
        last[entry.before] = 2 * index
        last[entry.after] = 2 * index + 1


def stepped(plan: Plan | None, edits: tuple[Edit, ...] | None) -> Plan | None:
    """A copy of a plan with edits made; None when the plan or the edits are not known or do not fit."""
    if plan is None or edits is None:
        return None
    tables = dict(plan.tables)
    for table in {e.table for e in edits}:
        tables[table] = dict(tables[table])
    made = Plan(tables, plan.set_aside, plan.extra)
    try:
        for edit in edits:
            perform(edit, made)
    except _FAULTS:
        return None
    return made


def _taken_back(edit: Edit) -> Edit:
    if isinstance(edit, SetField):
        return SetField(edit.table, edit.id, edit.field, edit.expected, edit.new)
    if isinstance(edit, AddRecord):
        return DeleteRecord(edit.table, edit.id, edit.values, edit.position or 0)
    return AddRecord(edit.table, edit.id, edit.values, edit.position)


def _plan_in(text: str) -> Plan | None:
    try:
        return read_plan(parsed(text.removeprefix(_BOM)))[0]
    except (ValueError, RecursionError):  # a newer format is a ValueError too, or no TOML
        return None
