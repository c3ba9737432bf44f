"""CursorActions the cursor of a table: what the keys of movement do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.base import PlanScreen

if TYPE_CHECKING:
    from tui.widgets.frame_table import FrameTable


class CursorActions(PlanScreen):
    """A screen whose cursor moves by row, page and column."""

    if TYPE_CHECKING:

        @property
        def table(self) -> FrameTable: ...

    def do_up(self) -> None:
        self.table.move(-1, 0)

    def do_down(self) -> None:
        self.table.move(1, 0)

    def do_left(self) -> None:
        self.table.move(0, -1)

    def do_right(self) -> None:
        self.table.move(0, 1)

    def do_page_up(self) -> None:
        self.table.page(-1)

    def do_page_down(self) -> None:
        self.table.page(1)

    def do_first_row(self) -> None:
        self.table.to_first_row()

    def do_last_row(self) -> None:
        self.table.to_last_row()

    def do_first_column(self) -> None:
        self.table.to_first_column()

    def do_last_column(self) -> None:
        self.table.to_last_column()
