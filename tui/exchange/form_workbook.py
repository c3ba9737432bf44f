"""A form as a workbook: inputs are coloured and open, the rest is locked without a password, choices come from lists.

A hidden sheet says which plan, body and year the form is for, and what the plan held in every input when it was made.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from tui.exchange.form import FORM_VERSION, ID, REPORTED_ON, Form, FormColumn, FormRow, FormSheet, Group, shown_of
from tui.i18n.words import Words
from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING, Plan
from tui.reports.official import BLANK, plan_kind
from tui.reports.workbook import Entry, Looks, clean, new_workbook, print_set_up, put, set_height, sheet_names

KEPT: Final = "_kehoach"
"""The hidden sheet; a workbook with it is a form."""
_LISTS: Final = "_danh_sach"
FIRST: Final = "Hướng dẫn"
_NAMES, _TOLD = 26, 70
"""How wide the two columns of the first sheet are."""
REPORTED_ON_TITLE: Final = "Ngày báo cáo"
HEADER_ROW: Final = 3
_INPUT: Final = "#FFF8DC"
_LOCKED: Final = "#F2F2F2"
_PIECE: Final = 30_000
"""Characters of a kept value in one cell."""
_LAST_DAY: Final = dt.date(2200, 12, 31)

_TELLS: Final = (
    "Chỉ điền vào các ô nền vàng; các ô khác để đối chiếu.",
    "Ô chưa biết thì để trống: không ghi 0, không ghi “chưa có”.",
    "Số thập phân viết dấu phẩy (8,59) nếu gõ dạng chữ; ngày viết 20/11/2025; không dùng công thức, không trộn ô.",
    "Cột có danh sách thì chọn trong danh sách. Không đổi tên cột, tên trang và cột Mã.",
    "Điền xong, gửi lại tệp này; chỉ những ô đã sửa được đưa vào tệp chung.",
)


def form_workbook(form: Form, plan: Plan, words: Words) -> bytes:
    """The bytes of the workbook; ``words`` are the Vietnamese."""
    buffer = io.BytesIO()
    book = new_workbook(buffer, {"title": form.title, "subject": f"{form.agency_name}, năm {form.year}"})
    looks = Looks(book)
    names = sheet_names([FIRST, *(sheet.name for sheet in form.sheets)])
    first = book.add_worksheet(names[0])
    sheets = [book.add_worksheet(name) for name in names[1:]]
    lists, kept = book.add_worksheet(_LISTS), book.add_worksheet(KEPT)
    _put_first(first, form, plan_kind(plan), looks)
    offered = _Offered(lists)
    for sheet, spec in zip(sheets, form.sheets, strict=True):
        _put_sheet(sheet, spec, form, plan, words, looks, offered)
    _keep(kept, form)
    lists.very_hidden()
    kept.very_hidden()
    first.activate()
    book.close()
    return buffer.getvalue()


def _put_first(sheet: Any, form: Form, kind: str, looks: Looks) -> None:
    """``kind`` is what kind of document the plan is, a blank while it does not say."""
    of = kind if kind != BLANK else "văn bản"
    sheet.set_column(0, 0, _NAMES)
    sheet.set_column(1, 1, _TOLD)
    sheet.write_string(0, 0, f"BIỂU BÁO CÁO TÌNH HÌNH THỰC HIỆN {of.upper()}", looks(bold=True, font_size=14))
    told: Sequence[tuple[str, str | float | dt.date]] = (
        (of[:1].upper() + of[1:], form.title),
        ("Cơ quan báo cáo", form.agency_name),
        ("Năm", str(form.year)),
        (f"Theo {of.lower()} tại ngày", form.as_of),
    )
    for row, (name, value) in enumerate(told, 2):
        sheet.write_string(row, 0, name, looks(bold=True))
        put(sheet, row, 1, Entry(value), looks, **({"align": "left"} if isinstance(value, dt.date) else {}))
        set_height(sheet, row, [name, value], [_NAMES, _TOLD])
    row = len(told) + 2
    sheet.write_string(row, 0, REPORTED_ON_TITLE, looks(bold=True))
    sheet.write_blank(row, 1, None, looks(bg_color=_INPUT, border=1, locked=False, num_format="dd/mm/yyyy", align="left"))
    sheet.data_validation(row, 1, row, 1, _day_rule())
    for offset, text in enumerate(_TELLS, row + 2):
        sheet.write_string(offset, 0, f"{offset - row - 1}. {text}", looks())
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _put_sheet(sheet: Any, spec: FormSheet, form: Form, plan: Plan, words: Words, looks: Looks, offered: _Offered) -> None:
    sheet.write_string(0, 0, clean(f"{spec.name}: {form.agency_name}, năm {form.year}"), looks(bold=True, font_size=14))
    sheet.write_string(1, 0, clean(form.title), looks())
    title = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    last = HEADER_ROW + len(spec.rows)
    for place, column in enumerate(spec.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEADER_ROW, place, clean(column.title), looks(**title, bg_color=_INPUT if column.spec else _LOCKED))
        if column.spec is not None:
            _offer(sheet, HEADER_ROW + 1, place, last, column, plan, words, offered)
    widths = [column.width for column in spec.columns]
    set_height(sheet, HEADER_ROW, [column.title for column in spec.columns], widths)
    for row, values in enumerate(spec.rows, HEADER_ROW + 1):
        shown = [values.told.get(column.key) if column.spec is None else values.base.get(column.key) for column in spec.columns]
        set_height(sheet, row, shown, widths)
        for place, column in enumerate(spec.columns):
            _put_cell(sheet, row, place, column, values, plan, words, looks)
    sheet.freeze_panes(HEADER_ROW + 1, 3)
    sheet.autofilter(HEADER_ROW, 0, last, len(spec.columns) - 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    print_set_up(sheet, HEADER_ROW)


def _put_cell(sheet: Any, row: int, place: int, column: FormColumn, values: FormRow, plan: Plan, words: Words, looks: Looks) -> None:
    if column.spec is None:
        value = values.id if column.key == ID else values.told.get(column.key)
        put(sheet, row, place, Entry(value), looks, border=1, bg_color=_LOCKED)
        return
    value = shown_of(column.spec, values.base.get(column.key, MISSING), plan, words)
    more: dict[str, Any] = {"border": 1, "bg_color": _INPUT, "locked": False}
    if value is None and column.spec.kind in (Kind.NUMBER, Kind.DATE):
        shape = "dd/mm/yyyy" if column.spec.kind is Kind.DATE else "General"
        sheet.write_blank(row, place, None, looks(num_format=shape, **more))
    else:
        put(sheet, row, place, Entry(value), looks, **more)


# -- what a cell offers and accepts -----------------------------------------------------------------------------------


class _Offered:
    """The sheet of the lists: one column a list."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.columns: dict[tuple[str, ...], int] = {}

    def range(self, texts: Sequence[str]) -> str:
        """The range that holds these texts, as a formula names it."""
        from xlsxwriter.utility import xl_col_to_name

        key = tuple(texts)
        if key not in self.columns:
            self.columns[key] = len(self.columns)
            for row, text in enumerate(texts):
                self.sheet.write_string(row, self.columns[key], clean(text))
        letters = xl_col_to_name(self.columns[key], True)
        return f"={_LISTS}!{letters}$1:{letters}${len(texts)}"


def _offer(sheet: Any, top: int, place: int, last: int, column: FormColumn, plan: Plan, words: Words, offered: _Offered) -> None:
    spec = column.spec
    assert spec is not None
    rule: dict[str, Any] | None = None
    if spec.kind is Kind.CHOICE:
        rule = {"validate": "list", "source": offered.range([words(choice.label) for choice in spec.choices])}
    elif spec.kind is Kind.REF and spec.table and plan.tables[spec.table]:
        names = dict.fromkeys(plan.short_of(spec.table, id) for id in plan.tables[spec.table])
        rule = {"validate": "list", "source": offered.range(list(names))}
    elif spec.kind is Kind.DATE:
        rule = _day_rule()
    elif spec.kind is Kind.NUMBER:
        low, high = spec.minimum, spec.maximum
        bounds = {"minimum": low if low is not None else -(2**53), "maximum": high if high is not None else 2**53}
        rule = {"validate": "decimal", "criteria": "between", **bounds, "error_type": "warning"}
    else:
        rule = {"validate": "any"}
    told = {"input_title": column.title[:32], "input_message": column.help[:255]} if column.help else {}
    if rule["validate"] != "any" or told:
        sheet.data_validation(top, place, last, place, {**rule, **told})


def _day_rule() -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": dt.date(1900, 1, 1),
        "maximum": _LAST_DAY,
        "error_type": "warning",
    }


# -- what goes along --------------------------------------------------------------------------------------------------


def _keep(sheet: Any, form: Form) -> None:
    """Key and value of the form itself, then a line for every input: table, id, column, the plan's value as JSON."""
    header = {
        "form": str(FORM_VERSION),
        "title": form.title,
        "short_title": form.short_title,
        "term": "/".join(form.term),
        "agency": form.agency,
        "year": str(form.year),
        "as_of": form.as_of.isoformat(),
        "digest": form.digest,
    }
    rows: list[list[str]] = [[key, *_pieces(value)] for key, value in header.items()]
    rows.append([REPORTED_ON, REPORTED_ON_TITLE])
    for spec in form.sheets:
        rows.append(["sheet", spec.table, spec.name])
        for row in spec.rows:
            for column in spec.inputs:
                if column.group is not Group.REPORT:
                    rows.append(["base", spec.table, row.id, column.key, *_pieces(kept(row.base.get(column.key, MISSING)))])
    for number, cells in enumerate(rows):
        for place, text in enumerate(cells):
            if text:
                sheet.write_string(number, place, text)


def _pieces(text: str) -> list[str]:
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)] or [""]


def kept(value: Any) -> str:
    """A value of an input as it goes along; "" for MISSING."""
    if value is MISSING:
        return ""
    return json.dumps({"day": value.isoformat()} if isinstance(value, dt.date) else value, ensure_ascii=False)


def from_kept(text: str, spec: FieldSpec) -> Any:
    """The value again. Raises ValueError when it is none of its field."""
    if not text:
        return MISSING
    value = json.loads(text)
    if spec.kind is Kind.DATE:
        if not isinstance(value, dict):
            raise ValueError(text)
        return dt.date.fromisoformat(value["day"])
    return value
