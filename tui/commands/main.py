"""The command ``kehoach``: a first screen at once, then everything else.

What is imported at the top of this file, and how long it takes, stands before the first screen a person sees.
"""

from __future__ import annotations

import gc
import os
import sys

from tui.start import debug_log, ending_signals, first_paint, timings
from tui.start.language import language_of
from tui.start.terminal_size import why_not_shown

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

COMMANDS: Final = frozenset(
    {
        "help",
        "check",
        "status",
        "agenda",
        "log",
        "diff",
        "new",
        "export",
        "form",
        "calendar",
        "import",
        "report",
        "read",
        "merge",
        "clone",
        "sync",
        "propose",
        "schema",
        "serve",
        "journals",
        "rollup",
        "sql",
    }
)
"""The words that are no plan file; what each does is in :mod:`tui.commands.workbench`."""


def _workbench(given: Sequence[str]) -> int:
    from tui.commands.workbench import run

    return run(given)


def _on_a_terminal(given: Sequence[str]) -> int:
    """The workbench; what it could not say in a sentence itself, because it had not begun, is one here."""
    try:
        return _workbench(given)
    except Exception as fault:
        debug_log.fault(fault)
        from tui.commands.workbench import tell_of_no_beginning

        return tell_of_no_beginning(fault, given)


def _command(given: Sequence[str]) -> int:
    """What needs no terminal: standard streams may be closed, full, or of a coding without Vietnamese."""
    from tui.commands.streams import prepared

    if sys.stdout is not sys.__stdout__:  # a test that listens
        return _workbench(given)
    from tui.start.prepared import begin

    begin()
    with prepared():
        try:
            return _workbench(given)
        except Exception as fault:
            debug_log.fault(fault)
            from tui.commands.shared import tell_of_a_mistake

            return tell_of_a_mistake(fault, given)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug_log.begin(given)
    timings.begin()
    # tables of a plan are small, and asked often: what Polars otherwise begins with is meant for tables that do not fit into memory
    os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
    _speak_utf8()
    named = first_paint.plan_named(given, COMMANDS)
    on_terminal = named is not None and os.isatty(0) and os.isatty(1)
    if on_terminal:  # a session is there for hours, with small tables: what its threads keep of freed memory, each for itself, is 5 MiB
        os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,tcache:false")
    before = ending_signals.answered() if on_terminal else {}
    try:
        if named is not None and on_terminal and why_not_shown() is None:
            # loading makes hundreds of thousands of objects and throws none away: looking for garbage costs a fifth of the start
            gc.disable()
            first_paint.paint(given, named)
            from tui.start import loaded_later, prepared

            prepared.begin()
            loaded_later.begin()
            prepared.import_alone()  # the early cursor loads nothing
            _begin_second(given)
            timings.mark("first screen")
        code = _on_a_terminal(given) if on_terminal else _command(given)
        debug_log.note("ended", code=code)
        return code
    except KeyboardInterrupt:
        return 130
    finally:
        debug_log.end()
        first_paint.undo()
        gc.enable()
        ending_signals.answered_as_before(before)
        from tui.start import lone_import

        lone_import.end()  # where the workbench was never shown


def _begin_second(given: Sequence[str]) -> None:
    """Have what this start is to show worked out beside it, where nothing of it seems to be kept."""
    from tui.start import kept_answers, second

    plan, language = first_paint.plan_without_page(), language_of(given)
    if plan is None:
        timings.took("second process: not begun, there is a page, or it is another day or many plans that are asked for")
        return
    if not second.is_wanted():
        timings.took("second process: not begun, switched off or no core is free", load=os.getloadavg()[0])
        return
    if kept_answers.seem_kept(plan, language):
        timings.took("second process: not begun, what it would find seems to be kept")
        return

    def work(hand: second.Hand) -> None:
        from tui.session.first_view import work_out

        work_out(plan, language, "--fresh" in given, hand)

    second.begin(work)
    if second.begun() is None:
        timings.took("second process: could not be begun")
    else:
        timings.took("second process: begun")


def _speak_utf8() -> None:
    """What is said to a terminal is said in UTF-8, which is what terminals read, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure") and stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")
