"""The cells of a workbook in the open format (.ods), as LibreOffice saves it: the same as those of an Excel workbook."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

import attrs

from tui.exchange.cells import MOST_COLUMNS, Cell, CellKind, CellSheet, Range, refuse_long, refuse_merged
from tui.exchange.packed_parts import LARGE_WORKBOOK, MANY_IN_WORKBOOK, Said, one_spaced, opened_parts, part_names, raised
from tui.model.text import N_, say
from tui.store.files.errors import CannotRead

CONTENT: Final = "content.xml"
_REPEATED: Final = "number-rows-repeated"
_UNSEEN: Final = ("collapse", "filter")
_SAID: Final = Said(
    none=say(N_("this is not a workbook of LibreOffice (.ods)")),
    locked=say(N_("the workbook is locked with a password; save it without one")),
    damaged=say(N_("the workbook is damaged; open it and save it again")),
    large=LARGE_WORKBOOK,
    many=MANY_IN_WORKBOOK,
)


def is_ods(data: bytes) -> bool:
    """Whether a packed file says that it is a workbook of the open format."""
    return CONTENT in part_names(data)


def read_ods(data: bytes) -> list[CellSheet]:
    """The sheets of a workbook, hidden ones too. Raises :class:`CannotRead` with the reason."""
    with opened_parts(data, _SAID) as parts:
        if CONTENT not in parts:
            raise CannotRead(_SAID.none)
        book = _Book()
        parts.parse(CONTENT, book.start, book.end, book.text)
        return book.sheets


@attrs.define
class _Book:
    """Takes the elements of the content as they come."""

    sheets: list[CellSheet] = attrs.field(factory=list)
    hidden_styles: set[str] = attrs.field(factory=set)
    raised_styles: set[str] = attrs.field(factory=set)
    style: str = ""
    name: str = ""
    hidden: bool = False
    depth: int = 0
    cells: dict[tuple[int, int], Cell] = attrs.field(factory=dict)
    merged: list[Range] = attrs.field(factory=list)
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: set[int] = attrs.field(factory=set)
    row: int = 0
    rows: int = 1
    column: int = 0
    columns: int = 0
    """Columns whose kind was told so far."""
    told: dict[str, str] = attrs.field(factory=dict)
    in_cell: bool = False
    silent: int = 0
    """How deep in a note or a remark, which is no part of the cell's text."""
    above: list[bool] = attrs.field(factory=list)
    pieces: list[str] = attrs.field(factory=list)

    def start(self, tag: str, values: dict[str, str]) -> None:
        told = {key.rpartition("}")[2]: value for key, value in values.items()}
        if tag == "style":
            self.style = told.get("name", "")
        elif tag == "table-properties" and told.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif tag == "text-properties" and told.get("text-position", "").startswith("super"):
            self.raised_styles.add(self.style)
        elif tag == "table":
            self._start_sheet(told)
        elif tag == "table-column":
            count = min(int(told.get("number-columns-repeated", "1")), MOST_COLUMNS)
            if told.get("visibility") in _UNSEEN:
                self.hidden_columns.update(range(self.columns, min(self.columns + count, MOST_COLUMNS)))
            self.columns += count
        elif tag == "table-row":
            self.rows, self.column = int(told.get(_REPEATED, "1")), 0
            if told.get("visibility") in _UNSEEN and self.rows < MOST_COLUMNS:
                self.hidden_rows.update(range(self.row, self.row + self.rows))
        elif tag in ("table-cell", "covered-table-cell"):
            self.told, self.in_cell, self.silent = told, True, 0
            self.pieces.clear()
        elif self.in_cell:
            self._start_text(tag, told)

    def _start_sheet(self, told: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > 1:
            raise ValueError("a table in a table")
        self.name, self.hidden = one_spaced(told.get("name", "")), told.get("style-name", "") in self.hidden_styles
        self.cells, self.merged, self.hidden_rows, self.hidden_columns = {}, [], set(), set()
        self.row = self.columns = 0

    def _start_text(self, tag: str, told: dict[str, str]) -> None:
        if tag in ("annotation", "note"):
            self.silent += 1
        elif tag == "p" and self.pieces and not self.silent:
            self.pieces.append("\n")
        elif tag == "span":
            self.above.append(told.get("style-name", "") in self.raised_styles)
        elif tag == "s" and not self.silent:
            self.pieces.append(" " * min(int(told.get("c", "1")), 100))
        elif tag in ("tab", "line-break") and not self.silent:
            self.pieces.append("\n" if tag == "line-break" else " ")

    def end(self, tag: str) -> None:
        if tag == "table":
            self.depth -= 1
            hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
            self.sheets.append(CellSheet(self.name, self.cells, tuple(self.merged), self.hidden, *hidden))
        elif tag == "table-row":
            self.row += self.rows
        elif tag in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif tag in ("annotation", "note") and self.in_cell:
            self.silent -= 1
        elif tag == "span" and self.above:
            self.above.pop()

    def text(self, data: str) -> None:
        if self.in_cell and not self.silent:
            self.pieces.append(raised(data) if any(self.above) else data)

    def _end_cell(self) -> None:
        self.in_cell = False
        count = int(self.told.get("number-columns-repeated", "1"))
        down, across = int(self.told.get("number-rows-spanned", "1")), int(self.told.get("number-columns-spanned", "1"))
        if down > 1 or across > 1:
            refuse_merged(self.name, len(self.merged))
            self.merged.append(Range(self.row, self.column, self.row + down - 1, self.column + across - 1))
        cell = self._cell()
        if cell is not None:
            if self.column + count > MOST_COLUMNS:
                raise ValueError("a cell outside the sheet")
            for row in range(self.row, self.row + self.rows):
                refuse_long(self.name, row, len(self.cells) + count)
                self.cells.update({(row, column): cell for column in range(self.column, self.column + count)})
        self.column += count

    def _cell(self) -> Cell | None:
        kind, formula = self.told.get("value-type", ""), "formula" in self.told
        text = one_spaced("".join(self.pieces))
        if kind in ("float", "percentage", "currency"):
            number = float(self.told["value"])
            if math.isfinite(number):
                return Cell(CellKind.NUMBER, number, kind == "percentage", formula)
        elif kind == "date":
            return Cell(CellKind.DAY, dt.date.fromisoformat(self.told["date-value"][:10]), formula=formula)
        elif kind == "boolean":
            return Cell(CellKind.YES_NO, self.told.get("boolean-value") == "true", formula=formula)
        if formula and (not text.strip() or text.startswith(("#", "Err:"))):
            return Cell(CellKind.FORMULA, text, formula=True)
        return Cell(CellKind.TEXT, text, formula=formula) if text.strip() else None
