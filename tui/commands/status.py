"""``kehoach status``: where a plan stands on a day, without a terminal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tui.commands.opened import CannotDo, opened, tell_empty, tell_unreadable
from tui.commands.shared import FOUND, OF_ITS_OWN_DAY, ROLL_UP_FIRST, add_day, add_json, add_plan
from tui.commands.streams import json_for_output, terminal_width
from tui.i18n.words import Words
from tui.model.fields.choices import PLAN_LEVELS
from tui.model.text import N_, say
from tui.start import what_path, which_plan

ABOUT = N_("Report where a plan, or many in a roll-up, stand on a day, without a terminal")

BY = ("area", "term", "level", "plan", "code", "body", "coverage", "year")
"""What many plans are told by; each is a question of :mod:`tui.lake.queries`."""

_FOR_A_ROLL_UP = N_("--by and --sum are for a roll-up of many plans, the folder “kehoach rollup” has made")
_NOT_SUMMED = ("code", "body", "coverage")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    add_day(parser, words)
    forms = parser.add_mutually_exclusive_group()
    add_json(forms, words)
    forms.add_argument("--csv", action="store_true", help=words(N_("print a table for a spreadsheet")))
    about = N_("of a roll-up, the folder “kehoach rollup” has made: what a line is of; default: area")
    parser.add_argument("--by", choices=BY, help=words(about))
    about = N_("of a roll-up: add up the indicator with this code, by area, term, level, plan or year; what does not add up is refused")
    parser.add_argument("--sum", metavar="CODE", help=words(about))
    about = N_("with --sum: the mean of it, by the weight the indicator with this code is")
    parser.add_argument("--weight", metavar="CODE", help=words(about))
    levels = tuple(choice.value for choice in PLAN_LEVELS)
    about = N_("with --sum: of the plans of this level only, where several have the code")
    parser.add_argument("--level", choices=levels, help=words(about))
    parser.epilog = words(N_("exit 0 when it is printed, 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the overview of a plan on a day as text as wide as the terminal, JSON or CSV; what could not be read is said beside it."""
    kind = what_path.kind_of(which_plan.chosen(options.plan, "")[0]) if options.plan else what_path.FILE
    if kind == what_path.PLANS:
        raise CannotDo(options.plan, ROLL_UP_FIRST)
    if kind != what_path.FILE:
        return _of_many(options, words)
    if options.by or options.sum is not None or options.weight is not None or options.level:
        raise CannotDo(
            options.plan or "kehoach status",
            say(_FOR_A_ROLL_UP),
        )
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


def _of_many(options: argparse.Namespace, words: Words) -> int:
    """Print where the plans of a roll-up stand, a line each of what they are told by."""
    from tui.lake.reading import lake_in
    from tui.reports.many import many_as, sum_as
    from tui.store.files.errors import StoreError

    if options.as_of is not None or options.all_known:
        raise CannotDo(options.plan, OF_ITS_OWN_DAY)
    if options.sum is None and (options.weight is not None or options.level):
        raise CannotDo(options.plan, say(N_("--weight and --level go with --sum CODE")))
    if options.sum is not None and options.by in _NOT_SUMMED:
        raise CannotDo(options.plan, say(N_("a sum is by area, term, level, plan or year")))
    form = "json" if options.json else "csv" if options.csv else "text"
    try:
        lake = lake_in(Path(options.plan))
        if options.sum is not None:
            told = sum_as(form, lake, options.sum, options.by or "area", options.weight, options.level, words)
        else:
            told = many_as(form, lake, options.by or "area", words)
    except StoreError as fault:
        raise CannotDo(options.plan, fault.sentence) from fault
    sys.stdout.write(json_for_output(told) if options.json else told)
    return FOUND
