"""The values of a column with how many rows hold each; those that are taken are all that is shown then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.frames.tables.cell_values import NOTHING, CellValue, Span, best_span, counted, spans_of
from tui.frames.tables.columns import Column, Shows, View
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable
from tui.widgets.remark import Remark

_BAR: Final = "█"
_BAR_PARTS: Final = " ▏▎▍▌▋▊▉"
_LONGEST_BAR: Final = 20
_MARK: Final = "="
"""Begins the id of each row, so that the one of what holds nothing is an id too."""

_COLUMNS: Final = (
    Column(key="label", title=N_("Value"), width=24, tone="tone", grows=True, worth=0),
    Column(key="count", title=N_("Rows"), width=6, shows=Shows.COUNT, align="right", worth=0),
    Column(key="share", title="%", width=5, shows=Shows.NUMBER, align="right", decimals=1, worth=1),
    Column(key="bar", title="", width=_LONGEST_BAR, worth=2),
)
_SPAN_WORDS: Final = {Span.YEAR: N_("by year"), Span.QUARTER: N_("by quarter"), Span.MONTH: N_("by month")}


class Values(TableBox[Sequence[str]]):
    """The values of ``column`` in ``rows``; the answer is the keys of those that were marked, else of the one under the cursor."""

    purpose = N_("The values of one column and in how many rows each stands. Enter shows only the rows with them.")

    BINDINGS = [
        Binding("enter", "take", show=False),
        Binding("space,x", "mark", show=False),
        Binding("s", "other_order", show=False),
        Binding("p", "other_span", show=False),
        Binding("f,q", "back_out", show=False),
    ]
    DEFAULT_CSS = """
    Values #values-told { height: auto; color: $text-muted; }
    Values #values-table { height: 1fr; min-height: 3; }
    """
    wide = True
    table_id = "values-table"

    def __init__(self, words: Words, view: View, rows: pl.DataFrame, column: Column, chosen: Sequence[str] = ()) -> None:
        self.spans = spans_of(view, column)
        keys = N_("Enter shows only these rows · Space marks several · s: other order · Esc back")
        of_days = N_("Enter shows only these rows · Space marks several · p: year, quarter, month · s: other order · Esc back")
        super().__init__(words(N_("Values of “{column}”"), column=words(column.title)), words(of_days if len(self.spans) > 1 else keys))
        self.view, self.rows, self.column = view, rows, column
        self._words_of = words
        self.span = best_span(rows, column)
        self.by_count = not (column.scale or len(self.spans) > 1 or (rows.schema[column.key].is_numeric() and column.text is None))
        self.first_chosen = tuple(chosen)

    def compose_body(self) -> ComposeResult:
        yield Static("", id="values-told", markup=False)
        yield FrameTable(self._words_of, id="values-table")

    def on_mount(self) -> None:
        self.table.empty = self.words(N_("there are no rows to count"))
        self._show()
        self.table.marks = {_MARK + key for key in self.first_chosen}
        if self.first_chosen:
            self.table.go_to(_MARK + self.first_chosen[0])
        self.table.focus()
        self._tell()

    def values(self) -> list[CellValue]:
        """The values in the order that is shown."""
        found = counted(self.view, self.rows, self.column, self._words_of, self.span)
        if not self.by_count:
            return found
        return sorted(found, key=lambda value: (value.key == NOTHING, -value.count))

    def _show(self) -> None:
        found = self.values()
        most = max((value.count for value in found), default=1)
        rows = self.rows.height or 1
        frame = pl.DataFrame(
            {
                "id": [_MARK + value.key for value in found],
                "label": [value.label for value in found],
                "count": [value.count for value in found],
                "share": [100 * value.count / rows for value in found],
                "bar": [bar(value.count, most) for value in found],
                "tone": [str(value.tone) if value.tone is not None else None for value in found],
            },
            schema={"id": pl.String, "label": pl.String, "count": pl.Int64, "share": pl.Float64, "bar": pl.String, "tone": pl.String},
        )
        self.table.show(View("", frame, _COLUMNS))
        self._found = {_MARK + value.key: value for value in found}

    def _tell(self) -> None:
        words, marked = self.words, [value for id, value in self._found.items() if id in self.table.marks]
        parts = [words.count("{n} value", "{n} values", sum(key != _MARK + NOTHING for key in self._found))]
        parts.append(words.count("{n} row", "{n} rows", self.rows.height))
        if len(self.spans) > 1:
            parts.append(words(_SPAN_WORDS[self.span]))
        held = sum(value.count for value in self._found.values())
        if held > self.rows.height:
            parts.append(words(N_("a row with several counts under each")))
        if marked:
            parts.append(words.count("{n} marked", "{n} marked", len(marked)))
        self.query_one("#values-told", Static).update(" · ".join(parts))

    def action_mark(self) -> None:
        self.table.toggle_mark()
        self.table.move(1, 0)
        self._tell()

    def action_other_order(self) -> None:
        """By how many rows, or the values' own order."""
        self.by_count = not self.by_count
        self._show()

    def action_other_span(self) -> None:
        """Count days by the next span."""
        if len(self.spans) < 2:
            self.say_below(self.words(N_("{key} does nothing here"), key="p"))
            return
        self.span = self.spans[(self.spans.index(self.span) + 1) % len(self.spans)]
        self.table.clear_marks()
        self._show()
        self.table.go_to_row(0)
        self._tell()

    def action_take(self) -> None:
        current = self.table.current_id
        marked = [id for id in self._found if id in self.table.marks]
        taken = marked or ([current] if current is not None else [])
        if not taken:
            self.query_one("#box-hint", Remark).say("✗ " + self.words(N_("there are no rows to count")))
            return
        self.dismiss([id.removeprefix(_MARK) for id in taken])

    @on(FrameTable.Activated)
    def _activated(self) -> None:
        self.action_take()


def bar(count: int, most: int) -> str:
    """A bar as long as the count is beside the greatest; the least one is seen too."""
    eighths = max(1, round(count * _LONGEST_BAR * 8 / most)) if most and count else 0
    return (_BAR * (eighths // 8) + _BAR_PARTS[eighths % 8]).rstrip()
