"""What may be wrong with one value of one field: its type, its range, its length, its closed set."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from tui.model.addresses import is_address
from tui.model.fields import FIRST_YEAR, LAST_YEAR, FieldSpec, Kind
from tui.model.text import N_, Sentence, character_name, control_character, nfc, say

Fault: TypeAlias = tuple[str, Sentence, bool]
"""(path inside the field, what is wrong, unreadable).

An unreadable value (a wrong type, NaN) sets its record aside; a record with any other fault (range, length, form of the
text) can still be shown and mended.
"""

Check: TypeAlias = Callable[[FieldSpec, Any], Iterator[Fault]]

LARGEST: Final = 2**53
"""Beyond this whole numbers are no longer told apart as floats."""

_NO_LEAP_YEAR: Final = 2023


def field_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    """Everything wrong with one value of one field."""
    yield from _CHECKS[spec.kind](spec, value)


def _wrong(value: Any, expected: str) -> Fault:
    return "", say(N_("{value} is not {expected}"), value=excerpt(value), expected=Sentence(expected)), True


def excerpt(value: Any) -> str:
    """A value as a message shows it: as the file writes it, a long one cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{value if len(value) <= 40 else value[:39] + '…'}”"
    # a hexadecimal number may have more digits than Python is willing to write in decimal
    text = hex(value) if isinstance(value, int) and abs(value) >> 64 else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _text_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong(value, N_("a text in quotes"))
        return
    bad = control_character(value, lines=spec.kind is Kind.PROSE)
    if bad:
        yield "", say(N_("control character {name} in the text; take it out"), name=character_name(bad)), False
    if value != nfc(value):
        yield "", say(N_("the text is not in Unicode form NFC")), False
    if spec.required and not value.strip():
        yield "", say(N_("is empty; a text was expected")), False
    if spec.address and value and not is_address(value):
        yield "", say(N_("{value} is not an address that begins with https://, http:// or mailto:"), value=excerpt(value)), False
    if spec.max_length is not None and len(value) > spec.max_length:
        yield "", say(N_("{length} characters; at most {most} were expected"), length=len(value), most=spec.max_length), False


def _number_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if spec.kind is Kind.INTEGER:
        if isinstance(value, bool) or not isinstance(value, int):
            yield _wrong(value, N_("a whole number"))
            return
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield _wrong(value, N_("a number"))
        return
    if isinstance(value, float) and not math.isfinite(value):
        yield _wrong(value, N_("a finite number"))
        return
    if not -LARGEST <= value <= LARGEST:
        yield _wrong(value, N_("a number of usual size"))
        return
    low, high = spec.minimum, spec.maximum
    if low is not None and value < low:
        yield "", say(N_("{value} is below {least}"), value=value, least=plain_number(low)), False
    if high is not None and value > high:
        yield "", say(N_("{value} is above {most}"), value=value, most=plain_number(high)), False


def plain_number(number: float) -> str:
    """A number without the decimals it does not have."""
    return str(int(number)) if float(number).is_integer() else str(number)


def _yes_no_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield _wrong(value, N_("true or false"))


def _date_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        yield _wrong(value, N_("a date such as 2025-12-31, without quotes"))
    elif not FIRST_YEAR <= value.year <= LAST_YEAR:
        yield "", say(N_("the year {year} is outside 1900–2200"), year=value.year), False


def _month_day_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong(value, N_('a month and a day such as "11-20"'))
    elif not _is_day_of_every_year(value):
        yield "", say(N_('{value} is not a month and a day such as "11-20"'), value=excerpt(value)), True


def _is_day_of_every_year(month_day: str) -> bool:
    """Whether ``"11-20"`` is a day; 29 February is refused."""
    found = re.match(r"(\d\d)-(\d\d)\Z", month_day)
    if not found:
        return False
    try:
        dt.date(_NO_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        return False
    return True


def _choice_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong(value, N_("a text in quotes"))
    elif value not in {c.value for c in spec.choices}:
        allowed = ", ".join(c.value for c in spec.choices)
        yield "", say(N_("{value} is not one of: {allowed}"), value=excerpt(value), allowed=allowed), True


def _ref_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _wrong(value, N_("an id in quotes"))


def _list_of(expected: str, inner: Check) -> Check:
    def check(spec: FieldSpec, value: Any) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield _wrong(value, expected)
            return
        for place, item in enumerate(value, 1):
            yield from _within(str(place), inner(spec, item))
        yield from _doubles(value)

    return check


def _within(place: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults of a part, by their paths in the whole."""
    for path, what, unreadable in faults:
        yield f"{place}.{path}" if path else place, what, unreadable


def _doubles(items: list[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, item in enumerate(items, 1):
        if isinstance(item, str):
            if item in seen:
                yield str(place), say(N_("{value} stands twice"), value=excerpt(item)), False
            seen.add(item)


def _year_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield _wrong(value, N_("a whole number"))
    elif not FIRST_YEAR <= value <= LAST_YEAR:
        yield "", say(N_("the year {year} is outside 1900–2200"), year=value), False


def _years_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, list) or len(value) != 2:
        yield _wrong(value, N_("a first and a last year such as [2021, 2023]"))
        return
    faults = [f for item in value for f in _year_faults(spec, item)]
    yield from faults
    if not faults and value[0] > value[1]:
        yield "", say(N_("the first year is after the last")), False


def _period_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield _wrong(value, N_("a period such as {{ start = 2021-01-01, end = 2025-12-31 }}"))
        return
    sound = True
    for end in ("start", "end"):
        if end in value:
            for _, what, unreadable in _date_faults(spec, value[end]):
                sound = False
                yield end, what, unreadable
    if sound and "start" in value and "end" in value and value["start"] > value["end"]:
        yield "", say(N_("starts after it ends")), False


def _entries_faults(spec: FieldSpec, value: Any) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield _wrong(value, N_("a list of entries in [ ]"))
        return
    for place, entry in enumerate(value, 1):
        yield from _within(str(place), _entry_faults(spec, entry))


def _entry_faults(spec: FieldSpec, entry: Any) -> Iterator[Fault]:
    if not isinstance(entry, Mapping):
        yield _wrong(entry, N_("an entry in {{ }}"))
        return
    for inner in spec.entries:
        if inner.key in entry:
            yield from _within(inner.key, field_faults(inner, entry[inner.key]))
        elif inner.required:
            yield inner.key, say(N_("is missing")), True


_CHECKS: Final[Mapping[Kind, Check]] = {
    Kind.TEXT: _text_faults,
    Kind.PROSE: _text_faults,
    Kind.INTEGER: _number_faults,
    Kind.NUMBER: _number_faults,
    Kind.YES_NO: _yes_no_faults,
    Kind.DATE: _date_faults,
    Kind.MONTH_DAY: _month_day_faults,
    Kind.CHOICE: _choice_faults,
    Kind.REF: _ref_faults,
    Kind.REFS: _list_of(N_("a list of ids in [ ]"), _ref_faults),
    Kind.TEXTS: _list_of(N_("a list of texts in [ ]"), _text_faults),
    Kind.CHOICES: _list_of(N_("a list of texts in [ ]"), _choice_faults),
    Kind.NUMBERS: _years_faults,
    Kind.DATES: _list_of(N_("a list of dates in [ ]"), _date_faults),
    Kind.PERIOD: _period_faults,
    Kind.ENTRIES: _entries_faults,
}
