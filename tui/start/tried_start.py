"""A start that is tried, to know which functions one calls: :func:`called_by_a_start`, while the file of prepared code is made.

The real program opens a copy of the plan that comes with it in a terminal of nobody's, in a folder of its own for everything a person
has, twice – the second start takes up what the first has kept – and is given a few keys: rows, tabs, an edit, undo and a save; somebody
else saves before them and after. What runs then is loaded with a session; the rest when it is called first
(:mod:`tui.start.loaded_at_call`). Where it cannot be tried nobody knows, and all is loaded with a session.
"""

from __future__ import annotations

import marshal
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial

from tui.start import places

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    import types
    from collections.abc import Callable, Sequence
    from typing import Any, Final

_BEGUN: Final = (
    "import sys; path = sys.argv[3:]; del sys.argv[3:]; sys.path[:] = path; from tui.start import tried_start;"
    " from tui.commands.main import main; tried_start.run(main)"
)
_KEYS: Final = ("\x1b[B", "\x1b[6~", "\x1b[A", "]", "]", "]", "]", "\r", "x", "\r", "u", "\r", "x", "\r", "\x13")
"""Steps over rows, the tabs in turn, a field that is edited, the edit undone, and another one saved."""
_THEIRS: Final = b'summary = "', b'summary = "1 '
"""What stands in the plan, and what somebody else has put there."""
_COMMANDS: Final = ("check", "status")
"""What scripts and hooks run often."""
_SIZE: Final = (30, 100)
_AT_REST, _ANSWERED = (0.2, 3), (0.06, 1)
"""So many seconds, so many times, without anything to do follow a start, which makes some things ready by and by, and a key."""
_TAKEN_IN_S: Final = 20.0
"""Seconds after which a save of somebody else, at which the program looks now and then, will not be shown any more."""
_IDLE: Final = 0.1
"""Part of a processor that a program takes at most which has nothing to do: it looks at its file now and then."""
_AT_MOST_S: Final = 180.0
_TIME, _ALL = b"t", b"a"
_GIVEN: Final = "KEHOACH_TRIED"
_LENGTH: Final = 8

Known = tuple[str, str, int]
"""File, full name and first line of a function."""


# -- trying -----------------------------------------------------------------------------------------------------------


def called_by_a_start() -> frozenset[Known] | None:
    """What two starts of the workbench and the commands of scripts call; None where it could not be tried."""
    from tui.start.which_plan import shipped_plan

    found: set[Known] = set()
    until = time.monotonic() + _AT_MOST_S
    try:
        with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
            plan = shutil.copyfile(shipped_plan(), os.path.join(folder, "plan.toml"))
            found |= _in_a_terminal([plan], folder, (), until)
            theirs = partial(_save_theirs, plan)
            found |= _in_a_terminal([plan], folder, (theirs, *_KEYS, theirs), until)
            for command in _COMMANDS:
                found |= _by_itself([command, plan], folder, until)
    except (OSError, ValueError, EOFError, TypeError, subprocess.SubprocessError):
        return None
    return frozenset(found)


def _save_theirs(plan: str) -> None:
    """Change a record of the plan file as somebody else does who saves."""
    with open(plan, "rb") as file:
        data = file.read().replace(*_THEIRS, 1)
    theirs = f"{plan}.theirs"
    with open(theirs, "wb") as file:
        file.write(data)
    os.replace(theirs, plan)


def _begun(given: Sequence[str], folder: str, handles: Sequence[int], streams: int) -> subprocess.Popen[bytes]:
    """The program with these arguments, which notes what it calls; ``handles`` are those it is asked by and answers by."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("KEHOACH_", "PYTHON"))}
    environ |= places.variables_under(folder) | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONDONTWRITEBYTECODE": "1"}
    environ |= {"KEHOACH_PREPARED": "0", "KEHOACH_RENEWAL": "0", "KEHOACH_TOUR": "0"}
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _BEGUN, *map(str, handles), *sys.path],
        env=environ | {_GIVEN: "\0".join(given).encode("utf-8", "surrogateescape").hex()},
        cwd=folder,
        stdin=streams,
        stdout=streams,
        stderr=streams,
        pass_fds=handles,
        start_new_session=True,
    )


class _Talk:
    """The two pipes between who tries and what is tried."""

    def __init__(self) -> None:
        self._asked, self._ask = os.pipe()
        self._answers, self._answer = os.pipe()
        self.theirs = self._asked, self._answer

    def begun(self) -> None:
        """The other process has its ends now."""
        os.close(self._asked)
        os.close(self._answer)

    def ask(self, what: bytes) -> None:
        os.write(self._ask, what)

    def answer(self, until: float) -> Any:
        """What is answered. Raises EOFError where nothing is by then."""
        length = int.from_bytes(self._read(_LENGTH, until), "little")
        return marshal.loads(self._read(length, until))

    def _read(self, length: int, until: float) -> bytes:
        data = b""
        while len(data) < length:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, until - time.monotonic()))
            some = os.read(self._answers, length - len(data)) if ready else b""
            if not some:
                raise EOFError
            data += some
        return data

    def close(self) -> None:
        os.close(self._ask)
        os.close(self._answers)


def _in_a_terminal(given: Sequence[str], folder: str, steps: Sequence[str | Callable[[], None]], until: float) -> set[Known]:
    """What is called until it rests after the last step: a key, or what is done to the plan file, which is waited for to be shown."""
    import pty
    import termios

    terminal, theirs = pty.openpty()
    talk = _Talk()
    try:
        try:
            termios.tcsetwinsize(theirs, _SIZE)
            tried = _begun(given, folder, talk.theirs, theirs)
        finally:
            os.close(theirs)
            talk.begun()
        try:
            _wait_for_rest(terminal, talk, _AT_REST, until)
            for each in steps:
                if isinstance(each, str):
                    os.write(terminal, each.encode("ascii"))
                else:
                    each()
                    select.select([terminal], [], [], min(_TAKEN_IN_S, max(0.0, until - time.monotonic())))
                _wait_for_rest(terminal, talk, _ANSWERED, until)
            talk.ask(_ALL)
            return set(talk.answer(until))
        finally:
            tried.kill()
            tried.wait()
    finally:
        os.close(terminal)
        talk.close()


def _wait_for_rest(terminal: int, talk: _Talk, rest: tuple[float, int], until: float) -> None:
    """Read what is shown, away, until the program does nothing more. Raises EOFError where it never rests."""
    seconds, times = rest
    calm, before = 0, -1.0
    while calm < times:
        shown = False
        rested = time.monotonic() + seconds
        while (left := rested - time.monotonic()) > 0:
            ready, _, _ = select.select([terminal], [], [], left)
            if ready:
                shown = bool(os.read(terminal, 1 << 16)) or shown
        talk.ask(_TIME)
        now = talk.answer(until)
        calm = calm + 1 if now - before < _IDLE * seconds and not shown else 0
        before = now
        if time.monotonic() > until:
            raise EOFError


def _by_itself(given: Sequence[str], folder: str, until: float) -> set[Known]:
    talk = _Talk()
    try:
        try:
            tried = _begun(given, folder, talk.theirs, subprocess.DEVNULL)
        finally:
            talk.begun()
        try:
            return set(talk.answer(until))
        finally:
            tried.kill()
            tried.wait()
    finally:
        talk.close()


# -- what is tried ----------------------------------------------------------------------------------------------------


def run(main: Callable[[], int]) -> None:
    """The program in this process, which notes what is called from now on and tells it when it is asked, and at the end."""
    asked, answers = map(int, sys.argv[1:3])
    given = bytes.fromhex(os.environ.pop(_GIVEN)).decode("utf-8", "surrogateescape").split("\0")
    codes: dict[int, types.CodeType] = {}

    def noted(frame: types.FrameType, event: str, of: Any) -> None:
        if event == "call":
            codes[id(frame.f_code)] = frame.f_code

    import threading

    threading.Thread(target=_tell, args=(asked, answers, codes), daemon=True).start()
    threading.setprofile(noted)
    sys.setprofile(noted)
    sys.argv[:] = ["kehoach", *given]
    try:
        main()
    finally:
        sys.setprofile(None)
        _answer(answers, _known(codes))


def _tell(asked: int, answers: int, codes: dict[int, types.CodeType]) -> None:
    while what := os.read(asked, 1):
        _answer(answers, time.process_time() if what == _TIME else _known(codes))


def _known(codes: dict[int, types.CodeType]) -> list[Known]:
    return [(code.co_filename, code.co_qualname, code.co_firstlineno) for code in [*codes.values()]]


def _answer(answers: int, what: Any) -> None:
    data = marshal.dumps(what)
    data = len(data).to_bytes(_LENGTH, "little") + data
    while data:
        data = data[os.write(answers, data) :]
