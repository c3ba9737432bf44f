"""``kehoach merge``: join two versions of a plan, also as the merge driver of git."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opened import path_to_change
from tui.commands.shared import FOUND, PROBLEMS, UNREADABLE, new_file
from tui.i18n.words import Words
from tui.model.text import N_
from tui.store.files.errors import shown_path

ABOUT = N_("Join two versions of a plan that both come from a third one, record by record and field by field")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument("base", metavar="BASE", help=words(N_("the version both come from")))
    parser.add_argument("mine", metavar="MINE", help=words(N_("this side's version; the result is written over it")))
    parser.add_argument("theirs", metavar="THEIRS", help=words(N_("the other side's version")))
    parser.add_argument("--output", metavar="FILE", type=new_file(words), help=words(N_("write the result here instead")))
    parser.add_argument("--name", metavar="FILE", help=words(N_("what conflicts call the file; git says it as %%P")))
    parser.epilog = words(N_("exit 0 when all is joined, 1 when conflicts are left (mine is kept there), 2 when it could not be done"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Write the joined plan and print new ids and conflicts as ``file:line: table.id.field: …`` on stderr; mine stays there."""
    from tui.store.merge import merge_files, write_merged
    from tui.store.plan_file import format_problem, load

    sides = []
    for path in (options.base, options.mine, options.theirs):
        path_to_change(path)
    for path in (options.base, options.mine, options.theirs):
        loaded = load(path)
        if loaded.read_only_because is not None:
            print(format_problem(loaded.problems[0], path, words), file=sys.stderr)
            return UNREADABLE
        sides.append(loaded)
    merged = merge_files(*sides)
    write_merged(merged.text, sides[1].state, options.output)
    name = str(options.name or options.output or options.mine)
    for told in (*merged.renamed, *merged.conflicts):
        print(format_problem(told, name, words), file=sys.stderr)
    if not merged.conflicts:
        return FOUND
    summary = words.count("{n} conflict; mine was kept", "{n} conflicts; mine was kept", len(merged.conflicts))
    print(f"{shown_path(name)}: {summary}", file=sys.stderr)
    return PROBLEMS
