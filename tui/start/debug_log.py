"""The log of ``--debug``, for whoever looks for a fault: what happened when, how long it took, which kind of fault stood at which place.

It holds no word of a plan, no name, no path and nothing that was typed: a line is made of names of ours (:func:`is_of_code`) and numbers,
and of a fault its type and the places in code it went through, never its message. So it may be sent to anybody without being read first.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import os
import sys
import time

from tui.start import places

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

OPTION = "--debug"
NAME = "log"
MOST_BYTES = 1 << 20
"""A log that has grown to this is put aside when another session begins, and a session writes no more than this."""
KEPT = 3
"""Logs put aside that are kept: ``log.1``, the newest, to ``log.3``."""
_LONGEST = 80
_MOST_PLACES = 40

_file: int | None = None
_begun = 0.0
_written = 0


def log_file(environ: Mapping[str, str] = os.environ) -> str:
    """``$XDG_STATE_HOME/kehoach/log``, beside the journals."""
    return os.path.join(places.journal_folder(environ), NAME)


def begin(given: Sequence[str]) -> bool:
    """Begin to write where the arguments ask for it; whether it is written. What keeps it from being written stops nothing else."""
    global _file, _begun, _written
    end()
    if OPTION not in given:
        return False
    path = log_file()
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        _file = _opened(path)
    except OSError:
        return False
    _begun, _written = time.perf_counter(), 0
    now = time.gmtime(time.time())
    note("began", year=now.tm_year, month=now.tm_mon, day=now.tm_mday, hour=now.tm_hour, minute=now.tm_min, second=now.tm_sec)
    return True


def _opened(path: str) -> int:
    """The log to append to, its owner's alone; one that is long is put aside first, by one session at a time. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # neither a link nor a pipe of others
    found = os.open(path, flags, 0o600)
    try:
        if os.fstat(found).st_size >= MOST_BYTES:
            import fcntl  # hardly ever needed

            fcntl.flock(found, fcntl.LOCK_EX)
            if os.stat(path).st_ino == os.fstat(found).st_ino:  # nobody else has just done it
                for number in range(KEPT, 0, -1):
                    before = path if number == 1 else f"{path}.{number - 1}"
                    if os.path.lexists(before):
                        os.replace(before, f"{path}.{number}")
            os.close(found)
            found = os.open(path, flags, 0o600)
        os.fchmod(found, 0o600)
    except OSError:
        os.close(found)
        raise
    return found


def end() -> None:
    """Write no more."""
    global _file
    if _file is not None:
        os.close(_file)
        _file = None


def is_written() -> bool:
    """Whether there is a log: for what is worth working out for it alone."""
    return _file is not None


def note(event: str, *, of: str = "", **measured: float) -> None:
    """One line: seconds since the beginning, process, event, what of ours it is of (an action, a class), numbers."""
    global _written
    if _file is None or _written >= MOST_BYTES:
        return
    told = "".join(f" {name}={value:g}" if isinstance(value, float) else f" {name}={int(value)}" for name, value in measured.items())
    what = f" {of}" if of and is_of_code(of) else " ?" if of else ""
    line = f"{time.perf_counter() - _begun:10.3f} {os.getpid()} {event}{what}{told}\n".encode("ascii", "replace")
    try:
        _written += os.write(_file, line)
    except OSError:
        end()


def fault(raised: BaseException) -> None:
    """The types of a fault and of those it came from, each with the places in code it went through; none of their messages."""
    if _file is None:
        return
    met: set[int] = set()
    found: BaseException | None = raised
    while found is not None and id(found) not in met:
        met.add(id(found))
        note("fault", of=type(found).__qualname__)
        _places(found.__traceback__)
        found = found.__cause__ or found.__context__


def _places(traceback: TracebackType | None) -> None:
    for _ in range(_MOST_PLACES):
        if traceback is None:
            return
        code = traceback.tb_frame.f_code
        module = traceback.tb_frame.f_globals.get("__name__", "")
        note("  at", of=f"{module}.{code.co_name}" if isinstance(module, str) and _is_loaded(module) else "", line=traceback.tb_lineno)
        traceback = traceback.tb_next


def _is_loaded(module: str) -> bool:
    """Whether it is the name of a module, which no file of a person is."""
    return module in sys.modules


def versions() -> None:
    """What the program runs with."""
    if _file is None:
        return
    from importlib.metadata import PackageNotFoundError, version

    note("python", major=sys.version_info[0], minor=sys.version_info[1], micro=sys.version_info[2])
    for package in ("kehoach", "textual", "polars", "tomli", "rich"):
        try:
            numbers = [int(part) for part in version(package).split(".")[:3] if part.isdecimal()]
        except (PackageNotFoundError, ValueError):
            continue
        note("version", of=package, **dict(zip(("major", "minor", "micro"), numbers, strict=False)))
    terminal = os.environ.get("TERM", "").replace("-", "_")
    note("terminal", of=terminal or "none")


def is_of_code(text: str) -> bool:
    """Whether it could be a name in the program: letters of ASCII, figures, ``_`` and ``.``, and what is named like ``<lambda>``."""
    bare = text.replace("<", "").replace(">", "")
    return len(text) <= _LONGEST and text.isascii() and all(part.replace("_", "").isalnum() or part == "_" for part in bare.split("."))
