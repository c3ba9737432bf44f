"""Rows that name nothing in the plan, as new indicators under their goals, with their targets and figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import attrs

from tui.exchange.cell_reader import place_of
from tui.exchange.cells import CellKind, as_written
from tui.exchange.import_result import Figure
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.doubts import Said
from tui.exchange.reading.figure_cells import NO_VALUE, footnotes_of, read_figure
from tui.exchange.reading.found_table import Row
from tui.exchange.reading.gathered import Gathered
from tui.exchange.reading.names import marks_behind
from tui.exchange.reading.row_texts import lines_of, name_of, ordinal_of, remarks_in, text_of, title_of, unit_of, worded
from tui.exchange.reading.rows import TableReader
from tui.exchange.reading.target_cells import amount_of, is_no_level, is_rate, may_be_several, target_fields, worded_amount
from tui.exchange.reading.units import same_unit
from tui.i18n.words import Unreadable
from tui.model.fields import TABLES
from tui.model.proposal import Reject
from tui.model.text import N_, Sentence, say, slug
from tui.vocabulary.amounts import Amount, said
from tui.vocabulary.lexicon import says_nothing
from tui.vocabulary.outcome import Read

_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
_OWN_MEASURE: Final = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tốc độ|chỉ số|số |cơ cấu|mức|quy mô|tổng|giá trị|diện tích|sản lượng|năng suất)", re.IGNORECASE
)
"""The beginning of names that say what is measured; the others of parts are told by the row above."""
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50}


@attrs.define
class NewIndicators:
    """Makes indicators, and the goals they are of."""

    into: Gathered
    _unread_targets: list[str] = attrs.field(factory=list)
    """Cells of targets of the row that is read that say no number, each with its title."""
    _unread_plan: Sentence | None = None
    """Why the target of the row that is read is in doubt: a cell with figures that are not understood for certain."""

    def make(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> str | None:
        """The id of the indicator a row makes; None for a heading with a number of its own."""
        name, unit = name_of(reader, row), unit_of(reader, row)
        wording = text_of(reader, row, "target")
        self._unread_plan = None
        self._unread_targets.clear()
        agreed = self._planned(reader, row, unit)
        figures = self._figures(reader, row, unit)
        _, _, unread = self.into.bodies_of(lines_of(reader, row, "agency"), "")
        if not (unit or wording or agreed or figures or text_of(reader, row, "agency")):
            return None
        year = self._target_year(reader, row)
        values: dict[str, Any] = {"goal": self._goal(reader, row, place, doubt), "unit": unit, "locator": self._locator(reader, row)}
        values |= worded("indicators", "name", name)
        bodies, others, _ = self.into.bodies_of(lines_of(reader, row, "agency"), "")
        notes = [*([values["note"]] if "note" in values else []), *self.into.left_notes(reader)]
        in_doubt = self._unread_plan
        if bodies:
            values["agency"] = bodies[0]
            if len(bodies) + len(others) > 1:
                notes.append(reader.words(N_("Reported by: {text}"), text=text_of(reader, row, "agency")))
        if wording:
            amount = worded_amount(wording, reader.decimal, unit)
            sure = isinstance(amount, Read) and not amount.value.open_ends  # the model has no end that is not in a range
            if sure and isinstance(amount, Read) and not is_no_level(wording, unit, reader.found.footnotes):
                agreed = {year: amount.value, **agreed}
            else:
                in_doubt = in_doubt or may_be_several(wording, reader.decimal, unit, reader.found.footnotes)
                notes.append(reader.words(N_("Target as worded: {text}"), text=wording))
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
        if note := remarks_in(reader, row):
            notes.append(note)
        notes += self._footnotes(reader, row)
        if (
            above is not None
            and row.standing.led_in
            and same_unit(unit, str(self.into.plan.tables["indicators"].get(above[0], {}).get("unit", "")))
        ):
            values["parent"] = above[0]
        elif above is not None:
            notes.append(reader.words(N_("Stands in the table under: {text}"), text=above[1]))
        values["note"] = "\n".join(notes)
        further = self.into.further(reader, row, values)
        unread = unread or further
        if values.get("kind") == "points_cut":
            cut = say(N_("the plan holds levels here: is this one, or a yearly cut?"))
            figures = [attrs.evolve(figure, doubt=figure.doubt or cut) for figure in figures]
        doubt = doubt or in_doubt
        id = self.into.add(
            "indicators",
            self.into.id_for("indicators", slug(name)),
            values,
            place,
            doubt or unread or row.as_above or self._hidden(reader),
            under=reader.how_filled(row),
        )
        reader.records.setdefault(row.number, id)
        self.into.out.figures += [attrs.evolve(figure, id=id, doubt=row.doubt or figure.doubt or doubt) for figure in figures]
        return id

    def more_figures(self, reader: TableReader, row: Row, id: str, doubt: Sentence | None) -> None:
        """The figures of one more row of an indicator that an earlier row has made."""
        unit = str(self.into.plan.tables["indicators"][id].get("unit", ""))
        other = unit_of(reader, row)
        if other and not same_unit(other, unit):
            doubt = doubt or say(N_("its unit is “{here}”, the indicator's “{own}”"), here=other, own=unit)
        self._planned(reader, row, unit)
        self.into.out.figures += [attrs.evolve(f, id=id, doubt=row.doubt or f.doubt or doubt) for f in self._figures(reader, row, unit)]

    def _locator(self, reader: TableReader, row: Row) -> str:
        """Where a row stands in the document: the numbers of its headings and its own (``A#5.1``)."""
        number = row.standing.number or ("" if row.standing.under is not None else ordinal_of(reader, row).strip("-–—+•*"))
        heading = _full_number(row.headings)
        return f"{heading}#{number}" if heading and number else number

    def _above(self, reader: TableReader, row: Row) -> tuple[str, str] | None:
        """(indicator or "", name) of the row that a row is a part of."""
        above = reader.above(row)
        return (reader.records.get(above.number, ""), name_of(reader, above)) if above is not None else None

    def _measured(self, name: str, unit: str, above: str) -> str:
        """What a part is a measure of: where its name does not say it (``Trồng trọt``) the name of the row above does."""
        return name if _OWN_MEASURE.match(name) or not unit.startswith("%") else f"{above} {name}"

    def _footnotes(self, reader: TableReader, row: Row) -> list[str]:
        """The footnotes of the marks behind the name of a row."""
        column = reader.found.name
        text = as_written(row.cells[column.at]).strip() if column is not None and column.at in row.cells else ""
        return [note for mark in marks_behind(text)[1] for note in footnotes_of(mark, reader.found.footnotes)]

    def _hidden(self, reader: TableReader) -> Sentence | None:
        columns = [
            c for c in reader.found.columns.values() if c.at in reader.found.sheet.hidden_columns and c.role in (Role.FIELD, Role.FIGURE)
        ]
        return say(N_("stands in a hidden column")) if columns else None

    def _planned(self, reader: TableReader, row: Row, unit: str) -> dict[int | None, Amount]:
        """Year → what was agreed for it, of the columns of plans and targets."""
        out: dict[int | None, Amount] = {}
        for column in reader.found.of(Role.FIGURE):
            title, cell = column.figures[0], row.cells.get(column.at)
            if title.what not in ("plan", "target") or cell is None or (cell.kind is CellKind.TEXT and says_nothing(str(cell.value))):
                continue
            place = place_of(reader.found.sheet, row.number, column.at)
            if (unclear := reader.doubts.by_title(column, title)) is not None and column.at not in reader.found.sheet.hidden_columns:
                self.into.out.rejects.append(Reject(unclear, place=place))
                self._unread_targets.append(f"{column.title}: {as_written(cell)}")
                continue
            if reader.found.text(row, Role.PART) or reader.doubts.area(row) is not None:
                self.into.out.rejects.append(Reject(say(N_("is a target of a part; type it among those of the areas")), place=place))
                continue
            year = title.year or (title.years[1] if title.years else None)
            amount = None if is_no_level(as_written(cell), unit, reader.found.footnotes) else amount_of(cell, reader.decimal, unit)
            if amount is None or year in out:
                no_value = cell.kind is CellKind.FORMULA
                what = NO_VALUE if no_value else say(N_("“{text}” is no number that is understood"), text=as_written(cell))
                self.into.out.rejects.append(Reject(what, place=place))
                if no_value:
                    continue
                self._unread_targets.append(f"{column.title}: {as_written(cell)}")
                if cell.kind is CellKind.TEXT:
                    self._unread_plan = may_be_several(as_written(cell), reader.decimal, unit, reader.found.footnotes)
                continue
            out[year] = amount
        return out

    def _mean_of_term(self, reader: TableReader, row: Row, unit: str) -> Amount | None:
        """What a row plans as the mean over the term of the plan: ``BQ 2026-2030``."""
        term = self.into.plan.term
        for column in reader.found.of(Role.FIGURE):
            title, cell = column.figures[0], row.cells.get(column.at)
            if term is None or cell is None or title.what != "mean" or title.vintage is not None or len(column.figures) > 1 or column.rest:
                continue
            if title.years == (term[0].year, term[1].year) and (amount := amount_of(cell, reader.decimal, unit)) is not None:
                at = place_of(reader.found.sheet, reader.found.top, column.at)
                self.into.out.rejects = [reject for reject in self.into.out.rejects if reject.place != at]  # it says something after all
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
                self.into.out.rejects.append(Reject(fault.sentence, place=place))
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
        return self.into.plan.term[1].year if self.into.plan.term else None

    def _goal(self, reader: TableReader, row: Row, place: Sentence, doubt: Sentence | None) -> str:
        headings = row.headings or (("", text_of(reader, row, "goal") or title_of(reader)),)
        _, title = headings[-1]
        title = " ".join(title.split())
        if row.heading_cells and (at := row.heading_cells[-1]) is not None:
            place = place_of(reader.found.sheet, *at)
        if self.into.known.is_left("goals", title):
            self.into.heading("goals", title, place, "")
            title = reader.words(TABLES["indicators"].label)
        id = self.into.known.of("goals").find(title).id or self._new_goal(reader, headings, title, place, doubt)
        self.into.heading("goals", title, place, id)
        return id

    def _new_goal(
        self, reader: TableReader, headings: Sequence[tuple[str, str]], title: str, place: Sentence, doubt: Sentence | None
    ) -> str:
        """A goal with the number its heading has, where that is one and nobody has it; what no field holds stands in the note."""
        used = {record.get("number") for record in self.into.plan.tables["goals"].values()}
        own = _as_integer(headings[-1][0]) if len(headings) == 1 else None
        number = own if own is not None and own not in used else 1 + max((int(told or 0) for told in used), default=0)
        values = {"number": number, **worded("goals", "title", title)}
        notes = [str(values["note"])] if "note" in values else []
        if headings[-1][0] and own != number:
            notes.append(reader.words(N_("Its number in the document: {number}"), number=_full_number(headings)))
        if len(headings) > 1:
            over = " · ".join(f"{told}. {text}" if told else text for told, text in headings[:-1])
            notes.append(reader.words(N_("Stands in the table under: {text}"), text=over))
        return self.into.add("goals", self.into.id_for("goals", f"g{number:02d}"), {**values, "note": "\n".join(notes)}, place, doubt)


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
