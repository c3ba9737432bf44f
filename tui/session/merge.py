"""Taking in what others saved: joined with what is unsaved here; what does not fit is to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Plan, Problem
from tui.model.text import N_
from tui.model.workspace import EditRefused
from tui.session.outcomes import CutShort, NotSaved, Refused, TakenIn
from tui.session.session import Session
from tui.store.files.errors import CannotRead, StoreError
from tui.store.files.file_state import read_file
from tui.store.plan_file import Loaded, load_state

if TYPE_CHECKING:
    from tui.model.joining import Joined
    from tui.store.loss import Loss

_NAMED = 6
"""Records of others' that are named when they come in; how many there are is said in any case."""


def take_in(session: Session, fresh: Loaded) -> TakenIn | NotSaved:
    """Join a newer version of the file with the workspace; nothing is changed when it cannot be."""
    outcome = joined_with(session, fresh)
    return outcome if isinstance(outcome, NotSaved) else TakenIn(outcome)


def joined_with(session: Session, fresh: Loaded) -> Joined | NotSaved:
    """As :func:`take_in`, with what others did."""
    from tui.model.joining import join
    from tui.store.save_base import taken_in

    if fresh.read_only_because is not None and session.workspace.unsaved():
        return NotSaved(fresh.read_only_because)
    try:
        joined = join(session.workspace, fresh.plan)
    except EditRefused as refused:
        return NotSaved(Refused(refused.problems))
    session.loaded = attrs.evolve(taken_in(session.loaded, fresh), plan=session.plan)
    if fresh.read_only_because is not None:
        session.workspace.readonly = True
    session.disputed.note(joined, session.workspace)
    session.watch.begin(session.loaded)
    session.journal.start()
    session.frames.forget(joined.reordered)
    session.frames.renew(joined.brought)
    session.announce(frozenset(TABLES))
    return joined


def reload(session: Session) -> Joined | CutShort | NotSaved:
    """Read the file again, and take it in; one that was cut short is not."""
    try:
        fresh = load_state(read_file(session.loaded.state.path), near=session.loaded)
    except CannotRead as fault:
        return NotSaved(fault.sentence)
    session.watch.cut = cut_short(session, fresh)
    return session.watch.cut or joined_with(session, fresh)


def take_in_quietly(session: Session) -> Joined | CutShort | None:
    """As :func:`reload`; None when it cannot be taken in, which a save says in a sentence."""
    outcome = reload(session)
    return None if isinstance(outcome, NotSaved) else outcome


def look_whether_cut(session: Session) -> CutShort | None:
    """Whether the file as it is now was cut short; nothing is taken in."""
    try:
        fresh = load_state(read_file(session.loaded.state.path), near=session.loaded)
    except CannotRead:
        return None
    session.watch.cut = cut_short(session, fresh)
    return session.watch.cut


def cut_short(session: Session, fresh: Loaded) -> CutShort | None:
    """What a version of the file has lost of the plan the session knows, or of what others saved since; None when it was not cut
    short, or that was meant."""
    from tui.store.loss import loss
    from tui.store.whole import was_meant

    if session.watch.meant == fresh.state.digest or was_meant(fresh.state):
        return None
    lost = loss(session.loaded, fresh) or _lost_of_newer(session, fresh)
    if lost is None:
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


def joined_words(joined: Joined, plan: Plan, words: Words) -> str:
    """What others did, in one line: how much, where, and what of ours has a new id for it."""
    from tui.model.diff import touched_by

    records = touched_by(joined.theirs)
    if not records:
        told = words(N_("the file was read again; no record in it is different"))
    else:
        first = sorted(records)[:_NAMED]
        names = ", ".join(plan.short_of(t, i) if i else words(TABLES[t].label) for t, i in first)
        names += " …" if len(records) > _NAMED else ""
        told = words.count(
            "taken in what others saved: {n} record ({names})",
            "taken in what others saved: {n} records ({names})",
            len(records),
            names=names,
        )
    if joined.renamed:
        told += "; " + words.count("{n} new record of yours got another id", "{n} new records of yours got another id", len(joined.renamed))
    return told
