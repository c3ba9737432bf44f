"""Power cuts: what was acknowledged is left, and a program that does not tell the disk to keep it is found out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from proofs import power
from proofs.__main__ import SMALL_PLAN
from tests.support.lengths import LONG, in_proofs, longer
from tui.store.files import replace
from tui.store.log.journal import Journal

CUTS = 20 if LONG else 12


@longer
def test_what_was_acknowledged_is_there_after_a_power_cut(tmp_path: Path) -> None:
    found = power.run(tmp_path / "disk", SMALL_PLAN, CUTS)
    assert found.faults == () and found.counts["cuts"] == CUTS
    assert {"in an edit", "in a save"} <= found.counts.keys()


def test_an_empty_plan_survives_as_well(tmp_path: Path) -> None:
    assert power.run(tmp_path / "disk", b"", 10).faults == ()


def test_a_journal_that_stays_in_the_cache_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Journal, "_append", Journal._write)
    assert power.run(tmp_path / "disk", SMALL_PLAN, 12).faults


@in_proofs
def test_a_plan_that_is_renamed_before_it_is_synced_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NeverSynced:
        """``os`` as one module sees it that syncs nothing."""

        def __getattr__(self, name: str) -> Any:
            return (lambda handle: None) if name == "fsync" else getattr(os, name)

    monkeypatch.setattr(replace, "os", NeverSynced())
    assert power.run(tmp_path / "disk", SMALL_PLAN, 30).faults
