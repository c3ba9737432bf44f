"""A plan file that was cut short under a session: found, written again whole, taken as it was meant, or brought back at the start."""

from __future__ import annotations

from typing import Final

import attrs

from tui.model.text import N_, say
from tui.session.merge import joined_with, reload
from tui.session.outcomes import CutShort, NotSaved, TakenIn
from tui.session.session import Session
from tui.store.files.errors import StoreError
from tui.store.whole import Whole, newer_than

_MEANT: Final = N_("taken as it stands in the file: most of the plan was taken out there")


def write_again(session: Session, cut: CutShort) -> TakenIn | NotSaved:
    """Let the next save write the whole plan over the version that was cut short.

    What others had saved before it was, and the session has not seen, is joined first: the history has it.
    """
    try:
        newest = newer_than(session.loaded)
    except StoreError as fault:
        return NotSaved(fault.sentence)
    joined = joined_with(session, newest) if newest is not None else None
    if isinstance(joined, NotSaved):
        return joined
    session.write_over = cut.state
    return TakenIn(joined)


def take_as_meant(session: Session, cut: CutShort) -> TakenIn | NotSaved:
    """Take the file as it is, on a person's word: the history has the plan before it, and whose word it was."""
    from tui.store.log.record import note
    from tui.store.plan_file import load_state
    from tui.store.plan_save import record_as_meant

    try:
        found = load_state(cut.state, near=session.loaded)
        record_as_meant(newer_than(session.loaded) or session.loaded, found, note(said=say(_MEANT)))
    except StoreError as fault:
        return NotSaved(fault.sentence)
    session.watch.meant = cut.state.digest
    outcome = reload(session)
    if isinstance(outcome, CutShort):  # once more, meanwhile
        return NotSaved(outcome.sentence)
    return outcome if isinstance(outcome, NotSaved) else TakenIn(outcome)


def bring_back(session: Session, whole: Whole) -> None:
    """Work on the whole version; the next save writes it over the file that was cut short."""
    cut = session.loaded.state
    session.begin(attrs.evolve(whole.loaded, state=attrs.evolve(whole.loaded.state, identity=cut.identity)))
    session.write_over = cut
    if session.audience is not None:
        session.audience.plan_opened()
