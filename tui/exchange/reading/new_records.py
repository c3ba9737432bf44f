"""Rows that name nothing in the plan, as new records: tasks under their headings, indicators under their goals, and the bodies they name.

Ids come by section and order. Bodies, sections and goals that the plan does not have are gathered once, each a line of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import place_of
from tui.exchange.cells import CellKind, as_written
from tui.exchange.document.citations import kind_by_number
from tui.exchange.import_result import Figure, ImportResult
from tui.exchange.reading.choices import Becomes, Choices, NameSaid
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.doubts import Said
from tui.exchange.reading.figure_cells import footnotes_of, read_figure
from tui.exchange.reading.names import CUT, NameKey, PlanNames, marks_behind, name_key
from tui.exchange.reading.row_order import bare_name
from tui.exchange.reading.rows import TableReader
from tui.exchange.reading.tables import Found, Row, ordinal_text
from tui.exchange.reading.target_cells import amount_of, is_no_level, is_rate, may_be_several, target_fields, worded_amount
from tui.exchange.reading.units import same_unit
from tui.exchange.reading.unknown_names import UnknownName
from tui.i18n.words import Unreadable
from tui.model.edits import AddRecord
from tui.model.fields import TABLES, Kind
from tui.model.plan import Plan
from tui.model.proposal import Line, Reject
from tui.model.text import N_, Sentence, fold, nfc, say, slug
from tui.vocabulary.amounts import Amount, said
from tui.vocabulary.bodies import LEAD, PARTNER, kind_of_body
from tui.vocabulary.deadlines import no_such_day, read_deadline
from tui.vocabulary.lexicon import Own, says_nothing
from tui.vocabulary.outcome import Read, Unsure

_DEFINING: Final[Mapping[str, frozenset[str]]] = {
    "tasks": frozenset({"leads", "due", "deliverable"}),
    "indicators": frozenset({"unit", "target", "agency"}),
    "agencies": frozenset({"short", "kind"}),
    "documents": frozenset({"number", "date", "kind"}),
    "goals": frozenset({"number"}),
    "sections": frozenset({"number"}),
    "sources": frozenset({"url", "date", "publisher"}),
    "enterprises": frozenset({"arrangement"}),
}
"""The columns without which a table is a report on records, not a list of new ones."""
_MOST_DUE: Final = TABLES["tasks"]["due_text"].max_length
_READ_APART: Final = frozenset(
    {"section", "goal", "leads", "partners", "agency", "due", "deliverable", "target", "unit", "note", "locator"}
)
"""Fields of tasks and indicators that are read with what stands around them."""
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_NO_TITLE: Final = re.compile(r"\(|biểu (?:số|mẫu)|mẫu (?:số|biểu)|cộng hòa|độc lập|(?:đvt|đơn vị(?: tính)?|unit)\s*:", re.IGNORECASE)
"""The beginning of lines above a table that do not say what it is."""
_OWN_MEASURE: Final = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tốc độ|chỉ số|số |cơ cấu|mức|quy mô|tổng|giá trị|diện tích|sản lượng|năng suất)", re.IGNORECASE
)
"""The beginning of names that say what is measured; the others of parts are told by the row above."""
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50}
_D_ALONE = re.compile(r"(?<!\w)[đĐ](?!\w)")  # stands beside the "d" of the same list


def is_list(found: Found) -> bool:
    """Whether a table has columns that make a record, so that a row that names nothing in the plan is a new one."""
    wanted = _DEFINING.get(found.table, frozenset())
    planned = any(column.is_stated and column.figures[0].what in ("plan", "target") for column in found.of(Role.FIGURE))
    return planned or any(column.field is not None and column.field.key in wanted for column in found.columns.values())


@attrs.define
class NewRecords:
    """Gathers the new records of a whole file, over a copy of the plan that grows with them."""

    plan: Plan
    day: dt.date
    out: ImportResult
    own: Own
    choices: Choices = attrs.field(factory=Choices)
    gathered: list[Line] = attrs.field(factory=list)
    """Bodies, sections and goals, before the records that name them."""
    lines: list[Line] = attrs.field(factory=list)
    known: PlanNames = attrs.field(init=False)
    names: dict[NameKey, UnknownName] = attrs.field(factory=dict)
    """What becomes of the names the plan does not have."""
    _orders: dict[str, int] = attrs.field(factory=dict)
    """Section → the last order of a task in it."""
    _held: dict[str, frozenset[str]] = attrs.field(init=False)
    """Table → the records the plan has."""
    _unread_targets: list[str] = attrs.field(factory=list)
    """Cells of targets of the row that is read that say no number, each with its title."""
    _unread_plan: Sentence | None = None
    """Why the target of the row that is read is in doubt: a cell with figures that are not understood for certain."""
    _parts: list[tuple[TableReader, str, str]] = attrs.field(factory=list)
    """New tasks with the number or id of the row they are a part of, which may stand further down."""
    _named_by_rows: set[str] = attrs.field(factory=set)
    """Bodies that rows name which became records, a second one that reports an indicator as well."""
    _left: list[str] = attrs.field(factory=list)
    """Names of the row that is read that are left as unknown."""

    def __attrs_post_init__(self) -> None:
        self._held = {name: frozenset(records) for name, records in self.plan.tables.items()}
        self.plan = attrs.evolve(self.plan, tables={name: dict(records) for name, records in self.plan.tables.items()})
        self.known = PlanNames(self.plan, self.day, self.own)

    # -- making ---------------------------------------------------------------------------------------------------

    def add(self, table: str, id: str, values: Mapping[str, Any], place: Sentence, doubt: Sentence | None = None, under: str = "") -> str:
        """Propose a new record; its id."""
        order = list(TABLES[table].by_key)
        record = {key: values[key] for key in order if key in values and values[key] not in (None, "", [])}
        self.plan.tables[table][id] = record
        self.known.forget(table)
        line = Line((), place, doubt, AddRecord(table, id, record), under)
        (self.lines if table in ("tasks", "indicators", "enterprises") else self.gathered).append(line)
        return id

    def id_for(self, table: str, stem: str) -> str:
        """An id nobody has: the stem, else with the next number."""
        taken = {*self.plan.tables[table], *(id for name, id in self.plan.set_aside if name == table)}
        name = stem or TABLES[table].name
        if name not in taken:
            return name
        number = 2
        while f"{name}-{number}" in taken:
            number += 1
        return f"{name}-{number}"

    def listed(self, readers: Iterable[tuple[TableReader, list[Row]]]) -> None:
        """Make the bodies, documents and sources that tables of them list, before any other table names them."""
        for reader, rows in readers:
            self.rows(reader, rows)
            rows.clear()

    def rows(self, reader: TableReader, rows: Iterable[Row]) -> None:
        """A new record for each of some rows; of an indicator that has several rows (years, areas, parts) for the first of them."""
        made: dict[tuple[object, ...], str | None] = {}
        for row in rows:
            self._left.clear()
            place = self._place(reader, row)
            doubt = None if is_list(reader.found) and not reader.matched else say(N_("names nothing in this plan; is it a new record?"))
            doubt = row.doubt or doubt
            if row.hidden:
                doubt = say(N_("stands in a row that is hidden or filtered away"))
            try:
                if reader.found.table == "tasks":
                    self._task(reader, row, place, doubt)
                elif reader.found.table == "indicators":
                    same = name_key(self._name(reader, row)), row.headings
                    if made.get(same) is not None and reader.is_by_parts:
                        self._more_figures(reader, row, made[same] or "", doubt)
                    else:
                        made[same] = self._indicator(reader, row, place, doubt)
                else:
                    self._other(reader, row, place, doubt)
            except Unreadable as fault:
                self.out.rejects.append(Reject(fault.sentence, place=place))

    def _place(self, reader: TableReader, row: Row) -> Sentence:
        column = reader.found.name or reader.found.id
        assert column is not None
        return place_of(reader.found.sheet, row.number, column.at)

    def _text(self, reader: TableReader, row: Row, key: str) -> str:
        column = next((c for c in reader.found.columns.values() if c.field is not None and c.field.key == key), None)
        if column is None or column.at not in row.cells:
            return ""
        text = " ".join(as_written(row.cells[column.at]).split())
        return "" if text.strip() in ("-", "–", "—", "…", "...") else text

    def _lines(self, reader: TableReader, row: Row, key: str) -> str:
        """A text of a cell with its lines."""
        column = next((c for c in reader.found.columns.values() if c.field is not None and c.field.key == key), None)
        return str(row.cells[column.at].value).strip() if column is not None and column.at in row.cells else ""

    def _ordinal(self, reader: TableReader, row: Row) -> str:
        column = next(iter(reader.found.of(Role.ORDINAL)), None)
        return ordinal_text(row.cells[column.at]).strip(". )(") if column is not None and column.at in row.cells else ""

    # -- tasks ----------------------------------------------------------------------------------------------------

    def _task(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> None:
        section = self._section(reader, row, place, doubt)
        order = self._next_order(section)
        leads, partners, unread = self._bodies_of(self._lines(reader, row, "leads"), self._lines(reader, row, "partners"))
        if len(leads) > 1 and not partners and reader.says_both:
            leads, partners = leads[:1], leads[1:]
            unread = unread or say(N_("the column is of those who lead and those who take part: is the first one the lead?"))
        under = [reader.how_filled(row)]
        parent = reader.records.get(row.standing.under, "") if row.standing.under is not None else ""
        if over := self.plan.tables["tasks"].get(parent, {}):
            under.append(reader.words(N_("part of “{above}”"), above=self.plan.short_of("tasks", parent)))
            if not leads and not self._left and not unread and over.get("leads"):
                leads, partners = list(over["leads"]), partners or list(over.get("partners", ()))
                under.append(reader.words(N_("who leads it stands in the row above")))
        doubt = doubt or unread or row.as_above or self._without_lead(reader, row, leads)
        values: dict[str, Any] = {"section": section, "order": order, "parent": parent, "leads": leads, "partners": partners}
        values |= _worded("tasks", "summary", self._name(reader, row))
        whole = self._lines(reader, row, "summary")
        if (text := self._lines(reader, row, "text")) or "\n" in whole:
            values["text"] = text or whole  # the document's own lines
        due = self._text(reader, row, "due")
        if due:
            fields, asked = self._due(due)
            values |= fields
            doubt = doubt or asked
        values["deliverable"] = self._text(reader, row, "deliverable")
        try:
            values["budget"] = reader.budget.of(row)
        except Unreadable as fault:
            at = next(column.at for column in reader.budget.columns if column.at in row.cells)
            self.out.rejects.append(Reject(fault.sentence, place=place_of(reader.found.sheet, row.number, at)))
        further = self._further(reader, row, values)
        doubt = doubt or further
        values["note"] = "\n".join(text for text in (self._text(reader, row, "note"), *self._left_notes(reader)) if text)
        values["locator"] = f"{self.plan.tables['sections'][section].get('number', section)}#{row.standing.number or order}"
        count = order
        while f"{section}-{count}" in self.plan.tables["tasks"]:
            count += 1
        id = self.add("tasks", f"{section}-{count}", values, place, doubt, " · ".join(filter(None, under)))
        reader.records[row.number] = id
        if not parent and (named := self._text(reader, row, "parent").lstrip("#")):
            self._parts.append((reader, id, named))

    def _due(self, text: str) -> tuple[dict[str, Any], Sentence | None]:
        """(fields of a task, why somebody has to look at them) of a deadline as it is worded."""
        read = read_deadline(text, own=self.own)
        if isinstance(read, Read):
            return read.value.fields, self._beyond_term(read.value.due, text)
        if isinstance(read, Unsure):
            said = {**read.candidates[0].fields, "due_text": text[:_MOST_DUE]}
            return said, say(N_("the deadline “{text}” can be read in more than one way"), text=text)
        # of a day nobody knows: not standing, which is said in words of its own
        told = {"mode": "dated", "due_text": text[:_MOST_DUE]}
        if (day := no_such_day(text)) is not None:
            return told, say(N_("the calendar has no day {day}"), day=day)
        return told, say(N_("no day is understood of the deadline “{text}”; it stays as a text"), text=text)

    def _beyond_term(self, due: dt.date | None, text: str) -> Sentence | None:
        """Why a due day is in doubt: the plan does not reach so far, or began later."""
        if due is None or self.plan.term is None or self.plan.term[0] <= due <= self.plan.term[1]:
            return None
        return say(N_("the deadline “{text}” lies outside the term of the plan"), text=text)

    def _without_lead(self, reader: TableReader, row: Row, leads: list[str]) -> Sentence | None:
        """Why a row of a table that says who leads is in doubt: it says nobody."""
        told = any(column.field is not None and column.field.key == "leads" for column in reader.found.columns.values())
        needed = told and not reader.found.sheet.of_prose
        return say(N_("no body leads it")) if needed and not leads and not self._left else None

    def drop_unneeded(self, others: Sequence[Line]) -> None:
        """Take back bodies that were made of names alone and that no record names: only rows that are left out did."""
        needed = set(self._named_by_rows)
        for line in (*self.gathered, *self.lines, *others):
            values = line.new.values if line.new is not None else {edit.field: edit.new for edit in line.edits}
            for value in values.values():
                needed.update(value if isinstance(value, list) and all(isinstance(one, str) for one in value) else [str(value)])
        for key, name in list(self.names.items()):
            made = key[0] == "agencies" and name.said.becomes is Becomes.MADE and not name.by_person
            if made and name.said.id not in needed:
                del self.names[key]
                self.gathered = [line for line in self.gathered if line.new is None or line.record != ("agencies", name.said.id)]

    def join_parts(self) -> None:
        """Say of the tasks whose rows name the one they are a part of which it is, by the number or id of its row."""
        for reader, id, named in self._parts:
            mine = [
                reader.records[row.number]
                for row in reader.found.rows
                if row.number in reader.records and named in self._called(reader, row)
            ]
            at = next(at for at, line in enumerate(self.lines) if line.record == ("tasks", id))
            line = self.lines[at]
            if line.new is not None and len(mine) == 1 and mine[0] != id:
                self.lines[at] = attrs.evolve(line, new=attrs.evolve(line.new, values={**line.new.values, "parent": mine[0]}))
            else:
                doubt = say(N_("nothing is called “{text}”"), text=named)
                self.lines[at] = attrs.evolve(line, doubt=line.doubt or doubt)

    def _called(self, reader: TableReader, row: Row) -> tuple[str, ...]:
        """What other rows may call a row by: its id, its number and its name."""
        return reader.found.text(row, Role.ID).strip(), self._ordinal(reader, row), self._name(reader, row)

    def ask_of_twins(self) -> None:
        """Ask of tasks of one name: nobody knows whether it is one that stands here twice."""
        by_name: dict[str, list[int]] = {}
        for at, line in enumerate(self.lines):
            if line.new is not None and line.new.table == "tasks":
                whole = str(line.new.values.get("text") or line.new.values["summary"])
                by_name.setdefault(name_key(whole), []).append(at)
        for places in by_name.values():
            for at in places if len(places) > 1 else ():
                other = self.lines[next(place for place in places if place != at)].place
                doubt = say(N_("a task of this name stands here twice: {place}"), place=other or "")
                self.lines[at] = attrs.evolve(self.lines[at], doubt=self.lines[at].doubt or doubt)

    def _further(self, reader: TableReader, row: Row, values: dict[str, Any]) -> Sentence | None:
        """Take in what the other columns of a row say of its record; what of that is in doubt."""
        doubt: Sentence | None = None
        for column in reader.found.columns.values():
            cell, field = row.cells.get(column.at), column.field
            if cell is None or field is None or field.key in values or field.kind is Kind.ENTRIES or field.key in _READ_APART:
                continue
            if cell.kind is CellKind.TEXT and says_nothing(str(cell.value)):
                continue
            try:
                values |= {key: value for key, value in reader.values(field, cell).items() if key not in values}
            except Unreadable as fault:
                doubt = doubt or fault.sentence
        return doubt

    def _left_notes(self, reader: TableReader) -> list[str]:
        """The names of a row that are left as unknown: they stand in its note, so that nothing of the table is lost."""
        return (
            [reader.words(N_("Named in the table and not known: {text}"), text="; ".join(dict.fromkeys(self._left)))] if self._left else []
        )

    def _next_order(self, section: str) -> int:
        """The order of the next new task of a section."""
        if section not in self._orders:
            siblings = [record for record in self.plan.tables["tasks"].values() if record.get("section") == section]
            self._orders[section] = max((int(record.get("order", 0)) for record in siblings), default=0)
        self._orders[section] += 1
        return self._orders[section]

    def _name(self, reader: TableReader, row: Row) -> str:
        column = reader.found.name
        text = as_written(row.cells[column.at]) if column is not None and column.at in row.cells else ""
        name = bare_name(self._ordinal(reader, row), text)
        bare, marks = marks_behind(name)
        return bare if any(footnotes_of(mark, reader.found.footnotes) for mark in marks) else name

    def _bodies_of(self, leads: str, partners: str) -> tuple[list[str], list[str], Sentence | None]:
        """(leads, partners, what is in doubt) of the two cells."""
        doubt: Sentence | None = None
        out: tuple[list[str], list[str]] = ([], [])
        for place, text in enumerate((leads, partners)):
            bodies = self.known.bodies.read_list(text)
            told = any(body.role == LEAD for body in bodies)  # then who stands beside it takes part: "A (chủ trì), B"
            for body in bodies:
                if isinstance(body.outcome, Read):
                    self._named_by_rows.add(body.outcome.value)
                    into = out[1] if place or body.role == PARTNER or (told and body.role is None) else out[0]
                    into.append(body.outcome.value)
                elif self.known.is_left("agencies", body.text):
                    self._left.append(body.text)
                elif re.search(r"\w", body.text):
                    doubt = say(N_("the body “{text}” is not certain"), text=body.text)
                if body.either:
                    doubt = doubt or say(N_("“{text}” names one body or another: which is it?"), text=body.either)
        first = list(dict.fromkeys(out[0]))
        return first, [id for id in dict.fromkeys(out[1]) if id not in first], doubt

    def _section(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> str:
        """The section a row names, else of its innermost heading, made where the plan has none of its name; else one for the table."""
        parent: str | None = None
        above = ""
        named = self._text(reader, row, "section")
        headings = ((("", named),) if named else row.headings) or (("", self._title_of(reader)),)
        for number, title in headings:
            title = re.sub(r"^\s*(?:[IVXL]+|[0-9]+|[A-ZĐ])[.)]\s+", "", " ".join(title.split()))
            if self.known.is_left("sections", title):
                self._heading("sections", title, place, "")
                continue
            id = self._section_called(title, parent)
            if id is None:
                wanted = self._section_number(number, parent, above)
                order = 1 + sum(record.get("parent") == parent for record in self.plan.tables["sections"].values())
                values = {"number": wanted, "title": title, "parent": parent, "order": order}
                id = self.add("sections", self.id_for("sections", _key(wanted)), values, place, doubt)
            self._heading("sections", title, place, id)
            parent, above = id, number
        return parent or self._whole_table(reader, place, doubt)

    def _section_called(self, title: str, parent: str | None) -> str | None:
        """The section of a title; of those that were made of this file the one that stands in the same one."""
        found = self.known.of("sections").find(title)
        records = self.plan.tables["sections"]
        if found.id is not None:
            here = found.id in self._held["sections"] or records[found.id].get("parent") == parent
            return found.id if here or parent is None else None
        same = [id for id in found.maybe if name_key(str(records[id].get("title", ""))) == name_key(title)]
        mine = [id for id in same if records[id].get("parent") == parent]
        return mine[0] if mine else None

    def _section_number(self, number: str, parent: str | None, above: str) -> str:
        """The number of a new section, told in full (``I.1`` for 1 below I); ``above``: the number its own one stands below."""
        records = self.plan.tables["sections"]
        used = {record.get("number") for record in records.values()}
        wanted = number or str(len(records) + 1)
        if parent is not None:
            whole = records[parent].get("number", parent)
            if not number:
                wanted = f"{whole}.{1 + sum(record.get('parent') == parent for record in records.values())}"
            elif number[0].isdecimal() or wanted in used or re.fullmatch(r"[a-zđ]", number):
                wanted = f"{whole}.{number.removeprefix(f'{above}.')}"
        while wanted in used:
            wanted = f"{wanted}+"
        return wanted

    def _whole_table(self, reader: TableReader, place: Sentence, doubt: Sentence | None) -> str:
        """The section of rows of which all headings were passed over: that of the table."""
        title = reader.words(TABLES["tasks"].label)
        found = self.known.of("sections").find(title).id
        number = str(len(self.plan.tables["sections"]) + 1)
        values = {"number": number, "title": title, "order": int(number)}
        return found or self.add("sections", self.id_for("sections", _key(number)), values, place, doubt)

    def _heading(self, table: str, title: str, place: Sentence, id: str) -> None:
        """Reckon with a row under a heading that the plan does not have, or of which a person has said what it is."""
        key = table, name_key(title)
        said = self.choices.names.get(key)
        if said is None and id in self._held[table]:
            return
        before = self.names.get(key)
        becomes = Becomes.LEFT if not id else Becomes.MEANT if id in self._held[table] else Becomes.MADE
        first = UnknownName(key, title, place, 0, NameSaid(becomes, id), (), said is not None) if before is None else before
        self.names[key] = attrs.evolve(first, count=first.count + 1)

    def _title_of(self, reader: TableReader) -> str:
        lines = [line for line in reader.found.context if len(line) > 3 and not _NO_TITLE.match(line)]
        return lines[-1] if lines else reader.found.sheet.name or self.cells_label(reader)

    def cells_label(self, reader: TableReader) -> str:
        """What the records of a table are called, in the language of the file."""
        return reader.words(TABLES[reader.found.table].label)

    # -- indicators -----------------------------------------------------------------------------------------------

    def _indicator(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> str | None:
        """The id of the indicator a row makes; None for a heading with a number of its own."""
        name, unit = self._name(reader, row), self._unit(reader, row)
        worded = self._text(reader, row, "target")
        self._unread_plan = None
        self._unread_targets.clear()
        agreed = self._planned(reader, row, unit)
        figures = self._figures(reader, row, unit)
        _, _, unread = self._bodies_of(self._lines(reader, row, "agency"), "")
        if not (unit or worded or agreed or figures or self._text(reader, row, "agency")):
            return None
        year = self._target_year(reader, row)
        values: dict[str, Any] = {"goal": self._goal(reader, row, place, doubt), "unit": unit, "locator": self._locator(reader, row)}
        values |= _worded("indicators", "name", name)
        bodies = self._bodies_of(self._lines(reader, row, "agency"), "")[0]
        notes = [*([values["note"]] if "note" in values else []), *self._left_notes(reader)]
        in_doubt = self._unread_plan
        if bodies:
            values["agency"] = bodies[0]
            if len(bodies) > 1:
                notes.append(reader.words(N_("Reported by: {text}"), text=self._text(reader, row, "agency")))
        if worded:
            amount = worded_amount(worded, reader.decimal, unit)
            sure = isinstance(amount, Read) and not amount.value.open_ends  # the model has no end that is not in a range
            if sure and isinstance(amount, Read) and not is_no_level(worded, unit, reader.found.footnotes):
                agreed = {year: amount.value, **agreed}
            else:
                in_doubt = in_doubt or may_be_several(worded, reader.decimal, unit, reader.found.footnotes)
                notes.append(reader.words(N_("Target as worded: {text}"), text=worded))
        notes += [reader.words(N_("Target as worded: {text}"), text=text) for text in self._unread_targets]
        if not unit and len(units := {"%" if amount.percent else amount.unit for amount in agreed.values()}) == 1:
            unit = values["unit"] = units.pop()  # no column says it, the target does: "150 triệu đồng/người"
        above = self._above(reader, row)
        measured = name if above is None else self._measured(name, unit, above[1])
        if (mean := self._mean_of_term(reader, row, unit)) is not None and is_rate(measured, unit):
            last = agreed.pop(year, None)
            notes += [reader.words(N_("Target as worded: {text}"), text=f"{year}: {said(last)}")] if last is not None else []
            values |= {**target_fields({year: mean, **agreed}, year, measured, unit), "kind": "term_growth"}
        else:
            values |= target_fields(agreed, year, measured, unit)
        if note := self._text(reader, row, "note"):
            notes.append(note)
        notes += self._footnotes(reader, row)
        if (
            above is not None
            and row.standing.led_in
            and same_unit(unit, str(self.plan.tables["indicators"].get(above[0], {}).get("unit", "")))
        ):
            values["parent"] = above[0]
        elif above is not None:
            notes.append(reader.words(N_("Stands in the table under: {text}"), text=above[1]))
        values["note"] = "\n".join(notes)
        further = self._further(reader, row, values)
        unread = unread or further
        if values.get("kind") == "points_cut":
            cut = say(N_("the plan holds levels here: is this one, or a yearly cut?"))
            figures = [attrs.evolve(figure, doubt=figure.doubt or cut) for figure in figures]
        doubt = doubt or in_doubt
        id = self.add(
            "indicators",
            self.id_for("indicators", slug(name)),
            values,
            place,
            doubt or unread or row.as_above or self._hidden(reader),
            under=reader.how_filled(row),
        )
        reader.records[row.number] = id
        self.out.figures += [attrs.evolve(figure, id=id, doubt=row.doubt or figure.doubt or doubt) for figure in figures]
        return id

    def _locator(self, reader: TableReader, row: Row) -> str:
        """Where a row stands in the document: the numbers of its headings and its own (``A#5.1``)."""
        number = row.standing.number or ("" if row.standing.under is not None else self._ordinal(reader, row).strip("-–—+•*"))
        heading = _full_number(row.headings)
        return f"{heading}#{number}" if heading and number else number

    def _above(self, reader: TableReader, row: Row) -> tuple[str, str] | None:
        """(indicator or "", name) of the row that a row is a part of."""
        above = reader.above(row)
        return (reader.records.get(above.number, ""), self._name(reader, above)) if above is not None else None

    def _measured(self, name: str, unit: str, above: str) -> str:
        """What a part is a measure of: where its name does not say it (``Trồng trọt``) the name of the row above does."""
        return name if _OWN_MEASURE.match(name) or not unit.startswith("%") else f"{above} {name}"

    def _footnotes(self, reader: TableReader, row: Row) -> list[str]:
        """The footnotes of the marks behind the name of a row."""
        column = reader.found.name
        text = as_written(row.cells[column.at]).strip() if column is not None and column.at in row.cells else ""
        return [note for mark in marks_behind(text)[1] for note in footnotes_of(mark, reader.found.footnotes)]

    def _more_figures(self, reader: TableReader, row: Row, id: str, doubt: Sentence | None) -> None:
        """The figures of one more row of an indicator that an earlier row has made."""
        unit = str(self.plan.tables["indicators"][id].get("unit", ""))
        other = self._unit(reader, row)
        if other and not same_unit(other, unit):
            doubt = doubt or say(N_("its unit is “{here}”, the indicator's “{own}”"), here=other, own=unit)
        self._planned(reader, row, unit)
        self.out.figures += [attrs.evolve(f, id=id, doubt=row.doubt or f.doubt or doubt) for f in self._figures(reader, row, unit)]

    def _unit(self, reader: TableReader, row: Row) -> str:
        unit = self._text(reader, row, "unit")
        return "" if unit in ("-", "–") else unit or reader.around.unit

    def _hidden(self, reader: TableReader) -> Sentence | None:
        columns = [
            c for c in reader.found.columns.values() if c.at in reader.found.sheet.hidden_columns and c.role in (Role.FIELD, Role.FIGURE)
        ]
        return say(N_("stands in a hidden column")) if columns else None

    def _planned(self, reader: TableReader, row: Row, unit: str) -> dict[int | None, Amount]:
        """Year → what was agreed for it, of the columns of plans and targets."""
        out: dict[int | None, Amount] = {}
        for column in reader.found.of(Role.FIGURE):
            title = column.figures[0]
            if (
                len(column.figures) != 1
                or title.what not in ("plan", "target")
                or title.first_month != 1
                or title.last_month != 12
                or column.rest
            ):
                continue
            cell = row.cells.get(column.at)
            if cell is None or (cell.kind is CellKind.TEXT and says_nothing(str(cell.value))):
                continue
            place = place_of(reader.found.sheet, row.number, column.at)
            if reader.found.text(row, Role.PART) or reader.doubts.area(row) is not None:
                self.out.rejects.append(Reject(say(N_("is a target of a part; type it among those of the areas")), place=place))
                continue
            year = title.year or (title.years[1] if title.years else None)
            amount = None if is_no_level(as_written(cell), unit, reader.found.footnotes) else amount_of(cell, reader.decimal, unit)
            if amount is None or year in out:
                self.out.rejects.append(Reject(say(N_("“{text}” is no number that is understood"), text=as_written(cell)), place=place))
                self._unread_targets.append(f"{column.title}: {as_written(cell)}")
                if cell.kind is CellKind.TEXT:
                    self._unread_plan = may_be_several(as_written(cell), reader.decimal, unit, reader.found.footnotes)
                continue
            out[year] = amount
        return out

    def _mean_of_term(self, reader: TableReader, row: Row, unit: str) -> Amount | None:
        """What a row plans as the mean over the term of the plan: ``BQ 2026-2030``."""
        term = self.plan.term
        for column in reader.found.of(Role.FIGURE):
            title, cell = column.figures[0], row.cells.get(column.at)
            if term is None or cell is None or title.what != "mean" or title.vintage is not None or len(column.figures) > 1 or column.rest:
                continue
            if title.years == (term[0].year, term[1].year) and (amount := amount_of(cell, reader.decimal, unit)) is not None:
                at = place_of(reader.found.sheet, reader.found.top, column.at)
                self.out.rejects = [reject for reject in self.out.rejects if reject.place != at]  # it says something after all
                return amount
        return None

    def _figures(self, reader: TableReader, row: Row, unit: str) -> list[Figure]:
        """The results in a row of a new indicator: all of them are asked about, as nothing tells their size or unit."""
        out = []
        for column in (*reader.found.of(Role.FIGURE), *reader.found.of(Role.VALUE)):
            cell = row.cells.get(column.at)
            if cell is None:
                continue
            place = place_of(reader.found.sheet, row.number, column.at)
            try:
                told = _said_of(reader, row, column)
                read = read_figure(cell, unit, reader.decimal, reader.found.footnotes, reader.words) if told is not None else None
            except Unreadable as fault:
                self.out.rejects.append(Reject(fault.sentence, place=place))
                continue
            if read is not None and told is not None:
                said, doubt = told
                figure = Figure("", said.year, read.value, place, said.vintage, said.as_of, read.op, under=column.title)
                area, part = reader.doubts.area(row), reader.found.text(row, Role.PART) or None
                out.append(attrs.evolve(figure, area=area, scope=part, doubt=read.doubt or reader.doubts.of_new(row, column, said, doubt)))
        return out

    def _target_year(self, reader: TableReader, row: Row) -> int | None:
        """The year a target without one is for: that of the heading it stands under, else the last of the term."""
        for _, title in reversed(row.headings):
            years = _YEAR.findall(title)
            if len(set(years)) == 1:
                return int(years[0])
        return self.plan.term[1].year if self.plan.term else None

    def _goal(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> str:
        headings = row.headings or (("", self._text(reader, row, "goal") or self._title_of(reader)),)
        _, title = headings[-1]
        title = " ".join(title.split())
        if self.known.is_left("goals", title):
            self._heading("goals", title, place, "")
            title = reader.words(TABLES["indicators"].label)
        id = self.known.of("goals").find(title).id or self._new_goal(reader, headings, title, place, doubt)
        self._heading("goals", title, place, id)
        return id

    def _new_goal(
        self, reader: TableReader, headings: Sequence[tuple[str, str]], title: str, place: Sentence, doubt: Sentence | None
    ) -> str:
        """A goal with the number its heading has, where that is one and nobody has it; what no field holds stands in the note."""
        used = {record.get("number") for record in self.plan.tables["goals"].values()}
        own = _as_integer(headings[-1][0]) if len(headings) == 1 else None
        number = own if own is not None and own not in used else 1 + max((int(told or 0) for told in used), default=0)
        values = {"number": number, **_worded("goals", "title", title)}
        notes = [str(values["note"])] if "note" in values else []
        if headings[-1][0] and own != number:
            notes.append(reader.words(N_("Its number in the document: {number}"), number=_full_number(headings)))
        if len(headings) > 1:
            over = " · ".join(f"{told}. {text}" if told else text for told, text in headings[:-1])
            notes.append(reader.words(N_("Stands in the table under: {text}"), text=over))
        return self.add("goals", self.id_for("goals", f"g{number:02d}"), {**values, "note": "\n".join(notes)}, place, doubt)

    # -- other tables -----------------------------------------------------------------------------------------------

    def _other(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> None:
        """A record of the fields its row has; what the table needs and the row does not say is left out with the reason."""
        table = reader.found.table
        values: dict[str, Any] = {}
        for column in reader.found.columns.values():
            cell = row.cells.get(column.at)
            if column.field is None or cell is None or column.field.kind is Kind.ENTRIES:
                continue
            if column.field.key == TABLES[table].title:
                values[column.field.key] = self._name(reader, row)
            else:
                values |= reader.values(column.field, cell)
        name = self._name(reader, row)
        if table == "agencies":
            values.setdefault("kind", kind_of_body(name))
        if table == "documents" and not values.get("kind") and (kind := kind_by_number(str(values.get("number", "")))):
            values["kind"] = kind
        if table == "sections":
            values.setdefault("order", 1 + len(self.plan.tables["sections"]))
        same = next(
            (id for id, record in self.plan.tables[table].items() if name_key(str(record.get(TABLES[table].title, ""))) == name_key(name)),
            None,
        )
        if same is not None:
            raise Unreadable(say(N_("this row stands here twice: {id}"), id=same))
        number = str(values.get("number", ""))
        stem = {"goals": f"g{number:0>2}", "sections": _key(number), "documents": slug(number or name)}.get(table, slug(name))
        self.add(table, self.id_for(table, stem), values, place, doubt or row.as_above, reader.how_filled(row))


def _full_number(headings: Sequence[tuple[str, str]]) -> str:
    """The number of the innermost of some headings with those it stands below: ``A.I``, ``1.2``."""
    full = own = ""
    for number, _ in headings:
        if number:
            told = number.removeprefix(f"{own}.") if own else number
            full, own = f"{full}.{told}" if full else number, number
    return full


def _as_integer(number: str) -> int | None:
    """The number of a heading that counts from one: ``3``, ``III``, ``C``; None for any other."""
    if number.isdecimal():
        return int(number) or None
    if re.fullmatch(r"[IVXL]+", number):
        values = [_ROMAN_VALUES[letter] for letter in number]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return ord(number) - ord("A") + 1 if re.fullmatch(r"[A-H]", number) else None


def _said_of(reader: TableReader, row: Row, column: Column) -> tuple[Said, Sentence | None] | None:
    """What is said of a figure where it stands, and why it is in doubt; None of what is no result. Raises :class:`Unreadable`."""
    if column.role is Role.VALUE:
        return reader.said_beside(row, column)
    title = column.figures[0]
    if title.what != "result" or title.year is None:
        return None
    return Said.by_title(column, title, title.year), reader.doubts.by_title(column, title)


def _key(number: str) -> str:
    """The id of a section by its number, its letters as they are written: ``III-1-a`` for ``III.1.a``."""
    bare = _D_ALONE.sub(lambda at: at[0].lower().replace("đ", "dd"), nfc(number))
    written = "".join(char if char.isascii() else (fold(char).upper() if char.isupper() else fold(char)) for char in bare)
    return "-".join(re.findall(r"[A-Za-z0-9]+", written)) or "S"


def _worded(table: str, key: str, text: str) -> dict[str, Any]:
    """A text in its field; one too long is cut at a word there, and stands whole in the field for the wording, or in the note."""
    most = TABLES[table][key].max_length
    if most is None or len(text) <= most:
        return {key: text}
    short = text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + CUT
    return {key: short, "text" if "text" in TABLES[table].by_key else "note": text}
