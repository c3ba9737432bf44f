"""The charts of a table's records on the whole screen, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from tui.frames.tables.cells import GLYPH_TONES
from tui.frames.tables.columns import Tone
from tui.model.text import N_, Sentence, say
from tui.screens.charts import ShownChart
from tui.screens.table.panel_sync import PanelSync


class ChartedTable(PanelSync):
    """A table whose cursor a chart on the whole screen takes from record to record (:class:`tui.screens.charts.Charted`)."""

    glyph_tones: ClassVar[Mapping[str, Tone]] = GLYPH_TONES
    """The tone of each glyph of the summary, and of the sentences."""

    def charts_here(self) -> Sequence[ShownChart]:
        return self.charts_of(self.table.current_id) if self.has_chart else ()

    def said_here(self) -> str:
        """Nothing over a chart of the whole plan: what is said of one record would be taken for what is drawn."""
        return self.spoken() if self.goes_on and self.table.current_id is not None else ""

    def place_here(self) -> tuple[int, int] | None:
        table = self.table
        return (table.row + 1, table.row_count) if self.goes_on and table.row_count and not table.grouped else None

    @property
    def goes_on(self) -> bool:
        return not self.chart_of_plan

    def step_chart(self, by: int) -> bool:
        return self.goes_on and self.table.step_record(by)

    @property
    def _folds(self) -> bool:
        """Whether the key of the chart means the group under the cursor."""
        return self.table.grouped and not self.panel.has_focus

    def why_not_chart(self) -> Sentence | None:
        return None if self._folds else self.why_not_panel_table()

    def why_not_panel_table(self) -> Sentence | None:
        if not self.has_chart:
            return say(N_("the records of this list have no chart"))
        return None if self.charts_here() else say(N_("there is no row here"))

    def do_chart(self) -> None:
        if self._folds:
            self.table.toggle_fold()
            return
        from tui.screens.chart_screen import show_chart

        show_chart(self.ui, self)

    def do_panel_table(self) -> None:
        from tui.screens.chart_screen import show_table

        show_table(self.ui, self.charts_here()[0])
