"""The names of the places a person can be in, for code that must not load the screens themselves."""

from __future__ import annotations

from typing import Final

from tui.model.fields import TABLES

OVERVIEW: Final = "overview"
HISTORY: Final = "history"
REVIEW: Final = "review"

TABS: Final = ("indicators", "directions", "enterprises", "tasks")
"""The tables that have a tab."""

REGISTERS: Final = tuple(t.name for t in TABLES.values() if not t.single and t.name not in TABS)
"""The tables shown in lists without a tab."""
