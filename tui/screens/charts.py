"""Which chart belongs to which record: what is drawn is asked of the frames, and only when it is another one than before.

Each imports its own drawing: a tab needs no more than one of them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tui.widgets.chart import PlanChart

if TYPE_CHECKING:
    from tui.session.session import Session


def show_indicator(chart: PlanChart, session: Session, id: str | None, day: dt.date | None = None) -> None:
    """Results by year against the target, the path and the forecast, seen from a day: the session's where none is given."""
    from tui.frames.tables.charts.indicator import indicator_drawing

    frames, words, as_of = session.frames, session.words, day or session.as_of
    chart.show(("indicator", id, as_of), _state(session), lambda: indicator_drawing(frames, id, as_of, words))


def show_structure(chart: PlanChart, session: Session, direction: str | None) -> None:
    """Shares of the economy, and the indicators of the direction's sector: the same chart for all directions of a sector."""
    from tui.frames.tables.charts.structure import structure_drawing

    frames, words, as_of = session.frames, session.words, session.as_of
    sector = (session.plan.get("directions", direction or "") or {}).get("sector")
    chart.show(("structure", sector, as_of), _state(session), lambda: structure_drawing(frames, sector, as_of, words))


def show_windows(chart: PlanChart, session: Session, enterprise: str | None) -> None:
    """The enterprises' windows on the term, one of them pointed at."""
    from tui.frames.tables.charts.windows import windows_drawing

    frames, words, as_of = session.frames, session.words, session.as_of
    chart.show(("windows", enterprise, as_of), _state(session), lambda: windows_drawing(frames, enterprise, as_of, words))


def show_workload(chart: PlanChart, session: Session) -> None:
    """The tasks of each body: the same chart for every task."""
    from tui.frames.tables.charts.workload import workload_drawing

    frames, words, as_of = session.frames, session.words, session.as_of
    chart.show(("workload", as_of), _state(session), lambda: workload_drawing(frames, as_of, words))


def _state(session: Session) -> object:
    """What changes with everything that is edited, and with another plan."""
    return session.frames, session.workspace.revision
