"""Several processes edit one file at once: every edit is in what was saved, or was shown as a conflict.

Each process makes random edits, saves every few of them, and when the file has changed meanwhile takes in what the
others saved and decides every conflict by chance. What the join did is checked by itself, from the plan before it,
the others' plan and the plan after it; at the end the saves of all must form one chain, each made on the one before.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from proofs.outcome import Outcome
from proofs.session import Session, opened
from proofs.walk import Walk
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.joining import Conflict, Joined, hold
from tui.model.plan import MISSING, Plan, Values, same
from tui.model.workspace import EditRefused
from tui.store.files.errors import Locked
from tui.store.files.file_state import ChangedOnDisk, FileState
from tui.store.plan_file import load, load_state

TABLES: Final = ("tasks", "tasks", "tasks", "indicators", "directions", "decisions", "enterprises", "agencies")
"""Where they edit: few records, so that they meet."""

_SAVE_SHARE: Final = 0.1
_Records = Mapping[tuple[str, str], Values]
_Key = tuple[str, str, str]


def _records(plan: Plan) -> _Records:
    return {(table, id): values for table, found in plan.tables.items() for id, values in found.items()}


@attrs.define
class _Event:
    """One edit and what became of it."""

    edit: Edit
    is_part: bool = False
    """Whether it is a further edit of the step before it, and not counted by itself."""
    settled: bool = False
    """Whether others had saved the very same meanwhile, or a list it was joined to: what they do after that, they do knowing it."""
    known: list[Any] = attrs.field(factory=list)
    """Entries it puts into a list that others had saved too meanwhile: whoever takes them out after that does so knowing it."""
    trail: list[str] = attrs.field(factory=list)
    """What the others' field and the joined one held whenever that changed: told when the edit is nowhere."""
    followed: Edit | None = None
    """The same with the new ids of records that gave theirs way."""


@attrs.define
class _Hand:
    """One process: its session, its edits since it last saved, and what was wrong."""

    path: Path
    session: Session
    walk: Walk
    chance: random.Random
    pending: list[_Event] = attrs.field(factory=list)
    disputed: set[_Key] = attrs.field(factory=set)
    versions: list[tuple[str, str]] = attrs.field(factory=list)
    counts: Counter[str] = attrs.field(factory=Counter)
    faults: list[str] = attrs.field(factory=list)

    def work(self, edits: int) -> None:
        """Make and save so many edits."""
        while self.walk.made < edits:
            self.walk.edit()
            change = self.session.workspace.undo_steps[-1]
            self.pending.append(_Event(change.edits[0]))  # a step of several is one edit of one person
            for edit in change.edits[1:]:
                self.pending.append(_Event(edit, is_part=True))
            if self.chance.random() < _SAVE_SHARE:
                self.save()
        self.save()

    def save(self) -> None:
        """Save; take in what others saved first, as often as it takes."""
        while True:
            base = self.session.loaded.state.digest
            try:
                self.session.save()
            except Locked:
                self.counts["saves that had to wait too long for the lock"] += 1
            except ChangedOnDisk as changed:
                assert changed.fresh is not None
                assert changed.fresh is not None, "nobody takes the file away"
                self.take_in(changed.fresh)
            else:
                break
        self.versions.append((base, self.session.loaded.state.digest))
        self.counts["saves"] += 1
        self._account()

    def take_in(self, fresh: FileState) -> None:
        """Join, check the join, decide the conflicts."""
        workspace = self.session.workspace
        base = {**_records(workspace.plan), **{k: v for k, v in workspace.differing().items() if v is not None}}
        for key, values in workspace.differing().items():
            if values is None:
                base.pop(key, None)
        mine = _records(workspace.plan)
        joined = self.session.take_in(fresh)
        theirs = _records(load_state(fresh).plan)
        self.counts["times others' saves were taken in"] += 1
        self.faults += _join_faults(base, mine, theirs, _records(workspace.plan), joined)
        for conflict in joined.conflicts:
            self.counts["conflicts shown"] += 1
            self.disputed.add((conflict.table, conflict.id, conflict.field))
            self._decide(conflict)
        new = {old: id for (_, old), (_, id) in joined.renamed}
        renamed = dict(joined.renamed)
        self.disputed |= {(*renamed[table, id], field) for table, id, field in self.disputed if (table, id) in renamed}
        for event in self.pending:
            if (event.edit.table, event.edit.id) in renamed:
                self.counts["edits of a record that gave its id to another's"] += not event.is_part
                event.edit = attrs.evolve(event.edit, id=renamed[event.edit.table, event.edit.id][1])
            elif _holds(theirs.get((event.edit.table, event.edit.id)), event.edit):
                event.settled = True
            if isinstance(event.edit, SetField):
                there = (theirs.get((event.edit.table, event.edit.id)) or {}).get(event.edit.field)
                event.known += there if isinstance(there, list) else []
                joint = (workspace.plan.get(event.edit.table, event.edit.id) or {}).get(event.edit.field)
                if event.trail[-1:] != [told := f"{there!r} → {joint!r}"]:
                    event.trail.append(told)
                if isinstance(there, list) and same(there, joint) and _is_in(there, event):
                    event.settled = True  # nothing of this hand differs there any more
            if new and isinstance(event.edit, SetField):
                before = event.followed or event.edit
                assert isinstance(before, SetField)
                event.followed = attrs.evolve(before, id=event.edit.id, new=_with_ids(before.new, new))

    def _decide(self, conflict: Conflict) -> None:
        value = self.chance.choice((conflict.mine, conflict.theirs))
        try:
            hold(self.session.workspace, conflict, value)
        except EditRefused:
            self.counts["decisions the plan refused"] += 1

    def _account(self) -> None:
        """What was saved holds every edit, or it is known why not."""
        plan = self.session.workspace.plan
        for number, event in enumerate(self.pending):
            edit = event.edit
            later = [e.edit for e in self.pending[number + 1 :] if (e.edit.table, e.edit.id) == (edit.table, edit.id)]
            earlier = [e.edit for e in self.pending[:number] if (e.edit.table, e.edit.id) == (edit.table, edit.id)]
            fate = self._fate(plan, event, earlier, later)
            if not fate:
                self.faults.append(
                    f"an edit is nowhere: {edit!r:.300}; the record is now {plan.get(edit.table, edit.id)!r:.300}; {event.trail}"
                )
            if not event.is_part:
                self.counts[fate or "edits lost"] += 1
        self.pending.clear()
        self.disputed.clear()

    def _fate(self, plan: Plan, event: _Event, earlier: list[Edit], later: list[Edit]) -> str:
        """What became of an edit, in words; nothing when that cannot be told: then it is lost."""
        edit = event.edit
        now = plan.get(edit.table, edit.id)
        if _holds(now, edit) or (event.followed is not None and _holds(now, event.followed)):
            return "edits in a saved version"
        field = edit.field if isinstance(edit, SetField) else ""
        if any(not isinstance(e, SetField) or e.field == field or not field for e in later):
            return "edits changed again by the same hand before it saved"
        if event.settled:
            return "edits another had saved too, and changed again later"
        if {(edit.table, edit.id, field), (edit.table, edit.id, "")} & self.disputed:
            return "edits shown as a conflict and decided for the other side"
        if isinstance(edit, SetField) and now is not None and _joined_list(now.get(edit.field, MISSING), event):
            return "edits joined entry by entry with another's"
        if isinstance(edit, AddRecord) and now is not None:
            return "records that two added, joined field by field"
        was_alone = any(isinstance(e, AddRecord) for e in earlier)  # nobody but this hand ever had its own: the id was free to others
        if isinstance(edit, DeleteRecord) and was_alone and now is not None and not same(dict(now), dict(edit.values)):
            return "records taken out before anybody saw them, whose id another gave"
        return ""


def _with_ids(value: Any, new: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return new.get(value, value)
    if isinstance(value, Mapping):
        return {k: _with_ids(v, new) for k, v in value.items()}
    return [_with_ids(v, new) for v in value] if isinstance(value, list) else value


def _holds(now: Values | None, edit: Edit) -> bool:
    if isinstance(edit, SetField):
        return now is not None and same(now.get(edit.field, MISSING), edit.new)
    return (now is None) == isinstance(edit, DeleteRecord)


def _joined_list(now: Any, event: _Event) -> bool:
    """Whether what the edit put into a list is there, or others had put it there too and took it out again."""
    edit = event.followed or event.edit
    assert isinstance(edit, SetField)
    old, new = ([] if v is MISSING else v for v in (edit.expected, edit.new))
    now = [] if now is MISSING else now
    if not all(isinstance(v, list) for v in (old, new, now)):
        return False
    came = [e for e in new if e not in old and e not in event.known]
    return all(e in now or any(_akin(e, n) for n in now) for e in came)


def _is_in(theirs: list[Any], event: _Event) -> bool:
    """Whether others' list holds what the edit put into it, and nothing of what it took out."""
    edit = event.edit
    assert isinstance(edit, SetField)
    old, new = ([] if v is MISSING else v for v in (edit.expected, edit.new))
    return _joined_list(theirs, event) and not any(e in theirs for e in old if e not in new)


def _akin(one: Any, other: Any) -> bool:
    return isinstance(one, dict) and isinstance(other, dict) and next(iter(one.values()), 0) == next(iter(other.values()), 1)


# -- the join, checked without its own code -----------------------------------------------------------------------


def _join_faults(base: _Records, mine: _Records, theirs: _Records, now: _Records, joined: Joined) -> Iterator[str]:
    """What is missing after a join without having been shown as a conflict."""
    shown = {(c.table, c.id, c.field) for c in joined.conflicts}
    whole = {(table, id) for table, id, field in shown if not field}
    renamed = dict(joined.renamed)
    follows = bool(renamed)
    for key in {*base, *mine, *theirs}:
        if key in whole or key in renamed or key in renamed.values():
            continue
        before, here, there, after = (side.get(key) for side in (base, mine, theirs, now))
        if before is None or here is None or there is None:
            yield from _record_fault(key, before, here, there, after)
            continue
        if after is None:
            yield f"{key} is gone after a join"
            continue
        for field in {*before, *here, *there}:
            if (*key, field) in shown:
                continue
            was, ours, other, got = (side.get(field, MISSING) for side in (before, here, there, after))
            expected = other if same(was, ours) else ours if same(was, other) or same(ours, other) else None
            if expected is None:
                lists = [[] if v is MISSING else v for v in (was, ours, other, got)]
                if not all(isinstance(v, list) for v in lists):
                    yield f"{key}.{field}: both changed it, and it was not shown as a conflict"
            elif not same(got, expected) and not follows:
                yield f"{key}.{field}: what one side alone changed is not there: {got!r:.80} for {expected!r:.80}"


def _record_fault(
    key: tuple[str, str], before: Values | None, here: Values | None, there: Values | None, after: Values | None
) -> Iterator[str]:
    """Added or deleted on one side or both."""
    if before is None:
        if after is None:
            yield f"{key}: an added record is gone after a join"
        return
    changed = [side for side in (here, there) if side is not None and not same(dict(side), dict(before))]
    if changed:
        yield f"{key}: deleted on one side and changed on the other, and it was not shown as a conflict"
    elif after is not None:
        yield f"{key}: a deleted record is back after a join, and it was not shown as a conflict"


# -- the processes ------------------------------------------------------------------------------------------------


def _process(path: Path, folder: Path, log: Path, who: int, edits: int, seed: int, opened_all: tuple[int, int]) -> None:
    """``opened_all``: a pipe to say in that the plan is open, and one that ends when it is to everybody."""
    chance = random.Random(seed)
    session = opened(path, folder)
    os.write(opened_all[0], b".")
    os.close(opened_all[0])
    os.read(opened_all[1], 1)
    walk = Walk(session.workspace, chance, TABLES, mark=f"{who}.")
    hand = _Hand(path, session, walk, chance)
    hand.work(edits)
    session.journal.close(keep=False)
    log.write_text(json.dumps({"counts": hand.counts, "faults": hand.faults, "versions": hand.versions}))


def run(folder: Path, plan: Path, processes: int = 4, edits: int = 500, seed: int = 0) -> Outcome:
    """So many processes with so many edits each on one copy of ``plan``. Forks: call it where no other thread runs."""
    begun = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "plan.toml"
    shutil.copyfile(plan, path)
    first = load(path).state.digest
    children = {}
    said, saying = os.pipe()
    begins, beginning = os.pipe()
    for who in range(processes):
        child = os.fork()
        if not child:
            try:
                os.close(beginning)
                _process(path, folder / f"state{who}", folder / f"hand{who}.json", who, edits, seed * 1000 + who, (saying, begins))
                os._exit(0)
            except BaseException:
                (folder / f"hand{who}.txt").write_text(traceback.format_exc())
            finally:
                os._exit(1)
        children[child] = who
    os.close(saying)
    heard = 0
    while heard < processes and (piece := os.read(said, processes)):  # all of one version, so that they meet however few edits they make
        heard += len(piece)
    for handle in (beginning, begins, said):
        os.close(handle)
    counts: Counter[str] = Counter({"edits made": 0})
    faults: list[str] = []
    versions: list[tuple[str, str]] = []
    for child, who in children.items():
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            faults.append(f"process {who} ended: {(folder / f'hand{who}.txt').read_text().strip().splitlines()[-1]}")
            continue
        told = json.loads((folder / f"hand{who}.json").read_text())
        counts["edits made"] += edits
        counts.update(told["counts"])
        faults += told["faults"]
        versions += [(old, new) for old, new in told["versions"] if old != new]
    loaded = load(path)
    faults += _chain_faults(first, versions, loaded.state.digest) if not faults else ()
    faults += [f"left lying about: {p.name}" for p in folder.iterdir() if p.name.endswith(".tmp")]
    if loaded.read_only_because is not None:
        faults.append("the file does not parse")
    return Outcome(
        id="hands",
        title=f"{processes} processes with {edits} edits each on one file",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(faults),
    )


def _chain_faults(first: str, versions: list[tuple[str, str]], last: str) -> Iterator[str]:
    """Every version was made on the one before it, and none on the same as another."""
    balance = Counter(new for _, new in versions)
    balance[first] += 1
    balance.subtract(old for old, _ in versions)
    balance[last] -= 1
    wrong = [digest for digest, count in balance.items() if count]
    if wrong:
        yield f"{len(wrong)} saved versions were not the base of exactly one other: somebody's save was written over"
