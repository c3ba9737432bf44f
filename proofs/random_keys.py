"""Random keys over every screen, dialog and size: nothing ends the program, and what it holds does not grow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from proofs.outcome import Outcome

_ROOT: Final = Path(__file__).parent.parent
GROUNDS: Final = ("the sample", "an empty plan", "the sample, read only", "another body's plan")
"""The plans that are walked over, as ``tests.support.random_keys`` names them."""
_MEGABYTE: Final = 1 << 20
_SETTLED: Final = 0.2
"""The part of a walk after which every screen has been seen and every cache is full."""
MOST_GROWTH: Final = 16 * _MEGABYTE
"""Bytes a walk may grow by after that: steps to undo, and pages of the allocator that are not given back."""


def run(keys: int, seed: int = 0) -> Outcome:
    """So many keys, shared out among plans of every kind."""
    begun = time.monotonic()
    counts = {"keys": 0, "programs opened": 0, "most growth, MB": 0, "most descriptors": 0, "most threads": 0}
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
        growth = settled[-1]["resident"] - settled[0]["resident"]
        counts["most growth, MB"] = max(counts["most growth, MB"], growth // _MEGABYTE)
        counts["most descriptors"] = max(counts["most descriptors"], *(one["descriptors"] for one in measured))
        counts["most threads"] = max(counts["most threads"], *(one["threads"] for one in measured))
        faults += _growing(walk["ground"], settled)
        if growth > MOST_GROWTH:
            faults.append(f"{walk['ground']}: {growth // _MEGABYTE} MB more at the end than after a fifth of the keys")
    return Outcome(
        id="random-keys", title="Random keys on every screen", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults)
    )


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
