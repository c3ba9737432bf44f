"""``kehoach status``: where a plan stands on a day, without a terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tui.commands.shared import FOUND, UNREADABLE, add_day, add_plan, choose, complain, day_of
from tui.i18n.words import Words
from tui.model.text import N_
from tui.store.files.errors import shown_path

ABOUT = N_("Say where a plan stands on a day, without a terminal")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    add_day(parser, words)
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help=words(N_("print JSON: ids, codes, numbers")))
    forms.add_argument("--csv", action="store_true", help=words(N_("print a table for a spreadsheet")))
    parser.epilog = words(N_("exit 0 when it is printed, 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the overview of a plan on a day as text, JSON or CSV; what could not be read is said beside it."""
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
    from tui.frames.insight.overview import overview
    from tui.reports.status import as_csv, as_json, as_text

    if plan.set_aside:
        told = words.count(
            "{n} record could not be read and is not counted", "{n} records could not be read and are not counted", len(plan.set_aside)
        )
        print(f"{shown_path(path)}: {told}; kehoach check", file=sys.stderr)
    form = as_json if options.json else as_csv if options.csv else as_text
    sys.stdout.write(form(overview(Frames(plan), as_of, ()), plan, words))
    sys.stdout.flush()  # a closed pipe is met here, not when Python ends
    return FOUND
