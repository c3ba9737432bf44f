"""An annex in Word: its heading, and a table whose header row stands on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import Table, _Cell, _Row

from tui.reports import official, sentences
from tui.reports.annex_rows import Align, Annex, AnnexColumn, CellValue, Quantity
from tui.reports.word.grid import Written, add_grid, add_rows, as_one, cells_by_row, keep_together, repeated, whole
from tui.reports.word.lettering import CENTRE, PLACE, add_text, clean, mark, pattern, written
from tui.reports.word.page import annex_section, room
from tui.reports.word.type_size import width_mm

_CELL_SIZE: Final = 11
_PADDING: Final = 1.2
_CELL_GAP: Final = 1
_BREAKS: Final = re.compile(r"[ \t\n\u200b]+|(?<=[-–])")
"""Where a line may be broken; a space that holds two words together is none to break at, behind a hyphen is one."""
_PART: Final = re.compile(r"(?<=[^\W\d_]/)(?=[^\W\d_])")
_LONG: Final = 12
"""Letters of a word that is broken between its parts, as *đồng/người/năm* is: a column as wide as it takes the room of what is read."""
_SLACK: Final = 0.4
"""Millimetres beside a word: another typeface of the same measures is a little wider."""
_ALIGNMENT: Final = {Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT, Align.CENTRE: CENTRE, Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT}


def add_annex(document: Document, annex: Annex, reference: str) -> None:
    """A section of its own: number, name, what paper it goes with, and the table."""
    annex_section(document)
    for text, bold, italic in (
        (f"Phụ lục {annex.number}".rstrip(), True, False),
        (annex.name.upper(), True, False),
        (sentences.ATTACHED.format(paper=reference), False, True),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTRE
        add_text(paragraph, text, 14, bold=bold, italic=italic)
    paragraph.paragraph_format.space_after = Pt(8)
    if annex.summary is not None:
        _subtitle(document, f"1. {annex.summary.title}")
        add_table(document, annex.summary.columns, annex.summary.rows, room(landscape=True))
        _subtitle(document, f"2. {sentences.IN_DETAIL}")
    _records(document, annex)


def _subtitle(document: Document, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    add_text(paragraph, text, 13, bold=True)


def add_table(document: Document, columns: Sequence[AnnexColumn], rows: Sequence[Sequence[CellValue] | str], wide: float) -> None:
    """A table of so many millimetres with its titles on every page; no row is broken, a text is a heading over all columns."""
    told = [_breakable(clean(values)) if isinstance(values, str) else _told(values) for values in rows]
    table = add_grid(document, 1, _widths(columns, told, wide), borders=True, margin_mm=_PADDING)
    (first,) = table._tbl.tr_lst
    empty = deepcopy(first)
    _titles(cells_by_row(table)[0], columns)
    repeated(table.rows[0])
    whole(table.rows[0])
    add_rows(table, _rows(empty, table, rows, told, columns))


def _records(document: Document, annex: Annex) -> None:
    """The table of an annex: its records under their headings, a heading wherever it changes."""
    lines: list[Sequence[CellValue] | str] = []
    shown = ("", "")
    for row in annex.rows:
        if row.above and row.above != shown[0]:
            lines.append(row.above)
        if row.group and (row.above, row.group) != shown:
            lines.append(row.group)
        shown = (row.above, row.group)
        lines.append(row.cells)
    add_table(document, annex.columns, lines, room(landscape=True))


def _told(values: Sequence[CellValue]) -> list[str]:
    """The cells of a row as they are written."""
    return [_breakable(clean(official.cell(value))) for value in values]


def _rows(
    empty: Any, table: Table, rows: Sequence[Sequence[CellValue] | str], told: Sequence[Sequence[str] | str], columns: Sequence[AnnexColumn]
) -> Iterator[str]:
    """The XML of each row under the titles, out of the empty one: thousands of them differ in their texts only."""
    heading: Written | None = None
    known: dict[tuple[Align, ...], Written] = {}
    for values, texts in zip(rows, told, strict=True):
        if isinstance(values, str):
            heading = heading or _written(deepcopy(empty), table, (Align.LEFT,), heads=True)
            yield heading.row([str(texts)])
            continue
        aligned = tuple(map(_aligned, values, columns))
        if aligned not in known:
            known[aligned] = _written(deepcopy(empty), table, aligned)
        yield known[aligned].row(texts)


def _written(row: Any, table: Table, aligned: Sequence[Align], *, heads: bool = False) -> Written:
    """A row of empty cells as a pattern: one cell for all that ``heads`` those below it, else a cell for each alignment."""
    cells = [_Cell(cell, table) for cell in row.tc_lst]
    if heads:
        cells = [as_one(cells)]
    for cell, align in zip(cells, aligned, strict=True):
        _fill(cell, align, bold=heads)
        if heads:
            keep_together(cell.paragraphs)
    whole(_Row(row, table))
    return Written.of(row, len(cells))


def _widths(columns: Sequence[AnnexColumn], rows: Sequence[Sequence[str] | str], wide: float) -> list[float]:
    """The width of each column: its share of the table, but no less than its longest word: the wider ones give that up."""
    words: list[set[str]] = [{*_BREAKS.split(_breakable(clean(column.title)))} for column in columns]
    for texts in rows:
        if not isinstance(texts, str):
            for own, text in zip(words, texts, strict=True):
                own.update(_BREAKS.split(text))
    least = [max(width_mm(word, _CELL_SIZE) for word in own) for own in words]
    least = [word + 2 * _PADDING + _SLACK for word in least]
    held: set[int] = set()
    while True:
        shares = sum(column.width for n, column in enumerate(columns) if n not in held)
        left = wide - sum(least[n] for n in held)
        found = [least[n] if n in held else left * column.width / shares for n, column in enumerate(columns)]
        narrow = {n for n, width in enumerate(found) if width < least[n]} - held
        if not narrow:
            return found
        held |= narrow
        if len(held) == len(columns) or sum(least[n] for n in held) >= wide:  # words longer than the page has room for
            total = sum(column.width for column in columns)
            return [wide * column.width / total for column in columns]


def _breakable(text: str) -> str:
    """A text whose long words may be broken behind a stroke between two of their parts."""
    return " ".join(_PART.sub("\u200b", word) if len(word) > _LONG else word for word in text.split(" "))


def _titles(cells: Sequence[_Cell], columns: Sequence[AnnexColumn]) -> None:
    for cell, column in zip(cells, columns, strict=True):
        _fill(cell, Align.CENTRE, _breakable(clean(column.title)), bold=True)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _aligned(value: CellValue, column: AnnexColumn) -> Align:
    return column.align if isinstance(value, Quantity) or column.align is not Align.RIGHT else Align.CENTRE


def _fill(cell: _Cell, align: Align, text: str = PLACE, *, bold: bool = False) -> None:
    (empty,) = cell._tc.p_lst
    cell._tc.replace(empty, written(_pattern(align, bold), text))


@cache
def _pattern(align: Align, bold: bool) -> Any:
    """The paragraph of a cell, to be copied: thousands of cells differ in their text only, and to set one takes a millisecond."""
    paragraph = pattern()
    paragraph.alignment = _ALIGNMENT[align]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(_CELL_GAP)
    add_text(paragraph, PLACE, _CELL_SIZE, bold=bold)
    mark(paragraph, _CELL_SIZE)
    return paragraph._p
