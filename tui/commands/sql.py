"""``kehoach sql``: a question in SQL to a lake of many plans, answered as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tui.commands.opened import CannotDo
from tui.commands.shared import FOUND
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.store.files.errors import StoreError

ABOUT = N_("Ask a data set of many plans in SQL")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    from tui.lake.engines import ENGINES

    parser.add_argument("lake", metavar="LAKE", help=words(N_("the folder “kehoach rollup” has made")))
    parser.add_argument("sql", metavar="SQL", help=words(N_("the question, over the tables of docs/scale.md")))
    about = N_("the engine that answers; default: polars, which comes with the program")
    parser.add_argument("--engine", choices=tuple(ENGINES), default="polars", help=words(about))
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help=words(N_("print JSON")))
    forms.add_argument("--csv", action="store_true", help=words(N_("print a table for a spreadsheet")))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the rows as lines of text, JSON or CSV."""
    from tui.lake.engines import answer
    from tui.lake.reading import lake_in
    from tui.reports.rows_said import rows_as_csv, rows_as_json, rows_as_text

    if not options.sql.strip():
        raise CannotDo("kehoach sql", say(N_("an empty question has no answer")))
    try:
        rows = answer(lake_in(Path(options.lake)), options.sql, options.engine)
    except StoreError as fault:
        raise CannotDo(options.lake, fault.sentence) from fault
    if options.json:
        sys.stdout.write(json_for_output(rows_as_json("sql", rows)))
    else:
        sys.stdout.write(rows_as_csv(rows) if options.csv else rows_as_text(rows, words))
    return FOUND
