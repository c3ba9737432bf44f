"""The table on the screen beside itself on another day, or beside the same table of another plan, which is only read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from tui.i18n.words import Unreadable
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, say
from tui.screens.choosing_plan import choose_plan
from tui.screens.flows.flow import Flow
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    import polars as pl

    from tui.store.plan_file import Loaded


class Comparing(Flow):
    """Nothing of either plan is changed."""

    def why_not_two_days(self) -> Sentence | None:
        if self.below.table_name not in TABLES:
            return say(N_("this screen has no table for that"))
        return None

    why_not_two_plans = why_not_two_days

    # -- two days ---------------------------------------------------------------------------------------------------------

    def do_two_days(self) -> None:
        from tui.screens.dialogs.ask import ask_offered

        session, words = self.session, self.words
        today = session.clock.today()

        def wrong(text: str) -> str:
            try:
                words.read_date(text, today)
            except Unreadable as fault:
                return words.sentence(fault.sentence)
            return ""

        def answered(text: str | None) -> None:
            if text is not None:
                self._show_days(words.read_date(text, today))

        title = words(N_("Beside {day}: which other day?"), day=session.as_of)
        self.ui.push_screen(ask_offered(words, title, words.typed_date(_a_year_before(session.as_of)), wrong), answered)

    def _show_days(self, other: dt.date) -> None:
        from tui.frames.tables.side_by_side import answers, side_by_side

        session, words, table = self.session, self.words, self.below.table_name
        early, late = sorted((other, session.as_of))
        rows = side_by_side(answers(session.frames, table, early, words), answers(session.frames, table, late, words))
        title = words(N_("{table} on two days"), table=Sentence(TABLES[table].label))
        self._show(title, rows, words.show(early), words.show(late))

    # -- two plans --------------------------------------------------------------------------------------------------------

    def do_two_plans(self) -> None:
        choose_plan(self.ui, N_("Beside which other plan? Its file is only read"), self._beside)

    def _beside(self, other: Loaded) -> None:
        self._show_plans(other.plan, shown_path(other.state.path.name))

    def _show_plans(self, other: Plan, name: str) -> None:
        from tui.frames.build import Frames
        from tui.frames.tables.side_by_side import answers, side_by_side
        from tui.model.diff import differences

        session, words, table = self.session, self.words, self.below.table_name
        theirs = answers(Frames(other), table, session.as_of, words)
        mine = answers(session.frames, table, session.as_of, words)
        common = set(other.tables[table]) & set(session.plan.tables[table])
        fields = Counter(edit.id for edit in differences(other, session.plan) if edit.table == table and edit.id in common)
        rows = side_by_side(theirs, mine, {id: fields[id] for id in session.plan.tables[table] if id in common}, by_name=True)
        title = words(N_("{table} of two plans"), table=Sentence(TABLES[table].label))
        self._show(title, rows, name, words(N_("this plan")))

    def _show(self, title: str, rows: pl.DataFrame, first: str, second: str) -> None:
        from tui.screens.dialogs.side_by_side import SideBySide

        table = self.below.table_name

        def picked(id: str | None) -> None:
            if id is not None:
                self.ui.jump(table, id)

        self.ui.push_screen(SideBySide(self.words, title, rows, first, second), picked)


def _a_year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; of 29 February the day before."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
