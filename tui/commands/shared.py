"""What the subcommands share: exit codes, which plan is meant, which day, and how a fault is said."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

import attrs

from tui.i18n.words import Words
from tui.model.text import N_, Sentence, printable
from tui.start import first_paint, which_plan
from tui.store.files.errors import shown_path

FOUND, PROBLEMS, UNREADABLE = 0, 1, 2
"""Exit codes: all is well; the answer is "some" (problems, differences, conflicts); it could not be done."""


@attrs.frozen
class Chosen:
    """The plan file to open; ``shipped`` is the one in the package, opened for reading only."""

    path: Path
    shipped: bool = False


class Parser(argparse.ArgumentParser):
    """argparse in the user's language: its own few sentences go through the catalogue."""

    def error(self, message: str) -> NoReturn:
        first_paint.undo()
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"{self.prog}: {printable(message)}\n")


def shipped_plan() -> Path:
    """See :func:`tui.start.which_plan.shipped_plan`."""
    return Path(which_plan.shipped_plan())


def choose(named: str | None, directory: Path) -> Chosen:
    """The plan somebody named, else the one beside the working directory, else the shipped one."""
    path, shipped = which_plan.chosen(named, str(directory))
    return Chosen(Path(path), shipped)


def add_plan(parser: argparse.ArgumentParser, words: Words) -> None:
    """The argument that names the plan file."""
    parser.add_argument(
        "plan",
        nargs="?",
        metavar="PLAN",
        help=words(N_("the plan file; default: ./plan.toml, ./data/plan.toml, else the one that comes with the program")),
    )


def add_day(parser: argparse.ArgumentParser, words: Words) -> None:
    """The argument that names the day to look from."""
    parser.add_argument("--as-of", metavar="DAY", help=words(N_("the day to look from, 31/12/2025 or 2025-12-31; default: today")))


def complain(about: str | Path, sentence: Sentence, words: Words) -> int:
    """Say on stderr what could not be done, and of which file once; the exit code for it."""
    first_paint.undo()
    name, told = shown_path(about), printable(words.sentence(sentence))
    print(told if told.startswith(name) else f"{name}: {told}", file=sys.stderr)
    return UNREADABLE
