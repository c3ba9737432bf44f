"""One way in for what others send: a form that comes back, or a plain table; what it would change, and what is left out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from tui.exchange.cell_reader import NotTaken, TakenIn, YearFigure
from tui.exchange.form_reader import form_key, take_form
from tui.exchange.table_reader import read_text_table, take_tables
from tui.exchange.xlsx_cells import MOST_BYTES, CellSheet, read_xlsx
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.figure_edits import with_figures
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, Reject
from tui.model.text import N_, say
from tui.store.files.errors import CannotRead, reason, shown_path

_PACKED = (b"PK", b"\xd0\xcf\x11\xe0")


def read_sheets(path: str | os.PathLike[str]) -> list[CellSheet]:
    """The sheets of a workbook or of a file of text. Raises :class:`NotTaken`."""
    where = Path(path)
    try:
        if not where.is_file():
            raise NotTaken(say(N_("{path} is not a file"), path=shown_path(where)))
        with open(where, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise NotTaken(say(N_("{path} cannot be read: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise NotTaken(say(N_("{path} is not a file"), path=shown_path(where))) from error
    if data.startswith(_PACKED) or where.suffix.lower() in (".xlsx", ".xlsm"):
        try:
            return read_xlsx(data)
        except CannotRead as fault:
            raise NotTaken(fault.sentence) from fault
    return read_text_table(data)


def taken(sheets: Sequence[CellSheet], plan: Plan, languages: Sequence[Words]) -> TakenIn:
    """What the sheets change in a plan as it is now. Raises :class:`NotTaken` when nothing of them can be understood.

    ``languages``: that of the workbook first; numbers as text are read with its decimal mark.
    """
    key = form_key(sheets)
    return take_tables(sheets, plan, languages) if key is None else take_form(sheets, key, plan, languages)


def with_vintage(plan: Plan, found: TakenIn, vintage: str | None, source: str | None) -> tuple[list[Line], list[Reject]]:
    """Lines and rejects of what was taken in, its figures with their vintage and source; without a vintage they are left out."""
    if vintage is None:
        what = say(N_("a figure needs its vintage: estimate, preliminary or official"))
        return found.lines, [*found.rejects, *(Reject(what, "indicators", f.id, "values", f.place) for f in found.figures)]
    return [*found.lines, *figure_lines(plan, found.figures, vintage, source)], found.rejects


def figure_lines(plan: Plan, figures: Sequence[YearFigure], vintage: str, source: str | None) -> list[Line]:
    """One line for each indicator, its figures with their vintage and source."""
    lines = []
    for id in dict.fromkeys(figure.id for figure in figures):
        own = [figure for figure in figures if figure.id == id]
        old = plan.tables["indicators"][id].get("values", MISSING)
        new = with_figures([] if old is MISSING else old, {figure.year: figure.value for figure in own}, vintage, source)
        lines.append(Line((SetField("indicators", id, "values", new, old),), own[0].place))
    return lines
