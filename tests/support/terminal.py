"""The real program in a pseudo-terminal: started, waited for, and one change made in it by keys."""

from __future__ import annotations

import importlib.util
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.support.loaded import Forked, Spawned, may_be_forked
from tests.support.paths import ROOT, SAMPLE
from tests.support.patience import PATIENCE
from tests.support.workbench import AS_OF
from tui.frames.build import Frames
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.store.plan_file import load

WORDS = Words("vi")


def _terminal_class() -> Any:
    spec = importlib.util.spec_from_file_location("in_a_terminal", ROOT / ".ci" / "in_a_terminal.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Terminal


class Terminal(_terminal_class()):  # type: ignore[misc]
    """A program in a pseudo-terminal and the screen it draws: ``send``, ``pump``, ``wait_for``, ``text``, ``finish``."""

    spawn = Spawned


class LoadedTerminal(Terminal):
    """The same for ``python -m tui …`` and ``python -c code …``, which need not be loaded first."""

    spawn = Forked


def program_in_a_terminal(
    plan_file: Path, *more: str, size: tuple[int, int] = (80, 24), afresh: bool = False, code: str = "", **environ: str
) -> Any:
    """The program on a plan; ``afresh`` where loading it is what is looked at. ``code`` is run in its place, and calls it."""
    begin = ["-c", code] if code else ["-m", "tui"]
    command = [sys.executable, *begin, str(plan_file), "--lang", "vi", "--as-of", "22/11/2026", *more]
    kind = Terminal if afresh or not may_be_forked(environ) else LoadedTerminal
    return kind(command, columns=size[0], rows=size[1], environ={"PYTHONPATH": str(ROOT)} | environ)


def put_away(terminal: Any) -> None:
    """Kill what is left of a program, and close its terminal."""
    process = terminal.process
    if not process.closed:
        if process.isalive():
            process.kill(signal.SIGKILL)
            process.wait()
        process.ptyproc.delayafterclose = process.ptyproc.delayafterterminate = 0.01
        process.close(force=True)


@contextmanager
def programs_over(
    plan_file: Path, size: tuple[int, int] = (80, 24), shown: str = "GRDP", afresh: bool = False
) -> Iterator[Callable[..., Any]]:
    """Starts the program on a plan, as often as it is called, and waits until a text is shown; what is left of it is killed at the end."""
    running = []

    def start(*more: str, size: tuple[int, int] = size, shown: str = shown, afresh: bool = afresh, **environ: str) -> Any:
        terminal = program_in_a_terminal(plan_file, *more, size=size, afresh=afresh, **environ)
        running.append(terminal)
        terminal.wait_for(shown)
        return terminal

    try:
        yield start
    finally:
        for terminal in running:
            put_away(terminal)


def until(terminal: Any, reached: Callable[[], bool], what: str) -> None:
    """Wait until something is so, and say what did not come."""
    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise AssertionError(f"not within {PATIENCE:g} s: {what}\n{terminal.text}")
        terminal.pump()


def wait_gone(terminal: Any, text: str) -> None:
    """Wait until a text is no longer on the screen."""
    until(terminal, lambda: text not in terminal.text, f"{text!r} is gone from the screen")


def screen_at_rest(terminal: Any) -> str:
    """The screen once the program sleeps: it has read what was sent, and draws nothing more until a key or a clock wakes it.

    On a busy machine a program that only waits for its turn looks quiet as well; the system knows it from one that sleeps.
    """
    looks: list[object] = []
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        terminal.pump(0.06)
        looks.append(terminal.text if _sleeps(terminal.process.pid) else object())
        if len(looks) >= _LOOKS and len(set(looks[-_LOOKS:])) == 1:
            return str(terminal.text)
    raise AssertionError(f"it is never at rest:\n{terminal.text}")


_LOOKS: Final = 6
"""So many looks in a row take longer than what the program waits for after a key."""


def _sleeps(pid: int) -> bool:
    """Whether no thread of a process works, or waits for its turn to."""
    try:
        states = [(one / "stat").read_text(errors="replace").rpartition(")")[2].split()[0] for one in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:  # one has just ended
        return False
    return set(states) == {"S"}


def cell_by_cell_to_the_status(terminal: Any) -> None:
    """Right until the cursor's column is the status: Enter opens its list."""
    terminal.send(_to_the_status())


@cache
def _to_the_status() -> str:
    """The keys to the column of the status, wherever the cursor is in its row."""
    plan = load(SAMPLE).plan
    columns = [c.key for c in tasks_view(Frames(plan), plan, AS_OF, WORDS).columns]
    return "\x1b[H" + "l" * columns.index("status")  # Home, and right


def change_the_status(terminal: Any) -> None:
    """As below, in one read: a step of a test about something else."""
    terminal.send(f"4/ra soat dat dai\r{_to_the_status()}\rtra lai\r")
    terminal.wait_for("● 1")


def change_the_status_step_by_step(terminal: Any) -> None:
    """Tasks, a filter without marks, the status of the one row, *returned*."""
    terminal.send("4")
    terminal.wait_for("III#1")
    terminal.send("/")
    terminal.send("ra soat dat dai")
    wait_gone(terminal, "III#2")
    terminal.send("\r")
    cell_by_cell_to_the_status(terminal)
    terminal.wait_for(WORDS("in progress"))
    terminal.send("\r")
    terminal.wait_for(WORDS("blocked"))
    terminal.send("tra lai")
    wait_gone(terminal, WORDS("blocked"))
    terminal.send("\r")
    terminal.wait_for("● 1")


ONE_WAS_LEFT: Final = WORDS.count("{n} change was not saved last time", "{n} changes were not saved last time", 1)
"""What a start says when the session before left one change unsaved, on whatever tab it begins."""


def asked_about_what_was_left(terminal: Any) -> bool:
    """Whether the program asks about an earlier session's changes, or shows the sectors when 2 is pressed: on no other tab was anybody."""
    terminal.send("2")
    until(terminal, lambda: ONE_WAS_LEFT in terminal.text or "▌2" in terminal.text, "a question, or the sectors")
    return ONE_WAS_LEFT in terminal.text
