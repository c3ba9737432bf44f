"""The places a person can be in, by names for code that must not load the screens themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.model.fields import TABLES
from tui.model.text import N_
from tui.screens.ui import Ui

OVERVIEW: Final = "overview"
HISTORY: Final = "history"
REVIEW: Final = "review"

TABS: Final = ("indicators", "directions", "enterprises", "tasks")
"""The tables that have a tab."""

SHORT_TITLES: Final = {"sectors": N_("Directions"), "enterprises": N_("Enterprises")}
"""The titles of tabs, by mode, where the row has no room for the whole ones."""

REGISTERS: Final = tuple(t.name for t in TABLES.values() if not t.single and t.name not in TABS)
"""The tables shown in lists without a tab."""


LAKE: Final = "lake"
"""The place many plans are looked at from; each question to all of them is a tab of its own there."""

LAKE_TABS: Final[Mapping[str, str]] = {
    "area": N_("Areas"),
    "term": N_("Terms"),
    "level": N_("Levels"),
    "plan": N_("Plans"),
    "body": N_("Agencies"),
    "code": N_("Indicators"),
    "coverage": N_("Figures"),
    "year": N_("Years"),
}
"""Question → the title of its tab; see :mod:`tui.lake.looks`."""


def mode_of(question: str) -> str:
    """The mode of the workbench that is the tab of a question to many plans."""
    return f"{LAKE}_{question}"


LAKE_MODES: Final = tuple(map(mode_of, LAKE_TABS))


def leave_places(ui: Ui) -> None:
    """Leave the overview, a history or a meeting: places to start from do not stay above the tab they were opened on."""
    while len(ui.screen_stack) > 1 and getattr(ui.screen_stack[-1], "starting_place", False):
        ui.pop_screen()
