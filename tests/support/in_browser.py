"""A session in a browser as the program is told of it, and a server of ``kehoach serve`` with a proxy's headers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.start import browser


def in_browser(patch: pytest.MonkeyPatch, folder: Path, person: str = "lan", *plans: Path, told_by: int | None = None) -> Path:
    """Make this process a session in a browser whose files are in ``folder``, which it works in; the folder."""
    folder.mkdir(exist_ok=True)
    served = tuple(os.path.realpath(plan) for plan in plans)
    patch.setenv(browser.VARIABLE, browser.variable(person, str(folder), served, told_by))
    patch.chdir(folder)
    return folder
