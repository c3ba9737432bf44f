"""Random keys over every screen, dialog and size: nothing ends the program, and what it holds does not grow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from proofs.outcome import Outcome

_ROOT: Final = Path(__file__).parent.parent
GROUNDS: Final = ("the sample", "an empty plan", "the sample, read only", "another body's plan")
"""The plans that are walked over, as ``tests.support.random_keys`` names them."""
_MEGABYTE: Final = 1 << 20
_MOST: Final = (
    *("most growth, MB", "most growth, thousand blocks of Python"),
    *("most descriptors", "most threads", "most boxes", "most steps"),
)
_SETTLED: Final = 0.5
"""The part of a walk after which every screen has been seen, and what is loaded when it is wanted has been wanted."""
MOST_GROWTH: Final = 5 * _MEGABYTE
"""Bytes by which the least that is held in the last quarter may be more than the least in the one before.

The least, for what the allocator has at a moment is not what stays. Of 12,500 keys a quarter is 3,000: two kilobytes a key would be found.
What grows goes on growing, so within the last quarter there is more as well, by half as much; what came once, as a chart of a kind nobody
had seen yet, is a step.
"""
MOST_BOXES: Final = 30
"""Screens one above the other: more are a question that is asked again and again."""


def run(keys: int, seed: int = 0) -> Outcome:
    """So many keys, shared out among plans of every kind."""
    begun = time.monotonic()
    counts = {"keys": 0, "programs opened": 0, **dict.fromkeys(_MOST, 0)}
    faults: list[str] = []
    with ThreadPoolExecutor(os.cpu_count()) as together:
        walked = list(together.map(lambda ground: _walked(ground, keys // len(GROUNDS), seed), GROUNDS))
    faults += [gave for gave in walked if isinstance(gave, str)]
    for walk in [walk for gave in walked if not isinstance(gave, str) for walk in gave]:
        counts["keys"] += walk["keys"]
        counts["programs opened"] += walk["programs"]
        faults += walk["faults"]
        measured = walk["held"]
        if not measured:
            continue
        settled = measured[int(len(measured) * _SETTLED) :]
        resident, blocks = (_growth(settled, what) for what in ("resident", "blocks"))
        most = {"most growth, MB": resident // _MEGABYTE, "most growth, thousand blocks of Python": blocks // 1000}
        most |= {f"most {what}": max(one[what] for one in measured) for what in ("descriptors", "threads", "boxes", "steps")}
        counts |= {name: max(counts[name], value) for name, value in most.items()}
        faults += _growing(walk["ground"], settled)
        if grows([one["resident"] for one in settled]):
            faults.append(f"{walk['ground']}: {resident // _MEGABYTE} MB more in the last part of the walk than before")
        if most["most boxes"] > MOST_BOXES:
            faults.append(f"{walk['ground']}: {most['most boxes']} screens one above the other")
    return Outcome(
        id="random-keys", title="Random keys on every screen", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults)
    )


def grows(resident: Sequence[int]) -> bool:
    """Whether there is more and more in memory in the second half of a walk, by the bytes of each measurement."""
    last = resident[len(resident) // 2 :]
    return _risen(resident) > MOST_GROWTH and _risen(last) > MOST_GROWTH // 2


def _risen(resident: Sequence[int]) -> int:
    half = len(resident) // 2
    return min(resident[half:]) - min(resident[: half or 1])


def _growth(settled: list[dict[str, Any]], what: str) -> int:
    """By how much the least in the second half is more than the least in the first."""
    return _risen([one[what] for one in settled])


def _growing(ground: str, measured: list[dict[str, Any]]) -> list[str]:
    """What there is more of in each of the last measurements than in the first, in words."""
    first, last = measured[0], measured[len(measured) // 2 :]
    faults = []
    for what in ("descriptors", "threads"):
        least = min(one[what] for one in last)
        if least > first[what] + 2:
            faults.append(f"{ground}: {least} {what}, {first[what]} at first")
    return faults


def _walked(ground: str, keys: int, seed: int) -> list[dict[str, Any]] | str:
    """What the walk over a ground found, else why it gave nothing. In a program of its own: this one loads no Textual.

    How far it has come is told on standard error.
    """
    command = [sys.executable, "-m", "tests.support.random_keys", "--ground", ground, "--keys", str(keys), "--seed", str(seed)]
    last: deque[str] = deque(maxlen=60)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        with subprocess.Popen(command, cwd=_ROOT, stdout=out, stderr=subprocess.PIPE, text=True) as walking:
            assert walking.stderr is not None
            for line in walking.stderr:
                last.append(line)
                print(line, end="", file=sys.stderr, flush=True)
        if walking.returncode:
            return f"{ground}, seed {seed}: {''.join(last)}"
        out.seek(0)
        found: list[dict[str, Any]] = json.load(out)
        return found
