"""``kehoach propose``: what bodies hand in for a plan they may not write: the folder for it, lists, taking in, returning, withdrawing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui.commands.agreed import agreed
from tui.commands.named import the_one
from tui.commands.opened import CannotDo, done_for, path_to_change, telling_of
from tui.commands.shared import FOUND, PROBLEMS, UNREADABLE, add_json, complain
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.counting import changes_of
from tui.model.text import N_, Sentence, printable, say
from tui.reports.answer import json_answer
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.model.proposal import Line, Proposal
    from tui.session.session import Session
    from tui.session.taking import TakingIn
    from tui.store.proposals.inbox import Answer, HandedIn

ABOUT = N_("What bodies hand in for a plan they may not write: list it, take it in, return it, withdraw it; and the folder for it")


_WAYS: Final = {
    "set_up": "--set-up",
    "list": "--list",
    "take": "--take",
    "give_back": "--return",
    "hand_in": "--hand-in",
    "withdraw": "--withdraw",
}
"""What is asked for, one of them: said here, since a usage line cannot break within a group."""


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_("the plan file; default: ./plan.toml, else ./data/plan.toml")
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=words(about))
    parser.add_argument(
        "--set-up", action="store_true", help=words(N_("make the folder in which bodies hand in; once, by who may write the plan"))
    )
    parser.add_argument("--list", action="store_true", help=words(N_("list what waits, or what became of your own; the default")))
    parser.add_argument("--take", metavar="ID", help=words(N_("take one in, as the list names it, and save the plan")))
    parser.add_argument("--return", dest="give_back", metavar="ID", help=words(N_("return one to whoever handed it in; with --reason")))
    parser.add_argument(
        "--hand-in", metavar="FILE", help=words(N_("hand in what a changed copy of the plan changes, - for standard input; with --note"))
    )
    parser.add_argument("--note", metavar="TEXT", help=words(N_("what is noted to what you hand in; the office reads it")))
    parser.add_argument("--withdraw", action="store_true", help=words(N_("take away what you have handed in yourself")))
    parser.add_argument("--reason", metavar="TEXT", help=words(N_("why it is returned; the body reads it")))
    parser.add_argument("--yes", action="store_true", help=words(N_("make the changes without asking")))
    add_json(parser, words)
    parser.epilog = words(
        N_("exit 0 when it is done, 1 when something of it was not taken in or is left to do, 2 when it could not be done")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Do what was asked for."""
    asked = [option for way, option in _WAYS.items() if getattr(options, way)]
    if len(asked) > 1:
        raise CannotDo(asked[1], say(N_("it does not go with {other}"), other=asked[0]))
    if options.reason is not None and options.give_back is None:
        raise CannotDo("--reason", say(N_("a reason goes with --return")))
    if options.note is not None and options.hand_in is None:
        raise CannotDo("--note", say(N_("a note goes with --hand-in")))
    path = path_to_change(options.plan)
    if options.set_up:
        return _set_up(path, words)
    if options.withdraw:
        return _withdraw(path, words)
    session = _session(path, words)
    if options.hand_in is not None:
        from tui.commands.hand_in import hand_in_copy

        return hand_in_copy(session, options.hand_in, options.note or "", options.yes)
    if options.take is not None:
        return _take(session, _named(session, options.take), options.yes)
    if options.give_back is not None:
        return _return(session, _named(session, options.give_back), options.reason or "")
    return _list(session, options.json)


def _session(path: Path, words: Words) -> Session:
    from tui.session.session import Session
    from tui.store.plan_file import load

    with done_for(path):
        return Session(load(path), words, journaling=False)


# -- setting up -------------------------------------------------------------------------------------------------------


def _set_up(path: Path, words: Words) -> int:
    from tui.model.checks.reporters import reporter_problems
    from tui.model.reporting import reporters
    from tui.store.plan_file import load
    from tui.store.proposals.folder import set_up

    with done_for(path):
        plan = load(path).plan
        entries = reporters(plan)
        done = set_up(path, [str(entry["login"]) for entry in entries])
    told = (
        N_("{folder} was there; it lets in who reads the plan")
        if done.was_there
        else N_("{folder} is made: who reads the plan can hand in there")
    )
    with telling_of(done.folder):
        print(words(told, folder=shown_path(done.folder)))
        for entry in entries:
            body = plan.title_of("agencies", str(entry["agency"]))
            print(printable(words(N_("{login} reports for {body}"), login=str(entry["login"]), body=body)))
    doubtful = [problem.what for problem in reporter_problems(plan)]
    for left in (*done.left, *doubtful):
        print(f"△ {printable(words.sentence(left))}", file=sys.stderr)
    return PROBLEMS if done.left or doubtful else FOUND


# -- listing ----------------------------------------------------------------------------------------------------------


def _list(session: Session, as_json: bool) -> int:
    found = _own(session) if session.proposing is not None else [(handed, None) for handed in _waiting(session)]
    if as_json:
        sys.stdout.write(json_for_output(json_answer("propose", {"proposals": [_entry(session, *one) for one in found]})))
        return FOUND
    words = session.words
    if not found:
        print(words.sentence(_why_none(session)))
    for handed, answer in found:
        print(printable(" · ".join(_told(session, handed, answer))))
    return FOUND


def _own(session: Session) -> list[tuple[HandedIn, Answer | None]]:
    assert session.proposing is not None
    sent = session.proposing.sent
    return [] if sent is None else [(sent, session.proposing.answer)]


def _waiting(session: Session) -> Sequence[HandedIn]:
    """What waits to be taken in, and on stderr what is left alone. Raises :class:`CannotDo` where somebody may neither save nor report."""
    taking = _taking(session)
    if taking is None:
        return ()
    taking.look()
    for fault in taking.new_faults():
        print(f"✗ {printable(session.words.sentence(fault))}", file=sys.stderr)
    return taking.waiting


def _taking(session: Session) -> TakingIn | None:
    if session.workspace.readonly:
        raise CannotDo(session.loaded.state.path, session.why_readonly())
    return session.takes_in


def _why_none(session: Session) -> Sentence:
    from tui.store.proposals.folder import why_not_trusted

    if session.proposing is not None:
        return say(N_("nothing of yours is handed in"))
    return why_not_trusted(session.loaded.state.path) or say(N_("no body has handed in anything that waits"))


def _told(session: Session, handed: HandedIn, answer: Answer | None) -> list[str]:
    words, at = session.words, session.clock.local(handed.at)
    told = [
        handed.id,
        _body(session, handed),
        f"{words.date(at.date())} {at:%H:%M}",
        words.count("{n} change", "{n} changes", changes_of(handed.edits)),
    ]
    told += [f"“{handed.note}”"] if handed.note else []
    if session.proposing is not None:
        told.append(words(N_("waits")) if answer is None else words(N_("taken in by {name}"), name=answer.name) if answer.is_taken else "")
        if answer is not None and not answer.is_taken:
            told[-1] = words(N_("returned by {name}: {reason}"), name=answer.name, reason=answer.answered.reason)
    return told


def _body(session: Session, handed: HandedIn) -> str:
    from tui.model.reporting import mandate_of

    mandate = mandate_of(session.plan, handed.login, session.clock.today())
    return handed.login if mandate is None else f"{session.plan.short_of('agencies', mandate.body)} ({handed.login})"


def _entry(session: Session, handed: HandedIn, answer: Answer | None) -> dict[str, Any]:
    from tui.model.reporting import mandate_of
    from tui.reports.history import json_changes

    mandate = mandate_of(session.plan, handed.login, session.clock.today())
    known = [edit for edit in handed.edits if session.plan.get(edit.table, edit.id) is not None]
    return {
        "id": handed.id,
        "login": printable(handed.login),
        "name": printable(handed.name),
        "agency": None if mandate is None else mandate.body,
        "at": session.clock.local(handed.at).isoformat(timespec="seconds"),
        "note": printable(handed.note),
        "state": "waits" if answer is None else answer.answered.outcome,
        "answered_by": None if answer is None else printable(answer.name),
        "reason": None if answer is None else printable(answer.answered.reason),
        "changes": json_changes(known, session.plan, session.plan, session.words),
    }


def _named(session: Session, id: str) -> HandedIn:
    """The one that is meant, by its id or the login of whoever handed it in. Raises :class:`CannotDo`."""
    return the_one(
        (handed for handed in _waiting(session) if handed.id.startswith(id) or handed.login == id),
        id,
        "kehoach propose",
        none=N_("no proposal {id} waits; “kehoach propose” lists them"),
        several=N_("several proposals begin with {id}; name more of it"),
    )


# -- taking in, returning, withdrawing --------------------------------------------------------------------------------


def _take(session: Session, handed: HandedIn, yes: bool) -> int:
    """Show what would change, ask, save it as one save; what is in doubt or refused is listed on stderr and left out."""
    taking, words, path = _taking(session), session.words, session.loaded.state.path
    assert taking is not None, "else nothing waits"
    offer = taking.offer(handed)
    if not offer.lines and not offer.rejects:
        if (fault := taking.settle(handed)) is not None:
            return complain(path, fault, words)
        print(words(N_("the plan holds all of it already: {body} is told"), body=taking.body_of(handed)))
        return FOUND
    lines = [line for line in offer.lines if line.doubt is None]
    _show(session, offer, lines)
    left_out = len(lines) < len(offer.lines) or bool(offer.rejects)
    if not lines:
        print(words(N_("nothing to change")))
        return PROBLEMS
    count = len([edit for line in lines for edit in line.edits])
    if not yes and not agreed(words.count("Make {n} change? (y/n) ", "Make {n} changes? (y/n) ", count), words):
        return UNREADABLE
    return _make(session, handed, lines, left_out)


def _make(session: Session, handed: HandedIn, lines: Sequence[Line], left_out: bool) -> int:
    from tui.model.proposal import edits_of
    from tui.session import save
    from tui.session.outcomes import Asking, Done, Refused, Saved

    taking, words, path = session.takes_in, session.words, session.loaded.state.path
    assert taking is not None
    step = session.commit(edits_of(lines), taking.label(handed))
    if not isinstance(step, Done):
        for line in step.lines(words):
            print(printable(f"✗ {line}"), file=sys.stderr)
        return UNREADABLE
    attempt = save.begin(session)
    outcome = attempt if isinstance(attempt, Asking) else save.run(attempt)
    if isinstance(outcome, Asking):
        return complain(path, say(N_("the plan was changed meanwhile in the same fields; nothing was saved: try again")), words)
    if not isinstance(outcome, Saved):
        why = getattr(outcome, "why", None) or getattr(outcome, "sentence", None)
        if isinstance(why, Refused):
            for line in why.lines(words):
                print(printable(f"✗ {line}"), file=sys.stderr)
            return UNREADABLE
        return complain(path, why if isinstance(why, Sentence) else say(N_("nothing was saved")), words)
    with telling_of(path):
        count = changes_of(edits_of(lines))
        print(words.count("{n} change saved to {file}", "{n} changes saved to {file}", count, file=shown_path(path)))
    for warning in (outcome.unwritten, outcome.left_behind, outcome.unanswered):
        if warning is not None:
            print(words.sentence(warning), file=sys.stderr)
    return PROBLEMS if left_out or outcome.unanswered is not None else FOUND


def _show(session: Session, offer: Proposal, lines: Sequence[Line]) -> None:
    from tui.reports.changes import change_lines

    plan, words = session.plan, session.words
    for line in lines:
        for told in change_lines(line.edits, plan, plan, words):
            print(printable(told.text))
    for line in offer.lines:
        if line.doubt is not None:
            for told in change_lines(line.edits, plan, plan, words):
                print(printable(f"△ {words.sentence(line.doubt)}: {told.text}"), file=sys.stderr)
    for reject in offer.rejects:
        where = f"{reject.table}.{reject.id}.{reject.field}: " if reject.table else ""
        print(printable(f"✗ {where}{words.sentence(reject.what)}"), file=sys.stderr)
    sys.stdout.flush()


def _return(session: Session, handed: HandedIn, why: str) -> int:
    taking, words = _taking(session), session.words
    assert taking is not None, "else nothing waits"
    if not why.strip():
        raise CannotDo("--return", say(N_("say why, with --reason: the body reads it")))
    if (fault := taking.give_back(handed, why)) is not None:
        return complain(session.loaded.state.path, fault, words)
    print(words(N_("returned to {body}"), body=printable(taking.body_of(handed))))
    return FOUND


def _withdraw(path: Path, words: Words) -> int:
    from tui.store.proposals import inbox

    with done_for(path):
        count = inbox.withdraw(path)
    if not count:
        raise CannotDo(path, say(N_("nothing of yours is handed in")))
    print(words(N_("withdrawn: nothing of yours is handed in")))
    return FOUND
