"""A failing disk: every error at every call into the system that a save makes, one at a time.

The calls are Python's ``os`` and ``fcntl`` functions. A first save without fault numbers them; then each call in turn
fails with each error, and what the person is told, what the file holds, what is left lying about and what the journal
still restores is looked at.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from proofs.outcome import Outcome
from proofs.session import restored
from proofs.walk import LABEL, picture
from tui.model.workspace import Workspace
from tui.store.files.errors import StoreError
from tui.store.files.file_state import IfExists
from tui.store.files.rights import previous_of
from tui.store.log import journal as journals
from tui.store.log import record as recording
from tui.store.plan_file import Loaded, load
from tui.store.plan_save import IfGone, rendered, save, save_copy

ERRORS: Final = tuple(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EIO", "ENOENT", "ESTALE", "EINTR", "EMFILE", "ETIMEDOUT")
)
FEW: Final = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.ENOENT, errno.ESTALE)

_NAMES: Final = (
    *("open", "close", "read", "pread", "write", "pwrite", "lseek", "fsync", "fdatasync", "ftruncate", "truncate"),
    *("stat", "lstat", "fstat", "readlink", "listdir", "scandir", "access", "statvfs"),
    *("link", "symlink", "unlink", "remove", "rename", "replace", "mkdir", "rmdir"),
    *("chmod", "fchmod", "chown", "fchown", "utime", "listxattr", "getxattr", "setxattr", "removexattr"),
)


_LEFTOVER: Final = ".plan.toml.0123abcd.tmp"
"""What a killed save left."""


@attrs.define
class Faulty:
    """Counts the calls, and lets the one with the number ``at`` fail with ``error``; 0 lets none fail.

    ``after``: the call is made all the same, as when an answer of a server is lost. Closing is always made.
    """

    at: int = 0
    error: int = errno.EIO
    after: bool = False
    lacking: frozenset[str] = frozenset()
    """Calls that this disk does not know."""
    ends: bool = False
    """Whether the process ends there, as a kill ends it."""
    made: list[str] = attrs.field(factory=list)

    def wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call as this thread makes it from now on."""
        mine = threading.get_ident()

        def one(*args: Any, **more: Any) -> Any:
            if threading.get_ident() != mine:
                return call(*args, **more)
            self.made.append(name)
            if name in self.lacking:
                raise OSError(errno.EPERM, os.strerror(errno.EPERM))
            if len(self.made) != self.at:
                return call(*args, **more)
            if self.ends:
                os._exit(1)
            if self.after or name == "close":
                made = call(*args, **more)
                if name == "scandir":
                    made.close()
            raise OSError(self.error, os.strerror(self.error))

        return one

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Every call of this thread passes through here meanwhile."""
        real = {name: getattr(os, name) for name in _NAMES}
        real_flock = fcntl.flock
        try:
            for name, call in real.items():
                setattr(os, name, self.wrapped(name, call))
            fcntl.flock = self.wrapped("flock", real_flock)
            yield
        finally:
            for name, call in real.items():
                setattr(os, name, call)
            fcntl.flock = real_flock


@attrs.frozen(kw_only=True)
class Scene:
    """A way to save, in a folder of its own: ``prepare`` makes the files, ``act`` saves."""

    name: str
    prepare: Callable[[Path, bytes], Path] = attrs.field(default=lambda folder, data: _written(folder / "plan.toml", data))
    act: Callable[[Loaded, Workspace], object] = attrs.field(
        default=lambda loaded, workspace: save(loaded, workspace.plan, wait=0, note=recording.note())
    )
    target: str = "plan.toml"
    """The file that is written."""
    before: bool = True
    """Whether there is such a file before."""
    lacking: frozenset[str] = frozenset()
    """Calls that the disk does not know."""


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _linked(folder: Path, data: bytes) -> Path:
    (folder / "real").mkdir()
    _written(folder / "real" / "plan.toml", data)
    link = folder / "link.toml"
    link.symlink_to("real/plan.toml")
    return link


def _saved_before(folder: Path, data: bytes) -> Path:
    path = _written(folder / "plan.toml", data.replace(b"\n", b"\n\n", 1))
    _written(previous_of(path), b"format = 2\n")
    _written(folder / _LEFTOVER, b"half a pl")
    return _written(path, data)


def _with_attribute(folder: Path, data: bytes) -> Path:
    path = _written(folder / "plan.toml", data)
    with contextlib.suppress(OSError):  # not every disk has them
        os.setxattr(path, "user.kehoach", b"1")
    os.chmod(path, 0o640)
    return path


def _copied(loaded: Loaded, workspace: Workspace) -> object:
    return save_copy(loaded.state.path.with_name("copy.toml"), rendered(loaded, workspace.plan))


def _copied_over(loaded: Loaded, workspace: Workspace) -> object:
    return save_copy(loaded.state.path.with_name("copy.toml"), rendered(loaded, workspace.plan), IfExists.REPLACE, wait=0)


def _with_copy(folder: Path, data: bytes) -> Path:
    _written(folder / "copy.toml", data)
    return _written(folder / "plan.toml", data)


def _made_again(loaded: Loaded, workspace: Workspace) -> object:
    return save(loaded, workspace.plan, IfGone.RECREATE, wait=0, note=recording.note())


SCENES: Final = (
    Scene(name="a save"),
    Scene(name="a save over leftovers of a killed one", prepare=_saved_before),
    Scene(name="a save through a link", prepare=_linked, target="real/plan.toml"),
    Scene(name="a save where there are no hard links", lacking=frozenset({"link"})),
    Scene(name="a save with attributes and mode", prepare=_with_attribute),
    Scene(name="a save of a file that is gone", act=_made_again, before=False),
    Scene(name="a copy", act=_copied, target="copy.toml", before=False),
    Scene(name="a copy over a file", prepare=_with_copy, act=_copied_over, target="copy.toml"),
)


@attrs.define
class _Case:
    """One save with one fault: everything that must hold after it."""

    folder: Path
    scene: Scene
    plan: bytes
    faulty: Faulty
    counts: Counter[str] = attrs.field(factory=Counter)
    faults: list[str] = attrs.field(factory=list)

    def run(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "there").mkdir(parents=True)
        path = self.scene.prepare(self.folder / "there", self.plan)
        state = self.folder / "state"
        loaded = load(path)
        workspace = Workspace(loaded.plan)
        journal = workspace.recorder = journals.start(path, state)
        workspace.apply([workspace.set_field("plan", "", "note", "Ghi chú mới")], LABEL)
        target = self.folder / "there" / self.scene.target
        if not self.scene.before:
            target.unlink(missing_ok=True)
        old = target.read_bytes() if self.scene.before else None
        edited = picture(workspace.plan)
        told = self._act(loaded, workspace)
        self._look(target, old, told, rendered(loaded, workspace.plan).encode())
        if picture(workspace.plan) != edited or not workspace.unsaved():
            self.fault("the edits in memory are not what they were")
        os.close(journal._handle)  # the process is gone
        if self.scene.target.endswith("plan.toml") and target.exists():
            again, *_ = restored(path, state)
            if picture(again.plan) != edited:
                self.fault("the journal does not give the edits back")
        if told and self.scene.target != "copy.toml":
            base = load(path) if target.exists() and target.read_bytes() != loaded.state.data else loaded
            save(base, workspace.plan, IfGone.RECREATE, wait=0)  # the next one goes through, and tidies up
            self._litter(target.parent, afterwards=True)

    def _act(self, loaded: Loaded, workspace: Workspace) -> str:
        """What the person is told; nothing when it was saved."""
        try:
            with self.faulty.installed():
                self.scene.act(loaded, workspace)
        except StoreError as fault:
            told = str(fault)
            self.counts["refused, with a sentence"] += 1
            if not told or not told.isprintable() or "Errno" in told or "{" in told:
                self.fault(f"what is told is no sentence: {told!r}")
            return told
        except Exception as fault:
            self.fault(f"{type(fault).__name__} escaped: {fault}")
            return "escaped"
        self.counts["saved all the same"] += 1
        return ""

    def _look(self, target: Path, old: bytes | None, told: str, new: bytes) -> None:
        now = target.read_bytes() if target.exists() else None
        if told and now != old and not (self.faulty.after and now == new):
            self.fault("told that nothing was saved, but the file is " + ("gone" if now is None else "new" if now == new else "another"))
        if not told and now != new:
            self.fault("told that it was saved, but the file is not the new one")
        self._litter(target.parent)

    def _litter(self, folder: Path, afterwards: bool = False) -> None:
        if not afterwards and self._call in ("unlink", "listdir"):
            return  # it could not be taken away; the next save does
        for name in sorted(os.listdir(folder)):
            if name.endswith(".tmp") and (afterwards or name != _LEFTOVER):
                self.fault(f"{name} is left" + (" even by the next save" if afterwards else ""))

    @property
    def _call(self) -> str:
        made, at = self.faulty.made, self.faulty.at
        return made[at - 1] if 0 < at <= len(made) else "none"

    def fault(self, what: str) -> None:
        when = " after it was made" if self.faulty.after else ""
        where = f"{errno.errorcode[self.faulty.error]} at call {self.faulty.at} ({self._call}){when}"
        self.faults.append(f"{self.scene.name}: {where}: {what}")


def one_case(folder: Path, scene: Scene, plan: bytes, faulty: Faulty) -> tuple[list[str], Counter[str]]:
    """One save with one fault; what is wrong after it, and what it came to."""
    case = _Case(folder, scene, plan, faulty)
    case.run()
    return case.faults, case.counts


def run(folder: Path, plan: bytes, errors: Sequence[int] = ERRORS, scenes: Sequence[Scene] = SCENES, lost_answers: bool = True) -> Outcome:
    """Every error at every call of every scene. Nothing else may run in this process meanwhile."""
    begun = time.monotonic()
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for scene in scenes:
        dry = Faulty(lacking=scene.lacking)
        found, _ = one_case(folder, scene, plan, dry)
        faults += found
        counts["calls of a save, all ways to save"] += len(dry.made)
        for at in range(1, len(dry.made) + 1):
            for error in errors:
                for after in (False, True) if lost_answers else (False,):
                    found, came = one_case(folder, scene, plan, Faulty(at, error, after, scene.lacking))
                    counts["saves with a fault"] += 1
                    counts.update(came)
                    faults += found
    return Outcome(
        id="calls",
        title=f"{len(errors)} errors at every call of {len(scenes)} ways to save",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(faults),
    )
