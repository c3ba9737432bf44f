"""What is saved in a working copy and in no commit yet: read plan by plan under its lock, checked, and put into a commit."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from tui.model.plan import Plan, Problem
from tui.model.text import N_, Sentence, say
from tui.store.files import lock
from tui.store.files.errors import CannotRead, Locked, SaveFailed, shown_path
from tui.store.files.file_state import FileState, Identity
from tui.store.log.history_parts import continuing, parts_of
from tui.store.log.joined_history import settled
from tui.store.plan_file import Loaded, load_state
from tui.store.plans_in import is_plan_text
from tui.store.servers.joining import HISTORY, is_plan
from tui.store.servers.repository import LINK, PLAIN, Blob, Repository, bytes_at, names, place_of
from tui.store.whole import whole_before


@attrs.frozen
class Change:
    """A plan in two states; None where there is none."""

    path: str
    before: Plan | None
    after: Plan | None
    moved_from: str | None = None


def paired(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, where a plan that is gone and a new one that has most of its records are one that was moved."""
    gone = [change for change in changes if change.after is None and change.before is not None]
    found: list[Change] = []
    for change in changes:
        old = None
        if change.before is None and change.after is not None:
            old = next((one for one in gone if one.before is not None and _are_one(one.before, change.after)), None)
        if old is None:
            found.append(change)
        else:
            gone.remove(old)
            found.append(attrs.evolve(change, before=old.before, moved_from=old.path))
    moved = {change.moved_from for change in found}
    return tuple(change for change in found if not (change.after is None and change.path in moved))


def _are_one(old: Plan, new: Plan) -> bool:
    ids = {(table, id) for table, records in old.tables.items() for id in records}
    kept = sum(id in new.tables[table] for table, id in ids)
    return kept > len(ids) / 2 or (not ids and not any(new.tables.values()))


@attrs.frozen
class Refused:
    """A plan that is not sent: what check finds wrong in it, or ``why``."""

    path: str
    problems: tuple[Problem, ...] = ()
    why: Sentence | None = None


@attrs.frozen
class Saved:
    """What is saved here and in no commit: the files as they are to be, what that changes, and what is held back."""

    before: dict[str, Blob]
    files: dict[str, Blob]
    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]
    notes: tuple[Sentence, ...]
    gone: tuple[str, ...]
    """Plans that are no longer in the folder, and whose absence is no deletion: they are put back."""


def saved_in(repository: Repository, head: str | None, known: str | None, named: Path) -> Saved:
    """What was saved since the last commit: in plans that are in the repository, and in new ones that were named, or are below there."""
    return _Saved(repository, head, known, named).found()


@attrs.define
class _Saved:
    repository: Repository
    head: str | None
    known: str | None
    named: Path
    before: dict[str, Blob] = attrs.field(factory=dict)
    files: dict[str, Blob] = attrs.field(factory=dict)
    changes: list[Change] = attrs.field(factory=list)
    refused: list[Refused] = attrs.field(factory=list)
    notes: list[Sentence] = attrs.field(factory=list)

    def found(self) -> Saved:
        repository = self.repository
        self.before = repository.tree(self.head)
        self.files = dict(self.before)
        server = repository.tree(self.known) if self.known and self.head and repository.is_ancestor(self.head, self.known) else {}
        missing, new = [], False
        for path in self._candidates():
            if path in self.before and self.before[path][0] == LINK:
                continue
            data, history = self._read(path)
            if data is None:
                if path in self.before and is_plan(repository, path, self.before[path]):
                    missing.append(path)
                continue
            if not self._is_plan(path, data):
                continue
            new = new or path not in self.before
            self._take(path, data, history, server)
        gone = self._without(missing, moved=new)
        return Saved(self.before, self.files, paired(self.changes), tuple(self.refused), tuple(self.notes), gone)

    def _candidates(self) -> list[str]:
        """Plan files that may hold something else than the last commit; a history stands for its plan."""
        git = self.repository.git
        git.run("update-index", "-q", "--refresh")
        found = list(names(git.out("diff-index", "-z", "--name-only", self.head))) if self.head is not None else []
        if self.head is None:
            found += names(git.out("ls-files", "-z"))
        untracked = list(names(git.out("ls-files", "-o", "-z", "--exclude-standard")))
        inside = [path for path in untracked if self._was_named(path.removesuffix(HISTORY))]
        found += [path for path in untracked if path.endswith(HISTORY) and path.removesuffix(HISTORY) in self.before] + inside
        plans = (path.removesuffix(HISTORY) for path in found)
        return [path for path in dict.fromkeys(plans) if path.endswith(".toml") and not path.rpartition("/")[2].startswith(".")]

    def _was_named(self, path: str) -> bool:
        if any(part.startswith(".") for part in path.split("/")):
            return False
        place, named = self.repository.top / path, Path(os.path.abspath(self.named))
        real = Path(os.path.realpath(named))
        return real == place or real in place.parents

    def _is_plan(self, path: str, data: bytes) -> bool:
        return (
            path.endswith("/plan.toml")
            or path == "plan.toml"
            or is_plan_text(data)
            or is_plan(self.repository, path, self.before.get(path))
        )

    def _read(self, path: str) -> tuple[bytes | None, bytes | None]:
        """What a plan's file and its history hold, as they were together."""
        place = place_of(self.repository, path)
        with _quiet(place):
            data = bytes_at(self.repository, path)
            history = bytes_at(self.repository, path + HISTORY)
            for part in parts_of(place.with_name(place.name + HISTORY)):
                more = bytes_at(self.repository, part.relative_to(self.repository.top).as_posix())
                history = (history or b"") + continuing(history or b"", more or b"")
        return data, history

    def _take(self, path: str, data: bytes, history: bytes | None, server: dict[str, Blob]) -> None:
        repository, before = self.repository, self.before.get(path)
        blob = before[0] if before is not None else "100644", repository.keep(data)
        if blob != before and blob[1] == server.get(path, ("", ""))[1]:
            return  # a sync that was ended had taken it in
        state = FileState(place_of(repository, path), data)
        if blob != before:
            try:
                found = load_state(attrs.evolve(state, identity=_identity(state.path)))
            except CannotRead as fault:
                self.refused.append(Refused(path, why=fault.sentence))
                return
            refused = refused_by_check(path, found)
            if refused is not None:
                self.refused.append(refused)
                return
            old = None if before is None else _plan_of(repository, before, path)
            self.changes.append(Change(path, old, found.plan))
            self.files[path] = blob
        if history is not None and (path in self.files):
            log, was = path + HISTORY, self.before.get(path + HISTORY)
            if was is not None and was[0] not in PLAIN:
                return
            kept = "100644", repository.keep(settled(history, state.digest))
            if kept != was and kept[1] != server.get(log, ("", ""))[1]:
                self.files[log] = kept

    def _without(self, missing: list[str], *, moved: bool) -> tuple[str, ...]:
        """Take out what was moved or taken out of the index; plans that are only gone are told, for nobody said that they should be."""
        if not missing:
            return ()
        repository = self.repository
        meant = set(names(repository.git.out("diff-index", "--cached", "-z", "--name-only", "--diff-filter=D", self.head or "HEAD")))
        for path in missing:
            self.files.pop(path, None)
        if moved:
            meant |= set(repository.moves(self.head, repository.tree_of(self.files, self.head)))
        gone = []
        for path in missing:
            log = path + HISTORY
            if path in meant:
                if bytes_at(repository, log) is None:
                    self.files.pop(log, None)
                self.changes.append(Change(path, _plan_of(repository, self.before[path], path), None))
                continue
            self.files[path] = self.before[path]
            gone.append(path)
            self.notes.append(say(N_("{path} was no longer there and is back (git rm takes a plan out for all)"), path=shown_path(path)))
        return tuple(gone)


def refused_by_check(path: str, found: Loaded) -> Refused | None:
    """What keeps a plan from being sent: check refuses it, or its file was cut short; None where nothing does."""
    if found.state.identity is not None:
        cut = whole_before(found)
        if cut is not None:
            return Refused(path, why=cut.loss.of(found.state.name))
    if found.read_only_because is not None:
        return Refused(path, tuple(found.problems), found.read_only_because)
    errors = tuple(problem for problem in found.problems if not problem.warning)
    return Refused(path, errors) if errors else None


def _plan_of(repository: Repository, blob: Blob, path: str) -> Plan | None:
    try:
        return load_state(FileState(Path(path), repository.blob(blob[1]))).plan
    except CannotRead:
        return None


def _identity(path: Path) -> Identity:
    return Identity.of(os.lstat(path))


@contextlib.contextmanager
def _quiet(place: Path) -> Iterator[None]:
    """While no session saves the plan; who may not write it reads it all the same."""
    if not place.exists():
        yield
        return
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(lock.held(place))
        except Locked:
            raise
        except SaveFailed:
            pass  # it is only read
        yield
