"""The workbench whose standard error is closed or leads into a file: the terminal is drawn on all the same, the file gets what is said."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.terminal import LoadedTerminal, Terminal, put_away

INTO_A_FILE = """
import os
os.dup2(os.open({!r}, os.O_WRONLY | os.O_CREAT, 0o600), 2)
from tui.commands.main import main
raise SystemExit(main())
"""


@pytest.mark.parametrize("where", ["&-", "said"])
def test_the_terminal_is_drawn_on(plan_file: Path, where: str) -> None:
    said = plan_file.with_name("said")
    environ = {"PYTHONPATH": str(ROOT)}
    if where == "said":
        command = [sys.executable, "-c", INTO_A_FILE.format(str(said)), str(plan_file), "--lang", "vi", "--timings"]
        terminal = LoadedTerminal(command, columns=80, rows=24, environ=environ)
    else:  # Python itself sees at its start that there is none
        line = f"exec {shlex.quote(sys.executable)} -m tui {plan_file} --lang vi --timings 2>{where}"
        terminal = Terminal(["bash", "-c", line], columns=80, rows=24, environ=environ)
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
