"""What a person sees in the first hundredths of a second, and what is left of it when the program does not go on."""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import ROOT, SHIPPED
from tests.support.patience import PATIENCE
from tui.commands import main, workbench
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.flows.navigation import MODES
from tui.start import first_paint
from tui.start.language import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_words_are_those_of_the_workbench(language: str) -> None:
    words = Words(language)
    title, tabs, _ = first_paint.WORDS[language]
    assert title == words(N_("Plan"))
    assert tabs == tuple(words(name) for _, name in MODES.values())
    assert first_paint.MANY[language] == words(N_("Roll-up"))


def test_the_commands_are_those_of_the_command_line() -> None:
    assert frozenset(workbench.COMMANDS) == main.COMMANDS


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], ""),
        (["a.toml"], "a.toml"),
        (["--lang", "en", "a.toml", "--readonly"], "a.toml"),
        (["--as-of=2025-12-31", "a.toml"], "a.toml"),
        (["--timings"], ""),
        (["--as-of", "2025-12-31", "--lang=en"], ""),
        (["--lang"], None),
        (["--lang", "", "a.toml"], None),
        (["a.toml", ""], None),
        (["--debug", "a.toml"], "a.toml"),
        (["--debug", "check"], None),
        (["check"], None),
        (["--help"], None),
        (["--version"], None),
        (["--wrong", "a.toml"], None),
        (["a.toml", "b.toml"], None),
    ],
)
def test_it_is_only_for_the_workbench(arguments: list[str], named: str | None) -> None:
    assert first_paint.plan_named(arguments, main.COMMANDS) == named


def test_nothing_heavy_is_loaded_before_it() -> None:
    code = "import sys; before = set(sys.modules); import tui.commands.main; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stdout))
    assert {name for name in loaded if name.startswith("tui")} == {
        "tui",
        "tui.commands",
        "tui.commands.main",
        "tui.start",
        "tui.start.debug_log",
        "tui.start.early_cursor",
        "tui.start.ending_signals",
        "tui.start.first_page",
        "tui.start.first_paint",
        "tui.start.language",
        "tui.start.others_file",
        "tui.start.places",
        "tui.start.sgr",
        "tui.start.terminal_guard",
        "tui.start.terminal_size",
        "tui.start.timings",
        "tui.start.what_path",
        "tui.start.which_plan",
    }
    assert not loaded & {"argparse", "typing", "re", "json", "enum", "collections", "pathlib"}


@longer
@pytest.mark.parametrize(
    ("name", "said"), of_these([("no-such.text", "no-such.text"), ("--as-of=never", "never")], [("no-such.text", "no-such.text")])
)
def test_it_gives_way_to_a_sentence(tmp_path: Path, name: str, said: str) -> None:
    environ = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    child = pexpect.spawn(sys.executable, ["-m", "tui", "--lang", "en", name], env=environ, cwd=str(ROOT), dimensions=(24, 80))
    child.expect(pexpect.EOF)
    seen = child.before.decode()
    assert "Opening" in seen
    left, _, after = seen.partition("\x1b[?1049l")
    assert said in after and "\x1b[?1049h" in left
    child.close()
    assert child.exitstatus == 2


_READ_FOR_EVER = """
import os, sys, time
from tui.start import first_paint

def read(event, given):
    if event == "open" and given[0] == sys.argv[-1] and "tui.store.plan_file" in sys.modules:
        while True:
            time.sleep(0.01)

sys.addaudithook(read)
from tui.commands.main import main
raise SystemExit(main())
"""


def test_the_terminal_is_as_it_was_when_the_opening_is_stopped(tmp_path: Path) -> None:
    """Ctrl+C while a plan is read that takes long: nothing of the first screen is left, neither shown nor in the terminal's settings."""
    plan = tmp_path / "large.toml"
    plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    environ = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(tmp_path), "PATH": os.environ["PATH"], "KEHOACH_SECOND": "0"}
    program = f"{shlex.quote(sys.executable)} -c {shlex.quote(_READ_FOR_EVER)} --lang en {plan}"
    command = f"trap : INT; stty -a; {program}; echo ended with $?; stty -a"
    child = pexpect.spawn("/bin/sh", ["-c", command], env=environ, cwd=str(ROOT), dimensions=(24, 80), timeout=PATIENCE)
    child.expect("Opening")
    child.send("\x1ajj\x03")  # Ctrl+Z is no longer the shell's; Ctrl+C stops
    child.expect("ended with (\\d+)")
    assert child.match[1] == b"130"
    seen = child.before.decode()
    child.expect(pexpect.EOF)
    assert "\x1b[?1049l" in seen and "Traceback" not in seen
    after = child.before.decode().split()
    assert {"echo", "icanon", "icrnl", "ixon", "isig"} <= set(word.rstrip(";") for word in after)
