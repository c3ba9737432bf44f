"""Tab 2, Định hướng ngành: directions of the sectors and what each rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.frames.tables.columns import View
from tui.frames.tables.sectors import Coverage, sectors_view
from tui.model.text import N_
from tui.screens.charts import ShownChart, structure_chart
from tui.screens.table.table_screen import TableScreen


class SectorsScreen(TableScreen):
    """Rows: directions."""

    table_name = "directions"
    has_chart = True

    def make_view(self) -> View:
        session = self.session
        return sectors_view(session.frames, session.workspace.plan, session.as_of, session.words)

    def summary(self) -> str:
        words, plan = self.words, self.session.workspace.plan
        assert self.view is not None
        total = words.count("{n} direction", "{n} directions", len(plan.tables["directions"]))
        sectors = words.count("{n} sector", "{n} sectors", len(plan.tables["sectors"]))
        if self.view.frame.is_empty():
            return f" {sectors} · {total}"  # of none nothing can be said
        gaps = int((self.view.frame["coverage"] == Coverage.GAP).sum())
        told = (
            words.count("{n} direction nothing supports", "{n} directions nothing supports", gaps)
            if gaps
            else words(N_("every direction is supported"))
        )
        return f" {sectors} · {total} · {told}"

    def charts_of(self, id: str | None) -> Sequence[ShownChart]:
        return (structure_chart(self.session, id),) if id is not None else ()

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
