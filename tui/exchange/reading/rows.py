"""What the rows of a table change in records the plan has: figures with all they are read under, and fields. In doubt somebody is asked.

A table somebody sent never sets the name, unit, target, year, kind, period or note of a record that was agreed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import CellReader, agrees, place_of
from tui.exchange.cells import Cell, CellKind, shown_text
from tui.exchange.import_result import Figure, ImportResult, held
from tui.exchange.reading.agreed import agreed_values, is_its_cut, is_its_level, says_target
from tui.exchange.reading.budget_cells import Budget
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.context import Around, read_around
from tui.exchange.reading.doubts import Doubts, Said, remarks_of
from tui.exchange.reading.figure_cells import out_of_line, read_figure, told_as_change
from tui.exchange.reading.headings import is_total
from tui.exchange.reading.names import PlanNames, RecordNames, name_key
from tui.exchange.reading.reported import due_said, says_share, says_window, share_fields, stage_said, status_said, window_said
from tui.exchange.reading.tables import Found, Row
from tui.exchange.reading.target_cells import worded_amount
from tui.i18n.words import Unreadable, Words
from tui.model.edits import SetField
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, Reject
from tui.model.succession import holders_on
from tui.model.text import N_, Sentence, say
from tui.vocabulary.amounts import Amount, decimal_mark, read_amount
from tui.vocabulary.bodies import PARTNER
from tui.vocabulary.choices import read_choice
from tui.vocabulary.lexicon import own_words, phrases, plain
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure
from tui.vocabulary.titles import FigureTitle, read_title

REPORTED: Final = frozenset({"status", "done_on", "progress", "share_now", "stage", "stage_on", "due"})
"""What a table may change where the plan holds something else: what is reported, and a due day, of which is asked what its move is."""
_NEVER: Final = frozenset(
    {
        "name",
        "short",
        "summary",
        "title",
        "about",
        "what",
        "text",
        "unit",
        "target",
        "target_max",
        "op",
        "year",
        "kind",
        "period",
        "note",
        "number",
    }
    | {"order", "section", "goal", "sector", "parent", "path", "better", "locator", "milestones"}
)
_SETS: Final = {"mode": "modes", "every": "every"}
"""Field → the closed set of the vocabulary."""
_AMOUNT: Final = next(spec for spec in TABLES["tasks"]["budget"].entries if spec.key == "amount")
_SHORT: Final = 2
"""Letters of a role that is shortened: part of any title."""
_DIGIT = re.compile(r"[0-9]")
_MARKED = re.compile(r"\s*[(\[]?(?:\*|[0-9]{1,2}[)\]]|[⁰¹²³⁴⁵⁶⁷⁸⁹])")
MOST_UNKNOWN: Final = 500
"""Rows that name nothing in the plan: more, and it is another table."""


@attrs.frozen
class Named:
    """The record a row is about; ``doubt`` where somebody has to say that it is."""

    id: str
    doubt: Sentence | None = None
    unit: str = ""
    """A unit that stood behind the name."""


@attrs.define
class TableReader:
    """Reads one table of a file."""

    plan: Plan
    found: Found
    cells: CellReader
    known: PlanNames
    out: ImportResult
    names: RecordNames = attrs.field(init=False)
    around: Around = attrs.field(init=False)
    decimal: str | None = attrs.field(init=False)
    doubts: Doubts = attrs.field(init=False)
    unmatched: list[Row] = attrs.field(factory=list)
    """Rows that name nothing in the plan."""
    _named: list[tuple[Row, Named]] = attrs.field(factory=list)
    _by_number: dict[int, Row] = attrs.field(factory=dict)
    unknown_ids: int = 0
    matched: int = 0
    """How many rows name a record the plan has."""
    records: dict[int, str] = attrs.field(factory=dict)
    """Row → the record it is about, new ones as they are made."""

    def __attrs_post_init__(self) -> None:
        found = self.found = _with_plans_told(self.found, self.known.day)
        self.names = self.known.of(found.table)
        self.around = read_around((found.sheet.name, *found.context), self.plan)
        texts = [
            str(row.cells[c.at].value)
            for row in found.rows
            for c in (*self._of_figures(), *self._of_amounts())
            if c.at in row.cells and row.cells[c.at].kind is CellKind.TEXT
        ]
        self.decimal = decimal_mark(texts)
        stated = any(c.is_stated and c.figures[0].what in ("result", "plan", "target") for c in found.of(Role.FIGURE))
        self.doubts = Doubts(self.plan, found, self.around, self.known.day, stated, self.known.of, remarks_of(found, self.plan))

    def _of_figures(self) -> list[Column]:
        return [c for c in self.found.columns.values() if c.role in (Role.FIGURE, Role.VALUE)]

    def _of_amounts(self) -> list[Column]:
        """The columns of targets and of money, whose numbers show the decimal mark as figures do."""
        return [c for c in self.found.columns.values() if c.field is not None and c.field.key in ("target", "budget")]

    @property
    def words(self) -> Words:
        """The language the table is written in."""
        return self.cells.words[0]

    @property
    def is_by_parts(self) -> bool:
        """Whether several rows may be of one record: a value a row, or a column of areas or parts."""
        return any(self.found.of(role) for role in (Role.VALUE, Role.AREA, Role.PART))

    @property
    def says_both(self) -> bool:
        """Whether one column holds those who lead and those who take part (``Đơn vị chủ trì, phối hợp``)."""
        title = next((plain(c.titles[-1]) for c in self.found.columns.values() if c.field is not None and c.field.key == "leads"), "")
        return any(re.search(rf"\b{word}\b", title) for word in phrases("bodies", "partner") if len(word) > _SHORT)

    def how_filled(self, row: Row) -> str:
        """Which merged cells say something of a row below their first, in the language of the table; "" for none."""
        return self.words(N_("merged cells filled down: {cells}"), cells=", ".join(row.filled)) if row.filled else ""

    def match(self) -> None:
        """Find out which record each row names; what columns are not understood is said once."""
        for column in self.found.columns.values():
            if column.passed_over:
                continue
            if column.role is Role.UNKNOWN:
                self._leave_out(say(N_("the table has no column of this name")), place_of(self.found.sheet, self.found.top, column.at))
            elif column.role is Role.FIGURE and all(figure.what in ("derived", "mean", "same_period") for figure in column.figures):
                what = say(N_("“{title}” compares or averages figures; it is none itself"), title=column.title)
                self._leave_out(what, place_of(self.found.sheet, self.found.top, column.at))
        for number, at, title in self.found.bare_headings:
            self._leave_out(say(N_("“{text}” stands over no row"), text=title), place_of(self.found.sheet, number, at))
        for note, (row_number, at) in zip(self.found.footnotes, self.found.remark_rows, strict=True):
            if not _MARKED.match(note):  # those of a mark are told with the figure that bears it
                self._leave_out(say(N_("a remark below the table: {text}"), text=note), place_of(self.found.sheet, row_number, at))
        for row in self.found.rows:
            if too_many(len(self.unmatched) + self.unknown_ids) and self.plan.tables[self.found.table]:
                break  # it is another table, which is then said
            record = self._record(row)
            if record is not None:
                self._named.append((row, record))
                self.records[row.number] = record.id
        self.matched = len(self._named)

    def read(self, known: PlanNames) -> None:
        """What the rows that name a record change in it; ``known``: the names of the plan with those of new records."""
        self.known = known
        times = Counter((record.id, *self._when_and_where(row)) for row, record in self._named if record.doubt is None)
        for row, record in self._named:
            if times[record.id, *self._when_and_where(row)] > 1:
                record = attrs.evolve(record, doubt=say(N_("this row stands here twice: {id}"), id=record.id))
            self._row(row, record)

    def _leave_out(self, what: Sentence, place: Sentence, id: str = "", field: str = "") -> None:
        self.out.rejects.append(Reject(what, self.found.table if id else "", id, field, place))

    # -- which record ---------------------------------------------------------------------------------------------

    def _record(self, row: Row) -> Named | None:
        """The record a row names; None where it names none, which is said."""
        by_id, by_name = self.found.id, self.found.name
        if by_id is not None and by_id.at in row.cells:
            id = str(row.cells[by_id.at].value).strip()
            if self.plan.get(self.found.table, id) is not None:
                return Named(id, self._other_name(row, id))
            if by_name is None or by_name.at not in row.cells:
                self._leave_out(
                    say(N_("there is no {table}.{id}"), table=self.found.table, id=id), place_of(self.found.sheet, row.number, by_id.at)
                )
                self.unknown_ids += 1
                return None
        if by_name is None or by_name.at not in row.cells:
            if (total := next((cell for cell in row.cells.values() if is_total(shown_text(cell))), None)) is not None:
                what = say(N_("“{text}” is a total, no row of its own"), text=shown_text(total))
                self._leave_out(what, place_of(self.found.sheet, row.number, min(row.cells)))
                return None
            at = next((c.at for c in self._of_figures() if c.at in row.cells and _DIGIT.search(shown_text(row.cells[c.at]))), None)
            if at is not None:
                self._leave_out(say(N_("the row has figures and no name")), place_of(self.found.sheet, row.number, at))
            return None
        cell = row.cells[by_name.at]
        place = place_of(self.found.sheet, row.number, by_name.at)
        text = " ".join(str(cell.value).split())
        if is_total(text):
            self._leave_out(say(N_("“{text}” is a total, no row of its own"), text=text), place)
            return None
        if cell.kind is not CellKind.TEXT:
            self._leave_out(say(N_("is no name")), place)
            return None
        found = self.names.find(text)
        if found.id is None and len(found.maybe) > 1 and (mine := self._under_heading(found.maybe, row)) is not None:
            found = attrs.evolve(found, id=mine)
        if found.id is not None:
            return Named(found.id, unit=found.unit)
        if len(found.maybe) == 1:
            title = self.plan.title_of(self.found.table, found.maybe[0])
            return Named(found.maybe[0], say(N_("written “{text}”; is “{title}” meant?"), text=text, title=title))
        if found.maybe:
            several = ", ".join(self.plan.title_of(self.found.table, id) for id in found.maybe)
            self._leave_out(say(N_("“{text}” may be any of: {several}"), text=text, several=several), place)
            return None
        self.unmatched.append(row)
        return None

    def _other_name(self, row: Row, id: str) -> Sentence | None:
        """Why a row whose id is known may be about another record: its name is not that record's."""
        cell = row.cells.get(self.found.name.at) if self.found.name is not None else None
        text = " ".join(str(cell.value).split()) if cell is not None else ""
        if not text or text == id:
            return None
        found = self.names.find(text)
        if id in (found.id, *found.maybe):
            return None
        title = self.plan.title_of(self.found.table, id)
        return say(N_("its id is that of “{title}”, its name “{text}”"), title=title, text=text)

    def _under_heading(self, ids: Sequence[str], row: Row) -> str | None:
        """The one of several records of one name that stands under the goal or section the row stands under."""
        parent = {"indicators": "goal", "tasks": "section"}.get(self.found.table)
        if parent is None or not row.headings:
            return None
        records = self.plan.tables[self.found.table]
        if len({name_key(self.plan.title_of(self.found.table, id)) for id in ids}) != 1:
            return None
        above = self.known.of(f"{parent}s").find(row.headings[-1][1]).id
        mine = [id for id in ids if records[id].get(parent) == above]
        return mine[0] if above is not None and len(mine) == 1 else None

    def _when_and_where(self, row: Row) -> tuple[str, ...]:
        """What a row says of the year, of the area, of the part and of the vintage of its figures."""
        return tuple(self.found.text(row, role) for role in (Role.YEAR, Role.AREA, Role.PART, Role.VINTAGE))

    # -- a row ----------------------------------------------------------------------------------------------------

    def _row(self, row: Row, named: Named) -> None:
        named = attrs.evolve(named, doubt=named.doubt or row.doubt or row.as_above)
        if row.hidden:
            named = attrs.evolve(named, doubt=named.doubt or say(N_("stands in a row that is hidden or filtered away")))
        for column in self.found.columns.values():
            cell = row.cells.get(column.at)
            if cell is None or self._covered(row, column):
                continue
            place = place_of(self.found.sheet, row.number, column.at)
            try:
                if column.role is Role.FIGURE:
                    self._figure(row, named, column, cell, place)
                elif column.role is Role.VALUE:
                    self._long_form(row, named, column, cell, place)
                elif column.role is Role.FIELD and column.field is not None:
                    self._field(row, named, column, column.field, cell, place)
            except Unreadable as fault:
                key = column.field.key if column.field is not None else "values"
                self._leave_out(fault.sentence, place, named.id, key)

    def _covered(self, row: Row, column: Column) -> bool:
        """Whether a cell is merged with others, which is then said: nobody knows whose it is."""
        merged = self.found.sheet.merge_at(row.number, column.at)
        if merged is None or column is self.found.name or column is self.found.id:
            return False
        what = say(N_("is part of the merged cells {range}; take them apart and fill in each"), range=merged.name)
        self._leave_out(what, place_of(self.found.sheet, row.number, column.at))
        return True

    # -- figures --------------------------------------------------------------------------------------------------

    def _figure(self, row: Row, named: Named, column: Column, cell: Cell, place: Sentence) -> None:
        title = column.figures[0]
        if title.what in ("derived", "mean", "same_period"):
            return
        if title.what in ("plan", "target") and len(column.figures) == 1:
            self._planned(row, named, column, title, cell, place)
            return
        doubt = self.doubts.by_title(column, title)
        year = title.year
        if year is None:
            if len(self.around.years) != 1:
                raise Unreadable(say(N_("nobody knows of which year: “{title}” does not say"), title=column.title))
            year = self.around.years[0]
            doubt = doubt or say(N_("the year {year} stands only above the table"), year=year)
        self._take(row, named, column, cell, place, Said.by_title(column, title, year), doubt)

    def _long_form(self, row: Row, named: Named, column: Column, cell: Cell, place: Sentence) -> None:
        """A value whose year stands in a column of its own."""
        said, doubt = self.said_beside(row, column)
        self._take(row, named, column, cell, place, said, doubt)

    def said_beside(self, row: Row, column: Column) -> tuple[Said, Sentence | None]:
        """What the other columns say of a value: year and vintage; and why it is in doubt. Raises :class:`Unreadable` without a year."""
        at = next(iter(self.found.of(Role.YEAR)), None)
        told = row.cells.get(at.at) if at is not None else None
        text = (
            str(int(told.value))
            if told is not None and isinstance(told.value, float) and told.value.is_integer()
            else str(told.value if told else "")
        )
        when = _when(text)
        if when is None or when.year is None:
            raise Unreadable(say(N_("nobody knows of which year: “{title}” does not say"), title=text.strip() or column.title))
        doubt = say(N_("the title speaks of one part of the year alone")) if when.first_month != 1 else self.doubts.by_other_columns(row)
        vintage: str | None = None
        of_vintage = next(iter(self.found.of(Role.VINTAGE)), None)
        if of_vintage is not None and of_vintage.at in row.cells:
            read = read_choice("vintages", str(row.cells[of_vintage.at].value))
            if isinstance(read, Read):
                vintage = read.value
            else:
                doubt = say(N_("“{text}” is no vintage that is understood"), text=str(row.cells[of_vintage.at].value))
        if column.at in self.found.sheet.hidden_columns:
            doubt = doubt or say(N_("stands in a hidden column"))
        return Said(when.year, vintage, when.as_of(when.year), vintage is not None), doubt

    def _take(self, row: Row, named: Named, column: Column, cell: Cell, place: Sentence, said: Said, doubt: Sentence | None) -> None:
        record = self.plan.tables["indicators"][named.id]
        if record.get("kind") == "points_cut" and is_its_level(record, cell, said.year):
            self.out.same.append(place)
            return
        read = read_figure(cell, str(record.get("unit", "")), self.decimal, self.found.footnotes, self.words)
        if read is None:
            return
        area = self.doubts.area(row)
        source, under = self._source(row), self._under(column, cell, row)
        scope = self.found.text(row, Role.PART) or None
        figure = Figure(named.id, said.year, read.value, place, said.vintage, said.as_of, read.op, source, area, under=under, scope=scope)
        if held(record.get("values", ()), figure, said.vintage) or is_its_cut(record, figure):
            self.out.same.append(place)
            return
        doubt = (
            named.doubt
            or doubt
            or read.doubt
            or self.doubts.by_area(row)
            or self.doubts.by_part(row)
            or self._led_in(row, record)
            or self.doubts.by_unit(row, named.unit, record)
            or said.against(self.around)
            or self.doubts.by_heading(row, said)
            or self.doubts.by_what_is_beside(row, said)
            or self.doubts.by_footnotes(row, column, said)
            or told_as_change(cell, record)
            or self.doubts.by_future(said)
            or (out_of_line(read.value, record) if area is scope is None else None)
            or (say(N_("the plan holds levels here: is this one, or a yearly cut?")) if record.get("kind") == "points_cut" else None)
        )
        self.out.figures.append(attrs.evolve(figure, doubt=doubt))

    def _led_in(self, row: Row, record: Mapping[str, Any]) -> Sentence | None:
        """Why a figure below ``Trong đó:`` may be that of a part: its record is none of the record above."""
        above = self.above(row)
        if not row.standing.led_in or above is None or record.get("parent", "") == self.records.get(above.number):
            return None
        return say(
            N_("stands under “{heading}”"), heading=shown_text(above.cells[self.found.name.at]) if self.found.name is not None else ""
        )

    def above(self, row: Row) -> Row | None:
        """The row that a row is a part of."""
        if not self._by_number:
            self._by_number = {other.number: other for other in self.found.rows}
        return self._by_number.get(row.standing.under) if row.standing.under is not None else None

    def _under(self, column: Column, cell: Cell, row: Row) -> str:
        told = [*(title for _, title in row.headings[-1:]), column.title]
        if cell.formula:
            told.append(self.words(N_("value of a formula")))
        return " · ".join(told)

    def _source(self, row: Row) -> str | None:
        """The source a row names, where the plan has it."""
        column = next(iter(self.found.of(Role.SOURCE)), None)
        if column is None or column.at not in row.cells:
            return None
        text = str(row.cells[column.at].value).strip()
        if self.plan.get("sources", text) is not None:
            return text
        return self.known.of("sources").find(text).id

    def _planned(self, row: Row, named: Named, column: Column, title: FigureTitle, cell: Cell, place: Sentence) -> None:
        """A planned value is never a result: it is what the plan holds already, or somebody is asked."""
        record = self.plan.tables["indicators"][named.id]
        unit = str(record.get("unit", ""))
        amount = worded_amount(str(cell.value), self.decimal, unit) if cell.kind is CellKind.TEXT else None
        year = title.year or (title.years[1] if title.years else None) or (self.around.years[0] if len(self.around.years) == 1 else None)
        read = None
        if not (isinstance(amount, Read) and amount.value.upper is not None):
            read = read_figure(cell, unit, self.decimal, self.found.footnotes, self.words)
            if read is None:
                return
        said = amount.value if isinstance(amount, Read) else Amount(read.value, op=read.op) if read is not None else None
        area, part = self.doubts.area(row), self.found.text(row, Role.PART) or None
        agreed = agreed_values(record, area)
        if title.what == "plan" and area is None and part is None and _is_planned_figure(record, year, said):
            self.out.same.append(place)
            return
        if read is None or title.what == "target" or year is None or year == record.get("year") or record.get("period"):
            whole = record if area is None and "target" in record else None
            held_here = agreed.get(year) or (whole if year is None or title.what == "target" or "year" not in record else None)
            if said is not None and part is None and held_here is not None and says_target(said, held_here, record):
                self.out.same.append(place)
                return
            raise Unreadable(say(N_("an agreed target is changed in the workbench: reason and legal basis are asked there")))
        under = self._under(column, cell, row)
        figure = Figure(named.id, year, read.value, place, "plan", title.as_of(year), None, None, area, under=under, scope=part)
        same = part is None and year in agreed and agreed[year].get("target") == read.value
        if same or held(record.get("values", ()), figure, "plan"):
            self.out.same.append(place)
            return
        doubt = (
            named.doubt
            or self.doubts.by_title(column, title)
            or read.doubt
            or self.doubts.by_area(row)
            or self.doubts.by_part(row)
            or say(N_("a planned value for {year}: is it agreed?"), year=year)
        )
        self.out.figures.append(attrs.evolve(figure, doubt=doubt))

    # -- fields ---------------------------------------------------------------------------------------------------

    def _field(self, row: Row, named: Named, column: Column, spec: FieldSpec, cell: Cell, place: Sentence) -> None:
        record = self.plan.tables[self.found.table][named.id]
        if spec.key in _NEVER or spec.key == TABLES[self.found.table].title:
            self._agreed(named, spec, cell, place, record)
            return
        if spec.key == "budget":
            self._money(row, named, column, place, record)
            return
        if spec.kind is Kind.ENTRIES:
            raise Unreadable(say(N_("entries are edited one by one; E edits the record")))
        if cell.kind is CellKind.TEXT and _is_dash(str(cell.value)):
            return
        if (spec.key == "window" and "window" in record) or (spec.key == "target_min" and record.keys() & {"target_min", "target_max"}):
            self._arranged(spec, cell, place, record)
            return
        values = self.values(spec, cell, record)
        doubt = named.doubt
        if column.at in self.found.sheet.hidden_columns:
            doubt = doubt or say(N_("stands in a hidden column"))
        edits = []
        for key, value in values.items():
            current = record.get(key, MISSING)
            if (
                value is MISSING
                or agrees(value, current)
                or (spec.table is not None and current is not MISSING and self._answering(spec, value) == self._answering(spec, current))
            ):
                continue
            if current is not MISSING and key not in REPORTED:
                doubt = doubt or say(N_("the plan holds something else here"))
            edits.append(SetField(self.found.table, named.id, key, value, current))
        if not edits:
            self.out.same.append(place)
            return
        self.out.lines.append(Line(tuple(edits), place, doubt, under=column.title))

    @property
    def budget(self) -> Budget:
        """The columns of money."""
        unit = self.plan.header.get("amount_unit") or self.words(_AMOUNT.unit)
        return Budget(self.found, str(unit), self.decimal, self.around.unit)

    def _budget_beside(self, current: Any) -> Budget:
        """The columns of money, the units known that the plan's own amounts are in."""
        units = [] if current is MISSING else [str(entry["unit"]) for entry in current if entry.get("unit")]
        return attrs.evolve(self.budget, units=tuple(dict.fromkeys(units)))

    def _money(self, row: Row, named: Named, column: Column, place: Sentence, record: Mapping[str, Any]) -> None:
        """What a row says of money, all its columns at once, at the first of them that says anything."""
        current = record.get("budget", MISSING)
        budget = self._budget_beside(current)
        if column is not next(c for c in budget.columns if c.at in row.cells):
            return
        if current is not MISSING and budget.may_say(row, current):
            self.out.same.append(place)
            return
        entries = budget.of(row)
        if not entries:
            return
        doubt = named.doubt or (say(N_("the plan holds something else here")) if current is not MISSING else None)
        if column.at in self.found.sheet.hidden_columns:
            doubt = doubt or say(N_("stands in a hidden column"))
        self.out.lines.append(Line((SetField("tasks", named.id, "budget", entries, current),), place, doubt, under=column.title))

    def _arranged(self, spec: FieldSpec, cell: Cell, place: Sentence, record: Mapping[str, Any]) -> None:
        """When and to which share an enterprise is rearranged was agreed: it is the plan's, or left out and named."""
        if spec.key == "window":
            window = window_said(shown_text(cell))
            same = window is not None and says_window(window, record)
        else:
            same = (share := _share(cell)) is not None and says_share(share, record)
        if not same:
            raise Unreadable(say(N_("the plan holds something else here")))
        self.out.same.append(place)

    def _answering(self, spec: FieldSpec, told: Any) -> set[str]:
        """Some records; of bodies those that answer for them on the day: an annex names who follows, the plan who was named."""
        ids = told if isinstance(told, list) else [told]
        return {holder for id in ids for holder in (holders_on(self.plan, id, self.known.day) if spec.table == "agencies" else [id])}

    def values(self, spec: FieldSpec, cell: Cell, record: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What a cell says of its field, and of those that hang together with it; nothing where ``record`` holds it in other words.

        Raises :class:`Unreadable`.
        """
        held_so, own = record or {}, own_words(self.plan)
        text = " ".join(str(cell.value).split()) if cell.kind is CellKind.TEXT else ""
        if text and spec.table is not None and spec.kind in (Kind.REF, Kind.REFS):
            return self._named_records(spec, str(cell.value) if spec.table == "agencies" else text)
        if text and self.found.table == "tasks" and spec.key == "due":
            return due_said(text, held_so, self.known.day, own) or {}
        if text and self.found.table == "tasks" and spec.key == "status":
            status = status_said(text, held_so.get("status", MISSING), own)
            return {} if status is None else {"status": status}
        if text and spec.key == "stage":
            stage = stage_said(text, held_so, own)
            return {} if stage is None else {"stage": stage}
        if text and spec.key == "window" and (window := window_said(text)) is not None:
            return {"window": window}
        if spec.key == "target_min" and (share := _share(cell)) is not None:
            return share_fields(share)
        if text and spec.kind is Kind.CHOICE and spec.key in _SETS:
            chosen = read_choice(_SETS[spec.key], text, own=own)
            if isinstance(chosen, Read):
                return {spec.key: chosen.value}
        value = self.cells.value(spec, cell)
        if spec.maximum == 100 and isinstance(value, float) and 0 < value < 1:
            raise Unreadable(
                say(N_("{value} may be a part of one, {percent}%, or less than one per cent"), value=value, percent=value * 100)
            )
        return {spec.key: value}

    def _named_records(self, spec: FieldSpec, text: str) -> dict[str, Any]:
        """The records a cell names. Raises :class:`Unreadable`."""
        assert spec.table is not None
        if spec.table == "agencies":
            bodies = self.known.bodies.read_list(text)
            if (either := next((body.either for body in bodies if body.either), "")) != "":
                raise Unreadable(say(N_("“{text}” names one body or another: which is it?"), text=either))
            if spec.key == "leads":
                bodies = tuple(body for body in bodies if body.role != PARTNER)
            pairs = [(body.text, body.outcome) for body in bodies]
        else:
            names = self.known.of(spec.table)
            parts = re.split(r"[;\n]", text) if spec.kind is Kind.REFS else [text]
            found = [(part, names.find(part)) for part in parts if part.strip()]
            pairs = [(part, Read(hit.id) if hit.id else Unsure(hit.maybe) if hit.maybe else NotUnderstood(part)) for part, hit in found]
        told = [(part, outcome) for part, outcome in pairs if isinstance(outcome, Read) or not self.known.is_left(spec.table, part)]
        if pairs and not told:
            raise Unreadable(say(N_("“{text}” is left as unknown"), text=text))
        ids = []
        for part, outcome in told:
            if isinstance(outcome, Read):
                ids.append(outcome.value)
                continue
            if isinstance(outcome, Unsure):
                several = ", ".join(self.known.plan.short_of(spec.table, id) for id in outcome.candidates[:4])
                raise Unreadable(say(N_("“{text}” may be any of: {several}"), text=part, several=several))
            raise Unreadable(say(N_("nothing is called “{text}”"), text=part))
        if spec.kind is Kind.REF and len(ids) != 1:
            raise Unreadable(say(N_("“{text}” names more than one"), text=text))
        return {spec.key: list(dict.fromkeys(ids)) if spec.kind is Kind.REFS else ids[0]}

    def _agreed(self, named: Named, spec: FieldSpec, cell: Cell, place: Sentence, record: Mapping[str, Any]) -> None:
        """A field no table of others sets; a target that differs is said, as somebody means it."""
        if spec.key not in ("target", "target_max", "op") or spec.key not in record:
            return
        if cell.kind is CellKind.TEXT and _is_dash(str(cell.value)):
            return
        amount = worded_amount(str(cell.value), self.decimal, str(record.get("unit", ""))) if cell.kind is CellKind.TEXT else None
        number = float(f"{cell.value * 100:.12g}") if isinstance(cell.value, float) and cell.percent else cell.value
        said = Amount(number) if isinstance(number, float) else amount.value if isinstance(amount, Read) else None
        if said is not None and says_target(said, record, record):
            self.out.same.append(place)
            return
        raise Unreadable(say(N_("an agreed target is changed in the workbench: reason and legal basis are asked there")))


def _with_plans_told(found: Found, day: dt.date) -> Found:
    """A table whose columns that are called by no more than a year to come are plans: nobody knows a result of it yet."""

    def told(column: Column) -> Column:
        plans = tuple(title for title in column.figures if title.what == "plan" and title.year is not None and title.year > day.year)
        bare = len(column.figures) == 2 and not column.rest and {title.what for title in column.figures} == {"plan", "result"}
        return attrs.evolve(column, figures=plans) if bare and len(plans) == 1 else column

    return attrs.evolve(found, columns={at: told(column) for at, column in found.columns.items()})


def _share(cell: Cell) -> Amount | None:
    """The share of capital a cell says, as papers write it: ``100``, ``Trên 50% và dưới 65%``, ``Từ 36% trở lên``."""
    if isinstance(cell.value, float):
        return Amount(float(f"{cell.value * 100:.12g}") if cell.percent else cell.value)
    text = re.sub(r"\s+và\s+dưới\s+", " đến dưới ", " ".join(str(cell.value).split()))
    text = re.sub(r"^đến (?!dưới)", "không quá ", text, flags=re.IGNORECASE)
    read = read_amount(text, decimal=",", unit="%")
    return read.value if isinstance(read, Read) else None


def _when(text: str) -> FigureTitle | None:
    """Of which year, or part of one, a cell beside a value says that it is; None where it says neither, or more."""
    read = read_title(text.strip()) if text.strip() else NotUnderstood(text)
    titles = (read.value,) if isinstance(read, Read) else read.candidates if isinstance(read, Unsure) and not read.rest else ()
    found = next((title for title in titles if isinstance(title, FigureTitle)), None)
    return found if found is not None and found.years is None and found.what in ("result", "plan") else None


def too_many(count: int) -> bool:
    """Whether so many rows name nothing that it is another table."""
    return count > MOST_UNKNOWN


def _is_dash(text: str) -> bool:
    return text.strip() in ("-", "–", "—", "…", "...", "..")


def ask_of_both(figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a whole file: where two of one thing differ both are asked about, where they agree one is enough."""
    out: list[Figure] = []
    groups: dict[tuple[Any, ...], list[Figure]] = {}
    for figure in figures:
        vintage = figure.vintage if figure.vintage in ("plan", "estimate", "preliminary") else None
        groups.setdefault((figure.id, figure.year, figure.as_of, figure.area, figure.scope, vintage), []).append(figure)
    for members in groups.values():
        values = {figure.value for figure in members}
        if len(values) == 1:
            out.append(next((figure for figure in members if figure.doubt is None), members[0]))
            continue
        told = ", ".join(dict.fromkeys(format(figure.value, "g") for figure in members))
        for figure in members:
            out.append(attrs.evolve(figure, doubt=figure.doubt or say(N_("the file says several things: {values}"), values=told)))
    order = {id(figure.place): n for n, figure in enumerate(figures)}
    return sorted(out, key=lambda figure: order.get(id(figure.place), 0))


def _is_planned_figure(record: Mapping[str, Any], year: int | None, said: Amount | None) -> bool:
    """Whether an indicator holds just this value as what was planned for a year."""
    if said is None or year is None or said.upper is not None:
        return False
    planned = [e for e in record.get("values", ()) if e["vintage"] == "plan" and e["year"] == year and "unit" not in e and "area" not in e]
    return any(entry.get("value") == said.value and entry.get("op", "=") == (said.op or "=") for entry in planned)
