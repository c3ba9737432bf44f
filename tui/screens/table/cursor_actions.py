"""The cursor of a table, or of the panel beside it while that has the focus: what the keys of movement do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui.actions import BY_ID
from tui.screens.base import PlanScreen
from tui.terminal.kept_rows import Movable

if TYPE_CHECKING:
    from tui.widgets.frame_table import FrameTable
    from tui.widgets.record_panel import RecordPanel


class CursorActions(PlanScreen):
    """A screen whose cursor moves by row, page and column."""

    if TYPE_CHECKING:
        _message: tuple[str, bool]

        @property
        def table(self) -> FrameTable: ...
        @property
        def panel(self) -> RecordPanel: ...
        @property
        def side_is_there(self) -> bool: ...

    def steps(self) -> Mapping[str, int]:
        """The keys that take the cursor a row down (1) or up (-1)."""
        return {key: by for id, by in (("down", 1), ("up", -1)) for key in self.ui.keys_of(BY_ID[id])}

    def cursor_line(self) -> int | None:
        """The row of the window the cursor is on; None where there are no rows, and while the side has yet to come to it."""
        if not self.stands or not self.table.row_count or not self.side_is_there:
            return None
        return self.table.line_of_window

    def movable(self) -> Movable | None:
        """The rows of the window for a cursor that moves over them before the program runs; None where a step does more than that."""
        if not self.stands or self.focused is not self.table or self.table.marks or self._message[0]:
            return None  # a step changes what is said at the bottom as well
        region, at, rows = self.table.window_rows()
        side = self.query_one("#side")
        beside = [side.content_region] if side.display else []
        return Movable(region.x, region.y, region.width, at, rows, beside) if rows else None

    def do_up(self) -> None:
        self._by_row(-1)

    def do_down(self) -> None:
        self._by_row(1)

    def do_left(self) -> None:
        self._by_column(-1)

    def do_right(self) -> None:
        self._by_column(1)

    def do_page_up(self) -> None:
        self._by_page(-1)

    def do_page_down(self) -> None:
        self._by_page(1)

    def do_first_row(self) -> None:
        if self.panel.has_focus:
            self.panel.action_first()
        else:
            self.table.to_first_row()

    def do_last_row(self) -> None:
        if self.panel.has_focus:
            self.panel.action_last()
        else:
            self.table.to_last_row()

    def do_first_column(self) -> None:
        if not self.panel.has_focus:
            self.table.to_first_column()

    def do_last_column(self) -> None:
        if not self.panel.has_focus:
            self.table.to_last_column()

    def _by_row(self, rows: int) -> None:
        if self.panel.has_focus:
            self.panel.action_step(rows)
        else:
            self.table.move(rows, 0)

    def _by_column(self, columns: int) -> None:
        if not self.panel.has_focus:  # it has none
            self.table.move(0, columns)

    def _by_page(self, pages: int) -> None:
        if self.panel.has_focus:
            self.panel.action_page(pages)
        else:
            self.table.page(pages)
