"""The contracts of imports bite: what runs against them is found, also when it is imported for a type only or inside a function."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def copied(folder: Path) -> Path:
    """The sources of the program, and the contracts, in a folder of their own."""
    shutil.copytree(ROOT / "tui", folder / "tui", ignore=lambda at, names: [n for n in names if n == "__pycache__" or n == "locale"])
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "tui"


def plant(file: Path, line: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + line, encoding="utf-8")


@pytest.mark.slow
def test_what_is_planted_against_the_contracts_is_found(tmp_path: Path) -> None:
    tui = copied(tmp_path)
    plant(tui / "model" / "edits.py", "\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    from tui.screens.base import PlanScreen\n")
    plant(tui / "store" / "files" / "lock.py", "\ndef _late() -> None:\n    import tui.store.files.replace\n")
    plant(tui / "store" / "files" / "replace.py", "\nimport tui.store.files.lock\n")
    (tui / "room_nobody_declared.py").write_text('"""A room that is in no layer."""\n')
    done = subprocess.run([sys.executable, "-c", LINT], cwd=tmp_path, capture_output=True, text=True, check=False)
    told = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "tui.model.edits -> tui.screens.base" in told
    assert "room_nobody_declared" in told
    assert "No cycles are allowed in tui.store.files." in told
