"""Tab 4, Nhiệm vụ: every task, who leads it, where it stands, and the workload by agency."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget

from tui.frames.columns import View
from tui.frames.ownership import ownership_gaps
from tui.frames.views import tasks_view
from tui.model.fields import TABLES
from tui.screens.table_screen import TableScreen
from tui.screens.why import task_reasons
from tui.widgets.chart import PlanChart


class TasksScreen(TableScreen):
    """Rows: tasks."""

    table_name = "tasks"

    def make_view(self) -> View:
        bench = self.bench
        return tasks_view(bench.frames, bench.workspace.plan, bench.as_of, bench.words)

    def summary(self) -> str:
        words, records = self.words, self.bench.workspace.plan.tables["tasks"]
        total = words.count("{n} task", "{n} tasks", len(records))
        counts: dict[str, int] = {}
        for values in records.values():
            status = values.get("status", "unreported")
            counts[status] = counts.get(status, 0) + 1
        spec = TABLES["tasks"]["status"]
        parts = [f"{counts[c.value]} {words(c.label)}" for c in spec.choices if c.value in counts]
        gaps = ownership_gaps(self.bench.frames, self.bench.as_of).height
        if gaps:
            parts.append("⚠ " + words.count("{n} gap in ownership", "{n} gaps in ownership", gaps))
        return f" {total}: {' · '.join(parts)}" if parts else f" {total}"

    def make_chart(self) -> Widget:
        return PlanChart(self.words, id="chart")

    def update_chart(self, id: str | None) -> None:
        self.query_one("#chart", PlanChart).show_workload(self.bench)

    def reasons(self, id: str) -> str | None:
        return task_reasons(self.bench, id)

    def new_values(self) -> dict[str, Any]:
        plan = self.bench.workspace.plan
        current = plan.get(self.table_name, self.table.current_id or "")
        if not current:
            return {"status": "unreported"}
        orders = [t["order"] for t in plan.tables["tasks"].values() if t["section"] == current["section"]]
        start = {"section": current["section"], "order": max(orders) + 1, "mode": "standing", "status": "unreported"}
        if current.get("leads"):
            start["leads"] = list(current["leads"])
        return start
