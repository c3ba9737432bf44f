"""``kehoach calendar``: the days a plan waits for, as a file calendars take in."""

from __future__ import annotations

import argparse

from tui.commands.body import body_named
from tui.commands.opened import opened, rights_of, tell_empty, tell_unreadable, telling_of
from tui.commands.shared import FOUND, add_day, add_plan, new_file
from tui.i18n.words import Words
from tui.model.text import N_
from tui.store.files.errors import shown_path

ABOUT = N_("Write the days a plan waits for into a file that calendars take in: reports, tasks, conclusions, meetings")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    about = N_("the file to write (iCalendar); it must not be there yet")
    parser.add_argument("--ics", metavar="FILE", required=True, type=new_file(words), help=words(about))
    parser.add_argument("--agency", metavar="AGENCY", help=words(N_("only what a body has a part in: its id, its short name or its name")))
    add_day(parser, words)
    parser.epilog = words(N_("exit 0 when it is written, 2 when it could not be done"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Write the calendar and say how many days are in it; what is done is in it no more."""
    from tui.store.files.new_file import refuse_existing, write_new

    refuse_existing(options.ics)
    session = opened(options, words)
    plan, as_of = session.plan, session.as_of
    agency = None if options.agency is None else body_named(options.agency, plan, words, as_of)
    from tui.reports.due_days import as_calendar, due_days

    tell_unreadable(session)
    tell_empty(session)
    found = due_days(session.frames, plan, as_of, words, agency)
    write_new(options.ics, as_calendar(found, plan, as_of, words), rights_of(session.loaded))
    with telling_of(options.ics):
        print(f"{shown_path(options.ics)}: {words.count('{n} day', '{n} days', len(found))}")
    return FOUND
