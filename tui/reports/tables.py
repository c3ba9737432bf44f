"""Any table as Markdown or CSV: the titles and rows that are shown, in their order."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Sequence
from typing import Any, Final

import attrs

from tui.model.text import no_formula, printable, without_controls

BOM: Final = "\ufeff"
"""Excel takes a file of text for UTF-8 only when it begins with this."""
_MARKDOWN: Final = str.maketrans({c: f"\\{c}" for c in "\\|`*_[]<>~&"})


@attrs.frozen
class TableColumn:
    """A column that leaves: its title in the user's language; ``right`` for numbers."""

    title: str
    right: bool = False


@attrs.frozen
class Shown:
    """A cell as it is shown, and its native value where that is a number or a day; ``marks`` are what is shown around it."""

    text: str
    value: float | dt.date | None = None
    marks: str = ""


@attrs.frozen
class ShownTable:
    """Columns and rows as they are shown."""

    columns: tuple[TableColumn, ...]
    rows: Sequence[Sequence[Shown]]

    def marked(self) -> list[bool]:
        """Of each column whether a cell of it has marks around its number: a spreadsheet gets them in a column of their own."""
        return [any(row[place].marks for row in self.rows) for place in range(len(self.columns))]


def as_markdown(table: ShownTable) -> str:
    """A table of GitHub's Markdown; text is text, whatever signs are in it."""
    lines = [_markdown_line([column.title for column in table.columns])]
    lines.append("| " + " | ".join("---:" if column.right else "---" for column in table.columns) + " |")
    lines += [_markdown_line([cell.text for cell in row]) for row in table.rows]
    return "\n".join(lines) + "\n"


def _markdown_line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(_markdown(text) for text in texts) + " |"


def _markdown(text: str) -> str:
    lines = without_controls(text, lines=True).replace("\t", " ").splitlines()
    return "<br>".join(printable(line).translate(_MARKDOWN).strip() for line in lines)


def as_csv(table: ShownTable, marks: str) -> str:
    """Comma-separated values with :data:`BOM`; numbers plain with a point, days as ISO, no text starts a formula.

    What stands around numbers (an operator, the mark of an estimate) goes into a column of its own, titled with ``marks``.
    """
    marked = table.marked()
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    titles: list[str] = []
    for column, extra in zip(table.columns, marked, strict=True):
        titles += [column.title, f"{column.title} {marks}"] if extra else [column.title]
    rows.writerow([_csv_text(title) for title in titles])
    for row in table.rows:
        cells: list[Any] = []
        for cell, extra in zip(row, marked, strict=True):
            cells.append(_csv_value(cell))
            if extra:
                cells.append(_csv_text(cell.marks))
        rows.writerow(cells)
    return BOM + out.getvalue()


def _csv_value(cell: Shown) -> object:
    if isinstance(cell.value, dt.date):
        return cell.value.isoformat()
    if cell.value is not None and math.isfinite(cell.value):
        return int(cell.value) if float(cell.value).is_integer() and abs(cell.value) < 2**53 else cell.value
    return _csv_text(cell.text)


def _csv_text(text: str) -> str:
    return no_formula(without_controls(text, lines=True))
