"""The cells of a table somebody sent, whatever kind of file it came in: what each holds, and what of it is hidden or merged."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead

MOST_BYTES: Final = 16 * 1024 * 1024
"""A larger file is refused."""
MOST_ROWS: Final = 20_000
"""Rows of one sheet: more is no table of a plan."""
MOST_CELLS: Final = 1_000_000
MOST_COLUMNS: Final = 16_384
MOST_MERGED: Final = 2_000
STRUCK: Final = say(N_("something is struck out in this row"))
"""Why somebody has to look at a row."""


class CellKind(enum.Enum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    ERROR = "error"
    FORMULA = "formula"  # one whose value is not in the file, or cannot be relied on


@attrs.frozen
class Cell:
    """One cell that is not empty; ``percent``: the number is shown as a percentage, a hundred times what is stored.

    ``formula``: the value is what a formula last gave. Raised digits of a text come as ``²`` and ``¹``: they are no part of a number.
    ``inset``: how many steps a text is set in by its layout.
    """

    kind: CellKind
    value: str | float | dt.date | bool
    percent: bool = False
    formula: bool = False
    inset: int = 0


def as_written(cell: Cell) -> str:
    """A cell as a person would write it: a decimal comma, days as days, percentages with their sign."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        shown = cell.value * 100 if cell.percent else cell.value
        text = f"{shown:.12g}".replace(".", ",")
        return f"{text}%" if cell.percent else text
    if isinstance(cell.value, dt.date):
        return cell.value.strftime("%d/%m/%Y")
    return str(cell.value)


def shown_text(cell: Cell) -> str:
    """A cell as text: a whole number without its decimals."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).strip()


@attrs.frozen
class Range:
    """Rows and columns of a merged cell, counted from 0, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int

    def has(self, row: int, column: int) -> bool:
        """Whether a cell is part of it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def name(self) -> str:
        """``B5:B7``."""
        return f"{cell_name(self.top, self.left)}:{cell_name(self.bottom, self.right)}"


@attrs.frozen
class CellSheet:
    """A sheet: its cells by (row, column) counted from 0, what is merged and what is hidden. A file of text is a sheet without a name.

    ``above``: what stands before a table of a text, the last line last; ``doubts``: why somebody has to look at a row; ``of_prose``: made
    of sentences, which need not say all that a table has columns for.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell] = attrs.field(repr=False)
    merged: tuple[Range, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    above: tuple[str, ...] = ()
    doubts: Mapping[int, Sentence] = attrs.field(factory=dict, repr=False)
    of_prose: bool = False
    _by_row: dict[int, list[Range]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    @property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """The cells by row, then by column."""
        out: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.cells.items():
            out.setdefault(row, {})[column] = cell
        return out

    def merge_at(self, row: int, column: int) -> Range | None:
        """The merged range a cell is part of."""
        if row not in self._by_row:  # asked for every cell of a row, so the rows are gone through once
            self._by_row[row] = [merged for merged in self.merged if merged.top <= row <= merged.bottom]
        return next((merged for merged in self._by_row[row] if merged.has(row, column)), None)


def cell_name(row: int, column: int) -> str:
    """``F12`` for row 11 and column 5, both counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def texts_sheet(name: str, rows: Sequence[Sequence[Any]], **more: Any) -> CellSheet:
    """A sheet of plain rows: texts, numbers, days; None and blank texts are empty cells."""
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            cell = _plain_cell(value)
            if cell is not None:
                cells[row, column] = cell
    return CellSheet(name, cells, **more)


def _plain_cell(value: Any) -> Cell | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, Cell):
        return value
    if isinstance(value, bool):
        return Cell(CellKind.YES_NO, value)
    if isinstance(value, int | float):
        return Cell(CellKind.NUMBER, float(value))
    if isinstance(value, dt.date):
        return Cell(CellKind.DAY, value)
    return Cell(CellKind.TEXT, str(value))


def refuse_long(name: str, row: int, count: int, *, table: bool = False) -> None:
    """Raise :class:`CannotRead` for a sheet, or a ``table`` of a document, that is no table of a plan."""
    if row >= MOST_ROWS or count >= MOST_CELLS:
        told = N_("sheet “{sheet}” has more than {most} rows; leave only those that are meant")
        if table:
            told = N_("a table of the document has more than {most} rows; leave only those that are meant")
        raise CannotRead(say(told, sheet=name, most=MOST_ROWS))


def refuse_merged(name: str, count: int, *, table: bool = False) -> None:
    """Raise :class:`CannotRead` for a sheet, or a ``table`` of a document, with more merged cells than anybody can look at."""
    if count >= MOST_MERGED:
        told = N_("sheet “{sheet}” has more than {most} merged cells; take them apart")
        if table:
            told = N_("a table of the document has more than {most} merged cells; take them apart")
        raise CannotRead(say(told, sheet=name, most=MOST_MERGED))
