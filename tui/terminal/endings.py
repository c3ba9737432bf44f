"""The end of the program by a signal: the terminal is given back, a sentence says where the edits are, and the signal is what ended it.

Every edit is in the journal before it is seen, so nothing has to be saved here. ``SIGHUP``, ``SIGTERM`` and ``SIGINT`` let the
event loop come to its end; whatever else would end a process ends this one on the spot, and so does a second signal. Not answered:
``SIGKILL``, which cannot be, and the signals of a fault in compiled code, to which an answer in Python never comes; for those there
is :mod:`tui.start.terminal_guard`.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final, Protocol

from tui.start import terminal_guard

_CALM: Final = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT})
_LEFT_ALONE: Final = frozenset(
    {
        *(signal.SIGKILL, signal.SIGSTOP),  # cannot be answered
        *(signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL),  # the fault would come again and again
        *(signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU, signal.SIGCONT),  # stop the program, or let it go on
        *(signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH, signal.SIGPIPE, signal.SIGXFSZ),  # do nothing to it
    }
)
_PATIENCE: Final = 5
"""Seconds the event loop has to come to its end."""


class Ending(Protocol):
    """An application as its end sees it."""

    def last_words(self) -> str:
        """What is to be said if the program ends before its time."""

    def call_from_anywhere(self, callback: Callable[[], Any]) -> bool:
        """Have the event loop call back, from a signal handler; False when it does not run."""

    def exit(self) -> None: ...


class Endings:
    """Answers the signals that end a program while :meth:`watched`; ``by`` is the one that has come."""

    def __init__(self, app: Ending) -> None:
        self._app = app
        self.by: int | None = None

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """While the application runs."""
        before: dict[int, Any] = {}
        number: int
        for number in signal.valid_signals() - _LEFT_ALONE:
            with contextlib.suppress(OSError, ValueError):  # the C library keeps two for itself
                before[number] = signal.signal(number, self._answer)
        try:
            yield
        finally:
            signal.alarm(0)
            for number, handler in before.items():
                signal.signal(number, handler)
        if self.by is not None:
            self._end()

    def _answer(self, number: int, _: FrameType | None) -> None:
        first = self.by is None
        self.by = self.by or number
        if first and number in _CALM and self._app.call_from_anywhere(self._app.exit):
            signal.alarm(_PATIENCE)
        else:
            self._end()

    def _end(self) -> None:
        """End the process by the signal that came first, as whoever waits for it expects."""
        assert self.by is not None
        terminal_guard.give_back()
        with contextlib.suppress(Exception):  # in the middle of whatever the program was doing
            os.write(2, f"{self._app.last_words()}\n".encode("utf-8", "replace"))
        terminal_guard.dismiss()
        signal.signal(self.by, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {self.by})
        os.kill(os.getpid(), self.by)
