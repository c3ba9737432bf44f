"""A program in a pseudo-terminal of a fixed size, and the clock on it.

All times are milliseconds, from just before the program is started or just before a key is written. While the
program writes, its output is only read, dated and answered; the screen is drawn when it has fallen silent. The
silence that shows it has finished is waited for and never counted, nor is output that changes nothing a person sees
(VisiData moves its hidden cursor for 0.4 s after each key).
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from bench.keys import key_bytes
from bench.terminal import Terminal

NS_PER_MS: Final = 1e6
FOREVER_S: Final = 60.0
"""A program that has not shown its first screen by then never will."""
START_SILENCE_S: Final = 0.4
KEY_SILENCE_S: Final = 0.2
GLANCE_S: Final = 0.05
"""After so much silence, look whether the text waited for has come."""
NO_ANSWER_S: Final = 1.0
"""A key that changed nothing by then is taken to do nothing."""
EXIT_S: Final = 5.0


class Start(NamedTuple):
    """How a program started; ``None`` for what did not happen."""

    frame_ms: float | None
    """The first frame with anything on it."""
    text_ms: float | None
    """The first frame with the text that shows the data is there."""
    ready_ms: float | None
    """The last frame that differs from the one before it, with that text on the screen."""
    bytes: int


class Press(NamedTuple):
    """What one key did."""

    visible_ms: float | None
    """The first frame that differs."""
    settled_ms: float | None
    """The last frame that differs from the one before it."""
    bytes: int


class Session:
    """One run of a program; a context manager, so that it never outlives the measurement."""

    def __init__(self, command: Sequence[str], columns: int, lines: int, environment: Mapping[str, str], directory: Path) -> None:
        self.terminal = Terminal(columns, lines)
        self._shown = self.terminal.frame()
        self._received = 0
        self._last_output = 0
        self.ended = False
        """Whether the program has closed its terminal."""
        self._started = time.perf_counter_ns()
        self._child, self._master = pty.fork()
        if self._child == 0:
            _become(command, columns, lines, environment, directory)
        os.set_blocking(self._master, False)
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -- what is measured -----------------------------------------------------------------------------------------

    def start(self, known: re.Pattern[str]) -> Start:
        """Wait until ``known`` is on the screen and the program is silent."""
        frame = text = ready = None
        deadline = self._started + int(FOREVER_S * 1e9)
        while text is None and not self._over(deadline):
            self._gather(GLANCE_S, deadline)
            for at in self._frames():
                shown = self.terminal.text()
                if frame is None and shown.strip():
                    frame = at
                if text is None and known.search(shown):
                    text = at
                if text is not None:
                    ready = at
        self._gather(START_SILENCE_S, deadline)
        ready = max(self._frames(), default=ready)
        ready_ms = None if text is None or self.ended else _ms(self._started, ready)
        return Start(_ms(self._started, frame), _ms(self._started, text), ready_ms, self._received)

    def press(self, key: str) -> Press:
        """Press a key and wait until the program has dealt with it."""
        self._read(0.001)
        for _ in self._frames():
            pass
        received = self._received
        pressed = self._send(self._bytes_of(key))
        self._gather(KEY_SILENCE_S, pressed + int(FOREVER_S * 1e9), since=pressed)
        changes = list(self._frames())
        visible, settled = (changes[0], changes[-1]) if changes else (None, None)
        return Press(_ms(pressed, visible), _ms(pressed, settled), self._received - received)

    def quit(self, keys: Sequence[str]) -> float | None:
        """Press these keys, one after the other has been dealt with; from the last one until the process is gone."""
        for key in keys[:-1]:
            self.press(key)
        pressed = self._send(self._bytes_of(keys[-1]))
        while time.perf_counter_ns() - pressed < EXIT_S * 1e9:
            self._read(0.001)
            if self._gone():
                return _ms(pressed, time.perf_counter_ns())
        return None

    def close(self) -> None:
        """End the program if it still runs: this one process, by its id."""
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            if self._gone():
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, number)
            patience = time.perf_counter_ns() + int(1e9)
            while not self._gone() and time.perf_counter_ns() < patience:
                self._read(0.01)
        if self._master >= 0:
            os.close(self._master)
            self._master, self.ended = -1, True

    # -- how ------------------------------------------------------------------------------------------------------

    def _bytes_of(self, key: str) -> bytes:
        return key_bytes(key, application_cursor=self.terminal.modes[1])

    def _over(self, deadline: int) -> bool:
        return self.ended or time.perf_counter_ns() >= deadline

    def _gather(self, silence_s: float, deadline: int, since: int | None = None) -> None:
        """Read until the program is silent for so long; with ``since``, a key's answer is waited for first."""
        while not self._over(deadline):
            self._read(0.005)
            now = time.perf_counter_ns()
            answered = self._last_output > (since or 0)
            if answered and now - self._last_output >= silence_s * 1e9:
                return
            if since and not answered and now - since >= NO_ANSWER_S * 1e9:
                return

    def _read(self, timeout_s: float) -> None:
        """Take what there is, dated when it is read, and answer what it asks."""
        if self.ended:
            time.sleep(timeout_s)
            return
        if not self._poll.poll(timeout_s * 1000):
            return
        while True:
            try:
                data = os.read(self._master, 1 << 16)
            except BlockingIOError:
                return
            except OSError:  # the other end is closed
                data = b""
            if not data:
                self.ended = True
                return
            self._last_output = time.perf_counter_ns()
            self._received += len(data)
            if replies := self.terminal.arrive(self._last_output, data):
                self._send(replies)

    def _send(self, data: bytes) -> int:
        """Write to the program; the moment before."""
        at = time.perf_counter_ns()
        with contextlib.suppress(OSError):
            while data:
                try:
                    data = data[os.write(self._master, data) :]
                except BlockingIOError:
                    time.sleep(0.001)
        return at

    def _frames(self) -> Iterator[int]:
        """Draw what is pending; the date of each chunk that changed the picture. Reads in between: the program never waits."""
        while self.terminal.pending:
            at = self.terminal.draw_next()
            self._read(0)
            frame = self.terminal.frame()
            if frame != self._shown:
                self._shown = frame
                yield at

    def _gone(self) -> bool:
        """Whether the process has ended (and is reaped)."""
        if self._child:
            with contextlib.suppress(ChildProcessError):
                pid, _ = os.waitpid(self._child, os.WNOHANG)
                if not pid:
                    return False
            self._child = 0
        return True


def _become(command: Sequence[str], columns: int, lines: int, environment: Mapping[str, str], directory: Path) -> None:
    """In the child: be the program. Never returns."""
    try:
        termios.tcsetwinsize(0, (lines, columns))
        os.chdir(directory)
        os.execvpe(command[0], list(command), dict(environment))
    except BaseException as error:
        os.write(2, f"cannot run {command[0]}: {error}\r\n".encode())
    finally:
        os._exit(127)


def _ms(since: int, at: int | None) -> float | None:
    return None if at is None else (at - since) / NS_PER_MS
