"""The proof with several users, small: nothing lost, nothing doubled, and it says where it cannot be run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofs import users
from tests.support.lengths import longer, of_these
from tests.support.paths import SAMPLE
from tests.support.users import open_folder, why_not


@longer
@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_small_run_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "UMASKS", (0o077,))
    layouts = of_these(users.LAYOUTS[:2], users.LAYOUTS[:1])
    monkeypatch.setattr(users, "LAYOUTS", layouts)
    with open_folder() as folder:
        outcome = users.run(folder / "users", SAMPLE, len(layouts))
    assert outcome.faults == () and outcome.counts["kills"] == len(layouts)


def test_without_the_right_to_become_others_it_says_so_and_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    outcome = users.run(tmp_path / "users", SAMPLE, 8)
    assert "superuser" in outcome.title and outcome.counts == {"kills": 0} and outcome.faults == ()
