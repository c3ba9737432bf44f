"""``kehoach read``: what a plan's text gives whom to do, aims at and cites, listed with its passages; nothing is changed."""

from __future__ import annotations

import argparse
import sys

from tui.commands.shared import FOUND, PROBLEMS, STANDARD_INPUT, add_json, complain
from tui.commands.streams import json_for_output, terminal_width
from tui.i18n.words import Words
from tui.model.text import N_, say

ABOUT = N_("List what a plan's text holds: tasks with leads and deadlines, targets, bodies, numbered documents, each with its passage")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", help=words(N_("a document of Word (.docx), or text (.txt, .md)")))
    add_json(parser, words)
    parser.epilog = words(
        N_("exit 0 when it is listed, 1 when something of it has to be looked at or nothing was found, 2 when it cannot be read")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Print what was found as text or JSON."""
    if options.file in ("", STANDARD_INPUT):
        return complain("kehoach read", say(N_("what is read has to be a file; name it")), words)
    from tui.exchange.document.findings import findings_of
    from tui.exchange.document.passages import read_document
    from tui.exchange.document.told import as_json, in_doubt, lines
    from tui.store.files.errors import CannotRead

    try:
        found = findings_of(read_document(options.file))
    except CannotRead as fault:
        return complain(options.file, fault.sentence, words)
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
