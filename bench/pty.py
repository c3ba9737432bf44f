"""A program in a pseudo-terminal of a fixed size, and the clock on it.

All times are milliseconds, from just before the program is started or just before a key is written. While the
program writes, its output is only read, dated and answered; the screen is drawn when it has fallen silent. The
silence that shows it has finished is waited for and never counted, nor is output that changes nothing a person sees
(VisiData moves its hidden cursor for 0.4 s after each key). A program that is silent but still reckons has not finished. The processor time
of a start or a key ends half that silence after the last output: what a program then makes ready for later, nobody has asked for.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pty
import re
import select
import signal
import termios
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from bench import processes
from bench.answered import Place, arrived_at, left_cells, moved_for_good, place_of
from bench.keys import key_bytes
from bench.terminal import Terminal

NS_PER_MS: Final = 1e6
EXIT_S: Final = 10.0
BUSY: Final = 0.3
"""A program that takes more than this part of a core has not finished, whatever it shows."""
_ENDED_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG
_LIBC: Final = ctypes.CDLL(None)


class Patience(NamedTuple):
    """How long is waited for what, in seconds; none of it is counted."""

    start: float = 60.0
    """A program that has not shown its data by then never will."""
    start_silence: float = 0.4
    silence: float = 0.12
    """After so much silence a key has been dealt with."""
    no_answer: float = 1.0
    """A key that wrote nothing by then is taken to do nothing."""
    key: float = 20.0


class Start(NamedTuple):
    """How a program started; ``None`` for what did not happen."""

    frame_ms: float | None
    """The first frame with anything on it."""
    text_ms: float | None
    """The first frame with the text that shows the data is there."""
    ready_ms: float | None
    """The last frame that differs from the one before it, with that text on the screen."""
    bytes: int
    deflated: int = 0
    cpu_ms: float | None = None
    answered_ms: float | None = None
    """With a key pressed as soon as that text is there: the first frame that shows it was heard."""
    peak_bytes: int | None = None


class Press(NamedTuple):
    """What one key did, or several at the pace of a held one: times from the last."""

    visible_ms: float | None
    """The first frame that differs."""
    settled_ms: float | None
    """The last frame that differs from the one before it."""
    bytes: int
    deflated: int = 0
    cpu_ms: float | None = None
    arrived_ms: float | None = None
    """The last frame in which the rows' first cells differ: by then the cursor is where the keys have sent it.

    Of a held key only in lines that its later presses before the last one have changed: what a program shows of the record once the key
    is let go stands in others."""


class Quiet(NamedTuple):
    """What a program does while nobody presses a key."""

    bytes: int
    cpu_percent: float
    wake_ups_per_s: float


class Exit(NamedTuple):
    """From the last key, and from the moment the terminal was given back, until the process was gone."""

    ended_ms: float | None
    after_ms: float | None


class Session:
    """One run of a program; a context manager, so that it never outlives the measurement."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int,
        lines: int,
        environment: Mapping[str, str],
        directory: Path,
        patience: Patience = Patience(),  # noqa: B008 - frozen
    ) -> None:
        self.terminal = Terminal(columns, lines)
        self._shown = self.terminal.frame()
        self._received = 0
        self._deflated = 0
        self._deflate = zlib.compressobj(6)  # as ssh -C has it
        self._not_deflated: list[bytes] = []
        self._not_parsed: list[tuple[int, bytes]] = []
        self._drawing = False
        self._last_output = 0
        self._patience = patience
        self.ended = False
        """Whether the program has closed its terminal."""
        self._started = time.perf_counter_ns()
        self._child, self._master = pty.fork()
        if self._child == 0:
            _become(command, columns, lines, environment, directory)
        self._calm = _Calm(self._child)
        os.set_blocking(self._master, False)
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._child

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # -- what is measured -----------------------------------------------------------------------------------------

    def start(self, known: re.Pattern[str], probe: str | None = None, answer: re.Pattern[str] | None = None) -> Start:
        """Wait until ``known`` is on the screen and the program is at rest.

        ``probe`` is a key pressed at once when it is; it is answered when ``answer`` is on the screen, without one when the
        cursor is where it stays. Figures other than ``answered_ms`` are then those of the start and the key together.
        """
        frame = text = ready = answered = pressed = None
        places: list[tuple[int, Place]] = []
        deadline = self._started + int(self._patience.start * 1e9)
        while not self._over(deadline):
            self._read(0.002)
            for at in self._frames():
                shown = self.terminal.text()
                if frame is None and shown.strip():
                    frame = at
                if text is None and known.search(shown):
                    text = at
                    if probe:
                        pressed = self._send(self._bytes_of(probe))
                if pressed and answer and answered is None and answer.search(shown):
                    answered = at
                if text is not None:
                    ready = at
                    places.append((at, place_of(self._shown)))
            if text is not None and (answered is not None or not answer or not probe):
                break
        self._gather(self._patience.start_silence, deadline, since=pressed)
        for at in self._frames():
            ready = at
            places.append((at, place_of(self._shown)))
        if pressed and not answer:
            answered = moved_for_good(places)
        there = text is not None and not self.ended
        return Start(
            _ms(self._started, frame),
            _ms(self._started, text),
            _ms(self._started, ready) if there else None,
            self._received,
            self._take_deflated(),
            self._cpu_when_silent(),
            _ms(self._started, answered),
            self.peak_bytes(),
        )

    def press(self, key: str, times: int = 1, pace_s: float = 0.0) -> Press:
        """Press a key, or hold it for ``times`` at a pace, and wait until the program has dealt with it."""
        self._read(0.001)
        for _ in self._frames():
            pass
        self._take_deflated()
        received, cpu = self._received, self.cpu_ms()
        begun = held = time.perf_counter_ns()
        for number in range(times):
            while (left := begun / 1e9 + number * pace_s - time.perf_counter_ns() / 1e9) > 0:
                self._read(left)
            pressed = self._send(self._bytes_of(key))
            if number == times // 2:
                held = pressed
        self._gather(self._patience.silence, pressed + int(self._patience.key * 1e9), since=pressed)
        cpu_after = self._cpu_when_silent()
        visible = settled = None
        cells = [(begun, left_cells(self._shown))]
        for at in self._frames():
            cells.append((at, left_cells(self._shown)))
            if at >= pressed:
                visible, settled = visible or at, at
        arrived = arrived_at(cells, held, pressed)
        return Press(
            _ms(pressed, visible),
            _ms(pressed, settled),
            self._received - received,
            self._take_deflated(),
            None if cpu is None or cpu_after is None else cpu_after - cpu,
            # the cursor may have stood there before the last key was let go: then it was not behind
            _ms(pressed, arrived) if arrived or visible is None else 0.0,
        )

    def wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Press nothing until something is so, at most so long."""
        deadline = time.perf_counter_ns() + int(seconds * 1e9)
        while not until() and not self._over(deadline):
            self._idle(0.05)

    def quiet(self, seconds: float, before: float = 1.0) -> Quiet:
        """Press nothing for so long, after having pressed nothing for a while."""
        self._idle(before)
        received, cpu, woken, begun = self._received, self.cpu_ms() or 0.0, processes.wake_ups(self._child), time.perf_counter_ns()
        self._idle(seconds)
        took = (time.perf_counter_ns() - begun) / 1e9
        woken = processes.wake_ups(self._child) - woken
        return Quiet(self._received - received, ((self.cpu_ms() or 0.0) - cpu) / took / 10, woken / took)

    def cpu_ms(self) -> float | None:
        """CPU time so far; ``None`` when it has ended."""
        return processes.cpu_ns(self._child) / NS_PER_MS if self._child else None

    def _cpu_when_silent(self) -> float | None:
        """The same when it was looked first whether it still reckons, since its last output."""
        first = self._calm.first
        return self.cpu_ms() if first is None or not self._child else first / NS_PER_MS

    def peak_bytes(self) -> int | None:
        """Peak memory so far."""
        return processes.peak_bytes(self._child) if self._child else None

    def quit(self, keys: Sequence[str]) -> Exit:
        """Press these keys, one after the other has been dealt with; from the last one until the process is gone."""
        for key in keys[:-1]:
            self.press(key)
        pressed = self._send(self._bytes_of(keys[-1]))
        while time.perf_counter_ns() - pressed < EXIT_S * 1e9:
            self._read(0.001)
            if self._gone():
                now, restored = time.perf_counter_ns(), self.terminal.restored_at
                after = _ms(restored, now) if restored is not None and restored >= pressed else None
                return Exit(_ms(pressed, now), after)
        return Exit(None, None)

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

    def _idle(self, seconds: float) -> None:
        deadline = time.perf_counter_ns() + int(seconds * 1e9)
        while (left := deadline - time.perf_counter_ns()) > 0:
            self._read(left / 1e9)

    def _gather(self, silence_s: float, deadline: int, since: int | None = None) -> None:
        """Read until the program is silent and calm for so long; with ``since``, a key's answer is waited for first."""
        self._calm.begin()
        while not self._over(deadline):
            self._read(0.005)
            now = time.perf_counter_ns()
            answered = self._last_output > (since or 0)
            silent_s = (now - self._last_output) / 1e9
            if answered and silent_s < silence_s / 2:
                self._calm.begin()
            elif answered and self._calm.for_so_long(silence_s / 2) and silent_s >= silence_s:
                return
            if since and not answered and now - since >= self._patience.no_answer * 1e9 and self._calm.for_so_long(silence_s / 2):
                return

    def _read(self, timeout_s: float) -> None:
        """Take what there is, dated when it is read, and answer what it asks."""
        if self.ended:
            time.sleep(min(timeout_s, 0.005))
            return
        if not self._poll.poll(max(0.0, timeout_s) * 1000):
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
            self._not_deflated.append(data)
            self._not_parsed.append((self._last_output, data))
            if not self._drawing:
                self._parse()

    def _parse(self) -> None:
        for at, data in self._not_parsed:
            if replies := self.terminal.arrive(at, data):
                self._send(replies)
        self._not_parsed.clear()

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
            self._drawing = True  # what is read meanwhile is dated at once and parsed after
            at = self.terminal.draw_next(lambda: self._read(0))
            self._drawing = False
            self._parse()
            frame = self.terminal.frame()
            if frame != self._shown:
                self._shown = frame
                yield at

    def _take_deflated(self) -> int:
        """What the output since the last call comes to in one compressed stream that is flushed after every read."""
        before = self._deflated
        for data in self._not_deflated:
            self._deflated += len(self._deflate.compress(data)) + len(self._deflate.flush(zlib.Z_PARTIAL_FLUSH))
        self._not_deflated.clear()
        return self._deflated - before

    def _gone(self) -> bool:
        """Whether the process has ended (and is reaped)."""
        if self._child:
            with contextlib.suppress(ChildProcessError):
                pid, _ = os.waitpid(self._child, os.WNOHANG)
                if not pid:
                    return False
            self._child = 0
        return True


class _Calm:
    """Whether a program has stopped computing: looked at twice, some time apart, because a look costs as much as a key."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._look: tuple[int, int] | None = None
        self.first: int | None = None
        """Its processor time at the first look, ns."""
        self._is_calm = False

    def begin(self) -> None:
        self._look, self.first, self._is_calm = None, None, False

    def for_so_long(self, seconds: float) -> bool:
        now = time.perf_counter_ns()
        if self._look is None:
            self.first = processes.cpu_ns(self._pid)
            self._look = (now, self.first)
        elif (apart := now - self._look[0]) >= seconds * 0.8e9:
            cpu = processes.cpu_ns(self._pid)
            # on a busy machine it may get less of a core than it wants
            self._is_calm = cpu - self._look[1] < BUSY * apart and not processes.runs_now(self._pid)
            self._look = (now, cpu)
        return self._is_calm


def _become(command: Sequence[str], columns: int, lines: int, environment: Mapping[str, str], directory: Path) -> None:
    """In the child: be the program. Never returns."""
    try:
        _LIBC.prctl(_ENDED_WITH_PARENT, signal.SIGKILL)
        termios.tcsetwinsize(0, (lines, columns))
        os.chdir(directory)
        os.execvpe(command[0], list(command), dict(environment))
    except BaseException as error:
        os.write(2, f"cannot run {command[0]}: {error}\r\n".encode())
    finally:
        os._exit(127)


def _ms(since: int, at: int | None) -> float | None:
    return None if at is None else (at - since) / NS_PER_MS
