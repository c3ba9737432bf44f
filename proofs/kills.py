"""Kills at random moments of edits and saves: the file is old or new, and nothing acknowledged is missing.

A child process edits and saves and says through a pipe what it is about to do and what it has done; its parent kills
it after a random time and looks at what is left. The next child goes on with the same file.
"""

from __future__ import annotations

import gc
import os
import random
import select
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import attrs

from proofs.outcome import Outcome
from proofs.session import Session, digest, opened, restored
from proofs.walk import LABEL, Walk
from tui.model.edits import Change
from tui.store.log.journal import ASIDE, Journal, names_in
from tui.store.plan_file import load

MOST: Final = 80
"""Words a child says at most; two are said of an edit and of a save, so it makes some forty of them."""
LONGEST: Final = 0.012
"""Seconds after the last of those words, about as long as a save takes; an edit takes a part of a millisecond."""

_FIRST: Final = 0
"""It may be killed before it says anything, while opening and restoring."""
_A_WORD: Final = 40
"""Bytes of the last one or two words."""
_WITHIN: Final = 30.0

_SAVE_SHARE: Final = 0.12
_PHASES: Final = {
    "begin": "killed while opening and restoring",
    "try": "killed during an edit",
    "ok": "killed between two edits",
    "saving": "killed during a save",
    "saved": "killed after a save, before the journal knew",
}


@attrs.define
class _Telling:
    """The journal, saying first what is about to be noted."""

    journal: Journal
    session: Session
    tell: Callable[[str, str], None]

    def _first(self, change: Change, note: Callable[[Change], None]) -> None:
        self.tell("try", digest(self.session.workspace.plan))
        note(change)

    def note_done(self, change: Change) -> None:
        self._first(change, self.journal.note_done)

    def note_undone(self, change: Change) -> None:
        self._first(change, self.journal.note_undone)

    def note_redone(self, change: Change) -> None:
        self._first(change, self.journal.note_redone)


def _child(path: Path, folder: Path, seed: int, pipe: int) -> None:
    """Edit and save until killed, telling each step before and after."""

    def tell(word: str, about: str = "") -> None:
        os.write(pipe, f"{word} {about}\n".encode())

    chance = random.Random(seed)
    tell("begin")
    session = opened(path, folder)
    workspace = session.workspace
    workspace.recorder = _Telling(session.journal, session, tell)
    tell("ok", digest(workspace.plan))
    walk = Walk(workspace, chance)
    while True:
        if chance.random() < _SAVE_SHARE:
            now = digest(workspace.plan)
            tell("saving", now)
            session.write()
            tell("saved", now)
            session.journal.note_saved()
        else:
            walk.step()
            if workspace.unrecorded is not None:
                raise workspace.unrecorded
        tell("ok", digest(workspace.plan))


def _killed(path: Path, folder: Path, seed: int, words: int, last: bytes, after: float) -> tuple[list[tuple[str, str]], str]:
    """What a child said until it was killed, and why it ended by itself, if it did.

    It is killed some seconds after so many words, the last of them being ``last``.
    """
    out, into = os.pipe()
    said, saying = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(out)
            os.close(said)
            _child(path, folder, seed, into)
        except BaseException:
            os.write(saying, traceback.format_exc().encode())
        finally:
            os._exit(1)
    os.close(into)
    os.close(saying)
    heard = b""
    while (heard.count(b"\n") < words or last not in heard[-_A_WORD:]) and select.select([out], [], [], _WITHIN)[0]:
        piece = os.read(out, 1 << 16)
        if not piece:
            break
        heard += piece
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(out, 1 << 16):
        heard += piece
    fault = os.read(said, 1 << 16).decode()
    os.close(out)
    os.close(said)
    lines = [line.split(" ") for line in heard.decode().split("\n")[:-1]]
    return [(word, about) for word, about in lines], fault


@attrs.define
class _Judge:
    """Knows what may be on disk, from what the children said."""

    path: Path
    folder: Path
    filed: set[str]
    """What the file may hold."""
    shown: set[str]
    """What the next session may show."""
    counts: Counter[str] = attrs.field(factory=Counter)
    faults: list[str] = attrs.field(factory=list)

    def hear(self, said: list[tuple[str, str]]) -> None:
        """Follow a child's words to the moment of its death."""
        for word, about in said:
            if word == "try":
                self.shown = {*self.shown, about}
                self.counts["edits begun"] += 1
            elif word == "ok":
                self.counts["edits acknowledged"] += len(self.shown) == 2 or about not in self.shown
                if about not in self.shown:
                    self.faults.append("what a session shows is not what was left to it")
                self.shown = {about}
            elif word == "saving":
                self.filed = {*self.filed, about}
            elif word == "saved":
                self.counts["saves acknowledged"] += 1
                self.filed = {about}
        self.counts[_PHASES[said[-1][0]] if said else "killed before it began"] += 1

    def look(self, number: int) -> None:
        """Compare with what is there, and expect that from now on."""
        before = len(self.faults)
        loaded = load(self.path)
        filed = digest(loaded.plan)
        if loaded.read_only_because is not None:
            self.faults.append(f"kill {number}: the file does not parse")
        elif filed not in self.filed:
            self.faults.append(f"kill {number}: the file is neither old nor new")
        workspace, _, found, conflicts = restored(self.path, self.folder)
        shown = digest(workspace.plan)
        self.counts["steps offered again"] += sum(len(left.steps) for left in found)
        self.counts["journals with a torn line"] += any(left.torn for left in found)
        if conflicts:
            self.faults.append(f"kill {number}: {len(conflicts)} steps left behind do not fit, first {conflicts[0]}")
        if shown not in self.shown:
            self.faults.append(f"kill {number}: an acknowledged edit is missing")
        if len(self.faults) == before:
            self.counts["kills after which all was there"] += 1
        self.filed, self.shown = {filed}, {shown}


def run(folder: Path, plan: Path, kills: int, seed: int = 0) -> Outcome:
    """Kill ``kills`` sessions over one copy of ``plan`` in ``folder``. Forks: call it where no other thread runs."""
    begun = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    path, state = folder / "plan.toml", folder / "state"
    shutil.copyfile(plan, path)
    chance = random.Random(seed)
    start = digest(load(path).plan)
    judge = _Judge(path, state, {start}, {start})
    gc.collect()
    gc.freeze()  # the children copy less
    for number in range(1, kills + 1):
        said, fault = _killed(
            path, state, chance.getrandbits(32), chance.randint(_FIRST, MOST), chance.choice((b"", b"saving")), chance.uniform(0, LONGEST)
        )
        judge.hear(said)
        if fault:
            judge.faults.append(f"kill {number}: a session ended by itself: {fault.strip().splitlines()[-1]}")
            print(fault, file=sys.stderr)
        judge.look(number)
        for name in (name for suffix in ASIDE for name in names_in(state, suffix)):
            (state / name).unlink()
        if path.stat().st_size > 4 * plan.stat().st_size:  # a plan that only grows makes every round slower
            opened(path, state).journal.close(keep=False)
            shutil.copyfile(plan, path)
            judge.filed = judge.shown = {start}
    session = opened(path, state)  # nothing a dead process left stands in the way of the next
    session.workspace.apply([session.workspace.set_field("plan", "", "note", f"Sau {kills} lần")], LABEL)
    session.save()
    session.journal.close(keep=False)
    left = sorted(p.name for p in folder.iterdir() if p.name.endswith(".tmp")) + sorted(p.name for p in state.glob("*.journal"))
    judge.faults += [f"left lying about: {name}" for name in left]
    return Outcome(
        id="kills",
        title=f"{kills} kills at random moments of edits and saves",
        seconds=time.monotonic() - begun,
        counts={"kills": kills, **judge.counts},
        faults=tuple(judge.faults),
    )
