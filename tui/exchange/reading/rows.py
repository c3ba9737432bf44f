"""A table of a file as it is read: which record each of its rows names, and what its cells say of a field or of a value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import CellReader, place_of
from tui.exchange.cells import Cell, CellKind, shown_text
from tui.exchange.import_result import ImportResult
from tui.exchange.reading.budget_cells import Budget
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.context import Around, read_around
from tui.exchange.reading.doubts import Doubts, Said, remarks_of
from tui.exchange.reading.found_table import Found, Row
from tui.exchange.reading.headings import is_total
from tui.exchange.reading.lists import is_list
from tui.exchange.reading.names import PlanNames, RecordNames, name_key
from tui.exchange.reading.reported import due_said, share_fields, stage_said, status_said, window_said
from tui.i18n.words import Unreadable, Words
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Reject
from tui.model.text import N_, Sentence, say
from tui.vocabulary.amounts import Amount, decimal_mark, read_amount
from tui.vocabulary.body_roles import PARTNER
from tui.vocabulary.choices import read_choice
from tui.vocabulary.lexicon import own_words, phrases, plain
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure
from tui.vocabulary.titles import FigureTitle, read_title

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
    named: list[tuple[Row, Named]] = attrs.field(factory=list)
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
                what = say(N_("the plan has no place for the column “{title}”"), title=column.title)
                self.leave_out(what, place_of(self.found.sheet, self.found.top, column.at))
            elif column.role is Role.FIGURE and all(figure.what in ("derived", "mean", "same_period") for figure in column.figures):
                what = say(N_("“{title}” compares or averages figures; it is none itself"), title=column.title)
                self.leave_out(what, place_of(self.found.sheet, self.found.top, column.at))
        for number, at, title in self.found.bare_headings:
            self.leave_out(say(N_("“{text}” stands over no row"), text=title), place_of(self.found.sheet, number, at))
        for note, (row_number, at) in zip(self.found.footnotes, self.found.remark_rows, strict=True):
            if not _MARKED.match(note):  # those of a mark are told with the figure that bears it
                self.leave_out(say(N_("a remark below the table: {text}"), text=note), place_of(self.found.sheet, row_number, at))
        for row in self.found.rows:
            if too_many(len(self.unmatched) + self.unknown_ids) and self.plan.tables[self.found.table]:
                break  # it is another table, which is then said
            record = self._record(row)
            if record is not None:
                self.named.append((row, record))
                self.records[row.number] = record.id
        self.matched = len(self.named)

    def leave_out(self, what: Sentence, place: Sentence, id: str = "", field: str = "") -> None:
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
                self.leave_out(
                    say(N_("there is no {table}.{id}"), table=self.found.table, id=id), place_of(self.found.sheet, row.number, by_id.at)
                )
                self.unknown_ids += 1
                return None
        if by_name is None or by_name.at not in row.cells:
            if (total := next((cell for cell in row.cells.values() if is_total(shown_text(cell))), None)) is not None:
                what = say(N_("“{text}” is a total, no row of its own"), text=shown_text(total))
                self.leave_out(what, place_of(self.found.sheet, row.number, min(row.cells)))
                return None
            at = next((c.at for c in self._of_figures() if c.at in row.cells and _DIGIT.search(shown_text(row.cells[c.at]))), None)
            if at is not None:
                self.leave_out(say(N_("the row has figures and no name")), place_of(self.found.sheet, row.number, at))
            return None
        cell = row.cells[by_name.at]
        place = place_of(self.found.sheet, row.number, by_name.at)
        text = " ".join(str(cell.value).split())
        if is_total(text):
            self.leave_out(say(N_("“{text}” is a total, no row of its own"), text=text), place)
            return None
        if cell.kind is not CellKind.TEXT:
            self.leave_out(say(N_("is no name")), place)
            return None
        found = self.names.find(text)
        if found.id is None and len(found.maybe) > 1 and (mine := self._under_heading(found.maybe, row)) is not None:
            found = attrs.evolve(found, id=mine)
        if found.id is not None:
            return Named(found.id, unit=found.unit)
        if len(found.maybe) == 1:
            title = self.plan.title_of(self.found.table, found.maybe[0])
            doubt = say(N_("written “{text}”; is “{title}” meant?"), text=text, title=title)
            if is_list(self.found):  # or it is another one: the row is offered as both, neither of them unasked
                self.unmatched.append(attrs.evolve(row, doubt=row.doubt or doubt))
            return Named(found.maybe[0], doubt)
        if found.maybe:
            several = ", ".join(self.plan.title_of(self.found.table, id) for id in found.maybe)
            self.leave_out(say(N_("“{text}” may be any of: {several}"), text=text, several=several), place)
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

    def when_and_where(self, row: Row) -> tuple[str, ...]:
        """What a row says of the year, of the area, of the part and of the vintage of its figures."""
        return tuple(self.found.text(row, role) for role in (Role.YEAR, Role.AREA, Role.PART, Role.VINTAGE))

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

    def above(self, row: Row) -> Row | None:
        """The row that a row is a part of."""
        if not self._by_number:
            self._by_number = {other.number: other for other in self.found.rows}
        return self._by_number.get(row.standing.under) if row.standing.under is not None else None

    @property
    def budget(self) -> Budget:
        """The columns of money."""
        unit = self.plan.header.get("amount_unit") or self.words(_AMOUNT.unit)
        return Budget(self.found, str(unit), self.decimal, self.around.unit)

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
        if spec.key == "target_min" and (share := share_of(cell)) is not None:
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


def _with_plans_told(found: Found, day: dt.date) -> Found:
    """A table whose columns that are called by no more than a year to come are plans: nobody knows a result of it yet."""

    def told(column: Column) -> Column:
        plans = tuple(title for title in column.figures if title.what == "plan" and title.year is not None and title.year > day.year)
        bare = len(column.figures) == 2 and not column.rest and {title.what for title in column.figures} == {"plan", "result"}
        return attrs.evolve(column, figures=plans) if bare and len(plans) == 1 else column

    return attrs.evolve(found, columns={at: told(column) for at, column in found.columns.items()})


def share_of(cell: Cell) -> Amount | None:
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


def is_dash(text: str) -> bool:
    return text.strip() in ("-", "–", "—", "…", "...", "..")
