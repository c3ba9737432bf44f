"""``kehoach clone``: a copy of a repository of plans, ready for ``kehoach sync``."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.commands.opened import CannotDo, telling_of
from tui.commands.shared import FOUND, PROBLEMS, add_json
from tui.commands.streams import json_for_output
from tui.commands.sync import told_on_a_line
from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.reports.answer import json_answer
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.store.servers.clone import Cloned

ABOUT = N_("Copy a repository of plans from its server, with everything set up for kehoach sync and for git pull")
_MOST_NAMED: Final = 20


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_("where the repository is: https://…, ssh://…, name@server:path, or a folder; it is an address, never an option or a command")
    parser.add_argument("url", metavar="URL", help=words(about))
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help=words(N_("the folder to be made; default: called as the repository")))
    parser.add_argument("--only", metavar="PLAN", help=words(N_("only this plan of it, named by its path in the repository")))
    add_json(parser, words)
    parser.epilog = words(N_("exit 0 when it is done, 1 when there is no plan in it yet, 2 when nothing was copied"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Copy the repository, and name its plans and the next command."""
    from tui.store.servers.clone import cloned, folder_of

    name = folder_of(options.url) if options.folder is None else options.folder
    if not name:
        raise CannotDo("kehoach clone", say(N_("name the folder that is to be made")))
    on_terminal = sys.stderr.isatty() and os.isatty(0)
    told = partial(told_on_a_line, words) if on_terminal else lambda sentence: None
    done = cloned(options.url, Path(name), only=options.only, asks=on_terminal and not options.json, told=told)
    if on_terminal:
        sys.stderr.write("\r\x1b[K")
    with telling_of(done.folder):
        sys.stdout.write(json_for_output(_as_json(done)) if options.json else _as_text(done, words))
    return FOUND if done.plans or done.empty else PROBLEMS


def _as_text(done: Cloned, words: Words) -> str:
    folder = shown_path(done.folder)
    lines = [words(N_("{server} is copied to {folder}"), server=done.server, folder=folder)]
    lines += [f"  {shown_path(path)}" for path in done.plans[:_MOST_NAMED]]
    if len(done.plans) > _MOST_NAMED:
        lines.append(words.count("… and {n} more plan", "… and {n} more plans", len(done.plans) - _MOST_NAMED))
    if done.plans:
        lines.append(words(N_("next: {command}"), command=f"kehoach {shown_path(done.plans[0])}"))
        lines.append(words(N_("after saving: {command}"), command=f"kehoach sync {folder}"))
    else:
        lines.append(words(N_("it is empty yet")) if done.empty else words(N_("there is no plan in it")))
        lines.append(words(N_("next: {command}"), command=f"kehoach new {folder}/plan.toml --term 2026-2030"))
        lines.append(words(N_("after saving: {command}"), command=f"kehoach sync {folder}"))
    return "".join(f"{line}\n" for line in lines)


def _as_json(done: Cloned) -> str:
    plans = [shown_path(path) for path in done.plans]
    return json_answer("clone", {"folder": shown_path(done.folder), "server": done.server, "empty": done.empty, "plans": plans})
