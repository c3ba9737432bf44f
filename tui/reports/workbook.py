"""Workbooks of Excel: real numbers and days, a header that stays, a filter, and a set-up for A4 paper.

Text is written as text, whatever it begins with: nothing in a plan becomes a formula or a link. Workbooks are made in
memory; writing the file is the store's.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui.frames.methods.digits import kept
from tui.model.text import no_formula, without_controls
from tui.reports import official
from tui.reports.annex_rows import Align, Quantity

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from tui.reports.annex_rows import Annex, AnnexColumn, CellValue

FONT: Final = "Times New Roman"
_SIZE: Final = 12
_A4: Final = 9
_DAY: Final = "dd/mm/yyyy"
_MOST_DECIMALS: Final = 10
_MOST_TEXT: Final = 32_767
"""Characters Excel takes in one cell."""
_MARGINS: Final = {"left": 0.59, "right": 0.59, "top": 0.79, "bottom": 0.59}  # inches: 15, 15, 20, 15 mm
_MOST_NAME: Final = 31
_LINE: Final = 15.75
"""Points of one line."""
_HIGHEST: Final = 409
_PER_WIDTH: Final = 0.65
"""Characters of a column to a unit of an annex's width, which is a millimetre on paper."""
_WIDE: Final = 0.9
"""Width of a letter of our font, in those Excel counts a column's width in."""


@attrs.frozen
class Entry:
    """What is written in a cell: nothing (None), text, a number, a day; ``before`` and ``after`` stand around a number."""

    value: str | float | dt.date | bool | None
    before: str = ""
    after: str = ""
    decimals: int | None = None


@attrs.frozen
class SheetColumn:
    """A column: its title, its width in characters, and whether its cells stand in the middle."""

    title: str
    width: float
    centred: bool = False


@attrs.frozen
class SheetTable:
    """A sheet with one table: lines above it (the first is its title), columns, rows."""

    name: str
    heading: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Entry]]

    @property
    def header_row(self) -> int:
        """The row of the titles, counted from 0."""
        return len(self.heading) + 1 if self.heading else 0


def workbook_of(tables: Sequence[SheetTable], properties: Mapping[str, str]) -> bytes:
    """A workbook with these sheets. ``properties``: title, author … of the document."""
    buffer = io.BytesIO()
    book = new_workbook(buffer, properties)
    looks = Looks(book)
    for name, table in zip(sheet_names([table.name for table in tables]), tables, strict=True):
        sheet = book.add_worksheet(name)
        put_table(sheet, table, looks)
        print_set_up(sheet, table.header_row)
    book.close()
    return buffer.getvalue()


def annex_tables(annexes: Sequence[Annex], plan_title: str, seen_from: str) -> list[SheetTable]:
    """The sheets of the annexes, a row a record that can be filtered and sorted; ``seen_from`` is the line that says the day."""
    out = []
    for annex in annexes:
        rows = [[_annex_entry(value) for value in row.cells] for row in annex.rows]
        columns = tuple(_annex_column(column, [row.cells[place] for row in annex.rows]) for place, column in enumerate(annex.columns))
        out.append(SheetTable(annex.sheet, (annex.name, plan_title, seen_from), columns, rows))
    return out


def _annex_column(column: AnnexColumn, values: Sequence[CellValue]) -> SheetColumn:
    """As wide as on paper, but wide enough for every number: one that does not fit is shown as ####."""
    longest = max((len(official.quantity(value)) for value in values if isinstance(value, Quantity)), default=0)
    return SheetColumn(column.title, max(column.width * _PER_WIDTH, longest + 1), column.align is Align.CENTRE)


def _annex_entry(value: CellValue) -> Entry:
    """The number itself under a format that shows what the paper writes."""
    if not isinstance(value, Quantity):
        return Entry(value)
    decimals = min(official.MOST_DECIMALS, decimals_of(value.value)) if value.decimals is None else value.decimals
    after = value.after if value.after.startswith("%") or not value.after else f" {value.after}"
    return Entry(kept(value.value, decimals), f"{value.before} " if value.before else "", after, decimals)


# -- parts of a workbook, for forms too ------------------------------------------------------------------------------


def new_workbook(buffer: io.BytesIO, properties: Mapping[str, str]) -> Workbook:
    """An empty workbook in memory in which text stays text."""
    from xlsxwriter import Workbook

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(buffer, options)
    book.set_properties({key: without_controls(value) for key, value in properties.items()})
    return book


@attrs.define
class Looks:
    """The formats of a workbook, each made once."""

    book: Workbook
    _made: dict[tuple[tuple[str, Any], ...], Format] = attrs.field(factory=dict)

    def __call__(self, **wanted: Any) -> Format:
        """The format with these properties over the usual font, top-aligned."""
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({"font_name": FONT, "font_size": _SIZE, "valign": "top", **wanted})
        return self._made[key]


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names Excel takes: without its signs, at most 31 letters, no two alike."""
    out: list[str] = []
    for name in wanted:
        bare = "".join(c for c in without_controls(name) if c not in "[]:*?/\\").strip("' ")[:_MOST_NAME] or "Sheet"
        known = {n.casefold() for n in out}
        tried, number = bare, 2
        while tried.casefold() in known:
            tail = f" {number}"
            tried, number = bare[: _MOST_NAME - len(tail)] + tail, number + 1
        out.append(tried)
    return out


def put_table(sheet: Worksheet, table: SheetTable, looks: Looks) -> None:
    """Heading, titles that stay when the rest is scrolled, a filter, rows with wrapped text."""
    across = sum(spec.width for spec in table.columns)
    for row, line in enumerate(table.heading):
        look = looks(bold=True, font_size=14, text_wrap=True) if row == 0 else looks(italic=row > 1, text_wrap=True)
        sheet.write_string(row, 0, clean(line), look)
        if len(table.columns) > 1:  # a long title breaks at the table's edge and does not make the paper wider
            sheet.merge_range(row, 0, row, len(table.columns) - 1, clean(line), look)
        set_height(sheet, row, [line], [across])
    top = table.header_row
    for column, spec in enumerate(table.columns):
        sheet.set_column(column, column, spec.width)
        sheet.write_string(top, column, clean(spec.title), looks(bold=True, text_wrap=True, align="center", valign="vcenter", border=1))
    widths = [spec.width for spec in table.columns]
    set_height(sheet, top, [spec.title for spec in table.columns], widths)
    for offset, entries in enumerate(table.rows, 1):
        set_height(sheet, top + offset, [entry.value for entry in entries], widths)
        for column, entry in enumerate(entries):
            middle = {"align": "center"} if table.columns[column].centred else {}
            put(sheet, top + offset, column, entry, looks, border=1, **middle)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(1, len(table.rows)), len(table.columns) - 1)


def set_height(sheet: Worksheet, row: int, values: Sequence[object], widths: Sequence[float]) -> None:
    """Make a row as high as its longest text needs: not every program works that out when it opens the file."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str):
            lines = max(lines, sum(max(1, math.ceil(len(line) * _WIDE / max(1.0, width - 1))) for line in value.splitlines() or [""]))
    sheet.set_row(row, min(_HIGHEST, lines * _LINE))


def put(sheet: Worksheet, row: int, column: int, entry: Entry, looks: Looks, **more: Any) -> None:
    """Write one cell; an unknown value leaves it empty, with its look."""
    value = entry.value
    if value is None or value == "":
        sheet.write_blank(row, column, None, looks(text_wrap=True, **more))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, looks(**more))
    elif isinstance(value, int | float):
        sheet.write_number(row, column, AsWritten(value), looks(num_format=number_format(entry), **more))
    elif isinstance(value, dt.date):
        if value.year < 1900 or value > dt.date(9999, 12, 31):
            sheet.write_string(row, column, value.strftime("%d/%m/%Y"), looks(**more))
        else:
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), looks(num_format=_DAY, **{"align": "center", **more}))
    else:
        text = clean(value)
        quoted = {"quote_prefix": True} if no_formula(text) != text else {}  # stays text also when somebody edits the cell
        sheet.write_string(row, column, text, looks(text_wrap=True, **quoted, **more))


class AsWritten(float):
    """A number that is formatted in the digits it is written with, whatever is asked: sixteen of 95.1 are 95.09999999999999."""

    def __format__(self, spec: str, /) -> str:
        return repr(float(self)).removesuffix(".0").upper()


def number_format(entry: Entry) -> str:
    """The format of a number: its own decimals or the column's, what stands around it in quotation marks."""
    value = entry.value
    assert isinstance(value, int | float)
    places = decimals_of(value) if entry.decimals is None else entry.decimals
    code = "#,##0" + ("." + "0" * places if places else "")
    before, after = (f'"{_unquoted(text)}"' if text else "" for text in (entry.before, entry.after))
    if not before and not after:
        return code
    return f"{before}{code}{after};{before}-{code}{after}"


def _unquoted(text: str) -> str:
    return clean(text).replace('"', "").replace("\n", " ")


def decimals_of(value: float) -> int:
    """How many decimals a number has as it is written."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(_MOST_DECIMALS, max(0, -int(exponent)))


def clean(text: str) -> str:
    """Text Excel can hold: no control characters but line breaks, not longer than a cell."""
    bare = without_controls(text, lines=True)
    return bare if len(bare) <= _MOST_TEXT else bare[: _MOST_TEXT - 1] + "…"


def print_set_up(sheet: Worksheet, header_row: int) -> None:
    """A4 across, as wide as the paper, the titles on every page, the page's number in the top margin."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(**_MARGINS)
    sheet.repeat_rows(header_row)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f'&C&"{FONT},Regular"&13&P', {"margin": 0.39})
    sheet.hide_gridlines(1)
