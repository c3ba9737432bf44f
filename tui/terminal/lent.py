"""Another program that has the terminal for a while: run as one job with this one, and waited for, also while it is stopped."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final

_JUST: Final = 0.5
"""Seconds in which what is found stopped may be of a stop of the whole job that has just ended."""
_ENDING: Final = (signal.SIGHUP, signal.SIGTERM)
"""What ends the program, and a command it has lent the terminal to with it."""
_PATIENCE: Final = 2.0
"""Seconds a command has to put away what is unsaved in it."""


class Ended(Exception):
    """This program is being ended by a signal, and the command was."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def run(words: list[str]) -> int:
    """The exit code of a command when it has ended; negative, the number of the signal that ended it.

    The terminal stops the whole job, and the shell lets it go on. A program that stops itself alone would never be let go on, as nobody's
    shell knows of it: so the job is stopped with it; where there is no shell, it goes on at once. Raises OSError or ValueError where it
    cannot be started, and :class:`Ended` when this program is ended meanwhile: then the command has ended, too.
    """
    went_on, child, asked = -_JUST, 0, 0

    def let_go_on(*_: object) -> None:
        nonlocal went_on
        went_on = time.monotonic()

    def ends(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        answer = before[number]
        if callable(answer):
            answer(number, frame)
        asked = number
        if child:  # else it is being started: what nobody knows by its number cannot be ended
            raise Ended(number)

    before: dict[int, Any] = {number: signal.getsignal(number) for number in (signal.SIGCONT, signal.SIGCHLD, *_ENDING)}
    signal.signal(signal.SIGCONT, let_go_on)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # what has an answer is told
    try:
        for number in _ENDING:
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, ends)
        with _signals_told() as told:
            child = os.posix_spawnp(words[0], words, os.environ, setsigdef=(signal.SIGPIPE, signal.SIGXFSZ))
            if asked:
                raise Ended(asked)
            while True:
                changed, status = os.waitpid(child, os.WUNTRACED | os.WNOHANG)
                if not changed:
                    told()
                elif not os.WIFSTOPPED(status):
                    return os.waitstatus_to_exitcode(status)
                else:
                    if time.monotonic() - went_on > _JUST:
                        os.kill(0, signal.SIGTSTP)
                    os.kill(child, signal.SIGCONT)
    except Ended as ended:
        for ending in _ENDING:
            signal.signal(ending, before[ending])  # a second one ends this program on the spot
        _end(child, ended.number)
        raise
    finally:
        for one, answer in before.items():
            signal.signal(one, answer)


@contextlib.contextmanager
def _signals_told() -> Iterator[Callable[[], None]]:
    """A wait that ends with the next signal, also with one that came just before it: a wait for a process would sleep over that.

    Whoever was told of signals until now is told of these, too.
    """
    reads, writes = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    others = signal.set_wakeup_fd(writes, warn_on_full_buffer=False)

    waiting = select.poll()
    waiting.register(reads, select.POLLIN)

    def pass_on() -> None:
        with contextlib.suppress(OSError):  # nothing came, or whoever is told is behind
            numbers = os.read(reads, 4096)
            if others != -1:
                os.write(others, numbers)

    def told() -> None:
        waiting.poll()
        pass_on()

    try:
        yield told
    finally:
        signal.set_wakeup_fd(others, warn_on_full_buffer=False)
        pass_on()
        os.close(reads)
        os.close(writes)


def _end(child: int, number: int) -> None:
    """End a command and what it has started by a signal; one that does not go is killed."""
    everybody = [child, *_started_by(child)]
    _tell(everybody, number)
    _tell(everybody, signal.SIGCONT)
    until = time.monotonic() + _PATIENCE
    waited = False
    while time.monotonic() < until and not (waited and not any(map(_runs, everybody))):
        with contextlib.suppress(ChildProcessError):
            waited = waited or os.waitpid(child, os.WNOHANG)[0] != 0
        time.sleep(0.02)
    _tell([one for one in everybody if _runs(one)], signal.SIGKILL)
    if not waited:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)


def _tell(processes: list[int], number: int) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process, number)


def _runs(process: int) -> bool:
    """Whether a process is still there; one that has ended and was not waited for is not."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as told:
            return told.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        if os.path.isdir("/proc/self"):
            return False
    except (OSError, IndexError):
        pass
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _started_by(process: int) -> list[int]:
    """The processes a process has started and those these have, as far as the system tells: an editor may be run by a script."""
    found: list[int] = []
    try:
        with open(f"/proc/{process}/task/{process}/children", encoding="utf-8") as told:
            own = [int(number) for number in told.read().split()]
    except (OSError, ValueError):
        return found
    for one in own:
        found += [one, *_started_by(one)]
    return found
