"""The views that are saved under a name: one's own, and those of the plan. They are applied, saved, renamed and deleted here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.screens.dialogs.table_box import TableBox
from tui.session.own_tables import SavedView
from tui.widgets.frame_table import FrameTable
from tui.widgets.remark import Remark

_COLUMNS: Final = (
    Column(key="name", title=N_("View"), width=24, grows=True, worth=0),
    Column(key="table", title=N_("Table"), width=18, worth=2),
    Column(key="whose", title=N_("Whose"), width=8, worth=3),
    Column(key="asks", title=N_("What it shows"), width=30, worth=1),
)
AS_AT_FIRST: Final = "first"


@attrs.frozen
class Wish:
    """What is to be done: ``apply``, ``save``, ``rename`` or ``delete``; ``view`` None of everything as at first, or of a new one."""

    does: str
    view: SavedView | None = None


class SavedViews(TableBox[Wish]):
    """The answer is what is to be done with which view."""

    purpose = N_("Filter, order, groups and columns under a name, for you or for everybody. Enter shows a table so; nothing is changed.")

    BINDINGS = [
        Binding("enter", "do('apply')", show=False),
        Binding("a,insert", "save", show=False),
        Binding("r,f2", "do('rename')", show=False),
        Binding("d,delete", "do('delete')", show=False),
        Binding("W,q", "back_out", show=False),
    ]
    DEFAULT_CSS = "SavedViews #saved-views { height: 1fr; min-height: 3; }"
    wide = True
    table_id = "saved-views"

    def __init__(self, words: Words, views: Sequence[SavedView], told: Sequence[str]) -> None:
        """``told`` says of each view what it asks."""
        keys = N_("Enter applies it · a saves what is shown now · r renames · d deletes · Esc back")
        super().__init__(words(N_("Saved views")), words(keys))
        self._words_of = words
        self.views = tuple(views)
        self._told = tuple(told)

    def compose_body(self) -> ComposeResult:
        yield FrameTable(self._words_of, id="saved-views")

    def on_mount(self) -> None:
        words = self.words
        rows = [(AS_AT_FIRST, words(N_("everything, as at first")), "", "", "")]
        for place, (view, told) in enumerate(zip(self.views, self._told, strict=True)):
            label = words(TABLES[view.table].label) if view.table in TABLES else view.table
            rows.append((str(place), view.name, label, words(N_("the plan's")) if view.id else words(N_("mine")), told))
        names = ("id", "name", "table", "whose", "asks")
        frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
        self.table.show(View("", frame, _COLUMNS))
        self.table.go_to_row(1 if self.views else 0)
        self.table.focus()

    def action_save(self) -> None:
        self.dismiss(Wish("save"))

    def action_do(self, does: str) -> None:
        current = self.table.current_id
        if current is None:
            return
        if current != AS_AT_FIRST:
            self.dismiss(Wish(does, self.views[int(current)]))
        elif does == "apply":
            self.dismiss(Wish(does))
        else:
            self.query_one("#box-hint", Remark).say("✗ " + self.words(N_("that is no saved view")))

    @on(FrameTable.Activated)
    def _activated(self) -> None:
        self.action_do("apply")
