"""A plan file that is cut off at every byte, under a session and before the next start: it is asked about, and nothing is lost.

Under a session two people have worked: one has saved, and the other, who may have seen that or not, saves over the file that was cut
off. At the start the file was cut off after a save, and the history is there or only the version before the save.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

import attrs

from proofs.guard import tried
from proofs.outcome import Outcome
from proofs.walk import LABEL, content
from tui.i18n.words import Words
from tui.model.fields import TABLES, Kind
from tui.model.plan import Plan
from tui.session import cut, save
from tui.session.outcomes import Asking, CutShort, Done, NotSaved, Saved
from tui.session.session import Session
from tui.store.files.rights import previous_of
from tui.store.log.history_parts import history_of
from tui.store.plan_file import Loaded, load, load_text
from tui.store.whole import Whole, whole_before

DAY: Final = dt.date(2024, 11, 20)
_EN: Final = Words("en")
_PAIRS: Final = 12
"""Pairs of edits that are tried in turn, from all over the plan."""
_ALL_THE_WAY: Final = 8
"""Of so many cuts one is brought back and saved before a start; in the others it is only looked what would be."""
Field = tuple[str, str, str]
"""Table, record, field."""


def run(folder: Path, plans: Sequence[tuple[str, Path, int]], seed: int = 0, only: Collection[str] = ()) -> Outcome:
    """Plans by name, or ``only`` some, each cut off at every so many bytes. Forks: call it where no other thread runs."""
    begun = time.monotonic()
    counts: dict[str, int] = {}
    faults: list[str] = []
    for number, (name, plan, step) in enumerate(one for one in plans if one[0] in only or not only):
        worked = worked_on(folder / f"plan-{number}", plan.read_bytes(), random.Random(seed))
        size = max(len(one.theirs) for one in worked)
        for what, law in LAWS.items():
            judge = partial(_judged, worked, law)
            count, _, wrong, longest = tried((str(at).encode() for at in range(0, size, step)), judge)
            counts[f"{name}, {what}: cuts"] = count
            counts[f"{name}, {what}: longest, ms"] = round(longest * 1000)
            faults += [f"{name}: cut at {case.decode()}, {what}: {fault}" for case, fault in wrong]
    seconds = time.monotonic() - begun
    return Outcome(id="cuts", title="A plan cut off", seconds=seconds, counts=counts, faults=tuple(faults), only=tuple(only))


def _judged(worked: Sequence[Worked], law: Callable[[Worked, int], str | None], at: bytes) -> str | None:
    return law(worked[int(at) % len(worked)], int(at))


@attrs.frozen
class Worked:
    """A plan that somebody has changed and saved, with its history, and what somebody else changes in it."""

    folder: Path
    before: bytes
    theirs: bytes
    """What the file holds since they saved."""
    theirs_history: bytes
    expected: dict[str, dict[str, str]]
    """What the plan holds with both changes."""
    mine: Field
    seen: bool
    """Whether I took their change in before the file was cut off."""

    @property
    def path(self) -> Path:
        return self.folder / "plan.toml"

    def saved_over(self, at: int) -> str | None:
        """What is wrong when I save over the file cut off there, which I had open whole."""
        self._lay(self.theirs)
        history_of(self.path).write_bytes(self.theirs_history)
        session = self._session()
        self.path.write_bytes(self.theirs[:at])
        _change(session, self.mine, "của tôi")
        outcome = _save(session)
        if isinstance(outcome, CutShort):
            if isinstance(cut.write_again(session, outcome), NotSaved):
                return "the whole plan is not written again"
            outcome = _save(session)
        if not isinstance(outcome, Saved):
            return f"not saved: {type(outcome).__name__}"
        return None if content(load(self.path).plan) == self.expected else "something is lost unsaid"

    def _session(self) -> Session:
        """A session that has the plan open as it was before the file was cut off."""
        loaded = _loaded(self.path, self.theirs if self.seen else self.before)
        own = Plan(
            {name: dict(records) for name, records in loaded.plan.tables.items()}, dict(loaded.plan.set_aside), dict(loaded.plan.extra)
        )
        return Session(attrs.evolve(loaded, plan=own), _EN, as_of=DAY, journaling=False)

    def started_on(self, at: int) -> str | None:
        """What is wrong with what the next start finds of the file cut off there, with its history and without."""
        for kept, whole in (("history", self.theirs), ("version before", self.before)):
            self._lay(self.theirs[:at])
            previous_of(self.path).write_bytes(self.before)
            if kept == "history":
                history_of(self.path).write_bytes(self.theirs_history)
            left = load(self.path)
            found = whole_before(left)
            if found is None:
                if left.doc != _document(self.theirs) and (kept == "history" or self._shows(left, at)):
                    return f"by the {kept} nothing is missed"
            elif found.loaded.state.data != whole:
                return f"by the {kept} the plan found is not as it was"
            elif at % _ALL_THE_WAY == 0 and not self._brought_back(left, found, whole):
                return f"by the {kept} the plan is not as it was"
        return None

    def _brought_back(self, left: Loaded, found: Whole, whole: bytes) -> bool:
        session = Session(left, _EN, as_of=DAY, journaling=False)
        cut.bring_back(session, found)
        return isinstance(_save(session), Saved) and self.path.read_bytes() == whole

    def _shows(self, left: Loaded, at: int) -> bool:
        """Whether what is left shows by itself that the version before is not: a person may have taken whole lines out of that."""
        return left.doc != _document(self.before) and not self.theirs[:at].endswith(b"\n")

    def _lay(self, data: bytes) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.path.write_bytes(data)


LAWS: Final = {"under a session": Worked.saved_over, "before a start": Worked.started_on}


def worked_on(folder: Path, plan: bytes, chance: random.Random, pairs: int = _PAIRS) -> list[Worked]:
    """The plan worked on by two people in a few places of it, every other time with one having seen what the other saved."""
    folder.mkdir(parents=True)
    path = folder / "plan.toml"
    path.write_bytes(plan)
    places = list(_texts(load(path).plan))
    made = []
    for number in range(pairs):
        theirs, mine = chance.sample(places, 2)
        history_of(path).unlink(missing_ok=True)
        path.write_bytes(plan)
        saved = _done(path, theirs, "của họ" + " và thêm" * chance.randint(0, 9))
        history = history_of(path).read_bytes()
        _done(path, mine, "của tôi")
        made.append(Worked(folder / "cut", plan, saved, history, content(load(path).plan), mine, seen=number % 2 == 0))
    return made


def _texts(plan: Plan) -> Iterator[Field]:
    """The first text of every record, and the plan's own."""
    for name, spec in TABLES.items():
        key = next((field.key for field in spec if field.kind in (Kind.TEXT, Kind.PROSE) and not field.choices), None)
        if key is not None:
            yield from ((name, id, key) for id in plan.tables[name])
    yield "plan", "", "note"


@lru_cache(maxsize=2 * _PAIRS)
def _loaded(path: Path, data: bytes) -> Loaded:
    path.write_bytes(data)
    return load(path)


@lru_cache(maxsize=2 * _PAIRS)
def _document(data: bytes) -> Mapping[str, Any]:
    return load_text(data.decode()).doc


def _done(path: Path, field: Field, text: str) -> bytes:
    session = Session(load(path), _EN, as_of=DAY, journaling=False)
    _change(session, field, text)
    outcome = _save(session)
    assert isinstance(outcome, Saved), outcome
    return path.read_bytes()


def _change(session: Session, field: Field, text: str) -> None:
    outcome = session.commit([session.workspace.set_field(*field, text)], LABEL)
    assert isinstance(outcome, Done), outcome


def _save(session: Session) -> object:
    begun = save.begin(session)
    return begun if isinstance(begun, Asking) else save.run(begun)
