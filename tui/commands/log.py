"""``kehoach log``: who changed what in a plan, when and why, the newest first."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opened import done_for, load_named
from tui.commands.shared import FOUND, add_plan
from tui.i18n.words import Unreadable, Words
from tui.model.clock import clock_of
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.text import N_, say
from tui.store.files.errors import shown_path

ABOUT = N_("Say who changed what in a plan, when and why, the newest first")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    parser.add_argument("--record", metavar="TABLE.ID", help=words(N_("only changes of this record, e.g. tasks.III-1-a-1")))
    parser.add_argument("--since", metavar="DAY", help=words(N_("only changes from this day on, 31/12/2025 or 2025-12-31")))
    parser.add_argument("--json", action="store_true", help=words(N_("print JSON: ids, codes, numbers")))
    parser.epilog = words(N_("exit 0 when it is printed, 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the history of a plan or of one record as text or JSON; lines of it that cannot be read are counted on stderr."""
    with done_for("kehoach log"):
        record = record_named(options.record) if options.record else None
        since = words.read_date(options.since) if options.since else None
    from tui.reports.history import as_json, as_text, edits_of
    from tui.store.log.history import read_history

    loaded = load_named(options)
    path = loaded.state.path
    with done_for(path):
        history = read_history(path, loaded.state)
    if history.unreadable:
        told = words.count("{n} line cannot be read and is left out", "{n} lines cannot be read and are left out", history.unreadable)
        print(f"{shown_path(history.path)}: {told}", file=sys.stderr)
    start = clock_of(loaded.plan).at(since) if since else None
    stages = [
        stage
        for stage in history.stages()
        if (start is None or stage.entry.at >= start) and (record is None or edits_of(stage.entry, record))
    ]
    if not stages and not options.json:
        sys.stdout.write(f"{shown_path(path)}: {words(_nothing(bool(history.entries)))}\n")
    else:
        sys.stdout.write((as_json if options.json else as_text)(reversed(stages), loaded.plan, words, record))
    sys.stdout.flush()  # a closed pipe is met here, not when Python ends
    return FOUND


def record_named(text: str) -> tuple[str, str]:
    """(table, id) of ``tasks.III-1``, or of ``plan``. Raises :class:`Unreadable`."""
    table, dot, id = text.partition(".")
    if table not in TABLES or (not dot and not TABLES[table].single):
        raise Unreadable(say(N_("“{text}” is not a record; write it as tasks.III-1-a-1"), text=text))
    return table, SINGLE_ID if TABLES[table].single else id


def _nothing(has_history: bool) -> str:
    return N_("nothing of this is in the history") if has_history else N_("no history yet; it begins with the first save")
