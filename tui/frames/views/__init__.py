"""The four tabs and every other table as frames with columns to show, each from the same plan."""

from tui.frames.views.duties import duties_view
from tui.frames.views.enterprises import enterprises_view
from tui.frames.views.goals import goals_view
from tui.frames.views.register import register_view
from tui.frames.views.sectors import Coverage, sector_indicators, sectors_view
from tui.frames.views.targets import targets_view, year_of
from tui.frames.views.tasks import tasks_view

__all__ = [
    "Coverage",
    "duties_view",
    "enterprises_view",
    "goals_view",
    "register_view",
    "sector_indicators",
    "sectors_view",
    "targets_view",
    "tasks_view",
    "year_of",
]
