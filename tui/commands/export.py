"""``kehoach export``: the three annexes of the yearly report as a workbook."""

from __future__ import annotations

import argparse

from tui.commands.opened import opened, rights_of, tell_empty, telling_of
from tui.commands.shared import FOUND, add_day, add_plan, new_file, tell_papers_are_vietnamese
from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.store.files.errors import shown_path

ABOUT = N_("Write the annexes of the yearly report into a workbook of Excel")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    add_day(parser, words)
    parser.add_argument(
        "--xlsx", metavar="FILE", required=True, type=new_file(words), help=words(N_("the workbook to write; it must not be there yet"))
    )
    parser.epilog = words(N_("exit 0 when it is written, 2 when it could not be done"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Write the workbook and say what is in it. Its words are Vietnamese: it is an official paper."""
    from tui.store.files.new_file import refuse_existing, write_new

    refuse_existing(options.xlsx)
    tell_papers_are_vietnamese(words)
    session = opened(options, words)
    tell_empty(session)
    from tui.reports.annex_workbook import annex_workbook

    plan = session.plan
    sheets, data = annex_workbook(session.frames, session.as_of)
    write_new(options.xlsx, data, rights_of(session.loaded))
    rows = ", ".join(f"{sheet.name} {len(sheet.rows)}" for sheet in sheets)
    with telling_of(options.xlsx):
        print(f"{shown_path(options.xlsx)}: {printable(rows)}")
        if plan.set_aside:
            left = words.count(
                "{n} record could not be read and is left out", "{n} records could not be read and are left out", len(plan.set_aside)
            )
            print(f"  ⚠ {left}")
    return FOUND
