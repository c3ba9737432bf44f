"""The terminal is whole again after whatever stops the program or ends it, and one sentence says where the edits are."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.support.ended_while_opening import ENDING, faults_of_an_end
from tests.support.lengths import longer, of_these
from tests.support.loaded import Forked
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE, wait_until
from tests.support.terminal import (
    WORDS,
    LoadedTerminal,
    Terminal,
    change_the_status,
    program_in_a_terminal,
    put_away,
    screen_at_rest,
    until,
)
from tests.support.terminal_modes import ALTERNATE, AT_THE_SHELL, CURSOR, FOCUS, MOUSE, PASTE, TerminalModes
from tui.start.ending_signals import LEFT_ALONE as BY_THE_GUARD

ENDED = WORDS("kehoach was ended before its time; nothing was unsaved")
ALL = frozenset(signal.Signals) - {
    *(signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU, signal.SIGCONT),
    *(signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH, signal.SIGPIPE, signal.SIGXFSZ),
}
"""The signals that end a process that does not answer them."""
NAMED = [
    *(signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGABRT, signal.SIGUSR1, signal.SIGALRM, signal.SIGXCPU),
    *(signal.SIGSEGV, signal.SIGKILL),
]
"""Tried with the whole program; the others with what answers them alone."""
BOTH = [signal.SIGQUIT, signal.SIGKILL]
"""One that the program answers, and one that only its guard can."""


AS_A_SHELL = """
import os, signal
job = os.fork()
if job:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended = os.waitstatus_to_exitcode(os.waitpid(job, 0)[1])
    os.read(0, 1) if {answered} else None
    os.write(1, f"ended with {{128 - ended if ended < 0 else ended}}\\r\\n".encode())
    os.read(0, 1)
    os._exit(0)
"""
"""Before the code of a program: it runs as the job of this process, which says at its end how it ended, as a shell's script would."""


def in_a_shell(plan: Path, *more: str) -> list[str]:
    """The program as a job of a shell, that says at its end how it ended."""
    code = AS_A_SHELL.format(answered=False) + "from tui.commands.main import main; raise SystemExit(main())"
    return [sys.executable, "-c", code, str(plan), "--lang", "vi", "--as-of", "22/11/2026", *more]


@pytest.fixture
def opened(plan_file: Path) -> Iterator[Any]:
    """Opens the program in a terminal whose modes are known; what is left of it is killed at the end."""
    running = []

    def open_in(
        command: list[str] | None = None, size: tuple[int, int] = (80, 24), shown: str = "GRDP", **environ: str
    ) -> tuple[Any, TerminalModes]:
        if command is None:
            terminal = program_in_a_terminal(plan_file, size=size, **environ)
        else:
            kind = LoadedTerminal if command[0] == sys.executable else Terminal
            terminal = kind(command, columns=size[0], rows=size[1], environ={"PYTHONPATH": str(ROOT)} | environ)
        terminal.process.logfile_read = modes = TerminalModes()
        running.append(terminal)
        terminal.wait_for(shown)
        return terminal, modes

    yield open_in
    for terminal in running:
        put_away(terminal)


def settings(terminal: Any) -> list[Any]:
    return settings_of(terminal.process)


def settings_of(process: Any) -> list[Any]:
    """The settings of the terminal a process of pexpect has."""
    return termios.tcgetattr(process.child_fd)


def at_rest(terminal: Any) -> None:
    """The program has the terminal, and has said all it says at the start."""
    until(terminal, lambda: not settings(terminal)[3] & termios.ISIG, "the workbench has the terminal")
    terminal.wait_for(WORDS("filter"))


def state(pid: int) -> str:
    """The letter of a process: R, S, T …; "" when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def child_of(pid: int) -> int:
    """The first process that one has started; 0 while there is none."""
    return int((Path(f"/proc/{pid}/task/{pid}/children").read_text().split() or ["0"])[0])


# -- stopped, and gone on ---------------------------------------------------------------------------------------------


def test_after_a_stop_and_without_one_the_terminal_and_the_picture_are_as_they_were(opened: Any) -> None:
    terminal, modes = opened()
    at_rest(terminal)
    seen, on, keyboard, ours = screen_at_rest(terminal), set(modes.on), modes.keyboard, settings(terminal)
    assert {ALTERNATE, PASTE, FOCUS} < on and CURSOR not in on
    pid = terminal.process.pid
    for stopped in (True, False):
        if stopped:
            os.kill(pid, signal.SIGSTOP)
            until(terminal, lambda: state(pid) == "T", "it is stopped")
        cooked = settings(terminal)
        cooked[3] |= termios.ICANON | termios.ECHO | termios.ISIG
        termios.tcsetattr(terminal.process.child_fd, termios.TCSANOW, cooked)
        modes.on, modes.keyboard = set(AT_THE_SHELL), keyboard
        terminal.screen.reset()
        os.kill(pid, signal.SIGCONT)
        until(terminal, lambda: terminal.text == seen, f"the whole picture, stopped before: {stopped}")
        until(terminal, lambda: modes.on == on, f"its modes, stopped before: {stopped}")
        assert settings(terminal) == ours, stopped
        assert modes.keyboard == keyboard, "given back once, so asked for once"
    terminal.send("4")
    terminal.wait_for("III#1")
    terminal.send("q")
    assert terminal.finish() == 0
    assert modes.on == AT_THE_SHELL and modes.keyboard == 0


@longer
@pytest.mark.parametrize("how", of_these(["the action", "SIGTSTP"], ["the action"]))
def test_suspended_the_shell_has_a_whole_terminal_and_fg_comes_back(opened: Any, plan_file: Path, how: str) -> None:
    terminal, modes = opened(["bash", "--norc", "-i"], shown="$", PS1="$ ")
    terminal.send(f'PS1="shell:"; {shlex.quote(sys.executable)} -m tui {plan_file} --lang vi --as-of 22/11/2026\r')
    at_rest(terminal)
    change_the_status(terminal)
    if how == "SIGTSTP":
        os.kill(child_of(terminal.process.pid), signal.SIGTSTP)
    else:
        terminal.send(":suspend")
        terminal.wait_for(WORDS("Suspend: to the shell for a while"))
        terminal.send("\r")
    until(terminal, lambda: modes.on - {PASTE} == AT_THE_SHELL, "all modes off")  # bash's own line takes pastes too
    assert modes.keyboard == 0
    terminal.send("stty -a\r")
    terminal.wait_for("-extproc")
    assert "isig icanon" in terminal.text and " echo " in terminal.text
    terminal.send("fg\r")
    terminal.wait_for("● 1")
    terminal.send("u")
    until(terminal, lambda: "● 1" not in terminal.text, "keys are answered")
    terminal.send("q")
    terminal.wait_for("shell:")
    terminal.send("exit\r")
    terminal.finish()
    assert modes.on - {PASTE} == AT_THE_SHELL


def test_where_there_is_no_shell_nothing_stops_and_every_motion_of_the_mouse_is_never_asked_for(opened: Any) -> None:
    terminal, modes = opened()
    at_rest(terminal)
    terminal.send(":suspend")
    terminal.wait_for(WORDS("Suspend: to the shell for a while"))
    terminal.send("\r")
    terminal.wait_for(WORDS("there is no shell here to go to; the program goes on"))
    terminal.send("4")
    terminal.wait_for("III#1")
    assert modes.ever & MOUSE == {"1000", "1002", "1006"}


# -- ended ------------------------------------------------------------------------------------------------------------


def whole_again(terminal: Any, modes: TerminalModes) -> None:
    """The modes are a shell's, the settings too, and the sentence was said on the terminal's own screen."""
    until(terminal, lambda: modes.on == AT_THE_SHELL, "every mode is off")
    assert modes.keyboard == 0
    last = modes.sent.rpartition(b"\x1b[?1049l")[2]
    until(terminal, lambda: ENDED.encode() in modes.sent.rpartition(b"\x1b[?1049l")[2], f"the sentence: {last!r}")
    assert b"Traceback" not in modes.sent


IN_SUITE = [signal.SIGHUP, signal.SIGKILL]
"""The line that is gone, and what only the guard can answer; the sentence is looked at with one more."""


@longer
@pytest.mark.slow
@pytest.mark.parametrize("how", of_these(NAMED, IN_SUITE), ids=lambda how: how.name)
def test_whatever_ends_it_the_terminal_is_whole(opened: Any, plan_file: Path, how: signal.Signals) -> None:
    terminal, modes = opened(in_a_shell(plan_file))
    at_rest(terminal)
    os.kill(child_of(terminal.process.pid), how)
    terminal.wait_for(f"ended with {128 + how}")
    whole_again(terminal, modes)
    cooked = termios.ECHO | termios.ICANON | termios.ISIG
    until(terminal, lambda: settings(terminal)[3] & cooked == cooked, "the settings of a shell")


_ALONE = sorted(ALL - {signal.SIGKILL})


@longer
@pytest.mark.parametrize("how", of_these(_ALONE, sorted(ALL - set(IN_SUITE))), ids=lambda how: how.name)
def test_any_other_signal_ends_it_as_it_would_and_gives_the_terminal_back(how: signal.Signals) -> None:
    code = AS_A_SHELL.format(answered=True) + _GUARDED  # the last of a session would take its terminal along
    child = Forked(sys.executable, ["-c", code], env={"HOME": "/"}, dimensions=(24, 80), timeout=PATIENCE)
    child.expect("runs")
    assert not settings_of(child)[3] & termios.ECHO
    os.kill(child_of(child.pid), how)
    child.expect(r"\x1b\[\?1049l")
    child.expect("the journal has it")
    child.sendline()
    child.expect(f"ended with {128 + how}")
    assert settings_of(child)[3] & termios.ECHO
    child.sendline()
    child.expect(pexpect.EOF)
    child.ptyproc.delayafterclose = 0.01
    child.close()


@pytest.mark.parametrize("how", BOTH, ids=lambda how: how.name)
def test_a_line_that_takes_nothing_holds_up_no_end_and_gets_its_terminal_back_when_it_does(how: signal.Signals) -> None:
    code = AS_A_SHELL.format(answered=True) + _GUARDED
    child = Forked(sys.executable, ["-c", code], env={"HOME": "/"}, dimensions=(24, 80), timeout=PATIENCE)
    child.expect("runs")
    job = child_of(child.pid)
    line = os.open(os.readlink(f"/proc/{job}/fd/0"), os.O_RDWR | os.O_NOCTTY)
    termios.tcflow(line, termios.TCOOFF)
    os.kill(job, how)
    wait_until(lambda: state(job) == "", "the program ends")
    assert not settings_of(child)[3] & termios.ECHO, "nothing was given back yet"
    termios.tcflow(line, termios.TCOON)
    os.close(line)
    child.expect(r"\x1b\[\?1049l")
    child.expect("the journal has it")
    wait_until(lambda: settings_of(child)[3] & termios.ECHO, "the settings of a shell")
    child.sendline()
    child.expect(f"ended with {128 + how}")
    child.sendline()
    child.expect(pexpect.EOF)
    child.ptyproc.delayafterclose = 0.01
    child.close()


_GUARDED = """
import select, sys, termios, tty
from tui.start import terminal_guard
from tui.terminal.endings import Endings

class App:
    def last_words(self): return "the journal has it"
    def call_from_anywhere(self, callback): return False
    def exit(self): ...

before = termios.tcgetattr(0)
tty.setraw(0)
terminal_guard.stand(before, termios.tcgetattr(0))
terminal_guard.say_at_the_end("the journal has it")
with Endings(App()).watched():
    print("runs", flush=True)
    while True:
        select.select([], [], [], 0.05)  # not pause(): a signal just before it would wait for the next one
"""


@pytest.mark.parametrize("how", BOTH, ids=lambda how: how.name)
def test_the_sentence_says_where_the_edits_are(opened: Any, plan_file: Path, tmp_path: Path, how: signal.Signals) -> None:
    terminal, modes = opened(in_a_shell(plan_file), XDG_STATE_HOME=str(tmp_path))
    change_the_status(terminal)
    os.kill(child_of(terminal.process.pid), how)
    terminal.wait_for(f"ended with {128 + how}")
    (journal,) = (tmp_path / "kehoach").glob("*.journal")
    until(terminal, lambda: journal.name in "".join(terminal.text.split("\n")), "the journal")
    assert modes.on == AT_THE_SHELL


_OPENING = [(how, step) for how in ENDING for step in (1, 300, 1000, 3000, 10_000, 30_000, 100_000, 1_000_000)]
_OPENING_IN_SUITE = [(signal.SIGQUIT, 1000), (signal.SIGINT, 300), (signal.SIGTERM, 3000), (signal.SIGKILL, 3000)]


@longer
@pytest.mark.parametrize(("how", "step"), of_these(_OPENING, _OPENING_IN_SUITE), ids=str)
def test_it_is_whole_as_well_when_the_program_ends_while_it_opens(plan_file: Path, tmp_path: Path, how: signal.Signals, step: int) -> None:
    assert not faults_of_an_end(plan_file, tmp_path, how, step)


def test_a_plan_that_was_asked_about_first_has_a_guard_as_well(opened: Any, tmp_path: Path) -> None:
    terminal, modes = opened(in_a_shell(tmp_path / "new.toml"), shown="2026-2030")
    terminal.send("2026-2030\n")
    until(terminal, lambda: not settings(terminal)[3] & termios.ISIG, "the workbench has the terminal")
    terminal.wait_for("Bắt đầu kế hoạch")
    os.kill(child_of(terminal.process.pid), signal.SIGKILL)
    terminal.wait_for("ended with 137")
    whole_again(terminal, modes)


def test_a_fault_of_the_program_is_a_sentence(opened: Any, plan_file: Path, tmp_path: Path) -> None:
    planted = (
        "import sys; from tui.screens.flows.looking import Looking; from tui.commands.main import main;"
        "Looking.do_redraw = lambda self: 1 / 0; sys.exit(main(sys.argv[1:]))"
    )
    terminal, modes = opened(
        [sys.executable, "-c", planted, str(plan_file), "--lang", "vi", "--as-of", "22/11/2026"], XDG_STATE_HOME=str(tmp_path)
    )
    at_rest(terminal)
    terminal.send("\x0c")
    assert terminal.finish() == 2
    assert ENDED.encode() in modes.sent.rpartition(b"\x1b[?1049l")[2] and b"Traceback" not in modes.sent
    assert modes.on == AT_THE_SHELL and modes.keyboard == 0
    (kept,) = (tmp_path / "kehoach").glob("fault-*.txt")
    assert "ZeroDivisionError" in kept.read_text(encoding="utf-8") and kept.stat().st_mode & 0o77 == 0


def test_the_guard_is_for_what_python_cannot_answer_and_nothing_else() -> None:
    assert {signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL} == ALL & BY_THE_GUARD


# -- the modes --------------------------------------------------------------------------------------------------------


@longer
@pytest.mark.parametrize("how", of_these(["the option", "the settings"], ["the settings"]))
def test_the_mouse_can_be_left_to_the_terminal(opened: Any, plan_file: Path, how: str, tmp_path: Path) -> None:
    (tmp_path / "kehoach").mkdir()
    (tmp_path / "kehoach" / "config.toml").write_text("mouse = false\n" if how == "the settings" else "", encoding="utf-8")
    more = ["--no-mouse"] if how == "the option" else []
    command = [sys.executable, "-m", "tui", str(plan_file), "--lang", "vi", "--as-of", "22/11/2026", *more]
    terminal, modes = opened(command, XDG_CONFIG_HOME=str(tmp_path))
    at_rest(terminal)
    assert not modes.ever & MOUSE
