"""VisiData of one pinned version, in an environment of its own under ``bench/.cache``."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

VERSION: Final = "3.4"


class NotInstalled(Exception):
    """VisiData could not be installed; the message says why in one line."""


def visidata_program(cache: Path) -> Path:
    """The ``vd`` program; installs it the first time."""
    folder = cache / f"visidata-{VERSION}"
    program, finished = folder / "bin" / "vd", folder / "installed"
    if finished.exists() and program.exists():
        return program
    print(f"installing VisiData {VERSION} …", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        done = subprocess.run([*pip, f"visidata=={VERSION}"], capture_output=True, text=True, timeout=300, check=False)
    except (OSError, subprocess.SubprocessError) as fault:
        raise NotInstalled(type(fault).__name__) from fault
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise NotInstalled(errors[-1] if errors else f"pip ended with {done.returncode}")
    finished.touch()
    return program
