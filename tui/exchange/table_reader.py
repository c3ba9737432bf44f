"""A plain table from elsewhere, a workbook or a file of text: columns matched by their titles, rows by id or by name.

An empty cell of somebody else's table says nothing, so it changes nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import CellReader, agrees, place_of
from tui.exchange.cells import Cell, CellKind, CellSheet
from tui.exchange.import_result import CannotImport, Figure, ImportResult
from tui.exchange.pasted_values import PastedReader
from tui.exchange.titles import bare
from tui.i18n.words import Unreadable, Words
from tui.model.edits import SetField
from tui.model.fields import FIGURE_FIELDS, TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, Reject
from tui.model.revisions import TARGET
from tui.model.text import N_, Sentence, say

_TABLES: Final = (
    "tasks",
    "indicators",
    "enterprises",
    "agencies",
    "documents",
    "sources",
    "duties",
    "directions",
    "decisions",
    "sections",
    "goals",
)
"""Tables a plain table may be of, in the order in which equals are decided."""
_TITLES_WITHIN: Final = 30
_MOST_UNKNOWN: Final = 500
"""Rows that name nothing in the plan: more, and it is another table."""
_PASSED_OVER: Final = frozenset({"tt", "stt", "so tt", "so thu tu", "no.", "#"})
_ALIASES: Final[Mapping[str, Mapping[str, str]]] = {
    "tasks": {"nội dung nhiệm vụ": "summary", "nhiệm vụ": "summary", "cơ quan chủ trì": "leads", "cơ quan phối hợp": "partners"}
    | {"chủ trì": "leads", "phối hợp": "partners", "thời hạn": "due", "sản phẩm": "deliverable", "tình trạng": "status", "mục": "locator"},
    "indicators": {"chỉ tiêu": "name", "tên chỉ tiêu": "name", "đvt": "unit", "đơn vị tính": "unit", "cơ quan báo cáo": "agency"},
    "enterprises": {"doanh nghiệp": "name", "tên doanh nghiệp": "name", "vốn nn hiện nay": "share_now", "hình thức": "arrangement"}
    | {"tiến độ": "stage"},
}
"""What the columns of official annexes are called, by table: without marks they are matched too."""
_YEAR = re.compile(r"(?:(?:th|uth|th/uth|thuc hien|uoc|nam)\s*)?((?:19|20|21)\d\d)\Z")
_SHUT: Final = frozenset({Kind.ENTRIES})
_VALUE: Final = next(f for f in FIGURE_FIELDS if f.key == "value")


@attrs.frozen
class _Met:
    """What a column meets: the ids, the name of the records, a field, or the figures of a year."""

    title: str
    spec: FieldSpec | None = None
    year: int | None = None
    is_id: bool = False
    is_name: bool = False


def import_tables(sheets: Sequence[CellSheet], plan: Plan, languages: Sequence[Words], day: dt.date | None = None) -> ImportResult:
    """What the tables of a workbook change. Raises :class:`CannotImport` when no sheet has a row of titles that is understood."""
    out = ImportResult()
    understood = False
    for sheet in sheets:
        found = _titles_of(sheet, languages, plan)
        if found is not None:
            understood = True
            _TitledTable(plan, sheet, *found, CellReader(plan, languages, day), out).read_rows()
    if not understood:
        raise CannotImport(
            say(N_("no row of titles was found: a table needs a column “Mã” (id) or of names, and columns called as in the workbench"))
        )
    return out


def _titles_of(sheet: CellSheet, languages: Sequence[Words], plan: Plan) -> tuple[str, int, dict[int, _Met]] | None:
    """(table, row of the titles, column → what it meets): the row and table that understand most."""
    best: tuple[int, str, int, dict[int, _Met]] | None = None
    rows = sheet.rows
    names = {table: _names(table, languages) for table in _TABLES if plan.tables[table]}
    hint = bare(sheet.name)
    for row in sorted(rows)[:_TITLES_WITHIN]:
        for table, known in names.items():
            met: dict[int, _Met] = {}
            met_already: set[tuple[str, int | None]] = set()
            for column, cell in sorted(rows[row].items()):
                found = _met(table, known, cell)
                key = (found.spec.key if found and found.spec else "id", found.year if found else None)
                if found is not None and key not in met_already:
                    met_already.add(key)
                    met[column] = found
            chooses = any(m.is_id or m.is_name for m in met.values())
            score = 2 * len(met) + (hint in (bare(w(TABLES[table].label)) for w in languages))
            if chooses and len(met) > 1 and (best is None or score > best[0]):
                best = (score, table, row, met)
    return None if best is None else best[1:]


def _met(table: str, known: Mapping[str, _Met], cell: Cell) -> _Met | None:
    title = str(cell.value)
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float) and cell.value.is_integer():
        title = str(int(cell.value))
    name = bare(title)
    if name in known:
        return attrs.evolve(known[name], title=title)
    year = _YEAR.match(name) if table == "indicators" else None
    return _Met(title, _VALUE, year=int(year[1])) if year else None


def _names(table: str, languages: Sequence[Words]) -> dict[str, _Met]:
    spec = TABLES[table]
    names: dict[str, _Met] = {}

    def add(name: str, met: _Met) -> None:
        if bare(name):
            names.setdefault(bare(name), met)

    ids = _Met("", is_id=True)
    for name in ("id", "mã", *(words(N_("Id")) for words in languages)):
        add(name, ids)
    for field in spec:
        met = _Met("", field, is_name=field.key == spec.title)
        for name in (*(words(field.label) for words in languages), field.label, field.key):
            add(name, met)
    for name, key in _ALIASES.get(table, {}).items():
        add(name, _Met("", spec[key], is_name=key == spec.title))
    return names


@attrs.define
class _TitledTable:
    plan: Plan
    sheet: CellSheet
    table: str
    top: int
    met: Mapping[int, _Met]
    reader: CellReader
    out: ImportResult
    _seen: set[str] = attrs.field(factory=set)
    _unknown: int = 0
    _pasted: PastedReader = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._pasted = PastedReader(self.plan, self.reader.words, self.reader.day)

    def read_rows(self) -> None:
        """Every row under the titles; columns that are not understood are named once."""
        rows = self.sheet.rows
        for column, cell in sorted(rows[self.top].items()):
            if column not in self.met and bare(str(cell.value)) not in _PASSED_OVER:
                what = say(N_("the table has no column of this name"))
                self.out.rejects.append(Reject(what, place=place_of(self.sheet, self.top, column)))
        for row in sorted(row for row in rows if row > self.top):
            self._row(row, rows[row])

    def _row(self, row: int, cells: Mapping[int, Cell]) -> None:
        by_id = next((column for column, met in self.met.items() if met.is_id), None)
        column = by_id if by_id is not None and by_id in cells else next((c for c, met in self.met.items() if met.is_name), by_id)
        if column is None or not any(c in cells for c in self.met):
            return
        if column not in cells:  # a total, a heading: nobody's row
            return
        place = place_of(self.sheet, row, column)
        merged = self.sheet.merge_at(row, column)
        if merged is not None:
            if merged.top == row and merged.top == merged.bottom and merged.right > max(self.met):
                return  # a heading across the table
            what = say(N_("is part of the merged cells {range}; take them apart and fill in each"), range=merged.name)
            self.out.rejects.append(Reject(what, place=place))
            return
        try:
            id = self._id(cells[column], is_id=column == by_id)
        except Unreadable as fault:
            self.out.rejects.append(Reject(fault.sentence, place=place))
            self._unknown += 1
            if self._unknown > _MOST_UNKNOWN:
                template = N_("more than {most} rows of “{sheet}” name nothing in this plan; is it the right table?")
                raise CannotImport(say(template, most=_MOST_UNKNOWN, sheet=self.sheet.name)) from fault
            return
        if id in self._seen:
            self.out.rejects.append(Reject(say(N_("this row stands here twice: {id}"), id=id), place=place))
            return
        self._seen.add(id)
        for other, met in self.met.items():
            if other != column and other in cells and not met.is_id:
                self._cell(id, row, other, met)

    def _id(self, cell: Cell, *, is_id: bool) -> str:
        """The record a cell names. Raises :class:`Unreadable`."""
        text = str(cell.value).strip()
        if is_id and self.plan.get(self.table, text) is not None:
            return text
        if is_id or cell.kind is not CellKind.TEXT:
            raise Unreadable(say(N_("there is no {table}.{id}"), table=self.table, id=text))
        named = FieldSpec(key="id", kind=Kind.REF, label="", table=self.table)
        return str(self._pasted.read(named, text))

    def _cell(self, id: str, row: int, column: int, met: _Met) -> None:
        assert met.spec is not None
        place = place_of(self.sheet, row, column)
        record = self.plan.tables[self.table][id]
        try:
            if met.year is not None:
                value = self.reader.read(_VALUE, self.sheet, row, column)
                if value is not MISSING and not self._published(record, met.year, value):
                    self.out.figures.append(Figure(id, met.year, value, place))
                return
            if met.spec.kind in _SHUT:
                raise Unreadable(say(N_("entries are edited one by one; E edits the record")))
            value = self.reader.read(met.spec, self.sheet, row, column)
        except Unreadable as fault:
            self._reject(id, met, place, fault.sentence)
            return
        current = record.get(met.spec.key, MISSING)
        if value is MISSING or agrees(value, current):
            return
        if self.table == "indicators" and met.spec.key in TARGET and current is not MISSING:
            what = say(N_("an agreed target is changed in the workbench: reason and legal basis are asked there"))
            self._reject(id, met, place, what)
            return
        self.out.lines.append(Line((SetField(self.table, id, met.spec.key, value, current),), place))

    def _reject(self, id: str, met: _Met, place: Sentence, what: Sentence) -> None:
        key = "values" if met.year is not None else met.spec.key if met.spec else ""
        self.out.rejects.append(Reject(what, self.table, id, key, place))

    def _published(self, record: Mapping[str, Any], year: int, value: float) -> bool:
        """Whether the plan has this very figure for the year."""
        return any(e["year"] == year and "value" in e and agrees(e["value"], value) for e in record.get("values", ()))
