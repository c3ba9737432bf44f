"""What is copied reaches the clipboard of the terminal a person sits at, or it is said that it may not have."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import longer, of_these
from tests.support.loaded import Spawned
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE, wait_until
from tui.terminal import clipboard

PLAIN = {"TERM": "xterm-256color"}


def sent_by(text: str, environ: dict[str, str], over_mosh: bool = False) -> tuple[str, object]:
    sent: list[str] = []
    told = clipboard.copy(text, sent.append, environ, over_mosh)
    return "".join(sent), told


def text_in(sequence: str) -> str:
    found = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found is not None, repr(sequence)
    return base64.b64decode(found[1]).decode()


@pytest.mark.parametrize(("text", "arrives"), [("", ""), ("Hà Nội", "Hà Nội"), ("a\tb\nc\x1b[31m\x07\x9b", "a\tb\nc[31m")])
def test_a_text_comes_through_without_what_a_terminal_acts_on(text: str, arrives: str) -> None:
    sequence, told = sent_by(text, PLAIN)
    assert text_in(sequence) == arrives and told == clipboard.SENT


@given(st.text(max_size=3000))
def test_screen_hands_it_on_in_pieces_that_fit_its_buffer(text: str) -> None:
    wrapped, told = sent_by(text, PLAIN | {"STY": "1.pts-0"})
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", wrapped, re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == wrapped and all(len(piece) < 768 for piece in pieces)
    assert "".join(pieces) == sent_by(text, PLAIN)[0] and told == clipboard.THROUGH_SCREEN


@pytest.mark.parametrize(
    ("environ", "over_mosh", "text", "told"),
    [
        (PLAIN, True, "a", clipboard.THROUGH_MOSH),
        (PLAIN, False, "a" * 80_000, clipboard.LONG),
        ({"TERM": "tmux-256color"}, False, "a", clipboard.PAST_TMUX),
        ({"TERM": "screen.xterm-256color"}, False, "a", clipboard.THROUGH_SCREEN),
        (PLAIN | {"TMUX": "/nowhere/tmux,1,0", "PATH": ""}, False, "a", clipboard.NOT_TO_TMUX),
        (PLAIN | {"TMUX": "/nowhere/tmux,1,0", "PATH": os.environ["PATH"]}, False, "a", clipboard.NOT_TO_TMUX),
    ],
)
def test_what_is_not_sure_is_said(environ: dict[str, str], over_mosh: bool, text: str, told: object) -> None:
    assert sent_by(text, environ, over_mosh)[1] == told


# -- a real tmux ------------------------------------------------------------------------------------------------------


class Tmux:
    """A server of its own, with the program in it, and a terminal attached whose input is kept."""

    def __init__(self, folder: str, plan: Path, *settings: str) -> None:
        self.socket = os.path.join(folder, "s")
        environ = {k: v for k, v in os.environ.items() if k not in ("TMUX", "TMUX_PANE", "NO_COLOR")} | {
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
        }
        self.environ = environ | {"TERM": "xterm-256color"}
        config = Path(folder, "conf")
        config.write_text("".join(f"set -g {line}\n" for line in settings), encoding="utf-8")
        program = [sys.executable, "-m", "tui", str(plan), "--lang", "en", "--as-of", "22/11/2026"]
        command = ["-S", self.socket, "-f", str(config), "new-session", *program]
        self.attached = Spawned("tmux", command, env=self.environ, dimensions=(24, 80), timeout=PATIENCE)

    def run(self, *command: str) -> str:
        done = subprocess.run(["tmux", "-S", self.socket, *command], env=self.environ, capture_output=True, text=True, check=False)
        return done.stdout

    def until(self, text: str, *command: str) -> str:
        """Wait until what a command prints has a text."""
        end = time.monotonic() + PATIENCE
        while text not in (seen := self.run(*command)):
            if time.monotonic() > end:
                raise AssertionError(f"{text!r} has not come:\n{seen}\n{self.run('capture-pane', '-p')}")
            self.pump()
        return seen

    def pump(self) -> None:
        """Take in what the terminal was sent, for a moment."""
        try:
            self.seen += self.attached.read_nonblocking(65536, 0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return

    seen = b""


@pytest.fixture
def tmux(plan_file: Path) -> Iterator[Any]:
    """Opens the program in a tmux with some settings; the server is ended at the end."""
    opened: list[Tmux] = []
    with tempfile.TemporaryDirectory(prefix="kh") as folder:  # the name of a socket must be short

        def open_in(*settings: str) -> Tmux:
            opened.append(Tmux(folder, plan_file, *settings))
            return opened[-1]

        yield open_in
        for one in opened:
            one.run("kill-server")
            one.attached.close(force=True)


@longer
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
@pytest.mark.parametrize(
    "settings",
    of_these([(), ("set-clipboard on",), ("set-clipboard off",), ("allow-passthrough on",)], [(), ("set-clipboard off",)]),
    ids=lambda s: "".join(s) or "as it comes",
)
def test_it_arrives_in_tmux_however_that_is_set(tmux: Any, settings: tuple[str, ...]) -> None:
    server = tmux(*settings)
    server.until("filter", "capture-pane", "-p")
    server.run("send-keys", "y")
    server.until("copied into tmux", "capture-pane", "-p")
    assert "GRDP" in server.run("show-buffer")
    server.run("send-keys", "Y")
    row = server.until("\t", "show-buffer")
    assert row.startswith("(1)") or "GRDP" in row

    def sent_on() -> list[str]:
        server.pump()
        return [base64.b64decode(part).decode() for part in re.findall(rb"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", server.seen)]

    wait_until(lambda: row in sent_on(), "the terminal tmux is attached to was sent it as well", sent_on)
