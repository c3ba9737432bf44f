"""``kehoach rollup`` killed at random moments: whoever reads has the plans as they were before, or as they are, and never some of each."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from proofs.outcome import Outcome

_PLANS: Final = 8
_AREAS: Final = 3
_DAY: Final = "2024-11-28"


def run(folder: Path, kills: int, seed: int = 0) -> Outcome:
    """So many roll-ups of plans that have all changed are killed; between them others come to their end, on one process or two."""
    from tests.support.many_plans import plan_text, write_plans

    begun = time.monotonic()
    chance = random.Random(seed)
    plans, lake = folder / "plans", folder / "lake"
    faults: list[str] = []
    counts = dict.fromkeys(("kills", "of them too late", "read as before", "read as they are", "read meanwhile", "brought to an end"), 0)
    last, lasting = 0, 1.0
    for number in range(1, kills + 1):
        write_plans(plans, **{f"p{n}": plan_text(f"P{n}", f"{n % _AREAS:02}", growth=float(number)) for n in range(_PLANS)})
        at, jobs = chance.random() * lasting, chance.choice(("1", "2"))
        started = time.monotonic()
        process = _roll_up(plans, lake, jobs)
        while time.monotonic() - started < at and process.poll() is None:
            counts["read meanwhile"] += _look(lake, (last, number), faults, counts)
        counts["kills"] += 1
        counts["of them too late"] += process.poll() is not None
        _kill(process)
        _look(lake, (last, number), faults, counts, after=True)
        if number % 4 == 1:
            started = time.monotonic()
            if _roll_up(plans, lake, jobs).wait():
                faults.append(f"after kill {number}: the roll-up could not be made")
            lasting = max(lasting, time.monotonic() - started)
            counts["brought to an end"] += 1
            last = number
            _look(lake, (number, number), faults, counts)
            if len(left := os.listdir(lake / ".versions")) > 2:
                faults.append(f"after kill {number}: {len(left)} versions are left")
        else:
            last = _generation(lake, faults) or last
    return Outcome(
        id="rollups", title="A roll-up of many plans, killed", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults)
    )


def _roll_up(plans: Path, lake: Path, jobs: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tui", "rollup", str(plans), "--to", str(lake), "--as-of", _DAY, "--jobs", jobs]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """It and all it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _generation(lake: Path, faults: list[str]) -> int | None:
    """The figure all plans have in the lake; None where there is no lake yet."""
    from tui.lake.reading import lake_in
    from tui.lake.versions import NoLake

    try:
        held = lake_in(lake)
    except NoLake:
        return None
    try:
        values = held.table("figures").collect()["value"].to_list()
        tasks = held.table("tasks").collect().height
    except Exception as fault:
        faults.append(f"a reader met {type(fault).__name__}: {fault!s:.200}")
        return None
    if len(values) != _PLANS or len(set(values)) != 1 or tasks != 2 * _PLANS:
        faults.append(f"a reader has {len(values)} figures ({sorted(set(values))}) and {tasks} tasks of {_PLANS} plans")
        return None
    return int(values[0])


def _look(lake: Path, either: tuple[int, int], faults: list[str], counts: dict[str, int], after: bool = False) -> int:
    """Read the lake as it stands; 1 where there is one. It is of the plans before or of those now."""
    found = _generation(lake, faults)
    if found is None:
        return 0
    if found not in either:
        faults.append(f"a reader has the plans of round {found}, and not of {either}")
    if after:
        counts["read as they are" if found == either[1] else "read as before"] += 1
    return 1
