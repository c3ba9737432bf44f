"""``kehoach agenda``: what a review meeting has to speak of on a day, without a terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tui.commands.shared import FOUND, UNREADABLE, add_day, add_plan, choose, complain, day_of
from tui.i18n.words import Words
from tui.model.text import N_
from tui.store.files.errors import shown_path

ABOUT = N_("Say what a review meeting has to speak of on a day, by the body that answers for it")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    add_day(parser, words)
    parser.add_argument("--json", action="store_true", help=words(N_("print JSON: ids, codes, numbers")))
    parser.epilog = words(N_("exit 0 when it is printed, also where there is nothing to meet about; 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the agenda of a plan on a day as text or JSON; an empty one says so."""
    as_of = day_of(options, words)
    if as_of is None:
        return UNREADABLE
    path = choose(options.plan, Path.cwd()).path
    from tui.store.plan_file import CannotRead, load

    try:
        plan = load(path).plan
    except CannotRead as fault:
        return complain(path, fault.sentence, words)
    from tui.frames.build import Frames
    from tui.frames.insight.agenda import agenda
    from tui.reports.agenda import as_json, as_text

    if plan.set_aside:
        told = words.count("{n} record could not be read", "{n} records could not be read", len(plan.set_aside))
        print(f"{shown_path(path)}: {told}; kehoach check", file=sys.stderr)
    form = as_json if options.json else as_text
    sys.stdout.write(form(agenda(Frames(plan), plan, as_of), plan, words))
    sys.stdout.flush()  # a closed pipe is met here, not when Python ends
    return FOUND
