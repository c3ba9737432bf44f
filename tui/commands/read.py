"""``kehoach read``: what a plan's text gives whom to do, aims at and cites, listed with its passages; ``--into`` takes it into a plan."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.moved_due_days import add_due
from tui.commands.opened import path_to_change
from tui.commands.shared import FOUND, PROBLEMS, STANDARD_INPUT, add_json, complain
from tui.commands.streams import json_for_output, terminal_width
from tui.i18n.words import Words
from tui.model.text import N_, say

if TYPE_CHECKING:
    from tui.exchange.document.findings import Findings

ABOUT = N_("List what a plan's text holds: tasks with leads and deadlines, targets, bodies, numbered documents, each with its passage")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", help=words(N_("a document of Word (.docx), or text (.txt, .md)")))
    add_json(parser, words)
    about = N_("take it into this plan as new records, after showing them; what is in doubt is asked, without a terminal left out")
    parser.add_argument("--into", metavar="PLAN", help=words(about))
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--yes", action="store_true", help=words(N_("make the changes without asking")))
    ways.add_argument("--dry-run", action="store_true", help=words(N_("only show what would change")))
    add_due(parser, words)
    parser.epilog = words(
        N_("exit 0 when it is listed, 1 when something of it has to be looked at or nothing was found, 2 when it cannot be read")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Print what was found as text or JSON."""
    if options.file in ("", STANDARD_INPUT):
        return complain("kehoach read", say(N_("what is read has to be a file; name it")), words)
    if options.into is None and (options.yes or options.dry_run):
        return complain("kehoach read", say(N_("--yes and --dry-run go with --into")), words)
    path = None if options.into is None else path_to_change(options.into)
    from tui.exchange.document.findings import findings_of
    from tui.exchange.document.passages import read_document
    from tui.exchange.document.told import as_json, in_doubt, lines
    from tui.store.files.errors import CannotRead

    try:
        found = findings_of(read_document(options.file))
    except CannotRead as fault:
        return complain(options.file, fault.sentence, words)
    if path is not None:
        return _into(path, found, options, words)
    doubts, empty = in_doubt(found), not (found.tasks or found.targets or found.documents)
    if options.json:
        sys.stdout.write(json_for_output(as_json(found, words)))
        return PROBLEMS if doubts or empty else FOUND
    if empty:
        print(words(N_("nothing was found: no part speaks of tasks or targets, and no document is cited")))
        return PROBLEMS
    for line in lines(found, words, terminal_width() if sys.stdout.isatty() else None):
        print(line)
    if doubts:
        print(words.count("{n} finding has to be looked at (△)", "{n} findings have to be looked at (△)", doubts), file=sys.stderr)
    return PROBLEMS if doubts else FOUND


def _into(path: Path, found: Findings, options: argparse.Namespace, words: Words) -> int:
    """Take what was found into a plan, as ``kehoach import`` takes in tables; what is in doubt is asked on a terminal, else left out."""
    from tui.commands.import_ import Wanted, take_in
    from tui.exchange.document.as_tables import as_tables

    sheets = as_tables(found)
    if not sheets:
        print(words(N_("nothing was found: no part speaks of tasks or targets, and no document is cited")))
        return PROBLEMS
    options.left_out = None
    return take_in(Wanted(Path(options.file).name, sheets, None, None, words), path, options)
