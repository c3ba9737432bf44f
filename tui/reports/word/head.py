"""The block above the title: issuer and number on the left, the nation's name and motto, place and day on the right."""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tui.reports.word.grid import add_grid
from tui.reports.word.lettering import CENTRE, add_rule, add_text
from tui.reports.word.page import room
from tui.reports.word.paper import Letterhead
from tui.reports.word.type_size import last_line_mm, width_mm

_RIGHT: Final = 93.0
_NAME_SIZE: Final = 12  # the name fits one line even where another typeface stands in for some letters
_MOTTO_SIZE: Final = 13
_ABOUT_SIZE: Final = 12
_PART_OF_LINE: Final = 0.4
"""Rules under the issuer and under an abstract: a third to a half of the line."""


def add_head(document: Document, head: Letterhead) -> None:
    """The letterhead as a table without borders."""
    left = room(landscape=False) - _RIGHT
    table = add_grid(document, 2, (left, _RIGHT), borders=False, margin_mm=0)
    _issuer(table.cell(0, 0), head, left)
    _nation(table.cell(0, 1), head.nation)
    number, day = table.cell(1, 0), table.cell(1, 1)
    _centred(number.paragraphs[0], before=6)
    add_text(number.paragraphs[0], head.number, 13)
    if head.about:
        about = _centred(number.add_paragraph(), before=6)
        add_text(about, head.about, _ABOUT_SIZE)
    _centred(day.paragraphs[0], before=6)
    if head.place_and_day:
        add_text(day.paragraphs[0], head.place_and_day, 14, italic=True)


def _issuer(cell: _Cell, head: Letterhead, room_mm: float) -> None:
    lines = [(head.parent.upper(), False)] if head.parent else []
    lines += [(line, True) for line in head.issuer]
    for n, (line, bold) in enumerate(lines):
        paragraph = _centred(cell.add_paragraph() if n else cell.paragraphs[0])
        add_text(paragraph, line, _NAME_SIZE, bold=bold)
    add_rule(cell.add_paragraph(), _PART_OF_LINE * last_line_mm(lines[-1][0], _NAME_SIZE, room_mm), room_mm)


def _nation(cell: _Cell, lines: tuple[str, ...]) -> None:
    """The name, the motto under it where there is one, and the rule as long as the last of them."""
    for n, line in enumerate(lines):
        add_text(_centred(cell.add_paragraph() if n else cell.paragraphs[0]), line, _MOTTO_SIZE if n else _NAME_SIZE, bold=True)
    if lines:
        add_rule(cell.add_paragraph(), width_mm(lines[-1], _MOTTO_SIZE if len(lines) > 1 else _NAME_SIZE), _RIGHT)


def add_title(document: Document, title: str, abstract: str) -> None:
    """Kind of paper, abstract and the rule under it."""
    add_text(_centred(document.add_paragraph(), before=18), title, 14, bold=True)
    paragraph = _centred(document.add_paragraph())
    add_text(paragraph, abstract, 14, bold=True)
    wide = room(landscape=False)
    rule = document.add_paragraph()
    add_rule(rule, _PART_OF_LINE * last_line_mm(abstract, 14, wide), wide)
    rule.paragraph_format.space_after = Pt(12)


def add_addressees(document: Document, to: tuple[str, ...]) -> None:
    """``Kính gửi:`` and one body beside it, or several below, a line each."""
    paragraph = _centred(document.add_paragraph(), before=18)
    add_text(paragraph, f"Kính gửi: {to[0]}" if len(to) == 1 else "Kính gửi:", 14)
    for n, body in enumerate(to if len(to) > 1 else (), 1):
        paragraph = _centred(document.add_paragraph())
        add_text(paragraph, f"- {body}{'.' if n == len(to) else ';'}", 14)
    paragraph.paragraph_format.space_after = Pt(12)


def _centred(paragraph: Paragraph, before: float = 0) -> Paragraph:
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_before = Pt(before)
    return paragraph
