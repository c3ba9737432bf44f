"""What a table shows, out of the workbench: as Markdown, CSV, a workbook of Excel, or onto the clipboard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from tui.frames.tables.columns import Column, View
from tui.model.text import N_, slug
from tui.reports.sheet_rows import MARK, as_shown, for_sheets, in_words, native, sheet_columns
from tui.reports.tables import as_csv, as_markdown
from tui.screens.base import PlanScreen
from tui.screens.beside_plan import rights_of
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.writing_out import LeavingFile, ask_where, write_asking
from tui.store.files.errors import shown_path
from tui.store.files.file_state import IfExists
from tui.store.files.paper_file import write_paper
from tui.store.files.reach import own_folder
from tui.terminal.background import Work

_AT_ONCE: Final = 1000
"""Rows up to which a file is made on the spot."""
_ENDINGS: Final = {"markdown": ".md", "csv": ".csv", "excel": ".xlsx"}


def ask_export(screen: PlanScreen, view: View, frame: pl.DataFrame, query: str) -> None:
    """Ask for the form, then for the file; ``frame`` has the rows that leave, in their order."""
    words, ui = screen.words, screen.ui

    def made(form: str, work: Work) -> bytes:
        if form == "excel":
            return _workbook(screen, view, frame, query, work)
        rows = work.each(frame.iter_rows(named=True), frame.height)
        if form == "csv":
            return as_csv(for_sheets(view, rows, words), words(MARK)).encode()
        return as_markdown(as_shown(view, rows, words)).encode()

    def answered(form: str | None) -> None:
        if form is None:
            return

        def done(data: bytes) -> None:
            if form == "clipboard":
                arrives = ui.copy(data.decode())
                screen.tell(words.count("{n} row: {arrives}", "{n} rows: {arrives}", frame.height, arrives=arrives))
            else:
                _ask_file(screen, view, frame.height, data, form)

        what = words(N_("putting {n} rows into a file"), n=frame.height)
        ui.run_long(what, lambda work: made(form, work), done, at_once=frame.height <= _AT_ONCE)

    answers = [
        Answer("markdown", "m", words(N_("Markdown"))),
        Answer("csv", "c", words(N_("CSV, numbers plain, opens in Excel"))),
        Answer("excel", "e", words(N_("Excel workbook, real numbers and days"))),
        Answer("clipboard", "b", words(N_("to the clipboard, as Markdown"))),
    ]
    label = words(view.title)
    told = words.count(
        "{n} row of “{table}”, as filtered and sorted", "{n} rows of “{table}”, as filtered and sorted", frame.height, table=label
    )
    ui.push_screen(Choose(words, words(N_("Export what is shown")), told, answers), answered)


def _ask_file(screen: PlanScreen, view: View, height: int, data: bytes, form: str) -> None:
    words, ui = screen.words, screen.ui
    name = f"{slug(words(view.title)) or view.table}-{screen.rows_of[2].isoformat()}{_ENDINGS[form]}"

    def write(path: Path, if_exists: IfExists) -> None:
        write_paper(path, data, if_exists, rights_of(ui))

    def written(path: Path) -> None:
        rows = words.count("{n} row", "{n} rows", height)
        told = N_("{rows} written to {file}") if own_folder() is None else N_("{rows}: your browser offers {file}")
        screen.tell(words(told, rows=rows, file=shown_path(path)))

    leaving = LeavingFile(title=words(N_("Write it to")), name=name, write=write)
    ask_where(ui, leaving, lambda path: write_asking(ui, leaving, path, written))


def _workbook(screen: PlanScreen, view: View, frame: pl.DataFrame, query: str, work: Work) -> bytes:
    from tui.reports.workbook import Entry, SheetColumn, SheetTable, workbook_of

    words = screen.words

    def entry(column: Column, row: Mapping[str, Any]) -> Entry:
        value, before, after = native(column, row)
        if value is not None:
            return Entry(value, f"{before} " if before else "", after, column.decimals_in(row))
        return Entry(in_words(view, column, row, words).text or None)

    label = words(view.title)
    title, seen_from, _ = screen.rows_of
    seen = words.sentence(seen_from) + (f" · {words(N_('filter'))}: {query}" if query else "")
    shown = sheet_columns(view)
    columns = tuple(SheetColumn(words(c.title), max(8, min(60, c.width * (1.3 if c.grows else 1)))) for c in shown)
    each_row = work.each(frame.iter_rows(named=True), frame.height)
    rows = [[entry(column, row) for column in shown] for row in each_row]
    return workbook_of([SheetTable(label, (label, title, seen), columns, rows)], {"title": f"{label} · {title}", "subject": seen})
