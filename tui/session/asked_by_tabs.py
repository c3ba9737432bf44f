"""What each tab asks of the frames as it is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from tui.frames.build import Frames
from tui.i18n.words import Words

RECORDS_OF: Final = {"targets": "indicators", "sectors": "directions", "enterprises": "enterprises", "tasks": "tasks"}
"""By the mode of a tab the table whose records are edited on it."""
EDITED: Final = tuple(sorted(RECORDS_OF.values()))
"""The tables whose records are edited on the tabs."""


def asked_by_tabs(frames: Frames, day: dt.date, words: Words) -> Mapping[str, list[Callable[[], object]]]:
    """By its mode what a tab asks for, in this order: its rows, what stands above them, and of a record what stands beside them."""
    from tui.frames.insight.aloud import aloud
    from tui.frames.insight.later_figures import later_figures_said
    from tui.frames.methods.headline import headline_on
    from tui.frames.methods.ownership import ownership_gaps, unusual_counts
    from tui.frames.tables.charts.indicator import indicator_drawing
    from tui.frames.tables.charts.structure import structure_drawing
    from tui.frames.tables.charts.windows import windows_drawing
    from tui.frames.tables.charts.workload import workload_drawing
    from tui.frames.tables.citations import citing
    from tui.frames.tables.enterprises import enterprises_view
    from tui.frames.tables.sectors import sectors_view
    from tui.frames.tables.targets import targets_view
    from tui.frames.tables.tasks import tasks_view

    plan = frames.plan
    direction, enterprise, indicator, task = (next(iter(plan.tables[table]), "") for table in EDITED)
    sector = next((values.get("sector") for values in plan.tables["directions"].values()), None)
    return {
        "targets": [
            lambda: targets_view(frames, plan, day, words),
            lambda: headline_on(frames, day),
            lambda: later_figures_said(frames, day),
            lambda: aloud(frames, indicator, day),
            lambda: indicator_drawing(frames, indicator, day, words),
            lambda: citing(frames, "indicators", indicator),
        ],
        "sectors": [
            lambda: sectors_view(frames, plan, day, words),
            lambda: later_figures_said(frames, day),
            lambda: structure_drawing(frames, sector, day, words),
            lambda: citing(frames, "directions", direction),
        ],
        "enterprises": [
            lambda: enterprises_view(frames, plan, day, words),
            lambda: later_figures_said(frames, day),
            lambda: windows_drawing(frames, enterprise, day, words),
            lambda: citing(frames, "enterprises", enterprise),
        ],
        "tasks": [
            lambda: tasks_view(frames, plan, day, words),
            lambda: ownership_gaps(frames, day),
            lambda: unusual_counts(frames, day),
            lambda: later_figures_said(frames, day),
            lambda: workload_drawing(frames, day, words),
            lambda: citing(frames, "tasks", task),
        ],
    }
