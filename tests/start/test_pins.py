"""The packages that are installed: each pinned, with what its bytes must be, and nothing that differs from what people wrote."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what the pins are made of, and no network."""
    where = tmp_path / "kế hoạch 2"
    shutil.copytree(ROOT / "packaging" / "pins", where / "packaging" / "pins")
    (where / ".ci").mkdir()
    for name in ("constraints.txt", "pyproject.toml", ".ci/pins.py"):
        shutil.copy(ROOT / name, where / name)
    return where


def checked(checkout: Path) -> tuple[int, str]:
    """What ``.ci/pins.py --check`` ends with, and says."""
    done = subprocess.run([sys.executable, str(checkout / ".ci" / "pins.py"), "--check"], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_pins_are_those_of_the_versions_that_were_written(checkout: Path) -> None:
    assert checked(checkout) == (0, "")
    constraints = checkout / "constraints.txt"
    constraints.write_text(constraints.read_text(encoding="utf-8").replace("polars==2.1.0", "polars==2.1.1"), encoding="utf-8")
    code, told = checked(checkout)
    assert code == 1 and "program.txt: polars 2.1.0, constraints.txt has 2.1.1" in told and "python .ci/pins.py" in told


def test_a_package_without_a_sha256_or_without_a_pin_is_named(checkout: Path) -> None:
    pins = checkout / "packaging" / "pins" / "program.txt"
    lines = [line for line in pins.read_text(encoding="utf-8").splitlines() if not line.startswith("textual==")]
    pins.write_text("\n".join(lines) + "\nrich==15.0.0\n", encoding="utf-8")
    code, told = checked(checkout)
    assert code == 1 and "program.txt: textual is missing" in told and "rich==15.0.0 without a sha256" in told


def test_of_a_checkout_without_pins_everything_is_missing(checkout: Path) -> None:
    shutil.rmtree(checkout / "packaging" / "pins")
    code, told = checked(checkout)
    assert code == 1 and "development.txt: pytest is missing" in told and "release.txt: twine is missing" in told
