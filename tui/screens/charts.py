"""Which chart belongs to which record: what is drawn is asked of the frames, and worked out only when an edit has reached
something that was read for it.

Each imports its own drawing: a tab needs no more than one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

import attrs

from tui.model.text import N_, printable
from tui.widgets.chart import PlanChart

if TYPE_CHECKING:
    from tui.frames.tables.charts.chart_table import ChartTable
    from tui.frames.tables.charts.drawing import Drawing
    from tui.frames.tables.columns import Tone
    from tui.session.session import Session


@attrs.frozen(kw_only=True)
class ShownChart:
    """A chart: its ``title`` with the unit, what it draws, and the same as numbers. A ``key`` stands for one drawing of a state."""

    title: str
    key: Hashable
    state: object
    drawing: Callable[[], Drawing]
    table: Callable[[], ChartTable]

    def show_in(self, chart: PlanChart) -> None:
        """Have a widget draw it."""
        chart.show(self.key, self.state, self.drawing)


class Charted(Protocol):
    """A screen one of whose records has a chart: what a chart that takes the whole screen shows, and goes on to."""

    table_name: str
    glyph_tones: ClassVar[Mapping[str, Tone]]
    """The colour of the glyph a sentence begins with."""

    def charts_here(self) -> Sequence[ShownChart]:
        """The charts of the record it is on; none where there is nothing to draw."""

    def said_here(self) -> str:
        """What is said of that record in a sentence, beginning with its glyph; "" where nothing is judged."""

    def place_here(self) -> tuple[int, int] | None:
        """Which record of how many it is on; None where there is only one."""

    @property
    def goes_on(self) -> bool:
        """Whether other records have other charts; False where one is of them all."""

    def step_chart(self, by: int) -> bool:
        """Go on to another record that has a chart; False at the end."""


def indicator_chart(session: Session, id: str | None, day: dt.date | None = None) -> ShownChart:
    """Results by year against the target, the path and the forecast, seen from a day: the session's where none is given."""
    from tui.frames.tables.charts.indicator import indicator_drawing, indicator_table

    frames, words, as_of = session.frames, session.words, day or session.as_of
    record = session.plan.get("indicators", id or "") or {}
    unit = printable(record.get("unit") or "")
    name = printable(record.get("name") or "")
    key = ("indicator", id, as_of)
    return ShownChart(
        title=f"{name}, {unit}" if unit else name,
        key=key,
        state=_state(session),
        drawing=lambda: frames.drawn((*key, words.language), lambda: indicator_drawing(frames, id, as_of, words)),
        table=lambda: indicator_table(frames, id, as_of, words),
    )


def structure_chart(session: Session, direction: str | None) -> ShownChart:
    """Shares of the economy, and the indicators of the direction's sector: the same chart for all directions of a sector."""
    from tui.frames.tables.charts.structure import TITLE, structure_drawing, structure_table

    frames, words, as_of = session.frames, session.words, session.as_of
    sector = (session.plan.get("directions", direction or "") or {}).get("sector")
    key = ("structure", sector, as_of)
    return ShownChart(
        title=words(TITLE),
        key=key,
        state=_state(session),
        drawing=lambda: frames.drawn((*key, words.language), lambda: structure_drawing(frames, sector, as_of, words)),
        table=lambda: structure_table(frames, as_of, words),
    )


def windows_chart(session: Session, enterprise: str | None) -> ShownChart:
    """The enterprises' windows on the term, one of them pointed at."""
    from tui.frames.tables.charts.windows import TITLE, windows_drawing, windows_table

    frames, words, as_of = session.frames, session.words, session.as_of
    key = ("windows", enterprise, as_of)
    return ShownChart(
        title=words(TITLE),
        key=key,
        state=_state(session),
        drawing=lambda: frames.drawn((*key, words.language), lambda: windows_drawing(frames, enterprise, as_of, words)),
        table=lambda: windows_table(frames, as_of, words),
    )


def workload_chart(session: Session) -> ShownChart:
    """The tasks of each body: the same chart for every task."""
    from tui.frames.tables.charts.workload import TITLE, workload_drawing, workload_table

    frames, words, as_of = session.frames, session.words, session.as_of
    key = ("workload", as_of)
    return ShownChart(
        title=words(TITLE),
        key=key,
        state=_state(session),
        drawing=lambda: frames.drawn((*key, words.language), lambda: workload_drawing(frames, as_of, words)),
        table=lambda: workload_table(frames, as_of, words),
    )


def standing_chart(session: Session, tables: Sequence[str]) -> ShownChart:
    """How many records of some tables stand how."""
    from tui.frames.tables.charts.standing_bars import TITLE, states_drawing, states_table

    frames, words, as_of = session.frames, session.words, session.as_of
    key = ("standing", tuple(tables), as_of)
    return ShownChart(
        title=words(TITLE) if len(tables) > 1 else words(N_("Tasks by state")),
        key=key,
        state=_state(session),
        drawing=lambda: frames.drawn((*key, words.language), lambda: states_drawing(frames, as_of, words, tables)),
        table=lambda: states_table(frames, as_of, words, tables),
    )


def _state(session: Session) -> object:
    """What changes with everything that is edited, and with another plan."""
    return session.frames, session.workspace.revision
