"""The pages a start has kept for the next one, and a start that keeps one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.support.terminal import screen_at_rest, until
from tui.start import first_page

SIZE = (100, 30)
OPENING = "Đang mở plan.toml"


def kept() -> list[Path]:
    folder = Path(first_page.folder(os.environ))
    return sorted(folder.iterdir()) if folder.exists() else []


def opened_once(open_plan: Any) -> list[str]:
    """Open the plan, wait for its page to be kept, leave; the screen as it was at rest."""
    terminal = open_plan(afresh=False)
    before = kept()
    until(terminal, lambda: kept() != before or (before and not terminal.process.isalive()), "its page is kept")
    seen = screen_at_rest(terminal).splitlines()
    terminal.send("q")
    assert terminal.finish() == 0
    return seen
