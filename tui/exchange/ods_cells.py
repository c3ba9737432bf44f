"""The cells of a workbook in the open format (.ods), as LibreOffice saves it: the same as those of an Excel workbook."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Final

import attrs

from tui.exchange.cells import MOST_COLUMNS, STRUCK, Cell, CellKind, CellSheet, Range, refuse_long, refuse_merged
from tui.exchange.packed_parts import LARGE_WORKBOOK, MANY_IN_WORKBOOK, Said, one_spaced, opened_parts, part_names, raised
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead

CONTENT: Final = "content.xml"
_REPEATED: Final = "number-rows-repeated"
_UNSEEN: Final = ("collapse", "filter")
_LENGTH: Final = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)(cm|mm|in|pt|pc)\Z")
_POINTS: Final = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "pc": 12.0}
_STEP: Final = 10
"""Points by which the key for setting in moves a text."""
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
    struck_styles: set[str] = attrs.field(factory=set)
    insets: dict[str, int] = attrs.field(factory=dict)
    """Style of a cell → how many steps its text is set in."""
    usual: list[str] = attrs.field(factory=list)
    """The style of each column's cells that have none of their own."""
    doubts: dict[int, Sentence] = attrs.field(factory=dict)
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
    struck: list[bool] = attrs.field(factory=list)
    """Of each part of a text around whether it is struck out."""
    pieces: list[str] = attrs.field(factory=list)

    def start(self, tag: str, values: dict[str, str]) -> None:
        told = {key.rpartition("}")[2]: value for key, value in values.items()}
        if not self.depth:
            self._start_style(tag, told)
        if tag == "table":
            self._start_sheet(told)
        elif tag == "table-column":
            count = min(int(told.get("number-columns-repeated", "1")), MOST_COLUMNS)
            if told.get("visibility") in _UNSEEN:
                self.hidden_columns.update(range(self.columns, min(self.columns + count, MOST_COLUMNS)))
            self.columns += count
            usual = told.get("default-cell-style-name", "")
            self.usual += [usual] * (min(self.columns, MOST_COLUMNS) - len(self.usual))
        elif tag == "table-row":
            self.rows, self.column = int(told.get(_REPEATED, "1")), 0
            if told.get("visibility") in _UNSEEN and self.rows < MOST_COLUMNS:
                self.hidden_rows.update(range(self.row, self.row + self.rows))
        elif tag in ("table-cell", "covered-table-cell"):
            self.told, self.in_cell, self.silent = told, True, 0
            self.pieces.clear()
        elif self.in_cell:
            self._start_text(tag, told)

    def _start_style(self, tag: str, told: dict[str, str]) -> None:
        if tag == "style":
            self.style = told.get("name", "")
        elif tag == "table-properties" and told.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif tag == "paragraph-properties" and (inset := _steps(told.get("margin-left") or told.get("margin-start", ""))):
            self.insets[self.style] = inset
        elif tag == "text-properties":
            if told.get("text-position", "").startswith("super"):
                self.raised_styles.add(self.style)
            if told.get("text-line-through-style", told.get("text-line-through-type", "none")) != "none":
                self.struck_styles.add(self.style)

    def _start_sheet(self, told: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > 1:
            raise ValueError("a table in a table")
        self.name, self.hidden = one_spaced(told.get("name", "")), told.get("style-name", "") in self.hidden_styles
        self.cells, self.merged, self.hidden_rows, self.hidden_columns = {}, [], set(), set()
        self.row = self.columns = 0
        self.usual, self.doubts = [], {}

    def _start_text(self, tag: str, told: dict[str, str]) -> None:
        if tag in ("annotation", "note"):
            self.silent += 1
        elif tag == "p" and self.pieces and not self.silent:
            self.pieces.append("\n")
        elif tag == "span":
            self.above.append(told.get("style-name", "") in self.raised_styles)
            self.struck.append(told.get("style-name", "") in self.struck_styles)
        elif tag == "s" and not self.silent:
            self.pieces.append(" " * min(int(told.get("c", "1")), 100))
        elif tag in ("tab", "line-break") and not self.silent:
            self.pieces.append("\n" if tag == "line-break" else " ")

    def end(self, tag: str) -> None:
        if tag == "table":
            self.depth -= 1
            hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
            self.sheets.append(CellSheet(self.name, self.cells, tuple(self.merged), self.hidden, *hidden, doubts=self.doubts))
        elif tag == "table-row":
            self.row += self.rows
        elif tag in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif tag in ("annotation", "note") and self.in_cell:
            self.silent -= 1
        elif tag == "span" and self.above:
            self.above.pop()
            self.struck.pop()

    def text(self, data: str) -> None:
        if self.in_cell and not self.silent and any(self.struck):
            self.doubts.setdefault(self.row, STRUCK)
        elif self.in_cell and not self.silent:
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
            style = self.told.get("style-name") or (self.usual[self.column] if self.column < len(self.usual) else "")
            if cell.kind is CellKind.TEXT and style in self.insets:
                cell = attrs.evolve(cell, inset=self.insets[style])
            if style in self.struck_styles:
                self.doubts.setdefault(self.row, STRUCK)
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


def _steps(length: str) -> int:
    """How many steps a length is."""
    found = _LENGTH.match(length)
    return round(float(found[1]) * _POINTS[found[2]] / _STEP) if found is not None else 0
