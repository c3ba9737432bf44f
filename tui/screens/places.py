"""The places a person can be in, by names for code that must not load the screens themselves."""

from __future__ import annotations

from typing import Final

from tui.model.fields import TABLES
from tui.screens.ui import Ui

OVERVIEW: Final = "overview"
HISTORY: Final = "history"
REVIEW: Final = "review"

TABS: Final = ("indicators", "directions", "enterprises", "tasks")
"""The tables that have a tab."""

REGISTERS: Final = tuple(t.name for t in TABLES.values() if not t.single and t.name not in TABS)
"""The tables shown in lists without a tab."""


def leave_places(ui: Ui) -> None:
    """Leave the overview, a history or a meeting: places to start from do not stay above the tab they were opened on."""
    while len(ui.screen_stack) > 1 and getattr(ui.screen_stack[-1], "starting_place", False):
        ui.pop_screen()
