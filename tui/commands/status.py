"""``kehoach status``: where a plan stands on a day, without a terminal."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opened import opened, tell_empty, tell_unreadable
from tui.commands.shared import FOUND, add_day, add_json, add_plan
from tui.commands.streams import json_for_output, terminal_width
from tui.i18n.words import Words
from tui.model.text import N_

ABOUT = N_("Say where a plan stands on a day, without a terminal")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    add_day(parser, words)
    forms = parser.add_mutually_exclusive_group()
    add_json(forms, words)
    forms.add_argument("--csv", action="store_true", help=words(N_("print a table for a spreadsheet")))
    parser.epilog = words(N_("exit 0 when it is printed, 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the overview of a plan on a day as text as wide as the terminal, JSON or CSV; what could not be read is said beside it."""
    session = opened(options, words)
    from tui.frames.insight.overview import overview
    from tui.frames.plan_of_day import frames_on
    from tui.reports.status import as_csv, as_json, as_text, of_areas

    tell_unreadable(session)
    tell_empty(session)
    frames = frames_on(session.frames, session.as_of)
    found, plan = overview(frames, session.as_of, (), every_indicator=options.json or options.csv), session.plan
    if options.json:
        areas = of_areas(session.frames, session.as_of) if len(plan.tables["areas"]) else None
        sys.stdout.write(json_for_output(as_json(found, plan, words, areas)))
    elif options.csv:
        sys.stdout.write(as_csv(found, plan, words))
    else:
        sys.stdout.write(as_text(found, plan, words, terminal_width()))
    return FOUND
