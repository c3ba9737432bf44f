"""Bodies that report while the office saves: who may only read hands in one log entry after the other, and somebody takes them in."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from tests.support.users import User
from tui.i18n.words import Words
from tui.model.clock import clock_of
from tui.model.plan import Plan
from tui.model.succession import holders_on
from tui.model.text import say
from tui.session import save
from tui.session.handing_in import hand_in
from tui.session.outcomes import Done, Saved, Sent
from tui.session.session import Session
from tui.store.plan_file import load
from tui.store.proposals.folder import set_up

_EN: Final = Words("en")
_LABEL: Final = say("x")


@attrs.frozen
class Body:
    """A body of the plan, and the task its login reports on."""

    agency: str
    task: str


def with_bodies(text: str, plan: Plan, users: Sequence[User]) -> tuple[str, list[Body]]:
    """The plan's text with logins that report, and for which body and task each does."""
    day = clock_of(plan).today()
    found: list[Body] = []
    for id, task in plan.tables["tasks"].items():
        held = [body for lead in task.get("leads", ()) for body in holders_on(plan, lead, day)]
        if len(held) == 1 and held[0] not in [body.agency for body in found]:
            found.append(Body(held[0], id))
    entries = ", ".join(f'{{ login = "{user.uid}", agency = "{body.agency}" }}' for user, body in zip(users, found, strict=False))
    return text.replace("[settings]\n", f"[settings]\nreport = [{entries}]\n", 1), found[: len(users)]


def report(path: Path, state: Path, task: str, mark: str, pipe: int) -> None:
    """Hand in one entry of the log after the other until killed."""
    number = 0
    while True:
        number += 1
        text = f"{mark}{number}"
        session = Session(load(path), _EN, journaling=False)
        assert session.proposing is not None, _EN.sentence(session.why_readonly())
        entry = {"on": session.clock.today(), "text": text}
        log = session.plan.tables["tasks"][task].get("log", [])
        os.write(pipe, f"try {text}\n".encode())
        outcome = session.commit([session.workspace.set_field("tasks", task, "log", [*log, entry])], _LABEL)
        assert isinstance(outcome, Done), outcome
        if isinstance(hand_in(session), Sent):
            os.write(pipe, f"ok {text}\n".encode())


def take_in(path: Path, state: Path, task: str, mark: str, pipe: int) -> None:
    """Take in whatever waits until killed."""
    while True:
        take_what_waits(path)


def take_what_waits(path: Path) -> int:
    """Take in all that waits, one save each; how many there were."""
    session = Session(load(path), _EN, journaling=False)
    taking = session.takes_in
    assert taking is not None, "who may save takes in"
    taking.look()
    for handed in taking.waiting:
        offer = taking.offer(handed)
        assert not offer.rejects, [_EN.sentence(reject.what) for reject in offer.rejects]
        if not offer.lines:
            taking.settle(handed)
            continue
        fresh = Session(load(path), _EN, journaling=False)
        assert fresh.takes_in is not None
        lines = [line for line in fresh.takes_in.offer(handed).lines if line.doubt is None]
        if lines and isinstance(fresh.commit([e for line in lines for e in line.edits], fresh.takes_in.label(handed)), Done):
            attempt = save.begin(fresh)
            assert isinstance(attempt, save.SaveAttempt)
            with contextlib.suppress(AssertionError):
                assert isinstance(save.run(attempt), Saved)  # locked for long, say: it is taken in at the next round
    return len(taking.waiting)


def prepare(path: Path, users: Sequence[User]) -> None:
    """The folder, as the office makes it."""
    set_up(path, [str(user.uid) for user in users])


def reported(path: Path, task: str) -> Counter[str]:
    """How often each text stands in the log of a task."""
    return Counter(str(entry["text"]) for entry in load(path).plan.tables["tasks"][task].get("log", ()))
