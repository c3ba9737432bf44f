"""What a path is that is named: a file, a roll-up, a folder of plans, another folder; what is odd is a folder or a file, never a fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.commands.main import main
from tui.start.what_path import FILE, FOLDER, LAKE, PLANS, kind_of


def test_each_kind_is_told_by_what_is_there(tmp_path: Path) -> None:
    for name in ("versions/.versions", "another/format=9", "plans/19/xa", "own/a", "empty", "deep/1/2/3"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("plans/19/xa", "own", "own/a", "deep/1/2/3"):
        (tmp_path / name / "plan.toml").touch()
    os.symlink(tmp_path / "nowhere", tmp_path / "link")
    os.symlink(tmp_path / "versions", tmp_path / "to-lake")
    told = {"versions": LAKE, "to-lake": LAKE, "another": LAKE, "plans": PLANS, "own": FOLDER, "empty": FOLDER, "deep": FOLDER}
    told |= {"own/plan.toml": FILE, "nothing": FILE, "link": FILE, "\0": FILE}
    assert {name: kind_of(tmp_path / name) for name in told} == told


def test_a_folder_of_plans_is_to_be_rolled_up_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "19").mkdir()
    (tmp_path / "19" / "plan.toml").touch()
    for command in ([], ["status"]):
        assert main([*command, str(tmp_path), "--lang", "en"]) == 2
        assert "kehoach rollup DIR --to LAKE" in capsys.readouterr().err
