"""What the rows of a table change in records the plan has: each cell by what its column is. In doubt somebody is asked."""

from __future__ import annotations

from collections import Counter

import attrs

from tui.exchange.cell_reader import place_of
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.field_rows import FieldRows
from tui.exchange.reading.figure_rows import FigureRows
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.names import PlanNames
from tui.exchange.reading.rows import Named, TableReader
from tui.i18n.words import Unreadable
from tui.model.text import N_, say


@attrs.define
class RowChanges:
    """Reads the rows of one table that name a record."""

    reader: TableReader
    figures: FigureRows = attrs.field(init=False)
    fields: FieldRows = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.figures, self.fields = FigureRows(self.reader), FieldRows(self.reader)

    def read(self, known: PlanNames) -> None:
        """What the rows that name a record change in it; ``known``: the names of the plan with those of new records."""
        self.reader.known = known
        times = Counter((record.id, *self.reader.when_and_where(row)) for row, record in self.reader.named if record.doubt is None)
        for row, record in self.reader.named:
            if times[record.id, *self.reader.when_and_where(row)] > 1:
                record = attrs.evolve(record, doubt=say(N_("this row stands here twice: {id}"), id=record.id))
            self._row(row, record)

    def _row(self, row: Row, named: Named) -> None:
        named = attrs.evolve(named, doubt=named.doubt or row.doubt or row.as_above)
        if row.hidden:
            named = attrs.evolve(named, doubt=named.doubt or say(N_("stands in a row that is hidden or filtered away")))
        for column in self.reader.found.columns.values():
            cell = row.cells.get(column.at)
            if cell is None or self._covered(row, column):
                continue
            place = place_of(self.reader.found.sheet, row.number, column.at)
            try:
                if column.role is Role.FIGURE:
                    self.figures.figure(row, named, column, cell, place)
                elif column.role is Role.VALUE:
                    self.figures.value(row, named, column, cell, place)
                elif column.role is Role.FIELD and column.field is not None:
                    self.fields.field(row, named, column, column.field, cell, place)
            except Unreadable as fault:
                key = column.field.key if column.field is not None else "values"
                self.reader.leave_out(fault.sentence, place, named.id, key)

    def _covered(self, row: Row, column: Column) -> bool:
        """Whether a cell is merged with others, which is then said: nobody knows whose it is."""
        merged = self.reader.found.sheet.merge_at(row.number, column.at)
        if merged is None or column is self.reader.found.name or column is self.reader.found.id:
            return False
        what = say(N_("is part of the merged cells {range}; take them apart and fill in each"), range=merged.name)
        self.reader.leave_out(what, place_of(self.reader.found.sheet, row.number, column.at))
        return True
