"""Rows that name nothing in the plan, as new records: tasks, indicators, and those of the other tables by their fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from tui.exchange.document.citations import kind_by_number
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.gathered import Gathered
from tui.exchange.reading.lists import is_list
from tui.exchange.reading.names import name_key
from tui.exchange.reading.new_indicators import NewIndicators
from tui.exchange.reading.new_tasks import NewTasks, section_key
from tui.exchange.reading.row_texts import name_of, place_of_row, unit_of
from tui.exchange.reading.rows import TableReader
from tui.i18n.words import Unreadable
from tui.model.fields import TABLES, Kind
from tui.model.proposal import Reject
from tui.model.text import N_, Sentence, say, slug
from tui.vocabulary.body_kinds import kind_of_body


@attrs.define
class NewRecords:
    """Has each row made by what makes records of its table."""

    into: Gathered
    tasks: NewTasks = attrs.field(init=False)
    indicators: NewIndicators = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.tasks, self.indicators = NewTasks(self.into), NewIndicators(self.into)

    def listed(self, readers: Iterable[tuple[TableReader, list[Row]]]) -> None:
        """Make the bodies, documents and sources that tables of them list, before any other table names them."""
        for reader, rows in readers:
            self.rows(reader, rows)
            rows.clear()

    def rows(self, reader: TableReader, rows: Iterable[Row]) -> None:
        """A new record for each of some rows; of an indicator that has several rows (years, areas, parts) for the first of them."""
        made: dict[tuple[object, ...], str | None] = {}
        twins: dict[tuple[object, ...], tuple[str, Sentence]] = {}
        for row in rows:
            self.into.left.clear()
            place = place_of_row(reader, row)
            doubt = None if is_list(reader.found) and not reader.matched else say(N_("names nothing in this plan; is it a new record?"))
            doubt = row.doubt or doubt
            if row.hidden:
                doubt = say(N_("stands in a row that is hidden or filtered away"))
            try:
                if reader.found.table == "tasks":
                    self.tasks.make(reader, row, place, doubt)
                elif reader.found.table == "indicators":
                    same = name_key(name_of(reader, row)), row.headings
                    if made.get(same) is not None and reader.is_by_parts:
                        self.indicators.more_figures(reader, row, made[same] or "", doubt)
                    else:
                        made[same] = self._indicator(reader, row, place, doubt, twins)
                else:
                    self._other(reader, row, place, doubt)
            except Unreadable as fault:
                self.into.out.rejects.append(Reject(fault.sentence, place=place))

    def _indicator(
        self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None, twins: dict[tuple[object, ...], tuple[str, Sentence]]
    ) -> str | None:
        """The indicator a row makes; of two of one name and unit in one place nobody knows whether it is one that stands here twice."""
        key = name_key(name_of(reader, row)), unit_of(reader, row), row.headings, row.standing.under
        first, where = twins.get(key, ("", place))
        again = say(N_("an indicator of this name stands here twice: {place}"), place=where) if first else None
        id = self.indicators.make(reader, row, place, doubt or again)
        if first and id is not None:
            self.into.ask_of("indicators", first, say(N_("an indicator of this name stands here twice: {place}"), place=place))
        elif id is not None:
            twins[key] = id, place
        return id

    def _other(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> None:
        """A record of the fields its row has; what the table needs and the row does not say is left out with the reason."""
        table = reader.found.table
        values: dict[str, Any] = {}
        for column in reader.found.columns.values():
            cell = row.cells.get(column.at)
            if column.field is None or cell is None or column.field.kind is Kind.ENTRIES:
                continue
            if column.field.key == TABLES[table].title:
                values[column.field.key] = name_of(reader, row)
            else:
                values |= reader.values(column.field, cell)
        name = name_of(reader, row)
        if table == "agencies":
            values.setdefault("kind", kind_of_body(name))
        if table == "documents" and not values.get("kind") and (kind := kind_by_number(str(values.get("number", "")))):
            values["kind"] = kind
        if table == "sections":
            values.setdefault("order", 1 + len(self.into.plan.tables["sections"]))
        same = next(
            (
                id
                for id, record in self.into.plan.tables[table].items()
                if name_key(str(record.get(TABLES[table].title, ""))) == name_key(name)
            ),
            None,
        )
        if same is not None:
            raise Unreadable(say(N_("this row stands here twice: {id}"), id=same))
        number = str(values.get("number", ""))
        stem = {"goals": f"g{number:0>2}", "sections": section_key(number), "documents": slug(number or name)}.get(table, slug(name))
        self.into.add(table, self.into.id_for(table, stem), values, place, doubt or row.as_above, reader.how_filled(row))
