"""The history of a plan: every save in a file beside it that only ever grows, and every state rebuilt from that.

``NAME.history`` holds a line an entry (see :mod:`tui.store.log.checked_lines`): who, when, why, the digests of the file
before and after, and the edits between the two. The first entry has the whole text of the plan as it was before, of a large
one deflated; so has one whose state before could not be had from the lines above it. A line that says how a save ended follows it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.model.checks import plan_held
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField, perform
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, say
from tui.start import others_file
from tui.store.files.errors import CannotRead, reason, shown_path
from tui.store.files.file_state import FileState
from tui.store.files.replace import real_path
from tui.store.identity import briefly
from tui.store.lazy import Lazy
from tui.store.log.checked_lines import checked
from tui.store.log.deflated_text import text_of
from tui.store.log.edit_json import unpacked, unpacked_sentence
from tui.store.log.history_parts import MOST_BYTES, continuing, history_of, parts_of
from tui.store.log.seals import digest_of, sealed
from tui.store.others_text import Told, Unreadable, count, maybe_text, moment, object_of, reading, text
from tui.store.toml.beside import read_beside
from tui.store.toml.parse import parsed
from tui.store.toml.regular import Regular

VERSION: Final = 1
_BOM: Final = "\ufeff"


@attrs.frozen
class Proposed:
    """A proposal that a save took in: by whose file it was who proposed it, and the digest of it."""

    login: str
    name: str
    digest: str


@attrs.frozen(kw_only=True)
class Entry:
    """One save, or (``outside``) what somebody changed in the file without the workbench.

    ``number`` counts from 1 and never changes. ``login`` of an outside entry is the owner of the file then, not who
    changed it. ``edits`` is None when what was changed is not known. ``login``, ``name`` and ``reason`` are somebody's text.
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
    writer: int | None = None
    """The user who wrote this entry, where that is proved (see :mod:`tui.store.log.seals`)."""
    self_told: bool = False
    """Whether it is only the entry's own word who wrote it: several may write to the history, and nobody's seal is on it."""
    file_owner: int | None = None
    """The owner of the plan file it left, while that is still there, if it is the entry's own word who wrote it."""
    proposed: tuple[Proposed, ...] = ()
    """What bodies had proposed of it, as whoever took it in says."""
    carried_from: int | None = None
    """The older format of the file that this save carried over to the one of its time."""
    said: Sentence | None = None
    """What the program says of it, e.g. that it was an import; None where a person saved."""
    recoded: int = 0
    """Items of meetings whose reasons stood in a sentence before, and are kept in codes since."""
    joined: str = ""
    """The state of a server (a commit) that this save has taken in; "" for any other."""
    text: str | None = attrs.field(default=None, repr=False)
    """The whole plan before the edits, where the lines above do not give it."""
    deflated: str | None = attrs.field(default=None, repr=False)
    """The same as a large plan has it (:mod:`tui.store.log.deflated_text`)."""

    @property
    def whole_text(self) -> str | None:
        """The whole plan before the edits, where the entry has it."""
        if self.deflated is None:
            return self.text
        with contextlib.suppress(Unreadable):
            return text_of(self.deflated)
        return None

    @property
    def by(self) -> str:
        """Who wrote it as it says itself, by name alone; of a person an account acted for also that. ``""`` of an outside entry."""
        return "" if self.outside else briefly(self.name or self.login, self.login)


@attrs.frozen
class Stage:
    """An entry with the plan before and after it; None where that cannot be rebuilt."""

    entry: Entry
    before: Plan | None
    after: Plan | None


@attrs.frozen(eq=False)
class Known:
    """A version whose text is known record by record: others are read beside it, and share the records that stand in both.

    ``checked`` are records by table and id that were found to be right by themselves.
    """

    data: bytes = attrs.field(repr=False)
    regular: Regular = attrs.field(repr=False)
    checked: Mapping[str, Mapping[str, Any]] = attrs.field(repr=False)


@attrs.frozen
class History:
    """What happened to a plan, oldest first. Made by :func:`read_history`.

    ``unreadable`` counts the lines that were skipped: torn by a crash, damaged, or of a newer program.
    """

    path: Path
    entries: tuple[Entry, ...] = ()
    unreadable: int = 0
    _present: Lazy[Plan | None] = attrs.field(factory=lambda: Lazy(lambda: None), eq=False, repr=False)
    """The plan after the last entry, where the file still holds it."""
    _sources: tuple[int | None, ...] = ()
    """By entry: the earlier point with the state before it. Points: 2i before entry i, 2i + 1 after it."""
    _whole: Mapping[str, Entry] = attrs.field(factory=dict, repr=False)
    """By digest the entries that have the whole plan before them."""
    _known: Known | None = attrs.field(default=None, eq=False, repr=False)

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
        while point is not None and self._digest(point) not in self._whole:
            index, is_after = divmod(point, 2)
            if is_after:
                made.append(self.entries[index])
            point = point - 1 if is_after else self._sources[index]
        plan = None if point is None else _plan_in(self._whole[self._digest(point)].whole_text, self._known)
        for entry in reversed(made):
            plan = stepped(plan, entry.edits)
        return plan

    def _backwards(self, wanted: int) -> Plan | None:
        """From what the file holds now: the lines that lead to the state may be damaged, those that led on from it not."""
        plan, point = self._present.value, 2 * len(self.entries) - 1
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


def read_history(plan: str | os.PathLike[str], present: FileState | None = None, known: Known | None = None) -> History:
    """The history of a plan file, empty when it has none yet; ``present`` is what the plan file holds now.

    ``known`` is a version beside which the others are read. Reads the whole history, in time linear in its size.
    Raises :class:`CannotRead` when there is one that cannot be read.
    """
    path = history_of(plan)
    data = b""
    refused: CannotRead | None = None
    for part in (path, *parts_of(path)):
        try:
            data += continuing(data, _bytes_of(part))
        except FileNotFoundError:
            continue
        except CannotRead as error:
            refused = error
    if not data and refused is not None:
        raise refused
    made = history_in(data, path, present, sealed(path, real_path(plan)), known)
    last = made.entries[-1] if made.entries else None
    if last is not None and last.self_told and present is not None and present.digest == last.after:
        with contextlib.suppress(OSError):
            named = attrs.evolve(last, file_owner=os.stat(plan).st_uid)
            made = attrs.evolve(made, entries=(*made.entries[:-1], named))
    return made


def _bytes_of(path: Path) -> bytes:
    """What stands in one file of a history. Raises FileNotFoundError and :class:`CannotRead`."""
    try:
        return others_file.bytes_of(path, MOST_BYTES)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CannotRead(say(N_("{path} cannot be read: {reason}"), path=shown_path(path.name), reason=reason(error))) from error


def history_in(
    data: bytes, path: Path, present: FileState | None = None, seals: Mapping[str, int] | None = None, known: Known | None = None
) -> History:
    """The history in the bytes of its file; ``seals`` say who wrote which line, None that one person wrote them all."""
    found: list[tuple[Entry, bool | None]] = []  # with how the save ended, None where nothing says so
    unreadable = 0
    for raw in data.split(b"\n"):
        if not raw:
            continue
        try:
            line = checked(raw)
            if "kept" in line:
                if found and found[-1][0].after == text(line, "after"):
                    found[-1] = found[-1][0], line["kept"] is True
                continue
            entry = entry_of(line)
            if seals is not None and not entry.outside:
                writer = seals.get(digest_of(raw))
                entry = attrs.evolve(entry, writer=writer, self_told=writer is None)
            found.append((entry, None))
        except Unreadable:
            unreadable += 1
    entries = [attrs.evolve(e, number=n) for n, e in enumerate(_happened(found, present.digest if present else None), 1)]
    holds = present is not None and bool(entries) and present.digest == entries[-1].after
    return History(
        path,
        tuple(entries),
        unreadable,
        Lazy(lambda: _plan_in(present.data.decode("utf-8", "replace"), known) if present is not None and holds else None),
        tuple(_sources(entries)),
        {e.before: e for e in entries if e.text is not None or e.deflated is not None},
        known,
    )


def entry_of(line: Told) -> Entry:
    """The entry of a line; its number is not known yet. Raises :class:`Unreadable`."""
    if line.get("version") != VERSION:
        raise Unreadable("version")
    with reading():
        return Entry(
            number=0,
            at=moment(line, "at"),
            login=text(line, "login"),
            name=text(line, "name"),
            reason=text(line, "reason"),
            outside=line.get("outside") is True,
            before=text(line, "before"),
            after=text(line, "after"),
            edits=None if line["edits"] is None else tuple(unpacked(object_of(e)) for e in line["edits"]),
            text=maybe_text(line, "text"),
            deflated=maybe_text(line, "deflated"),
            proposed=tuple(map(_proposed, line.get("proposed", ()))),
            carried_from=_carried_from(line),
            said=None if line.get("said") is None else unpacked_sentence(line["said"]),
            recoded=count(line, "recoded"),
            joined=maybe_text(line, "joined") or "",
        )


def _proposed(told: Any) -> Proposed:
    return Proposed(*(text(object_of(told), key) for key in ("login", "name", "digest")))


def _carried_from(line: Told) -> int | None:
    version = line.get("carried_from")
    return version if type(version) is int else None


def was_taken_in(plan: str | os.PathLike[str], digest: str, present: FileState | None = None) -> bool:
    """Whether a save of a plan has taken in the proposal with this digest; False where the history cannot be read."""
    try:
        found = any(digest.encode() in _bytes_of(part) for part in (history_of(plan), *parts_of(history_of(plan))) if part.exists())
        return found and any(digest == p.digest for entry in read_history(plan, present).entries for p in entry.proposed)
    except (CannotRead, OSError):
        return False


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
    made = Plan(tables, plan.set_aside, plan.extra, plan.unread)
    try:
        with reading():
            for edit in edits:
                perform(edit, made)
    except Unreadable:
        return None
    return made


def _taken_back(edit: Edit) -> Edit:
    if isinstance(edit, SetField):
        return SetField(edit.table, edit.id, edit.field, edit.expected, edit.new)
    if isinstance(edit, AddRecord):
        return DeleteRecord(edit.table, edit.id, edit.values, edit.position or 0)
    return AddRecord(edit.table, edit.id, edit.values, edit.position)


def _plan_in(text: str | None, known: Known | None) -> Plan | None:
    if text is None:
        return None
    try:
        with reading():  # a newer format, or no TOML
            beside = None if known is None else read_beside(text.encode("utf-8"), known.data, known.regular)
            if known is not None and beside is not None:
                return plan_held(beside[0], known.checked)
            return plan_held(parsed(text.removeprefix(_BOM)))
    except Unreadable:
        return None
