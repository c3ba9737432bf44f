"""A paper set as a Word file."""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

from docx import Document

from tui.model.clock import Clock
from tui.reports.word.annex_table import add_annex
from tui.reports.word.body import add_body
from tui.reports.word.head import add_addressees, add_head, add_title
from tui.reports.word.lettering import clean, unseen, use_typeface
from tui.reports.word.page import first_section
from tui.reports.word.paper import Paper
from tui.reports.word.renewing import stamp
from tui.reports.word.tail import add_tail

_MOST_IN_TITLE: Final = 255


def docx_bytes(paper: Paper) -> bytes:
    """The Word file of a paper; the only module of the package that is asked for one."""
    document = Document()
    use_typeface(document)
    first_section(document)
    add_head(document, paper.letterhead)
    if paper.title:
        add_title(document, paper.title, paper.abstract)
    if paper.to:
        add_addressees(document, paper.to)
    add_body(document, paper.basis, paper.body)
    add_tail(document, paper)
    for annex in paper.annexes:
        add_annex(document, annex, paper.reference)
    if paper.annexes:
        unseen(document.add_paragraph())  # Word wants a paragraph after a table; between annexes the one that holds the break is it
    about = document.core_properties
    about.title = clean(f"{paper.title} {paper.abstract or paper.letterhead.about}")[:_MOST_IN_TITLE]
    about.author = about.last_modified_by = about.comments = ""  # the template's, and nobody's name
    about.created = about.modified = Clock(dt.UTC).now().replace(tzinfo=None)
    about.language = "vi-VN"
    about.identifier = stamp(((part.partname.membername, part.blob) for part in document.part.package.iter_parts()), paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
