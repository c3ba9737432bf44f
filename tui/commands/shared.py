"""What the subcommands share: exit codes, which plan is meant, which day, and how a fault is said."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from tui.i18n.words import Words
from tui.model.text import N_, Sentence, printable, say
from tui.reports.in_vietnamese import PAPERS_ARE_VIETNAMESE
from tui.start import first_paint, which_plan
from tui.start.language import language_of
from tui.store.files.errors import shown_path

FOUND, PROBLEMS, UNREADABLE, READER_GONE = 0, 1, 2, 141
"""Exit codes: all is well; the answer is "some" (problems, differences, conflicts); it could not be done; nobody reads it (SIGPIPE)."""

OF_ITS_OWN_DAY = say(N_("the verdicts of a roll-up are of its own day; “kehoach rollup --as-of DAY” makes it of another"))
"""What is said to who asks many plans about another day."""

ROLL_UP_FIRST = say(N_("it is a folder of plans: “kehoach rollup DIR --to LAKE” puts them together, and “kehoach LAKE” shows them"))
"""What is said to who names a folder of plans where one plan, or a roll-up, is asked for."""

STANDARD_INPUT = "-"
"""The name under which a plan is read from standard input."""


@attrs.frozen
class Chosen:
    """The plan file to open; ``shipped`` is the one in the package, opened for reading only."""

    path: Path
    shipped: bool = False


def shipped_plan() -> Path:
    """See :func:`tui.start.which_plan.shipped_plan`."""
    return Path(which_plan.shipped_plan())


def choose(named: str | None, directory: Path) -> Chosen:
    """The plan somebody named, else the one beside the working directory, else the shipped one."""
    path, shipped = which_plan.chosen(named, str(directory))
    return Chosen(Path(path), shipped)


def add_plan(parser: argparse.ArgumentParser, words: Words) -> None:
    """The argument that names the plan file."""
    about = N_("the plan file, or - for standard input; default: ./plan.toml, else ./data/plan.toml")
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=words(about))


def add_json(parser: argparse._ActionsContainer, words: Words) -> None:
    """The option for machines."""
    parser.add_argument("--json", action="store_true", help=words(N_("print JSON: ids, codes, numbers")))


def new_file(words: Words) -> Callable[[str], Path]:
    """The type of an argument that names a file to be made."""

    def named(text: str) -> Path:
        if text in ("", STANDARD_INPUT):
            wanted = N_("a file name is needed") if not text else N_("“-” is no file name; a file that is called so is ./-")
            raise argparse.ArgumentTypeError(words(wanted))
        return Path(text)

    return named


def year(words: Words) -> Callable[[str], int]:
    """The type of an argument that is a year."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise argparse.ArgumentTypeError(words(N_("“{text}” is not a year; write it as 2025"), text=text))
        return int(text)

    return read


def add_day(
    parser: argparse.ArgumentParser, words: Words, about: str = N_("the day to look from, 31/12/2025 or 2025-12-31; default: today")
) -> None:
    """The argument that names the day to look from; ``about`` is what is said of it where the usual day is another than today."""
    parser.add_argument("--as-of", metavar="DAY", help=words(about))
    known = N_("with all figures known today, also those published after the day")
    parser.add_argument("--all-known", action="store_true", help=words(known))


def tell_of_a_mistake(fault: Exception, given: Sequence[str]) -> int:
    """Say on stderr, in a line, of a fault that should not be: what it is and where, for who mends it; the exit code for it."""
    place = fault.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" ({Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno})"
    what = f"{type(fault).__name__}: {fault}{where}"
    return complain("kehoach", say(N_("a mistake of the program; nothing more was done: {what}"), what=what), Words(language_of(given)))


def tell_papers_are_vietnamese(words: Words) -> None:
    """Say on stderr, to who asked in another language, that what is written for offices has none but Vietnamese."""
    if words.language != "vi":
        print(words(PAPERS_ARE_VIETNAMESE), file=sys.stderr)


def complain(about: str | Path, sentence: Sentence, words: Words) -> int:
    """Say on stderr what could not be done, and of which file once; the exit code for it."""
    first_paint.undo()
    name, told = shown_path(about), printable(words.sentence(sentence))
    with contextlib.suppress(OSError):  # a terminal that is gone
        print(told if told.startswith(name) else f"{name}: {told}", file=sys.stderr)
    return UNREADABLE
