"""Tab 4, Nhiệm vụ: every task, who leads it, where it stands, and the workload by agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from textual.widget import Widget

from tui.frames.methods.ownership import OwnershipGap, ownership_gaps, unusual_counts
from tui.frames.methods.tasks import (
    TaskState,
    on_time_at_first,
    on_time_rate,
    state_counts,
    status_counts,
    task_states,
)
from tui.frames.tables.columns import View
from tui.frames.tables.tasks import tasks_view
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence
from tui.screens.charts import show_workload
from tui.screens.table.table_screen import TableScreen
from tui.widgets.chart import PlanChart


class TasksScreen(TableScreen):
    """Rows: tasks."""

    table_name = "tasks"

    def make_view(self) -> View:
        session = self.session
        return tasks_view(session.frames, session.workspace.plan, session.as_of, session.words)

    def summary(self) -> str:
        words, records = self.words, self.session.workspace.plan.tables["tasks"]
        total = words.count("{n} task", "{n} tasks", len(records))
        counts = status_counts(self.session.frames)
        spec = TABLES["tasks"]["status"]
        states = state_counts(self._states())
        silent = states[TaskState.NOT_REPORTED]
        parts = [f"{silent} {words(TaskState.NOT_REPORTED.label)}"] if silent else []
        parts += [f"{counts[c.value]} {words(c.label)}" for c in spec.choices if c.value in counts and c.value != "unreported"]
        gaps = ownership_gaps(self.session.frames, self.session.as_of).height
        if gaps:
            parts.append("⚠ " + words.count("{n} gap in ownership", "{n} gaps in ownership", gaps))
        parts += self._of_the_dated(states)
        unusual = unusual_counts(self.session.frames, self.session.as_of)
        several, collective = (unusual.get(kind, 0) for kind in (OwnershipGap.SEVERAL_LEADS, OwnershipGap.COLLECTIVE_LEAD))
        if several:
            parts.append(words.count("{n} with several leads", "{n} with several leads", several))
        if collective:
            parts.append(words.count("{n} led by a group", "{n} led by a group", collective))
        return f" {total}: {' · '.join(parts)}" if parts else f" {total}"

    def _of_the_dated(self, counts: Mapping[TaskState, int]) -> list[str]:
        """Near, late and the on-time rate, where any task has a due day."""
        words, states = self.words, self._states()
        parts = []
        if counts[TaskState.LATE]:
            parts.append("! " + words.count("{n} late", "{n} late", counts[TaskState.LATE]))
        if counts[TaskState.NEAR]:
            parts.append("▲ " + words.count("{n} due soon", "{n} due soon", counts[TaskState.NEAR]))
        rate = on_time_rate(states)
        if rate is not None:
            due = int(states["fallen_due"].sum())
            parts.append(words(N_("on time {done}/{due} ({rate} %)"), done=round(rate * due), due=due, rate=round(rate * 100, 1)))
            first = on_time_at_first(states)
            if first is not None:
                parts.append(words(N_("{done} by the first due day"), done=first))
        return parts

    def _states(self) -> pl.DataFrame:
        frames = self.session.frames
        return task_states(frames, self.session.as_of)

    def make_chart(self) -> Widget:
        return PlanChart(self.words, id="chart")

    def update_chart(self, id: str | None) -> None:
        show_workload(self.query_one("#chart", PlanChart), self.session)

    def reasons(self, id: str) -> str | None:
        from tui.screens.why import task_reasons

        return task_reasons(self.session, id)

    def why_not_log_entry(self) -> Sentence | None:
        return self.reason_not_to_report("log", self.table.selected_ids)

    def do_log_entry(self) -> None:
        from tui.screens.table.log_entry import ask_log_entry

        ask_log_entry(self)

    def new_values(self) -> dict[str, Any]:
        plan = self.session.workspace.plan
        current = plan.get(self.table_name, self.table.current_id or "")
        if not current:
            return {"status": "unreported"}
        orders = [t["order"] for t in plan.tables["tasks"].values() if t["section"] == current["section"]]
        start = {"section": current["section"], "order": max(orders) + 1, "mode": "standing", "status": "unreported"}
        if current.get("leads"):
            start["leads"] = list(current["leads"])
        return start
