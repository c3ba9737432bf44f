"""``kehoach log``: who changed what in a plan, when and why, the newest first."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tui.commands.opened import CannotDo, done_for, load_named
from tui.commands.shared import FOUND, STANDARD_INPUT, add_json
from tui.commands.streams import json_for_output
from tui.i18n.words import Unreadable, Words
from tui.model.clock import clock_of
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.suggestions import with_suggested_id, with_suggestion
from tui.model.text import N_, printable, say
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.model.plan import Plan

ABOUT = N_("Say who changed what in a plan, when and why, the newest first")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_("the plan file; default: ./plan.toml, else ./data/plan.toml")
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=words(about))
    parser.add_argument("--record", metavar="TABLE.ID", help=words(N_("only changes of this record, e.g. tasks.III-1-a-1")))
    parser.add_argument("--since", metavar="DAY", help=words(N_("only changes from this day on, 31/12/2025 or 2025-12-31")))
    add_json(parser, words)
    parser.epilog = words(N_("exit 0 when it is printed, 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the history of a plan or of one record as text or JSON; lines of it that cannot be read are counted on stderr."""
    with done_for("kehoach log"):
        record = record_named(options.record) if options.record is not None else None
        since = words.read_date(options.since) if options.since is not None else None
    from tui.reports.history import as_json, as_text, edits_of
    from tui.store.log.history import read_history
    from tui.store.plan_file import known_of

    if options.plan == STANDARD_INPUT:
        raise CannotDo(STANDARD_INPUT, say(N_("a history stands beside a plan file, and standard input has none; name the file")))
    loaded = load_named(options)
    path = loaded.state.path
    with done_for(path):
        history = read_history(path, loaded.state, known_of(loaded))
    if history.unreadable:
        told = words.count("{n} line cannot be read and is left out", "{n} lines cannot be read and are left out", history.unreadable)
        print(f"{shown_path(history.path)}: {told}", file=sys.stderr)
    if record is not None and not any(edits_of(entry, record) for entry in history.entries):
        _refuse_unknown(record, loaded.plan)
    start = clock_of(loaded.plan).at(since) if since else None
    stages = [
        stage
        for stage in history.stages()
        if (start is None or stage.entry.at >= start) and (record is None or edits_of(stage.entry, record))
    ]
    if not stages and not options.json:
        sys.stdout.write(f"{shown_path(path)}: {words(_nothing(bool(history.entries)))}\n")
    else:
        form = as_json if options.json else as_text
        told = form(reversed(stages), loaded.plan, words, record)
        sys.stdout.write(json_for_output(told) if options.json else told)
    return FOUND


def _refuse_unknown(record: tuple[str, str], plan: Plan) -> None:
    """Raise CannotDo when the plan has no such record, and what may have been meant; the history does not know it either."""
    if plan.get(*record) is not None or record in plan.set_aside:
        return
    table, id = record
    fault = say(N_("there is no record {id} in {table}, and the history has none"), id=printable(id), table=table)
    raise CannotDo("--record", with_suggested_id(fault, id, {id: () for id in plan.tables[table]}))


def record_named(text: str) -> tuple[str, str]:
    """(table, id) of ``tasks.III-1``, or of ``plan``. Raises :class:`Unreadable`."""
    table, dot, id = text.partition(".")
    if table not in TABLES or (not dot and not TABLES[table].single):
        fault = say(N_("“{text}” is not a record; write it as tasks.III-1-a-1"), text=text)
        raise Unreadable(with_suggestion(fault, text, [f"{name}.{id}" for name in TABLES] if id else TABLES))
    return table, SINGLE_ID if TABLES[table].single else id


def _nothing(has_history: bool) -> str:
    return N_("nothing of this is in the history") if has_history else N_("no history yet; it begins with the first save")
