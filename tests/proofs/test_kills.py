"""Small runs of the proofs: killed sessions, and several people on one file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT


def proved(folder: Path, part: str, *options: str) -> dict[str, Any]:
    """What a part of ``proofs`` says of itself, in a process of its own: it forks, and must be the only thread."""
    results = folder / "results"
    command = [sys.executable, "-m", "proofs", "--only", part, *options, "--results", str(results)]
    environ = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = results.iterdir()
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["faults"] == []
    return dict(told["counts"])


def test_whoever_is_killed_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    counts = proved(tmp_path, "kills", "--kills", "8", "--seed", "7")
    assert counts["kills after which all was there"] == counts["kills"] == 8
    assert counts["edits acknowledged"] > 15 and counts["saves acknowledged"] > 0, "there was something to lose"
    assert counts["steps offered again"] > 0


def test_of_several_who_edit_one_file_nobody_loses_an_edit(tmp_path: Path) -> None:
    counts = proved(tmp_path, "hands", "--hands", "3", "--edits", "40", "--seed", "7")
    fates = [
        name
        for name in counts
        if name.startswith(("edits in", "edits changed", "edits shown", "edits joined", "edits another", "records that"))
    ]
    assert sum(counts[name] for name in fates) == counts["edits made"] == 120
    assert counts["times others' saves were taken in"] > 0, "they met"
    assert "edits lost" not in counts
