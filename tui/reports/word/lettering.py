"""Text into Word: the typeface everywhere, sizes in points, nothing of a plan's text that XML or Word would read as more than text."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tui.model.text import nfc, without_controls

FONT: Final = "Times New Roman"
BODY_SIZE: Final = 14
_SCRIPTS: Final = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_BREAKS: Final = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
_NO_XML: Final = re.compile("[\ufffe\uffff]")
CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
JUSTIFIED: Final = WD_ALIGN_PARAGRAPH.JUSTIFY


def clean(text: str) -> str:
    """One line of text as XML can hold it: line breaks and tabs become spaces, controls go; a space that holds its words together stays."""
    return nfc(_NO_XML.sub("", without_controls(_BREAKS.sub(" ", text))).strip())


def use_typeface(document: Document) -> None:
    """Times New Roman, black, for every script: defaults and the style all others come from; the language Vietnamese."""
    normal: Any = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(BODY_SIZE)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    for properties in (normal.element.rPr, document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")):
        _all_scripts(properties)
        language = properties.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            properties.append(language)
        for name in ("w:val", "w:eastAsia"):
            language.set(qn(name), "vi-VN")
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _all_scripts(properties: Any) -> None:
    """The same typeface whatever script a letter belongs to; theme fonts would come before it."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for script in _SCRIPTS:
        fonts.set(qn(script), FONT)


def add_text(paragraph: Paragraph, text: str, size: float = BODY_SIZE, *, bold: bool = False, italic: bool = False) -> Run:
    """A run of text; it is only ever text, whatever it looks like."""
    run = paragraph.add_run(clean(text))
    run.font.size = Pt(size)
    run.bold = bold
    run.italic = italic
    return run


PLACE: Final = "\ue000"
"""The text of a pattern, which something else is written in place of: a letter of nobody's."""


def pattern() -> Paragraph:
    """An empty paragraph of no document, to be set, written in once with :data:`PLACE`, and copied."""
    return Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]


def written(pattern: Any, text: str) -> Any:
    """A copy of a paragraph's XML with its one run holding a text that is :func:`clean`."""
    paragraph = deepcopy(pattern)
    held = paragraph.r_lst[0].t_lst[0]
    if text:
        held.text = text
    else:
        held.getparent().remove(held)
    return paragraph


def add_paragraph(document: Document, pattern: Any, text: str) -> Paragraph:
    """A copy of a pattern with a text, below all that the document has: python-docx looks through all of it for the place."""
    paragraph = written(pattern, text)
    body: Any = document.element.body
    body[-1].addprevious(paragraph)  # what a section is like stands last
    return Paragraph(paragraph, document._body)


def add_rule(paragraph: Paragraph, length_mm: float, room_mm: float) -> None:
    """Make an empty paragraph a solid rule of that length in the middle of the room there is."""
    add_text(paragraph, "", 2)
    mark(paragraph, 2)
    paragraph.paragraph_format.space_before = Pt(2)
    indent = Mm(max(0.0, (room_mm - length_mm) / 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")):
        top.set(qn(name), value)
    borders.append(top)
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_BORDERS)


_AFTER_BORDERS: Final = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE"),
    *("w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle"),
    *("w:rPr", "w:sectPr", "w:pPrChange"),
)
"""What the schema has after a paragraph's borders."""


def unseen(paragraph: Paragraph) -> None:
    """Make an empty paragraph a point high, whatever the typeface: behind a table that fills its page it must not begin another."""
    mark(paragraph, 1)
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY


def mark(paragraph: Paragraph, size: float) -> None:
    """The size of the paragraph's own mark: an empty paragraph is as high as that."""
    properties: Any = paragraph._p.get_or_add_pPr()
    run = OxmlElement("w:rPr")
    for name in ("w:sz", "w:szCs"):
        of = OxmlElement(name)
        of.set(qn("w:val"), str(int(size * 2)))
        run.append(of)
    properties.insert_element_before(run, "w:sectPr", "w:pPrChange")
