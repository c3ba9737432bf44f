"""The program on a terminal of its own, that gets a signal at a step of its opening, and what came of it.

The process is born with the signals ignored or blocked that one beside a shell may have.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from pathlib import Path
from typing import Any, Final

import pexpect

from tests.support.at_a_step import counted, signalled_at
from tests.support.loaded import Forked, Spawned
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tests.support.terminal_modes import AT_THE_SHELL, TerminalModes

ENDING: Final = (
    *(signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGABRT, signal.SIGUSR1, signal.SIGALRM, signal.SIGXCPU),
    *(signal.SIGKILL, signal.SIGSEGV),
)
_SHOWN: Final = b"GRDP"
_BORN: Final = """
import _signal, os, sys
for ignored in (_signal.SIGINT, _signal.SIGQUIT, _signal.SIGHUP, _signal.SIGALRM):
    _signal.signal(ignored, _signal.SIG_IGN)
_signal.pthread_sigmask(_signal.SIG_BLOCK, {_signal.SIGTERM, _signal.SIGUSR1})
from tui.commands.main import main
"""


def steps_of_opening(plan: Path, home: Path, *, afresh: bool = False) -> int:
    """About how many steps an opening has until the plan is shown."""
    file = home / "steps"
    child, modes, _ = _started(counted(file), plan, home, afresh)
    try:
        _read(child, lambda: _SHOWN in modes.sent)
        return int(file.read_text(encoding="ascii"))
    finally:
        _put_away(child)


def faults_of_an_end(plan: Path, home: Path, number: signal.Signals, step: int, *, afresh: bool = False) -> list[str]:
    """What is not as it should be when the signal comes at the step of an opening; where the opening has no such step, right after it."""
    child, modes, before = _started(signalled_at(step, number), plan, home, afresh)
    faults: list[str] = []
    try:
        _read(child, lambda: _SHOWN in modes.sent)
        if child.isalive():
            child.kill(number)
            _read(child, lambda: False)
        if child.isalive():
            return [f"{number.name} at step {step}: the program goes on"]
        by = child.signalstatus
        if by != number:
            faults.append(f"ended by {by}, exit code {child.exitstatus}")
        _read(child, lambda: modes.on == AT_THE_SHELL and termios.tcgetattr(child.child_fd) == before, ended=True)
        if modes.on != AT_THE_SHELL or modes.keyboard:
            faults.append(f"modes left on or off: {sorted(modes.on ^ AT_THE_SHELL)}")
        if termios.tcgetattr(child.child_fd) != before:
            faults.append("the settings of the terminal are not what they were")
        faults += [f"said: {word}" for word in ("Traceback", "Exception ignored") if word.encode() in modes.sent]
    finally:
        _put_away(child)
    return [f"{number.name} at step {step}: {fault}" for fault in faults]


def _started(code: str, plan: Path, home: Path, afresh: bool) -> tuple[Any, TerminalModes, list[Any]]:
    environ = {"PYTHONPATH": str(ROOT), "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    arguments = ["-c", f"{_BORN}{code}begin_to_count()\nraise SystemExit(main())", str(plan), "--lang", "vi", "--as-of", "22/11/2026"]
    kind = Spawned if afresh else Forked
    before = _settings_of_a_new_terminal()
    child = kind(sys.executable, arguments, env=environ, dimensions=(24, 80), timeout=PATIENCE)
    child.logfile_read = modes = TerminalModes()
    return child, modes, before


def _settings_of_a_new_terminal() -> list[Any]:
    """As the program finds them: on a busy machine it has set its own by the time anybody looks at its terminal."""
    ours, its = os.openpty()
    try:
        return termios.tcgetattr(its)
    finally:
        os.close(ours)
        os.close(its)


def _read(child: Any, reached: Any, *, ended: bool = False) -> None:
    """Read until something is so, or the process has ended, where it has not ``ended`` already."""
    until = time.monotonic() + PATIENCE
    while not reached() and time.monotonic() < until and (ended or child.isalive()):
        try:
            child.read_nonblocking(1 << 16, 0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            continue


def _put_away(child: Any) -> None:
    if child.isalive():
        child.kill(signal.SIGKILL)
        child.wait()
    child.ptyproc.delayafterclose = child.ptyproc.delayafterterminate = 0.01
    child.close(force=True)
