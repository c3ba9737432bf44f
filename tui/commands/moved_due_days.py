"""Due days that a file moves: extensions with their reason, or corrections, as the options say or somebody at the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from tui.commands.agreed import answered, has_terminal
from tui.i18n.words import Unreadable, Words
from tui.model.text import N_, Sentence, say

if TYPE_CHECKING:
    from tui.model.edits import Edit
    from tui.model.proposal import Proposal
    from tui.session.session import Session
    from tui.store.plan_file import Loaded


def add_due(parser: argparse.ArgumentParser, words: Words) -> None:
    """The options that say it."""
    about = N_("what moved due days of tasks are: extensions, which keep the first day, or corrections")
    parser.add_argument("--due", choices=("extension", "correction"), help=words(about))
    parser.add_argument("--reason", metavar="TEXT", help=words(N_("why the due days are extended")))


def wrong_options(options: argparse.Namespace) -> Sentence | None:
    """Why the options do not go together; None when they do."""
    if options.reason is not None and options.due != "extension":
        return say(N_("a reason goes with --due extension"))
    if options.due == "extension" and not (options.reason or "").strip():
        return say(N_("say why, with --reason"))
    return None


@attrs.frozen
class DueDays:
    """What moved due days are: extensions for a reason, or, without one, corrections."""

    reason: str | None

    def of(self, edits: Sequence[Edit], session: Session) -> Sequence[Edit]:
        """The edits with every moved due day as what it is."""
        from tui.model.extensions import as_extensions, moved

        workspace = session.workspace
        if self.reason is None:
            return edits
        answer = {"on": session.clock.today(), "reason": self.reason}
        return as_extensions(edits, workspace.plan, moved(edits, workspace.plan, workspace.saved_values), answer)


def due_asked(found: Proposal, loaded: Loaded, options: argparse.Namespace, words: Words) -> DueDays:
    """What the due days it moves are: as the options say, else as somebody at the terminal does. Raises Unreadable where nobody says it."""
    from tui.model.extensions import moved

    plan = loaded.plan
    ids = moved(found.edits, plan, plan.get)
    if not ids or options.due is not None:
        return DueDays(options.reason if options.due == "extension" else None)
    told = words.count("{n} due day is moved", "{n} due days are moved", len(ids))
    if options.yes or not has_terminal():
        raise Unreadable(say(N_("{told}: say --due extension with --reason, or --due correction"), told=told))
    given = answered(f"{told}. {words(N_('An extension (g), or a correction (s)? '))}")
    reason = answered(words(N_("Why is it extended? "))) if given == "g" else None
    if given not in ("g", "s") or reason == "":
        raise Unreadable(say(N_("{told}: say --due extension with --reason, or --due correction"), told=told))
    return DueDays(reason)
