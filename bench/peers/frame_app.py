"""The product's own table and filter field over a frame on disk, to be run as ``frame_app.py ROWS.arrow``.

What the workbench shows of a million rows, without the workbench: no plan file may hold so many.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar, Final

sys.path.insert(0, str(Path(__file__).parents[2]))

import polars as pl
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.config import Config
from tui.frames.tables.columns import Column, View
from tui.frames.tables.filter import field_names, parse, places_in_order, places_left
from tui.frames.tables.search_index import SearchIndex
from tui.i18n.words import Words
from tui.terminal.frame_sender import FrameSender
from tui.terminal.input_driver import SafeInput
from tui.themes import DEFAULT, THEMES
from tui.widgets.frame_table import FrameTable

AT_ONCE: Final = 20_000
"""As :mod:`tui.screens.table.row_filter` has it, which would load the workbench."""


class FrameApp(FrameSender):
    """``/`` goes to the filter, Esc back to the table with all rows, ``s`` sorts, ``q`` quits."""

    CSS = "FrameTable { height: 1fr; } Input { height: 1; border: none; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("slash", "filter", show=False),
        Binding("escape", "table", show=False),
        Binding("s", "sort", show=False),
        Binding("q", "quit", show=False),
    ]

    def __init__(self, file: Path) -> None:
        super().__init__(driver_class=SafeInput)
        self.config = Config()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT
        # a column at a time: the file as it is mapped and all of the frame take twice the room
        frame = pl.DataFrame([pl.read_ipc(file, columns=[name])[name] for name in pl.read_ipc_schema(file)])
        columns = tuple(Column(key=key, title=key, width=max(12, len(key)), grows=key == "summary") for key in frame.columns)
        self.view = View("tasks", frame, columns)
        self.names = field_names(self.view, str)
        self.descending: bool | None = None
        self.asked: str | None = None  # what is being looked for beside the screen

    def compose(self) -> ComposeResult:
        yield Input(placeholder="lọc")
        yield FrameTable(Words("vi"), id="table")

    def on_mount(self) -> None:
        self.table.show(self.view)
        self.table.focus()

    @property
    def table(self) -> FrameTable:
        """The only one."""
        return self.query_one("#table", FrameTable)

    def action_move(self, rows: int) -> None:
        self.table.move(rows, 0)

    def action_page(self, pages: int) -> None:
        self.table.page(pages)

    def action_filter(self) -> None:
        if self.view.frame.height > AT_ONCE:
            SearchIndex.of(self.view).build()
        self.query_one(Input).focus()

    def action_table(self) -> None:
        self.query_one(Input).value = ""
        self.table.focus()

    def action_sort(self) -> None:
        """By the first column, backwards first: the rows come in its order."""
        self.descending = not self.descending
        column = self.view.columns[0]
        self.table.sort_shown = (column.key, self.descending)
        self.table.show(self.view, order=places_in_order(self.view.frame, column, self.descending))

    def on_input_changed(self, event: Input.Changed) -> None:
        """As the workbench has it: of many rows the letter first, the rows follow, and only the newest query is answered."""
        if self.view.frame.height <= AT_ONCE or not event.value:
            self.table.show(self.view, order=self._found(event.value))
        elif self.asked is None:
            self._begin_to_look_for(event.value)

    def _found(self, text: str) -> pl.Series | None:
        return places_left(self.view, parse(text), self.names)

    def _begin_to_look_for(self, text: str) -> None:
        self.asked = text
        self._look_for(text)

    @work(thread=True)
    def _look_for(self, text: str) -> None:
        found = self._found(text)
        self.call_from_thread(self._show_found, found)

    def _show_found(self, found: pl.Series | None) -> None:
        asked, self.asked = self.asked, None
        newest = self.query_one(Input).value
        if newest and newest != asked:
            self._begin_to_look_for(newest)
        elif newest:
            self.table.show(self.view, order=found)


if __name__ == "__main__":
    FrameApp(Path(sys.argv[1])).run()
