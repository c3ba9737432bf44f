"""``kehoach agenda``: what a review meeting has to speak of on a day, without a terminal."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opened import opened, tell_unreadable
from tui.commands.shared import FOUND, add_day, add_plan
from tui.i18n.words import Words
from tui.model.text import N_

ABOUT = N_("Say what a review meeting has to speak of on a day, by the body that answers for it")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    add_day(parser, words)
    parser.add_argument("--json", action="store_true", help=words(N_("print JSON: ids, codes, numbers")))
    parser.epilog = words(N_("exit 0 when it is printed, also where there is nothing to meet about; 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the agenda of a plan on a day as text or JSON; an empty one says so."""
    session = opened(options, words)
    from tui.frames.insight.agenda import agenda
    from tui.reports.agenda import as_json, as_text

    tell_unreadable(session, lambda words, n: words.count("{n} record could not be read", "{n} records could not be read", n))
    form = as_json if options.json else as_text
    sys.stdout.write(form(agenda(session.frames, session.plan, session.as_of), session.plan, words))
    sys.stdout.flush()  # a closed pipe is met here, not when Python ends
    return FOUND
