"""Rows under the lines of their groups, only those with chosen values, and what their numbers come to: the keys for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from tui.actions import Action
from tui.frames.tables.cell_values import best_span
from tui.frames.tables.chosen_columns import ColumnChoice, arranged
from tui.frames.tables.columns import Column, View
from tui.frames.tables.groups import tells_apart_only
from tui.frames.tables.narrowing import Asked, GroupedBy, only_words, with_only, without_column
from tui.frames.tables.sums import is_summed, sums_of, told
from tui.model.text import N_, Sentence, say
from tui.screens.table.row_filter import RowFilter
from tui.session.resume import NEIGHBOURS, TablePlace
from tui.store.files.errors import StoreError

_OF_GROUPS: Final = frozenset({"edit_cell", "mark"})
"""Actions on a record that mean the whole group on its line."""


class Grouped(RowFilter):
    """The part of a table screen that groups rows, counts values and arranges columns."""

    columns_of_view: ColumnChoice | None = None
    """The columns of the view that was applied, which are shown in place of the person's own."""
    begun_with: tuple[Asked, str | None] | None = None
    """What is asked, and the record to stand on, as soon as there are rows."""
    usual_view: View | None = None
    """The view with its columns as everybody has them who has chosen none."""

    if TYPE_CHECKING:

        def refresh_view(self, *, after_edit: bool = False) -> None: ...

    # -- groups -----------------------------------------------------------------------------------------------------------

    def do_group(self) -> None:
        column = self.table.current_column
        assert column is not None and self.view is not None
        if self.grouped_by is not None and self.grouped_by.column == column.key:
            self.group_by(None)
        elif self.grouped_by is None and tells_apart_only(self.view, column):
            self._ask_column()
        elif self.grouped_by is not None and tells_apart_only(self.view, column):
            self.group_by(None)
        else:
            self.group_by(column.key)

    def group_by(self, key: str | None) -> None:
        """Group the rows by a column; None for no groups."""
        assert self.view is not None
        self.grouped_by = None if key is None else GroupedBy(key, best_span(self.view.frame, self.view.column(key)))
        self.narrow_soon()
        if key is None:
            self.tell(self.words(N_("no groups any more")))
        else:
            title = self.words(self.view.column(key).title)
            self.tell(self.words(N_("grouped by “{column}”: z folds a group, Z takes the groups away"), column=title))

    def _ask_column(self) -> None:
        """Which column to group by, where the one under the cursor tells every row from the others."""
        from tui.screens.dialogs.picker import Item, Picker

        assert self.view is not None
        view = self.view
        useful = [c for c in view.every_column if view.frame.height < 2 or not tells_apart_only(view, c)]
        items = [Item(c.key, self.words(c.title), c.title) for c in useful]

        def picked(found: list[str] | None) -> None:
            if found:
                self.group_by(found[0])

        self.ui.push_screen(Picker(self.words, self.words(N_("Group by which column?")), items), picked)

    def why_not_fold(self) -> Sentence | None:
        return None if self.table.grouped else say(N_("the rows are in no groups; Z groups them by the column under the cursor"))

    why_not_fold_all = why_not_fold

    def do_fold(self) -> None:
        self.table.toggle_fold()

    def do_fold_all(self) -> None:
        self.table.fold_all()

    def reason_against(self, action: Action) -> Sentence | None:
        on_group = action.id in _OF_GROUPS and self.table_stands and self.table.current_group is not None
        return None if on_group else super().reason_against(action)

    @property
    def table_stands(self) -> bool:
        return self.is_mounted and self.query_one_optional("#table") is not None

    def mark_group(self) -> bool:
        """Mark the rows of the group under the cursor, or take their marks away; False on a record."""
        ids = set(self.table.ids_of_group)
        if not ids:
            return False
        if ids <= set(self.table.marks):
            self.table.marks = set(self.table.marks) - ids
        else:
            self.table.mark_all(ids)
        return True

    # -- values -----------------------------------------------------------------------------------------------------------

    def chosen_words(self) -> list[str]:
        """What is chosen of the values of columns, in words."""
        return only_words(self.view, self.asked.within(self.view).only, self.words) if self.view is not None else []

    def do_values(self) -> None:
        from tui.screens.dialogs.values import Values

        column, view = self.table.current_column, self.view
        assert column is not None and view is not None
        before = next((only.keys for only in self.only if only.column == column.key), ())

        def picked(keys: Sequence[str] | None) -> None:
            if keys is not None:
                self.show_only(column, keys)

        self.ui.push_screen(Values(self.words, view, self.rows_without(column), column, before), picked)

    def rows_without(self, column: Column) -> pl.DataFrame:
        """The rows that are shown, and those that would be but for the values that are chosen of a column."""
        assert self.view is not None and self.frame is not None
        if not any(only.column == column.key for only in self.only):
            return self.frame
        question = self.question()
        places = attrs.evolve(question, asked=without_column(question.asked, column.key)).found()
        return self.view.frame if places is None else self.view.frame[places]

    def show_only(self, column: Column, keys: Sequence[str]) -> None:
        """Show only the rows that hold one of some values of a column; of none, all."""
        self.only = with_only(self.asked, column, keys).only
        self.narrow_soon()

    # -- columns ----------------------------------------------------------------------------------------------------------

    def with_chosen_columns(self, view: View) -> View:
        """The view with its columns as the person wants them."""
        self.usual_view = view
        return arranged(view, self.columns_of_view or self.ui.own_tables.columns(view.table), self.words)

    def show_columns(self, choice: ColumnChoice | None) -> None:
        """Show these columns for now; None for the person's own."""
        if choice != self.columns_of_view:
            self.columns_of_view = choice
            self.refresh_view()

    def begin_with(self, asked: Asked, id: str | None) -> None:
        """Ask this of the table, as far as it has the columns, and stand on a record, as soon as it is shown."""
        if self.view is None or not self.is_mounted:
            self.begun_with = (asked, id)
            return
        self.asked = asked.within(self.view)
        self.narrow_now()
        if id is not None:
            self.table.go_to(id)

    def place_in_table(self) -> TablePlace:
        """What is asked of the table and where the cursor is, for the next start."""
        table, row = self.table, self.table.row_among_records
        first, now = table.first_column, table.current_column
        column, line = "" if now is None or now is first else now.key, table.line_with_all_rows
        if table.grouped or self.view is None:
            return TablePlace.at(self.asked, table.ids_shown(), row, column, line)
        above = max(0, row - NEIGHBOURS)  # of a hundred thousand rows only those around the cursor are made Python's
        return TablePlace.at(self.asked, self.ids_in_frame.slice(above, 2 * NEIGHBOURS + 1).to_list(), row - above, column, line)

    @property
    def resumed_here(self) -> bool:
        """Whether the next start may come to the place one leaves here."""
        return True

    def go_where_left(self) -> None:
        """Ask what was asked when the person left, and stand where they stood, or beside it where that record is gone."""
        left = self.ui.left.at.tables.get(self.table_name)
        if left is not None and self.view is not None:
            self.ui.left.at = self.ui.left.at.without(self.table_name)  # a list that is opened again is as everybody has it
            if left.asked != Asked():
                self.asked = left.asked.within(self.view)
                self.narrow_now()
            self.table.go_back_to(left.records, left.column, left.line)

    def do_columns(self) -> None:
        from tui.screens.dialogs.columns import Columns

        assert self.usual_view is not None

        def chosen(choice: ColumnChoice | None) -> None:
            if choice is not None:
                self.choose_columns(choice)

        now = self.columns_of_view or self.ui.own_tables.columns(self.table_name)
        self.ui.push_screen(Columns(self.words, self.usual_view, now), chosen)

    def choose_columns(self, choice: ColumnChoice) -> None:
        """Show these columns, from now on."""
        self.columns_of_view = None
        try:
            self.ui.own_tables.choose_columns(self.table_name, choice)
        except StoreError as fault:
            why = self.words.sentence(fault.sentence)
            self.tell(self.words(N_("the columns are as you want them, but could not be remembered: {why}"), why=why), bad=True)
        self.refresh_view()

    # -- sums -------------------------------------------------------------------------------------------------------------

    def sums_told(self, ids: Sequence[str] | None = None) -> str:
        """What the column under the cursor comes to in some rows, else in all that are shown; empty where there is no column."""
        column = self.table.current_column
        if column is None or self.view is None or self.frame is None:
            return ""
        wanted = pl.Series(list(ids or ()), dtype=pl.String).implode()
        rows = self.frame if ids is None else self.view.frame.filter(pl.col("id").is_in(wanted))
        return f"{self.words(column.title)}: {told(sums_of(self.view, rows, column), column, self.words)}"

    @property
    def sums_of_marks(self) -> str:
        """The same of the marked rows; empty where the column holds words, of which there is nothing to tell."""
        column = self.table.current_column
        if column is None or self.view is None or not is_summed(self.view.frame, column):
            return ""
        return self.sums_told(sorted(self.table.marks))

    def do_sums(self) -> None:
        self.tell(self.sums_told(sorted(self.table.marks) or None))
