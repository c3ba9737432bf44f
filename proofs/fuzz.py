"""Broken files of every kind: plans, journals and histories. Nothing is raised, nothing hangs, what is whole is kept."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from proofs import texts
from proofs.guard import tried
from proofs.outcome import Outcome
from proofs.session import opened
from proofs.walk import Walk
from tui.store.files.errors import CannotRead
from tui.store.log import journal as journals
from tui.store.log.history import history_in
from tui.store.log.history_parts import history_of
from tui.store.plan_file import load


def run(folder: Path, plan: bytes, amount: int, seed: int = 0) -> Outcome:
    """Plans of ``amount`` bytes together, one cut off at every byte; a tenth as much of journals and histories."""
    begun = time.monotonic()
    chance = random.Random(seed)
    counts: dict[str, int] = {}
    faults: list[str] = []

    def note(what: str, result: tuple[int, int, list[tuple[bytes, str]], float]) -> None:
        cases, size, wrong, longest = result
        counts[f"{what}: files"] = cases
        counts[f"{what}: bytes"] = size
        counts[f"{what}: longest, ms"] = round(longest * 1000)
        for case, fault in wrong:
            faults.append(f"{what}: {fault} ({_kept(folder, case)})")

    folder.mkdir(parents=True, exist_ok=True)
    note("mangled and random plans", tried(texts.cases(plan, amount, chance), texts.fault_of))
    note("a plan cut off at every byte", tried((plan[:end] for end in range(len(plan) + 1)), texts.fault_of))
    journal, history = made_files(folder / "made", plan, chance)
    note("journals", tried(spoilt(journal, amount, chance), lambda data: journal_fault(folder / "made", data)))
    note("histories", tried(spoilt(history, amount, chance), lambda data: history_fault(history, data)))
    return Outcome(id="fuzz", title="Broken files", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))


def corpus(folder: Path) -> Outcome:
    """Every ``*.toml`` below a folder, as toml-test has them: loaded from the disk, nothing is written there."""
    begun = time.monotonic()
    paths = sorted(folder.rglob("*.toml"))
    before = [(p, p.stat().st_mtime_ns) for p in sorted(folder.rglob("*"))]
    faults, writable, reading, refused = [], 0, 0, 0
    for path in paths:
        try:
            loaded = load(path)
        except CannotRead:
            refused += 1
        except Exception as error:
            faults.append(f"{path.relative_to(folder)}: loading raised {type(error).__name__}")
            continue
        else:
            writable += loaded.read_only_because is None
            reading += loaded.read_only_because is not None
        _, _, wrong, _ = tried([path.read_bytes()], texts.fault_of)
        faults += [f"{path.relative_to(folder)}: {what}" for _, what in wrong]
    if before != [(p, p.stat().st_mtime_ns) for p in sorted(folder.rglob("*"))]:
        faults.append("something was written there")
    counts = {"files": len(paths), "opened": writable, "opened for reading only": reading, "refused with a sentence": refused}
    return Outcome(id="corpus", title="Valid and invalid TOML", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))


def _kept(folder: Path, case: bytes) -> Path:
    """Where a case that went wrong can be found."""
    path = folder / f"case-{abs(hash(case)):x}.toml"
    path.write_bytes(case)
    return path


# -- journals and histories ---------------------------------------------------------------------------------------


def made_files(folder: Path, plan: bytes, chance: random.Random) -> tuple[bytes, bytes]:
    """A journal with some steps and a history with some saves, made as the program makes them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "plan.toml"
    path.write_bytes(plan)
    session = opened(path, folder / "state")
    walk = Walk(session.workspace, chance)
    for _ in range(8):
        walk.edit()
        session.save()
    for _ in range(25):
        walk.step()
    journal = session.journal.path.read_bytes()
    session.journal.close(keep=False)
    return journal, history_of(path).read_bytes()


def spoilt(data: bytes, amount: int, chance: random.Random) -> Iterator[bytes]:
    """Versions of a file of lines with single lines damaged, cut, doubled or put in; ``amount`` bytes together."""
    made = 0
    while made < amount:
        lines = data.split(b"\n")
        if chance.random() < 0.5:
            result = texts.mangled(data, chance)
        else:
            for _ in range(chance.randint(1, 3)):
                lines.insert(chance.randrange(len(lines)), texts.noise(chance).replace(b"\n", b""))
            result = b"\n".join(lines)
        made += max(1, len(result))
        yield result


def journal_fault(folder: Path, data: bytes) -> str | None:
    """What is wrong with how a journal of these bytes is read: it never raises, and gives the steps before the damage."""
    state = folder / "spoilt"
    shutil.rmtree(state, ignore_errors=True)
    journal = journals.start(folder / "plan.toml", state)
    os.close(journal._handle)
    journal.path.write_bytes(data)
    try:
        found = journals.orphaned_journals(folder / "plan.toml", state)
    except Exception as error:
        return f"reading a journal raised {type(error).__name__}: {error!s:.120}"
    whole = len(found[0].steps) if found else 0
    journal.path.write_bytes(data + b"\n00000000 {}\n")
    again = journals.orphaned_journals(folder / "plan.toml", state)
    if (len(again[0].steps) if again else 0) < whole:
        return "a damaged line behind the others takes steps away"
    return None


def history_fault(good: bytes, data: bytes) -> str | None:
    """What is wrong with how a history of these bytes is read: it never raises, and every whole line counts."""
    try:
        history = history_in(data, Path("plan.toml.history"))
        for number in range(len(history.entries) + 1):
            if history.entries:
                history.after(number)
    except Exception as error:
        return f"reading a history raised {type(error).__name__}: {error!s:.120}"
    kept = [line for line in data.split(b"\n") if line in set(good.split(b"\n"))]
    expected = history_in(b"\n".join(kept) + b"\n", Path("plan.toml.history"))
    if [e.after for e in expected.entries] != [e.after for e in history.entries]:
        return "a damaged line takes an entry away that was whole"
    return None
