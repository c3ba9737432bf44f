"""Go to any record of the plan by a few letters of its name: the closest first, beside each of what kind it is."""

from __future__ import annotations

from typing import Final

import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from tui.frames.tables.columns import Column, View
from tui.frames.tables.everything import Everything
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.frame import Dialog
from tui.widgets.frame_table import FrameTable
from tui.widgets.inputs import TextField
from tui.widgets.remark import Remark

_COLUMNS: Final = (
    Column(key="label", title=N_("Name"), width=40, grows=True, worth=0),
    Column(key="what", title=N_("What it is"), width=26, worth=0),
)


class Jump(Dialog[tuple[str, str]]):
    """The answer is the table and the id of a record."""

    purpose = N_("Any record of the plan, found by a few letters of its name. Enter goes there, b comes back.")

    BINDINGS = [
        Binding("down,ctrl+n", "move(1)", show=False),
        Binding("up,ctrl+p", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("ctrl+t", "move(1)", show=False),
    ]
    DEFAULT_CSS = """
    Jump #jump-told { height: 1; color: $text-muted; }
    Jump #jump-table { height: 1fr; min-height: 3; }
    """
    wide = True
    seeks = True

    def __init__(self, words: Words, everything: Everything) -> None:
        super().__init__(
            words(N_("Go to …")),
            words(N_("letters of the name, first letters, or the id · Enter goes there, b comes back · Esc backs out")),
        )
        self._words_of = words
        self.everything = everything
        self.shown = everything.rows.head(0)

    def compose_body(self) -> ComposeResult:
        yield TextField(id="search")
        yield Remark(id="jump-told")
        yield FrameTable(self._words_of, id="jump-table")

    def on_mount(self) -> None:
        self.table.can_focus = False  # letters are the search's
        self._find("")
        self.query_one("#search").focus()

    @property
    def table(self) -> FrameTable:
        return self.query_one("#jump-table", FrameTable)

    def on_input_changed(self, event: TextField.Changed) -> None:
        event.stop()
        self._find(event.value)

    def _find(self, query: str) -> None:
        words = self.words
        self.shown, every = self.everything.found(query)
        nothing = N_("nothing matches") if query.strip() else N_("type a few letters of what you look for")
        self.table.empty = words(nothing)
        rows = self.shown.with_row_index("nth").select(pl.col("nth").cast(pl.String).alias("id"), "label", "what")
        self.table.show(View("", rows, _COLUMNS))
        self.table.go_to_row(0)
        told = (
            words.count("{n} found", "{n} found", every)
            if query.strip()
            else words.count("{n} record", "{n} records", self.everything.rows.height)
        )
        self.query_one("#jump-told", Remark).say(told)

    def action_move(self, rows: int) -> None:
        self.table.move(rows, 0)

    def action_page(self, pages: int) -> None:
        self.table.page(pages)

    @on(TextField.Submitted, "#search")
    def _chosen(self, event: TextField.Submitted) -> None:
        event.stop()
        self.accept()

    @on(FrameTable.Activated)
    def _activated(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Answer with the record under the cursor."""
        if not self.shown.height:
            self.query_one("#box-hint", Remark).say("✗ " + self.words(N_("nothing matches; Ctrl+U empties the search")))
            return
        row = self.shown.row(self.table.row, named=True)
        self.dismiss((row["table"], row["id"]))
