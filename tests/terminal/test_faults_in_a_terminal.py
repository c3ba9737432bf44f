"""A fault of the program, wherever it comes: a sentence says where the edits are, and nothing of the plan is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import ROOT
from tests.support.terminal import WORDS, LoadedTerminal, Terminal, change_the_status, put_away, until
from tests.support.terminal_modes import AT_THE_SHELL, TerminalModes

SECRET = "bí mật của kế hoạch"
PLANTED = """
import asyncio, sys, threading
from textual.screen import Screen
from tui.commands.main import main
from tui.screens.flows.looking import Looking
from tui.widgets.line import Line

class Panic(BaseException):
    pass

def fails(*_, kind=Panic):
    secret = SECRET
    raise kind(secret)

class Broken(Screen):
    def compose(self):
        fails(kind=KeyError)

def draw(flow):
    Line.render_line = fails
    flow.ui.plan_screen.tell('drawn anew')

def beside(flow):
    asyncio.get_running_loop().call_soon(fails)
    asyncio.get_running_loop().call_soon(lambda: fails(kind=KeyError))
    threading.Thread(target=fails, name="own").start()
    flow.ui.plan_screen.tell("still here")

PLACES = {
    "a handler that panics": fails,
    "compose": lambda flow: flow.ui.push_screen(Broken()),
    "long work": lambda flow: flow.ui.run_long("work", fails, print),
    "drawing": draw,
    "beside": beside,
}
Looking.do_redraw = lambda flow: PLACES[sys.argv.pop()](flow)
sys.exit(main(sys.argv[1:3] + ["--lang", "vi", "--as-of", "22/11/2026"]))
"""


@pytest.fixture
def edited(plan_file: Path, tmp_path: Path) -> Iterator[object]:
    """Opens the program with faults planted in it, and changes a status."""
    running: list[Terminal] = []

    def opened(*places: str) -> tuple[Terminal, TerminalModes]:
        command = [sys.executable, "-c", PLANTED.replace("SECRET", repr(SECRET), 1), str(plan_file), "--no-mouse", *places]
        terminal = LoadedTerminal(command, columns=80, rows=24, environ={"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)})
        running.append(terminal)
        terminal.process.logfile_read = modes = TerminalModes()
        terminal.wait_for("GRDP")
        change_the_status(terminal)
        return terminal, modes

    yield opened
    for terminal in running:
        put_away(terminal)


PLACES = ("a handler that panics", "compose", "long work", "drawing")


@longer
@pytest.mark.slow
@pytest.mark.parametrize("place", of_these(PLACES, PLACES[::3]))
def test_a_fault_anywhere_ends_in_a_sentence_with_the_edits_kept(edited, plan_file: Path, tmp_path: Path, place: str) -> None:  # type: ignore[no-untyped-def]
    terminal, modes = edited(place)
    terminal.send("\x0c")
    assert terminal.finish() == 2
    after = modes.sent.rpartition(b"\x1b[?1049l")[2].decode()
    (journal,) = (tmp_path / "kehoach").glob("*.journal")
    said = WORDS.count(
        "kehoach was ended before its time; {n} unsaved change is in {journal} and is offered when the plan is opened again",
        "kehoach was ended before its time; {n} unsaved changes are in {journal} and are offered when the plan is opened again",
        1,
        journal=str(journal),
    )
    assert said in after and SECRET not in after and "Traceback" not in after
    assert modes.on == AT_THE_SHELL
    (kept,) = (tmp_path / "kehoach").glob("fault-*.txt")
    assert SECRET in kept.read_text(encoding="utf-8") and kept.stat().st_mode & 0o77 == 0


def test_a_fault_beside_the_screen_is_kept_and_the_session_goes_on(edited, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    terminal, modes = edited("beside")
    terminal.send("\x0c")
    terminal.wait_for("still here")
    until(terminal, lambda: any((tmp_path / "kehoach").glob("fault-*.txt")), "the fault is kept")
    terminal.send("1")
    terminal.wait_for("GRDP")
    assert b"Traceback" not in modes.sent and SECRET.encode() not in modes.sent
