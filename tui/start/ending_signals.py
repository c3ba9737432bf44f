"""The signals that end a program: which they are, answered from before the first screen on, and an end that gives the terminal back.

A process is born with what its parent ignored and blocked: what a shell starts beside itself ignores ``SIGINT`` and ``SIGQUIT``. A
program that holds a terminal ends by them all the same, and at each moment alike: while it opens as later, when
:mod:`tui.terminal.endings` answers. So Python's own answer to Ctrl+C, an exception that whatever runs just then may swallow, is never
asked for either.

Only modules that every Python has loaded at its start are imported here; ``signal`` itself makes its numbers into classes first.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os

from tui.start import terminal_guard

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, Final

    Answer = Callable[[int, FrameType | None], Any]

LEFT_ALONE: Final[frozenset[int]] = frozenset(
    {
        *(_signal.SIGKILL, _signal.SIGSTOP),  # cannot be answered
        *(_signal.SIGSEGV, _signal.SIGBUS, _signal.SIGFPE, _signal.SIGILL),  # the fault would come again and again
        *(_signal.SIGTSTP, _signal.SIGTTIN, _signal.SIGTTOU, _signal.SIGCONT),  # stop the program, or let it go on
        *(_signal.SIGCHLD, _signal.SIGURG, _signal.SIGWINCH, _signal.SIGPIPE, _signal.SIGXFSZ),  # do nothing to it
    }
)
"""What does not end the program, or cannot be answered in Python; for the latter there is :mod:`tui.start.terminal_guard`."""


def end_by(number: int, last_words: Callable[[], str] | None = None) -> None:
    """Give the terminal back, say the last words, and end the process by a signal, as whoever waits for it expects.

    A line that takes nothing would hold up the end for as long as it does: there the guard, which outlives the process, does and says both.
    """
    given_back = terminal_guard.give_back()
    if given_back and last_words is not None:
        try:
            os.write(2, f"{last_words()}\n".encode("utf-8", "replace"))
        except Exception as fault:  # in the middle of whatever the program was doing
            del fault
    if given_back:
        terminal_guard.dismiss()
    _signal.signal(number, _signal.SIG_DFL)
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, {number})
    os.kill(os.getpid(), number)


def answered(answer: Answer = lambda number, _: end_by(number)) -> dict[int, Any]:
    """Have every signal that ends a program answered, without last words where nothing else is said, and none of them held up.

    Comes back with what to give :func:`answered_as_before`.
    """
    before: dict[int, Any] = {}
    for number in _signal.valid_signals() - LEFT_ALONE:
        try:
            before[number] = _signal.signal(number, answer)
        except (OSError, ValueError):  # the C library keeps two for itself
            continue
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, before)
    return before


def answered_as_before(before: dict[int, Any]) -> None:
    """Have the signals answered as they were; one whose answer is not Python's stays as it is."""
    for number, answer in before.items():
        if answer is not None:
            _signal.signal(number, answer)
