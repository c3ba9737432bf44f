"""What was typed more than a second before a kill -9 stands in its field again, in the real program."""

from __future__ import annotations

import datetime as dt
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import SAMPLE
from tests.support.terminal import WORDS, until
from tests.support.workbench import AS_OF
from tui.frames.build import Frames
from tui.frames.tables.tasks import tasks_view
from tui.model.fields import TABLES
from tui.store.log import journal
from tui.store.plan_file import load

Start = Callable[..., Any]

TYPED = "zqd"
WAYS = ("a cell", "a form", "a note of a meeting")


def _go(terminal: Any, way: str) -> None:
    """Open the field; keys typed ahead are answered in their order."""
    if way == "a note of a meeting":
        terminal.send("m")
        terminal.wait_for(WORDS.date(dt.date(2025, 6, 15)))  # which meeting? the one that is open
        terminal.send("\x1b[B\r")
        terminal.wait_for(WORDS.count("{n} item", "{n} items", 1)[2:])
        terminal.send("j")  # from the heading to the item
        terminal.send("\r")
        terminal.wait_for("1/1")
        terminal.send("L")
        terminal.wait_for(WORDS("Enter takes · Esc backs out"))
        return
    terminal.send("4")
    terminal.wait_for("III#1")
    if way == "a form":
        terminal.send("E" + "\t" * [field.key for field in TABLES["tasks"]].index("summary"))
        terminal.wait_for("F10")
        return
    plan = load(SAMPLE).plan
    columns = [c.key for c in tasks_view(Frames(plan), plan, AS_OF, WORDS).columns]
    terminal.send("\x1b[H" + "l" * columns.index("summary") + "\r")


def _noted() -> bool:
    folder = journal.journal_folder()
    return any(TYPED in (folder / name).read_text(encoding="ascii") for name in journal.names_in(folder))


@longer
@pytest.mark.parametrize("way", of_these(WAYS, WAYS[:1]))
def test_killed_in_the_middle_of_a_word(started: Start, plan_file: Path, way: str) -> None:
    sample = plan_file.read_bytes()
    first = started()
    _go(first, way)
    first.send(TYPED)
    first.wait_for(TYPED)
    until(first, _noted, "the draft is in the journal")
    first.process.kill(signal.SIGKILL)
    first.process.wait()
    second = started(shown="1 ")
    second.wait_for("k  ")
    second.send("k")
    told = WORDS.count("{n} draft waits in its field: {places}", "{n} drafts wait in their fields: {places}", 1, places="")
    second.wait_for(told)
    assert plan_file.read_bytes() == sample, "nothing became part of the plan unasked"
    _go(second, way)
    second.wait_for(TYPED)
    second.wait_for("Ctrl+G")
