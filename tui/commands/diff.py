"""``kehoach diff A B``: what two plans, or two moments of one, differ in: records and fields, not lines."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.commands.opened import done_for, load_from, refuse_reading_twice
from tui.commands.shared import FOUND, PROBLEMS, STANDARD_INPUT, add_json
from tui.commands.streams import json_for_output
from tui.i18n.words import Unreadable, Words
from tui.model.clock import Clock, clock_of
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead, shown_path

if TYPE_CHECKING:
    from tui.model.plan import Plan

ABOUT = N_("Say what two plans, or two moments of one plan, differ in")
_USUAL_CLOCK: Final = Clock()
_TIME: Final = re.compile(r"(.+?)(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?\Z")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_(
        "a plan file, - for standard input, or PLAN@MOMENT: a day, a day and time, or the number of an entry of kehoach log, as @#12"
    )
    parser.add_argument("a", metavar="A", help=words(about))
    parser.add_argument("b", metavar="B", help=words(N_("the other one")))
    add_json(parser, words)
    parser.epilog = words(N_("exit 0 when they are the same, 1 when they differ, 2 when one cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print what leads from A to B, by table: records added, deleted, changed with their fields old → new."""
    from tui.model.diff import differences
    from tui.reports.answer import json_answer
    from tui.reports.changes import by_table
    from tui.reports.history import json_changes

    refuse_reading_twice((options.a, options.b))
    plans = []
    for text in (options.a, options.b):
        with done_for(text):
            plans.append(plan_named(text, words))
    before, after = plans
    edits = differences(before, after)
    if options.json:
        sys.stdout.write(json_for_output(json_answer("diff", {"changes": json_changes(edits, before, after, words)})))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in by_table(edits, before, after, words)) or words(N_("no difference")) + "\n")
    return PROBLEMS if edits else FOUND


def plan_named(text: str, words: Words) -> Plan:
    """The plan in a file, or as it was at a moment. Raises :class:`CannotRead` or :class:`Unreadable`."""
    from tui.store.log.history import read_history
    from tui.store.plan_file import known_of, load

    if text in (STANDARD_INPUT, ""):
        return load_from(text).plan
    name, at, moment = text.rpartition("@")
    if not at or Path(text).exists():
        return load(text).plan
    loaded = load(name)
    history = read_history(name, loaded.state, known_of(loaded))
    if not history.entries:
        raise CannotRead(say(N_("no history yet; it begins with the first save")))
    if moment.startswith("#"):
        number = int(moment[1:]) if moment[1:].isdecimal() else -1
        if not 0 <= number <= len(history.entries):
            raise CannotRead(say(N_("the history has no entry {number}; the last is #{last}"), number=moment, last=len(history.entries)))
    else:
        when = read_moment(moment, words, clock_of(loaded.plan))
        number = history.at(when)
        if number == 0:
            first = clock_of(loaded.plan).local(history.entries[0].at)
            told = say(N_("the history begins on {day}; this is the plan as it was then"), day=first.date())
            print(f"{shown_path(text)}: {words.sentence(told)}", file=sys.stderr)
    plan = history.after(number)
    if plan is None:
        raise CannotRead(say(N_("the plan as it was then cannot be rebuilt: the history is damaged there")))
    return plan


def read_moment(text: str, words: Words, clock: Clock = _USUAL_CLOCK) -> dt.datetime:
    """``22/11/2026``, ``2026-11-22 14:05`` …; a day alone means its end. Raises :class:`Unreadable`."""
    found = _TIME.match(text.strip())
    if found is None:
        raise Unreadable(Sentence(N_("“{text}” is not a day; write it as 31/12/2025"), {"text": text}))
    day = words.read_date(found[1])
    if found[2] is None:
        return clock.at(day, dt.time.max)
    try:
        # to the end of the minute or second that was named
        time = dt.time(int(found[2]), int(found[3]), 59 if found[4] is None else int(found[4]), 999_999)
    except ValueError:
        raise Unreadable(Sentence(N_("“{text}” is not a time; write it as 31/12/2025 14:05"), {"text": text})) from None
    return clock.at(day, time)
