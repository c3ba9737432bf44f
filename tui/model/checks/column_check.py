"""The check of many records at once, field by field: as the fast check, but a field of all of them is looked at in one go.

Where a column does not pass, each of its values is looked at by itself, so that a few odd records leave the others as quick.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias

import attrs

from tui.model.addresses import is_address
from tui.model.checks.fast_check import Test, range_of, test_of
from tui.model.fields import FIRST_YEAR, LAST_YEAR, FieldSpec, Kind, TableSpec
from tui.model.text import control_character

Column: TypeAlias = list[Any]
"""The values of one field of the records that have it."""
ColumnTest: TypeAlias = Callable[[Column], bool]
"""True for a column of which certainly no value has a fault."""

_FIRST_DAY, _LAST_DAY = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)

_REFERENCES: Final = (Kind.REF, Kind.REFS)

_tests: Final[dict[str, tuple[TableSpec, Mapping[str, _Field]]]] = {}


@attrs.frozen
class _Field:
    spec: FieldSpec
    required: bool
    of_all: ColumnTest
    of_one: Test


def _take(named: Named, spec: FieldSpec, column: Column) -> None:
    """Take in what a field names whose values have no fault."""
    if spec.kind in _REFERENCES:
        named.take(spec.key, None, column, lists=spec.kind is Kind.REFS)
    elif spec.kind is Kind.ENTRIES and (inners := [inner for inner in spec.entries if inner.kind in _REFERENCES]):
        entries = [*chain.from_iterable(column)]
        for inner in inners:
            told = [entry[inner.key] for entry in entries if inner.key in entry]
            named.take(spec.key, inner.key, told, lists=inner.kind is Kind.REFS)


def _miss(named: Named, spec: FieldSpec) -> None:
    for inner in (None, *(inner.key for inner in spec.entries)):
        named.miss(spec.key, inner)


class Named:
    """The ids that fields of a table name, by the field and that of its entries: of all records that were looked at by their columns.

    They are taken in while the values are at hand: to come back for them takes a third of a check.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str | None], set[str] | None] = {}

    def take(self, key: str, inner: str | None, column: Column, *, lists: bool) -> None:
        """Values that passed the test of their field."""
        ids = self._ids.setdefault((key, inner), set())
        if ids is not None:
            ids.update(chain.from_iterable(column) if lists else column)

    def miss(self, key: str, inner: str | None = None) -> None:
        """Some value was not looked at so."""
        self._ids[key, inner] = None

    def of(self, key: str, inner: str | None) -> frozenset[str] | set[str] | None:
        """All ids that are named, and perhaps some of records that were set aside; None where that is not known."""
        return self._ids.get((key, inner), frozenset())


def in_doubt(table: TableSpec, records: Sequence[Any], named: Named | None = None) -> set[int]:
    """The numbers of the records that may have a fault in one of their fields; all others certainly have none.

    ``named`` takes the ids they name.
    """
    made = _tests.get(table.name)
    if made is None or made[0] is not table:
        made = _tests[table.name] = (table, _of_fields(table.fields))
    named = named or Named()
    if not _all_are(records, dict):
        for spec in table.fields:
            _miss(named, spec)
        return {*range(len(records))}
    fields, unseen = made[1], sum(map(len, records))
    doubts = set[int]()
    for key, field in fields.items():
        column = [values[key] for values in records if key in values]
        unseen -= len(column)
        if field.required and len(column) < len(records):
            doubts.update(number for number, values in enumerate(records) if key not in values)
        if not column:
            continue
        if field.of_all(column):
            _take(named, field.spec, column)
        else:
            _miss(named, field.spec)
            doubts.update(number for number, values in enumerate(records) if key in values and not field.of_one(values[key]))
    if unseen:
        doubts.update(number for number, values in enumerate(records) if not values.keys() <= fields.keys())
    if table.name == "indicators":
        doubts.update(_with_silent_figures(records))
    return doubts


def _with_silent_figures(indicators: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """Those with a figure that may say nothing; see ``tui.model.checks.records``."""
    for number, values in enumerate(indicators):
        entries = values.get("values")
        if entries and not (type(entries) is list and all(type(entry) is dict and _says(entry) for entry in entries)):
            yield number


def _says(entry: Mapping[str, Any]) -> bool:
    return "value" in entry or "text" in entry or "reached" in entry


def _all_right(fields: Mapping[str, _Field], entries: Sequence[Any]) -> bool:
    """Whether certainly no entry has a fault."""
    if not _all_are(entries, dict):
        return False
    unseen = sum(map(len, entries))
    for key, field in fields.items():
        column = [values[key] for values in entries if key in values]
        if (field.required and len(column) < len(entries)) or (column and not field.of_all(column)):
            return False
        unseen -= len(column)
    return unseen == 0


def _all_are(values: Collection[Any], *kinds: type) -> bool:
    return set(map(type, values)) <= {*kinds}


def _of_fields(specs: tuple[FieldSpec, ...]) -> Mapping[str, _Field]:
    return {spec.key: _Field(spec, spec.required, _test_of(spec), test_of(spec)) for spec in specs}


def _test_of(spec: FieldSpec) -> ColumnTest:
    match spec.kind:
        case Kind.TEXT | Kind.PROSE:
            return _texts(spec)
        case Kind.INTEGER | Kind.NUMBER:
            low, high, kinds = range_of(spec)
            return lambda column: _all_are(column, *kinds) and _within(column, low, high)
        case Kind.CHOICE:
            allowed = frozenset(c.value for c in spec.choices)
            return lambda column: _all_are(column, str) and allowed.issuperset(column)
        case Kind.REF:
            return lambda column: _all_are(column, str)
        case Kind.REFS:
            return _all_different
        case Kind.DATE:
            return lambda column: _all_are(column, dt.date) and min(column) >= _FIRST_DAY and max(column) <= _LAST_DAY
        case Kind.YES_NO:
            return lambda column: _all_are(column, bool)
        case Kind.ENTRIES:
            fields = _of_fields(spec.entries)
            return lambda column: _all_are(column, list) and _all_right(fields, [*chain.from_iterable(column)])
        case _:
            of_one = test_of(spec)
            return lambda column: all(map(of_one, column))


def _texts(spec: FieldSpec) -> ColumnTest:
    lines, required, address = spec.kind is Kind.PROSE, spec.required, spec.address
    most = 1 << 62 if spec.max_length is None else spec.max_length

    def test(column: Column) -> bool:
        if not _all_are(column, str):
            return False
        joined = " ".join(column)  # nothing is composed with a space: all of them are in form NFC where the whole is
        return (
            control_character(joined, lines=lines) is None
            and max(map(len, column)) <= most
            and unicodedata.is_normalized("NFC", joined)
            and (not required or all(map(str.strip, column)))
            and (not address or all(map(is_address, column)))
        )

    return test


def _all_different(column: Column) -> bool:
    if not (_all_are(column, list) and _all_are([*chain.from_iterable(column)], str)):
        return False
    return sum(map(len, map(set, column))) == sum(map(len, column))


def _within(column: Column, low: float, high: float) -> bool:
    if _all_are(column, int):
        return bool(low <= min(column) and max(column) <= high)
    return all(low <= value <= high for value in column)  # what is no number is neither the least nor the greatest
