"""Errors of the system itself: ``strace`` has one call of an edit and a save fail, and what was said is compared with the disk.

:mod:`proofs.calls` does so for what Python's ``os`` is asked; here nothing is left out that a library or the interpreter asks besides.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

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
    """An edit and a save in a program of its own; (how it ended, None when it did not; which calls it made)."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "state").mkdir(parents=True)
    (folder / "plan.toml").write_bytes(plan)
    with _program(folder) as worker, tempfile.NamedTemporaryFile(dir=folder.parent) as log:
        watching = ["-e", f"trace={','.join(CALLS)}", *(["-e", injected] if injected else [])]
        strace = subprocess.Popen(["strace", "-f", "-p", str(worker.pid), "-o", log.name, *watching], stderr=subprocess.PIPE, text=True)
        assert strace.stderr is not None
        strace.stderr.readline()  # it is attached
        worker.send_signal(signal.SIGUSR1)
        try:
            code: int | None = worker.wait(_WITHIN)
        except subprocess.TimeoutExpired:
            code = None
            worker.kill()
        strace.wait(_WITHIN)
        strace.stderr.close()
        return code, Counter(_TRACED.findall(Path(log.name).read_text(encoding="utf-8", errors="replace")))


@contextlib.contextmanager
def _program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody who has the plan open and waits to be told to begin."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "proofs.system_calls", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    try:
        assert worker.stdout is not None
        worker.stdout.readline()
        yield worker
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close() if worker.stdout else None


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


def _work(folder: Path) -> int:
    """Open, wait, edit, save; what of it was acknowledged."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    session = opened(folder / "plan.toml", folder / "state")
    session.workspace.apply([session.workspace.set_field("plan", "", "place", "Thái Nguyên")], LABEL)
    session.save()  # everything a save needs is loaded
    session.workspace.undo()
    session.save()
    (folder / "plan.toml.history").unlink()
    print("ready", flush=True)
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


if __name__ == "__main__":
    sys.exit(_work(Path(sys.argv[1])))
