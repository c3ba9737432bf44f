"""``kehoach sync``: one plan on several servers, made one again: what is saved here is sent, what others sent is joined with it."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from tui.commands.opened import CannotDo, path_to_change
from tui.commands.shared import FOUND, PROBLEMS, STANDARD_INPUT, UNREADABLE, add_json
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.text import N_, Sentence, printable, say
from tui.start.places import working_folder

ABOUT = N_("Join what is saved here with what others have sent to the server, record by record and field by field, and send it")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_("a plan, or a folder of plans, in a copy of a repository (kehoach clone makes one); default: this folder")
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=words(about))
    sides = parser.add_mutually_exclusive_group()
    sides.add_argument("--ours", action="store_true", help=words(N_("where both sides changed the same field, what stands here stays")))
    sides.add_argument(
        "--theirs", action="store_true", help=words(N_("where both sides changed the same field, the server's value stands"))
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=words(N_("ask the server and say what would come and be sent; change nothing"))
    )
    about = N_("join also when a version was cut short, or most records are gone from it: they are deleted then")
    parser.add_argument("--with-losses", action="store_true", help=words(about))
    add_json(parser, words)
    parser.epilog = words(
        N_("exit 0 when here and there stands the same, 1 when something is to be decided or mended first (nothing is sent), 2 else")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Synchronise, and say what came of it."""
    from tui.reports.synced import as_json, as_text, commit_message
    from tui.store.servers.joining import Answer
    from tui.store.servers.sync import State, Wish, synced

    answer = Answer.OURS if options.ours else Answer.THEIRS if options.theirs else Answer.ASK
    on_terminal = sys.stderr.isatty() and os.isatty(0)
    done = synced(
        _named(options.plan),
        Wish(
            lambda changes: commit_message(changes, words),
            answer,
            options.with_losses,
            options.dry_run,
            asks=on_terminal and not options.json,
            told=partial(told_on_a_line, words) if on_terminal else lambda sentence: None,
        ),
    )
    if on_terminal:
        sys.stderr.write("\r\x1b[K")
    sys.stdout.write(json_for_output(as_json(done, words)) if options.json else as_text(done, words))
    if done.state is State.DONE:
        return FOUND
    return PROBLEMS if done.state in (State.OPEN, State.HELD) else UNREADABLE


def told_on_a_line(words: Words, sentence: Sentence) -> None:
    """Say on one line of the terminal what is being done; the next takes its place."""
    sys.stderr.write(f"\r{printable(words.sentence(sentence))} …\x1b[K")
    sys.stderr.flush()


def _named(named: str | None) -> Path:
    """The plan or folder that was named, else this folder. Raises :class:`CannotDo`."""
    if named == "":
        raise CannotDo("kehoach", say(N_("an empty name is no plan file")))
    if named == STANDARD_INPUT:
        path_to_change(named)
    if named is None:
        here = working_folder()
        if here is None:
            raise CannotDo("kehoach", say(N_("the working folder is no longer there; name the plan file by its whole path")))
        return Path(here)
    if not os.path.lexists(named):
        raise CannotDo(named, say(N_("there is no such file or folder")))
    return Path(named)
