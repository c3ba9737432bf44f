"""A session in a browser: one process of the program in a pseudo-terminal of its own, and whoever looks at it.

The browser is the terminal. A connection that is lost takes nothing with it: the process goes on for a while and is shown again to the
same person; after that it ends as at a terminal that is gone, its edits in the person's journal.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import json
import os
import pty
import signal
import struct
import sys
import termios
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui.start import browser

_PIECE: Final = 1 << 16
_MOST_INPUT: Final = 1 << 22
"""Bytes typed or pasted that wait for the program at most."""
_MOST_LINE: Final = 1 << 14
_LEAST, _WIDEST, _HIGHEST = 20, 500, 200
_PATIENCE: Final = 5.0
"""Seconds the program has to end by itself."""
PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LANGUAGE", "TZ", "PYTHONHASHSEED", "POLARS_MAX_THREADS")
"""Variables of the server the program gets: no editor, pager, shell or agent of the account that serves."""

Show = Callable[[bytes], Awaitable[None]]
Tell = Callable[[str], Awaitable[None]]


@attrs.frozen(kw_only=True)
class Start:
    """What a session of a person is started with: the plans that are served, the folder of their files, variables, options."""

    person: str
    acts_for: str
    """The person the program is told it acts for; "" where the account is their own."""
    plans: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    options: tuple[str, ...]


class Session:
    """A process of the program for one person and plan. Made by :meth:`begin`."""

    def __init__(self, person: str, plan: int, process: asyncio.subprocess.Process, terminal: int, told: int) -> None:
        self.person, self.plan = person, plan
        self.process = process
        self.begun = self.used = time.monotonic()
        """When it began, and when a key was last pressed in it, in seconds of a clock that is never set."""
        self.left: float | None = None
        """When its connection was lost; None while somebody looks."""
        self._terminal, self._told = terminal, told
        self._show: Show | None = None
        self._tell: Tell | None = None
        self._typed = bytearray()
        self._loop = asyncio.get_running_loop()
        self._offers = b""
        self._size = (0, 0)
        self._reading: asyncio.Task[None] | None = None
        self._loop.add_reader(told, self._listen)
        self._output = asyncio.create_task(self._hand_on())
        self.ended = asyncio.create_task(self._wait())

    @classmethod
    async def begin(cls, start: Start, plan: int, size: tuple[int, int]) -> Session:
        """Start the program over one of the plans. Raises OSError."""
        terminal, inside = pty.openpty()
        told, tells = os.pipe()
        for handle in (terminal, told):
            os.set_blocking(handle, False)
        _resize(terminal, *size)
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "kehoach-serve", "PYTHONPATH": _package()}
        environment |= start.environment
        environment[browser.VARIABLE] = browser.variable(start.acts_for, str(start.folder), start.plans, tells)
        try:
            process = await asyncio.create_subprocess_exec(
                # -P: what somebody has uploaded is no module of the program
                *(sys.executable, "-P", "-m", "tui", start.plans[plan], *start.options),
                stdin=inside,
                stdout=inside,
                stderr=inside,
                cwd=start.folder,
                env=environment,
                pass_fds=(tells,),
                start_new_session=True,
                preexec_fn=_own_the_terminal,
            )
        except BaseException:
            os.close(terminal)
            os.close(told)
            raise
        finally:
            os.close(inside)
            os.close(tells)
        return cls(start.person, plan, process, terminal, told)

    # -- who looks ------------------------------------------------------------------------------------------------------

    def looked_at_by(self, show: Show, tell: Tell, size: tuple[int, int]) -> None:
        """Show it to a connection from now on; what is on the screen is drawn again."""
        again = self.left is not None
        self._show, self._tell, self.left = show, tell, None
        self.used = time.monotonic()
        self.resize(*size)
        if again:
            self._signal(signal.SIGCONT)  # the program draws everything anew, and sets what a terminal is asked to do

    def left_by(self, show: Show) -> None:
        """A connection is gone; where another has taken its place nothing happens."""
        if self._show == show:
            self._show = self._tell = None
            self.left = time.monotonic()

    def type(self, text: str) -> None:
        """Keys, or a paste, for the program; what is too much at once is left out as a whole."""
        self.used = time.monotonic()
        data = text.encode("utf-8", "replace")
        if len(self._typed) + len(data) > _MOST_INPUT:
            return
        waits = bool(self._typed)
        self._typed += data
        if not waits:
            self._pass_on()

    def resize(self, width: int, height: int) -> None:
        """The size of the window, in cells."""
        size = min(max(width, _LEAST), _WIDEST), min(max(height, 5), _HIGHEST)
        if size != self._size:
            self._size = size
            with contextlib.suppress(OSError):
                _resize(self._terminal, *size)

    async def end(self) -> None:
        """End it as at a terminal that is gone: what is unsaved stays in the journal. One that does not go is killed."""
        self._signal(signal.SIGHUP)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self.ended), _PATIENCE)
            return
        self._signal(signal.SIGKILL)
        await self.ended

    # -- the process ----------------------------------------------------------------------------------------------------

    async def _hand_on(self) -> None:
        """Hand on what the program draws; no faster than the connection takes it, and to nobody while nobody looks."""
        while data := await self._drawn():
            show = self._show
            if show is not None:
                with contextlib.suppress(ConnectionError, RuntimeError):
                    await show(data)

    async def _drawn(self) -> bytes:
        while True:
            try:
                return os.read(self._terminal, _PIECE)
            except BlockingIOError:
                pass
            except OSError:
                return b""  # nobody holds the other end any more
            readable = self._loop.create_future()
            self._loop.add_reader(self._terminal, _ready, readable)
            try:
                await readable
            finally:
                self._loop.remove_reader(self._terminal)

    def _pass_on(self) -> None:
        try:
            del self._typed[: os.write(self._terminal, self._typed)]
        except BlockingIOError:
            pass
        except OSError:
            self._typed.clear()
        if self._typed:
            self._loop.add_writer(self._terminal, self._pass_on)
        else:
            self._loop.remove_writer(self._terminal)

    def _listen(self) -> None:
        """What the program tells besides what it draws: a line of JSON each."""
        try:
            data = os.read(self._told, _MOST_LINE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._loop.remove_reader(self._told)
            return
        *lines, rest = (self._offers + data).split(b"\n")
        self._offers = rest[-_MOST_LINE:]
        for one in lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                self._offer(json.loads(one)["file"])

    def _offer(self, name: Any) -> None:
        if isinstance(name, str) and self._tell is not None:
            told = self._tell(json.dumps(["kehoach", {"file": name.partition("/")[0]}]))
            self._reading = asyncio.ensure_future(_quietly(told))

    async def _wait(self) -> None:
        await self.process.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self._output), 1.0)
        self._output.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._output
        for handle in (self._told, self._terminal):
            self._loop.remove_reader(handle)
            self._loop.remove_writer(handle)
            os.close(handle)
        self._typed.clear()

    def _signal(self, number: int) -> None:
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


async def _quietly(told: Awaitable[None]) -> None:
    with contextlib.suppress(ConnectionError, RuntimeError):
        await told


def _ready(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _resize(terminal: int, width: int, height: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))


def _own_the_terminal() -> None:
    """In the new process: its terminal is that of its session, which is told of a new size and of its end."""
    try:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    except OSError as fault:
        if fault.errno != errno.EPERM:
            raise


def _package() -> str:
    """The folder the program's package is in."""
    return str(Path(__file__).resolve().parents[2])
