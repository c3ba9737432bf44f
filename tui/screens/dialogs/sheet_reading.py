"""How a file is read, over its own cells: which sheets, which rows are titles, which table of the plan, what each column is.

Each key changes it at once: the file is read again, and what it comes to stands above the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import polars as pl
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.exchange.cells import CellSheet, cell_name, shown_text
from tui.exchange.reading.choices import NOT_A_TABLE, Meaning, SheetChoices
from tui.exchange.reading.columns import Role
from tui.exchange.reading.found_table import TABLE_NAMES, Found
from tui.exchange.taking import Taking
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.fields.spec import FIRST_YEAR, LAST_YEAR
from tui.model.proposal import Proposal
from tui.model.text import N_, printable
from tui.screens.dialogs.ask import ask_offered
from tui.screens.dialogs.column_meanings import meaning_of, meanings_for, picked_for, told_column
from tui.screens.dialogs.picker import Item, Picker
from tui.screens.dialogs.reading_again import read_again
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable

_WIDEST: Final = 60
"""Columns of a sheet that are shown."""
_MOST_SHOWN: Final = 3_000
"""Rows of a sheet that are shown."""


class SheetReading(TableBox[None]):
    """``taking`` is read anew by each choice; ``renewed`` is called after that, and gives what is proposed then. What was chosen stays
    when the box is closed."""

    purpose = N_(
        "How a file is read: which sheet, titles and table, and what each column is. Each key reads it again; nothing is changed yet."
    )

    BINDINGS = [
        Binding("enter,c,e", "meaning", show=False),
        Binding("t", "titles", show=False),
        Binding("b", "table", show=False),
        Binding("s", "sheet", show=False),
        Binding("x,space", "read_or_not", show=False),
        Binding("u", "as_read", show=False),
        Binding("tab", "next_table", show=False),
    ]
    DEFAULT_CSS = """
    SheetReading #reading-told { height: auto; }
    SheetReading #reading-cells { height: 1fr; min-height: 3; }
    SheetReading #reading-cell { height: auto; max-height: 3; border-top: solid $panel; }
    """
    wide = True
    table_id = "reading-cells"

    def __init__(self, words: Words, taking: Taking, proposal: Proposal, renewed: Callable[[], Proposal]) -> None:
        title = words(N_("How it is read · {name}"), name=printable(taking.name))
        keys = N_("Enter what the column is · t row of titles · b which table · s sheet · x read it or not · u as it was read · Esc back")
        super().__init__(title, words(keys))
        self.taking = taking
        self.proposal, self.renewed = proposal, renewed
        self._texts: dict[int, tuple[list[int], list[int], dict[str, list[str]]]] = {}
        self.place = next((n for n, sheet in enumerate(taking.sheets) if self._tables_of(sheet)), 0)
        self._shown: object = None
        self._told: tuple[object, str] = (None, "")

    def compose_body(self) -> ComposeResult:
        yield Static("", id="reading-told", markup=False)
        yield Static("", id="reading-fault", classes="fault", markup=False)
        yield FrameTable(self.words, id="reading-cells")
        yield Static("", id="reading-cell", markup=False)

    def on_mount(self) -> None:
        self.table.empty = self.words(N_("the sheet is empty"))
        self._show()
        self._to_first_table()
        self.table.focus()

    def _to_first_table(self) -> None:
        """Put the cursor on the first cell of the titles of the first table, else on the first cell."""
        tables, rows = self._tables_of(self.sheet), self.sheet.rows
        if rows:
            row = tables[0].last_title if tables else min(rows)
            self.table.go_to(str(row), f"c{tables[0].place[1] if tables else min(rows[row])}")

    # -- where the cursor stands ------------------------------------------------------------------------------------

    @property
    def sheet(self) -> CellSheet:
        return self.taking.sheets[self.place]

    @property
    def said(self) -> SheetChoices:
        """What was said of the sheet that is shown."""
        return self.taking.choices.of_sheet(self.place)

    def _tables_of(self, sheet: CellSheet) -> list[Found]:
        return [found for found in self.taking.tables.tables if found.sheet is sheet]

    @property
    def row(self) -> int | None:
        """The row of the sheet under the cursor."""
        id = self.table.current_id
        return int(id) if id is not None else None

    @property
    def at(self) -> int | None:
        """The column of the sheet under the cursor."""
        column = self.table.current_column
        return int(column.key[1:]) if column is not None and column.key.startswith("c") else None

    @property
    def found(self) -> Found | None:
        """The table the cursor stands in: the last that begins above it, of those side by side the one with its column."""
        row, at = self.row, self.at
        if row is None:
            return None
        above = [found for found in self._tables_of(self.sheet) if found.top <= row]
        last = [found for found in above if found.top == max(other.top for other in above)]
        return next((found for found in last if at in found.columns), last[0] if last else None)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """The cells with what their columns are read as, and what the file comes to."""
        self._show_cells()
        self._show_told()

    def _show_cells(self) -> None:
        found = self.found or next(iter(self._tables_of(self.sheet)), None)
        shown = (self.place, found.place if found else None, self.taking.found)
        if shown == self._shown:
            return
        self._shown = shown
        titles = {row for one in self._tables_of(self.sheet) for row in one.title_rows}
        numbers, columns, texts = self._texts.get(self.place) or self._texts.setdefault(self.place, _texts_of(self.sheet))
        data: dict[str, list[str]] = {
            "id": [str(row) for row in numbers],
            "row": [f"{'▔' if row in titles else ' '}{row + 1}" for row in numbers],
            **texts,
        }
        frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
        name = found.name.at if found is not None and found.name is not None else None
        view = [Column(key="row", title="", width=5)]
        for at in columns:
            told = told_column(found.columns.get(at), self.words) if found is not None else ""
            letter = cell_name(0, at)[:-1]
            view.append(Column(key=f"c{at}", title=f"{letter} {told}".strip(), width=24 if at == name else 13, grows=at == name))
        self.table.show(View("", frame, tuple(view)))

    def _show_told(self) -> None:
        words, sheet = self.words, self.sheet
        read = self.said.read if self.said.read is not None else not sheet.hidden
        parts = [words(N_("sheet {n} of {all}"), n=self.place + 1, all=len(self.taking.sheets))]
        if sheet.name:
            parts.append(printable(sheet.name))
        if not read:
            parts.append(words(N_("not read (x)")))
        elif (found := self.found) is not None:
            tables = self._tables_of(sheet)
            if len(tables) > 1:
                parts.append(words(N_("table {n} of {all} (Tab)"), n=tables.index(found) + 1, all=len(tables)))
            parts.append(words(TABLES[found.table].label))
            parts.append(words.count("{n} row", "{n} rows", len(found.rows)))
            if found.name is None and found.id is None:
                parts.append("△ " + words(N_("no column is said to be the names: Enter on it")))
        else:
            parts.append(words(N_("no table begins above: t on the row of its titles")))
        if self._told[0] is not self.taking.found:
            self._told = self.taking.found, " · ".join(self._comes_to())
        self.query_one("#reading-told", Static).update(" · ".join(parts) + f"\n{self._told[1]}")

    def _comes_to(self) -> list[str]:
        """What the whole file comes to, in numbers."""
        proposal, words = self.proposal, self.words
        new = sum(line.new is not None for line in proposal.lines)
        doubtful = sum(line.doubt is not None for line in proposal.lines)
        asked = sum(name.said.becomes.value == "asked" for name in self.taking.tables.names)
        parts = [
            "+ " + words.count("{n} new record", "{n} new records", new),
            "~ " + words.count("{n} change", "{n} changes", len(proposal.lines) - new),
        ]
        if doubtful:
            parts.append("△ " + words.count("{n} in doubt", "{n} in doubt", doubtful))
        if asked:
            parts.append("? " + words.count("{n} name nobody knows", "{n} names nobody knows", asked))
        if proposal.rejects:
            parts.append("✗ " + words.count("{n} left out", "{n} left out", len(proposal.rejects)))
        return parts

    @on(FrameTable.CursorMoved)
    def _cursor_moved(self, event: FrameTable.CursorMoved) -> None:
        event.stop()
        self._show()
        row, at = self.row, self.at
        if row is None or at is None:
            self.query_one("#reading-cell", Static).update("")
            return
        cell = self.sheet.cells.get((row, at))
        column = self.found.columns.get(at) if self.found is not None else None
        told = told_column(column, self.words)
        text = " ".join(shown_text(cell).split()) if cell is not None else "–"
        self.query_one("#reading-cell", Static).update(printable(f"{cell_name(row, at)}{f' · {told}' if told else ''}: {text}"))

    def _complain(self, text: str) -> None:
        line = self.query_one("#reading-fault", Static)
        line.update(f"✗ {printable(text)}" if text else "")
        line.set_class(bool(text), "shown")

    # -- reading again --------------------------------------------------------------------------------------------------

    def _say(self, said: SheetChoices) -> None:
        """Read the file as it is said now; a choice that makes it no table of the plan is not kept."""
        read_again(self, self.taking, self.taking.choices.with_sheet(self.place, said), self._read, self._complain)

    def _read(self) -> None:
        self._complain("")
        self.proposal = self.renewed()
        self._show()

    # -- keys -----------------------------------------------------------------------------------------------------------

    def action_meaning(self) -> None:
        """Pick what the column under the cursor is."""
        found, at = self.found, self.at
        if found is None or at is None or at not in found.columns:
            self._complain(self.words(N_("no table has this column: t on the row of its titles first")))
            return
        column = found.columns[at]

        def picked(answer: list[str] | None) -> None:
            if not answer:
                return
            meaning = meaning_of(answer[0], None)
            if meaning is not None and meaning.role is Role.FIGURE:
                self._ask_year(found, at, answer[0], column.figures[0].year if column.figures else None)
            else:
                self._mean(found, at, meaning)

        title = f"{cell_name(0, at)[:-1]} · {printable(column.title)}"
        items = meanings_for(found.table, self.words)
        self.ui.push_screen(Picker(self.words, title, items, [picked_for(column)]), picked)

    def _ask_year(self, found: Found, at: int, picked: str, year: int | None) -> None:
        def checked(text: str) -> str:
            right = text.strip().isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR
            return "" if right or not text.strip() else self.words(N_("a year is needed, or nothing where the lines above say it"))

        def answered(text: str | None) -> None:
            if text is not None:
                self._mean(found, at, meaning_of(picked, int(text) if text.strip() else None))

        self.ui.push_screen(ask_offered(self.words, self.words(N_("Of which year are these figures?")), str(year or ""), checked), answered)

    def _mean(self, found: Found, at: int, meaning: Meaning | None) -> None:
        others = {place: said for place, said in self.said.columns.items() if place != (found.top, at)}
        self._say(attrs.evolve(self.said, columns=others if meaning is None else {**others, (found.top, at): meaning}))

    def action_titles(self) -> None:
        """Make the row under the cursor one of titles, or none."""
        row = self.row
        if row is None:
            return
        before = {row for found in self._tables_of(self.sheet) for row in found.title_rows}
        after = frozenset(before ^ {row} if self.said.titles is None else self.said.titles ^ {row})
        old = sorted({found.top for found in self._tables_of(self.sheet)})
        follows = {}
        for first in (one for one in after if one - 1 not in after):
            last = first
            while last + 1 in after:
                last += 1
            near = [top for top in old if first - 1 <= top <= last + 1]
            if near:
                follows[first] = near[0]
        self._say(self.said.with_titles(after, follows))

    def action_table(self) -> None:
        """Pick which table of the plan the rows below the titles are."""
        found = self.found
        passed_over = [place for place, table in self.said.tables.items() if table == NOT_A_TABLE and place[0] <= (self.row or 0)]
        places = [*passed_over, *([found.place] if found is not None else [])]
        if not places:
            self._complain(self.words(N_("no table begins above: t on the row of its titles")))
            return
        place = max(places)
        now = found.table if found is not None and found.place == place else "-"

        def picked(answer: list[str] | None) -> None:
            if answer:
                table = NOT_A_TABLE if answer[0] == "-" else answer[0]
                self._say(attrs.evolve(self.said, tables={**self.said.tables, place: table}))

        items = [Item(table, self.words(TABLES[table].label), table) for table in TABLE_NAMES]
        items.append(Item("-", self.words(N_("none: these rows are not read"))))
        self.ui.push_screen(Picker(self.words, self.words(N_("What are these rows?")), items, [now]), picked)

    def action_sheet(self) -> None:
        """Pick the sheet that is shown."""

        def label(sheet: CellSheet, said: SheetChoices) -> str:
            read = said.read if said.read is not None else not sheet.hidden
            rows = self.words.count("{n} row", "{n} rows", len(sheet.rows))
            notes = [*([self.words(N_("hidden"))] if sheet.hidden else []), *([] if read else [self.words(N_("not read"))])]
            return " · ".join([sheet.name or "1", rows, *notes])

        def picked(answer: list[str] | None) -> None:
            if answer:
                self.place = int(answer[0])
                self._show()
                self._to_first_table()

        items = [Item(str(n), label(sheet, self.taking.choices.of_sheet(n))) for n, sheet in enumerate(self.taking.sheets)]
        self.ui.push_screen(Picker(self.words, self.words(N_("Which sheet?")), items, [str(self.place)]), picked)

    def action_read_or_not(self) -> None:
        """Read the sheet or leave it."""
        read = self.said.read if self.said.read is not None else not self.sheet.hidden
        self._say(attrs.evolve(self.said, read=not read))

    def action_as_read(self) -> None:
        """Take back all that was said of the sheet."""
        self._say(SheetChoices())

    def action_next_table(self) -> None:
        """Go to the titles of the next table of the sheet."""
        tables, row = self._tables_of(self.sheet), self.row
        if tables and row is not None:
            below = next((found for found in tables if found.top > row), tables[0])
            self.table.go_to(str(below.last_title), None)

    @on(FrameTable.Activated)
    def _activated(self, event: FrameTable.Activated) -> None:
        event.stop()
        self.action_meaning()

    def typed_now(self) -> Mapping[str, Any]:
        return {}  # what is said is a draft of the box below


def _texts_of(sheet: CellSheet) -> tuple[list[int], list[int], dict[str, list[str]]]:
    """The rows and columns of a sheet that are shown, and the texts of each column."""
    rows = sheet.rows
    numbers = sorted(rows)[:_MOST_SHOWN]
    columns = sorted({column for _, column in sheet.cells})[:_WIDEST]
    shown = [rows[row] for row in numbers]
    return (
        numbers,
        columns,
        {f"c{at}": [" ".join(shown_text(cells[at]).split()) if at in cells else "" for cells in shown] for at in columns},
    )
