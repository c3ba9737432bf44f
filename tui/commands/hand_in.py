"""Handing in without a screen: what a changed copy of the plan changes, as the proposal of whoever calls."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.commands.agreed import agreed
from tui.commands.opened import CannotDo, load_from, telling_of
from tui.commands.shared import FOUND, PROBLEMS, UNREADABLE, complain
from tui.i18n.words import Words
from tui.model.text import N_, printable, say

if TYPE_CHECKING:
    from tui.model.edits import SetField
    from tui.model.proposal import Reject
    from tui.session.changed_copy import Changed
    from tui.session.outcomes import Refused
    from tui.session.proposing import Proposing
    from tui.session.session import Session
    from tui.store.plan_file import Loaded


def hand_in_copy(session: Session, named: str, note: str, yes: bool) -> int:
    """Hand in what is the body's own of what was changed in a copy; what is not is listed on stderr and left out.

    It takes the place of what was handed in before: where the copy lacks some of that, it is asked about.
    """
    from tui.session.changed_copy import changed

    words, path = session.words, session.loaded.state.path
    proposing = session.proposing
    if proposing is None:
        can_save = say(N_("you may write this plan: save your changes in it, nothing has to be handed in"))
        raise CannotDo(path, session.why_readonly() if session.workspace.readonly else can_save)
    copy = _copy(named)
    while session.workspace.undo_steps:  # what was handed in before: the copy says it anew
        session.undo()
    mandate = proposing.mandate
    assert mandate is not None, "else nothing is proposed"
    found = changed(proposing, mandate, copy)
    _tell(session, found)
    if not found.edits:
        print(words(N_("{file} changes nothing that could be handed in"), file=printable(named)))
        return PROBLEMS if found.left_out else FOUND
    if (dropped := _dropped(proposing, found.edits)) and not _may_drop(session, dropped, yes):
        return UNREADABLE
    return _hand_in(session, found, note)


def _copy(named: str) -> Loaded:
    """The changed copy. Raises :class:`CannotDo` where it is not valid TOML."""
    loaded = load_from(named)
    if loaded.read_only_because is not None:
        raise CannotDo(named, loaded.read_only_because)
    return loaded


def _tell(session: Session, found: Changed) -> None:
    """What would be handed in, of which version of the plan it was made where others have saved since, and what is left out."""
    from tui.reports.changes import change_lines

    words, plan = session.words, session.plan
    for told in change_lines(found.edits, plan, plan, words):
        print(printable(told.text))
    sys.stdout.flush()
    if (entry := found.unknown_to_it) is not None:
        at, name = session.clock.local(entry.at), entry.by
        template = N_("the copy was made before {name} saved on {day}: what was saved since stays as it is")
        print(printable(words(template, name=name, day=f"{words.date(at.date())} {at:%H:%M}")), file=sys.stderr)
    for reject in found.left_out:
        print(printable(f"✗ {_where(reject)}: {words.sentence(reject.what)}"), file=sys.stderr)


def _where(reject: Reject) -> str:
    return ".".join(part for part in (reject.table, reject.id, reject.field) if part)


def _dropped(proposing: Proposing, edits: Sequence[SetField]) -> list[SetField]:
    """What was handed in before, waits, and the copy does not change."""
    now = {(edit.table, edit.id, edit.field) for edit in edits}
    before = proposing.waiting.edits if proposing.waiting is not None else ()
    return [edit for edit in before if (edit.table, edit.id, edit.field) not in now]


def _may_drop(session: Session, dropped: Sequence[SetField], yes: bool) -> bool:
    from tui.reports.changes import change_lines

    words, plan = session.words, session.plan
    for told in change_lines([edit for edit in dropped if plan.get(edit.table, edit.id) is not None], plan, plan, words):
        print(printable(f"△ {words(N_('handed in before, and not in the copy'))}: {told.text}"), file=sys.stderr)
    question = words.count("Take {n} change back that waits? (y/n) ", "Take {n} changes back that wait? (y/n) ", len(dropped))
    return yes or agreed(question, words)


def _hand_in(session: Session, found: Changed, note: str) -> int:
    from tui.session.handing_in import hand_in
    from tui.session.outcomes import Refused, Sent

    words, path = session.words, session.loaded.state.path
    step = session.commit(found.edits, say(N_("what was changed in a copy")))
    if isinstance(step, Refused):
        return _refused(step, words)
    outcome = hand_in(session, note)
    if isinstance(outcome, Sent):
        assert session.proposing is not None and session.proposing.sent is not None
        with telling_of(path):
            told = words.count("{n} change handed in: {id}", "{n} changes handed in: {id}", outcome.changes, id=session.proposing.sent.id)
            print(told)
        return PROBLEMS if found.left_out else FOUND
    why = getattr(outcome, "why", None)
    if isinstance(why, Refused):
        return _refused(why, words)
    return complain(path, why if why is not None else say(N_("the plan was changed meanwhile in the same fields: try again")), words)


def _refused(refused: Refused, words: Words) -> int:
    for line in refused.lines(words):
        print(printable(f"✗ {line}"), file=sys.stderr)
    return UNREADABLE
