"""From a cell of somebody's workbook to the value of a field: what a person typed is taken, what is in doubt is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet, cell_name
from tui.exchange.pasted_values import PastedReader
from tui.i18n.words import Unreadable, Words
from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING, Plan
from tui.model.text import N_, Sentence, say

_NUMBERS: Final = (Kind.NUMBER, Kind.INTEGER)
_TEXTS: Final = (Kind.TEXT, Kind.PROSE, Kind.TEXTS)


def place_of(sheet: CellSheet, row: int, column: int) -> Sentence:
    """``Nhiệm vụ!F12``; of a file of text ``F12``."""
    name = cell_name(row, column)
    return say(N_("{sheet}!{cell}"), sheet=sheet.name, cell=name) if sheet.name else say(N_("cell {cell}"), cell=name)


@attrs.define
class CellReader:
    """Reads cells for a plan in the languages of ``words``, that of the workbook first."""

    plan: Plan
    words: Sequence[Words]
    day: dt.date | None = None
    """The day on which the bodies exist whose names are read; see :class:`PastedReader`."""
    form: bool = True
    """Whether the cells are inputs of a form: a formula is refused there, and a name may be told by some of its words."""
    _pasted: PastedReader = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._pasted = PastedReader(self.plan, self.words, self.day, strict=not self.form)

    def read(self, spec: FieldSpec, sheet: CellSheet, row: int, column: int) -> Any:
        """The value of a cell; MISSING for an empty one. Raises :class:`Unreadable` with the reason."""
        merged = sheet.merge_at(row, column)
        if merged is not None:
            raise Unreadable(say(N_("is part of the merged cells {range}; take them apart and fill in each"), range=merged.name))
        cell = sheet.cells.get((row, column))
        return MISSING if cell is None else self.value(spec, cell)

    def value(self, spec: FieldSpec, cell: Cell) -> Any:
        """The value of a cell that is not empty. Raises :class:`Unreadable`."""
        if cell.kind is CellKind.FORMULA or (cell.formula and self.form):
            raise Unreadable(say(N_("holds a formula; type the value itself")))
        if cell.kind is CellKind.ERROR:
            raise Unreadable(say(N_("holds the error {error} of Excel"), error=str(cell.value)))
        if cell.kind is CellKind.NUMBER:
            return self._number(spec, cell)
        if cell.kind is CellKind.DAY:
            return self._day(spec, cell)
        if cell.kind is CellKind.YES_NO:
            if spec.kind is Kind.YES_NO:
                return bool(cell.value)
            raise Unreadable(say(N_("holds yes or no (TRUE or FALSE), which means nothing here")))
        text = str(cell.value)
        return self._pasted.read(spec, text[1:] if text.startswith("'") else text)

    def _number(self, spec: FieldSpec, cell: Cell) -> Any:
        assert isinstance(cell.value, float)
        number: int | float = int(cell.value) if cell.value.is_integer() and abs(cell.value) < 2**53 else cell.value
        words = self.words[0]
        typed = words.typed_number(number)
        if spec.kind in _NUMBERS:
            if cell.percent:
                shown = words.number(cell.value * 100)
                raise Unreadable(
                    say(N_("is {number} shown as {percent}%; type the number without the per cent sign"), number=typed, percent=shown)
                )
            if spec.kind is Kind.INTEGER and isinstance(number, float):
                raise Unreadable(say(N_("“{text}” is not a whole number"), text=typed))
            return number
        if spec.kind in (Kind.DATE, Kind.DATES, Kind.PERIOD, Kind.MONTH_DAY):
            raise Unreadable(say(N_("is the number {number}, not a day; write it as 31/12/2025"), number=typed))
        if spec.kind in _TEXTS:
            return self._pasted.read(spec, typed)
        if spec.kind in (Kind.REF, Kind.REFS):  # a section or a document may be called 5
            return self._pasted.read(spec, typed)
        raise Unreadable(say(N_("is the number {number}; words were expected"), number=typed))

    def _day(self, spec: FieldSpec, cell: Cell) -> Any:
        assert isinstance(cell.value, dt.date)
        if spec.kind is Kind.DATE:
            return cell.value
        told = self.words[0].typed_date(cell.value)
        if spec.kind is Kind.DATES:
            return [cell.value]
        if spec.kind in (Kind.TEXT, Kind.PROSE):
            return told
        raise Unreadable(say(N_("is the day {day}, not what belongs here"), day=told))


def agrees(a: Any, b: Any) -> bool:
    """Whether two values say the same: 8 is 8.0 in a spreadsheet."""
    if isinstance(a, int | float) and isinstance(b, int | float) and not isinstance(a, bool) and not isinstance(b, bool):
        return a == b
    return type(a) is type(b) and bool(a == b)
