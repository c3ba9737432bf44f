"""The wire behind real terminals: what it shows is what Textual shows by itself, and it gets out of the way when it must."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.patience import wait_until
from tests.support.terminal import WORDS, LoadedTerminal, Terminal, put_away, wait_gone
from tests.support.wire_beside import same_picture
from tests.support.workbench import open_workbench
from tui.config import config_path
from tui.terminal.textual_internals import private_names

KEYS_AND_WHAT_THEY_SHOW = (
    ("", "GRDP"),
    ("4", "III#1"),
    ("jjllss", "▸"),
    ("/đất\r", "đất"),
    ("2jj", "▌2 "),
    ("1G?", WORDS("Keys of this screen")),
)


def stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def test_after_a_stop_everything_is_sent_afresh(started: Any) -> None:
    terminal = started()
    terminal.send("4")
    terminal.wait_for("III#1")
    os.kill(terminal.process.pid, signal.SIGTSTP)
    wait_until(lambda: terminal.pump() or stopped(terminal.process.pid), "the program stops")
    terminal.screen.reset()
    os.kill(terminal.process.pid, signal.SIGCONT)
    for shown in ("Cơ cấu lại", "▌4 ", "III#1", WORDS("keys")):
        terminal.wait_for(shown)
    terminal.send("q")
    assert terminal.finish() == 0


def alone(plan_file: Path, name: str) -> Path:
    """A copy of the plan that nobody else has open: who has is on the screen."""
    copy = plan_file.parent / name / plan_file.name
    copy.parent.mkdir()
    return Path(shutil.copyfile(plan_file, copy))


FAULTY = """
import tui.terminal.frame_diff
show, calls = tui.terminal.frame_diff.Frame.show, []

def faulty(*given):
    calls.append(1)
    if len(calls) > 6:
        raise ZeroDivisionError
    return show(*given)

tui.terminal.frame_diff.Frame.show = faulty
from tui.commands.main import main
raise SystemExit(main())
"""


@pytest.mark.slow
def test_a_fault_of_ours_leaves_a_whole_screen(started: Any, plan_file: Path) -> None:
    command = [sys.executable, "-c", FAULTY, str(alone(plan_file, "faulty")), "--lang", "vi", "--as-of", "22/11/2026"]
    faulty = LoadedTerminal(command, columns=80, rows=24, environ={"PYTHONPATH": str(ROOT)})
    try:
        plain = started(KEHOACH_WIRE="plain")
        for terminal in (faulty, plain):
            terminal.wait_for("GRDP")
            for key in ("4", "j", "1", "j", "4"):
                terminal.send(key)
                terminal.wait_for("III#1" if key == "4" else "")
            terminal.send("2")
            wait_gone(terminal, "III#1")
        wait_until(lambda: [t.pump() for t in (faulty, plain)] and faulty.text == plain.text, "both show the same")
        faulty.send("q")
        assert faulty.finish() == 0
    finally:
        put_away(faulty)


@pytest.mark.parametrize("how", ["environment", "setting", "another Textual"])
async def test_everything_can_be_left_to_textual(plan_file: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    if how == "environment":
        monkeypatch.setenv("KEHOACH_WIRE", "plain")
    elif how == "setting":
        _set_up('wire = "plain"\n')
    else:
        monkeypatch.setattr(private_names, "MISSING", "App._display")
    try:
        async with open_workbench(plan_file, every_frame=True) as driver:
            await driver.press("down")
            assert driver.app._left_to_textual
            assert "wire" not in driver.status
    finally:
        config_path().unlink(missing_ok=True)


async def test_a_wrong_setting_is_said_and_changes_nothing(plan_file: Path) -> None:
    _set_up('wire = "fast"\n')
    try:
        async with open_workbench(plan_file, size=(140, 40), lang="en", every_frame=True) as driver:
            await driver.until(lambda: "“wire”" in driver.status, "the setting is named")
            assert not driver.app._left_to_textual
    finally:
        config_path().unlink()


def _set_up(text: str) -> None:
    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text(text)


def test_textual_has_every_private_name_that_is_used() -> None:
    assert private_names.MISSING == ""


@pytest.fixture
def in_tmux(tmp_path: Path) -> Iterator[Callable[[Path, str], Any]]:
    """Starts the program on a plan, its frames sent as said, within a tmux of its own; what tmux makes of them is on the terminal."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux here")
    running = []

    def start(plan: Path, wire: str) -> Any:
        python = f"PYTHONPATH={shlex.quote(str(ROOT))} KEHOACH_WIRE={wire} {shlex.quote(sys.executable)}"
        program = f"exec env {python} -m tui --lang vi --as-of 22/11/2026 {plan}"
        command = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / f"{wire}.socket"), "new-session", program, ";", "set", "status", "off"]
        running.append(Terminal(command, columns=100, rows=30))
        return running[-1]

    yield start
    for terminal in running:
        put_away(terminal)
    for socket in ("plain", "lean"):
        subprocess.run(["tmux", "-S", str(tmp_path / f"{socket}.socket"), "kill-server"], check=False, capture_output=True)


@pytest.mark.slow
def test_tmux_shows_the_same(in_tmux: Callable[[Path, str], Any], plan_file: Path) -> None:
    terminals = [in_tmux(alone(plan_file, wire), wire) for wire in ("plain", "lean")]

    def the_same(shown: str) -> bool:
        for terminal in terminals:
            terminal.pump()
        if any(shown not in terminal.text for terminal in terminals):
            return False
        with contextlib.suppress(AssertionError):  # not yet, or never
            same_picture(*(terminal.screen for terminal in terminals))
            return True
        return False

    for keys, shown in KEYS_AND_WHAT_THEY_SHOW:
        for terminal in terminals:
            terminal.send(keys)
        try:
            wait_until(lambda shown=shown: the_same(shown), f"both show the same, with {shown}")  # type: ignore[misc]
        except AssertionError:
            same_picture(*(terminal.screen for terminal in terminals))  # says where they differ
            raise
