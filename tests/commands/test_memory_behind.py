"""A large session ends at once: another process gives its memory back, holds no file, and ends by itself; a small one has none."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a session gives its memory back itself")

_AN_HOUR = "3600000000"
_LEAVING = """
import os, sys, threading
from tui.commands import memory_behind
memory_behind._SLEEP_US = int(sys.argv[2])
held = bytearray(int(sys.argv[1]) << 20)
if sys.argv[3:]:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
memory_behind.leave_behind()
os._exit(7)
"""
_ADOPTS: int = 36  # PR_SET_CHILD_SUBREAPER: what its children leave behind is its own


@pytest.fixture
def adopting() -> Iterator[None]:
    libc = ctypes.CDLL(None)
    libc.prctl(_ADOPTS, 1, 0, 0, 0)
    yield
    libc.prctl(_ADOPTS, 0, 0, 0, 0)


def _leave(mib: int, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _LEAVING, str(mib), *more], stdout=subprocess.PIPE)


def _children() -> set[int]:
    return {int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


@pytest.mark.usefixtures("adopting")
def test_the_memory_is_left_to_another_process_that_holds_no_file() -> None:
    before = _children()
    with _leave(128, _AN_HOUR) as leaving:
        assert leaving.stdout is not None
        assert leaving.stdout.read() == b"", "whoever reads what was printed does not wait for the other process"
        assert leaving.wait() == 7
        (other,) = _children() - before - {leaving.pid}
        try:
            assert not list(Path(f"/proc/{other}/fd").iterdir())
            resident = int(Path(f"/proc/{other}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
            assert resident >= 128 << 20, "all that was held is with it"
        finally:
            os.kill(other, signal.SIGKILL)
            os.waitpid(other, 0)


@pytest.mark.usefixtures("adopting")
def test_the_other_process_ends_by_itself() -> None:
    before = _children()
    with _leave(128, "1000") as leaving:
        assert leaving.wait() == 7
    for other in _children() - before:
        with contextlib.suppress(ChildProcessError):
            assert os.waitstatus_to_exitcode(os.waitpid(other, 0)[1]) == 0


@pytest.mark.usefixtures("adopting")
def test_a_small_session_and_one_with_a_thread_at_work_end_as_ever() -> None:
    before = _children()
    for given in ((1, _AN_HOUR), (128, _AN_HOUR, "thread")):
        with _leave(*given) as leaving:  # type: ignore[arg-type]
            assert leaving.wait() == 7
        assert _children() - before == set()
