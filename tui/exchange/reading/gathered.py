"""What the tables of a file come to in new records, gathered over a copy of the plan that grows with them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Any, Final

import attrs

from tui.exchange.cells import CellKind
from tui.exchange.import_result import ImportResult
from tui.exchange.reading.choices import Becomes, Choices, NameSaid
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.names import NameKey, PlanNames, name_key
from tui.exchange.reading.rows import TableReader
from tui.exchange.reading.unknown_names import UnknownName
from tui.i18n.words import Unreadable
from tui.model.edits import AddRecord
from tui.model.fields import TABLES, Kind
from tui.model.new_ids import IdsOnce, no_ids_once
from tui.model.plan import Plan
from tui.model.proposal import Line
from tui.model.text import N_, Sentence, say
from tui.vocabulary.body_roles import LEAD, PARTNER
from tui.vocabulary.lexicon import Own, says_nothing
from tui.vocabulary.outcome import Read

_READ_APART: Final = frozenset(
    {"section", "goal", "leads", "partners", "agency", "due", "deliverable", "target", "unit", "note", "locator", "after"}
)
"""Fields of tasks and indicators that are read with what stands around them."""


@attrs.define
class Gathered:
    """The new records of a whole file, with what the names in it mean."""

    plan: Plan
    day: dt.date
    out: ImportResult
    own: Own
    choices: Choices = attrs.field(factory=Choices)
    once: IdsOnce = no_ids_once
    """What is known of ids that may be free again and are given to nothing new."""
    gathered: list[Line] = attrs.field(factory=list)
    """Bodies, sections and goals, before the records that name them."""
    lines: list[Line] = attrs.field(factory=list)
    known: PlanNames = attrs.field(init=False)
    names: dict[NameKey, UnknownName] = attrs.field(factory=dict)
    """What becomes of the names the plan does not have."""
    held: dict[str, frozenset[str]] = attrs.field(init=False)
    """Table → the records the plan has."""
    named_by_rows: set[str] = attrs.field(factory=set)
    """Bodies that rows name which became records, a second one that reports an indicator as well."""
    _known_once: dict[tuple[str, str], set[str]] = attrs.field(factory=dict, init=False)
    left: list[str] = attrs.field(factory=list)
    """Names of the row that is read that are left as unknown."""

    def __attrs_post_init__(self) -> None:
        self.held = {name: frozenset(records) for name, records in self.plan.tables.items()}
        self.plan = attrs.evolve(self.plan, tables={name: dict(records) for name, records in self.plan.tables.items()})
        self.known = PlanNames(self.plan, self.day, self.own)

    def add(self, table: str, id: str, values: Mapping[str, Any], place: Sentence, doubt: Sentence | None = None, under: str = "") -> str:
        """Propose a new record; its id."""
        order = list(TABLES[table].by_key)
        record = {key: values[key] for key in order if key in values and values[key] not in (None, "", [])}
        self.plan.tables[table][id] = record
        self.known.forget(table)
        line = Line((), place, doubt, AddRecord(table, id, record), under)
        (self.lines if table in ("tasks", "indicators", "enterprises") else self.gathered).append(line)
        return id

    def ask_of(self, table: str, id: str, doubt: Sentence) -> None:
        """Say why somebody has to look at a new record, and at its figures."""
        self.lines = [
            attrs.evolve(line, doubt=line.doubt or doubt) if line.new is not None and line.record == (table, id) else line
            for line in self.lines
        ]
        self.out.figures = [
            attrs.evolve(figure, doubt=figure.doubt or doubt) if (table, figure.id) == ("indicators", id) else figure
            for figure in self.out.figures
        ]

    def id_for(self, table: str, stem: str) -> str:
        """An id nobody has or had: the stem, else with the next number."""
        name = stem or TABLES[table].name
        return next(id for id in chain([name], (f"{name}-{number}" for number in count(2))) if not self._is_given(table, name, id))

    def numbered_id_for(self, table: str, stem: str, number: int) -> str:
        """An id nobody has or had: the stem with the number, or the next one that is free."""
        return next(id for id in (f"{stem}-{beyond}" for beyond in count(number)) if not self._is_given(table, stem, id))

    def _is_given(self, table: str, stem: str, id: str) -> bool:
        """Whether a record of the plan has an id under a stem, one that is set aside too, or had it before."""
        if (table, stem) not in self._known_once:
            aside = (id for name, id in self.plan.set_aside if name == table)
            self._known_once[table, stem] = {*aside, *self.once(table, stem)}
        return id in self.plan.tables[table] or id in self._known_once[table, stem]

    def heading(self, table: str, title: str, place: Sentence, id: str) -> None:
        """Reckon with a row under a heading that the plan does not have, or of which a person has said what it is."""
        key = table, name_key(title)
        said = self.choices.names.get(key)
        if said is None and id in self.held[table]:
            return
        before = self.names.get(key)
        becomes = Becomes.LEFT if not id else Becomes.MEANT if id in self.held[table] else Becomes.MADE
        first = UnknownName(key, title, place, 0, NameSaid(becomes, id), (), said is not None) if before is None else before
        self.names[key] = attrs.evolve(first, count=first.count + 1)

    def bodies_of(self, leads: str, partners: str) -> tuple[list[str], list[str], Sentence | None]:
        """(leads, partners, what is in doubt) of the two cells."""
        doubt: Sentence | None = None
        out: tuple[list[str], list[str]] = ([], [])
        for place, text in enumerate((leads, partners)):
            bodies = self.known.bodies.read_list(text)
            told = any(body.role == LEAD for body in bodies)  # then who stands beside it takes part: "A (chủ trì), B"
            for body in bodies:
                if isinstance(body.outcome, Read):
                    self.named_by_rows.add(body.outcome.value)
                    into = out[1] if place or body.role == PARTNER or (told and body.role is None) else out[0]
                    into.append(body.outcome.value)
                elif self.known.is_left("agencies", body.text):
                    self.left.append(body.text)
                elif re.search(r"\w", body.text):
                    doubt = say(N_("the body “{text}” is not certain"), text=body.text)
                if body.either:
                    doubt = doubt or say(N_("“{text}” names one body or another: which is it?"), text=body.either)
        first = list(dict.fromkeys(out[0]))
        return first, [id for id in dict.fromkeys(out[1]) if id not in first], doubt

    def further(self, reader: TableReader, row: Row, values: dict[str, Any]) -> Sentence | None:
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

    def left_notes(self, reader: TableReader) -> list[str]:
        """The names of a row that are left as unknown: they stand in its note, so that nothing of the table is lost."""
        return [reader.words(N_("Named in the table and not known: {text}"), text="; ".join(dict.fromkeys(self.left)))] if self.left else []

    def drop_unneeded(self, others: Sequence[Line]) -> None:
        """Take back bodies that were made of names alone and that no record names: only rows that are left out did."""
        needed = set(self.named_by_rows)
        for line in (*self.gathered, *self.lines, *others):
            values = line.new.values if line.new is not None else {edit.field: edit.new for edit in line.edits}
            for value in values.values():
                needed.update(value if isinstance(value, list) and all(isinstance(one, str) for one in value) else [str(value)])
        for key, name in list(self.names.items()):
            made = key[0] == "agencies" and name.said.becomes is Becomes.MADE and not name.by_person
            if made and name.said.id not in needed:
                del self.names[key]
                self.gathered = [line for line in self.gathered if line.new is None or line.record != ("agencies", name.said.id)]
