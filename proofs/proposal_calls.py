"""A failing disk under proposals: every error at every call that handing in, withdrawing, answering, looking and setting up make.

What was handed in before stands whole or what is handed in now does; an answer is there or it is said that it is not; and the next
attempt goes through and tidies up, also after a session that was killed in the middle of a call.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from proofs.calls import ERRORS, Faulty
from proofs.outcome import Outcome
from tui.model.edits import SetField
from tui.store.files.errors import SaveFailed
from tui.store.proposals import inbox
from tui.store.proposals.folder import own_file_login, set_up, why_not_trusted

FIRST: Final = "đợt một"
SECOND: Final = "đợt hai " * 50


@attrs.frozen
class State:
    """What stands in the folder: the note of what is handed in, and the outcome of the answer to it."""

    handed: str | None = None
    answer: str | None = None


@attrs.frozen
class Act:
    """What is done, and how it stands before and after; ``prepared`` makes it stand so."""

    name: str
    before: State
    after: State
    do: Callable[[Path], object]


def _hand_in(plan: Path, note: str) -> inbox.HandedIn:
    return inbox.hand_in(plan, [SetField("goals", "g01", "title", note, "Tăng trưởng")], note)


def _answer(plan: Path, outcome: str) -> None:
    found = inbox.own(plan)
    if found is not None:  # else whoever looks sees that nothing is there
        inbox.answer(plan, found[0], outcome, "thiếu số liệu" * (outcome == inbox.RETURNED))


_WAITS: Final = State(FIRST)
ACTS: Final = (
    Act("setting up", State(), State(), lambda plan: set_up(plan, [])),
    Act("handing in", State(), _WAITS, lambda plan: _hand_in(plan, FIRST)),
    Act("handing in again", _WAITS, State(SECOND.strip()), lambda plan: _hand_in(plan, SECOND)),
    Act("withdrawing", _WAITS, State(), inbox.withdraw),
    Act("taking in", _WAITS, State(FIRST, inbox.TAKEN), lambda plan: _answer(plan, inbox.TAKEN)),
    Act("returning", _WAITS, State(FIRST, inbox.RETURNED), lambda plan: _answer(plan, inbox.RETURNED)),
    Act("looking", _WAITS, _WAITS, lambda plan: inbox.inbox(plan, [own_file_login()])),
)
_LOOKS: Final = frozenset({"open", "read", "pread", "stat", "lstat", "fstat", "listdir", "scandir", "listxattr", "getxattr"})
"""Calls that may fail without a word while somebody only looks whether there is something."""


def fault_of(folder: Path, plan: bytes, act: Act, faulty: Faulty, *, killed: bool = False) -> str | None:
    """One act with one fault, or ``killed`` at that call; what is wrong after it, if anything."""
    path = _prepared(folder, plan, act)
    told: str | None = None
    if killed:
        _kill(path, act, faulty)
    else:
        told = _told(path, act, faulty)
    if told is not None and not told.isprintable():
        return told.replace("\n", " ")
    now = _state(path)
    done = told == ""
    allowed = (act.before, act.after) if killed or faulty.after or not done else (act.after,)
    if now not in allowed and not (done and act.name in ("taking in", "returning") and now == act.before and _call(faulty) in _LOOKS):
        return f"{now} stands there, told {told!r}"
    if act.name == "withdrawing" and now == act.after:
        return None
    try:
        act.do(path)
    except SaveFailed as fault:
        return f"the next attempt is refused: {fault}"
    left = [name.name for name in folder.rglob("*.tmp")]
    if (now := _state(path)) != act.after or left:
        return f"the next attempt leaves {now}, {left}"
    return None if why_not_trusted(path) is None else "the folder is not to be trusted"


def _prepared(folder: Path, plan: bytes, act: Act) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / "plan.toml"
    path.write_bytes(plan)
    if act.name != "setting up":
        set_up(path, [])
    if act.before.handed is not None:
        _hand_in(path, act.before.handed)
    return path


def _told(path: Path, act: Act, faulty: Faulty) -> str:
    """What the person is told, nothing when it is done; what is no sentence is not printable."""
    try:
        with faulty.installed():
            act.do(path)
    except SaveFailed as fault:
        told = str(fault)
        return told if told and told.isprintable() and "Errno" not in told and "{" not in told else f"no sentence:\n{told!r}"
    except Exception as fault:
        return f"escaped:\n{type(fault).__name__}: {fault}"
    return ""


def _kill(path: Path, act: Act, faulty: Faulty) -> None:
    """The act in a process of its own that ends at the call."""
    child = os.fork()
    if not child:
        try:
            with attrs.evolve(faulty, ends=True).installed():
                act.do(path)
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def _state(path: Path) -> State:
    found = inbox.own(path)
    if found is None:
        return State()
    handed, answer = found
    return State(handed.note, None if answer is None else answer.answered.outcome)


def _call(faulty: Faulty) -> str:
    return faulty.made[faulty.at - 1] if 0 < faulty.at <= len(faulty.made) else ""


def run(folder: Path, plan: bytes, errors: Sequence[int] = ERRORS) -> Outcome:
    """Every error at every call of every act, and a kill there. Nothing else may run in this process meanwhile; forks."""
    begun = time.monotonic()
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for act in ACTS:
        dry = Faulty()
        wrong = fault_of(folder, plan, act, dry)
        faults += [f"{act.name}: {wrong}"] if wrong else []
        counts["calls, all acts"] += len(dry.made)
        for what, faulty, killed in _cases(dry, errors):
            counts["kills" if killed else "acts with a fault"] += 1
            wrong = fault_of(folder, plan, act, faulty, killed=killed)
            if wrong:
                faults.append(f"{act.name}: {what}: {wrong}")
    return Outcome(
        id="proposals",
        title=f"{len(errors)} errors at every call of proposals",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(faults),
    )


def _cases(dry: Faulty, errors: Sequence[int]) -> Iterator[tuple[str, Faulty, bool]]:
    for at, call in enumerate(dry.made, 1):
        yield f"killed at call {at} ({call})", Faulty(at), True
        for error in errors:
            for after in (False, True):
                yield f"{errno.errorcode[error]} at call {at} ({call}){' after it was made' * after}", Faulty(at, error, after), False
