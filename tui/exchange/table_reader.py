"""Plain tables from elsewhere, of a workbook, a document or a text: every table of every sheet, read into one proposal.

An empty cell of somebody else's table says nothing, so it changes nothing. What is in doubt is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from tui.exchange.cell_reader import CellReader
from tui.exchange.cells import CellSheet
from tui.exchange.import_result import CannotImport, ImportResult
from tui.exchange.own_tables import without_own
from tui.exchange.reading.by_cells import with_states_told
from tui.exchange.reading.choices import NOT_A_TABLE, Choices
from tui.exchange.reading.figure_rows import ask_of_both
from tui.exchange.reading.found_table import Found
from tui.exchange.reading.gathered import Gathered
from tui.exchange.reading.lists import is_list
from tui.exchange.reading.names import PlanNames
from tui.exchange.reading.naming import Naming
from tui.exchange.reading.new_records import NewRecords
from tui.exchange.reading.remembered_names import remembered
from tui.exchange.reading.result import TablesRead
from tui.exchange.reading.row_changes import RowChanges
from tui.exchange.reading.rows import MOST_UNKNOWN, TableReader, too_many
from tui.exchange.reading.tables import find_tables
from tui.i18n.words import Words
from tui.model.clock import clock_of
from tui.model.new_ids import IdsOnce, no_ids_once
from tui.model.plan import Plan
from tui.model.proposal import Reject
from tui.model.text import N_, say
from tui.vocabulary.lexicon import own_words

_FIRST: Final = ("agencies", "documents", "sources", "goals", "sections")
"""Tables whose new records those of other tables name."""
_NAMED: Final = _FIRST[:3]
"""Those whose records cells name."""
_LEAST_ROWS: Final = 3


def import_tables(
    sheets: Sequence[CellSheet], plan: Plan, languages: Sequence[Words], day: dt.date | None = None, once: IdsOnce = no_ids_once
) -> TablesRead:
    """What the tables of a file change. Raises :class:`CannotImport` when no sheet has a row of titles that is understood."""
    found = read_tables(sheets, plan, languages, day, once=once)
    if not found.tables:
        raise CannotImport(
            say(N_("no row of titles was found: a table needs a column “Mã” (id) or of names, and columns called as in the workbench"))
        )
    return found


def read_tables(
    sheets: Sequence[CellSheet],
    plan: Plan,
    languages: Sequence[Words],
    day: dt.date | None = None,
    choices: Choices | None = None,
    once: IdsOnce = no_ids_once,
) -> TablesRead:
    """What the tables of a file change, read as a person has said; no table at all where no row of titles is understood.

    ``once``: the ids nothing new is given, though they may be free.

    Raises :class:`CannotImport` where a table is none of this plan.
    """
    out = TablesRead()
    said = choices or Choices()
    known = PlanNames(plan, day or clock_of(plan).today(), own_words(plan))
    sheets, said = _without_own(sheets, plan, languages, known.day, said, out)
    readers = [
        TableReader(plan, found, CellReader(plan, languages, day, form=False), known, out)
        for found in _tables(sheets, languages, known, said, out)
    ]
    for reader in readers:
        reader.match()
    out.tables = [reader.found for reader in readers]
    _refuse_another_table(readers, plan)
    gathered = Gathered(plan, known.day, out, known.own, said, once)
    new = NewRecords(gathered)
    unmatched = [(reader, reader.unmatched) for reader in sorted(readers, key=_rank) if reader.unmatched]
    new.listed([(reader, rows) for reader, rows in unmatched if reader.found.table in _NAMED])
    Naming(gathered, said).settle([(reader, is_list(reader.found) and not reader.matched) for reader in readers])
    for reader in readers:
        RowChanges(reader).read(gathered.known)
    for reader, rows in unmatched:
        new.rows(reader, rows)
    new.tasks.join_rows()
    new.tasks.ask_of_twins()
    gathered.drop_unneeded(out.lines)
    out.names = list(gathered.names.values())
    out.lines = [*gathered.gathered, *gathered.lines, *out.lines, *remembered(out.names, plan, languages[0])]
    out.figures = ask_of_both(out.figures)
    return out


def _without_own(
    sheets: Sequence[CellSheet], plan: Plan, languages: Sequence[Words], day: dt.date, said: Choices, read: ImportResult
) -> tuple[Sequence[CellSheet], Choices]:
    """The sheets without what this program has written and nobody has changed; of which table one of its own is needs no asking."""
    out = []
    for place, sheet in enumerate(sheets):
        own = without_own(sheet, plan, languages, day)
        out.append(sheet if own is None else own.sheet)
        if own is not None:
            read.rejects += own.rejects
            of = said.of_sheet(place)
            titles = of.titles if of.titles is not None else frozenset({own.place[0]})
            meanings = {(own.place[0], at): meaning for at, meaning in own.meanings.items()}
            of = attrs.evolve(of, titles=titles, tables={own.place: own.table, **of.tables}, columns={**meanings, **of.columns})
            said = said.with_sheet(place, of)
    return out, said


def _tables(
    sheets: Sequence[CellSheet], languages: Sequence[Words], known: PlanNames, choices: Choices, out: ImportResult
) -> Iterator[Found]:
    """The tables of all sheets that are read; of a hidden one it is said that it is not."""
    before: Found | None = None
    for place, sheet in enumerate(sheets):
        said = choices.of_sheet(place)
        if sheet.hidden and said.read is None and sheet.cells:
            out.rejects.append(
                Reject(say(N_("the sheet is hidden, so it is not read")), place=say(N_("sheet “{sheet}”"), sheet=sheet.name))
            )
        if said.read if said.read is not None else not sheet.hidden:
            tables = find_tables(sheet, languages, known.own, said=said, before=before)
            if not tables and NOT_A_TABLE not in said.tables.values() and _may_be_a_table(sheet):
                out.rejects.append(
                    Reject(
                        say(N_("no row of titles is understood here, so it is not read")),
                        place=say(N_("sheet “{sheet}”"), sheet=sheet.name),
                    )
                )
            before = tables[-1] if tables else before
            yield from (with_states_told(found, known.own, said.columns) for found in tables)


def _may_be_a_table(sheet: CellSheet) -> bool:
    """Whether rows stand under each other; the head of a document and its signatures are fewer."""
    return sum(len(cells) > 1 for cells in sheet.rows.values()) >= _LEAST_ROWS


def _rank(reader: TableReader) -> int:
    """Its place among those whose records others name."""
    return _FIRST.index(reader.found.table) if reader.found.table in _FIRST else len(_FIRST)


def _refuse_another_table(readers: Sequence[TableReader], plan: Plan) -> None:
    """Raise :class:`CannotImport` where so many rows name nothing that the table is none of this plan."""
    for reader in readers:
        count = reader.unknown_ids + (0 if is_list(reader.found) and not plan.tables[reader.found.table] else len(reader.unmatched))
        if too_many(count):
            template = N_("more than {most} rows of “{sheet}” name nothing in this plan; is it the right table?")
            raise CannotImport(say(template, most=MOST_UNKNOWN, sheet=reader.found.sheet.name))
