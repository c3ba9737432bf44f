"""``kehoach help COMMAND``: what ``kehoach COMMAND --help`` prints."""

from __future__ import annotations

import argparse
import sys

from tui.commands.opened import CannotDo
from tui.commands.shared import FOUND
from tui.i18n.words import Words
from tui.model.suggestions import with_suggestion
from tui.model.text import N_, say

ABOUT = N_("Print the help of a command")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument("command", nargs="?", metavar="COMMAND", help=words(N_("the command; default: the workbench and all commands")))
    parser.epilog = words(N_("exit 0 when it is printed, 2 when there is no such command"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the help of a command, or that of the workbench."""
    from tui.commands.workbench import COMMANDS, command_parser, workbench_parser

    name = options.command
    if name is not None and name not in COMMANDS:
        raise CannotDo(f"kehoach help {name}", with_suggestion(say(N_("there is no such command")), name, COMMANDS))
    parser = workbench_parser(words) if name is None else command_parser(name, words)[0]
    sys.stdout.write(parser.format_help())
    return FOUND
