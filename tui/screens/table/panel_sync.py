"""The panel and the chart follow the cursor: at once after a key, but never while a key is held or typed ahead."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on

from tui.screens.charts import ShownChart
from tui.screens.framed import FramedScreen
from tui.screens.side_place import Where
from tui.screens.table.record_lines import lines_of
from tui.terminal.later import after, after_refresh, after_unseen
from tui.widgets.chart import PlanChart
from tui.widgets.frame_table import FrameTable
from tui.widgets.line import Line
from tui.widgets.record_panel import PanelLine, RecordPanel
from tui.widgets.spoken import Spoken

_SOON: Final = 0.002
"""Seconds until it is looked again whether keys wait."""
_TURN: Final = 0.0005
"""Seconds between two parts of the first side: the event loop has its turn, hears of a key that came meanwhile and hands it on."""
_ALL_KNOWN: Final[Iterator[Callable[[], object]]] = iter(())
"""Nothing is left to be worked out of the first side."""


class PanelSync(FramedScreen):
    """A table with a side that shows the record under the cursor.

    The table answers a key alone. The side is drawn after it, when no further key waits; of a held key it shows nothing
    until the key is let go, so that what it shows is always the record under the cursor.
    """

    quiet: ClassVar[float] = 0.08
    """Seconds without another record after which a held key counts as let go: keys repeat each 25 to 50 ms."""
    _moved_at = 0.0
    _cursor_on: str | None = None
    _blank = True
    _behind = False
    _first_parts: Iterator[Callable[[], object]] | None = None
    """What is still to be worked out of the first side; None while nobody has begun."""
    _answered_before = 0
    """How many keys were answered when the first side was last gone on with: the table shows the answer of each first."""
    _wait: asyncio.TimerHandle | None = None
    _chart_wait: asyncio.TimerHandle | None = None
    _side_of: str | None = None
    """The record the side shows."""

    if TYPE_CHECKING:

        @property
        def table(self) -> FrameTable: ...

    has_chart: ClassVar[bool] = False
    """Whether records of this table have one."""
    chart_of_plan: ClassVar[bool] = False
    """Whether the chart is the same for every record."""
    empty_unfolded = False
    """Whether the panel lists the fields nothing is filled in."""

    @property
    def panel(self) -> RecordPanel:
        return self.query_one("#panel", RecordPanel)

    def spoken(self) -> str:
        """What is said of the record under the cursor in a sentence, before its fields are listed; empty where nothing is judged."""
        return self.table.answer_text()

    @property
    def spoken_lines(self) -> tuple[Spoken, ...]:
        """Where that sentence stands; none on a tab that judges nothing."""
        found = self.query_one_optional("#spoken", Spoken)
        return () if found is None else (found,)

    def _lines(self, id: str | None) -> Sequence[PanelLine]:
        return lines_of(self.session, self.table_name, id, unfolded=self.empty_unfolded) if id is not None else ()

    def _say_of(self, id: str | None) -> None:
        """What stands above chart and fields: which record it is, and its sentence."""
        self.query_one("#side-title", Line).say(
            f" {self.words.show(self.session.plan.called(self.table_name, id))}" if id is not None else ""
        )
        for line in self.spoken_lines:
            line.say(self.spoken() if id is not None else "")

    @property
    def follows(self) -> bool:
        """Whether the side shows the record under the cursor: False while it has yet to come to it."""
        return not self._behind

    @property
    def side_is_there(self) -> bool:
        """Whether nothing that is shown beside the table is of another record than the one under its cursor."""
        return not self.query_one("#side").display or (self.follows and self._cursor_on == self.table.current_id)

    @property
    def rests(self) -> bool:
        """Whether the side stands still, its chart too."""
        return self.follows and self._chart_wait is None and all(chart.stands for chart in self._charts())

    def _charts(self) -> list[PlanChart]:
        """The chart of the side, where records of this table have one; none before it stands and after it has gone."""
        chart = self.query_one_optional("#chart", PlanChart) if self.has_chart else None
        return [] if chart is None else [chart]

    def charts_of(self, id: str | None) -> Sequence[ShownChart]:
        """The charts of a record, the first of which stands above its fields."""
        return ()

    def update_chart(self, id: str | None) -> None:
        """Draw the chart for the current record."""
        found = self.charts_of(id) if self.has_chart else ()
        for chart in self._charts():
            if found:
                found[0].show_in(chart)
            else:
                chart.blank()

    @on(FrameTable.CursorMoved)
    def _cursor_moved(self, event: FrameTable.CursorMoved) -> None:  # what is said at the bottom may be about what moved it
        event.stop()  # in the application's queue it would look like a key that waits
        self._follow()

    def _follow(self) -> None:
        """The cursor may have come to another record."""
        if not self.stands or not self.is_current or not self.query_one("#side").display:
            return
        if self.table.current_id == self._cursor_on:
            return  # another column
        now = time.monotonic()
        held, self._moved_at = now - self._moved_at < self.quiet, now
        self._cursor_on = self.table.current_id
        if held:
            self._behind = True
            self._hold()
        else:
            self._ask()

    def _ask(self) -> None:
        """Draw the side after the frame that is due; at once while somebody acts on its lines."""
        if self.panel.has_focus:
            self._update_side()
            return
        if not (self._behind or self._wait):
            after_refresh(self, self._catch_up)
        self._behind = True

    def _hold(self) -> None:
        """Wait until no other record comes; meanwhile nothing stands in the side that could be taken for this record."""
        self._wait_for_quiet()
        if self._blank:
            return
        self._blank = True
        self._say_of(None)
        self.panel.show([])
        if self.chart_of_plan and self.has_class(Where.BELOW.value):
            return
        for chart in self._charts():  # beside the rows also one of the whole plan: lines beside nothing move for few bytes
            chart.blank()

    def _wait_for_quiet(self) -> None:
        if self._wait is not None:
            self._wait.cancel()
        self._wait = after(self.quiet, self, self._let_go)

    def _let_go(self) -> None:
        self._wait = None
        self._catch_up()

    def _catch_up(self) -> None:
        """Draw the side, unless more keys are waiting: they may lead on to another record."""
        if not self._behind or self._wait is not None:
            return
        if self.ui.keys_wait:
            after_unseen(_SOON, self.app, self._when_no_key_waits)
        elif self._first_parts is _ALL_KNOWN:
            self._update_side()
        elif self.ui.keys_answered != self._answered_before:
            self._answered_before = self.ui.keys_answered
            after(_SOON, self, after_refresh, self, self._catch_up)
        elif self._works_out_first():
            after(_TURN, self, self._catch_up)
        else:
            self._update_side()

    def _when_no_key_waits(self) -> None:
        """Catch up then. Asked without a message: a key waits until its screen has none, on a slow machine for ever for this one."""
        if self.ui.keys_wait:
            after_unseen(_SOON, self.app, self._when_no_key_waits)
        else:
            after(0, self, self._catch_up)

    def _works_out_first(self) -> bool:
        """Load and work out a part of the first side; False where nothing is left of that. Keys are answered before the next part.

        A program that has just started loads for it what takes longer than any key may wait.
        """
        if not self.stands or not self.query_one("#side").display:
            return False
        if self._first_parts is None:
            self._first_parts = iter(self._parts())
        part = next(self._first_parts, None)
        if part is None:
            self._first_parts = _ALL_KNOWN
            return False
        with self._asking():
            part()
        return True

    def _parts(self) -> list[Callable[[], object]]:
        """What the side of the record under the cursor is put together of: each is known then, or loaded."""
        charts = [chart for chart in self._charts() if chart.size]
        drawn: list[Callable[[], object]] = [lambda: [chart.drawing() for chart in self.charts_of(self.table.current_id)[:1]]]
        parts = [self.spoken, lambda: self._lines(self.table.current_id), *(drawn if charts else ()), *(chart.load for chart in charts)]
        return parts if self.table.current_id is not None else []

    def side_after_edit(self) -> None:
        """Draw the side into the frame that has the rows after an edit, where that is due."""
        self._catch_up()

    def side_awaits(self, changed: Mapping[str, Collection[str]]) -> None:
        """Mark in the side, which follows in a frame of its own, what an edit has ``changed`` (fields by record): its values there
        are those from before it. Only the first cell of a line or of the chart is drawn, so nothing moves in a frame that stays for a
        moment, and few bytes are sent."""
        if self._blank or self._cursor_on is None or not self.query_one("#side").display:
            return
        for chart in self._charts() if self.chart_of_plan or self._cursor_on in changed else ():
            chart.say_awaited()
        fields = changed.get(self._cursor_on, ())
        if fields:
            self.panel.say_awaited(fields)

    def renew_panel(self) -> None:
        """Show the lines of the same record again; they tell which fields are not saved."""
        if self.stands and not self._behind and not self._blank and self._cursor_on is not None and self.query_one("#side").display:
            self.panel.show(self._lines(self._cursor_on))

    def _update_side(self) -> None:
        """Show the record under the cursor in the panel and the chart.

        Of the record that is shown already the chart is drawn in a step of its own: keys are looked for between the two.
        """
        for wait in (self._wait, self._chart_wait):
            if wait is not None:
                wait.cancel()
        self._wait = self._chart_wait = None
        self._behind = False
        self.say_lines_below()
        if not self.stands or not self.query_one("#side").display:
            return
        id = self._cursor_on = self.table.current_id
        same, self._side_of = id == self._side_of and not self._blank, id
        self._blank = False
        with self._asking(anew=True):
            self._say_of(id)
            self.panel.show(self._lines(id))
        if same:
            self._chart_wait = after(0, self, self._renew_chart)
        else:
            self._draw_chart(id)

    def _renew_chart(self) -> None:
        self._chart_wait = None
        if self.stands and not self._blank and self._side_of == self.table.current_id:
            self._draw_chart(self._side_of)

    def _draw_chart(self, id: str | None) -> None:
        with self._asking():
            self.update_chart(id)

    def _asking(self, *, anew: bool = False) -> AbstractContextManager[None]:
        """What is asked inside is asked for the side: only of the record it shows is it worked out again unasked."""
        return self.session.frames.asked_by((self.table_name, "side"), anew=anew)
