"""The laws and walks of the suite at their full length: many times the examples, every action in every place.

They stand in the suite, which goes a short way with each; here pytest runs them with ``KEHOACH_LENGTH=long``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from proofs.outcome import Outcome

_MARK: Final = "longer"
_NOTHING_COLLECTED: Final = 5
"""How pytest ends where no test is meant."""


def run(folder: Path, tests: Path, named: str = "") -> Outcome:
    """All tests below a folder that have two lengths, or those whose names hold a word (as ``pytest -k`` has it).

    ``folder`` is for what pytest reports; of some of them the outcome goes under an id of its own.
    """
    begun = time.monotonic()
    report = folder / "laws.xml"
    options = (
        "-m",
        _MARK,
        *(("-k", named) if named else ()),
        "--continue-on-collection-errors",
        "-p",
        "no:cacheprovider",
        f"--junitxml={report}",
    )
    command = [sys.executable, "-m", "pytest", str(tests), *options]
    done = subprocess.run(command, env={**os.environ, "KEHOACH_LENGTH": "long"}, capture_output=True, text=True, check=False)
    counts: Counter[str] = Counter({"laws and walks at full length": 0})
    faults: list[str] = []
    if report.exists():
        for name, fault in _tried(report):
            counts["laws and walks at full length"] += 1
            faults += [f"{name}: {fault}"] if fault else []
    if done.returncode == _NOTHING_COLLECTED:
        faults.append(f"no law is called {named}")
    elif done.returncode and not faults:
        faults.append(f"pytest ended with {done.returncode}: {(done.stdout + done.stderr).strip()[-300:]}")
    return Outcome(
        id=f"laws-{_as_id(named)}" if named else "laws",
        title=f"The laws and walks of the suite, at length{f': {named}' if named else ''}",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(faults),
    )


def _as_id(named: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", named.lower()))[:60]


def _tried(report: Path) -> Iterator[tuple[str, str]]:
    """Each test with what it says when it failed, else ""."""
    for case in ElementTree.parse(report).iter("testcase"):
        fault = next((found for kind in ("failure", "error") if (found := case.find(kind)) is not None), None)
        said = "" if fault is None else " ".join((fault.text or fault.get("message") or "failed").split())[-300:]
        yield f"{case.get('classname', '')}.{case.get('name', '')}", said
