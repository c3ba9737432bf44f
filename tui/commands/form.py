"""``kehoach form``: a workbook for one body, with just its rows, to be filled in and read back by ``kehoach import``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.body import NAMED_BY, OPTION, body_named
from tui.commands.opened import CannotDo, day_named, load_named, rights_of, telling_of, whole
from tui.commands.shared import FOUND, add_day, add_plan, new_file, tell_papers_are_vietnamese, year
from tui.i18n.words import Unreadable, Words
from tui.model.clock import clock_of
from tui.model.fields import FieldSpec, Kind
from tui.model.suggestions import with_suggested_id
from tui.model.text import N_, printable, say
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.model.plan import Plan

ABOUT = N_("Write a workbook for a body to fill in: its tasks, its indicators, the reports it owes")

_INDICATOR = FieldSpec(key="indicator", kind=Kind.REF, label=N_("Indicator"), table="indicators")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--blank", action="store_true", help=words(N_("a blank workbook for a whole plan instead, which import takes back")))
    whose.add_argument("--agency", metavar="AGENCY", help=words(NAMED_BY))
    parser.add_argument(
        "--xlsx", metavar="FILE", required=True, type=new_file(words), help=words(N_("the workbook to write; it must not be there yet"))
    )
    parser.add_argument(
        "--year", type=year(words), metavar="YEAR", help=words(N_("the year reported on; default: that of the day, within the term"))
    )
    parser.add_argument(
        "--enterprises", action="store_true", help=words(N_("with the state-owned enterprises, which no body of the plan holds"))
    )
    about = N_("ask for these indicators too, by id or name; without any, for those that no body reports")
    parser.add_argument("--indicators", metavar="INDICATOR", nargs="*", help=words(about))
    add_day(parser, words, N_("the as-of day, 31/12/2025 or 2025-12-31; default: today, of a year that is over its last day"))
    parser.epilog = words(N_("exit 0 when it is written, 2 when it could not be done"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Write the form and say how many rows each of its sheets has; a body without any row gets none."""
    from tui.store.files.new_file import refuse_existing, write_new

    refuse_existing(options.xlsx)
    tell_papers_are_vietnamese(words)
    if options.blank:
        from tui.exchange.blank_workbook import blank_workbook

        write_new(options.xlsx, blank_workbook(Words("vi")))
        with telling_of(options.xlsx):
            print(words(N_("{file} was written: a sheet for each table of a plan"), file=shown_path(options.xlsx)))
        return FOUND
    named = day_named(options, words)
    loaded = whole(load_named(options), options.plan)
    today = clock_of(loaded.plan).today()
    from tui.exchange.form import SHEETS, form_of, usual_form_day

    as_of = usual_form_day(options.year or today.year, today, named)
    from tui.exchange.form_workbook import form_workbook

    plan, official = loaded.plan, Words("vi")
    agency = body_named(options.agency, plan, words, as_of)
    years = plan.years
    reported = options.year or (min(max(as_of.year, years[0]), years[-1]) if years else as_of.year)
    if not 1900 <= reported <= 2200:
        raise CannotDo("--year", say(N_("the year {year} is outside 1900–2200"), year=reported))
    tables = [table for table in SHEETS if table != "enterprises" or options.enterprises]
    form = form_of(plan, agency, reported, as_of, loaded.state.digest, official, tables, _asked(options.indicators, plan, words))
    if not form.sheets:
        what = say(N_("“{body}” has no task, no indicator and no report of this plan on {day}"), body=form.agency_name, day=as_of)
        raise CannotDo(OPTION, what)
    write_new(options.xlsx, form_workbook(form, plan, official), rights_of(loaded))
    rows = ", ".join(f"{sheet.name} {len(sheet.rows)}" for sheet in form.sheets)
    with telling_of(options.xlsx):
        print(f"{shown_path(options.xlsx)}: {printable(form.agency_name)}, {reported}: {rows}")
    return FOUND


def _asked(told: list[str] | None, plan: Plan, words: Words) -> list[str]:
    """The ids of the indicators that a body is asked for besides its own; without a name those of no body."""
    from tui.exchange.pasted_values import PastedReader

    known = plan.tables["indicators"]
    if told is None:
        return []
    if not told:
        return [id for id, record in known.items() if not record.get("agency")]
    reader = PastedReader(plan, (words, Words("vi")), strict=True)
    ids = []
    for text in told:
        try:
            ids.append(text if text in known else str(reader.read(_INDICATOR, text)))
        except Unreadable as fault:
            raise CannotDo("--indicators", with_suggested_id(fault.sentence, text, dict.fromkeys(known, ()))) from fault
    return ids
