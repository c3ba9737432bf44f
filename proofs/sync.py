"""``kehoach sync`` on three copies at once, with edits between and meanwhile, servers out of reach and kills: nothing acknowledged is lost.

Whoever saved is told so; from then on the edit has to be there in the end, or one that somebody made later, or decided for, in its place.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs

from proofs.outcome import Outcome

COPIES: Final = 3
_TASKS: Final = 5
"""Tasks that belong to each copy, and as many that belong to all."""
_DAY: Final = dt.date(2026, 3, 1)
_ROUNDS_TO_REST: Final = 30
_COUNTS: Final = (
    *(
        "edits acknowledged",
        "edits refused, for a sync brought the same",
        "syncs",
        "syncs killed",
        "of them too late",
        "syncs out of reach",
    ),
    *("conflicts left to a person", "decided for here", "decided for the server", "edits while a sync ran", "rounds to rest"),
)


def run(folder: Path, edits: int, seed: int = 0) -> Outcome:
    """So many random edits in each copy, each in a save of its own, and syncs in between that are killed, alone or at once."""
    begun = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    proof = _Proof(folder, random.Random(seed))
    with _nobodys_settings(folder):
        proof.begin()
        while min(copy.edits for copy in proof.copies) < edits:
            proof.round(edits)
        proof.rest()
        proof.judge()
    title = f"{COPIES} copies of a plan on a server, {edits} edits each"
    return Outcome(id="sync", title=title, seconds=time.monotonic() - begun, counts=proof.counts, faults=tuple(proof.faults))


@contextlib.contextmanager
def _nobodys_settings(folder: Path) -> Iterator[None]:
    wanted = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": str(folder)}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


@attrs.define
class _Copy:
    number: int
    plan: Path
    way: Path
    """The link by which it reaches the server; without it the copy is offline."""
    edits: int = 0


@attrs.define
class _Proof:
    folder: Path
    chance: random.Random
    copies: list[_Copy] = attrs.field(factory=list)
    counts: dict[str, int] = attrs.field(factory=lambda: dict.fromkeys(_COUNTS, 0))
    faults: list[str] = attrs.field(factory=list)
    last: dict[tuple[str, str], dict[int, str]] = attrs.field(factory=lambda: defaultdict(dict))
    """By (task, field): what each copy last had acknowledged."""
    said: set[str] = attrs.field(factory=set)
    """Texts that were added to lists and as records."""
    reasons: set[str] = attrs.field(factory=set)

    def begin(self) -> None:
        from tests.support.servers import PLAN, Server

        tasks = "".join(
            f'\n[tasks.{name}]\nsection = "I"\norder = {n}\nsummary = "Việc {name}"\nleads = ["so-a"]\nstatus = "unreported"\n'
            for n, name in enumerate(self._names(), 10)
        )
        with contextlib.redirect_stdout(io.StringIO()):
            server = Server(self.folder, *(f"copy-{number}" for number in range(COPIES)), plan=PLAN + tasks)
        for number in range(COPIES):
            way = self.folder / f"way-{number}"
            way.symlink_to(server.bare)
            copy = self.folder / f"copy-{number}"
            subprocess.run(["git", "remote", "set-url", "origin", str(way)], cwd=copy, check=True)
            self.copies.append(_Copy(number, copy / "plan.toml", way))

    def _names(self) -> list[str]:
        return [f"{owner}-{n}" for owner in (*map(str, range(COPIES)), "all") for n in range(_TASKS)]

    # -- a round --------------------------------------------------------------------------------------------------

    def round(self, edits: int) -> None:
        """Edits everywhere, then some copies synchronise at once; some are killed, and some are edited meanwhile."""
        chance = self.chance
        for copy in self.copies:
            if chance.random() < 0.15:
                self._switch(copy)
            for _ in range(min(chance.randint(0, 7), edits - copy.edits)):
                self._edit(copy)
        running = [(copy, self._sync(copy, *self._sides())) for copy in self.copies if chance.random() < 0.7]
        for copy, _ in running:
            if chance.random() < 0.4 and copy.edits < edits:
                self._edit(copy)
                self.counts["edits while a sync ran"] += 1
        for copy, process in running:
            if chance.random() < 0.3:
                self._kill_in(process, chance.random() * 1.5)
            self._ended(copy, process)
        for copy in self.copies:
            self._look(copy)

    def _sides(self) -> tuple[str, ...]:
        side = self.chance.choice(("", "", "--ours", "--theirs"))
        if side:
            self.counts["decided for here" if side == "--ours" else "decided for the server"] += 1
        return (side,) if side else ()

    def _switch(self, copy: _Copy) -> None:
        if copy.way.is_symlink():
            copy.way.unlink()
        else:
            self._online(copy)

    def _online(self, copy: _Copy) -> None:
        if not copy.way.is_symlink():
            copy.way.symlink_to(self.folder / "máy chủ.git")

    def _edit(self, copy: _Copy) -> None:
        """One edit in a save of its own: a field of an own task or of one of all, an entry of a log, a record."""
        import kehoach

        copy.edits += 1
        text = f"{copy.number}:{copy.edits}"
        chance = self.chance
        owner = str(copy.number) if chance.random() < 0.7 else "all"
        task, kind = f"{owner}-{chance.randrange(_TASKS)}", chance.choice(("note", "note", "note", "summary", "log", "source"))
        plan = kehoach.open(copy.plan)
        try:
            if kind == "log":
                held = list(plan.record("tasks", task).get("log", ()))
                plan.set("tasks", task, "log", [*held, {"on": _DAY, "text": text}])
            elif kind == "source":
                plan.add("sources", {"title": text, "publisher": "Sở", "date": _DAY})
            else:
                plan.set("tasks", task, kind, text)
            plan.save(reason=f"r{text}")
        except kehoach.NotSaved:  # also a conflict
            self.counts["edits refused, for a sync brought the same"] += 1
            return
        self.counts["edits acknowledged"] += 1
        self.reasons.add(f"r{text}")
        if kind in ("log", "source"):
            self.said.add(text)
        else:
            self.last[task, kind][copy.number] = text

    # -- syncs ----------------------------------------------------------------------------------------------------

    def _sync(self, copy: _Copy, *more: str) -> subprocess.Popen[bytes]:
        self.counts["syncs"] += 1
        command = [sys.executable, "-m", "tui", "sync", str(copy.plan.parent), "--lang", "en", *more]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def _kill_in(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """Kill it, and every other time what it has started as well: a call of git may go on alone."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            self.counts["of them too late"] += 1
        self.counts["syncs killed"] += 1
        whole = [process.pid, *(_started_by(process.pid) if self.chance.random() < 0.5 else ())]
        for one in whole:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def _ended(self, copy: _Copy, process: subprocess.Popen[bytes]) -> int:
        out = process.communicate()[0].decode("utf-8", "replace")
        code = process.returncode
        if code == -signal.SIGKILL:
            return code
        self.counts["syncs out of reach"] += "everything is kept here" in out
        self.counts["conflicts left to a person"] += code == 1 and "to be decided" in out
        well = code == 0 or (code == 1 and "to be decided" in out)
        if not well and not any(
            sign in out for sign in ("everything is kept here", "again and again", "has been saving it", "is saving it")
        ):
            self.faults.append(f"copy {copy.number}: exit code {code}: {out[-600:]}")
        if "Traceback" in out or "mistake of the program" in out:
            self.faults.append(f"copy {copy.number}: {out[-600:]}")
        return code

    def _look(self, copy: _Copy) -> None:
        """Whatever happened, the plan is whole and git has nothing under way."""
        from tui.store.plan_file import load

        data = copy.plan.read_bytes()
        if b"<<<<" in data or b">>>>" in data:
            self.faults.append(f"copy {copy.number}: markers stand in the plan")
        if problems := [p for p in load(copy.plan).problems if not p.warning]:
            self.faults.append(f"copy {copy.number}: {problems[0].where}: {problems[0].what}")
        if (copy.plan.parent / ".git" / "MERGE_HEAD").exists():
            self.faults.append(f"copy {copy.number}: a merge is under way")

    def rest(self) -> None:
        """All in reach, until nobody has anything to send or to take in."""
        for copy in self.copies:
            self._online(copy)
        for n in range(_ROUNDS_TO_REST):
            self.counts["rounds to rest"] = n + 1
            codes = []
            for copy in self.copies:
                codes.append(self._ended(copy, self._sync(copy)))
                if codes[-1] == 1:
                    self.counts["decided for here"] += 1
                    self._ended(copy, self._sync(copy, "--ours"))
            if codes == [0] * COPIES and len({copy.plan.read_bytes() for copy in self.copies}) == 1:
                return
        self.faults.append("the copies did not come to rest")

    # -- the end --------------------------------------------------------------------------------------------------

    def judge(self) -> None:
        from tests.support.servers import git
        from tui.store.log.history import read_history
        from tui.store.plan_file import load

        texts = {copy.plan.read_bytes() for copy in self.copies}
        texts.add(git(self.folder / "máy chủ.git", "show", "main:plan.toml").encode())
        if len(texts) != 1:
            self.faults.append("the copies are not the same in the end")
        for copy in self.copies:
            self._look(copy)
            if left := git(copy.plan.parent, "status", "--porcelain"):
                self.faults.append(f"copy {copy.number}: git has something to say: {left}")
        plan = load(self.copies[0].plan).plan
        for (task, field), values in self.last.items():
            found = plan.tables["tasks"][task].get(field)
            if found not in values.values():
                self.faults.append(f"tasks.{task}.{field} is {found}, and acknowledged were {values}")
        said = {entry["text"] for values in plan.tables["tasks"].values() for entry in values.get("log", ())}
        said |= {values["title"] for values in plan.tables["sources"].values()}
        if lost := sorted(self.said - said):
            self.faults.append(f"{len(lost)} entries and records are lost: {lost[:10]}")
        histories = {copy.plan.with_name("plan.toml.history").read_bytes() for copy in self.copies}
        if len(histories) != 1:
            self.faults.append("the histories are not the same in the end")
        history = read_history(self.copies[0].plan, load(self.copies[0].plan).state)
        if lost := sorted(self.reasons - {entry.reason for entry in history.entries}):
            self.faults.append(f"{len(lost)} saves are not in the history: {lost[:10]}")
        if history.unreadable:
            self.faults.append(f"{history.unreadable} lines of the history cannot be read")
        self.counts["entries in the history"] = len(history.entries)
        self.counts["of them by unknown"] = sum(entry.outside for entry in history.entries)


def _started_by(process: int) -> list[int]:
    """The processes it has started that still live."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int(place.read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(place.parent.name))
    return found
