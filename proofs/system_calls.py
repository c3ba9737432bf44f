"""Errors of the system itself: ``strace`` has one call of an edit and a save fail, and what was said is compared with the disk.

:mod:`proofs.calls` does so for what Python's ``os`` is asked; here nothing is left out that a library or the interpreter asks besides.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from proofs.outcome import Outcome
from proofs.session import opened, restored
from proofs.walk import LABEL, content
from tui.store.files.errors import StoreError

ERRORS: Final = ("ENOSPC", "EIO", "EACCES", "EINTR")
CALLS: Final = (
    *("openat", "write", "pwrite64", "read", "lseek", "fsync", "fdatasync", "ftruncate", "flock", "fchmod", "fchown"),
    *("rename", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "rmdir", "newfstatat", "fstat", "readlink", "getdents64"),
)
FEW: Final = ("write", "fsync", "rename")
_NEW: Final = "Thứ nhất"
_NOTED, _SAVED = 1, 2
_BASE: Final = 64
"""What is added to the exit code of somebody who has come to an end, so that no other end looks like one."""
_WITHIN: Final = 60.0
_TRACED: Final = re.compile(r"^(?:\d+ +)?(\w+)\(", re.MULTILINE)


def why_not() -> str | None:
    """Why it cannot be done here; None where it can."""
    return None if shutil.which("strace") else "there is no strace here"


def run(folder: Path, plan: bytes, calls: tuple[str, ...] = CALLS, errors: tuple[str, ...] = ERRORS) -> Outcome:
    """Every one of these calls that an edit and a save make, failing with every error."""
    begun = time.monotonic()
    counts: Counter[str] = Counter()
    faults: list[str] = []
    if (told := why_not()) is not None:
        return Outcome(id="system-calls", title=f"Calls into the system: {told}", seconds=0.0, counts={"left out": 1})
    _, made = _attempt(folder, plan, None)
    for call in calls:
        for at in range(1, made[call] + 1):
            for error in errors:
                counts["calls that failed"] += 1
                code, _ = _attempt(folder, plan, f"inject={call}:error={error}:when={at}")
                said = code - _BASE if code is not None and _BASE <= code < _BASE + 4 else None
                counts[_TOLD[said]] += 1
                fault = _judged(folder, plan, said)
                if fault is not None:
                    faults.append(f"{call} no. {at} with {error}: {_TOLD[said]}; {fault}")
    return Outcome(
        id="system-calls", title="Calls into the system", seconds=time.monotonic() - begun, counts=dict(counts), faults=tuple(faults)
    )


_TOLD: Final = {
    None: "ended otherwise",
    0: "neither noted nor saved",
    _NOTED: "noted, not saved",
    _SAVED: "saved, not noted",
    _NOTED | _SAVED: "noted and saved",
}


def _attempt(folder: Path, plan: bytes, injected: str | None) -> tuple[int | None, Counter[str]]:
    """An edit and a save in a process of its own; (how it ended, None when it did not; which calls it made)."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "state").mkdir(parents=True)
    (folder / "plan.toml").write_bytes(plan)
    with _process(folder) as worker, tempfile.NamedTemporaryFile(dir=folder.parent) as log:
        watching = ["-e", f"trace={','.join(CALLS)}", *(["-e", injected] if injected else [])]
        strace = subprocess.Popen(["strace", "-f", "-p", str(worker.pid), "-o", log.name, *watching], stderr=subprocess.PIPE, text=True)
        assert strace.stderr is not None
        strace.stderr.readline()  # it is attached
        os.kill(worker.pid, signal.SIGUSR1)
        code = worker.ended()
        strace.wait(_WITHIN)
        strace.stderr.close()
        return code, Counter(_TRACED.findall(Path(log.name).read_text(encoding="utf-8", errors="replace")))


@attrs.define
class _Worker:
    """A process that has the plan open and waits to be told to begin; ``alive`` is a handle of it."""

    pid: int
    alive: int

    def ended(self) -> int | None:
        """The code it ended with; None when a signal ended it, or it had to be killed."""
        if not select.select([self.alive], [], [], _WITHIN)[0]:
            os.kill(self.pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.pid = 0
        return code if code >= 0 else None


@contextlib.contextmanager
def _process(folder: Path) -> Iterator[_Worker]:
    """Forks: call it where no other thread runs. Everything is loaded in it by then, which is most of the time a program takes."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(out)
            code = _work(folder, into)
        finally:
            os._exit(code)
    os.close(into)
    worker = _Worker(child, os.pidfd_open(child))
    try:
        os.read(out, 1)  # it is ready, or it has ended
        yield worker
    finally:
        os.close(out)
        if worker.pid:
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)
        os.close(worker.alive)


def _judged(folder: Path, plan: bytes, said: int | None) -> str | None:
    """What is wrong with the disk after what somebody said, if anything."""
    try:
        workspace, loaded, _, unfit = restored(folder / "plan.toml", folder / "state")
    except StoreError as fault:
        return f"the plan cannot be opened: {fault}"
    in_file = _NEW in loaded.text
    if not in_file and loaded.state.data != plan:
        return "the file is neither the old nor the new one"
    if said is not None and said & _SAVED and not in_file:
        return "the file does not hold it"
    if said is not None and said & _NOTED and (unfit or _NEW not in str(content(workspace.plan)["plan"])):
        return "it is neither in the file nor in the journal"
    return None


def _work(folder: Path, ready: int) -> int:
    """Open, wait, edit, save; what of it was acknowledged."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    session = opened(folder / "plan.toml", folder / "state")
    session.workspace.apply([session.workspace.set_field("plan", "", "place", "Thái Nguyên")], LABEL)
    session.save()  # everything a save needs is loaded
    session.workspace.undo()
    session.save()
    (folder / "plan.toml.history").unlink()
    os.write(ready, b"1")
    signal.sigwait([signal.SIGUSR1])
    said = 0
    session.workspace.apply([session.workspace.set_field("plan", "", "note", _NEW)], LABEL)
    if session.workspace.unrecorded is None:
        said |= _NOTED
    try:
        session.write()
        said |= _SAVED
        session.journal.note_saved()
    except (StoreError, OSError):
        pass
    return _BASE + said
