"""The body of a paper: justified, the first line drawn in, room between paragraphs, ``./.`` at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tui.reports.word.lettering import JUSTIFIED, add_text
from tui.reports.word.paper import Line, Look

FIRST_LINE: Final = 1.27
_AFTER: Final = 6
_END: Final = "./."


def add_body(document: Document, basis: Sequence[str], lines: Sequence[Line]) -> None:
    """The legal basis, ``;`` after each and ``.`` after the last, then the lines; the last one ends the paper."""
    for n, text in enumerate(basis, 1):
        end = "." if n == len(basis) else ";"
        add_text(_paragraph(document), text.rstrip(" .;") + end, italic=True)
    paragraph: Paragraph | None = None
    for n, line in enumerate(lines, 1):
        paragraph = _paragraph(document)
        text = ended(line.text) if n == len(lines) else line.text
        add_text(paragraph, text, bold=line.look in (Look.PART, Look.POINT))
        # a heading is never the last line of a page
        paragraph.paragraph_format.keep_with_next = line.look in (Look.PART, Look.POINT)
    if paragraph is not None:  # a signature never stands alone on a page
        paragraph.paragraph_format.keep_with_next = True


def ended(text: str) -> str:
    """The text with the sign that ends a paper."""
    return text.rstrip(" .;/") + _END


def _paragraph(document: Document) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = JUSTIFIED
    setting = paragraph.paragraph_format
    setting.first_line_indent = Cm(FIRST_LINE)
    setting.space_after = Pt(_AFTER)
    setting.widow_control = True
    return paragraph
