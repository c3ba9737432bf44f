"""The figures of a row about an indicator of the plan, with all they are read under; in doubt somebody is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tui.exchange.cells import Cell, CellKind, shown_text
from tui.exchange.import_result import Figure, held
from tui.exchange.reading.agreed import agreed_values, is_its_cut, is_its_level, says_target
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.doubts import Said
from tui.exchange.reading.figure_cells import out_of_line, read_figure, told_as_change
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.rows import Named, TableReader
from tui.exchange.reading.target_cells import worded_amount
from tui.i18n.words import Unreadable
from tui.model.text import N_, Sentence, say
from tui.vocabulary.amounts import Amount
from tui.vocabulary.lexicon import says_nothing
from tui.vocabulary.outcome import Read
from tui.vocabulary.titles import FigureTitle


@attrs.define
class FigureRows:
    """Takes the cells of figures of one table."""

    reader: TableReader

    def figure(self, row: Row, named: Named, column: Column, cell: Cell, place: Sentence) -> None:
        title = column.figures[0]
        if title.what in ("derived", "mean", "same_period"):
            return
        if title.what in ("plan", "target") and len(column.figures) == 1:
            self._planned(row, named, column, title, cell, place)
            return
        doubt = self.reader.doubts.by_title(column, title)
        year = title.year
        if year is None:
            if len(self.reader.around.years) != 1:
                raise Unreadable(say(N_("nobody knows of which year: “{title}” does not say"), title=column.title))
            year = self.reader.around.years[0]
            doubt = doubt or say(N_("the year {year} stands only above the table"), year=year)
        self._take(row, named, column, cell, place, Said.by_title(column, title, year), doubt)

    def value(self, row: Row, named: Named, column: Column, cell: Cell, place: Sentence) -> None:
        """A value whose year stands in a column of its own."""
        said, doubt = self.reader.said_beside(row, column)
        self._take(row, named, column, cell, place, said, doubt)

    def _take(self, row: Row, named: Named, column: Column, cell: Cell, place: Sentence, said: Said, doubt: Sentence | None) -> None:
        record = self.reader.plan.tables["indicators"][named.id]
        if record.get("kind") == "points_cut" and is_its_level(record, cell, said.year):
            self.reader.out.same.append(place)
            return
        read = read_figure(cell, str(record.get("unit", "")), self.reader.decimal, self.reader.found.footnotes, self.reader.words)
        if read is None:
            return
        area = self.reader.doubts.area(row)
        source, under = self._source(row), self._under(column, cell, row)
        scope = self.reader.found.text(row, Role.PART) or None
        figure = Figure(named.id, said.year, read.value, place, said.vintage, said.as_of, read.op, source, area, under=under, scope=scope)
        if held(record.get("values", ()), figure, said.vintage) or is_its_cut(record, figure):
            self.reader.out.same.append(place)
            return
        doubt = (
            named.doubt
            or doubt
            or read.doubt
            or self.reader.doubts.by_area(row)
            or self.reader.doubts.by_part(row)
            or self._led_in(row, record)
            or self.reader.doubts.by_unit(row, column, named.unit, record)
            or said.against(self.reader.around)
            or self.reader.doubts.by_heading(row, said)
            or self.reader.doubts.by_what_is_beside(row, said)
            or self.reader.doubts.by_footnotes(row, column, said)
            or self._unknown_source(row, source)
            or told_as_change(cell, record)
            or self.reader.doubts.by_future(said)
            or (out_of_line(read.value, record) if area is scope is None else None)
            or (say(N_("the plan holds levels here: is this one, or a yearly cut?")) if record.get("kind") == "points_cut" else None)
        )
        self.reader.out.figures.append(attrs.evolve(figure, doubt=doubt))

    def _led_in(self, row: Row, record: Mapping[str, Any]) -> Sentence | None:
        """Why a figure below ``Trong đó:`` may be that of a part: its record is none of the record above."""
        above = self.reader.above(row)
        if not row.standing.led_in or above is None or record.get("parent", "") == self.reader.records.get(above.number):
            return None
        return say(
            N_("stands under “{heading}”"),
            heading=shown_text(above.cells[self.reader.found.name.at]) if self.reader.found.name is not None else "",
        )

    def _under(self, column: Column, cell: Cell, row: Row) -> str:
        told = [*(title for _, title in row.headings[-1:]), column.title]
        if cell.formula:
            told.append(self.reader.words(N_("value of a formula")))
        return " · ".join(told)

    def _source(self, row: Row) -> str | None:
        """The source a row names, where the plan has it."""
        column = next(iter(self.reader.found.of(Role.SOURCE)), None)
        if column is None or column.at not in row.cells:
            return None
        text = str(row.cells[column.at].value).strip()
        if self.reader.plan.get("sources", text) is not None:
            return text
        return self.reader.known.of("sources").find(text).id

    def _unknown_source(self, row: Row, source: str | None) -> Sentence | None:
        """Why a figure that comes from somewhere would lose that: nothing of the plan is called so, and nobody has left it as unknown."""
        column = next(iter(self.reader.found.of(Role.SOURCE)), None)
        cell = row.cells.get(column.at) if column is not None else None
        text = "" if cell is None else " ".join(str(cell.value).split())
        if source is not None or not text or says_nothing(text) or self.reader.known.is_left("sources", text):
            return None
        return say(N_("nothing is called “{text}”"), text=text)

    def _planned(self, row: Row, named: Named, column: Column, title: FigureTitle, cell: Cell, place: Sentence) -> None:
        """A planned value is never a result: it is what the plan holds already, or somebody is asked."""
        record = self.reader.plan.tables["indicators"][named.id]
        unit = str(record.get("unit", ""))
        amount = worded_amount(str(cell.value), self.reader.decimal, unit) if cell.kind is CellKind.TEXT else None
        year = (
            title.year
            or (title.years[1] if title.years else None)
            or (self.reader.around.years[0] if len(self.reader.around.years) == 1 else None)
        )
        read = None
        if not (isinstance(amount, Read) and amount.value.upper is not None):
            read = read_figure(cell, unit, self.reader.decimal, self.reader.found.footnotes, self.reader.words)
            if read is None:
                return
        said = amount.value if isinstance(amount, Read) else Amount(read.value, op=read.op) if read is not None else None
        area, part = self.reader.doubts.area(row), self.reader.found.text(row, Role.PART) or None
        agreed = agreed_values(record, area)
        if title.what == "plan" and area is None and part is None and _is_planned_figure(record, year, said):
            self.reader.out.same.append(place)
            return
        if read is None or title.what == "target" or year is None or year == record.get("year") or record.get("period"):
            whole = record if area is None and "target" in record else None
            held_here = agreed.get(year) or (whole if year is None or title.what == "target" or "year" not in record else None)
            if said is not None and part is None and held_here is not None and says_target(said, held_here, record):
                self.reader.out.same.append(place)
                return
            raise Unreadable(say(N_("an agreed target is changed in the workbench: reason and legal basis are asked there")))
        under = self._under(column, cell, row)
        figure = Figure(named.id, year, read.value, place, "plan", title.as_of(year), None, None, area, under=under, scope=part)
        same = part is None and year in agreed and agreed[year].get("target") == read.value
        if same or held(record.get("values", ()), figure, "plan"):
            self.reader.out.same.append(place)
            return
        doubt = (
            named.doubt
            or self.reader.doubts.by_title(column, title)
            or read.doubt
            or self.reader.doubts.by_area(row)
            or self.reader.doubts.by_part(row)
            or say(N_("a planned value for {year}: is it agreed?"), year=year)
        )
        self.reader.out.figures.append(attrs.evolve(figure, doubt=doubt))


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
