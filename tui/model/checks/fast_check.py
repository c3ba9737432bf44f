"""The fast check: a record is seen at a glance to have no fault in any one field, as nearly every record of a large plan.

What this cannot tell is left to :func:`tui.model.checks.record_problems`, which finds the words: a value that passes here
has no fault there.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from tui.model.addresses import is_address
from tui.model.checks.unknown_keys import unknown_inside
from tui.model.checks.values import LARGEST, field_faults
from tui.model.fields import FIRST_YEAR, LAST_YEAR, FieldSpec, Kind, TableSpec
from tui.model.text import control_character

Test: TypeAlias = Callable[[Any], bool]
"""True for a value that certainly has no fault; False says nothing."""

_tests: Final[dict[str, tuple[TableSpec, frozenset[str], Mapping[str, Test]]]] = {}


def surely_valid(table: TableSpec, values: Any) -> bool:
    """Whether a record certainly has no fault in any one field: every field known, whole and in its range. False says nothing."""
    made = _tests.get(table.name)
    if made is None or made[0] is not table:
        made = _tests[table.name] = (table, *_of_fields(table.fields))
    return type(values) is dict and _all_right(made[1], made[2], values)


def _all_right(required: frozenset[str], tests: Mapping[str, Test], values: dict[str, Any]) -> bool:
    if not required <= values.keys():
        return False
    for key, value in values.items():
        test = tests.get(key)
        if test is None or not test(value):
            return False
    return True


def _of_fields(specs: tuple[FieldSpec, ...]) -> tuple[frozenset[str], Mapping[str, Test]]:
    return frozenset(s.key for s in specs if s.required), {s.key: test_of(s) for s in specs}


def test_of(spec: FieldSpec) -> Test:
    """The test of a value of a field."""
    match spec.kind:
        case Kind.TEXT | Kind.PROSE:
            return _text(spec)
        case Kind.INTEGER | Kind.NUMBER:
            return _number(spec)
        case Kind.CHOICE:
            allowed = frozenset(c.value for c in spec.choices)
            return lambda value: type(value) is str and value in allowed
        case Kind.REF:
            return lambda value: type(value) is str
        case Kind.REFS:
            return _all_different
        case Kind.DATE:
            return lambda value: type(value) is dt.date and FIRST_YEAR <= value.year <= LAST_YEAR
        case Kind.YES_NO:
            return lambda value: type(value) is bool
        case Kind.ENTRIES:
            return _entries(spec)
        case _:
            return lambda value: not any(True for _ in field_faults(spec, value)) and not any(True for _ in unknown_inside(spec, value))


def _text(spec: FieldSpec) -> Test:
    lines, required, address = spec.kind is Kind.PROSE, spec.required, spec.address
    most = 1 << 62 if spec.max_length is None else spec.max_length

    def test(value: Any) -> bool:
        return (
            type(value) is str
            and control_character(value, lines=lines) is None
            and len(value) <= most
            and unicodedata.is_normalized("NFC", value)
            and (not required or bool(value.strip()))
            and (not address or is_address(value))
        )

    return test


def _number(spec: FieldSpec) -> Test:
    low, high, kinds = range_of(spec)
    return lambda value: type(value) in kinds and low <= value <= high


def range_of(spec: FieldSpec) -> tuple[float, float, tuple[type, ...]]:
    """The least and the greatest number of a field, and the types it may have."""
    low = max(-LARGEST, -LARGEST if spec.minimum is None else spec.minimum)
    high = min(LARGEST, LARGEST if spec.maximum is None else spec.maximum)
    return low, high, (int,) if spec.kind is Kind.INTEGER else (int, float)


def _all_different(value: Any) -> bool:
    return type(value) is list and all(type(v) is str for v in value) and len(set(value)) == len(value)


def _entries(spec: FieldSpec) -> Test:
    required, tests = _of_fields(spec.entries)
    return lambda value: type(value) is list and all(type(v) is dict and _all_right(required, tests, v) for v in value)
