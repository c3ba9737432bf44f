"""Any terminal, as it is: its size is its own, its letters are UTF-8, and where no screen can be shown a sentence says so."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.support.lengths import in_proofs, longer, of_these
from tests.support.loaded import Spawned
from tests.support.paths import ROOT
from tests.support.terminal import WORDS, program_in_a_terminal, put_away, until
from tests.support.workbench import open_workbench
from tui.screens.dialogs.commands import Commands
from tui.start.terminal_size import terminal_size

LATIN_1 = {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
"""As Python is where the locale is set to ISO-8859-1; that locale itself is not on every machine."""


@pytest.fixture
def opened(plan_file: Path) -> Iterator[Any]:
    running = []

    def open_in(size: tuple[int, int] = (80, 24), shown: str = "GRDP", **environ: str) -> Any:
        terminal = program_in_a_terminal(plan_file, size=size, **environ)
        running.append(terminal)
        terminal.wait_for(shown)
        return terminal

    yield open_in
    for terminal in running:
        put_away(terminal)


def test_what_the_environment_says_of_the_size_is_not_believed(opened: Any) -> None:
    terminal = opened(size=(100, 30), COLUMNS="40", LINES="10")
    until(terminal, lambda: WORDS("filter") in terminal.screen.display[29], "the keys on the last line of the terminal")
    assert any(line.rstrip().endswith("22/11/2026") and len(line.rstrip()) > 90 for line in terminal.screen.display)
    assert WORDS("at least {width}×{height} is needed", width=60, height=16) not in terminal.text


@pytest.mark.parametrize(
    ("environ", "size"),
    [({"COLUMNS": "100", "LINES": "40"}, (100, 40)), ({"COLUMNS": "-3", "LINES": "9" * 99}, (80, 24)), ({}, (80, 24))],
)
def test_it_is_where_the_terminal_says_nothing(environ: dict[str, str], size: tuple[int, int]) -> None:
    ours, theirs = os.openpty()  # 0 × 0 until somebody says
    try:
        assert terminal_size(theirs, environ) == size
    finally:
        os.close(ours)
        os.close(theirs)
    with open(os.devnull) as nothing:
        assert terminal_size(nothing.fileno(), environ) == size


@in_proofs
def test_the_letters_are_utf_8_whatever_the_locale(opened: Any) -> None:
    terminal = opened(**LATIN_1)
    terminal.wait_for(WORDS("filter"))
    assert "Kế hoạch" in terminal.text and "▌1 Mục tiêu▐" in terminal.text and "?" not in terminal.screen.display[1]
    terminal.send("/nông nghiệp, lâm nghiệp")
    terminal.wait_for("nông nghiệp, lâm nghiệp")


def test_so_are_those_of_a_command(plan_file: Path) -> None:
    environ = {"PYTHONPATH": str(ROOT), "HOME": str(plan_file.parent)} | LATIN_1
    child = Spawned(sys.executable, ["-m", "tui", "check", str(plan_file), "--lang", "vi"], env=environ, dimensions=(60, 120))
    child.expect(pexpect.EOF)
    child.close()
    seen = child.before.decode("utf-8")
    assert child.exitstatus == 0 and not seen.isascii() and "Traceback" not in seen


@longer
@pytest.mark.parametrize("term", of_these(["dumb", "", None], ["dumb", None]))
def test_a_terminal_without_a_screen_is_a_sentence(plan_file: Path, term: str | None) -> None:
    environ = {"PYTHONPATH": str(ROOT), "HOME": str(plan_file.parent)} | ({} if term is None else {"TERM": term})
    child = Spawned(
        "/bin/sh",
        ["-c", f'{"unset TERM;" if term is None else ""} exec {shlex.quote(sys.executable)} -m tui --lang en "$0"', str(plan_file)],
        env=environ,
    )
    child.expect(pexpect.EOF)
    child.close()
    seen = child.before.decode()
    assert child.exitstatus == 2 and "kehoach status" in seen and "\x1b" not in seen and seen.count("\n") == 1
    assert ("TERM=dumb" in seen) == (term == "dumb")


def test_neither_is_what_is_no_terminal(plan_file: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "tui", str(plan_file)], capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL)
    assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1


TOO_SMALL = [(1, 1), (20, 5), (59, 40), (200, 3)]


@longer
@pytest.mark.parametrize("size", of_these(TOO_SMALL, TOO_SMALL[:1]), ids=str)
async def test_where_there_is_no_room_a_sentence_stands_until_there_is(plan_file: Path, size: tuple[int, int]) -> None:
    async with open_workbench(plan_file, lang="en") as bench:
        await bench.press("4")
        before = bench.screen
        for dialog in (False, True):
            if dialog:
                await bench.press("colon")
                await bench.dialog(Commands)
            with_room = bench.screen
            await bench.pilot.resize_terminal(*size)
            await bench.settle()
            words = bench.screen.split()
            assert size == (1, 1) or " ".join(words) == "at least 60×16 is needed"
            await bench.pilot.resize_terminal(80, 24)
            await bench.settle()
            assert bench.screen == with_room
        await bench.press("escape")
        assert bench.screen == before and bench.unsaved == 0


async def test_nothing_is_changed_that_nobody_can_see(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en", size=(20, 5)) as bench:
        await bench.press("4", "d")
        assert bench.app.screen is bench.app.plan_screen, "nothing is asked"
        await bench.press("enter", "x", "S")
        assert bench.app.screen is bench.app.plan_screen and bench.unsaved == 0
        await bench.press("q")
        await bench.until(lambda: not bench.app.is_running, "it can be left")
