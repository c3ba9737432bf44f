"""``kehoach merge``: join two versions of a plan, also as the merge driver of git."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.opened import path_to_change
from tui.commands.shared import FOUND, PROBLEMS, UNREADABLE, new_file
from tui.i18n.words import Words
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import reason, shown_path

if TYPE_CHECKING:
    from tui.store.plan_file import Loaded

ABOUT = N_("Join two versions of a plan that both come from a third one, record by record and field by field")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument("base", metavar="BASE", help=words(N_("the version both come from")))
    parser.add_argument("mine", metavar="MINE", help=words(N_("this side's version; the result is written over it")))
    parser.add_argument("theirs", metavar="THEIRS", help=words(N_("the other side's version")))
    parser.add_argument("--output", metavar="FILE", type=new_file(words), help=words(N_("write the result here instead")))
    parser.add_argument("--name", metavar="FILE", help=words(N_("what conflicts call the file; git says it as %%P")))
    about = N_("join also when a version was cut short, or most records are gone from it: they are deleted then")
    parser.add_argument("--with-losses", action="store_true", help=words(about))
    about = N_("as git calls it (kehoach clone and sync see to that): a history is joined as one, what is no plan line by line")
    parser.add_argument("--driver", action="store_true", help=words(about))
    parser.epilog = words(N_("exit 0 when all is joined, 1 when conflicts are left (mine is kept there), 2 when it could not be done"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Write the joined plan and print new ids and conflicts as ``file:line: table.id.field: …`` on stderr; mine stays there."""
    from tui.store.merge import merge_files, write_merged
    from tui.store.plan_file import format_problem, load

    sides = []
    for path in (options.base, options.mine, options.theirs):
        path_to_change(path)
    if options.driver and (code := _no_plan(options)) is not None:
        return code
    for path in (options.base, options.mine, options.theirs):
        loaded = load(path)
        if loaded.read_only_because is not None:
            print(format_problem(loaded.problems[0], path, words), file=sys.stderr)
            return UNREADABLE
        sides.append(loaded)
    if not options.with_losses and (cut := _cut_short(*sides)) is not None:
        print(f"{words.sentence(cut)}; {words(N_('nothing was joined; --with-losses joins it all the same'))}", file=sys.stderr)
        return UNREADABLE
    merged = merge_files(*sides)
    write_merged(merged.text, sides[1].state, options.output)
    name = str(options.name or options.output or options.mine)
    for told in (*merged.renamed, *merged.conflicts):
        print(format_problem(told, name, words), file=sys.stderr)
    if not merged.conflicts:
        return FOUND
    summary = words.count(
        "{n} conflict is to be decided; mine stands until then",
        "{n} conflicts are to be decided; mine stands until then",
        len(merged.conflicts),
    )
    what_to_do = N_("where theirs is right, put it into this file, with the workbench or an editor, and save it")
    print(f"{shown_path(name)}: {summary}", words(what_to_do), sep="\n", file=sys.stderr)
    return PROBLEMS


def _no_plan(options: argparse.Namespace) -> int | None:
    """What git gets of a file that is no plan, and is joined otherwise; None for a plan."""
    from tui.store.files.errors import SaveFailed
    from tui.store.files.file_state import read_file
    from tui.store.files.replace import Target, replace_file
    from tui.store.log.joined_history import union
    from tui.store.plans_in import is_plan_text
    from tui.store.servers.git import Git

    name = str(options.name or options.mine)
    base, mine, theirs = (read_file(path).data for path in (options.base, options.mine, options.theirs))
    if name.endswith(".history"):
        try:
            replace_file(Path(options.mine).absolute(), union(mine, theirs), Target.SCRATCH)
        except OSError as error:
            raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(name), reason=reason(error))) from error
        return FOUND
    if os.path.basename(name) == "plan.toml" or any(is_plan_text(data) for data in (base, mine, theirs)):
        return None
    answer = Git(Path.cwd()).run("merge-file", options.mine, options.base, options.theirs)
    return FOUND if answer.code == 0 else PROBLEMS


def _cut_short(base: Loaded, *sides: Loaded) -> Sentence | None:
    """What a side has lost of the version both come from, where that looks as if its file was cut short; None when it does not."""
    from tui.store.loss import loss
    from tui.store.whole import was_meant

    for side in sides:
        lost = loss(base, side, next_to_it=False)
        if lost is not None and not was_meant(side.state):
            return lost.of(side.state.name)
    return None
