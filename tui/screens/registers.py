"""The plan's other lists — agencies, documents, sources, duties … — each a table like the tabs, over its own frame."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tui.actions import Action
from tui.frames.tables.cells import STATE_LOOKS
from tui.frames.tables.columns import View
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence
from tui.screens.rests_on import TOLD, told_of
from tui.screens.table.table_screen import TableScreen
from tui.widgets.line import Piece


class RegisterScreen(TableScreen):
    """Rows: the records of one table without a tab. Stands above a tab; Esc or Backspace goes back."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table_name = table

    def make_view(self) -> View:
        from tui.frames.tables.areas import areas_view
        from tui.frames.tables.duties import duties_view
        from tui.frames.tables.goals import goals_view
        from tui.frames.tables.register import register_view

        session = self.session
        if self.table_name == "duties":
            return duties_view(session.frames, session.workspace.plan, session.as_of, session.words)
        if self.table_name == "goals":
            return goals_view(session.frames, session.workspace.plan, session.as_of, session.words)
        if self.table_name == "areas":
            return areas_view(session.frames, session.workspace.plan, session.as_of, session.words)
        return register_view(session.frames, session.workspace.plan, self.table_name, session.words)

    @property
    def says_of_records(self) -> bool:
        return super().says_of_records or self.table_name in TOLD

    def spoken(self) -> str:
        id = self.table.current_id
        return told_of(self.session, self.table_name, id) if self.table_name in TOLD and id is not None else super().spoken()

    def summary(self) -> str:
        spec = TABLES[self.table_name]
        told = f" {self.words(spec.label)}: {len(self.session.workspace.plan.tables[self.table_name])}"
        if self.table_name == "duties":
            told = " · ".join([told, *self._of_the_calendar()])
        elif self.table_name == "areas":
            told = " · ".join([told, *self._sums()])
        elif self.table_name == "documents":
            expired = self.session.frames["documents"].filter(pl.col("valid_until") < self.session.as_of).height
            if expired:
                told += " · ⚠ " + self.words.count("{n} no longer valid", "{n} no longer valid", expired)
        return told

    def _sums(self) -> Iterator[str]:
        """The sum of each indicator whose areas add up, and over how many of them."""
        from tui.frames.methods.areas import area_sums

        plan, words = self.session.workspace.plan, self.words
        for row in area_sums(self.session.frames, self.session.as_of).filter(pl.col("area").is_null()).iter_rows(named=True):
            told = N_("Σ {name} {year}: {value} ({n} of {of} areas)")
            name, year = plan.title_of("indicators", row["id"]), str(row["year"])
            yield words(told, name=name, year=year, value=row["value"], n=row["n"], of=row["of"])

    def _of_the_calendar(self) -> list[str]:
        """How many duties stand how on the day, the worst first."""

        from tui.frames.methods.tasks import TaskState, state_counts

        assert self.view is not None
        counts = state_counts(self.view.frame.select("state"))
        return [
            f"{look.glyph} {counts[TaskState(s)]} {self.words(TaskState(s).label)}"
            for s, look in STATE_LOOKS.items()
            if counts[TaskState(s)]
        ]

    def tab_pieces(self) -> list[Piece]:
        here: Piece = (f"▌{self.words(TABLES[self.table_name].label)}▐", "bold reverse")
        if self.has_class("narrow"):  # the list's own name before the tabs it does not belong to
            below = dict(self.ui.tabs())[self.ui.current_mode]
            return [(f"  {below} › ", "", f"tab_{self.ui.current_mode}"), here]
        return [*super().tab_pieces(), " ", here]

    def reasons(self, id: str) -> str | None:
        from tui.screens.why import duty_reasons, goal_reasons

        if self.table_name == "goals":
            return goal_reasons(self.session, id)
        return duty_reasons(self.session, id) if self.table_name == "duties" else None

    # -- meetings -------------------------------------------------------------------------------------------------

    def _is_closed(self) -> bool:
        """Whether the cursor is on a meeting that was closed: that is looked at, not edited cell by cell."""
        record = self.session.plan.get("reviews", self.table.current_id or "") if self.table_name == "reviews" else None
        return record is not None and "closed_on" in record

    def reason_against(self, action: Action) -> Sentence | None:
        return None if action.id == "edit_cell" and self._is_closed() else super().reason_against(action)

    def do_edit_cell(self) -> None:
        if self._is_closed():
            self.ui.open_closed(self.table.current_id or "")
        else:
            super().do_edit_cell()

    @property
    def asks_each_record(self) -> bool:
        return self.table_name == "reviews" or super().asks_each_record

    def enter_said(self) -> str:
        return self.words(N_("open it")) if self._is_closed() else super().enter_said()

    def do_hand_in(self) -> None:
        from tui.screens.table.handing_in import ask_hand_in

        ask_hand_in(self)
