"""Rows of a frame as text in columns, as CSV for a spreadsheet, and as JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from rich.cells import cell_len, set_cell_size

from tui.i18n.words import Words
from tui.model.text import no_formula, printable
from tui.reports.answer import json_answer

_WIDEST: Final = 60
_NOTHING: Final = "·"


def rows_as_text(rows: pl.DataFrame, words: Words, titles: Mapping[str, str] | None = None) -> str:
    """Columns side by side as wide as what they hold, numbers to the right; ``titles`` are the words for columns that have some."""
    heads = [(titles or {}).get(name, name) for name in rows.columns]
    cells = [[_said(value, words) for value in row] for row in rows.iter_rows()]
    widths = [min(_WIDEST, max([cell_len(heads[at]), *(cell_len(row[at]) for row in cells)])) for at in range(rows.width)]
    right = [dtype.is_numeric() for dtype in rows.dtypes]
    return "".join(_line(row, widths, right) for row in [heads, *cells])


def _said(value: Any, words: Words) -> str:
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, float):
        return words.number(value)
    if isinstance(value, dt.date):
        return words.date(value)
    if isinstance(value, list):
        return ", ".join(_said(each, words) for each in value)
    return printable(str(value))


def _line(row: list[str], widths: list[int], right: list[bool]) -> str:
    cells = []
    for text, width, at_right in zip(row, widths, right, strict=True):
        shown = text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"
        room = " " * (width - cell_len(shown))
        cells.append(room + shown if at_right else shown + room)
    return "  ".join(cells).rstrip() + "\n"


def rows_as_csv(rows: pl.DataFrame, titles: Mapping[str, str] | None = None) -> str:
    """A table a spreadsheet opens: numbers and days as they are, no text that would be a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([(titles or {}).get(name, name) for name in rows.columns])
    for row in rows.iter_rows():
        writer.writerow([_plain(value) for value in row])
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return no_formula(printable(value))
    if isinstance(value, list):
        return no_formula("; ".join(str(_plain(each)) for each in value))
    return value.isoformat() if isinstance(value, dt.date) else value


def rows_as_json(name: str, rows: pl.DataFrame) -> str:
    """The rows as objects; days as ``2025-12-31``."""
    return json_answer(name, {"rows": jsonable_rows(rows)})


def jsonable_rows(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows as JSON can hold them."""
    return [{key: _jsonable(value) for key, value in row.items()} for row in rows.iter_rows(named=True)]


def _jsonable(value: Any) -> Any:
    if isinstance(value, list):
        return [_jsonable(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value
