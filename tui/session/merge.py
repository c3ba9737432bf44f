"""Taking in what others saved: joined with what is unsaved here; what does not fit is to be decided."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from typing import TYPE_CHECKING

import attrs

from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Plan, Problem
from tui.model.text import N_
from tui.model.workspace import EditRefused
from tui.session.outcomes import CutShort, NotSaved, Refused, TakenIn
from tui.session.session import Session
from tui.start import debug_log
from tui.store.files.errors import CannotRead, StoreError
from tui.store.files.file_state import changed_on_disk, read_bytes
from tui.store.plan_file import Loaded, load_state

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.model.joining import Joined, Prepared
    from tui.store.loss import Loss

_NAMED = 6
"""Records of others' that are named when they come in; how many there are is said in any case."""
_LEAST_LETTERS = 16
"""Letters of a name that still say which record is meant; where there is no room for as many, fewer are named."""


def take_in(session: Session, fresh: Loaded) -> TakenIn | NotSaved:
    """Join a newer version of the file with the workspace; nothing is changed when it cannot be."""
    outcome = joined_with(session, fresh)
    debug_log.note("taken_in", of=type(outcome).__name__)
    return outcome if isinstance(outcome, NotSaved) else TakenIn(outcome)


def joined_with(session: Session, fresh: Loaded) -> Joined | NotSaved:
    """As :func:`take_in`, with what others did."""
    read = _prepared(session, session.loaded, fresh)
    return read if isinstance(read, NotSaved) else put_in_place(session, *read)


def _prepared(session: Session, near: Loaded, fresh: Loaded) -> tuple[Prepared, Loaded] | NotSaved:
    """What a newer version of the file comes to with what is unsaved here, and the base of the next save then; nothing is changed."""
    from tui.model.joining import prepare
    from tui.store.save_base import taken_in

    if fresh.read_only_because is not None and session.workspace.unsaved():
        return NotSaved(fresh.read_only_because)
    try:
        prepared = prepare(session.workspace, fresh.plan)
    except EditRefused as refused:
        return NotSaved(Refused(refused.problems))
    return prepared, taken_in(near, fresh)


def put_in_place(session: Session, prepared: Prepared, loaded: Loaded, frames: Frames | None = None) -> Joined:
    """Let the session be what a join comes to; ``frames`` are a copy of the session's that has gone over to the plan already."""
    joined = prepared.put_into(session.workspace)
    session.loaded = attrs.evolve(loaded, plan=session.plan)
    session.read_or_write()
    session.disputed.note(joined, session.workspace)
    session.watch.begin(session.loaded)
    session.journal.start()
    if frames is None or not session.frames.become(frames):
        session.frames.forget(joined.reordered)
        session.frames.renew(joined.brought)
    session.announce(frozenset(TABLES))
    return joined


class Reading:
    """The file as somebody else has saved it, read and joined beside the screen, and taken in only if nothing has changed here since.

    ``read`` may run in any thread: it changes nothing. What the screen was made from is worked out there too. Should edits come while it
    runs, what it found is of no use, an error too; then it is :attr:`outdated`, and another one is to be begun.
    """

    def __init__(self, session: Session, shown: Collection[Hashable] = ()) -> None:
        """``shown`` are those whose values are worked out at once (:meth:`tui.frames.build.Frames.asked_by`)."""
        self._session, self._shown = session, shown
        self._near, self._revision = session.loaded, session.workspace.revision
        self._frames = session.frames.copy()
        self._found: tuple[Prepared, Loaded] | NotSaved | None = None
        self._fault: BaseException | None = None
        self.cut: CutShort | None = None
        """How the file was cut short, when it was; then it is not taken in."""

    def read(self) -> None:
        try:
            self._read()
        except BaseException as fault:  # raised again where the session is, unless an edit has come between
            self._fault = fault

    def _read(self) -> None:
        try:
            fresh = load_state(read_bytes(self._near.state.path), near=self._near)
        except CannotRead as fault:
            self._found = NotSaved(fault.sentence)
            return
        self.cut = cut_short(self._session, fresh)
        if self.cut is None:
            self._found = found = _prepared(self._session, self._near, fresh)
            if not isinstance(found, NotSaved):
                prepared, _ = found
                self._frames.go_over_to(prepared.plan, prepared.joined.brought, prepared.joined.reordered, self._shown)

    @property
    def outdated(self) -> bool:
        """Whether the plan here, or what is known of its file, is no longer what it was when this was begun."""
        return self._session.loaded is not self._near or self._session.workspace.revision != self._revision

    def take_in(self) -> Joined | CutShort | None:
        """As :func:`take_in_quietly`, with what was read and is not outdated. Raises what went wrong while it was read."""
        if self._fault is not None:
            raise self._fault
        self._session.watch.cut = self.cut
        if self.cut is not None or self._found is None:
            return self.cut
        return None if isinstance(self._found, NotSaved) else put_in_place(self._session, *self._found, self._frames)


def reload(session: Session) -> Joined | CutShort | NotSaved:
    """Read the file again, and take it in; one that was cut short is not."""
    try:
        fresh = load_state(read_bytes(session.loaded.state.path), near=session.loaded)
    except CannotRead as fault:
        return NotSaved(fault.sentence)
    session.watch.cut = cut_short(session, fresh)
    return session.watch.cut or joined_with(session, fresh)


def take_in_quietly(session: Session) -> Joined | CutShort | None:
    """As :func:`reload`; None when it cannot be taken in, which a save says in a sentence."""
    outcome = reload(session)
    return None if isinstance(outcome, NotSaved) else outcome


def gone_words(session: Session) -> str:
    """That the plan's file is no longer there, and what becomes of what is unsaved."""
    words, name = session.words, session.loaded.state.name
    told = words(N_("{path} is no longer there; it was moved or deleted"), path=name)
    if not session.unsaved():
        return told
    kept = words(N_("what is unsaved is kept, and offered where the plan is opened next, also at another place"))
    return f"{told}. {kept[:1].upper()}{kept[1:]}"


def cut_short(session: Session, fresh: Loaded) -> CutShort | None:
    """What a version of the file has lost of the plan the session knows, or of what others saved since; None when it was not cut
    short, or that was meant, or when it is not the file's any more: then what it lacks may have been saved after it was read."""
    from tui.store.loss import loss
    from tui.store.whole import was_meant

    if session.watch.meant == fresh.state.digest or was_meant(fresh.state):
        return None
    lost = loss(session.loaded, fresh) or _lost_of_newer(session, fresh)
    if lost is None or changed_on_disk(fresh.state):
        return None
    return CutShort(lost, fresh.state, can_be_meant=fresh.read_only_because is None and bool(fresh.doc))


def _lost_of_newer(session: Session, fresh: Loaded) -> Loss | None:
    """What a version that is not the workbench's has lost of the last one that is, where the session has not seen that yet."""
    from tui.store.loss import loss
    from tui.store.whole import newer_than

    try:
        newest = newer_than(session.loaded)
    except StoreError:
        return None
    return None if newest is None else loss(newest, fresh)


def hold_decisions(session: Session) -> list[Problem]:
    """Make the plan hold what was decided; what was refused stays open, and is returned."""
    from tui.model.joining import hold

    disputed = session.disputed
    refused: list[Problem] = []
    # records that come back first: values of others may refer to them
    for conflict in sorted(disputed.conflicts, key=lambda c: bool(c.field)):
        value = disputed.decided[conflict.table, conflict.id, conflict.field]
        try:
            hold(session.workspace, conflict, value)
        except EditRefused as fault:
            refused += fault.problems
        else:
            disputed.conflicts = [c for c in disputed.conflicts if c is not conflict]
            del disputed.decided[conflict.table, conflict.id, conflict.field]
    session.journal.start()  # what is decided is no conflict any more, also for the next session
    session.announce(frozenset(TABLES))
    return refused


def told_of_reading(session: Session, joined: Joined, room: int | None = None) -> tuple[str, bool]:
    """What became of a file that was read again, and whether that is bad: of one that is no TOML any more that comes first."""
    because = session.loaded.read_only_because
    if because is not None:
        return session.words.sentence(because), True
    return joined_words(joined, session.plan, session.words, room), False


def joined_words(joined: Joined, plan: Plan, words: Words, room: int | None = None) -> str:
    """What others did, in one line: how much, where, and what of ours has a new id for it; names give way where ``room`` is little."""
    from tui.model.diff import touched_by

    told = _joined_words(joined, plan, words, _NAMED)
    for named in range(min(_NAMED, len(touched_by(joined.theirs))), 0, -1):
        if room is None or len(told) <= room:
            break
        letters = 1 + (room - len(_joined_words(joined, plan, words, named, 1))) // named
        if letters >= _LEAST_LETTERS or named == 1:
            told = _joined_words(joined, plan, words, named, max(letters, _LEAST_LETTERS))
    return told


def _joined_words(joined: Joined, plan: Plan, words: Words, named: int, letters: int | None = None) -> str:
    from tui.model.diff import touched_by

    def name(table: str, id: str) -> str:
        name = words.show(plan.shortly_called(table, id)) if id else words(TABLES[table].label)
        return name if letters is None or len(name) <= letters else name[: letters - 1].rstrip() + "…"

    records = touched_by(joined.theirs)
    if not records:
        told = words(N_("the file was read again; no record in it is different"))
    else:
        names = ", ".join(name(*record) for record in sorted(records)[:named])
        names += " …" if len(records) > named else ""
        told = words.count(
            "taken in what others saved: {n} record ({names})",
            "taken in what others saved: {n} records ({names})",
            len(records),
            names=names,
        )
    if joined.renamed:
        told += "; " + words.count("{n} new record of yours got another id", "{n} new records of yours got another id", len(joined.renamed))
    return told
