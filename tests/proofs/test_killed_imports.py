"""A small run of the proof: ``kehoach import`` killed while it reads, while it saves, and as good as done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.killed_imports import Ground, faults_of_a_killed_command
from tests.support.lengths import longer, of_these

_STEPS = (1000, 100_000, 200_000, 300_000, 400_000, 450_000, 480_000, 490_000, 100_000_000)


@longer
@pytest.mark.parametrize("step", of_these(_STEPS, [400_000, 100_000_000]))
def test_the_file_is_the_old_or_the_new_one(tmp_path: Path, step: int) -> None:
    assert faults_of_a_killed_command(Ground(tmp_path), step) == []
