"""Run a command in a pseudo-terminal of 100×30, look at the four tabs, filter, quit. Exits 1 when a screen is not what it should be.

python .ci/in_a_terminal.py ./run
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time

import pexpect
import pyte

COLUMNS, ROWS = 100, 30
PATIENCE = 120.0
"""Seconds for anything to come: it only ends what hangs, on a machine as busy as can be."""
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9]*q|\x1b\[\?u")  # queries pyte would print


class Terminal:
    """A program behind a terminal screen that can be read."""

    spawn = pexpect.spawn

    def __init__(self, command: list[str], *, columns: int = COLUMNS, rows: int = ROWS, environ: dict[str, str] | None = None) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        plain = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLORTERM", "TMUX")}
        env = plain | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "KEHOACH_TOUR": "0", "KEHOACH_PREPARED": "0"} | (environ or {})
        self.process = self.spawn(command[0], command[1:], env=env, dimensions=(rows, columns), timeout=PATIENCE)
        self.process.ptyproc.delayafterclose = 0.01

    def pump(self, seconds: float = 0.05) -> None:
        """Take in what the program has sent."""
        with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
            self._stream.feed(_UNKNOWN.sub(b"", self.process.read_nonblocking(65536, seconds)))

    _text = ""

    @property
    def text(self) -> str:
        """The screen as a person reads it; put together anew when something was drawn since."""
        if self.screen.dirty:
            self.screen.dirty.clear()
            self._text = "\n".join(line.rstrip() for line in self.screen.display)
        return self._text

    def wait_for(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until a text is on the screen. Raises AssertionError with the screen when it does not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.pump()
            if text in self.text:
                return
        raise AssertionError(f"{text!r} is not on the screen within {seconds:g} s:\n{self.text}")

    def send(self, keys: str) -> None:
        """Type keys."""
        self.process.send(keys)

    def finish(self, seconds: float = PATIENCE) -> int:
        """Wait for the program to end; its exit code. Raises AssertionError with the screen when it goes on."""
        end = time.monotonic() + seconds
        while self.process.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"it has not ended within {seconds:g} s:\n{self.text}")
            self.pump()
        self.process.close()
        return int(self.process.exitstatus if self.process.exitstatus is not None else -1)


def main() -> int:
    terminal = Terminal([*sys.argv[1:], "--lang", "vi"])
    terminal.wait_for("GRDP", 300)
    for key, expected in (("2", "Định hướng ngành"), ("3", "xổ số kiến thiết"), ("4", "III.1.a#1"), ("1", "GRDP")):
        terminal.send(key)
        terminal.wait_for(expected)
    terminal.send("4")
    terminal.wait_for("III.1.a#1")
    terminal.send("/dat dai")
    terminal.wait_for("đất đai")
    terminal.send("\r")
    terminal.send("q")
    code = terminal.finish()
    print(f"the workbench opened, showed four tabs, filtered and left with exit code {code}")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
