"""The command line: ``kehoach [PLAN]`` opens the workbench, ``kehoach COMMAND`` does one thing without it.

Nothing here loads Textual until the workbench really opens.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tui import __version__
from tui.commands.opened import CannotDo, day_named
from tui.commands.shared import FOUND, UNREADABLE, Parser, add_day, add_plan, choose, complain
from tui.i18n.words import Words
from tui.model.text import N_, Sentence, printable, say
from tui.start import first_paint, timings
from tui.start.language import LANGUAGES, language_of
from tui.start.terminal_size import believe_the_terminal, why_not_shown
from tui.store.files.errors import shown_path

COMMANDS: Final = {
    "check": N_("kehoach check [PLAN] prints every problem of a plan: exit 0 none, 1 some, 2 the file cannot be read"),
    "status": N_("kehoach status [PLAN] [--json | --csv] prints where it stands"),
    "agenda": N_("kehoach agenda [PLAN] [--as-of DAY] [--json] prints what a review meeting has to speak of"),
    "log": N_("kehoach log [PLAN] [--record TABLE.ID] [--since DAY] [--json] prints who changed what, when and why"),
    "diff": N_("kehoach diff A B prints what two plans, or two moments of one, differ in: exit 0 nothing, 1 something"),
    "new": N_("kehoach new FILE --from PLAN --term 2026-2030 makes a plan for the next term"),
    "export": N_("kehoach export [PLAN] --xlsx FILE writes the annexes of the yearly report into a workbook"),
    "form": N_("kehoach form [PLAN] --agency BODY --xlsx FILE writes a workbook for a body to fill in"),
    "import": N_("kehoach import FILE [PLAN] takes in a workbook or a table: exit 0 all of it, 1 something was left out"),
    "report": N_("kehoach report [PLAN] [--kind yearly | notice | minutes | letters] --docx FILE writes an official paper"),
    "merge": N_("kehoach merge BASE MINE THEIRS joins two versions of a plan: exit 0 clean, 1 conflicts left, 2 it could not be done"),
}
"""Each is a module of :mod:`tui.commands`; the line is what ``kehoach --help`` says of it. A plan file of such a name is ``./check``."""

_MODULES: Final = {"import": "import_"}
"""Commands whose name Python keeps for itself."""


def _parser(prog: str, about: str, words: Words) -> Parser:
    parser = Parser(prog=prog, description=words(about), add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES, help=words(N_("language; default: from the locale")))
    return parser


def _workbench_parser(words: Words) -> Parser:
    parser = _parser("kehoach", N_("A terminal workbench for a plan kept in one TOML file"), words)
    add_plan(parser, words)
    add_day(parser, words)
    parser.add_argument("--readonly", action="store_true", help=words(N_("open for reading only")))
    parser.add_argument("--no-mouse", action="store_true", help=words(N_("leave the mouse to the terminal, to mark text with it")))
    parser.add_argument("--timings", action="store_true", help=words(N_("say at the end where the time of the start went")))
    parser.add_argument("--version", action="version", version=f"kehoach {__version__}", help=words(N_("print the version")))
    parser.epilog = " · ".join(words(line) for line in COMMANDS.values())
    return parser


def _read(parser: Parser, words: Words, given: Sequence[str]) -> argparse.Namespace:
    parser.add_argument("-h", "--help", action="help", help=words(N_("print this help")))
    return parser.parse_args(given)


def run(given: Sequence[str]) -> int:
    """Run the command these arguments ask for; the exit code. Raises KeyboardInterrupt."""
    words = Words(language_of(given))
    try:
        if given and given[0] in COMMANDS:
            return _command(given[0], given[1:], words)
        return _open(_read(_workbench_parser(words), words, given), words, given)
    except CannotDo as fault:
        return complain(fault.about, fault.sentence, words)
    except BrokenPipeError:
        # somebody closed the pipe (| head): not an error of ours, and no traceback at interpreter exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND


def _command(name: str, given: Sequence[str], words: Words) -> int:
    module = _MODULES.get(name, name)
    command: Any = importlib.import_module(f"tui.commands.{module}")
    parser = _parser(f"kehoach {name}", command.ABOUT, words)
    command.arguments(parser, words)
    from tui.store.files.errors import StoreError

    try:
        return int(command.run(_read(parser, words, given), words))
    except StoreError as fault:
        return complain(f"kehoach {name}", fault.sentence, words)


class _Reading:
    """Says on the first screen how far a plan is read that takes more than a moment, in steps that cost few bytes."""

    _A_MOMENT: Final = 0.5
    _STEP: Final = 5

    def __init__(self, words: Words, name: str) -> None:
        self._words, self._name = words, name
        self._begun, self._percent = time.monotonic(), 0

    def told(self, part: float) -> None:
        """``part`` is between 0 and 1."""
        percent = int(part * 100)
        if percent >= self._percent + self._STEP and time.monotonic() - self._begun > self._A_MOMENT:
            self._percent = percent
            first_paint.say(self._words(N_("Reading {name}: {percent} %; Ctrl+C stops"), name=printable(self._name), percent=percent))


def _load_workbench() -> None:
    timings.mark("plan read, or its snapshot looked for")
    import tui.app  # noqa: F401 - half of a start, and nothing of the plan is needed for it

    timings.mark("Textual and the workbench loaded")


def _open(options: argparse.Namespace, words: Words, given: Sequence[str]) -> int:
    timings.mark("words and arguments")
    as_of = day_named(options, words)
    chosen = choose(options.plan, Path.cwd())
    from tui.store.files.errors import CannotRead
    from tui.store.snapshot.open import open_plan

    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if on_terminal and (term := why_not_shown()) is not None:
        raise CannotDo("kehoach", _cannot_show(term))
    os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read by Textual at import; every frame crosses the wire
    believe_the_terminal()
    try:
        loaded = open_plan(chosen.path, _Reading(words, chosen.path.name).told, meanwhile=_load_workbench if on_terminal else lambda: None)
    except CannotRead as fault:
        return complain(chosen.path, fault.sentence, words)
    timings.mark("plan taken from its snapshot")
    if not on_terminal:
        print(words(N_("kehoach needs a terminal; “kehoach check” works without one")), file=sys.stderr)
        return UNREADABLE
    from tui.app import Workbench
    from tui.session.session import Session

    app = Workbench(Session(loaded, words, as_of=as_of, readonly=options.readonly, shipped=chosen.shipped))
    app.asked = given
    app.run_on_terminal(mouse=app.config.mouse and not options.no_mouse)
    if app.fault:
        return _tell_fault(app.fault, app.last_words(), words)
    if options.timings:
        print(timings.told(), file=sys.stderr)
    return _leave(app.return_code or 0)


def _cannot_show(term: str) -> Sentence:
    """Why a terminal of this kind, "" for one that does not say its kind, cannot show the workbench."""
    if not term:
        return say(N_("the environment does not say what terminal this is (TERM); “kehoach status” works without a screen"))
    return say(N_("this terminal (TERM={term}) cannot show a screen; “kehoach status” works without one"), term=term)


def _tell_fault(fault: str, last_words: str, words: Words) -> int:
    """Say that a fault of the program has ended it, and where it is kept for whoever mends it; the exit code."""
    from tui.store.log.fault import keep_fault

    print(last_words, file=sys.stderr)
    path = keep_fault(fault)
    if path is not None:
        print(
            words(N_("It was a fault of the program; please send {file} to whoever looks after it"), file=shown_path(path)), file=sys.stderr
        )
    return UNREADABLE


def _leave(code: int) -> int:
    """End the process without taking the interpreter apart, which takes longer than leaving should.

    The application has ended: the journal is closed, the locks are given back, the terminal is as it was. Only a thread
    that still works is waited for.
    """
    if all(thread.daemon for thread in threading.enumerate() if thread is not threading.current_thread()):
        with contextlib.suppress(OSError):  # a terminal that is gone takes nothing more
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    return code
