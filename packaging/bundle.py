"""A bundle for a machine without a network: the program with the wheels of all it needs, in one archive."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

from environment import WHEELS, CannotMake, pins, say

_TAKEN = ("run", "README.md", "LICENSE", "CHANGELOG.md", "constraints.txt", "pyproject.toml", "packaging", "tui", "kehoach", "data", "docs")


def make_bundle(root: Path, file: Path) -> None:
    """Write the archive; the wheels are those for this Python and this kind of machine. Raises CannotMake and OSError."""
    if file.exists():
        raise CannotMake(f"{file}: đã có tệp cùng tên · there is a file with this name")
    wheels = root / WHEELS
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "download",
        "--quiet",
        "--only-binary",
        ":all:",
        "--dest",
        str(wheels),
    ]
    done = subprocess.run(
        [*command, "--require-hashes", "--requirement", str(pins(root, developing=False))], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotMake((done.stderr.strip().splitlines() or ["pip"])[-1])
    top = file.name.removesuffix(".gz").removesuffix(".tar").removesuffix(".tgz")
    with tarfile.open(file, "x:gz") as archive:
        for name in (*_TAKEN, WHEELS):
            archive.add(root / name, f"{top}/{name}", filter=_without_leavings)
    say(f"{file}: {file.stat().st_size // 2**20} MB; tar xf {file.name}, ./run")


def _without_leavings(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if entry.name.endswith((".pyc", "__pycache__")):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
