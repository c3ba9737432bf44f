"""What ends a paper: recipients on the left, signature on the right, kept on one page; in minutes two signatures side by side."""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tui.reports import sentences
from tui.reports.word.grid import add_grid, keep_together, whole
from tui.reports.word.lettering import CENTRE, add_text
from tui.reports.word.page import room
from tui.reports.word.paper import Paper, Signature

_RECIPIENTS: Final = 80.0
_BEFORE: Final = 12
_HAND: Final = 72
"""Points left free for the hand that signs and the seal."""


def add_tail(document: Document, paper: Paper) -> None:
    """Recipients and signatures."""
    wide = room(landscape=False)
    if len(paper.signatures) == 1:
        row = add_grid(document, 1, (_RECIPIENTS, wide - _RECIPIENTS), borders=False, margin_mm=0).rows[0]
        _recipients(row.cells[0], paper)
        _signature(row.cells[1], paper.signatures[0])
        whole(row)
        return
    share = wide / len(paper.signatures)
    table = add_grid(document, 2, (share,) * len(paper.signatures), borders=False, margin_mm=0)
    for cell, signature in zip(table.rows[0].cells, paper.signatures, strict=True):
        _signature(cell, signature)
        keep_together(cell.paragraphs)
    _recipients(table.rows[1].cells[0], paper)
    for row in table.rows:
        whole(row)


def _recipients(cell: _Cell, paper: Paper) -> None:
    heading = cell.paragraphs[0]
    heading.paragraph_format.space_before = Pt(_BEFORE)
    add_text(heading, "Nơi nhận:", 12, bold=True, italic=True)
    for name in paper.recipients:
        add_text(cell.add_paragraph(), f"- {name};", 11)
    add_text(cell.add_paragraph(), f"- {sentences.KEPT}: VT, {paper.unit}.", 11)


def _signature(cell: _Cell, signature: Signature) -> None:
    for n, line in enumerate(signature.lines):
        paragraph = _centred(cell.add_paragraph() if n else cell.paragraphs[0])
        paragraph.paragraph_format.space_before = Pt(0 if n else _BEFORE)
        add_text(paragraph, line, 14, bold=True)
    name = _centred(cell.add_paragraph())
    name.paragraph_format.space_before = Pt(_HAND)
    add_text(name, signature.name, 14, bold=True)


def _centred(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = CENTRE
    return paragraph
