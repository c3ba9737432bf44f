"""Handing in what a body proposes for a plan it may not write, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.text import N_, say
from tui.session.merge import reload
from tui.session.outcomes import Asking, CutShort, NotSaved, Refused, Sent, Withdrawn
from tui.session.session import Session
from tui.store.files.errors import CannotRead, SaveFailed
from tui.store.files.file_state import read_file
from tui.store.proposals import inbox

if TYPE_CHECKING:
    from tui.model.joining import Joined


def hand_in(session: Session, note: str = "") -> Sent | Withdrawn | Asking | NotSaved:
    """Hand in what is proposed, in the place of what was before; what others saved is taken in first."""
    proposing = session.proposing
    assert proposing is not None
    joined = _newest(session)
    if isinstance(joined, NotSaved):
        return joined
    if session.disputed.conflicts:
        return Asking(session.disputed.conflicts)
    edits = proposing.edits()
    if beyond := proposing.limits(tuple(edits)):
        return NotSaved(Refused(tuple(beyond)))
    if not edits:
        return withdraw(session)
    try:
        proposing.sent = inbox.hand_in(session.loaded.state.path, edits, note)
    except SaveFailed as fault:
        return NotSaved(fault.sentence)
    proposing.answer = None
    _kept(session)
    return Sent(len(edits), joined)


def withdraw(session: Session) -> Withdrawn | NotSaved:
    """Take away what was handed in; the edits stay, not handed in."""
    assert session.proposing is not None
    try:
        count = inbox.withdraw(session.loaded.state.path)
    except SaveFailed as fault:
        return NotSaved(fault.sentence)
    if not count:
        return NotSaved(say(N_("nothing of yours is handed in")))
    session.proposing.sent = session.proposing.answer = None
    session.journal.start()  # the edits are nowhere else now
    if session.audience is not None:
        session.audience.plan_saved()
    return Withdrawn()


def _kept(session: Session) -> None:
    session.journal.saved()
    if session.audience is not None:
        session.audience.plan_saved()


def _newest(session: Session) -> Joined | NotSaved | None:
    """Take in what others have saved; None when nobody has."""
    try:
        fresh = read_file(session.loaded.state.path)
    except CannotRead as fault:
        return NotSaved(fault.sentence)
    if fresh.data == session.loaded.state.data:
        return None
    outcome = reload(session)
    return NotSaved(outcome.sentence) if isinstance(outcome, CutShort) else outcome
