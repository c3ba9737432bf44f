"""The numbers of a chart as a table that can be copied."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.binding import Binding

from tui.frames.tables.charts.chart_table import ChartTable
from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable
from tui.widgets.remark import Remark

_FIRST: Final = 16
"""Cells of what a row is of that are worth having."""
_WORDS: Final = 10
"""Cells of a text that are worth having beside the numbers."""


class ChartNumbers(TableBox[None]):
    """One row for each year, body or state the chart draws."""

    purpose = N_("The numbers a chart draws, to be read or copied. Nothing is changed here.")

    BINDINGS = [
        Binding("i,z,q,enter", "back_out", show=False),
        Binding("y", "copy_cell", show=False),
        Binding("Y", "copy_all", show=False),
    ]
    wide = True
    table_id = "numbers"

    def __init__(self, words: Words, title: str, numbers: ChartTable) -> None:
        super().__init__(printable(title), words(N_("y copies the cell · Y copies the whole table · Esc back")))
        self.numbers = numbers

    def compose_body(self) -> ComposeResult:
        yield FrameTable(self.words, empty=self.words(N_("the chart draws no number")), id="numbers")

    def on_mount(self) -> None:
        import polars as pl

        from tui.frames.tables.columns import Column, View

        numbers = self.numbers
        columns = tuple(
            Column(
                key=f"c{at}",
                title=title,
                width=_WORDS if at else _FIRST,
                align="right" if at in numbers.numeric else "left",
                worth=0 if at == 0 else at,
                grows=at not in numbers.numeric,
            )
            for at, title in enumerate(numbers.titles)
        )
        cells = {f"c{at}": [printable(row[at]) or None for row in numbers.rows] for at in range(len(numbers.titles))}
        rows = {"id": [str(at) for at in range(len(numbers.rows))], **cells}
        self.table.show(View("", pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String)), columns))
        self.table.focus()

    def action_copy_cell(self) -> None:
        self._say(self.words(N_("the cell: {arrives}"), arrives=self.ui.copy(self.table.cell_copy())))

    def action_copy_all(self) -> None:
        arrives = self.ui.copy(self.numbers.as_text)
        self._say(self.words.count("{n} row: {arrives}", "{n} rows: {arrives}", len(self.numbers.rows), arrives=arrives))

    def _say(self, text: str) -> None:
        self.query_one("#box-hint", Remark).say(f"{text} · {self.hint}")
