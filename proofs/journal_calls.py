"""A failing disk under the journal: every error at every call an edit, a step back, a save and a start make there.

An edit whose note fails stays in memory, and the workspace says so; what was acknowledged before it is restored.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from proofs.calls import ERRORS, Faulty
from proofs.outcome import Outcome
from proofs.session import Session, opened, restored
from proofs.walk import LABEL, picture


def _retitled(session: Session, text: str) -> None:
    session.workspace.apply([session.workspace.set_field("plan", "", "note", text)], LABEL)


ACTS: Final[Mapping[str, Callable[[Session], object]]] = {
    "an edit": lambda session: _retitled(session, "Thứ ba"),
    "a step back": lambda session: session.workspace.undo(),
    "a step forth": lambda session: session.workspace.redo(),
}


def fault_of(folder: Path, plan: bytes, act: str, faulty: Faulty) -> str | None:
    """One act with one fault; what is wrong after it, if anything."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / "plan.toml"
    path.write_bytes(plan)
    session = opened(path, folder / "state")
    _retitled(session, "Thứ nhất")
    _retitled(session, "Thứ hai")
    if act == "a step forth":
        session.workspace.undo()
    before = picture(session.workspace.plan)
    recorder = session.workspace.recorder
    try:
        with faulty.installed():
            ACTS[act](session)
    except Exception as error:
        return f"{type(error).__name__} escaped: {error}"
    finally:
        with contextlib.suppress(OSError):
            os.close(session.journal._handle)  # the process is gone
    now = picture(session.workspace.plan)
    if now == before:
        return "the step is not in memory"
    if faulty.at and (session.workspace.unrecorded is None or session.workspace.recorder is recorder):
        return "the workspace does not say that the step is not on disk"
    again, _, _, unfit = restored(path, folder / "state")
    if unfit or picture(again.plan) not in (before, now) or (not faulty.at and picture(again.plan) != now):
        return "what was acknowledged before is not restored"
    return None


def run(folder: Path, plan: bytes, errors: Sequence[int] = ERRORS) -> Outcome:
    """Every error at every call of every act. Nothing else may run in this process meanwhile."""
    begun = time.monotonic()
    counts: Counter[str] = Counter()
    faults: list[str] = []
    for act in ACTS:
        dry = Faulty()
        wrong = fault_of(folder, plan, act, dry)
        faults += [f"{act}: {wrong}"] if wrong else []
        counts["calls of a step, all kinds"] += len(dry.made)
        for at in range(1, len(dry.made) + 1):
            for error in errors:
                for after in (False, True):
                    counts["steps with a fault"] += 1
                    wrong = fault_of(folder, plan, act, Faulty(at, error, after))
                    if wrong:
                        faults.append(f"{act}: {errno.errorcode[error]} at call {at} ({dry.made[at - 1]}): {wrong}")
    return Outcome(
        id="journal",
        title=f"{len(errors)} errors at every call of the journal",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(faults),
    )
