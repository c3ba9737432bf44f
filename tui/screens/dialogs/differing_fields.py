"""The fields in which another plan differs from the one that is open, one a line; Enter goes to the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.frames.tables.columns import Column, View
from tui.frames.tables.side_by_side import CHANGED, ONLY_FIRST, ONLY_SECOND
from tui.i18n.words import Words
from tui.model.diff import with_added
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.plan import Plan, RecordId
from tui.model.text import N_, printable
from tui.screens.before_after import edit_text, new_text, record_words, shortened
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable
from tui.widgets.remark import Remark

_ORDER: Final = (SetField, AddRecord, DeleteRecord)
"""Fields of what both plans have come first: of a record only one has there is no more to say."""
_TEXTS: Final = ("id", "change", "record", "field", "first", "second")


class DifferingFields(TableBox[RecordId]):
    """``edits`` lead from the other plan to the open one; the answer is the table and the id of a record to go to."""

    purpose = N_("The fields in which another plan differs from this one. Nothing of either is changed; Enter goes to the record.")
    BINDINGS = [
        Binding("enter", "go_there", show=False),
        Binding("w,F", "write", show=False),
        Binding("q", "back_out", show=False),
    ]
    DEFAULT_CSS = """
    DifferingFields #box.wide { width: 96%; height: 96%; max-height: 96%; }
    DifferingFields #differing-table { height: 1fr; min-height: 3; }
    """
    wide = True
    table_id = "differing-table"

    def __init__(
        self, words: Words, title: str, edits: Sequence[Edit], other: Plan, mine: Plan, name: str, write: Callable[[], None]
    ) -> None:
        super().__init__(printable(title), words(N_("Enter goes to the record · w writes the list as a text · Esc back")))
        self._words_of = words
        self.write = write
        edits = sorted(edits, key=lambda edit: _ORDER.index(type(edit)))
        self.records = [(edit.table, edit.id) for edit in edits]
        self.rows = rows_of(edits, other, mine, words)
        self._columns = (
            Column(key="change", title="", width=1, worth=0),
            Column(key="record", title=N_("Record"), width=20, grows=True, worth=0),
            Column(key="field", title=N_("Field"), width=10, worth=0),
            Column(key="first", title=printable(name), width=16, grows=True, worth=0),
            Column(key="second", title=N_("this plan"), width=16, answer=True),
        )

    def compose_body(self) -> ComposeResult:
        yield Static(self._told(), id="differing-told", markup=False)
        yield FrameTable(self._words_of, id="differing-table")

    def on_mount(self) -> None:
        self.table.empty = self.words(N_("no difference"))
        self.table.show(View("", self.rows, self._columns))
        self.table.focus()

    def _told(self) -> str:
        words, of = self._words_of, self.rows["change"].to_list().count
        parts = [
            words.count("{n} field differs", "{n} fields differ", of(CHANGED)),
            words.count("{n} record only in this plan", "{n} records only in this plan", of(ONLY_SECOND)),
            words.count("{n} record only in the other plan", "{n} records only in the other plan", of(ONLY_FIRST)),
        ]
        return " · ".join(parts)

    def action_write(self) -> None:
        self.write()

    def action_go_there(self) -> None:
        id = self.table.current_id
        if id is None:
            return
        if self.rows["change"][int(id)] == ONLY_FIRST:
            self.query_one("#box-hint", Remark).say("✗ " + self.words(N_("it is not in the plan that is open")))
            return
        self.dismiss(self.records[int(id)])

    @on(FrameTable.Activated)
    def _activated(self) -> None:
        self.action_go_there()


def rows_of(edits: Sequence[Edit], other: Plan, mine: Plan, words: Words) -> pl.DataFrame:
    """DataFrame[id, change, record, field, first, second]: the edits as they are read, in their order; ``id`` is the place of one."""
    both = with_added(other, edits)

    def lines() -> Iterator[tuple[str, ...]]:
        for edit in edits:
            if isinstance(edit, SetField):
                text = edit_text(edit, both, words, with_table=True)
                yield (CHANGED, text.record, text.field, *shortened(text.before, text.after))
            elif isinstance(edit, AddRecord):
                text = new_text(edit, mine, words)
                yield (ONLY_SECOND, text.record, "", "", text.after)
            elif isinstance(edit, DeleteRecord):
                record = record_words(edit.table, edit.id, other, words, with_table=True)
                yield (ONLY_FIRST, record, "", words(N_("only there")), "")

    rows = [(str(place), *line) for place, line in enumerate(lines())]
    return pl.DataFrame(rows, schema=dict.fromkeys(_TEXTS, pl.String), orient="row")
