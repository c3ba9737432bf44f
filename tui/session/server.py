"""A server's version of the plan, joined with the plan here where both sides changed the same: as a colleague's save, decided by a person.

The file stays as it is until the next save. Its entry in the history names the server's state, so the next sync knows that it is in.
"""

from __future__ import annotations

import contextlib

from tui.model.diff import differences, touched_by
from tui.model.joining import Joined, Prepared
from tui.model.merge_plans import merge_plans
from tui.model.plan import MISSING, Plan, RecordId, Values, same
from tui.model.text import N_, say
from tui.session.merge import put_in_place
from tui.session.outcomes import NotSaved
from tui.session.session import Session
from tui.store.files.errors import CannotRead
from tui.store.log.history import read_history
from tui.store.plan_file import load_text
from tui.store.servers.pending import Pending, pending_for


def left_to_decide(session: Session) -> Pending | None:
    """What a sync has left to a person in this plan, unless it is in the plan here already."""
    if session.server is not None or session.shipped:
        return None
    found = pending_for(session.loaded.state.path)
    return None if found is None or found.commit in session.saved_from_server or _was_saved(session, found) else found


def _was_saved(session: Session, pending: Pending) -> bool:
    """Whether a save has it already, and no sync has gone on since."""
    with contextlib.suppress(CannotRead):
        return any(entry.joined == pending.commit for entry in read_history(session.loaded.state.path).entries)
    return False


def join_with_server(session: Session, pending: Pending) -> Joined | NotSaved:
    """Join the server's version with the plan here, what is unsaved with it; nothing is changed where that cannot be."""
    if session.workspace.readonly:
        return NotSaved(session.why_unsaveable() or say(N_("the plan is open for reading only")))
    name = session.loaded.state.path.name
    try:
        base, theirs = load_text(pending.base, name), load_text(pending.theirs, name)
    except CannotRead as fault:
        return NotSaved(fault.sentence)
    for side in (base, theirs):
        if side.read_only_because is not None:
            return NotSaved(side.read_only_because)
    session.server = pending
    joined = put_in_place(session, _prepared(session, base.plan, theirs.plan), session.loaded)
    session.disputed.on_server |= {(c.table, c.id, c.field) for c in joined.conflicts}
    return joined


def only_from_server(session: Session) -> frozenset[tuple[str, str, str]]:
    """What of :meth:`Session.unsaved` stands as the server has it: joined here, not saved, and lost to nobody who drops it.

    As long as it is not saved the next start joins it again.
    """
    if session.server is None:
        return frozenset()
    try:
        theirs = load_text(session.server.theirs, session.loaded.state.path.name).plan
    except CannotRead:
        return frozenset()
    return frozenset(key for key in session.unsaved() if _stands_there(key, session.plan, theirs))


def _stands_there(key: tuple[str, str, str], here: Plan, theirs: Plan) -> bool:
    table, id, field = key
    sides = [plan.get(table, id) for plan in (here, theirs)]
    if field:
        return same(*(MISSING if side is None else side.get(field, MISSING) for side in sides))
    return same(*(MISSING if side is None else dict(side) for side in sides))


def _prepared(session: Session, base: Plan, theirs: Plan) -> Prepared:
    workspace = session.workspace
    merged = merge_plans(base, workspace.plan, theirs)
    brought = tuple(differences(workspace.plan, merged.plan))
    saved: dict[RecordId, Values | None] = dict(workspace.differing())
    for table, id in touched_by(brought):
        saved.setdefault((table, id), workspace.plan.get(table, id))
    joined = Joined(tuple(differences(base, theirs)), merged.conflicts, merged.renamed, brought, frozenset())
    return Prepared(joined, merged.plan, saved)
