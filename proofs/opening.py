"""Programs on real terminals that get a signal at a random step of their opening: each ends by it, and gives the terminal back whole."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path
from typing import Final

from proofs.outcome import Outcome

_AFRESH: Final = 4
"""Of so many programs one loads its modules first, as a person's does; the others are forked from a process that has them."""


def run(folder: Path, plan: Path, times: int, seed: int = 0) -> Outcome:
    """So many openings; half of their steps are even over all of it, half crowd at the beginning, where the terminal is taken."""
    from tests.support.ended_while_opening import ENDING, faults_of_an_end, steps_of_opening

    begun = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "plan.toml"
    shutil.copyfile(plan, file)
    steps = {afresh: steps_of_opening(file, folder, afresh=afresh) for afresh in (False, True)}
    chance = random.Random(seed)
    faults: list[str] = []
    for number in range(times):
        afresh = chance.randrange(_AFRESH) == 0
        step = chance.randint(1, steps[afresh]) if chance.random() < 0.5 else int(steps[afresh] ** chance.random())
        how = ENDING[number % len(ENDING)]
        faults += faults_of_an_end(file, folder, how, step, afresh=afresh)
    counts = {"programs": times, "signals": len(ENDING), "steps of an opening": steps[False], "steps with its modules": steps[True]}
    return Outcome(id="opening", title="A signal while it opens", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))
