"""The tables of a Word document (.docx) as sheets of texts, each with the lines that stand above it.

What was struck out, hidden letters and the texts of footnotes are no part of a cell; numbers that Word makes itself are. A table that goes
on after a page, with its titles again or without, is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final

import attrs

from tui.exchange.cells import MOST_COLUMNS, Cell, CellKind, CellSheet, Range, refuse_long, refuse_merged
from tui.exchange.docx_insets import SPACE, TAB, Inset, inset_of, insets_of_styles, steps_of
from tui.exchange.docx_letters import Letters
from tui.exchange.docx_numbers import ParagraphNumbers, numbers_of, value_of
from tui.exchange.packed_parts import Parts, Said, one_spaced, opened_parts, part_names
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead
from tui.vocabulary.continued import without_continued

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
_MOST_TITLE_ROWS: Final = 4
_MARK: Final = re.compile(r"\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXL]{1,6}(?:\.[0-9]{1,3})*|[A-HĐa-zđ]|[-–+•*])[.)]*\Z")
"""What stands before a row: a number, a letter, a dash."""
_FIRST: Final = ("1", "I", "A", "a")
"""Numbers with which rows begin anew."""


def is_docx(data: bytes) -> bool:
    """Whether a packed file has the main part of a Word document."""
    return DOCUMENT in part_names(data)


def opened_docx(data: bytes) -> AbstractContextManager[Parts]:
    """The parts of a Word document. Raises :class:`CannotRead`."""
    return opened_parts(data, _SAID)


def read_docx_tables(data: bytes, name: str) -> list[CellSheet]:
    """Every table of a document; ``name`` is made of its number (``Bảng 2``). Raises :class:`CannotRead`."""
    with opened_docx(data) as parts:
        document = _Document(name, numbers_of(parts), insets_of_styles(parts))
        parts.parse(DOCUMENT, document.start, document.end, document.text)
        return [grid.sheet for grid in document.grids]


@attrs.define
class _Grid:
    """A table as it grows: its cells, how far each is set in, and why somebody has to look at a row."""

    name: str
    above: tuple[str, ...] = ()
    cells: dict[tuple[int, int], Cell] = attrs.field(factory=dict)
    merged: list[Range] = attrs.field(factory=list)
    insets: dict[tuple[int, int], int] = attrs.field(factory=dict)
    doubts: dict[int, Sentence] = attrs.field(factory=dict)
    hidden_rows: set[int] = attrs.field(factory=set)
    rows: int = 0
    columns: int = 0

    def texts(self, row: int) -> tuple[str, ...]:
        """What stands in a row, from the left."""
        cells = (self.cells.get((row, column)) for column in range(self.columns))
        return tuple(" ".join(str(cell.value).split()) for cell in cells if cell is not None)

    def titles_again(self, other: _Grid) -> int:
        """How many rows of titles another table begins with that this one has begun with; rows that only say the same are none."""
        if self.columns != other.columns or len(self.texts(0)) < 2:
            return 0
        count = 0
        while count < _MOST_TITLE_ROWS and self.texts(count) and self.texts(count) == other.texts(count):
            if count and (count, 0) in self.cells:  # of a second row of titles the first column stands in the first one
                break
            count += 1
        return count

    def goes_on_as(self, other: _Grid, *, said: bool) -> bool:
        """Whether another table right below has the rows after these; ``said``: a line between them says so."""
        first = other.texts(0)
        if self.columns != other.columns or not first or (0, 0) not in other.cells:
            return False
        begins_anew = first[0].strip(" .()") in _FIRST and not said
        return len(first) > 1 and not begins_anew and _MARK.match(first[0]) is not None

    def add(self, other: _Grid, without: int) -> None:
        """Take in the rows of another table but for the first ones."""
        by = self.rows - without
        self.cells.update({(row + by, column): cell for (row, column), cell in other.cells.items() if row >= without})
        self.insets.update({(row + by, column): inset for (row, column), inset in other.insets.items() if row >= without})
        self.doubts.update({row + by: doubt for row, doubt in other.doubts.items() if row >= without})
        self.hidden_rows.update(row + by for row in other.hidden_rows if row >= without)
        self.merged += [attrs.evolve(m, top=m.top + by, bottom=m.bottom + by) for m in other.merged if m.top >= without]
        self.rows += other.rows - without

    @property
    def sheet(self) -> CellSheet:
        cells = dict(self.cells)
        for column in {column for _, column in self.insets}:
            steps = steps_of(inset for at, inset in self.insets.items() if at[1] == column)
            for at, inset in self.insets.items():
                if at[1] == column and steps[inset]:
                    cells[at] = attrs.evolve(cells[at], inset=steps[inset])
        hidden = frozenset(self.hidden_rows)
        return CellSheet(self.name, cells, tuple(self.merged), hidden_rows=hidden, above=self.above, doubts=self.doubts)


@attrs.define
class _Document:
    """Takes the elements of the document as they come."""

    name: str
    numbers: ParagraphNumbers
    styles: Mapping[str, Inset] = attrs.field(factory=dict)
    grids: list[_Grid] = attrs.field(factory=list)
    above: list[str] = attrs.field(factory=list)
    grid: _Grid = attrs.field(factory=lambda: _Grid(""))
    letters: Letters = attrs.field(factory=lambda: Letters(raises=True, line="\n"))
    growing: dict[int, Range] = attrs.field(factory=dict)
    """Left column → a cell merged downwards that may go on in the next row."""
    tables: int = 0
    """How deep in tables: one within another is a part of its cell's text."""
    boxes: int = 0
    row: int = -1
    column: int = 0
    across: int = 1
    down: str = ""
    inset: Inset = attrs.field(factory=Inset)
    style: str = ""
    lines: list[str] = attrs.field(factory=list)
    """The lines of the cell so far."""
    begins: int = 0
    """Where the first of them begins."""

    def start(self, tag: str, values: dict[str, str]) -> None:
        if tag == "txbxContent" and not self.tables:
            self.boxes += 1
        if not self.letters.passes_over:
            self._start(tag, value_of(values), values)
        self.letters.start(tag, values)

    def _start(self, tag: str, value: str, values: dict[str, str]) -> None:
        if tag == "tbl":
            self.tables += 1
            if self.tables == 1:
                self.grid, self.growing, self.row = _Grid(self.name), {}, -1
        elif tag == "tr" and self.tables == 1:
            self.row, self.column = self.row + 1, 0
            self.letters.doubts.clear()
        elif tag == "hidden" and self.tables == 1:
            self.grid.hidden_rows.add(self.row)
        elif tag == "gridBefore" and self.tables == 1:
            self.column += int(value)
        elif tag == "tc" and self.tables == 1:
            self.across, self.down = 1, ""
            self.lines.clear()
            self.letters.pieces.clear()
        elif tag == "gridSpan" and self.tables == 1:
            self.across = max(1, int(value))
        elif tag == "vMerge" and self.tables == 1:
            self.down = value or "continue"
        elif tag == "ind":
            self.inset = inset_of(values)
        elif tag == "p":
            if self.letters.pieces and self.tables:
                self._end_line("")  # of a box of text within a paragraph
            self.inset, self.style = Inset(), ""
            self.numbers.start(tag, values)
            self.letters.pieces.clear()
        elif tag == "pStyle":
            self.style = value
            self.numbers.start(tag, values)
        else:
            self.numbers.start(tag, values)

    def end(self, tag: str) -> None:
        self.letters.end(tag)
        if self.letters.passes_over:
            return
        if tag == "tbl":
            self.tables -= 1
            if not self.tables:
                self._end_table()
        elif tag == "tr" and self.tables == 1:
            self.grid.rows = self.row + 1
            if self.letters.doubts:
                self.grid.doubts[self.row] = self.letters.doubts[0]
        elif tag == "tc" and self.tables == 1:
            self._end_cell()
        elif tag == "txbxContent" and not self.tables:
            self.boxes -= 1
            self.letters.pieces.clear()
        elif tag == "p":
            self._end_paragraph()

    def text(self, data: str) -> None:
        self.letters.text(data)

    def _end_paragraph(self) -> None:
        label = self.numbers.label() if not self.boxes else ""
        if self.tables:
            self._end_line(label)
        elif not self.boxes:
            line = " ".join(one_spaced("".join(self.letters.pieces)).split())
            if line:
                self.above = [*self.above, line][-_ABOVE:]
        self.letters.pieces.clear()

    def _end_line(self, label: str) -> None:
        """Take a paragraph of a cell, its number before it."""
        text = one_spaced("".join(self.letters.pieces).rstrip())
        bare = text.lstrip()
        line = f"{label} {bare}".strip().replace("\t", " ")
        if line and not self.lines:
            before = text[: len(text) - len(bare)]
            told = self.inset.within(self.styles.get(self.style, Inset()))
            self.begins = 0 if label else told.first + TAB * before.count("\t") + SPACE * (len(before) - before.count("\t"))
        if line:
            self.lines.append(line)

    def _end_cell(self) -> None:
        if self.column + self.across > MOST_COLUMNS:
            raise ValueError("a cell outside the table")
        text = "\n".join(self.lines)
        if self.down == "continue" and (grown := self.growing.get(self.column)) is not None:
            self.growing[self.column] = attrs.evolve(grown, bottom=self.row)
        else:
            self._leave(self.column)
            if self.down == "restart" or self.across > 1:
                self.growing[self.column] = Range(self.row, self.column, self.row, self.column + self.across - 1)
            if text:
                refuse_long(self.name, self.row, len(self.grid.cells), table=True)
                self.grid.cells[self.row, self.column] = Cell(CellKind.TEXT, text)
                self.grid.insets[self.row, self.column] = self.begins
        self.column += self.across
        self.grid.columns = max(self.grid.columns, self.column)
        self.lines.clear()

    def _leave(self, column: int) -> None:
        done = self.growing.pop(column, None)
        if done is not None and (done.top, done.left) != (done.bottom, done.right):
            refuse_merged(self.name, len(self.grid.merged), table=True)
            self.grid.merged.append(done)

    def _end_table(self) -> None:
        for column in list(self.growing):
            self._leave(column)
        if self.grid.cells and not self._goes_on():
            if len(self.grids) >= _MOST_TABLES:
                raise CannotRead(say(N_("the document has more than {most} tables"), most=_MOST_TABLES))
            self.grid.name = f"{self.name} {len(self.grids) + 1}"
            self.grid.above = tuple(self.above)
            self.grids.append(self.grid)
        self.above = []
        self.letters.pieces.clear()

    def _goes_on(self) -> bool:
        """Whether the table has been taken for what follows of the one before, between which nothing stands but that it goes on."""
        if not self.grids or any(without_continued(line) is None for line in self.above):
            return False
        last = self.grids[-1]
        again = last.titles_again(self.grid)
        if not again and not last.goes_on_as(self.grid, said=bool(self.above)):
            return False
        refuse_long(self.name, last.rows + self.grid.rows, len(last.cells), table=True)
        last.add(self.grid, again)
        return True
