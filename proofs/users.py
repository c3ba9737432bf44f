"""Several users of the system save one plan and are killed at it, in every layout of ``docs/many-hands.md`` and under every umask.

Each edits a task of their own and saves each edit. What was acknowledged must stand in the history once, by who wrote it; the plan must
hold the last of each; and what stands beside it must let in whom the page says. In a sticky folder only the plan's owner can save.
Those who may only read report meanwhile: each entry of a log that was handed in must be in the plan once, taken in by somebody who is
killed as well.
"""

from __future__ import annotations

import codecs
import os
import random
import select
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from proofs import bodies
from proofs.layouts import LAYOUTS, Layout, lay_out
from proofs.outcome import Outcome
from proofs.session import Session, opened
from proofs.walk import LABEL
from tests.support.users import BAO, LAN, NAM, User, why_no_lists, why_not
from tui.model.edits import SetField
from tui.model.workspace import Workspace
from tui.store.files.errors import Locked, SaveFailed
from tui.store.files.file_state import ChangedOnDisk, read_file
from tui.store.log.history import History, read_history
from tui.store.plan_file import load
from tui.store.plan_save import save
from tui.store.proposals.folder import folder_of

UMASKS: Final = (0o022, 0o027, 0o077)
USERS: Final = {"lan": LAN, "nam": NAM, "bao": BAO}
STICKY: Final = Layout("sticky", LAYOUTS[0].title, ("lan",), ("nam", "bao"))
"""The group's folder with the sticky bit."""
_LONGEST: Final = 0.4
"""Seconds between two kills; a save takes a tenth of that or more."""
_WITHIN: Final = 60.0
_ROUNDS: Final = 20
"""How often what waits is looked for at the end."""


def run(folder: Path, plan: Path, kills: int, seed: int = 0) -> Outcome:
    """So many kills in all. Forks: call it where no other thread runs. Nothing is done where nobody can become another user."""
    begun = time.monotonic()
    codecs.lookup("ascii")  # who becomes another user may not be able to read where Python is
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    folder.parent.chmod(0o711)  # a temporary folder is its maker's only
    counts: Counter[str] = Counter({"kills": 0})
    faults: list[str] = []
    told = why_not() or why_no_lists()
    layouts = [] if why_not() else [layout for layout in (*LAYOUTS, STICKY) if layout.id != "acl" or not why_no_lists()]
    places = [(layout, umask) for layout in layouts for umask in UMASKS]
    chance = random.Random(seed)
    for number, (layout, umask) in enumerate(places):
        share = kills * (number + 1) // len(places) - kills * number // len(places)
        place = _Place.made(layout, umask, folder / f"{layout.id}-{umask:03o}", plan)
        place.work(share, chance)
        place.judge()
        counts.update(place.counts)
        faults += [f"{layout.id}, umask {umask:03o}: {fault}" for fault in place.faults]
    title = f"{kills} kills of three users in {len(layouts)} layouts under {len(UMASKS)} umasks" + f" ({told})" * bool(told)
    return Outcome(id="users", title=title, seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))


@attrs.define
class _Hand:
    """One user's session in a process of its own, and what it has said."""

    name: str
    user: User
    task: str
    state: Path
    work: Callable[[Path, Path, str, str, int], None] = attrs.field(default=attrs.Factory(lambda: _work))
    child: int = 0
    pipe: int = -1
    heard: bytes = b""
    acknowledged: list[str] = attrs.field(factory=list)
    tried: set[str] = attrs.field(factory=set)
    lives: int = 0

    def start(self, path: Path) -> None:
        """Begin a session, after a kill or for the first time."""
        self.lives += 1
        self.pipe, into = os.pipe()
        self.child = os.fork()
        if not self.child:
            try:
                self.user.become()
                self.work(path, self.state, self.task, f"{self.name} {self.lives}.", into)
            except BaseException:
                os.write(into, b"fault " + traceback.format_exc().strip().splitlines()[-1].encode() + b"\n")
            finally:
                os._exit(1)
        os.close(into)

    def end(self, how: int) -> Iterator[str]:
        """End the session by a signal and take in what it said; what was wrong."""
        os.kill(self.child, how)
        os.waitpid(self.child, 0)
        heard = b""
        while piece := os.read(self.pipe, 1 << 16):
            heard += piece
        os.close(self.pipe)
        for line in heard.decode().split("\n")[:-1]:
            word, _, about = line.partition(" ")
            if word == "fault":
                yield f"{self.name}’s session ended by itself: {about}"
            elif word == "try":
                self.tried.add(about)
            elif word == "ok":
                self.acknowledged.append(about)


def _work(path: Path, state: Path, task: str, mark: str, pipe: int) -> None:
    """Edit and save until killed."""
    session = opened(path, state)
    if session.workspace.unsaved():
        _save(session)
    number = 0
    while True:
        number += 1
        text = f"{mark}{number}"
        os.write(pipe, f"try {text}\n".encode())
        session.workspace.apply([session.workspace.set_field("tasks", task, "summary", text)], LABEL)
        os.write(pipe, f"ok {text}\n".encode())
        _save(session)


def _save(session: Session) -> None:
    end = time.monotonic() + _WITHIN
    while True:
        try:
            session.save()
            return
        except ChangedOnDisk as changed:
            assert changed.fresh is not None
            session.take_in(changed.fresh)
        except Locked:
            if time.monotonic() > end:
                raise


@attrs.define
class _Place:
    """One layout under one umask."""

    layout: Layout
    path: Path
    hands: list[_Hand]
    reporting: list[_Hand]
    taking: _Hand
    counts: Counter[str] = attrs.field(factory=Counter)
    faults: list[str] = attrs.field(factory=list)

    @classmethod
    def made(cls, layout: Layout, umask: int, folder: Path, plan: Path) -> _Place:
        folder.mkdir()
        reporters = [attrs.evolve(USERS[name], umask=umask) for name in layout.readers]
        text, found = bodies.with_bodies(plan.read_text(encoding="utf-8"), load(plan).plan, reporters)
        (folder / "reported.toml").write_text(text, encoding="utf-8")
        path = lay_out(layout, folder, folder / "reported.toml")
        if layout is STICKY:
            path.parent.chmod(0o3775)
        tasks = [id for id in load(path).plan.tables["tasks"] if id not in [body.task for body in found]]
        hands = []
        for name, task in zip(layout.writers, tasks, strict=False):
            state = folder / f"state-{name}"
            state.mkdir(mode=0o700)
            os.chown(state, USERS[name].uid, USERS[name].uid)
            hands.append(_Hand(name, attrs.evolve(USERS[name], umask=umask), task, state))
        lan = attrs.evolve(USERS["lan"], umask=umask)
        lan.does(lambda: bodies.prepare(path, reporters))
        named = zip(layout.readers, reporters, found, strict=True)
        reporting = [_Hand(name, user, body.task, folder, bodies.report) for name, user, body in named]
        return cls(layout, path, hands, reporting, _Hand("lan takes in", lan, "", folder, bodies.take_in))

    def work(self, kills: int, chance: random.Random) -> None:
        """Let all of them edit at once, and kill one after the other."""
        everybody = [*self.hands, *self.reporting, self.taking]
        for hand in everybody:
            hand.start(self.path)
        for _ in range(kills):
            select.select([], [], [], chance.uniform(0, _LONGEST))
            hand = chance.choice(everybody)
            self.faults += hand.end(signal.SIGKILL)
            self.counts["kills"] += 1
            hand.start(self.path)
        for hand in everybody:
            self.faults += hand.end(signal.SIGKILL)
        for hand in self.hands:  # what they left behind is saved
            hand.user.does(lambda hand=hand: _last(self.path, hand.state))  # type: ignore[misc]
        for _ in range(_ROUNDS):  # and what was handed in is taken in
            if not self.taking.user.does(lambda: bodies.take_what_waits(self.path)):
                break

    def judge(self) -> None:
        """What is there now, and whom it lets in."""
        for name in self.layout.readers:
            if not USERS[name].does(lambda: _refused(self.path)):
                self.faults.append(f"{name} saved without the right to")
        loaded = load(self.path)
        history = read_history(self.path, read_file(self.path))
        saved = _saved_by_task(history)
        for hand in self.hands:
            found = saved.get(hand.task, Counter())
            self.counts["edits acknowledged"] += len(hand.acknowledged)
            lost = [text for text in hand.acknowledged if not found[text]]
            self.faults += [f"lost: {text}" for text in lost]
            self.faults += [f"doubled: {text}" for text, times in found.items() if times > 1]
            self.faults += [f"made by nobody: {text}" for text in found if text not in hand.tried]
            if hand.acknowledged and loaded.plan.tables["tasks"][hand.task]["summary"] not in (hand.acknowledged[-1], *hand.tried):
                self.faults.append(f"the plan does not hold {hand.name}’s last")
        self.counts["edits found once in the history"] += sum(times == 1 for found in saved.values() for times in found.values())
        self.counts["entries of the history"] += len(history.entries)
        self.counts["entries whose writer is proved"] += sum(e.writer is not None or not e.self_told for e in history.entries)
        wrong = [e.number for e in history.entries if e.writer is not None and str(e.writer) != e.login]
        self.faults += [f"entry {number} is proved to be another’s" for number in wrong]
        self.faults += [f"entry {e.number} is of somebody unknown" for e in history.entries if e.outside]
        self.faults += [f"left lying about: {p.name}" for p in self.path.parent.iterdir() if p.name.endswith(".tmp")]
        self._look_at_reports(history)
        self._look_at_rights()

    def _look_at_reports(self, history: History) -> None:
        for hand in self.reporting:
            found = bodies.reported(self.path, hand.task)
            self.counts["entries handed in"] += len(hand.acknowledged)
            self.counts["entries handed in that stand in the plan once"] += sum(found[text] == 1 for text in hand.acknowledged)
            self.faults += [f"handed in and lost: {text}" for text in hand.acknowledged if not found[text]]
            self.faults += [f"taken in twice: {text}" for text, times in found.items() if times > 1]
            self.faults += [f"reported by nobody: {text}" for text in found if text.startswith(hand.name) and text not in hand.tried]
        proposed = {str(hand.user.uid) for hand in self.reporting}
        self.counts["saves that took in a proposal"] += sum(bool(entry.proposed) for entry in history.entries)
        wrong = [e.number for e in history.entries for p in e.proposed if p.login not in proposed]
        self.faults += [f"entry {number} names who proposed nothing" for number in wrong]

    def _look_at_rights(self) -> None:
        sides = sorted(side for side in self.path.parent.iterdir() if side != folder_of(self.path))
        inside = sorted(side for side in folder_of(self.path).iterdir() if side.is_file())
        writers = ("lan", "nam") if self.layout is STICKY else self.layout.writers  # the files are the group's there too
        for name, user in USERS.items():
            for side, (reads, writes) in zip(inside, user.does(lambda: list(map(_allowed, inside))), strict=True):
                self.counts["rights beside the plan looked at"] += 2
                own = side.name.lstrip(".").startswith(f"{user.uid}-")
                cut = side.name.startswith(".")  # a killed session was writing it: the office may read it already
                if writes != own or (reads != (own or name in writers) and not (cut and not reads)):
                    self.faults.append(f"{name} has other rights than the page says to {side.name}")
            for side, (reads, writes) in zip(sides, user.does(lambda: list(map(_allowed, sides))), strict=True):
                self.counts["rights beside the plan looked at"] += 2
                if writes != (name in writers):
                    self.faults.append(f"{name} {'writes' if writes else 'does not write'} {side.name}")
                if reads != (writes or side.name != f".{self.path.name}.lock"):
                    self.faults.append(f"{name} {'reads' if reads else 'does not read'} {side.name}")


def _allowed(path: Path) -> tuple[bool, bool]:
    return os.access(path, os.R_OK, effective_ids=True), os.access(path, os.W_OK, effective_ids=True)


def _last(path: Path, state: Path) -> None:
    session = opened(path, state)
    if session.workspace.unsaved():
        _save(session)
    session.journal.close(keep=False)


def _refused(path: Path) -> bool:
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field("plan", "", "note", "x")], LABEL)
    try:
        save(loaded, workspace.plan)
    except SaveFailed:
        return True
    return False


def _saved_by_task(history: History) -> Mapping[str, Counter[str]]:
    """Task → how often each text was put into it."""
    found: dict[str, Counter[str]] = {}
    for entry in history.entries:
        for edit in entry.edits or ():
            if isinstance(edit, SetField) and edit.table == "tasks" and edit.field == "summary":
                found.setdefault(edit.id, Counter())[str(edit.new)] += 1
    return found
