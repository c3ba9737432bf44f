"""A form for a body as plain text: what is looked at before its workbook is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tui.exchange.form import Form, FormRow, FormSheet, shown_of
from tui.i18n.words import Words
from tui.model.plan import MISSING, Plan
from tui.model.text import printable

_BLANK: Final = "……"


def form_text(form: Form, plan: Plan, words: Words) -> str:
    """Each sheet with its rows: what a row tells the body, and what it is to fill in with what the plan holds of it."""
    out = [form.title, f"{form.agency_name}, {form.year}, {words.date(form.as_of)}"]
    for sheet in form.sheets:
        out += ["", f"[{sheet.name}] {len(sheet.rows)}", *_rows(sheet, plan, words)]
    return "\n".join(map(printable, out)) + "\n"


def _rows(sheet: FormSheet, plan: Plan, words: Words) -> Iterator[str]:
    for number, row in enumerate(sheet.rows, 1):
        told = [
            words.show(row.told[column.key]) for column in sheet.columns if column.spec is None and row.told.get(column.key) is not None
        ]
        yield f"{number}. {' · '.join(told) or row.id}"
        yield "   " + "; ".join(_inputs(sheet, row, plan, words))


def _inputs(sheet: FormSheet, row: FormRow, plan: Plan, words: Words) -> Iterator[str]:
    for column in sheet.inputs:
        assert column.spec is not None
        value = shown_of(column.spec, row.base.get(column.key, MISSING), plan, words)
        yield f"{column.title}: {_BLANK if value is None else words.show(value)}"
