"""What a row of a table says in words: its name, its number, the text of a field, and what the lines above the table call it."""

from __future__ import annotations

import re
from typing import Any, Final

from tui.exchange.cell_reader import place_of
from tui.exchange.cells import as_written
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.figure_cells import footnotes_of
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.names import CUT, marks_behind
from tui.exchange.reading.row_order import bare_name, ordinal_text
from tui.exchange.reading.rows import TableReader
from tui.model.fields import TABLES
from tui.model.text import Sentence
from tui.vocabulary.body_lists import begins_a_body
from tui.vocabulary.lexicon import phrases, plain

_NO_TITLE: Final = re.compile(r"\(|biểu (?:số|mẫu)|mẫu (?:số|biểu)|cộng hòa|độc lập|(?:đvt|đơn vị(?: tính)?|unit)\s*:", re.IGNORECASE)
"""The beginning of lines above a table that do not say what it is."""


_OF_ANNEX: Final = re.compile(r"(?:phụ lục|biểu|bảng|mẫu)(?:\s+số)?(?:\s+[0-9IVXA-Z]{1,4}(?![^\W\d_])|\s*[:.–-]|\s*$)", re.IGNORECASE)
_OF_LIST: Final = re.compile(r"danh mục\b", re.IGNORECASE)


def is_caption(text: str, *, above: bool = False) -> bool:
    """Whether a text only says what a table or an annex is, so that it is no heading of its rows; ``above``: it stands over the table."""
    bare = text.strip()
    return _OF_ANNEX.match(bare) is not None or (above and _OF_LIST.match(bare) is not None)


def place_of_row(reader: TableReader, row: Row) -> Sentence:
    column = reader.found.name or reader.found.id
    assert column is not None
    return place_of(reader.found.sheet, row.number, column.at)


def text_of(reader: TableReader, row: Row, key: str) -> str:
    column = next((c for c in reader.found.columns.values() if c.field is not None and c.field.key == key), None)
    if column is None or column.at not in row.cells:
        return ""
    text = " ".join(as_written(row.cells[column.at]).split())
    return "" if text.strip() in ("-", "–", "—", "…", "...") else text


def lines_of(reader: TableReader, row: Row, key: str) -> str:
    """A text of a cell with its lines."""
    column = next((c for c in reader.found.columns.values() if c.field is not None and c.field.key == key), None)
    return str(row.cells[column.at].value).strip() if column is not None and column.at in row.cells else ""


def bodies_in(reader: TableReader, row: Row, key: str) -> tuple[str, str]:
    """(the bodies of a cell, the part of it that may be one body or several)."""
    column = next((c for c in reader.found.columns.values() if c.field is not None and c.field.key == key), None)
    return by_comma(column, lines_of(reader, row, key)) if column is not None else ("", "")


def by_comma(column: Column, text: str) -> tuple[str, str]:
    """(the bodies of a cell, each parted from the next where its column is of a program that parts them by commas; what stays unclear).

    ``Bộ Văn hóa, Thể thao và Du lịch`` is one there too: what begins as a body and goes on with what does not is unclear.
    """
    if plain(column.title) not in phrases("titles", "names_by_comma"):
        return text, ""
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    begins = [begins_a_body(piece) for piece in pieces]
    if True in begins and not all(begins[begins.index(True) :]):
        return text, text
    return "; ".join(pieces), ""


def remarks_in(reader: TableReader, row: Row) -> str:
    """What the columns of remarks say of a row; of several each with its title."""
    columns = [c for c in reader.found.columns.values() if c.field is not None and c.field.key == "note" and c.at in row.cells]
    told = [(column.title, " ".join(as_written(row.cells[column.at]).split())) for column in columns]
    said = [(title, text) for title, text in told if text not in ("-", "–", "—", "…", "...")]
    return "\n".join(f"{title}: {text}" if len(said) > 1 else text for title, text in said)


def ordinal_of(reader: TableReader, row: Row) -> str:
    column = next(iter(reader.found.of(Role.ORDINAL)), None)
    return ordinal_text(row.cells[column.at]).strip(". )(") if column is not None and column.at in row.cells else ""


def name_of(reader: TableReader, row: Row) -> str:
    column = reader.found.name
    text = as_written(row.cells[column.at]) if column is not None and column.at in row.cells else ""
    name = bare_name(ordinal_of(reader, row), text)
    bare, marks = marks_behind(name)
    return bare if any(footnotes_of(mark, reader.found.footnotes) for mark in marks) else name


def unit_of(reader: TableReader, row: Row) -> str:
    """The unit of a row: in its column, in the one title of figures that says one, or above the table."""
    unit = text_of(reader, row, "unit")
    titles = {column.unit for column in reader.found.of(Role.FIGURE) if column.at in row.cells}
    return "" if unit in ("-", "–") else unit or (titles.pop() if len(titles) == 1 else "") or reader.around.unit


def title_of(reader: TableReader) -> str:
    lines = [line for line in reader.found.context if len(line) > 3 and not _NO_TITLE.match(line)]
    return lines[-1] if lines else reader.found.sheet.name or label_of(reader)


def label_of(reader: TableReader) -> str:
    """What the records of a table are called, in the language of the file."""
    return reader.words(TABLES[reader.found.table].label)


def worded(table: str, key: str, text: str) -> dict[str, Any]:
    """A text in its field; one too long is cut at a word there, and stands whole in the field for the wording, or in the note."""
    most = TABLES[table][key].max_length
    if most is None or len(text) <= most:
        return {key: text}
    short = text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + CUT
    return {key: short, "text" if "text" in TABLES[table].by_key else "note": text}
