"""What the columns of answers are called, on the screen and in ``kehoach status LAKE``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.frames.methods.headline import LABELS
from tui.model.text import N_

TITLES: Final[Mapping[str, str]] = {
    "area": N_("Area"),
    "term": N_("Term"),
    "level": N_("Level"),
    "plan": N_("Plan"),
    "plans": N_("Plans"),
    "title": N_("Title"),
    "name": N_("Name"),
    "code": N_("Code"),
    "indicators": N_("Indicators"),
    "tasks": N_("Tasks"),
    "enterprises": N_("Enterprises"),
    "agency_code": N_("Code"),
    "agency_name": N_("Agency"),
    "late": N_("late"),
    "not_reported": N_("not reported"),
    "most_days_late": N_("most days overdue"),
    "with_figures": N_("with figures"),
    "with_code": N_("with a code"),
    "year": N_("Year"),
    "figures": N_("Figures"),
    "least": N_("least"),
    "most": N_("most"),
    **LABELS,
}
"""The column of a question → its (English) words."""

OF_SUMS: Final[Mapping[str, str]] = {
    "sum": N_("Sum"),
    "mean": N_("Mean"),
    "known": N_("known"),
    "of": N_("of how many"),
    "estimates": N_("estimates among them"),
    "contradicting": N_("left out: plans contradict each other"),
    "unweighed": N_("left out: weight unknown"),
}
"""The same of sums and means of one code."""
