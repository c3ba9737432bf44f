"""One way in for what others send: a form that comes back, or a plain table; what it would change, and what is left out."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from tui.exchange.cells import CellSheet
from tui.exchange.docx_tables import is_docx, read_docx_tables
from tui.exchange.form_reader import form_key, import_form
from tui.exchange.import_result import CannotImport, ImportResult, figure_lines
from tui.exchange.ods_cells import is_ods, read_ods
from tui.exchange.outside_file import bytes_of
from tui.exchange.peers.dhis2 import dhis2_table, is_dhis2
from tui.exchange.peers.iati import is_iati, read_iati
from tui.exchange.peers.open_sdg import is_open_sdg, open_sdg_table
from tui.exchange.table_reader import import_tables
from tui.exchange.text_cells import read_text_table
from tui.exchange.xlsx_cells import read_xlsx
from tui.i18n.words import Words
from tui.model.new_ids import IdsOnce, no_ids_once
from tui.model.plan import Plan
from tui.model.proposal import Line, Reject
from tui.model.text import N_, printable, say
from tui.store.files.errors import CannotRead
from tui.store.log.fault import keep_fault

_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
_OF_PROSE = (".txt", ".md")
_TABLE = "Bảng"
"""What the tables of a Word document are called, with their number: such a document is written in Vietnamese."""


@contextlib.contextmanager
def any_fault_said() -> Iterator[None]:
    """Meanwhile whatever a file brings about is :class:`CannotImport`: none ends the program. A fault of ours is kept for who mends it."""
    try:
        yield
    except CannotImport:
        raise
    except CannotRead as fault:
        raise CannotImport(fault.sentence) from fault
    except Exception as fault:
        keep_fault("".join(traceback.format_exception(fault)))
        what = printable(f"{type(fault).__name__}: {fault}")
        raise CannotImport(say(N_("the file could not be read: {what}"), what=what)) from fault


def read_sheets(path: str | os.PathLike[str]) -> list[CellSheet]:
    """The sheets of a workbook or of a file of text. Raises :class:`CannotImport`."""
    with any_fault_said():
        return _sheets_of(bytes_of(path), Path(path))


def _sheets_of(data: bytes, path: Path) -> list[CellSheet]:
    """The sheets of a file by what it is, not by what it is called. Raises :class:`CannotRead`."""
    ending = path.suffix.lower()
    if is_ods(data):
        return read_ods(data)
    if data.startswith(_PACKED) or ending in (".xlsx", ".xlsm"):
        if is_docx(data):
            if not (tables := read_docx_tables(data, _TABLE) or _told_in(data)):
                raise CannotRead(say(N_("the document holds no table, and its text neither tasks nor targets")))
            return tables
        return read_xlsx(data)
    if is_iati(data):
        return read_iati(data)
    if ending in _OF_PROSE and b"\t" not in data and (told := _told_in(data)):
        return told
    return [_of_a_program(sheet, path) for sheet in read_text_table(data)]


def _told_in(data: bytes) -> list[CellSheet]:
    """What the text of a document without tables holds, as tables; none where it holds nothing of a plan."""
    from tui.exchange.document.as_tables import as_tables
    from tui.exchange.document.findings import findings_of
    from tui.exchange.document.passages import document_of

    return as_tables(findings_of(document_of(data)))


def _of_a_program(sheet: CellSheet, path: Path) -> CellSheet:
    """A table of text with titles the reading knows, where another program wrote it in a form of its own."""
    if is_dhis2(sheet):
        return dhis2_table(sheet)
    return open_sdg_table(sheet, path) if is_open_sdg(sheet) else sheet


def import_sheets(
    sheets: Sequence[CellSheet], plan: Plan, languages: Sequence[Words], day: dt.date | None = None, once: IdsOnce = no_ids_once
) -> ImportResult:
    """What the sheets change in a plan as it is now. Raises :class:`CannotImport` when nothing of them can be understood.

    ``languages``: that of the workbook first; numbers as text are read with its decimal mark. ``day``: the one on which the bodies
    exist that are named, today where none is given.
    """
    with any_fault_said():
        key = form_key(sheets)
        return import_tables(sheets, plan, languages, day, once) if key is None else import_form(sheets, key, plan, languages, day)


def with_vintage(plan: Plan, found: ImportResult, vintage: str | None, source: str | None) -> tuple[list[Line], list[Reject]]:
    """Lines and rejects of what was imported, its figures with their vintage and source; without a vintage they are left out."""
    lines = [*found.lines, *figure_lines(plan, found.figures, vintage, source)]
    if vintage is not None:
        return lines, found.rejects
    what = say(N_("a figure needs its vintage: estimate, preliminary or official"))
    return lines, [*found.rejects, *(Reject(what, "indicators", f.id, "values", f.place) for f in found.figures if f.vintage is None)]
