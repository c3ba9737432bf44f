"""What a table shows, out of the workbench: as Markdown, CSV, a workbook of Excel, or onto the clipboard."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from tui.frames.methods.digits import MOST, kept
from tui.frames.tables.cell_text import MISSING, full_text
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_, slug
from tui.reports.status import plan_title
from tui.reports.tables import Shown, ShownTable, TableColumn, as_csv, as_markdown
from tui.screens.base import PlanScreen
from tui.screens.beside_plan import rights_of
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.writing_out import LeavingFile, ask_where, write_asking
from tui.store.files.errors import shown_path
from tui.store.files.file_state import IfExists
from tui.store.files.paper_file import write_paper
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
        table = shown_table(view, frame, words, work)
        return as_csv(table, words(N_("(mark)"))).encode() if form == "csv" else as_markdown(table).encode()

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
    label = words(TABLES[view.table].label)
    told = words.count(
        "{n} row of “{table}”, as filtered and sorted", "{n} rows of “{table}”, as filtered and sorted", frame.height, table=label
    )
    ui.push_screen(Choose(words, words(N_("Export what is shown")), told, answers), answered)


def _ask_file(screen: PlanScreen, view: View, height: int, data: bytes, form: str) -> None:
    words, session, ui = screen.words, screen.session, screen.ui
    name = f"{slug(words(TABLES[view.table].label)) or view.table}-{session.as_of.isoformat()}{_ENDINGS[form]}"

    def write(path: Path, if_exists: IfExists) -> None:
        write_paper(path, data, if_exists, rights_of(ui))

    def written(path: Path) -> None:
        rows = words.count("{n} row", "{n} rows", height)
        screen.tell(words(N_("{rows} written to {file}"), rows=rows, file=shown_path(path)))

    leaving = LeavingFile(title=words(N_("Write it to")), name=name, write=write)
    ask_where(ui, leaving, lambda path: write_asking(ui, leaving, path, written))


def shown_table(view: View, frame: pl.DataFrame, words: Words, work: Work) -> ShownTable:
    """The rows of a frame as the view shows them. Raises :class:`tui.terminal.background.Stopped` when the work is not wanted any more."""
    columns = tuple(TableColumn(words(column.title), column.align == "right") for column in view.every_column)
    return ShownTable(
        columns,
        [[_shown(column, row, words) for column in view.every_column] for row in work.each(frame.iter_rows(named=True), frame.height)],
    )


def _shown(column: Column, row: Mapping[str, Any], words: Words) -> Shown:
    text = full_text(column, row, words)
    if text == MISSING:
        return Shown("")
    value, before, after = _native(column, row)
    return Shown(text, value, f"{before}{after}".strip() if value is not None else "")


def _native(column: Column, row: Mapping[str, Any]) -> tuple[float | dt.date | None, str, str]:
    """(number or day, what stands before it, what after it); the first is None where a cell shows words."""
    value = None if column.text else row[column.key]
    if isinstance(value, bool) or not isinstance(value, int | float | dt.date) or (isinstance(value, float) and not math.isfinite(value)):
        return None, "", ""
    before, after = (row.get(key) or "" if key else "" for key in (column.prefix, column.suffix))
    if isinstance(value, float):
        decimals = column.decimals_in(row)
        value = kept(value, MOST if decimals is None else decimals)
    return value, before.rstrip(), after


def _workbook(screen: PlanScreen, view: View, frame: pl.DataFrame, query: str, work: Work) -> bytes:
    from tui.reports.workbook import Entry, SheetColumn, SheetTable, workbook_of

    words, session = screen.words, screen.session

    def entry(column: Column, row: Mapping[str, Any]) -> Entry:
        value, before, after = _native(column, row)
        if value is not None:
            return Entry(value, f"{before} " if before else "", after, column.decimals_in(row))
        text = full_text(column, row, words)
        return Entry(None if text == MISSING else text)

    label = words(TABLES[view.table].label)
    seen = words.sentence(session.seen_from) + (f" · {words(N_('filter'))}: {query}" if query else "")
    title = plan_title(session.plan)
    columns = tuple(
        SheetColumn(words(column.title), max(8, min(60, column.width * (1.3 if column.grows else 1)))) for column in view.every_column
    )
    each_row = work.each(frame.iter_rows(named=True), frame.height)
    rows = [[entry(column, row) for column in view.every_column] for row in each_row]
    return workbook_of([SheetTable(label, (label, title, seen), columns, rows)], {"title": f"{label} · {title}", "subject": seen})
