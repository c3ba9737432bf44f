"""Tab 4, Nhiệm vụ: every task, who leads it, where it stands, and the workload by agency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from tui.frames.methods.ownership import OwnershipGap, ownership_gaps, unusual_counts
from tui.frames.methods.tasks import (
    HEADLINE_LABELS,
    TaskState,
    counts_of_headline,
    on_time_at_first,
    on_time_rate,
    status_counts,
    task_states,
)
from tui.frames.tables.cells import STATE_LOOKS, STATUS_LOOKS
from tui.frames.tables.columns import View
from tui.frames.tables.tasks import tasks_view
from tui.model.fields import STATUSES, TABLES
from tui.model.text import N_, Sentence, say
from tui.screens.charts import ShownChart, standing_chart, workload_chart
from tui.screens.table.table_screen import TableScreen
from tui.widgets.tones import headline_in, of_which

_ASK_FOR_A_DECISION: Final = ("blocked", "returned")
"""The statuses a state says nothing of: such a task is late or in time as any other."""


class TasksScreen(TableScreen):
    """Rows: tasks."""

    table_name = "tasks"
    has_chart = chart_of_plan = True

    def make_view(self) -> View:
        session = self.session
        return tasks_view(session.frames, session.workspace.plan, session.as_of, session.words)

    def summary(self) -> str:
        """How many tasks stand how, the worst first; in little room a state is its glyph and count, and the total gives way."""
        words, records = self.words, self.session.workspace.plan.tables["tasks"]
        total = words.count("{n} task", "{n} tasks", len(records))
        states = task_states(self.session.frames, self.session.as_of)
        return headline_in(
            self.size.width, total, self._standing(states), [*self._of_which(states), *self._of_holders(), *self._of_the_dated(states)]
        )

    def _standing(self, states: pl.DataFrame) -> list[tuple[str, str]]:
        """Each state that any task has, the worst first: glyph and count apart from the words. They add up to the tasks."""
        counts = counts_of_headline(states)
        shown = [state for state in map(TaskState, STATE_LOOKS) if counts.get(state)]
        return [(f"{STATE_LOOKS[state].glyph} {counts[state]}", self.words(HEADLINE_LABELS[state])) for state in shown]

    def _of_which(self, states: pl.DataFrame) -> list[tuple[str, str]]:
        """Of those that are counted by their state already, how many are blocked or given back."""
        counts, words = status_counts(states), self.words
        told = [choice for choice in STATUSES if choice.value in _ASK_FOR_A_DECISION and counts.get(choice.value)]
        return [of_which(STATUS_LOOKS[choice.value].glyph, counts[choice.value], words(choice.label), words) for choice in told]

    def _of_holders(self) -> list[str]:
        """What is open or unusual about who holds the tasks."""
        words, session = self.words, self.session
        gaps = ownership_gaps(session.frames, session.as_of).height
        told = ["⚠ " + words.count("{n} gap in ownership", "{n} gaps in ownership", gaps)] if gaps else []
        unusual = unusual_counts(session.frames, session.as_of)
        several, collective = (unusual.get(kind, 0) for kind in (OwnershipGap.SEVERAL_LEADS, OwnershipGap.COLLECTIVE_LEAD))
        if several:
            told.append(words.count("{n} with several leads", "{n} with several leads", several))
        if collective:
            told.append(words.count("{n} led by a group", "{n} led by a group", collective))
        return told

    def _of_the_dated(self, states: pl.DataFrame) -> list[str]:
        """The on-time rate, where any task has a due day."""
        words, parts = self.words, []
        rate = on_time_rate(states)
        if rate is not None:
            due = int(states["fallen_due"].sum())
            parts.append(words(N_("on time {done}/{due} ({rate}%)"), done=round(rate * due), due=due, rate=round(rate * 100, 1)))
            first = on_time_at_first(states)
            if first is not None:
                parts.append(words(N_("{done} by the first due day"), done=first))
        return parts

    def charts_of(self, id: str | None) -> Sequence[ShownChart]:
        """The tasks by body, which are the same for every task, and by state."""
        return workload_chart(self.session), standing_chart(self.session, (self.table_name,))

    def spoken(self) -> str:
        """Who answers on the day, with whom it was before, and how the task stands."""
        who, stands = self.table.text_in("leads"), self.table.answer_text()
        glyph, _, words = stands.partition(" ")
        return f"{glyph} {who}: {words}"

    def reasons(self, id: str) -> str | None:
        from tui.screens.why import task_reasons

        return task_reasons(self.session, id)

    def why_not_log_entry(self) -> Sentence | None:
        return self.reason_not_to_report("log", self.table.selected_ids)

    def do_log_entry(self) -> None:
        from tui.screens.table.log_entry import ask_log_entry

        ask_log_entry(self)

    def why_not_extend(self) -> Sentence | None:
        id = self.table.current_id
        if id is not None and "due" not in (self.session.plan.get(self.table_name, id) or {}):
            return say(N_("the task has no due day that could be extended"))
        return self.reason_not_to_report("due", [] if id is None else [id])

    def do_extend(self) -> None:
        """Ask for the new day alone; when it is kept, whether it is an extension and why."""
        assert self.table.current_id is not None
        self.form_for(self.table.current_id, [TABLES[self.table_name].by_key["due"]])

    def new_values(self) -> dict[str, Any]:
        plan = self.session.workspace.plan
        current = plan.get(self.table_name, self.table.current_id or "")
        if not current:
            return {"status": "unreported"}
        orders = [t["order"] for t in plan.tables["tasks"].values() if t["section"] == current["section"]]
        return {"section": current["section"], "order": max(orders) + 1, "mode": "standing", "status": "unreported"}
