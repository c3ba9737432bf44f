"""The real program behind a real (pseudo-)terminal: keys as bytes, the screen as a person reads it, the file at the end."""

from __future__ import annotations

import io
import os
import signal
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import longer, of_these
from tests.support.terminal import (
    ONE_WAS_LEFT,
    WORDS,
    asked_about_what_was_left,
    cell_by_cell_to_the_status,
    change_the_status,
    change_the_status_step_by_step,
    wait_gone,
)
from tests.support.workbench import AS_OF, changed_lines
from tui.frames.build import Frames
from tui.frames.tables.tasks import tasks_view
from tui.store.plan_file import load

SIZES = ((80, 24), (140, 40))


@longer
@pytest.mark.parametrize("size", of_these(SIZES, SIZES[:1]), ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_whole_session_changes_exactly_one_line(started: Any, plan_file: Path, sample: str, size: tuple[int, int]) -> None:
    terminal = started(size=size)
    change_the_status_step_by_step(terminal)
    terminal.send("1")
    terminal.wait_for("GRDP")
    terminal.wait_for("● 1")  # the change is counted on every tab
    terminal.send("4")
    terminal.wait_for(WORDS("returned"))
    terminal.send("u")
    wait_gone(terminal, "● 1")
    terminal.send("U")
    terminal.wait_for("● 1")
    assert plan_file.read_text(encoding="utf-8") == sample, "nothing is written before it is asked for"
    terminal.send("\x13")  # Ctrl+S
    terminal.wait_for(WORDS.count("{n} change saved to {file}", "{n} changes saved to {file}", 1, file="plan.toml"))
    terminal.send("q")
    assert terminal.finish() == 0
    assert changed_lines(sample, plan_file.read_text(encoding="utf-8")) == (
        ['status = "in_progress" # lời của người nhập'],
        ['status = "returned" # lời của người nhập'],
    )


def test_vietnamese_typed_by_an_input_method_reaches_the_file(started: Any, plan_file: Path) -> None:
    """Telex composes by taking letters back: backspaces and letters in one burst."""
    terminal = started()
    terminal.send("4")
    terminal.wait_for("III#1")
    terminal.send("l")
    terminal.send("\r")
    terminal.wait_for(WORDS("{field}: Enter keeps, Esc backs out", field=WORDS("Task")))
    terminal.send("\x15")  # Ctrl+U: empty
    terminal.send("Ke\x7fế hoach\x7f\x7f\x7fạch")
    terminal.wait_for("Kế hoạch ")
    terminal.send("\r")
    terminal.wait_for("● 1")
    terminal.send("\x1b[21~")  # F10
    wait_gone(terminal, "● 1")
    terminal.send("q")
    assert terminal.finish() == 0
    assert tomllib.loads(plan_file.read_text(encoding="utf-8"))["tasks"]["III-1"]["summary"] == "Kế hoạch"


@longer
@pytest.mark.parametrize("how", of_these([signal.SIGKILL, signal.SIGHUP], [signal.SIGKILL]), ids=lambda how: how.name)
def test_a_program_that_is_ended_leaves_the_file_whole_and_the_changes_on_offer(
    started: Any, plan_file: Path, sample: str, how: signal.Signals
) -> None:
    terminal = started()
    change_the_status(terminal)
    os.kill(terminal.process.pid, how)
    terminal.finish()
    assert plan_file.read_text(encoding="utf-8") == sample

    terminal = started(shown=ONE_WAS_LEFT)  # on the tab that was left, where the program could still keep it
    terminal.send("k")
    terminal.wait_for("● 1")
    terminal.send("4")
    cell_by_cell_to_the_status(terminal)  # a line that is gone leaves the filter for the next start, and with it one row
    terminal.wait_for(WORDS("returned"))
    assert plan_file.read_text(encoding="utf-8") == sample
    terminal.send("w")
    wait_gone(terminal, "● 1")
    terminal.send("q")
    assert terminal.finish() == 0
    assert len(changed_lines(sample, plan_file.read_text(encoding="utf-8"))[1]) == 1


def test_a_program_killed_while_it_saves_leaves_the_old_file_or_the_new_one(started: Any, plan_file: Path, sample: str) -> None:
    after = sample.replace('status = "in_progress" # lời', 'status = "returned" # lời')
    terminal = started()
    change_the_status(terminal)
    terminal.send("\x13")
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.finish()
    assert plan_file.read_text(encoding="utf-8") in (sample, after)

    terminal = started(shown="tỉnh Mẫu")  # nothing a dead program left stands in the way of the next
    if asked_about_what_was_left(terminal):
        terminal.send("k")
    if plan_file.read_text(encoding="utf-8") == sample:
        terminal.wait_for("● 1")
        terminal.send("w")
        wait_gone(terminal, "● 1")
    terminal.send("q")
    assert terminal.finish() == 0
    assert plan_file.read_text(encoding="utf-8") == after
    assert [p.name for p in plan_file.parent.iterdir() if p.name.endswith(".tmp")] == []


def test_without_colour_no_colour_is_sent_and_the_terminal_is_given_back(started: Any) -> None:
    """After leaving: the cursor is visible, and the mouse and the alternate screen are switched off."""
    terminal = started(size=(140, 40), NO_COLOR="1")
    terminal.send("4")
    terminal.wait_for("III#1")
    used = {(cell.fg, cell.bg) for line in terminal.screen.buffer.values() for cell in line.values()}
    assert used == {("default", "default")}
    terminal.process.logfile_read = sent = io.BytesIO()
    terminal.send("q")
    assert terminal.finish() == 0
    last = sent.getvalue()
    for switch in (b"\x1b[?25h", b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert switch in last, f"{switch!r} was not sent"


def test_keys_typed_ahead_reach_what_they_were_meant_for(started: Any, plan_file: Path) -> None:
    """Over a slow line many keys arrive in one piece: the ``d`` of ``dat`` is not the key that deletes."""
    plan = load(plan_file).plan
    columns = [c.key for c in tasks_view(Frames(plan), plan, AS_OF, WORDS).columns]
    before = {id: dict(task) for id, task in plan.tables["tasks"].items()}
    terminal = started()
    to_summary = "l" * columns.index("summary")
    terminal.send(f"4/ra soat dat dai\r{to_summary}\r, dot 2\rw1")
    terminal.wait_for("GRDP")
    terminal.send("q")
    assert terminal.finish() == 0
    after = {id: dict(task) for id, task in load(plan_file).plan.tables["tasks"].items()}
    changed = {id: task["summary"] for id, task in after.items() if task != before[id]}
    assert len(changed) == 1 and len(after) == len(before)
    assert all(summary == before[id]["summary"] + ", dot 2" for id, summary in changed.items())
