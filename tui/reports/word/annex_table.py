"""An annex in Word: its heading, and a table whose header row stands on every page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tui.reports import official, sentences
from tui.reports.annex_rows import Align, Annex, AnnexColumn, CellValue, Quantity
from tui.reports.word.grid import add_grid, as_one, cells_by_row, keep_together, repeated, whole
from tui.reports.word.lettering import CENTRE, add_text, clean, mark
from tui.reports.word.page import annex_section, room
from tui.reports.word.type_size import width_mm

_CELL_SIZE: Final = 11
_PADDING: Final = 1.2
_CELL_GAP: Final = 1
_BREAKS: Final = re.compile(r"[ \t\n\u200b]+|(?<=[-–])")
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
    table = add_grid(document, 1 + len(rows), _widths(columns, rows, wide), borders=True, margin_mm=_PADDING)
    places = iter(cells_by_row(table))
    _titles(next(places), columns)
    repeated(table.rows[0])
    for values, cells in zip(rows, places, strict=True):
        if isinstance(values, str):
            cell = as_one(cells)
            _fill(cell, values, Align.LEFT, bold=True)
            keep_together(cell.paragraphs)
        else:
            _row(cells, values, columns)
    for row in table.rows:
        whole(row)


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


def _widths(columns: Sequence[AnnexColumn], rows: Sequence[Sequence[CellValue] | str], wide: float) -> list[float]:
    """The width of each column: its share of the table, but no less than its longest word: the wider ones give that up."""
    least = [_longest_word_mm(column.title) for column in columns]
    for values in rows:
        if not isinstance(values, str):
            told = (_longest_word_mm(official.cell(value)) for value in values)
            least = [max(pair) for pair in zip(least, told, strict=True)]
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


def _longest_word_mm(text: str) -> float:
    """The width of what no line is broken in; a space that holds two words together is none to break at, behind a hyphen is one."""
    return max(width_mm(word, _CELL_SIZE) for word in _BREAKS.split(_breakable(clean(text))))


def _titles(cells: Sequence[_Cell], columns: Sequence[AnnexColumn]) -> None:
    for cell, column in zip(cells, columns, strict=True):
        _fill(cell, column.title, Align.CENTRE, bold=True)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _row(cells: Sequence[_Cell], values: Sequence[CellValue], columns: Sequence[AnnexColumn]) -> None:
    for cell, value, column in zip(cells, values, columns, strict=True):
        _fill(cell, official.cell(value), _aligned(value, column))


def _aligned(value: CellValue, column: AnnexColumn) -> Align:
    return column.align if isinstance(value, Quantity) or column.align is not Align.RIGHT else Align.CENTRE


def _fill(cell: _Cell, text: str, align: Align, *, bold: bool = False) -> None:
    paragraph = deepcopy(_pattern(align, bold))
    held = _breakable(clean(text))
    written = paragraph.r_lst[0].t_lst[0]
    if held:
        written.text = held
    else:
        written.getparent().remove(written)
    (empty,) = cell._tc.p_lst
    cell._tc.replace(empty, paragraph)


@cache
def _pattern(align: Align, bold: bool) -> Any:
    """The paragraph of a cell, to be copied: thousands of cells differ in their text only, and to set one takes a millisecond."""
    paragraph = Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]
    paragraph.alignment = _ALIGNMENT[align]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(_CELL_GAP)
    add_text(paragraph, "…", _CELL_SIZE, bold=bold)
    mark(paragraph, _CELL_SIZE)
    return paragraph._p
