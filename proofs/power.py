"""A power cut at random calls into the system: what a disk has not been told to keep is lost, and what was acknowledged is not.

Python's ``os`` calls of edits and saves pass through a disk that knows what has reached it. At the cut the names of a folder are those of
some moment since it was last synced, and a file that was written since its last ``fsync`` holds what it held then, what it holds now, or
a part of that. As on the file systems of Linux, syncing a new file keeps its name as well. What the next session makes of what is left
must be the plan as it was acknowledged last, or the step that was under way.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from proofs.outcome import Outcome
from proofs.session import Session, opened, restored
from proofs.walk import NothingFits, Walk, content
from tui.store.files.errors import StoreError
from tui.store.log.history import read_history

_STEPS: Final = 8
"""Edits and saves of one life."""
_SAVES: Final = 0.3
"""The part of them that are saves."""
_CHANGE: Final = (
    *("write", "pwrite", "ftruncate", "truncate", "fsync", "fdatasync"),
    *("open", "close", "link", "symlink", "unlink", "remove", "rename", "replace", "mkdir", "rmdir"),
)
"""Calls after which a disk may hold something else, or must."""

Names = dict[str, int]
"""The files of a folder and those below it: path from there → inode."""


class _Cut(BaseException):
    """The power has gone."""


@attrs.define
class Disk:
    """What has reached the disk of a folder, and what only the cache holds; ``cut_at`` is the call before which the power goes."""

    root: Path
    cut_at: int = 0
    calls: int = 0
    _moments: list[Names] = attrs.field(factory=list)
    """The names since they were last synced: the first of them are on the disk."""
    _kept: dict[int, bytes] = attrs.field(factory=dict)
    """By inode what it held when it was last synced."""
    _open: set[int] = attrs.field(factory=set)

    def begin(self) -> None:
        """Everything that is there is on the disk."""
        self._moments = [self._names()]
        self._kept = {inode: self._bytes(path) for path, inode in self._moments[0].items()}

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Every call of this thread passes through here meanwhile; what was still open is closed when the power has gone."""
        real = {name: getattr(os, name) for name in _CHANGE}
        mine = threading.get_ident()
        try:
            for name, call in real.items():
                setattr(os, name, self._passing(name, call, mine))
            yield
        finally:
            for name, call in real.items():
                setattr(os, name, call)

    def release(self) -> None:
        """Close what a life that was cut off had open, without its doing anything more."""
        for handle in self._open:
            with contextlib.suppress(OSError):
                os.close(handle)

    def _passing(self, name: str, call: Callable[..., Any], mine: int) -> Callable[..., Any]:
        def one(*args: Any, **more: Any) -> Any:
            if threading.get_ident() != mine:
                return call(*args, **more)
            self.calls += 1
            if self.calls == self.cut_at:
                raise _Cut
            synced = self._inode(args[0]) if name in ("fsync", "fdatasync") else None
            result = call(*args, **more)
            if name == "open":
                self._open.add(result)
            elif name == "close":
                self._open.discard(args[0])
            self._note(synced)
            return result

        return one

    def _note(self, synced: int | None) -> None:
        names = self._names()
        if names != self._moments[-1]:
            self._moments.append(names)
        if synced is None:
            return
        paths = [path for path, inode in names.items() if inode == synced]
        if paths:  # its names are kept with it, and so is what was done to names before
            self._kept[synced] = self._bytes(paths[0])
        self._moments = [names]

    @staticmethod
    def _inode(handle: int) -> int:
        return os.fstat(handle).st_ino

    def _names(self) -> Names:
        return {
            os.path.relpath(os.path.join(at, name), self.root): os.lstat(os.path.join(at, name)).st_ino
            for at, _, names in os.walk(self.root)
            for name in names
        }

    def _bytes(self, path: str) -> bytes:
        whole = self.root / path
        return b"" if whole.is_symlink() else whole.read_bytes()

    def left(self, chance: random.Random) -> dict[str, bytes]:
        """What is found after the cut: path → bytes."""
        now = {inode: self._bytes(path) for path, inode in self._names().items()}
        names = chance.choice(self._moments)
        return {path: self._content(inode, now, chance) for path, inode in names.items()}

    def _content(self, inode: int, now: dict[int, bytes], chance: random.Random) -> bytes:
        kept = self._kept.get(inode, b"")
        cached = now.get(inode, kept)
        if cached == kept:
            return kept
        least = len(kept) if cached.startswith(kept) else 0  # what was synced of a file that has grown is not touched
        return chance.choice((kept, cached, cached[: chance.randint(least, len(cached))]))


def run(folder: Path, plan: bytes, cuts: int, seed: int = 0) -> Outcome:
    """So many cuts, each in a life of its own. Nothing else may write below ``folder``."""
    begun = time.monotonic()
    counts: Counter[str] = Counter({"cuts": 0})
    faults: list[str] = []
    chance = random.Random(seed)
    while counts["cuts"] < cuts and len(faults) < 20:
        life = _Life(folder, plan, chance.getrandbits(32))
        last = life.whole()
        for at in sorted(chance.sample(range(1, last + 1), min(10, last, cuts - counts["cuts"]))):
            counts["cuts"] += 1
            where, fault = life.cut(at, random.Random(chance.getrandbits(32)))
            counts[f"in {where}"] += 1
            if fault is not None:
                faults.append(f"life {life.seed}, call {at}, in {where}: {fault}")
    return Outcome(id="power", title="Power cuts", seconds=time.monotonic() - begun, counts=dict(counts), faults=tuple(faults))


class _Life:
    """The same edits and saves from one seed, as often as is wanted."""

    def __init__(self, folder: Path, plan: bytes, seed: int) -> None:
        self._folder, self._plan, self.seed = folder, plan, seed
        self._acknowledged: list[tuple[str, int, Any]] = []
        """(step, calls until it was acknowledged, what the plan held then)."""

    def whole(self) -> int:
        """Live it to its end; how many calls it makes."""
        disk = self._laid_out()
        self._acknowledged = [("the opening", 0, None)]
        with disk.watched():
            self._live(lambda step, plan: self._acknowledged.append((step, disk.calls, content(plan))))
        disk.release()
        self._acknowledged[0] = ("the opening", 0, self._acknowledged[1][2])
        return disk.calls

    def cut(self, at: int, chance: random.Random) -> tuple[str, str | None]:
        """Live it until a call; (the step that was under way, what is wrong with what is left)."""
        disk = self._laid_out(at)
        try:
            with disk.watched(), contextlib.suppress(_Cut):
                self._live(lambda step, plan: None)
            left = disk.left(chance)
        finally:
            disk.release()
        number = next(place for place, (_, calls, _) in enumerate(self._acknowledged) if calls >= at)
        step, before, after = self._acknowledged[number][0], self._acknowledged[number - 1][2], self._acknowledged[number][2]
        self._lay(left)
        return step, self._judged(before, after)

    def _laid_out(self, cut_at: int = 0) -> Disk:
        self._lay({"plan.toml": self._plan})
        disk = Disk(self._folder, cut_at)
        disk.begin()
        return disk

    def _lay(self, files: dict[str, bytes]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder / "state").mkdir(parents=True)
        for path, data in files.items():
            (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self._folder / path).write_bytes(data)

    def _live(self, acknowledge: Callable[[str, Any], None]) -> None:
        chance = random.Random(self.seed)
        session = self._session()
        acknowledge("the opening", session.workspace.plan)
        walk = Walk(session.workspace, chance)
        for _ in range(_STEPS):
            if chance.random() < _SAVES and session.workspace.unsaved():
                session.save()
                acknowledge("a save", session.workspace.plan)
                continue
            try:
                walk.step()
            except NothingFits:
                continue
            acknowledge("an edit", session.workspace.plan)

    def _session(self) -> Session:
        return opened(self._folder / "plan.toml", self._folder / "state")

    def _judged(self, before: Any, after: Any) -> str | None:
        try:
            workspace, loaded, _, unfit = restored(self._folder / "plan.toml", self._folder / "state")
            read_history(loaded.state.path)
        except StoreError as fault:
            return f"what is left cannot be opened: {fault}"
        if unfit:
            return f"{len(unfit)} edits do not fit on what is left"
        if content(workspace.plan) not in (before, after):
            return "the plan is neither as it was acknowledged nor as the step under way makes it"
        return None
