"""The table of keys in the guide is what the jobs take when somebody does them."""

from __future__ import annotations

import subprocess
import sys

from tests.support.lengths import in_proofs
from tests.support.paths import ROOT


@in_proofs
def test_the_guide_has_the_keys_the_jobs_take() -> None:
    done = subprocess.run([sys.executable, "-m", "bench.key_counts"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count("mục tiêu") == 5
    assert done.stdout.strip() in (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
