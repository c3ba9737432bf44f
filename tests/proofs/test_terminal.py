"""A terminal that goes away, and a program that is told to end: nothing typed is lost, and nobody is left behind."""

from __future__ import annotations

import os
import select
import signal
from pathlib import Path
from typing import Any

from tests.support.patience import PATIENCE
from tests.support.terminal import ONE_WAS_LEFT, change_the_status, wait_gone


def ended(process: Any) -> int:
    """Wait for a program whose terminal nobody reads any more; its exit code, or minus the signal that ended it."""
    alive = os.pidfd_open(process.pid)
    try:
        assert select.select([alive], [], [], PATIENCE)[0], "the program goes on although its terminal is gone"
    finally:
        os.close(alive)
    process.wait()
    return int(-process.signalstatus if process.exitstatus is None else process.exitstatus)


def offered_and_restored(started: Any, plan_file: Path, sample: str) -> None:
    """The next session offers the one change, and it can be saved."""
    assert plan_file.read_text(encoding="utf-8") == sample
    terminal = started(shown=ONE_WAS_LEFT)  # on the tab that was left, filtered as it was
    terminal.send("k")
    terminal.wait_for("● 1")
    terminal.send("w")
    wait_gone(terminal, "● 1")
    terminal.send("q")
    assert terminal.finish() == 0
    assert 'status = "returned" # lời của người nhập' in plan_file.read_text(encoding="utf-8")


def test_a_terminal_that_is_closed_ends_the_program_and_loses_nothing(started: Any, plan_file: Path, sample: str) -> None:
    terminal = started()
    change_the_status(terminal)
    line = terminal.process.ptyproc
    line.fileobj.close()  # the line drops: nobody holds the other end any more
    line.closed = terminal.process.closed = True
    assert ended(line) == -signal.SIGHUP, "no exception, not even while leaving"
    offered_and_restored(started, plan_file, sample)


def test_a_program_that_is_told_to_end_does_so_and_loses_nothing(started: Any, plan_file: Path, sample: str) -> None:
    terminal = started()
    change_the_status(terminal)
    os.kill(terminal.process.pid, signal.SIGTERM)
    terminal.finish()
    assert terminal.process.signalstatus == signal.SIGTERM, "what ended it is what was asked of it, as whoever waits for it expects"
    assert "Traceback" not in terminal.text
    offered_and_restored(started, plan_file, sample)
