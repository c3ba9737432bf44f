"""Rows under the lines of their groups, only those with chosen values, and what their numbers come to: the keys for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
import polars as pl

from tui.actions import Action
from tui.frames.tables.cell_values import best_span
from tui.frames.tables.columns import Column
from tui.frames.tables.groups import tells_apart_only
from tui.frames.tables.narrowing import GroupedBy, only_words, with_only, without_column
from tui.frames.tables.sums import is_summed, sums_of, told
from tui.model.text import N_, Sentence, say
from tui.screens.table.row_filter import RowFilter

_OF_GROUPS: Final = frozenset({"edit_cell", "mark"})
"""Actions on a record that mean the whole group on its line."""


class Grouped(RowFilter):
    """The part of a table screen that groups rows and counts values."""

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
        return self.is_mounted and bool(self.query("#table"))

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
        return attrs.evolve(question, asked=without_column(question.asked, column.key)).found()

    def show_only(self, column: Column, keys: Sequence[str]) -> None:
        """Show only the rows that hold one of some values of a column; of none, all."""
        self.only = with_only(self.asked, column, keys).only
        self.narrow_soon()

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
