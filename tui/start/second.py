"""A second process of a start, on another core: what it works out is there when the start comes to it.

It is this process once more (``fork``), begun before anything heavy is loaded and while there is one thread: so it has Python and the
prepared code, and nothing of the person's. It lets go of the terminal and of every file, answers signals as any process does that
answers none, and ends with the process that began it, however that ends: then the pipe between them has no other end any more, and the
system sends ``SIGIO``. What it finds is handed over in memory; it writes nothing anywhere. Whoever takes that up waits no longer than it
is worth, and where there is nothing all goes on as if there had been no second process.

``KEHOACH_SECOND=0`` switches it off; ``always`` has it begun, and waited for, however much the machine has to do.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import _thread
import os
import sys

from tui.start import prepared

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final

    Hand = Callable[[bytes], None]
    """Hands a piece over."""

VARIABLE: Final = "KEHOACH_SECOND"
ALWAYS: Final = "always"
_QUOTA: Final = "/sys/fs/cgroup/cpu.max"
"""What part of the cores a container has, as its own files say it: ``200000 100000`` are two, ``max 100000`` all."""
_LONGEST_LINE: Final = 64


def is_wanted(environ: Mapping[str, str] = os.environ, quota: str = _QUOTA) -> bool:
    """Whether a second process brings anything: there is another core, and the machine has less to do than it has cores."""
    told = environ.get(VARIABLE, "1")
    if told == "0" or not sys.platform.startswith("linux") or _thread._count():
        return False
    if told == ALWAYS:
        return True
    try:
        cores = min(float(len(os.sched_getaffinity(0))), _allowed(quota))
        return cores >= 2 and os.getloadavg()[0] < cores
    except OSError:
        return False


def _allowed(quota: str) -> float:
    """How many cores a container may keep busy; without end outside of one, and where nobody says."""
    try:
        with open(quota, encoding="ascii") as file:
            most, _, period = file.read(_LONGEST_LINE).partition(" ")
        return float(most) / float(period)
    except (OSError, ValueError, ZeroDivisionError):
        return float("inf")


class Second:
    """The second process, as the one that began it sees it: ``child``, whom pieces are told of at ``told``, and stand in ``memory``.

    It lives as long as ``held`` is open here.
    """

    def __init__(self, child: int, told: int, memory: int, held: int) -> None:
        self._child, self._told, self._memory, self._held = child, told, memory, held
        self._open = True
        self._lines = b""
        self._taken = 0

    def next_piece(self, seconds: float) -> bytes | None:
        """What it hands over next; None where that is not there within so many seconds: then it is ended, and nothing comes any more.

        However long it takes with :data:`ALWAYS`, unless it ends.
        """
        if self._open and (b"\n" in self._lines or self._hears(seconds)):
            length, _, self._lines = self._lines.partition(b"\n")
            data = os.pread(self._memory, int(length), self._taken)
            self._taken += len(data)
            return data
        self.end()
        return None

    def _hears(self, seconds: float) -> bool:
        import select

        waiting = select.poll()
        waiting.register(self._told, select.POLLIN)
        if waiting.poll(None if os.environ.get(VARIABLE) == ALWAYS else seconds * 1000):
            self._lines += os.read(self._told, _LONGEST_LINE)  # a line is written at once; nothing where it has ended
        return b"\n" in self._lines

    def end(self) -> None:
        """It is wanted no more, whatever it does."""
        if self._open:
            self._open = False
            for handle in (self._told, self._memory, self._held):
                os.close(handle)
            os.kill(self._child, _signal.SIGKILL)  # nobody else has this number before it was waited for

    def is_gone(self) -> bool:
        """Whether it has ended and was waited for: asked once it was wanted no more, so that nothing is left of it."""
        if self._child:
            try:
                ended, _ = os.waitpid(self._child, os.WNOHANG)
            except ChildProcessError:  # whoever began this process has it waited for
                ended = self._child
            if ended:
                self._child = 0
        return not self._child


_begun: Second | None = None


def begun() -> Second | None:
    """The second process of this start; None where there is none."""
    return _begun


def begin(work: Callable[[Hand], object]) -> None:
    """Begin it: it does ``work``, which is given what hands a piece over, and ends. Nothing where none can be begun."""
    global _begun
    opened: list[int] = []
    held_up = _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())  # the answers of this process are not for that one
    try:
        told, telling = pipe = os.pipe()
        opened += pipe
        living, held = pipe = os.pipe()
        opened += pipe
        memory = os.memfd_create("kehoach")
        opened.append(memory)
        child = os.fork()
        if child == 0:
            _be_second(work, telling, memory, living)
    except OSError:
        for handle in opened:
            os.close(handle)
        return
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, held_up)
    os.close(telling)
    os.close(living)
    _begun = Second(child, told, memory, held)


def _be_second(work: Callable[[Hand], object], telling: int, memory: int, living: int) -> None:
    """Be the second process, which never comes back from here."""
    try:
        _let_go({telling, memory, living, *prepared.handles()})
        _end_with(living)
        for number in _signal.valid_signals() - {_signal.SIGKILL, _signal.SIGSTOP}:
            try:
                _signal.signal(number, _signal.SIG_DFL)
            except (OSError, ValueError):  # the C library keeps two for itself
                continue
        _signal.pthread_sigmask(_signal.SIG_SETMASK, ())

        def hand(data: bytes) -> None:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(memory, rest) :]
            os.write(telling, b"%d\n" % len(data))

        work(hand)
    finally:  # whatever it is: nobody hears of it
        os._exit(0)


def _let_go(kept: set[int]) -> None:
    """Keep no file open but these: not the terminal, nor the pipe whose end tells the guard of the terminal that the program has ended."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    for name in os.listdir("/proc/self/fd"):
        handle = int(name)
        if handle > 2 and handle not in kept:
            try:
                os.close(handle)
            except OSError:  # what the folder was read by
                continue


def _end_with(living: int) -> None:
    """Have the system end this process when a pipe has no other end any more."""
    import fcntl
    import select

    fcntl.fcntl(living, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(living, fcntl.F_SETFL, fcntl.fcntl(living, fcntl.F_GETFL) | os.O_ASYNC)
    waiting = select.poll()
    waiting.register(living, 0)
    if waiting.poll(0):  # it was gone before this was asked
        os._exit(0)
