"""The least a Textual application with four tables and a filter can be: ``bare_app.py ROWS.tsv``.

``DataTable`` under ``TabbedContent``, as the documentation shows them; a table is filled when its tab is first opened.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Input, TabbedContent, TabPane

TABS = 4


class BareApp(App[None]):
    """``1``–``4`` and ``]`` change the tab, ``/`` filters, Esc goes back to the table, ``s`` sorts, ``e`` edits a cell, ``q`` quits."""

    CSS = "DataTable { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"open_tab({n})", show=False) for n in range(1, TABS + 1)),
        Binding("right_square_bracket", "next_tab", show=False),
        Binding("slash", "filter", show=False),
        Binding("escape", "table", show=False),
        Binding("s", "sort", show=False),
        Binding("e", "edit", show=False),
        Binding("q", "quit", show=False),
    ]

    def __init__(self, names: list[str], rows: list[list[str]]) -> None:
        super().__init__()
        self.names, self.rows = names, rows
        self.opened = 1
        self.backwards = False

    def compose(self) -> ComposeResult:
        yield Input(placeholder="lọc")
        with TabbedContent():
            for n in range(1, TABS + 1):
                with TabPane(f"Bảng {n}", id=f"tab-{n}"):
                    yield DataTable(cursor_type="row", id=f"table-{n}")

    def on_mount(self) -> None:
        self.action_open_tab(1)

    @property
    def table(self) -> DataTable[str]:
        """The table of the tab that is open."""
        return self.query_one(f"#table-{self.opened}", DataTable)

    def action_open_tab(self, n: int) -> None:
        self.opened = n
        self.query_one(TabbedContent).active = f"tab-{n}"
        if not self.table.columns:
            self.table.add_columns(*self.names)
            self.table.add_rows(self.rows if n % 2 else reversed(self.rows))  # changing the tab changes the picture
        self.table.focus()

    def action_next_tab(self) -> None:
        self.action_open_tab(self.opened % TABS + 1)

    def action_filter(self) -> None:
        self.query_one(Input).focus()

    def action_table(self) -> None:
        self.table.focus()

    def action_sort(self) -> None:
        """By the first column, backwards first: the rows come in its order."""
        self.backwards = not self.backwards
        self.table.sort(next(iter(self.table.columns)), reverse=self.backwards)

    def action_edit(self) -> None:
        """Another letter at the end of a cell under the cursor, without an editor: there is none for a DataTable."""
        place = Coordinate(self.table.cursor_row, 0)
        self.table.update_cell_at(place, f"{self.table.get_cell_at(place)}x")

    def on_input_changed(self, event: Input.Changed) -> None:
        wanted = event.value.casefold()
        self.table.clear()
        self.table.add_rows(row for row in self.rows if any(wanted in cell.casefold() for cell in row))


def main() -> None:
    """Read the rows and show them."""
    lines = csv.reader(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    names, *rows = lines
    BareApp(names, rows).run()


if __name__ == "__main__":
    main()
