"""``kehoach agenda``: what a review meeting has to speak of on a day, without a terminal."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opened import opened, tell_empty, tell_unreadable
from tui.commands.shared import FOUND, add_day, add_json, add_plan
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.text import N_

ABOUT = N_("Say what a review meeting has to speak of on a day, by the body that answers for it")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    add_day(parser, words)
    add_json(parser, words)
    parser.epilog = words(N_("exit 0 when it is printed, also where there is nothing to meet about; 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the agenda of a plan on a day as text or JSON; an empty one says so."""
    session = opened(options, words)
    from tui.frames.insight.agenda import agenda
    from tui.reports.agenda import as_json, as_text

    tell_unreadable(session, lambda words, n: words.count("{n} record could not be read", "{n} records could not be read", n))
    tell_empty(session)
    found = agenda(session.frames, session.plan, session.as_of)
    plan = session.plan
    sys.stdout.write(json_for_output(as_json(found, plan, words)) if options.json else as_text(found, plan, words))
    return FOUND
