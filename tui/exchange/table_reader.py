"""Plain tables from elsewhere, of a workbook, a document or a text: every table of every sheet, read into one proposal.

An empty cell of somebody else's table says nothing, so it changes nothing. What is in doubt is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from tui.exchange.cell_reader import CellReader
from tui.exchange.cells import CellSheet
from tui.exchange.import_result import CannotImport, ImportResult
from tui.exchange.reading.names import PlanNames
from tui.exchange.reading.new_records import NewRecords, is_list
from tui.exchange.reading.rows import MOST_UNKNOWN, TableReader, ask_of_both, too_many
from tui.exchange.reading.tables import find_tables
from tui.i18n.words import Words
from tui.model.clock import clock_of
from tui.model.plan import Plan
from tui.model.proposal import Reject
from tui.model.text import N_, say
from tui.vocabulary.lexicon import own_words

_FIRST: Final = ("agencies", "documents", "sources", "goals", "sections")
"""Tables whose new records those of other tables name."""


def import_tables(sheets: Sequence[CellSheet], plan: Plan, languages: Sequence[Words], day: dt.date | None = None) -> ImportResult:
    """What the tables of a file change. Raises :class:`CannotImport` when no sheet has a row of titles that is understood."""
    out = ImportResult()
    seen_from = day or clock_of(plan).today()
    own = own_words(plan)
    known = PlanNames(plan, seen_from, own)
    readers: list[TableReader] = []
    for sheet in sheets:
        if sheet.hidden:
            if sheet.cells:
                out.rejects.append(
                    Reject(say(N_("the sheet is hidden, so it is not read")), place=say(N_("sheet “{sheet}”"), sheet=sheet.name))
                )
            continue
        for found in find_tables(sheet, languages, own):
            reader = TableReader(plan, found, CellReader(plan, languages, day, form=False), known, out)
            reader.read()
            readers.append(reader)
    if not readers:
        raise CannotImport(
            say(N_("no row of titles was found: a table needs a column “Mã” (id) or of names, and columns called as in the workbench"))
        )
    _refuse_another_table(readers, plan)
    new = NewRecords(plan, seen_from, out, own)
    unmatched = [(reader, reader.unmatched) for reader in readers if reader.unmatched]
    new.name_bodies([(reader, rows) for reader, rows in unmatched if reader.found.table == "agencies"])
    new.gather_bodies([(reader, rows) for reader, rows in unmatched if is_list(reader.found) and not reader.matched])
    for reader, rows in sorted(
        unmatched, key=lambda pair: _FIRST.index(pair[0].found.table) if pair[0].found.table in _FIRST else len(_FIRST)
    ):
        new.rows(reader, rows)
    out.lines = [*new.gathered, *new.lines, *out.lines]
    out.figures = ask_of_both(out.figures)
    return out


def _refuse_another_table(readers: Sequence[TableReader], plan: Plan) -> None:
    """Raise :class:`CannotImport` where so many rows name nothing that the table is none of this plan."""
    for reader in readers:
        count = reader.unknown_ids + (0 if is_list(reader.found) and not plan.tables[reader.found.table] else len(reader.unmatched))
        if too_many(count):
            template = N_("more than {most} rows of “{sheet}” name nothing in this plan; is it the right table?")
            raise CannotImport(say(template, most=MOST_UNKNOWN, sheet=reader.found.sheet.name))
