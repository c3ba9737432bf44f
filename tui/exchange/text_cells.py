"""A table of text, in a file or pasted: its coding, what parts its cells, and the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tui.exchange.cells import MOST_BYTES, MOST_ROWS, CellSheet, texts_sheet
from tui.model.text import N_, nfc, say, without_controls
from tui.store.files.errors import CannotRead

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLD: Final = "cp1258"
_MARKS: Final = "\t;,|"
_SNIFFED: Final = 50
"""Rows over which the mark between cells is looked for."""
_LETTERS: Final = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵfjwz")
"""The small letters of Vietnamese, in form C, and those of other languages written with them."""


def read_text_table(data: bytes) -> list[CellSheet]:
    """A file of comma-, semicolon- or tab-separated values as one sheet of texts. Raises :class:`CannotRead`."""
    if len(data) > MOST_BYTES:
        raise CannotRead(say(N_("the file is too large: at most {most} MiB"), most=MOST_BYTES >> 20))
    text = nfc(without_controls(decoded(data).replace("\r\n", "\n").replace("\r", "\n"), lines=True))
    try:
        rows = parted(text)
    except csv.Error as error:
        raise CannotRead(say(N_("the file cannot be read as a table of text"))) from error
    if len(rows) > MOST_ROWS:
        raise CannotRead(say(N_("the file has more than {most} rows; leave only those that are meant"), most=MOST_ROWS))
    return [texts_sheet("", [[cell.strip() for cell in row] for row in rows])]


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16, also without its mark, or Windows-1258. Raises :class:`CannotRead` where it is none of them."""
    for mark, coding in _BOMS:
        if data.startswith(mark):
            return _as(data, coding)
    for coding in ("utf-16-le", "utf-16-be"):
        at = 1 if coding == "utf-16-le" else 0
        if len(data) > 3 and len(data) % 2 == 0 and data[at:200:2].count(0) > len(data[at:200:2]) // 2:
            return _as(data, coding)
    try:
        if 0 not in data:
            return data.decode("utf-8")
    except UnicodeDecodeError:
        old = nfc(data.decode(_OLD, errors="replace"))
        if _is_vietnamese(old):
            return old
    raise _no_text()


def _as(data: bytes, coding: str) -> str:
    try:
        return data.decode(coding)
    except UnicodeError as error:
        raise _no_text() from error


def _no_text() -> CannotRead:
    return CannotRead(say(N_("this is neither a workbook nor a text in UTF-8, UTF-16 or Windows-1258")))


def _is_vietnamese(text: str) -> bool:
    """Whether every letter is one of Vietnamese: another old coding gives others."""
    letters = {letter for letter in text.lower() if letter.isalpha()}
    return "\ufffd" not in text and letters <= _LETTERS and not letters <= frozenset("abcdefghijklmnopqrstuvwxyz")


def parted(text: str) -> list[list[str]]:
    """Rows and cells. The mark is the one by which most rows have the same number of cells, more than one. Raises csv.Error."""
    first = text.partition("\n")[0]
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # as Excel writes it for itself
        return _by(text.partition("\n")[2], first.strip()[4])
    best: tuple[float, int, list[list[str]]] | None = None
    for mark in _MARKS:
        if mark not in text:
            continue
        try:
            rows = _by(text, mark)
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows[:_SNIFFED] if any(row))
        width, count = max(widths.items(), key=lambda pair: (pair[1] if pair[0] > 1 else 0, pair[0]), default=(1, 0))
        agreed = count / max(1, widths.total()) if width > 1 else 0.0
        if best is None or (agreed, width) > best[:2]:
            best = (agreed, width, rows)
    return best[2] if best is not None else _by(text, ",")


def _by(text: str, mark: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def block_sheet(rows: Sequence[Sequence[str]]) -> CellSheet:
    """A pasted block as a sheet without a name."""
    return texts_sheet("", rows)
