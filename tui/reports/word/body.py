"""The body of a paper: justified, the first line drawn in, room between paragraphs, ``./.`` at the end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import attrs
from docx.document import Document
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tui.reports.word.annex_table import add_table
from tui.reports.word.chart import add_chart
from tui.reports.word.lettering import JUSTIFIED, PLACE, add_paragraph, add_text, clean, mark, pattern
from tui.reports.word.page import room
from tui.reports.word.paper import Block, BodyTable, Chart, Line, Look, ended

FIRST_LINE: Final = 1.27
_AFTER: Final = 6


def add_body(document: Document, basis: Sequence[str], blocks: Sequence[Block]) -> None:
    """The legal basis, ``;`` after each and ``.`` after the last, then the blocks; the last line ends the paper."""
    for n, text in enumerate(basis, 1):
        end = "." if n == len(basis) else ";"
        _paragraph(document, text.rstrip(" .;") + end, italic=True)
    last = max((n for n, block in enumerate(blocks) if isinstance(block, Line)), default=None)
    paragraph: Paragraph | None = None
    for n, block in enumerate(blocks):
        if isinstance(block, Chart):
            add_chart(document, block, n)
            continue
        if isinstance(block, BodyTable):
            if block.text:
                _line(document, Line(block.text)).paragraph_format.keep_with_next = True
            add_table(document, block.columns, block.rows, room(landscape=False))
            mark(document.add_paragraph(), 4)
            continue
        paragraph = _line(document, attrs.evolve(block, text=ended(block.text)) if n == last else block)
    if paragraph is not None:  # a signature never stands alone on a page
        paragraph.paragraph_format.keep_with_next = True


def _line(document: Document, line: Line) -> Paragraph:
    headed = line.look in (Look.PART, Look.POINT, Look.GROUP)
    opens = headed or line.text.rstrip().endswith(":")  # what opens a part or a list is never the last line of a page
    return _paragraph(document, line.text, bold=headed, italic=line.look is Look.GROUP, opens=opens)


def _paragraph(document: Document, text: str, *, bold: bool = False, italic: bool = False, opens: bool | None = None) -> Paragraph:
    return add_paragraph(document, _pattern(bold, italic, opens), clean(text))


@cache
def _pattern(bold: bool, italic: bool, opens: bool | None) -> Any:
    """A line of the body, to be copied: there are as many as indicators, and to set one takes a millisecond."""
    paragraph = pattern()
    paragraph.alignment = JUSTIFIED
    setting = paragraph.paragraph_format
    setting.first_line_indent = Cm(FIRST_LINE)
    setting.space_after = Pt(_AFTER)
    setting.widow_control = True
    setting.keep_with_next = opens
    add_text(paragraph, PLACE, bold=bold, italic=italic)
    return paragraph._p
