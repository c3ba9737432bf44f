"""The command line: ``kehoach [PLAN]`` opens the workbench, ``kehoach check [PLAN]`` says what is wrong with a plan,
``kehoach status [PLAN]`` where it stands.

Nothing here loads Textual until the workbench really opens.
"""

from __future__ import annotations

import argparse
import datetime as dt
import enum
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import attrs

from tui import __version__
from tui.i18n.words import LANGUAGES, Unreadable, Words, language_of_locale
from tui.model.text import N_, printable

FOUND, PROBLEMS, UNREADABLE = 0, 1, 2
"""Exit codes of ``kehoach check``; ``kehoach status`` knows the first and the last."""


@attrs.frozen
class Chosen:
    """The plan file to open; ``shipped`` is the one in the package, opened for reading only."""

    path: Path
    shipped: bool = False


def shipped_plan() -> Path:
    """The plan that comes with the program: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent
    inside = package / "data" / "plan.toml"
    return inside if inside.exists() else package.parent / "data" / "plan.toml"


def choose(named: str | None, directory: Path) -> Chosen:
    """The plan somebody named, else the one beside the working directory, else the shipped one."""
    if named is not None:
        return Chosen(Path(named))
    for beside in (directory / "plan.toml", directory / "data" / "plan.toml"):
        if beside.exists():
            return Chosen(beside)
    return Chosen(shipped_plan(), shipped=True)


class _Parser(argparse.ArgumentParser):
    """argparse in the user's language: its own few sentences go through the catalogue."""

    words: Words

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"{self.prog}: {printable(message)}\n")


class _Command(enum.Enum):
    """What can be asked for; the value is how it is typed and what it does."""

    OPEN = ("kehoach", N_("A terminal workbench for a plan kept in one TOML file"))
    CHECK = ("kehoach check", N_("Say what is wrong with a plan file"))
    STATUS = ("kehoach status", N_("Say where a plan stands on a day, without a terminal"))


def _parser(words: Words, command: _Command) -> argparse.ArgumentParser:
    prog, about = command.value[0], words(command.value[1])
    parser = _Parser(prog=prog, description=about, add_help=False, allow_abbrev=False)
    parser.add_argument(
        "plan",
        nargs="?",
        metavar="PLAN",
        help=words(N_("the plan file; default: ./plan.toml, ./data/plan.toml, else the one that comes with the program")),
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=words(N_("language; default: from the locale")))
    if command is not _Command.CHECK:
        parser.add_argument("--as-of", metavar="DAY", help=words(N_("the day to look from, 31/12/2025 or 2025-12-31; default: today")))
    if command is _Command.STATUS:
        forms = parser.add_mutually_exclusive_group()
        forms.add_argument("--json", action="store_true", help=words(N_("print JSON: ids, codes, numbers")))
        forms.add_argument("--csv", action="store_true", help=words(N_("print a table for a spreadsheet")))
        parser.epilog = words(N_("exit 0 when it is printed, 2 when the file cannot be read"))
    if command is _Command.OPEN:
        parser.add_argument("--readonly", action="store_true", help=words(N_("open for reading only")))
        parser.add_argument("--version", action="version", version=f"kehoach {__version__}", help=words(N_("print the version")))
        parser.epilog = " · ".join(
            [
                words(N_("kehoach check [PLAN] prints every problem of a plan: exit 0 none, 1 some, 2 the file cannot be read")),
                words(N_("kehoach status [PLAN] [--json | --csv] prints where it stands")),
            ]
        )
    parser.add_argument("-h", "--help", action="help", help=words(N_("print this help")))
    return parser


def _language(arguments: Sequence[str]) -> str:
    """The language, before the parser that speaks it exists."""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _known(argument.partition("=")[2])
        if argument == "--lang" and index + 1 < len(arguments):
            return _known(arguments[index + 1])
    return language_of_locale()


def _known(language: str) -> str:
    return language if language in LANGUAGES else language_of_locale()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = Words(_language(given))
    try:
        if given[:1] == ["check"]:
            options = _parser(words, _Command.CHECK).parse_args(given[1:])
            return check(choose(options.plan, Path.cwd()).path, words)
        if given[:1] == ["status"]:
            return status(_parser(words, _Command.STATUS).parse_args(given[1:]), words)
        options = _parser(words, _Command.OPEN).parse_args(given)
        return _open(options, words)
    except BrokenPipeError:
        # somebody closed the pipe (| head): not an error of ours, and no traceback at interpreter exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except KeyboardInterrupt:
        return 130


def check(path: Path, words: Words) -> int:
    """Print every problem of a plan as ``file:line: table.id.field: …`` and a line that counts what is in it."""
    from tui.store.toml_file import CannotRead, format_problem, load

    try:
        loaded = load(path)
    except CannotRead as fault:
        print(f"{printable(str(path))}: {printable(words.sentence(fault.sentence))}", file=sys.stderr)
        return UNREADABLE
    for problem in sorted(loaded.problems, key=lambda p: p.line or 0):
        print(format_problem(problem, str(path), words))
    errors = sum(not p.warning for p in loaded.problems)
    warnings = len(loaded.problems) - errors
    tables = loaded.plan.tables
    counts = [
        words.count("{n} goal", "{n} goals", len(tables["goals"])),
        words.count("{n} indicator", "{n} indicators", len(tables["indicators"])),
        words.count("{n} direction", "{n} directions", len(tables["directions"])),
        words.count("{n} enterprise", "{n} enterprises", len(tables["enterprises"])),
        words.count("{n} task", "{n} tasks", len(tables["tasks"])),
        words.count("{n} document", "{n} documents", len(tables["documents"])),
    ]
    faults = words.count("{n} problem", "{n} problems", errors) if errors else words(N_("no problems"))
    if warnings:
        faults += ", " + words.count("{n} warning", "{n} warnings", warnings)
    print(f"{printable(str(path))}: {', '.join(counts)}; {faults}")
    return PROBLEMS if errors else FOUND


def status(options: argparse.Namespace, words: Words) -> int:
    """Print the overview of a plan on a day as text, JSON or CSV; what could not be read is said beside it."""
    as_of = _day(options, words)
    if as_of is None:
        return UNREADABLE
    path = choose(options.plan, Path.cwd()).path
    from tui.store.toml_file import CannotRead, load

    try:
        plan = load(path).plan
    except CannotRead as fault:
        print(f"{printable(str(path))}: {printable(words.sentence(fault.sentence))}", file=sys.stderr)
        return UNREADABLE
    from tui.frames.build import Frames
    from tui.frames.overview import overview
    from tui.reports.status import as_csv, as_json, as_text

    if plan.set_aside:
        told = words.count(
            "{n} record could not be read and is not counted", "{n} records could not be read and are not counted", len(plan.set_aside)
        )
        print(f"{printable(str(path))}: {told}; kehoach check", file=sys.stderr)
    form = as_json if options.json else as_csv if options.csv else as_text
    sys.stdout.write(form(overview(Frames(plan), as_of, ()), plan, words))
    sys.stdout.flush()  # a closed pipe is met here, not when Python ends
    return FOUND


def _day(options: argparse.Namespace, words: Words) -> dt.date | None:
    """The day to look from; None, and a sentence said, when it cannot be read."""
    if not options.as_of:
        return dt.date.today()
    try:
        return words.read_date(options.as_of)
    except Unreadable as fault:
        print(f"kehoach: --as-of: {printable(words.sentence(fault.sentence))}", file=sys.stderr)
        return None


def _open(options: argparse.Namespace, words: Words) -> int:
    as_of = _day(options, words)
    if as_of is None:
        return UNREADABLE
    chosen = choose(options.plan, Path.cwd())
    from tui.store.toml_file import CannotRead, load

    try:
        loaded = load(chosen.path)
    except CannotRead as fault:
        print(f"{printable(str(chosen.path))}: {printable(words.sentence(fault.sentence))}", file=sys.stderr)
        return UNREADABLE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(words(N_("kehoach needs a terminal; “kehoach check” works without one")), file=sys.stderr)
        return UNREADABLE
    os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read by Textual at import; every frame crosses the wire
    from tui.app import Workbench

    app = Workbench(loaded, words, as_of=as_of, readonly=options.readonly, shipped=chosen.shipped)
    app.run()
    return app.return_code or 0
