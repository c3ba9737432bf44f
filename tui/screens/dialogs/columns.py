"""The columns of a table: what is in each, which are shown, in what order and how wide."""

from __future__ import annotations

from typing import Final

import polars as pl
from textual.app import ComposeResult
from textual.binding import Binding

from tui.frames.tables.cell_values import NOTHING, cell_values, in_own_order
from tui.frames.tables.chosen_columns import WIDTHS, ColumnChoice, arranged, columns_there, from_shown, shown_keys, stays
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable
from tui.widgets.remark import Remark

_MOST_LOOKED_AT: Final = 20_000
"""Rows up to which it is said which values a column holds."""
_STEP: Final = 2
_COLUMNS: Final = (
    Column(key="shown", title="", width=3, worth=0),
    Column(key="title", title=N_("Column"), width=22, worth=0),
    Column(key="filled", title=N_("Filled"), width=9, align="right", worth=1),
    Column(key="width", title=N_("Width"), width=8, align="right", worth=2),
    Column(key="holds", title=N_("What is in it"), width=30, grows=True, worth=3),
)


class Columns(TableBox[ColumnChoice]):
    """Space shows or hides, K and J move, < and > set the width. The answer is the choice."""

    purpose = N_("Which columns a table shows, in what order and how wide. It is remembered for you alone; nothing of the plan is changed.")

    BINDINGS = [
        Binding("space,x", "show_or_hide", show=False),
        Binding("K,shift+up", "shift(-1)", show=False),
        Binding("J,shift+down", "shift(1)", show=False),
        Binding("less_than_sign", "widen(-1)", show=False),
        Binding("greater_than_sign", "widen(1)", show=False),
        Binding("equals_sign", "automatic", show=False),
        Binding("0", "reset", show=False),
        Binding("enter", "take", show=False),
        Binding("C,q", "back_out", show=False),
    ]
    DEFAULT_CSS = "Columns #columns-table { height: 1fr; min-height: 3; }"
    wide = True
    table_id = "columns-table"

    def __init__(self, words: Words, view: View, choice: ColumnChoice) -> None:
        keys = N_("Space shows or hides · K J move · < > width, = automatic · 0 as at first · Enter takes it · Esc back")
        super().__init__(words(N_("Columns of this table")), words(keys))
        self._words_of = words
        self.view = view
        self._there = {column.key: column for column in columns_there(view)}
        everything = ColumnChoice(order=tuple(self._there))
        self._data = arranged(view, everything, words) if view.frames is not None else view
        self._begin(choice)

    def _begin(self, choice: ColumnChoice) -> None:
        shown = shown_keys(self.view, choice)
        rest = [key for key in (*choice.order, *self._there) if key in self._there and key not in shown]
        self.order = [*shown, *dict.fromkeys(rest)]
        self.shown = set(shown)
        self.widths = {key: width for key, width in choice.widths.items() if key in self._there}

    def compose_body(self) -> ComposeResult:
        yield FrameTable(self._words_of, id="columns-table")

    def on_mount(self) -> None:
        self._holds = {key: self._told(column) for key, column in self._there.items()}
        self._show()
        self.table.focus()

    def _told(self, column: Column) -> tuple[str, str]:
        """(how many rows have something there, what most have)."""
        frame = self._data.frame
        if column.key not in frame.columns or frame.height > _MOST_LOOKED_AT:
            known = frame.height - frame[column.key].null_count() if column.key in frame.columns else 0
            return f"{known}/{frame.height}", ""
        values = cell_values(self._data, frame, column)
        filled = values.filter(pl.col("value") != NOTHING)["row"].n_unique()
        found = [value for value in in_own_order(self._data, frame, column, self._words_of, values) if value.key != NOTHING]
        found.sort(key=lambda value: -value.count)
        if not found:
            return f"{filled}/{frame.height}", ""
        if found[0].count == 1 and len(found) > 2:
            return f"{filled}/{frame.height}", f"{found[0].label} …"
        return f"{filled}/{frame.height}", ", ".join(f"{value.label} ({value.count})" for value in found[:4])

    def _show(self) -> None:
        words = self.words
        rows = [(key, self._there[key], *self._holds[key]) for key in self.order]
        frame = pl.DataFrame(
            {
                "id": [key for key, *_ in rows],
                "shown": [self._mark(column) for _, column, _, _ in rows],
                "title": [words(column.title) for _, column, _, _ in rows],
                "filled": [filled for *_, filled, _ in rows],
                "width": [str(self.widths[key]) if key in self.widths else words(N_("auto")) for key, *_ in rows],
                "holds": [holds for *_, holds in rows],
            },
            schema=dict.fromkeys(("id", "shown", "title", "filled", "width", "holds"), pl.String),
        )
        self.table.show(View("", frame, _COLUMNS))

    def _mark(self, column: Column) -> str:
        return "[■]" if stays(self.view, column) else "[x]" if column.key in self.shown else "[ ]"

    @property
    def current(self) -> Column | None:
        """The column under the cursor."""
        id = self.table.current_id
        return None if id is None else self._there[id]

    def action_show_or_hide(self) -> None:
        column = self.current
        if column is None:
            return
        if stays(self.view, column):
            self.query_one("#box-hint", Remark).say("✗ " + self.words(N_("the name and the answer are always shown")))
        else:
            self.shown ^= {column.key}
            self._show()
        self.table.move(1, 0)

    def action_shift(self, by: int) -> None:
        column = self.current
        if column is None:
            return
        if column.answer:
            self.query_one("#box-hint", Remark).say("✗ " + self.words(N_("the answer always stands at the right edge")))
            return
        place = self.order.index(column.key)
        last = len(self.order) - 1
        other = max(0, min(last, place + by))
        self.order.insert(other, self.order.pop(place))
        self._show()
        self.table.go_to(column.key)

    def action_widen(self, by: int) -> None:
        column = self.current
        if column is not None:
            width = self.widths.get(column.key, column.width or WIDTHS.start) + by * _STEP
            self.widths[column.key] = max(WIDTHS.start, min(WIDTHS.stop - 1, width))
            self._show()

    def action_automatic(self) -> None:
        column = self.current
        if column is not None:
            self.widths.pop(column.key, None)
            self._show()

    def action_reset(self) -> None:
        self._begin(ColumnChoice())
        self._show()

    def action_take(self) -> None:
        shown = [key for key in self.order if key in self.shown or stays(self.view, self._there[key])]
        self.dismiss(from_shown(self.view, shown, self.widths))
