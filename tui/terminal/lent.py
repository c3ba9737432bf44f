"""Another program that has the terminal for a while: run as one job with this one, and waited for, also while it is stopped."""

from __future__ import annotations

import os
import signal
import time
from typing import Final

_JUST: Final = 0.5
"""Seconds in which what is found stopped may be of a stop of the whole job that has just ended."""


def run(words: list[str]) -> int:
    """The exit code of a command when it has ended; negative, the number of the signal that ended it.

    The terminal stops the whole job, and the shell lets it go on. A program that stops itself alone would never be let go on, as nobody's
    shell knows of it: so the job is stopped with it; where there is no shell, it goes on at once. Raises OSError or ValueError where it
    cannot be started.
    """
    went_on = -_JUST

    def let_go_on(*_: object) -> None:
        nonlocal went_on
        went_on = time.monotonic()

    before = signal.signal(signal.SIGCONT, let_go_on)
    try:
        child = os.posix_spawnp(words[0], words, os.environ, setsigdef=(signal.SIGPIPE, signal.SIGXFSZ))
        while True:
            _, status = os.waitpid(child, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() - went_on > _JUST:
                os.kill(0, signal.SIGTSTP)
            os.kill(child, signal.SIGCONT)
    finally:
        signal.signal(signal.SIGCONT, before)
