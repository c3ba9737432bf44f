"""The end of the program by a signal: the terminal is given back, a sentence says where the edits are, and the signal is what ended it.

Every edit is in the journal before it is seen, so nothing has to be saved here. ``SIGHUP``, ``SIGTERM`` and ``SIGINT`` let the
event loop come to its end; whatever else would end a process ends this one on the spot, and so does a second signal. Until the
application runs :mod:`tui.start.ending_signals` answers, which says what is not answered as well.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final, Protocol

from tui.start import ending_signals

_CALM: Final = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT})
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
        before = ending_signals.answered(self._answer)
        try:
            yield
        finally:
            signal.alarm(0)
            ending_signals.answered_as_before(before)
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
        """End the process by the signal that came first."""
        assert self.by is not None
        ending_signals.end_by(self.by, self._app.last_words)
