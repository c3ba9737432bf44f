"""Each workbook the program writes, opened, changed and saved by another program, comes back the same but for what was changed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

import fastexcel
import pytest

from tests.support.lengths import LONG, longer, of_these
from tests.support.paths import EXAMPLE, SAMPLE
from tests.support.rewritten import SOFFICE, by_libreoffice, by_openpyxl
from tests.support.small_plan import EMPTY
from tui.exchange.blank_workbook import blank_workbook
from tui.exchange.cells import Cell, CellKind, CellSheet, cell_name
from tui.exchange.form import SHEETS, form_of
from tui.exchange.form_workbook import form_workbook
from tui.exchange.importing import import_sheets
from tui.exchange.ods_cells import read_ods
from tui.exchange.xlsx_cells import read_xlsx
from tui.frames.build import Frames
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.edits import SetField
from tui.model.plan import Plan
from tui.reports.annexes import annexes
from tui.reports.workbook import annex_tables, workbook_of
from tui.store.plan_file import load
from tui.store.toml.parse import loads

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2026, 11, 22)
KINDS = ("annexes", "example", "form", "blank")


@lru_cache
def written(kind: str) -> bytes:
    """A workbook of each kind that the program writes."""
    if kind == "blank":
        return blank_workbook(VI)
    plan = load(EXAMPLE if kind == "example" else SAMPLE).plan
    if kind == "form":
        return form_workbook(form_of(plan, "so-y-te", 2024, dt.date(2024, 11, 20), "digest", VI, list(SHEETS)), plan, VI)
    return workbook_of(annex_tables(annexes(Frames(plan), DAY), "Kế hoạch", "Tính đến"), {})


def plan_of(kind: str) -> Plan:
    return read_plan(loads(EMPTY))[0] if kind == "blank" else load(EXAMPLE if kind == "example" else SAMPLE).plan


def change(kind: str) -> tuple[tuple[str, str], str, tuple[str, str, Any]]:
    """A cell of a workbook, what is typed there, and what that makes: (id, field, value)."""
    if kind == "blank":
        return ("Cơ quan", "B2"), "Sở Xây dựng", ("so-xay-dung", "name", "Sở Xây dựng")
    sheets = {sheet.name: sheet for sheet in read_xlsx(written(kind))}
    cells = sheets["Nhiệm vụ"].cells
    title = next(place for place, cell in cells.items() if cell.value == "Tình trạng")
    plan = plan_of(kind)
    for (row, column), cell in cells.items():
        id = str(cell.value) if kind == "form" else next((i for i, t in plan.tables["tasks"].items() if cell.value == t["summary"]), "")
        if row > title[0] and plan.tables["tasks"].get(id, {"status": "done"}).get("status") != "done" and column in (0, 1):
            return ("Nhiệm vụ", cell_name(row, title[1])), "Hoàn thành" if kind != "form" else VI("done"), (id, "status", "done")
    raise AssertionError(kind)


def same(before: list[CellSheet], after: list[CellSheet], but: tuple[str, str] | None = None) -> None:
    """Every sheet with its cells, what is merged, and whether it is hidden; one cell may have become another."""
    assert [(sheet.name, sheet.hidden) for sheet in after] == [(sheet.name, sheet.hidden) for sheet in before]
    for old, new in zip(before, after, strict=True):
        apart = {place for place in {*old.cells, *new.cells} if but == (old.name, cell_name(*place))}
        assert {p: _told(c) for p, c in new.cells.items() if p not in apart} == {
            p: _told(c) for p, c in old.cells.items() if p not in apart
        }
        assert sorted(m.name for m in new.merged) == sorted(m.name for m in old.merged)


def _told(cell: Cell) -> tuple[CellKind, Any, bool]:
    value = float(f"{cell.value:.12g}") if isinstance(cell.value, float) else cell.value
    return cell.kind, value, cell.percent


def makes(kind: str, sheets: list[CellSheet]) -> list[tuple[str, str, Any]]:
    """What a workbook that came back changes."""
    found = import_sheets(sheets, plan_of(kind), (VI, EN), DAY)
    told: list[tuple[str, str, Any]] = []
    for line in found.lines:
        told += [(edit.id, edit.field, edit.new) for edit in line.edits if isinstance(edit, SetField)]
        told += [(line.new.id, "name", line.new.values["name"])] if line.new is not None else []
    return [*told, *((figure.id, "values", figure.value) for figure in found.figures)]


@longer
@pytest.mark.parametrize("kind", of_these(list(KINDS), ["annexes", "form"]))
def test_a_workbook_that_openpyxl_saved_is_the_same(kind: str) -> None:
    place, value, made = change(kind)
    same(read_xlsx(written(kind)), read_xlsx(by_openpyxl(written(kind), {})))
    changed = by_openpyxl(written(kind), {place: value})
    same(read_xlsx(written(kind)), read_xlsx(changed), place)
    assert makes(kind, read_xlsx(written(kind))) == [] and makes(kind, read_xlsx(changed)) == [made]


@pytest.mark.parametrize("kind", KINDS)
def test_another_reader_sees_what_was_written(kind: str) -> None:
    book = fastexcel.read_excel(written(kind))
    for sheet in read_xlsx(written(kind)):
        frame = book.load_sheet(sheet.name, header_row=None, dtypes="string").to_polars()
        texts = {str(cell.value) for cell in sheet.cells.values() if cell.kind is CellKind.TEXT}
        assert texts <= {value.replace("\r\n", "\n") for column in frame.iter_columns() for value in column.drop_nulls()}


@longer
@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="LibreOffice takes longer than the rest of its room: a part of python -m proofs")
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed: what it saves was NOT compared")
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_workbooks_that_libreoffice_opened_and_saved_are_the_same(tmp_path: Path, ending: str) -> None:
    """As they went out, and with a cell filled in; as a workbook of Excel and in its own form."""
    told = {kind: change(kind) for kind in KINDS}
    books = {f"{kind}-as-it-was": written(kind) for kind in KINDS}
    books |= {kind: by_openpyxl(written(kind), {place: value}) for kind, (place, value, _) in told.items()}
    read = read_xlsx if ending == "xlsx" else read_ods
    saved = {name: read(data) for name, data in by_libreoffice(books, ending, tmp_path).items()}
    for kind, (place, _, made) in told.items():
        same(read_xlsx(written(kind)), saved[f"{kind}-as-it-was"])
        same(read_xlsx(written(kind)), saved[kind], place)
        assert makes(kind, saved[f"{kind}-as-it-was"]) == [] and makes(kind, saved[kind]) == [made]
