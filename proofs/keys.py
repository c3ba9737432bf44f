"""Keys on a busy machine: scripts sent key by key and in one read into every dialog and field, while others use all of the processor."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from proofs.outcome import Outcome

_ROOT: Final = Path(__file__).parent.parent
_AT_ONCE: Final = 2
"""Seeds a program: a fault in one does not hide those of the others."""


def run(seeds: int, first: int = 0, burners: int = 4) -> Outcome:
    """``seeds`` times two scripts for each place; the programs run one after the other, beside ``burners`` that never rest."""
    begun = time.monotonic()
    counts = {"scripts": 0, "keys": 0, "programs that burn": burners}
    faults: list[str] = []
    with burning(burners):
        for seed in range(first, first + seeds, _AT_ONCE):
            found = _compared(seed, min(_AT_ONCE, first + seeds - seed))
            if isinstance(found, str):
                faults.append(found)
                continue
            counts["scripts"] += found["scripts"]
            counts["keys"] += found["keys"]
            faults += found["differ"]
    return Outcome(id="keys", title="Keys on a busy machine", seconds=time.monotonic() - begun, counts=counts, faults=tuple(faults))


def _compared(seed: int, seeds: int) -> dict[str, Any] | str:
    """What the comparison found, else why it gave nothing. In a program of its own: this one loads no Textual."""
    command = [sys.executable, "-m", "tests.support.key_order", "--first", str(seed), "--seeds", str(seeds)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"seed {seed}: {done.stderr[-2000:]}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def burning(burners: int) -> Iterator[None]:
    """So many processes that only count."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(burners)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()
