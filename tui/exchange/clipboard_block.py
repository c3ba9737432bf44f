"""A block of cells as spreadsheets put it on the clipboard: tabs between cells, quotes around what holds a line break."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from tui.model.text import nfc, without_controls

Block: TypeAlias = list[list[str]]
"""Rows of cells; rows may differ in length."""

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SOFT: Final = re.compile(r"[\v\u2028]")
"""A line break within a cell of Word."""
_IN_CELL: Final = "\N{SYMBOL FOR VERTICAL TABULATION}"
_ORDINAL: Final = re.compile(r"\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXL]{1,6}|[A-HĐa-zđ]|[-–+•*])[.)]*\Z")
_IN_FILES: Final = (";", ",")


def read_block(text: str, is_titles: Callable[[Sequence[str]], bool] = lambda row: False) -> Block:
    """The cells of a pasted text: form C, no control character but line feeds, no empty rows at the end.

    Cells are parted by tabs. Without a tab, ``;`` or ``,`` part them only when the first row is then one of titles
    (``is_titles``): a sentence with commas is one cell. Word has no quotes: its rows are told by their number of cells.
    """
    if "\t" in text and re.search(r"[\r\n]", text.strip()):
        text = _SOFT.sub(_IN_CELL, text)
    clean = nfc(without_controls(_LINE_BREAK.sub("\n", text), lines=True))
    if "\t" not in clean:
        for mark in _IN_FILES:
            rows = _parted(clean, mark)
            if rows and len(rows[0]) > 1 and is_titles(rows[0]):
                return _without_empty_end(rows)
    rows = _rows_of_word(_parted(clean, "\t")) if '"' not in clean else _parted(clean, "\t")
    return _without_empty_end([[cell.replace(_IN_CELL, "\n") for cell in row] for row in rows])


def _rows_of_word(rows: Block) -> Block:
    """Rows with their paragraphs put together where a cell has several: the line ends within it, so that two lines have too few cells.

    Only where that makes whole rows, as many cells as the first has, and the first column numbers them: else a short row may be one whose
    last cells are empty. A line with one cell that begins none may be a heading.
    """
    width = len(rows[0]) if rows else 0
    out: Block = []
    at = 0
    while at < len(rows):
        row, after = list(rows[at]), at + 1
        if 1 < len(row) < width and _ORDINAL.match(row[0]):
            while after < len(rows) and len(row) < width and not _ORDINAL.match(rows[after][0]):
                first, *rest = rows[after]
                row[-1:] = [f"{row[-1]}\n{first}", *rest]
                after += 1
            if len(row) != width:
                row, after = list(rows[at]), at + 1
        out.append(row)
        at = after
    return out


def _parted(text: str, mark: str) -> Block:
    """Rows and cells; what is not quoted as a spreadsheet quotes it is taken letter by letter, its quotation marks too."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        rows = [line.split(mark) for line in text.split("\n")]
    return [[cell.replace("\t", " ").strip(" \n") for cell in row] for row in rows]


def _without_empty_end(rows: Block) -> Block:
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
