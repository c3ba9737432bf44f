"""The workbook behind a chart of a Word file: with it whoever has the file may change a number and see the chart follow."""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

from xlsxwriter.utility import xl_range_abs

from tui.model.text import without_controls
from tui.reports.word.paper import Chart
from tui.reports.workbook import new_workbook

SHEET: Final = "Sheet1"
_LONG_AGO: Final = dt.datetime(2000, 1, 1)
"""The day the workbook says it was made: the same numbers give the same bytes."""


def chart_workbook(chart: Chart) -> bytes:
    """One sheet: years below each other, a column a series with its name above; an empty cell where nothing is known."""
    out = io.BytesIO()
    with new_workbook(out, {}) as book:
        book.set_properties({"created": _LONG_AGO})
        sheet = book.add_worksheet(SHEET)
        for row, label in enumerate(chart.labels, 1):
            sheet.write_string(row, 0, without_controls(label))
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, without_controls(series.name))
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, value)
    return out.getvalue()


def place_of_labels(chart: Chart) -> str:
    """Where the years stand: ``Sheet1!$A$2:$A$6``."""
    return _place(1, len(chart.labels), 0)


def place_of_name(column: int) -> str:
    """Where the name of a series stands, the first being 0."""
    return _place(0, 0, column + 1)


def place_of_values(chart: Chart, column: int) -> str:
    """Where the numbers of a series stand."""
    return _place(1, len(chart.labels), column + 1)


def _place(first: int, last: int, column: int) -> str:
    return f"{SHEET}!{xl_range_abs(first, column, max(first, last), column)}"
