"""``kehoach journals``: what sessions left unsaved, of whatever plan: listed, shown, saved into a plan after all, dropped."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui.commands.named import the_one
from tui.commands.opened import CannotDo, done_for, telling_of
from tui.commands.shared import FOUND, PROBLEMS, UNREADABLE, add_json, complain
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.clock import Clock
from tui.model.counting import changes_of, unsaved_changes
from tui.model.edits import Edit, net
from tui.model.text import N_, printable, say
from tui.reports.answer import json_answer
from tui.store.files.errors import reason, shown_path
from tui.store.log import journal

if TYPE_CHECKING:
    from tui.model.plan import Plan
    from tui.session.session import Session
    from tui.store.log.journal import OrphanedJournal

ABOUT = N_("What sessions left unsaved, of whatever plan: list it, show it, save it into a plan after all, drop it")

_ACTS: Final = ("show", "restore", "drop")
_STATES: Final = {
    "left": N_("left behind"),
    "open": N_("in use"),
    "dropped": N_("dropped, kept for 30 days"),
    "restored": N_("restored since, kept for 30 days"),
    "saved": N_("the plan held it already, kept for 30 days"),
}


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument(
        "act", nargs="?", choices=_ACTS, metavar="show | restore | drop", help=words(N_("what to do with one of them; default: list all"))
    )
    parser.add_argument("journal", nargs="?", metavar="ID", help=words(N_("which one, as the list names it; its first letters will do")))
    about = N_("restore: the plan file it is saved into; default: the one it was made in")
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=words(about))
    add_json(parser, words)
    parser.epilog = words(
        N_("exit 0 when it is done, 1 when something of it did not fit and nothing was written, 2 when it could not be done")
    )


@attrs.frozen
class Kept:
    """One journal on disk: its file, how it stands, and what it holds, which is not known while a session has it."""

    path: Path
    state: str
    left: OrphanedJournal | None

    @property
    def id(self) -> str:
        """What it is called here: the same as long as its file is there, dropped or not."""
        return hashlib.blake2b(os.fsencode(self.path.stem), digest_size=4).hexdigest()


def run(options: argparse.Namespace, words: Words) -> int:
    """List the journals, or do with one what was asked for."""
    folder = journal.journal_folder()
    journal.clear_dropped(folder)
    kept = _kept(folder)
    if options.act is None:
        return _list(kept, options.json, words)
    if options.journal is None:
        raise CannotDo("kehoach journals", say(N_("say which one: kehoach journals {act} ID"), act=options.act))
    found = _named(kept, options.journal)
    if options.act == "drop":
        return _drop(found, words)
    left = _at_rest(found)
    return _show(found, left, options.json, words) if options.act == "show" else _restore(found, left, options.plan, words)


def _kept(folder: Path) -> list[Kept]:
    """All journals that hold something or are in use, the newest last."""
    found = [
        Kept(folder / name, state if left is not None else "open", left)
        for suffix, state in ((journal.SUFFIX, "left"), *((suffix, suffix.removeprefix(".")) for suffix in journal.ASIDE))
        for name in journal.names_in(folder, suffix)
        if (left := journal.unused(folder / name)) is None or left.holds_something
    ]
    taken = frozenset[str]().union(*(one.left.taken for one in found if one.left is not None))
    found = [attrs.evolve(one, state="restored") if one.state == "left" and one.path.name in taken else one for one in found]
    return sorted(found, key=lambda kept: kept.path.stem.partition("-")[2])


def _named(kept: Sequence[Kept], id: str) -> Kept:
    """The one that is meant. Raises :class:`CannotDo`."""
    return the_one(
        (one for one in kept if one.id.startswith(id)),
        id,
        "kehoach journals",
        none=N_("there is no journal {id}; “kehoach journals” lists them"),
        several=N_("several journals begin with {id}; name more of it"),
    )


def _at_rest(found: Kept) -> OrphanedJournal:
    """What it holds. Raises :class:`CannotDo` while a session has it."""
    if found.left is None:
        raise CannotDo("kehoach journals", say(N_("journal {id} is in use: a session that is still open writes it"), id=found.id))
    return found.left


# -- telling ----------------------------------------------------------------------------------------------------------


def _list(kept: Sequence[Kept], as_json: bool, words: Words) -> int:
    if as_json:
        sys.stdout.write(json_for_output(json_answer("journals", {"journals": [_entry(one) for one in kept]})))
        return FOUND
    if not kept:
        print(words(N_("no session has left anything unsaved")))
    for one in kept:
        print(printable(" · ".join(_told(one, words))))
    return FOUND


def _told(one: Kept, words: Words) -> list[str]:
    told = [one.id]
    if (left := one.left) is not None:
        since = Clock().local(left.started)
        told += [f"{words.date(since.date())} {since:%H:%M}", shown_path(left.plan or "?")]
        told.append(words.count("{n} change", "{n} changes", changes_of(_net(left))))
        told.append(words.count("{n} draft", "{n} drafts", len(left.drafts)))
        if left.torn:
            told.append(words(N_("cut off")))
    return [*told, words(_STATES[one.state])]


def _entry(one: Kept) -> dict[str, Any]:
    left = one.left
    entry: dict[str, Any] = {"id": one.id, "state": one.state, "file": str(one.path)}
    if left is not None:
        drafts = [{"place": list(d.place), "title": d.title, "texts": d.texts} for d in left.drafts]
        entry |= {
            "plan": left.plan,
            "started": left.started.isoformat(),
            "changes": len(_net(left)),
            "drafts": drafts,
            "cut_off": left.torn,
        }
    return entry


def _show(found: Kept, left: OrphanedJournal, as_json: bool, words: Words) -> int:
    plan = _plan_of(left)
    lines = _lines(left, plan, words)
    if as_json:
        sys.stdout.write(json_for_output(json_answer("journal", {**_entry(found), "lines": lines})))
        return FOUND
    print(printable(" · ".join(_told(found, words))))
    for told in lines:
        print(printable(told))
    return FOUND


def _plan_of(left: OrphanedJournal) -> Plan:
    """The plan it was made in, for the names of its records; an empty one where that is no longer there."""
    from tui.model.checks import read_plan
    from tui.store.files.errors import StoreError
    from tui.store.plan_file import load

    try:
        return load(Path(left.plan)).plan
    except (StoreError, OSError, ValueError):
        return read_plan({})[0]


def _net(left: OrphanedJournal) -> list[Edit]:
    """What its steps come to: counted as everything unsaved is."""
    return net(edit for step in left.steps for edit in step.edits)


def _lines(left: OrphanedJournal, plan: Plan, words: Words) -> list[str]:
    from tui.model.diff import with_added
    from tui.reports.changes import by_record, change_lines

    edits = _net(left)
    lines = by_record(change_lines(edits, plan, with_added(plan, edits), words))
    for draft in left.drafts:
        lines.append(f"{words(N_('typed, not kept'))} · {draft.title}")
        lines += [f"    {line}" for text in draft.texts for line in text.split("\n")]
    return lines


# -- doing ------------------------------------------------------------------------------------------------------------


def _drop(found: Kept, words: Words) -> int:
    if found.state not in ("left", "open"):
        print(words(N_("nothing to drop: {state}"), state=words(_STATES[found.state])))
        return FOUND
    left = _at_rest(found)
    try:
        journal.discard(left)
    except OSError as fault:
        return complain(found.path, reason(fault), words)
    print(words(N_("dropped; “kehoach journals restore {id}” brings it back for 30 days"), id=found.id))
    return FOUND


def _restore(found: Kept, left: OrphanedJournal, named: str | None, words: Words) -> int:
    """Save the edits into the plan; drafts wait for the next session over it. Nothing is written where something does not fit."""
    from tui.session import save
    from tui.session.outcomes import Refused, Saved
    from tui.store.log.record import note

    path = Path(named or left.plan)
    session = _session(path, words)
    outcome = session.journal.restore([left])
    misfits = len(session.disputed.conflicts) if isinstance(outcome, Refused) else len(session.disputed.conflicts) + len(outcome.orphans)
    if isinstance(outcome, Refused) or misfits:
        for line in outcome.lines(words) if isinstance(outcome, Refused) else []:
            print(printable(f"✗ {line}"), file=sys.stderr)
        _offer_to(path, session, found, left)
        told = N_("the plan has changed since; nothing was written. The next start of kehoach over {file} asks what is to hold")
        print(words(told, file=shown_path(path)), file=sys.stderr)
        return PROBLEMS
    count = unsaved_changes(session.workspace)
    if count:
        saved = save.run(save.SaveAttempt(session, note(said=say(N_("restored from a journal")))))
        if not isinstance(saved, Saved):
            why = getattr(saved, "why", None)
            if why is None or isinstance(why, Refused):
                return UNREADABLE
            return complain(path, why, words)
    if left.drafts:
        _offer_to(path, session, found, attrs.evolve(left, steps=()))
    else:
        _put_aside(found, left)
    with telling_of(path):
        print(words.count("{n} change saved to {file}", "{n} changes saved to {file}", count, file=shown_path(path)))
        if left.drafts:
            told = words.count("{n} draft waits for the next start over it", "{n} drafts wait for the next start over it", len(left.drafts))
            print(told)
    return FOUND


def _session(path: Path, words: Words) -> Session:
    """The plan it is restored into. Raises :class:`CannotDo`."""
    from tui.session.session import Session
    from tui.store.files.rights import why_not_replaced
    from tui.store.plan_file import load

    with done_for(path):
        loaded = load(path)
    if (unsaveable := loaded.read_only_because or why_not_replaced(path)) is not None:
        raise CannotDo(path, unsaveable)
    return Session(loaded, words, journaling=False)


def _offer_to(path: Path, session: Session, found: Kept, left: OrphanedJournal) -> None:
    """Have the next session over the plan offer it. Raises OSError."""
    taken = journal.start(path, journal.journal_folder(), session.loaded.state)
    taken.absorb_left(left)
    taken.close(keep=True)
    _put_aside(found, left)


def _put_aside(found: Kept, left: OrphanedJournal) -> None:
    if found.state != "restored":
        journal.discard(left, journal.RESTORED)
