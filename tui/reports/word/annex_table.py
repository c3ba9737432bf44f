"""An annex in Word: its heading, and a table whose header row stands on every page."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import _Cell

from tui.reports import official, sentences
from tui.reports.annex_rows import Align, Annex, AnnexColumn, CellValue, Quantity
from tui.reports.word.grid import add_grid, cells_by_row, keep_together, repeated, whole
from tui.reports.word.lettering import CENTRE, add_text, mark
from tui.reports.word.page import annex_section, room

_CELL_SIZE: Final = 11
_PADDING: Final = 1.2
_CELL_GAP: Final = 1
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
    _table(document, annex)
    mark(document.add_paragraph(), 1)  # Word wants a paragraph after a table


def _table(document: Document, annex: Annex) -> None:
    wide = room(landscape=True)
    total = sum(column.width for column in annex.columns)
    groups = [(group, list(rows)) for group, rows in groupby(annex.rows, key=lambda row: row.group)]
    count = 1 + len(annex.rows) + sum(1 for group, _ in groups if group)
    widths = [wide * column.width / total for column in annex.columns]
    table = add_grid(document, count, widths, borders=True, margin_mm=_PADDING)
    rows = iter(cells_by_row(table))
    for cell, column in zip(next(rows), annex.columns, strict=True):
        _fill(cell, column.title, Align.CENTRE, bold=True)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    repeated(table.rows[0])
    for group, members in groups:
        if group:
            cells = next(rows)
            cell = cells[0].merge(cells[-1])
            _fill(cell, group, Align.LEFT, bold=True)
            keep_together(cell.paragraphs)
        for row in members:
            for cell, value, column in zip(next(rows), row.cells, annex.columns, strict=True):
                _fill(cell, official.cell(value), _aligned(value, column))
    for row in table.rows:
        whole(row)


def _aligned(value: CellValue, column: AnnexColumn) -> Align:
    return column.align if isinstance(value, Quantity) or column.align is not Align.RIGHT else Align.CENTRE


def _fill(cell: _Cell, text: str, align: Align, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGNMENT[align]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(_CELL_GAP)
    add_text(paragraph, text, _CELL_SIZE, bold=bold)
    mark(paragraph, _CELL_SIZE)
