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
_IN_FILES: Final = (";", ",")


def read_block(text: str, is_titles: Callable[[Sequence[str]], bool] = lambda row: False) -> Block:
    """The cells of a pasted text: form C, no control character but line feeds, no empty rows at the end.

    Cells are parted by tabs. Without a tab, ``;`` or ``,`` part them only when the first row is then one of titles
    (``is_titles``): a sentence with commas is one cell.
    """
    clean = nfc(without_controls(_LINE_BREAK.sub("\n", text), lines=True))
    if "\t" not in clean:
        for mark in _IN_FILES:
            rows = _parted(clean, mark)
            if rows and len(rows[0]) > 1 and is_titles(rows[0]):
                return _without_empty_end(rows)
    return _without_empty_end(_parted(clean, "\t"))


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
