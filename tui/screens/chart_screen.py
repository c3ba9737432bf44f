"""A chart on the whole screen, for those who sit far from it: title with the unit, the sentence, few and large marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult

from tui.actions import BY_ID, Scope
from tui.frames.tables.columns import Tone
from tui.model.text import N_, Sentence, say
from tui.screens.base import bindings
from tui.screens.framed import FramedScreen
from tui.screens.shown import ShownOverPlan
from tui.terminal.later import soon
from tui.widgets.chart import PlanChart
from tui.widgets.line import Line
from tui.widgets.spoken import Spoken
from tui.widgets.status_line import Hint
from tui.widgets.tones import STYLES

if TYPE_CHECKING:
    from tui.screens.charts import Charted, ShownChart
    from tui.screens.ui import Ui


_OWN: Final = (Scope.NUMBERS, Scope.CHART)


class ChartScreen(FramedScreen):
    """The chart of the record its ``source`` is on. Up and down take the source to another record, left and right to another chart."""

    BINDINGS = bindings(Scope.CHARTED, Scope.NUMBERS, Scope.CHART)
    scopes = frozenset({Scope.APP, Scope.CHARTED, Scope.NUMBERS, Scope.CHART})
    helped_as = "chart"
    parts = ("title", "chart-title", "spoken", "chart")
    starting_place = True

    def __init__(self, source: Charted, at: int = 0) -> None:
        super().__init__()
        self.source = source
        self.table_name = source.table_name
        self._at = at

    def compose(self) -> ComposeResult:
        yield Line(id="title")
        yield Spoken(id="chart-title")
        yield Spoken(id="spoken")
        yield PlanChart(self.words, id="chart", large=True)
        yield from self.bottom()

    def on_mount(self) -> None:
        self.fit(*self.app.size)
        self._show()

    def fit(self, width: int, height: int) -> None:
        super().fit(width, height)
        if self.stands:
            self._show()

    def is_same_place(self, other: ShownOverPlan) -> bool:
        return isinstance(other, ChartScreen) and self.source is other.source

    # -- showing --------------------------------------------------------------------------------------------------

    @property
    def charts(self) -> tuple[ShownChart, ...]:
        """The charts of the record, the one that is shown first."""
        found = tuple(self.source.charts_here())
        at = self._at % len(found) if found else 0
        return (*found[at:], *found[:at])

    def _show(self) -> None:
        if self.too_small:
            return
        charts = self.charts
        if not charts:  # somebody deleted what was drawn
            soon(self, self.do_back_out)
            return
        said = self.source.said_here()
        tone = self.source.glyph_tones.get(said[:1])
        style = "" if tone in (None, Tone.MUTED) else STYLES[tone]
        self.query_one("#chart-title", Spoken).say_whole(charts[0].title, "bold")
        self.query_one("#spoken", Spoken).say_whole(said, style)
        charts[0].show_in(self.query_one("#chart", PlanChart))
        self.show_title()
        self.show_status()

    def show_title(self) -> None:
        left, right = self.ui.header_words()
        place = self.source.place_here()
        self.query_one("#title", Line).say(left, right=[f"{place[0]}/{place[1]}  {each}" for each in right] if place is not None else right)

    def show_header(self) -> None:
        self.show_title()

    def model_changed(self, tables: frozenset[str]) -> None:
        soon(self, self._show)  # behind the screen it takes its record from

    def hints(self) -> list[Hint]:
        leads = {"other_chart": len(self.charts) > 1, "next_chart": self.source.goes_on, "previous_chart": self.source.goes_on}
        own = [action for action in self.actions() if action.scope in _OWN and leads.get(action.id, True)]
        hints = self.named_keys(action for action in own if self.hinted(action))
        return [*hints, self.named_key("escape", N_("back")), *self.named_keys([BY_ID["help"]])]

    # -- acting ---------------------------------------------------------------------------------------------------

    def do_chart(self) -> None:
        self.do_back_out()

    def do_next_chart(self) -> None:
        self._step(1)

    def do_previous_chart(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.source.step_chart(by):
            self._show()
        else:
            self.tell(self.words(N_("there is no further chart in this direction")))

    def why_not_other_chart(self) -> Sentence | None:
        return None if len(self.charts) > 1 else say(N_("there is only this chart of it"))

    def do_other_chart(self) -> None:
        self._at += 1
        self._show()

    def do_chart_table(self) -> None:
        show_table(self.ui, self.charts[0])

    def do_copy_chart(self) -> None:
        table = self.charts[0].table()
        arrives = self.ui.copy(table.as_text)
        self.tell(self.words.count("{n} row: {arrives}", "{n} rows: {arrives}", len(table.rows), arrives=arrives))


def show_chart(ui: Ui, source: Charted) -> None:
    """Put the chart of the record a screen is on above it."""
    ui.push_screen(ChartScreen(source))


def show_table(ui: Ui, chart: ShownChart) -> None:
    """Put the numbers of a chart above it."""
    from tui.screens.dialogs.chart_numbers import ChartNumbers

    ui.push_screen(ChartNumbers(ui.session.words, chart.title, chart.table()))


def no_chart(source: Charted) -> Sentence | None:
    """Why there is no chart of the record a screen is on."""
    return None if source.charts_here() else say(N_("there is no chart here"))
