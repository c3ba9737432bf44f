"""Small runs of the proofs: killed sessions, and several people on one file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs.__main__ import main
from tests.support.lengths import LONG, longer
from tests.support.paths import ROOT, SAMPLE
from tests.support.patience import PATIENCE

_RUN = """
import json, sys
from pathlib import Path
from proofs import hands, kills

folder, plan, *counts = sys.argv[1:]
folder, plan = Path(folder), Path(plan)
killed, edits = map(int, counts)
for outcome in (kills.run(folder / "kills", plan, killed, seed=7), hands.run(folder / "hands", plan, 3, edits, seed=7)):
    print(json.dumps({"faults": outcome.faults, "counts": outcome.counts}))
"""


KILLS, EDITS = (5, 20) if LONG else (3, 8)


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What both say of themselves, in a process of their own: they fork, and must be the only thread; it loads nothing else."""
    folder = tmp_path_factory.mktemp("proved")
    environ = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _RUN, str(folder), str(SAMPLE), str(KILLS), str(EDITS)]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=5 * PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@longer
def test_whoever_is_killed_loses_nothing_that_was_acknowledged(proved: list[dict[str, Any]]) -> None:
    counts = proved[0]["counts"]
    assert proved[0]["faults"] == []
    assert counts["kills after which all was there"] == counts["kills"] == KILLS
    assert counts["edits acknowledged"] > 2 * KILLS and counts["saves acknowledged"] > 0, "there was something to lose"
    assert counts["steps offered again"] > 0


@longer
def test_of_several_who_edit_one_file_nobody_loses_an_edit(proved: list[dict[str, Any]]) -> None:
    counts = proved[1]["counts"]
    assert proved[1]["faults"] == []
    fates = [
        name
        for name in counts
        if name.startswith(("edits in", "edits changed", "edits shown", "edits joined", "edits another", "records that"))
    ]
    assert sum(counts[name] for name in fates) == counts["edits made"] == 3 * EDITS
    assert counts["times others' saves were taken in"] > 0, "they met"
    assert "edits lost" not in counts


def test_the_program_runs_the_part_it_is_told_and_keeps_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "merges", "--merges", "1", "--results", str(tmp_path / "results")]) == 0
    (path,) = (tmp_path / "results").iterdir()
    told = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "merges.json" and told["faults"] == [] and told["counts"]["pairs of edits merged both ways"] == 1
    with pytest.raises(SystemExit):
        main(["--only", "nothing"])
    assert "nothing?" in capsys.readouterr().err
