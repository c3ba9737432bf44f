"""The page of Decree 30/2020/NĐ-CP: A4, margins, and the page number in the middle of the top margin from page 2."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from tui.reports.word.lettering import CENTRE, add_text, unseen

SHORT: Final = 210
LONG: Final = 297
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 16
"""Millimetres; the decree allows 20–25, 20–25, 30–35 and 15–20, and Word rounds to twentieths of a point: not the very least."""
_NUMBER_FROM_EDGE: Final = 10
_NUMBER_SIZE: Final = 14


def room(*, landscape: bool) -> int:
    """The width between the margins in millimetres."""
    return (LONG if landscape else SHORT) - LEFT - RIGHT


def first_section(document: Document) -> Section:
    """The section a paper begins in, upright."""
    section = document.sections[0]
    _set(section, landscape=False)
    section.first_page_header.is_linked_to_previous = False  # empty: no number on the first page
    section.header.is_linked_to_previous = False
    _number(section)
    return section


def annex_section(document: Document) -> Section:
    """A new section, lying, whose pages are numbered by themselves."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    unseen(document.paragraphs[-1])  # it only holds the break: a page must not be made for its height
    _set(section, landscape=True)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    properties: Any = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    before = next((child for child in properties if child.tag in _AFTER_NUMBERING), None)
    if before is None:
        properties.append(start)
    else:
        before.addprevious(start)
    return section


_AFTER_NUMBERING: Final = frozenset(
    qn(f"w:{name}")
    for name in ("cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings")
)
"""What the schema has after the numbering of a section's pages."""


def _set(section: Section, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if landscape else (Mm(SHORT), Mm(LONG))
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(_NUMBER_FROM_EDGE)
    section.gutter = Mm(0)
    section.different_first_page_header_footer = True


def _number(section: Section) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.style = None  # not the template's header with its tab stops
    paragraph.alignment = CENTRE
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        run: Any = add_text(paragraph, "", _NUMBER_SIZE)
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = instruction
        run._r.append(part)
