"""Tab 2, Định hướng ngành: directions of the sectors and what each rests on."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget

from tui.frames.tables.columns import View
from tui.frames.tables.sectors import Coverage, sectors_view
from tui.model.text import N_
from tui.screens.charts import show_structure
from tui.screens.table.table_screen import TableScreen
from tui.widgets.chart import PlanChart


class SectorsScreen(TableScreen):
    """Rows: directions."""

    table_name = "directions"

    def make_view(self) -> View:
        session = self.session
        return sectors_view(session.frames, session.workspace.plan, session.as_of, session.words)

    def summary(self) -> str:
        words, plan = self.words, self.session.workspace.plan
        assert self.view is not None
        total = words.count("{n} direction", "{n} directions", len(plan.tables["directions"]))
        sectors = words.count("{n} sector", "{n} sectors", len(plan.tables["sectors"]))
        gaps = int((self.view.frame["coverage"] == Coverage.GAP).sum())
        told = (
            words.count("{n} direction nothing supports", "{n} directions nothing supports", gaps)
            if gaps
            else words(N_("every direction is supported"))
        )
        return f" {sectors} · {total} · {told}"

    def make_chart(self) -> Widget:
        return PlanChart(self.words, id="chart")

    def update_chart(self, id: str | None) -> None:
        show_structure(self.query_one("#chart", PlanChart), self.session, id)

    def reasons(self, id: str) -> str | None:
        from tui.screens.why import direction_reasons

        return direction_reasons(self.session, id)

    def new_values(self) -> dict[str, Any]:
        plan = self.session.workspace.plan
        current = plan.get(self.table_name, self.table.current_id or "")
        if not current:
            return {}
        orders = [d["order"] for d in plan.tables["directions"].values() if d["sector"] == current["sector"]]
        return {"sector": current["sector"], "order": max(orders) + 1}
