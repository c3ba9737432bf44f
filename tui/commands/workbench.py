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
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from tui import __version__
from tui.commands import memory_behind
from tui.commands.opened import CannotDo, day_named, path_to_change
from tui.commands.parser import Parser, listed
from tui.commands.shared import OF_ITS_OWN_DAY, READER_GONE, ROLL_UP_FIRST, UNREADABLE, Chosen, add_day, choose, complain
from tui.commands.streams import OutputFailed, ReaderGone, drawn_on_the_terminal, refuse_unwritable_output, written_out
from tui.i18n.words import Words
from tui.model.suggestions import nearest, with_suggestion
from tui.model.text import N_, Sentence, printable, say
from tui.start import debug_log, first_paint, lone_import, second, timings, what_path
from tui.start.language import LANGUAGES, language_of
from tui.start.places import SHOWN_LOG, working_folder
from tui.start.terminal_size import believe_the_terminal, why_not_shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.app import Workbench

COMMANDS: Final = {
    "help": N_("kehoach help [COMMAND] prints what a command takes"),
    "check": N_("kehoach check [PLAN …] [--json | --sarif] prints every problem of plans: exit 0 none, 1 some, 2 a file cannot be read"),
    "status": N_("kehoach status [PLAN] [--json | --csv] prints where it stands"),
    "agenda": N_("kehoach agenda [PLAN] [--as-of DAY] [--json] prints what a review meeting has to speak of"),
    "log": N_("kehoach log [PLAN] [--record TABLE.ID] [--since DAY] [--json] prints who changed what, when and why"),
    "diff": N_("kehoach diff A B prints what two plans, or two moments of one, differ in: exit 0 nothing, 1 something"),
    "new": N_("kehoach new FILE --from PLAN --term 2026-2030 makes a plan for the next term"),
    "export": N_("kehoach export [PLAN] --xlsx FILE writes the annexes of the yearly report into a workbook"),
    "form": N_("kehoach form [PLAN] --agency BODY --xlsx FILE writes a workbook for a body to fill in"),
    "calendar": N_("kehoach calendar [PLAN] [--agency BODY] --ics FILE writes the days it waits for, for calendars"),
    "import": N_("kehoach import FILE [PLAN] takes in a workbook or a table: exit 0 all of it, 1 something was left out"),
    "report": N_("kehoach report [PLAN] [--kind yearly | notice | minutes | letters] --docx FILE writes an official paper"),
    "read": N_(
        "kehoach read FILE.docx | FILE.txt lists the tasks, targets, bodies and documents a plan's text names: exit 1 some in doubt"
    ),
    "merge": N_("kehoach merge BASE MINE THEIRS joins two versions of a plan: exit 0 clean, 1 conflicts left, 2 it could not be done"),
    "clone": N_("kehoach clone URL [FOLDER] copies a repository of plans from its server: exit 0 done, 1 no plan in it, 2 not copied"),
    "sync": N_("kehoach sync [PLAN | FOLDER] joins what is saved here with what others sent: exit 0 done, 1 to be decided, 2 not done"),
    "propose": N_("kehoach propose [PLAN] [--set-up | --take ID | --return ID | --withdraw] lists and takes in what bodies hand in"),
    "schema": N_("kehoach schema [--of NAME] prints the JSON Schema of a plan file, for editors, or of what a command gives with --json"),
    "serve": N_("kehoach serve PLAN … --user-header HEADER --secret-file FILE --public-url URL serves plans to browsers"),
    "rollup": N_("kehoach rollup DIR… --to LAKE makes one data set of many plans: exit 0 all, 1 some unreadable, 2 not written"),
    "sql": N_('kehoach sql LAKE "SELECT …" asks that data set'),
    "journals": N_("kehoach journals [show | restore | drop ID] lists what sessions left unsaved, of whatever plan"),
}
"""Each is a module of :mod:`tui.commands`; the line is what ``kehoach --help`` says of it. A plan file of such a name is ``./check``."""

_MODULES: Final = {"import": "import_"}
"""Commands whose name Python keeps for itself."""

_SMALL: Final = 1024
"""Bytes; a larger file is a plan, or no plan, but not an empty one."""
_VALUES: Final = tuple([option] for option in first_paint.WITH_VALUE)


def _parser(prog: str, about: str, words: Words) -> Parser:
    parser = Parser(prog, about, words)
    parser.add_argument("--lang", choices=LANGUAGES, help=words(N_("language; default: from the locale")))
    about = N_("write what happens, with no word of the plan, to {file}")
    parser.add_argument(debug_log.OPTION, action="store_true", help=words(about, file=SHOWN_LOG))
    return parser


def workbench_parser(words: Words) -> Parser:
    """What ``kehoach`` takes without a command."""
    parser = _parser("kehoach", N_("A terminal workbench for a plan kept in one TOML file"), words)
    about = N_(
        "the plan file, or a roll-up of many plans; default: ./plan.toml, ./data/plan.toml, else the one that comes with the program"
    )
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=words(about))
    add_day(parser, words)
    parser.add_argument("--readonly", action="store_true", help=words(N_("open for reading only")))
    parser.add_argument("--no-mouse", action="store_true", help=words(N_("leave the mouse to the terminal, to mark text with it")))
    parser.add_argument("--fresh", action="store_true", help=words(N_("begin at the first tab, not where you left the plan")))
    parser.add_argument("--timings", action="store_true", help=words(N_("say at the end where the time of the start went")))
    parser.add_argument("-V", "--version", action="version", version=f"kehoach {__version__}", help=words(N_("print the version")))
    _add_help(parser, words)
    parser.epilog = words(N_("commands:")) + "\n" + listed(words(line) for line in COMMANDS.values())
    return parser


def command_parser(name: str, words: Words) -> tuple[Parser, Any]:
    """What a command takes, and its module."""
    command: Any = importlib.import_module(f"tui.commands.{_MODULES.get(name, name)}")
    parser = _parser(f"kehoach {name}", command.ABOUT, words)
    command.arguments(parser, words)
    _add_help(parser, words)
    return parser, command


def _add_help(parser: Parser, words: Words) -> None:
    parser.add_argument("-h", "--help", action="help", help=words(N_("print this help")))
    parser.name_values()


def run(given: Sequence[str]) -> int:
    """Run the command these arguments ask for; the exit code. Raises KeyboardInterrupt."""
    words = Words(language_of(given))
    try:
        with written_out():
            return _performed(given, words)
    except CannotDo as fault:
        debug_log.fault(fault)
        return complain(fault.about, fault.sentence, words)
    except ReaderGone:
        return READER_GONE
    except OutputFailed as fault:
        return complain(words(N_("standard output")), fault.sentence, words)
    except OSError as fault:
        debug_log.fault(fault)
        from tui.store.files.errors import reason

        return complain(fault.filename if isinstance(fault.filename, str) else "kehoach", reason(fault), words)


def _performed(given: Sequence[str], words: Words) -> int:
    at = first_paint.place_of_command(given, COMMANDS)
    if at is not None:
        return _command(given[at], [*given[:at], *given[at + 1 :]], words)
    _refuse_mistyped_command(given)
    options = _plain(given) or workbench_parser(words).read(given)
    with _meant_for_a_command(given):
        return _open(options, words, given)


def _plain(given: Sequence[str]) -> argparse.Namespace | None:
    """What :func:`workbench_parser` reads in a plan's name, a language and words that stand alone; None where more is said.

    Nearly every start says no more, and to say what each option is for takes longer than to read them.
    """
    told = first_paint.plain(given)
    if told is None or "--as-of" in told or told.get("--lang", LANGUAGES[0]) not in LANGUAGES:
        return None
    alone = {option.lstrip("-").replace("-", "_"): option in told for option in first_paint.ALONE}
    return argparse.Namespace(plan=told.get(first_paint.PLAN), lang=told.get("--lang"), as_of=None, all_known=False, **alone)


def _refuse_mistyped_command(given: Sequence[str]) -> None:
    """Raise :class:`CannotDo` for arguments of a command whose name is only nearly one: the workbench takes no more than a file."""
    word = next((one for at, one in enumerate(given) if not one.startswith("-") and given[at - 1 : at] not in _VALUES), "")
    alone = all(one == word or one in first_paint.ALONE for one in given)
    if alone or not word.isalpha() or os.path.lexists(word) or nearest(word, COMMANDS) is None or first_paint.plan_named(given, ()) == word:
        return
    raise CannotDo(word, with_suggestion(say(N_("there is no such command")), word, COMMANDS))


@contextlib.contextmanager
def _meant_for_a_command(given: Sequence[str]) -> Iterator[None]:
    """A file that is not there and is called nearly as a command: that may have been meant."""
    try:
        yield
    except CannotDo as fault:
        name = str(fault.about)
        if name not in given or os.path.lexists(name) or not name.isalpha():
            raise
        raise CannotDo(fault.about, with_suggestion(fault.sentence, name, COMMANDS)) from fault


def _command(name: str, given: Sequence[str], words: Words) -> int:
    parser, command = command_parser(name, words)
    options = parser.read(given)
    debug_log.note("command", of=_MODULES.get(name, name))
    debug_log.versions()
    refuse_unwritable_output()
    from tui.store.files.errors import StoreError

    try:
        return int(command.run(options, words))
    except StoreError as fault:
        debug_log.fault(fault)
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
            first_paint.say(self._words(N_("Reading {name}: {percent}%; Ctrl+C stops"), name=printable(self._name), percent=percent))


def _load_workbench() -> None:
    timings.mark("plan read, or its snapshot looked for")
    import tui.app  # noqa: F401 - half of a start, and nothing of the plan is needed for it

    timings.mark("Textual and the workbench loaded")


def _chosen(named: str | None) -> Chosen:
    """The plan to open; where none is named and none is here, the one that comes with the program. Raises CannotDo."""
    folder = working_folder()
    if named or (named is None and folder is None):
        return Chosen(path_to_change(named))
    if named == "":
        raise CannotDo("kehoach", say(N_("an empty name is no plan file")))
    return choose(None, Path(folder or "/"))


def _open(options: argparse.Namespace, words: Words, given: Sequence[str]) -> int:
    timings.mark("words and arguments")
    as_of = day_named(options, words)
    chosen = _chosen(options.plan)
    kind = what_path.kind_of(chosen.path)
    if kind == what_path.LAKE:
        return _open_lake(chosen.path, options, words)
    if kind == what_path.PLANS:
        raise CannotDo(chosen.path, ROLL_UP_FIRST)
    from tui.store.files.errors import CannotRead
    from tui.store.snapshot.open import open_plan

    on_terminal = os.isatty(0) and os.isatty(1)
    if on_terminal and (term := why_not_shown()) is not None:
        raise CannotDo("kehoach", _cannot_show(term))
    begun = _begun(chosen.path, words) if on_terminal and not options.readonly and not chosen.shipped else None
    if begun:
        chosen = Chosen(begun)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"  # read by Textual at import; every frame crosses the wire
    believe_the_terminal()
    try:
        meanwhile = _load_workbench if on_terminal else lambda: None
        loaded = open_plan(chosen.path, _Reading(words, chosen.path.name).told, meanwhile, second.begun())
    except CannotRead as fault:
        raise CannotDo(chosen.path, fault.sentence) from fault
    if loaded.handed is not None:
        timings.mark("plan handed over")
    timings.mark("plan taken from its snapshot")
    if debug_log.is_written():
        records = sum(map(len, loaded.plan.tables.values()))
        debug_log.note("opened", records=records, problems=len(loaded.problems), readonly=loaded.read_only_because is not None)
        debug_log.versions()
    if not on_terminal:
        print(words(N_("kehoach needs a terminal; “kehoach check” works without one")), file=sys.stderr)
        return UNREADABLE
    from tui.app import Workbench
    from tui.session.session import Session

    session = Session(loaded, words, as_of=as_of, readonly=options.readonly, shipped=chosen.shipped)
    if options.all_known:
        session.look_from(session.as_of, all_known=True)
    app = Workbench(session, resumes=True, fresh=options.fresh)
    app.asked = given
    app.leads_on = True
    app.offers_tour = os.environ.get("KEHOACH_TOUR", "1") != "0"  # "0" for a script that has no eyes
    return _run(app, options, words)


def _run(app: Workbench, options: argparse.Namespace, words: Words) -> int:
    """Show the workbench until it is left; the exit code."""
    lone_import.end()
    with drawn_on_the_terminal():
        app.run_on_terminal(mouse=app.config.mouse and not options.no_mouse)
    if app.fault:
        return _tell_fault(app.fault, app.last_words(), words)
    if options.timings:
        print(timings.told(), file=sys.stderr)
    if debug_log.is_written():
        print(words(N_("the log is in {file}"), file=printable(debug_log.log_file())), file=sys.stderr)
    return _leave(app.return_code or 0)


def _open_lake(path: Path, options: argparse.Namespace, words: Words) -> int:
    """Look at many plans: nothing of them is changed, and a plan that is opened there is only read. Raises CannotDo."""
    if options.as_of is not None or options.all_known:
        raise CannotDo(path, OF_ITS_OWN_DAY)
    if not (os.isatty(0) and os.isatty(1)):
        print(words(N_("kehoach needs a terminal; “kehoach status LAKE” works without one")), file=sys.stderr)
        return UNREADABLE
    if (term := why_not_shown()) is not None:
        raise CannotDo("kehoach", _cannot_show(term))
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    believe_the_terminal()
    from tui.lake.open_lake import OpenLake
    from tui.store.files.errors import StoreError

    try:
        lake = OpenLake(path)
    except StoreError as fault:
        raise CannotDo(path, fault.sentence) from fault
    _load_workbench()
    from tui.app import Workbench
    from tui.session.over_many import session_over

    return _run(Workbench(session_over(lake, words), resumes=True, fresh=options.fresh, lake=lake), options, words)


def _begun(path: Path, words: Words) -> Path | None:
    """The file of a plan that a person chose to begin, where the one that was named is missing, empty or a folder without one."""
    try:
        if path.stat().st_size > _SMALL and path.is_file():  # nearly always, and told without loading anything
            return None
    except (OSError, ValueError):
        pass
    from tui.store.beginning import could_begin

    where = could_begin(path)
    if where is None:
        return None
    from tui.commands.beginning import ask_to_begin

    return where if ask_to_begin(where, words) else None


def _cannot_show(term: str) -> Sentence:
    """Why a terminal of this kind, "" for one that does not say its kind, cannot show the workbench."""
    if not term:
        return say(N_("the environment does not say what terminal this is (TERM); “kehoach status” works without a screen"))
    return say(N_("this terminal (TERM={term}) cannot show a screen; “kehoach status” works without one"), term=term)


def _tell_fault(fault: str, last_words: str, words: Words) -> int:
    """Say that a fault of the program has ended it, and where it is kept for whoever mends it; the exit code."""
    from tui.store.files.errors import shown_path
    from tui.store.log.fault import keep_fault

    print(last_words, file=sys.stderr)
    path = keep_fault(fault)
    if path is not None:
        print(
            words(N_("It was a fault of the program; please send {file} to whoever looks after it"), file=shown_path(path)), file=sys.stderr
        )
    return UNREADABLE


def tell_of_no_beginning(fault: Exception, given: Sequence[str]) -> int:
    """The same of a fault that came before there was anything to edit, on the terminal as it was; the exit code."""
    first_paint.undo()
    words = Words(language_of(given))
    return _tell_fault(
        "".join(traceback.format_exception(fault)), words(N_("kehoach was ended before its time; nothing was unsaved")), words
    )


def _leave(code: int) -> int:
    """End the process without taking the interpreter apart, which takes longer than leaving should.

    The application has ended: the journal is closed, the locks are given back, the terminal is as it was. Only a thread
    that still works is waited for.
    """
    debug_log.note("left", code=code)
    if all(thread.daemon for thread in threading.enumerate() if thread is not threading.current_thread()):
        with contextlib.suppress(OSError):  # a terminal that is gone takes nothing more
            sys.stdout.flush()
            sys.stderr.flush()
        memory_behind.leave_behind()
        os._exit(code)
    return code
