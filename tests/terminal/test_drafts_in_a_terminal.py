"""What was typed more than a second before a kill -9 stands in its field again, in the real program."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.terminal import until
from tui.store.log import journal

Start = Callable[..., Any]

TYPED = "vietdo"
_WAYS = {
    "a cell": ("4", "\r"),
    "a form": ("4", "E"),
    "a note of a meeting": ("m", "\r", "n"),
}


def _noted() -> bool:
    folder = journal.journal_folder()
    return any(TYPED in (folder / name).read_text(encoding="ascii") for name in journal.names_in(folder))


@pytest.mark.parametrize("way", _WAYS)
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
    second.wait_for("Ctrl+S")
    assert plan_file.read_bytes() == sample, "nothing became part of the plan unasked"
    _go(second, way)
    second.wait_for(TYPED)
    second.wait_for("Ctrl+G")
