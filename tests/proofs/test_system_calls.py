"""Calls into the system that fail under strace: what was said is compared with the disk, and a false word is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs import system_calls
from proofs.__main__ import SMALL_PLAN


@pytest.mark.skipif(system_calls.why_not() is not None, reason=str(system_calls.why_not()))
def test_what_was_said_is_on_the_disk(tmp_path: Path) -> None:
    found = system_calls.run(tmp_path / "disk", SMALL_PLAN, ("link",), ("EIO",))
    assert found.faults == () and found.counts["calls that failed"] == 1


@pytest.mark.parametrize(
    ("said", "found"), [(2, "the file does not hold it"), (1, "it is neither in the file nor in the journal"), (0, None)]
)
def test_a_false_word_is_found_out(tmp_path: Path, said: int, found: str | None) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "plan.toml").write_bytes(SMALL_PLAN)
    assert system_calls._judged(tmp_path, SMALL_PLAN, said) == found


def test_half_a_file_is_found_out_whatever_was_said(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "plan.toml").write_bytes(SMALL_PLAN[:-20])
    assert system_calls._judged(tmp_path, SMALL_PLAN, 0) == "the file is neither the old nor the new one"
