"""Two states of a repository that both come from a third one, as one: plans by record and field, histories as a union, files by lines.

What was moved on one side and changed on the other is changed where it was moved to. Nothing is written but objects.
"""

from __future__ import annotations

import enum
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from tui.model.plan import Plan, Problem
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead, CannotRender, shown_path
from tui.store.files.file_state import FileState
from tui.store.log.joined_history import added, entries, last_joined, union, with_join
from tui.store.log.record import Note
from tui.store.loss import loss
from tui.store.merge import merge_files
from tui.store.plan_file import Loaded, load_state
from tui.store.plans_in import is_plan_text
from tui.store.servers.repository import PLAIN, Blob, Repository, Tree

HISTORY: Final = ".history"
_PLAN: Final = ".toml"


class Answer(enum.Enum):
    """What becomes of what both sides changed: asked by a person, or one side's throughout."""

    ASK = "ask"
    OURS = "ours"
    THEIRS = "theirs"


@attrs.frozen
class OpenPlan:
    """A plan that is to be decided: what both changed differently, and the two other versions of it.

    ``commit`` is the state of the server ``theirs`` is of.
    """

    path: str
    problems: tuple[Problem, ...]
    base: str = attrs.field(repr=False)
    theirs: str = attrs.field(repr=False)
    commit: str
    faults: int = 0
    """How many of the problems are faults that only the joined plan has."""
    history: str = attrs.field(default="", repr=False)
    """The server's history of the plan."""


@attrs.frozen
class JoinedFiles:
    """What the two sides come to: the files, what has to be decided, and what is said of it."""

    files: dict[str, Blob]
    open: tuple[OpenPlan, ...]
    refused: tuple[Sentence, ...]
    """What keeps the two from being joined and is not decided field by field."""
    notes: tuple[Sentence, ...]
    renamed: Mapping[str, tuple[Problem, ...]]
    """New records of this side that got another id, by plan."""


def is_plan(repository: Repository, path: str, blob: Blob | None) -> bool:
    """Whether a file in a tree is a plan."""
    if not path.endswith(_PLAN) or blob is None or blob[0] not in PLAIN:
        return False
    name = path.rpartition("/")[2]
    return not name.startswith(".") and (name == "plan.toml" or is_plan_text(repository.blob(blob[1])))


def loaded(data: bytes, path: str) -> Loaded:
    """The plan in bytes of a tree. Raises :class:`CannotRead`."""
    return load_state(FileState(Path(path), data))


def join_trees(
    repository: Repository, base: str | None, mine: str, theirs: str, note: Note, answer: Answer = Answer.ASK, *, losses: bool = False
) -> JoinedFiles:
    """Join two commits (or this side's tree). Raises :class:`~tui.store.servers.git.ServerError`."""
    return _Join(repository, base, mine, theirs, note, answer, losses).made()


@attrs.frozen
class _Sides:
    """One file on the three sides, and where it stands in the end."""

    path: str
    base: Blob | None
    mine: Blob | None
    theirs: Blob | None


@attrs.define
class _Join:
    repository: Repository
    base: str | None
    mine: str
    theirs: str
    note: Note
    answer: Answer
    losses: bool
    files: dict[str, Blob] = attrs.field(factory=dict)
    open: list[OpenPlan] = attrs.field(factory=list)
    refused: list[Sentence] = attrs.field(factory=list)
    notes: list[Sentence] = attrs.field(factory=list)
    renamed: dict[str, tuple[Problem, ...]] = attrs.field(factory=dict)
    histories: dict[str, _Sides] = attrs.field(factory=dict)
    joins: dict[str, tuple[tuple[str, str, Plan], tuple[str, Plan]]] = attrs.field(factory=dict)
    """By plan: what the entry of its join tells."""

    def made(self) -> JoinedFiles:
        plans = []
        for sides in self._sides():
            if sides.path.endswith(_PLAN + HISTORY):
                self.histories[sides.path] = sides
            elif sides.path.endswith(_PLAN):
                plans.append(sides)
            else:
                self._file(sides)
        for sides in plans:
            self._plan(sides)
        for sides in self.histories.values():
            self._history(sides)
        return JoinedFiles(self.files, tuple(self.open), tuple(self.refused), tuple(self.notes), self.renamed)

    def _sides(self) -> Iterator[_Sides]:
        repository = self.repository
        base, mine, theirs = repository.tree(self.base), repository.tree(self.mine), repository.tree(self.theirs)
        here, there = self._moves(self.mine, base, mine), self._moves(self.theirs, base, theirs)
        for path, blob in base.items():
            at_mine, at_theirs = here.get(path, path), there.get(path, path)
            place = at_theirs if at_theirs != path else at_mine
            if path not in (at_mine, at_theirs) and at_mine != at_theirs and not path.endswith(HISTORY):
                told = N_("{path} was moved here to {mine}, on the server to {theirs}: it stands as on the server")
                self.notes.append(say(told, path=shown_path(path), mine=shown_path(at_mine), theirs=shown_path(at_theirs)))
            yield _Sides(place, blob, mine.get(at_mine), theirs.get(at_theirs))
        new_here, new_there = set(here.values()), set(there.values())
        for path in dict.fromkeys((*mine, *theirs)):
            if path in base or (path in new_here and path in new_there):
                continue
            one = None if path in new_here else mine.get(path)
            other = None if path in new_there else theirs.get(path)
            if one is not None or other is not None:
                yield _Sides(path, None, one, other)

    def _moves(self, side: str, base: Tree, there: Tree) -> dict[str, str]:
        """Where files of the base stand on a side; a history goes with its plan."""
        if all(path in there for path in base):
            return {}
        moves = self.repository.moves(self.base, side)
        for old, new in list(moves.items()):
            if old.endswith(_PLAN) and old + HISTORY in base and new + HISTORY in there:
                moves[old + HISTORY] = new + HISTORY
        return moves

    # -- one file -------------------------------------------------------------------------------------------------

    def _settled(self, sides: _Sides) -> bool:
        """Whether no more than one side changed it; then it is that side's."""
        base, mine, theirs = sides.base, sides.mine, sides.theirs
        if theirs in (base, mine):
            kept = mine
        elif base == mine:
            kept = theirs
        elif mine is not None and theirs is not None:
            return False
        else:
            kept = mine or theirs
            told = N_("{path} was deleted here and changed on the server: it stays") if mine is None else None
            told = told or N_("{path} was changed here and deleted on the server: it stays")
            self.notes.append(say(told, path=shown_path(sides.path)))
        self._put(sides.path, kept)
        return True

    def _put(self, path: str, blob: Blob | None) -> None:
        if blob is not None:
            self.files[path] = blob

    def _file(self, sides: _Sides) -> None:
        if self._settled(sides):
            return
        assert sides.mine is not None and sides.theirs is not None
        joined = self._by_lines(sides) if {sides.mine[0], sides.theirs[0]} <= PLAIN else None
        if joined is not None:
            self._put(sides.path, (sides.theirs[0], self.repository.keep(joined)))
        elif self.answer is Answer.ASK:
            told = N_("{path} is no plan, and was changed here and on the server in the same place: --ours or --theirs says whose stands")
            self.refused.append(say(told, path=shown_path(sides.path)))
        else:
            self._put(sides.path, sides.mine if self.answer is Answer.OURS else sides.theirs)

    def _by_lines(self, sides: _Sides) -> bytes | None:
        """Texts joined line by line; None where both changed the same lines, or one is no text."""
        found = [self._bytes(blob) for blob in (sides.mine, sides.base, sides.theirs)]
        if any(b"\0" in data for data in found):
            return None
        with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
            paths = [Path(folder, name) for name in ("mine", "base", "theirs")]
            for path, data in zip(paths, found, strict=True):
                path.write_bytes(data)
            answer = self.repository.git.run("merge-file", "-p", *map(str, paths))
        return answer.out if answer.code == 0 else None

    def _bytes(self, blob: Blob | None) -> bytes:
        return b"" if blob is None else self.repository.blob(blob[1])

    # -- plans ----------------------------------------------------------------------------------------------------

    def _plan(self, sides: _Sides) -> None:
        repository = self.repository
        if not any(is_plan(repository, sides.path, blob) for blob in (sides.base, sides.mine, sides.theirs)):
            self._file(sides)
            return
        if sides.theirs is not None and sides.theirs[0] not in PLAIN and sides.theirs != sides.base:
            self.refused.append(say(N_("{path} is a link on the server, and no plan; nothing was joined"), path=shown_path(sides.path)))
            return
        sides = attrs.evolve(sides, base=self._base_of(sides))
        try:
            if sides.theirs is not None and sides.theirs not in (sides.base, sides.mine) and not self._is_whole(sides):
                return
            if not self._settled(sides):
                self._join_plan(sides)
        except (CannotRead, CannotRender) as fault:
            self.refused.append(fault.sentence)

    def _is_whole(self, sides: _Sides) -> bool:
        """Whether the server's version was not cut short, or the history says that it was meant."""
        if sides.base is None or self.losses:
            return True
        found = loaded(self._bytes(sides.theirs), sides.path)
        lost = loss(loaded(self._bytes(sides.base), sides.path), found, next_to_it=False)
        if lost is None or self._was_meant(sides.path, found.state.digest):
            return True
        told = N_("on the server {what}; nothing was joined (--with-losses joins it all the same)")
        self.refused.append(say(told, what=lost.of(shown_path(sides.path))))
        return False

    def _was_meant(self, path: str, digest: str) -> bool:
        history = self.histories.get(path + HISTORY)
        found = list(entries(self._bytes(history.theirs))) if history is not None else []
        return bool(found) and found[-1].after == digest and not found[-1].outside

    def _join_plan(self, sides: _Sides) -> None:
        assert sides.mine is not None and sides.theirs is not None
        data = self._bytes(sides.base), self._bytes(sides.mine), self._bytes(sides.theirs)
        base, mine, theirs = (loaded(one, sides.path) for one in data)
        for side, told in ((mine, N_("{path} here: {why}")), (theirs, N_("{path} on the server: {why}"))):
            if side.read_only_because is not None:
                self.refused.append(say(told, path=shown_path(sides.path), why=side.read_only_because))
                return
        merged = merge_files(base, mine, theirs, theirs_stand=self.answer is Answer.THEIRS)
        if merged.conflicts and (self.answer is Answer.ASK or merged.faults):
            was, there = (one.decode("utf-8", "replace") for one in (data[0], data[2]))
            log = self.histories.get(sides.path + HISTORY)
            told = "" if log is None else self._bytes(log.theirs).decode("utf-8", "replace")
            self.open.append(OpenPlan(sides.path, merged.conflicts, was, there, self.theirs, len(merged.faults), told))
        if merged.renamed:
            self.renamed[sides.path] = merged.renamed
        result = merged.text.encode()
        if result in (data[1], data[2]):
            self._put(sides.path, sides.mine if result == data[1] else sides.theirs)
        else:
            self._put(sides.path, (sides.theirs[0], self.repository.keep(result)))
        if result != data[2]:
            after = loaded(result, sides.path)
            self.joins[sides.path] = (mine.state.digest, mine.text, mine.plan), (after.state.digest, after.plan)

    def _base_of(self, sides: _Sides) -> Blob | None:
        """The version both come from: a later one of the server, where the plan here says that it was taken in already."""
        history = self.histories.get(sides.path + HISTORY)
        if history is None:
            return sides.base
        for commit in last_joined(added(self._bytes(history.base), self._bytes(history.mine))):
            if self._is_known(commit) and (blob := self.repository.tree(commit).get(sides.path)) is not None:
                return blob
        return sides.base

    def _is_known(self, commit: str) -> bool:
        if not (commit.isalnum() and commit.isascii()) or self.repository.commit_at(commit) != commit:
            return False
        return self.repository.is_ancestor(commit, self.theirs)

    def _history(self, sides: _Sides) -> None:
        plan = sides.path.removesuffix(HISTORY)
        join = self.joins.get(plan)
        if {blob[0] for blob in (sides.mine, sides.theirs) if blob is not None} - PLAIN:
            self._put(sides.path, sides.mine)
            return
        if sides.mine is None and sides.theirs is None:
            return
        mine, theirs = self._bytes(sides.mine), self._bytes(sides.theirs)
        made = union(mine, theirs) if sides.mine is not None and sides.theirs is not None else mine or theirs
        if join is not None and join[0][0] != join[1][0]:
            made = with_join(made, self.note, *join)
        mode = (sides.theirs or sides.mine or ("100644", ""))[0]
        self._put(sides.path, (mode, self.repository.keep(made)))
