"""``kehoach import`` and ``I`` on the screen killed at random steps: the file is old or new, and edits and drafts from before are there."""

from __future__ import annotations

import random
import time
from pathlib import Path

from proofs.outcome import Outcome


def run(folder: Path, kills: int, seed: int = 0) -> Outcome:
    """So many kills of the command, and half as many of the program."""
    from tests.support import killed_imports

    begun = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    ground = killed_imports.Ground(folder)
    chance = random.Random(seed)
    steps = killed_imports.steps_of_the_command(ground), killed_imports.steps_on_the_screen(ground)
    faults: list[str] = []
    for number in range(kills):
        faults += killed_imports.faults_of_a_killed_command(ground, chance.randint(1, steps[0]))
        if number % 2:
            faults += killed_imports.faults_of_a_killed_screen(ground, chance.randint(1, steps[1]))
    return Outcome(
        id="imports",
        title="A table that is taken in, killed",
        seconds=time.monotonic() - begun,
        counts={"kills of the command": kills, "kills on the screen": kills // 2, "its steps": steps[0], "steps on the screen": steps[1]},
        faults=tuple(faults),
    )
