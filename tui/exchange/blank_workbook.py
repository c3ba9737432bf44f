"""A blank workbook for a whole plan: a sheet a table, with its titles, lists to choose from and a remark on each column.

What comes back filled in is read as any table of others: its titles are those the reading knows.
"""

from __future__ import annotations

import io
from typing import Final

import attrs
from xlsxwriter.worksheet import Worksheet

from tui.i18n.words import Words
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.text import N_
from tui.reports.workbook import Looks, new_workbook

_ROWS: Final = 500
"""Rows that have their lists to choose from."""
_WIDE: Final = 44
_NARROW: Final = 18


@attrs.frozen
class _Sheet:
    """A table and the fields that its sheet asks for, each with the title the reading knows it by; "" for the field's own words."""

    table: str
    columns: tuple[tuple[str, str], ...]


_ORDINAL: Final = "TT"
_SHEETS: Final = (
    _Sheet("agencies", (("name", "Tên cơ quan"), ("short", "Tên viết tắt"), ("kind", ""))),
    _Sheet(
        "documents",
        (("number", "Số, ký hiệu"), ("kind", ""), ("issuer", "Cơ quan ban hành"), ("date", "Ngày ban hành"), ("about", "Trích yếu")),
    ),
    _Sheet("goals", (("number", ""), ("title", ""))),
    _Sheet(
        "indicators",
        (
            ("goal", "Nhóm chỉ tiêu"),
            ("name", "Chỉ tiêu"),
            ("unit", "ĐVT"),
            ("target", "Mục tiêu"),
            ("agency", "Cơ quan theo dõi"),
            ("note", "Ghi chú"),
        ),
    ),
    _Sheet("sections", (("number", ""), ("title", ""))),
    _Sheet(
        "tasks",
        (
            ("section", ""),
            ("summary", "Nhiệm vụ"),
            ("leads", "Cơ quan chủ trì"),
            ("partners", "Cơ quan phối hợp"),
            ("due", "Thời hạn hoàn thành"),
            ("deliverable", "Sản phẩm"),
            ("text", "Nội dung trong văn bản"),
            ("budget", "Kinh phí (triệu đồng)"),
        ),
    ),
    _Sheet("sources", (("title", ""), ("url", ""), ("date", ""), ("publisher", ""))),
)
_REMARKS: Final = {
    ("indicators", "target"): N_(
        "≥ 30, above 65, 6.5-7, about 50; with the year in the title of the column where it is not the last of the term"
    ),
    ("tasks", "due"): N_("30/06/2026, quarter II/2026, 6/2026, 2026, all the time, every year"),
    ("tasks", "budget"): N_("1,500, or City budget: 1,000; State grant: 500; another unit behind the number"),
    ("tasks", "leads"): N_("Several bodies parted by semicolons"),
    ("tasks", "partners"): N_("Several bodies parted by semicolons"),
}


def blank_workbook(words: Words, title: str = "") -> bytes:
    """The bytes of the workbook, its titles in the language of ``words``, which is Vietnamese for an office."""
    buffer = io.BytesIO()
    book = new_workbook(buffer, {"title": title or words(N_("Plan"))})
    header = Looks(book)(bold=True, text_wrap=True, border=1, bg_color="#E8EEF4")
    for spec in _SHEETS:
        table = TABLES[spec.table]
        sheet = book.add_worksheet(words(table.label)[:31])
        sheet.write_string(0, 0, _ORDINAL, header)
        sheet.set_column(0, 0, 5)
        for column, (key, said) in enumerate(spec.columns, 1):
            field = table[key]
            sheet.write_string(0, column, said or words(field.label), header)
            sheet.set_column(column, column, _WIDE if key == table.title else _NARROW)
            if remark := _remark(spec.table, field, words):
                sheet.write_comment(0, column, remark)
            _offer(sheet, column, field, words)
        sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def blank_text(words: Words) -> str:
    """The sheets of the workbook and the titles in them, a line each."""
    lines = []
    for spec in _SHEETS:
        table = TABLES[spec.table]
        titles = [_ORDINAL, *(said or words(table[key].label) for key, said in spec.columns)]
        lines.append(f"[{words(table.label)}] {' | '.join(titles)}")
    return "\n".join(lines) + "\n"


def _remark(table: str, field: FieldSpec, words: Words) -> str:
    parts = [words(N_("may not be empty"))] if field.required and field.kind is not Kind.REF else []
    told = _REMARKS.get((table, field.key)) or field.help
    return ". ".join([*parts, *([words(told)] if told else [])])


def _offer(sheet: Worksheet, column: int, field: FieldSpec, words: Words) -> None:
    """A list of the choices, where there is one: as many as Excel takes in a list of words."""
    labels = [words(choice.label) for choice in field.choices]
    while labels and len(",".join(labels)) > 250:
        labels.pop()
    if labels:
        sheet.data_validation(1, column, _ROWS, column, {"validate": "list", "source": labels, "error_type": "information"})
