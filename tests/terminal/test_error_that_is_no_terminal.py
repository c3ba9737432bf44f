"""The workbench whose standard error is closed or leads into a file: the terminal is drawn on all the same, the file gets what is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.terminal import Terminal, put_away


@pytest.mark.parametrize("where", ["&-", "said"])
def test_the_terminal_is_drawn_on(plan_file: Path, where: str) -> None:
    said = plan_file.with_name("said")
    line = f"exec {sys.executable} -m tui {plan_file} --lang vi --timings 2>{said if where == 'said' else where}"
    terminal = Terminal(["bash", "-c", line], columns=80, rows=24, environ={"PYTHONPATH": str(ROOT)})
    try:
        terminal.wait_for("GRDP")
        terminal.send("4")
        terminal.wait_for("III#1")
        terminal.send("q")
        assert terminal.finish() == 0
    finally:
        put_away(terminal)
    if where == "said":
        assert "GRDP" not in said.read_text() and "of CPU" in said.read_text()
