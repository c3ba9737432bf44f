"""A table on two days, or of two plans, side by side; what stands otherwise is marked, and can be all that is shown."""

from __future__ import annotations

import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.side_by_side import ONLY_FIRST
from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable
from tui.widgets.remark import Remark


class SideBySide(TableBox[str]):
    """``rows`` as :func:`tui.frames.tables.side_by_side.side_by_side` gives them; the answer is the id of a record to go to."""

    purpose = N_("How the rows stand on two days or in two plans, side by side. Nothing is changed; Enter goes to the record.")

    BINDINGS = [
        Binding("enter", "go_there", show=False),
        Binding("c,slash", "only_changed", show=False),
        Binding("q", "back_out", show=False),
    ]
    DEFAULT_CSS = """
    SideBySide #box.wide { width: 96%; height: 96%; max-height: 96%; }
    SideBySide #beside-told { height: auto; color: $text-muted; }
    SideBySide #beside-table { height: 1fr; min-height: 3; }
    """
    wide = True
    table_id = "beside-table"

    def __init__(self, words: Words, title: str, rows: pl.DataFrame, first: str, second: str) -> None:
        super().__init__(printable(title), words(N_("c shows only what stands otherwise · Enter goes to the record · Esc back")))
        self._words_of = words
        self.rows = rows
        self.changed_only = False
        fields = Column(key="fields", title=N_("Fields"), width=6, shows=Shows.COUNT, align="right", worth=4)
        self._columns = (
            Column(key="change", title="", width=1, worth=0),
            Column(key="label", title=N_("Name"), width=24, grows=True, worth=0),
            Column(key="first", title=printable(first), width=22, tone="first_tone", worth=0),
            *((fields,) if rows["fields"].is_not_null().any() else ()),
            Column(key="second", title=printable(second), width=22, tone="second_tone", answer=True),
        )

    def compose_body(self) -> ComposeResult:
        yield Static("", id="beside-told", markup=False)
        yield FrameTable(self._words_of, id="beside-table")

    def on_mount(self) -> None:
        self._show()
        self.table.focus()

    @property
    def changed(self) -> pl.DataFrame:
        """The rows that stand otherwise."""
        return self.rows.filter(pl.col("change") != "")

    def _show(self) -> None:
        changed = self.changed
        self.table.empty = self.words(N_("nothing stands otherwise"))
        self.table.show(View("", self.rows, self._columns), changed if self.changed_only else None)
        told = self.words(N_("{n} of {all} stand otherwise"), n=changed.height, all=self.rows.height)
        self.query_one("#beside-told", Static).update(told)

    def action_only_changed(self) -> None:
        self.changed_only = not self.changed_only
        self._show()

    def action_go_there(self) -> None:
        id = self.table.current_id
        if id is None:
            return
        if self.rows.filter(pl.col("id") == id)["change"][0] == ONLY_FIRST:
            self.query_one("#box-hint", Remark).say("✗ " + self.words(N_("it is not in the plan that is open")))
            return
        self.dismiss(id)

    @on(FrameTable.Activated)
    def _activated(self) -> None:
        self.action_go_there()
