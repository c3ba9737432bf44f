"""The text of a document from outside, a paragraph at a time, and its tables: ``.docx``, or text in UTF-8, UTF-16 or windows-1258."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from tui.exchange.cells import MOST_BYTES, CellSheet, texts_sheet
from tui.exchange.document.docx_paragraphs import read_paragraphs
from tui.exchange.docx_tables import is_docx, read_docx_tables
from tui.exchange.outside_file import bytes_of
from tui.exchange.packed_parts import one_spaced
from tui.model.text import N_, Sentence, say
from tui.store.files.errors import CannotRead

MOST_PARAGRAPHS: Final = 20_000
_MOST_LETTERS: Final = 20_000
"""Of one paragraph: a longer one is cut there."""
_TABLE_ROW = re.compile(r"\s*\|(.*)\|\s*$")
_RULE = re.compile(r"[\s|:-]*$")
_EMPHASIS = re.compile(r"\*\*|__|\*(?=[^\s*])([^*\n]+?)(?<=[^\s*(])\*(?!\w)")
_HEADING = re.compile(r"#{1,6}\s+")
_TABLE: Final = "Bảng"
"""What tables are called, with their number: such a document is written in Vietnamese."""


@attrs.frozen
class Paragraph:
    """A paragraph with the number it has in the document (of a text: its line), counted from 1; ``doubts``: why it has to be looked at."""

    number: int
    text: str
    doubts: tuple[Sentence, ...] = ()


@attrs.frozen
class Document:
    """The paragraphs and the tables of a document, each in their order; ``by_line``: a paragraph's number is that of a line of text."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[CellSheet, ...]
    by_line: bool = False


def distinct(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Each sentence once, in the order in which they come first."""
    out: list[Sentence] = []
    for sentence in sentences:
        if sentence not in out:
            out.append(sentence)
    return tuple(out)


def read_document(path: str | os.PathLike[str]) -> Document:
    """A document's text and tables. Raises :class:`CannotRead`."""
    data = bytes_of(path)
    if len(data) > MOST_BYTES:
        raise CannotRead(say(N_("the document is larger than {most} MiB"), most=MOST_BYTES >> 20))
    return document_of(data)


def document_of(data: bytes) -> Document:
    """The document some bytes are. Raises :class:`CannotRead`."""
    if data.startswith(b"PK"):
        if not zipfile.is_zipfile(io.BytesIO(data)) or not is_docx(data):
            raise CannotRead(say(N_("this is not a document of Word (.docx)")))
        paragraphs = read_paragraphs(data)
        doubts = {number: distinct(told) for number, _, told in paragraphs if told}
        return Document(_numbered([(number, text) for number, text, _ in paragraphs], doubts), tuple(read_docx_tables(data, _TABLE)))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead(say(N_("the document is locked with a password, or in the form of before 2007; save it as .docx without one")))
    return _text(_decoded(data))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codings = ["utf-16"]
    elif b"\0" in data:
        raise CannotRead(say(N_("this is neither a document of Word (.docx) nor text")))
    else:
        codings = ["utf-8-sig", "cp1258"]
    for coding in codings:
        try:
            return one_spaced(data.decode(coding))
        except UnicodeError:
            continue
    raise CannotRead(say(N_("this is neither a document of Word (.docx) nor text")))


def _numbered(lines: list[tuple[int, str]], doubts: Mapping[int, tuple[Sentence, ...]] = MappingProxyType({})) -> tuple[Paragraph, ...]:
    told = [Paragraph(number, " ".join(line.split())[:_MOST_LETTERS], doubts.get(number, ())) for number, line in lines if line.strip()]
    if len(told) > MOST_PARAGRAPHS:
        raise CannotRead(say(N_("the document has more than {most} paragraphs"), most=MOST_PARAGRAPHS))
    return tuple(told)


def _text(text: str) -> Document:
    """A text: a line is a paragraph; lines between bars are rows of a table, marks of emphasis are no part of the words."""
    lines: list[tuple[int, str]] = []
    tables: list[list[list[str]]] = []
    above: list[str] = []
    aboves: list[tuple[str, ...]] = []
    in_table = False
    for number, line in enumerate(text.split("\n"), start=1):
        row = _TABLE_ROW.match(line)
        if row is None:
            in_table = False
            bare = _HEADING.sub("", _EMPHASIS.sub(r"\1", line), count=1).strip()
            lines.append((number, bare))
            above = [*above, bare][-6:] if bare else above
            continue
        if not in_table:
            tables.append([])
            aboves.append(tuple(above))
        in_table = True
        if not _RULE.match(line):
            tables[-1].append([_EMPHASIS.sub(r"\1", cell).strip() for cell in row[1].split("|")])
    sheets = [texts_sheet(f"{_TABLE} {n}", rows, above=aboves[n - 1]) for n, rows in enumerate(tables, start=1) if rows]
    return Document(_numbered(lines), tuple(sheets), by_line=True)
