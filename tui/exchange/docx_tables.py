"""The tables of a Word document (.docx) as sheets of texts, each with the lines that stand above it.

What was struck out in a tracked change, hidden letters and the texts of footnotes are no part of a cell.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Final

import attrs

from tui.exchange.cells import MOST_COLUMNS, Cell, CellKind, CellSheet, Range, refuse_long, refuse_merged
from tui.exchange.packed_parts import Parts, Said, one_spaced, opened_parts, part_names, raised
from tui.model.text import N_, say
from tui.store.files.errors import CannotRead

DOCUMENT: Final = "word/document.xml"
_MOST_TABLES: Final = 500
_SAID: Final = Said(
    none=say(N_("this is not a document of Word (.docx)")),
    locked=say(N_("the document is locked with a password; save it without one")),
    damaged=say(N_("the document is damaged; open it in Word and save it again")),
    large=N_("the document holds more than {most} MiB in one part"),
    many=N_("the document is made of more than {most} parts; save it again without pictures"),
)
_ABOVE: Final = 6
"""Lines before a table that may say what it is."""


def is_docx(data: bytes) -> bool:
    """Whether a packed file has the main part of a Word document."""
    return DOCUMENT in part_names(data)


def opened_docx(data: bytes) -> AbstractContextManager[Parts]:
    """The parts of a Word document. Raises :class:`CannotRead`."""
    return opened_parts(data, _SAID)


def read_docx_tables(data: bytes, name: str) -> list[CellSheet]:
    """Every table of a document; ``name`` is made of its number (``Bảng 2``). Raises :class:`CannotRead`."""
    with opened_docx(data) as parts:
        document = _Document(name)
        parts.parse(DOCUMENT, document.start, document.end, document.text)
        return document.sheets


@attrs.define
class _Document:
    """Takes the elements of the document as they come."""

    name: str
    sheets: list[CellSheet] = attrs.field(factory=list)
    above: list[str] = attrs.field(factory=list)
    cells: dict[tuple[int, int], Cell] = attrs.field(factory=dict)
    merged: list[Range] = attrs.field(factory=list)
    growing: dict[int, Range] = attrs.field(factory=dict)
    """Left column → a cell merged downwards that may go on in the next row."""
    tables: int = 0
    """How deep in tables: one within another is a part of its cell's text."""
    row: int = -1
    column: int = 0
    across: int = 1
    down: str = ""
    unseen: bool = False
    lifted: bool = False
    taking: bool = False
    pieces: list[str] = attrs.field(factory=list)

    def start(self, tag: str, values: dict[str, str]) -> None:
        value = next((v for key, v in values.items() if key.rpartition("}")[2] == "val"), "")
        if tag == "tbl":
            self.tables += 1
            if self.tables == 1:
                self.cells, self.merged, self.growing, self.row = {}, [], {}, -1
        elif tag == "tr" and self.tables == 1:
            self.row, self.column = self.row + 1, 0
        elif tag == "gridBefore" and self.tables == 1:
            self.column += int(value)
        elif tag == "tc" and self.tables == 1:
            self.across, self.down = 1, ""
            self.pieces.clear()
        elif tag == "gridSpan" and self.tables == 1:
            self.across = max(1, int(value))
        elif tag == "vMerge" and self.tables == 1:
            self.down = value or "continue"
        else:
            self._start_text(tag, value)

    def _start_text(self, tag: str, value: str) -> None:
        if tag == "p":
            if self.tables and self.pieces and self.pieces[-1] != "\n":
                self.pieces.append("\n")
            elif not self.tables:
                self.pieces.clear()
        elif tag == "r":
            self.unseen = self.lifted = False
        elif tag == "vanish":
            self.unseen = value not in ("0", "false", "off")
        elif tag == "vertAlign":
            self.lifted = value == "superscript"
        elif tag == "t":
            self.taking = not self.unseen
        elif tag in ("tab", "br", "cr") and (self.pieces or self.tables):
            self.pieces.append(" " if tag == "tab" else "\n")
        elif tag == "noBreakHyphen":
            self.pieces.append("-")

    def end(self, tag: str) -> None:
        if tag == "t":
            self.taking = False
        elif tag == "tbl":
            self.tables -= 1
            if not self.tables:
                self._end_table()
        elif tag == "tc" and self.tables == 1:
            self._end_cell()
        elif tag == "p" and not self.tables:
            line = " ".join(one_spaced("".join(self.pieces)).split())
            if line:
                self.above = [*self.above, line][-_ABOVE:]

    def text(self, data: str) -> None:
        if self.taking:
            self.pieces.append(raised(data) if self.lifted else data)

    def _end_cell(self) -> None:
        if self.column + self.across > MOST_COLUMNS:
            raise ValueError("a cell outside the table")
        text = one_spaced("".join(self.pieces)).strip()
        if self.down == "continue" and (grown := self.growing.get(self.column)) is not None:
            self.growing[self.column] = attrs.evolve(grown, bottom=self.row)
        else:
            self._leave(self.column)
            if self.down == "restart" or self.across > 1:
                self.growing[self.column] = Range(self.row, self.column, self.row, self.column + self.across - 1)
            if text:
                refuse_long(self.name, self.row, len(self.cells), table=True)
                self.cells[self.row, self.column] = Cell(CellKind.TEXT, text)
        self.column += self.across

    def _leave(self, column: int) -> None:
        done = self.growing.pop(column, None)
        if done is not None and (done.top, done.left) != (done.bottom, done.right):
            refuse_merged(self.name, len(self.merged), table=True)
            self.merged.append(done)

    def _end_table(self) -> None:
        for column in list(self.growing):
            self._leave(column)
        if self.cells:
            if len(self.sheets) >= _MOST_TABLES:
                raise CannotRead(say(N_("the document has more than {most} tables"), most=_MOST_TABLES))
            name = f"{self.name} {len(self.sheets) + 1}"
            self.sheets.append(CellSheet(name, self.cells, tuple(self.merged), above=tuple(self.above)))
        self.above = []
        self.pieces.clear()
