"""From a stored value to what stands in an input, and back: one place for every cell editor and form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from tui.i18n.words import Unreadable, Words
from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, nfc, say

TYPED_KINDS = frozenset(
    {Kind.TEXT, Kind.PROSE, Kind.INTEGER, Kind.NUMBER, Kind.DATE, Kind.MONTH_DAY, Kind.TEXTS, Kind.PERIOD, Kind.NUMBERS, Kind.DATES}
)
"""Kinds a person types; the others are picked from a list."""

_DASHES: Final = "–—"


def typed(spec: FieldSpec, value: Any, words: Words) -> str:
    """What stands in the input for a stored value; "" for a missing one. Kinds: :data:`TYPED_KINDS`."""
    if value is MISSING or value is None:
        return ""
    kind = spec.kind
    if kind in (Kind.INTEGER, Kind.NUMBER):
        return words.typed_number(value)
    if kind is Kind.DATE:
        return words.typed_date(value)
    if kind is Kind.MONTH_DAY:
        month, _, day = str(value).partition("-")
        return f"{day}/{month}"
    if kind is Kind.TEXTS:
        return "\n".join(value)
    if kind is Kind.DATES:
        return "\n".join(words.typed_date(d) for d in value)
    if kind is Kind.NUMBERS:
        return "–".join(str(v) for v in value)
    if kind is Kind.PERIOD:
        return " – ".join(words.typed_date(value[end]) if end in value else "" for end in ("start", "end"))
    return str(value)


def read_typed(spec: FieldSpec, text: str, words: Words, seen_from: dt.date | None = None) -> Any:
    """The value somebody typed; MISSING for an empty input. Raises :class:`Unreadable` with the sentence to show.

    ``seen_from`` is the day that ``20/11`` and ``+7`` are counted from; without it days are typed in full.
    """
    if not text.strip():
        return MISSING
    return _READ[spec.kind](spec, text, words, seen_from)


_Day = dt.date | None


def _read_text(spec: FieldSpec, text: str, words: Words, seen_from: _Day) -> str:
    return nfc(text).strip() if spec.kind is Kind.TEXT else nfc(text).rstrip()


def _read_integer(spec: FieldSpec, text: str, words: Words, seen_from: _Day) -> int:
    value = words.read_number(text)
    if isinstance(value, float):
        raise Unreadable(say(N_("“{text}” is not a whole number"), text=text.strip()))
    return value


def _read_date(spec: FieldSpec, text: str, words: Words, seen_from: _Day) -> dt.date:
    """A day; of a due day also what offices write for one: ``Quý II/2024`` is its last day, ``trước 30/6/2024`` the one before."""
    try:
        return words.read_date(text, seen_from)
    except Unreadable:
        due = _last_good_day(text) if spec.key == "due" else None
        if due is None:
            raise
        return due


def _last_good_day(text: str) -> dt.date | None:
    """The one day a deadline in words ends on; None where it has none, or may have two."""
    from tui.vocabulary.deadlines import read_deadline  # its words are for who types them
    from tui.vocabulary.outcome import Read

    outcome = read_deadline(text)
    return outcome.value.due if isinstance(outcome, Read) else None


_MONTH_DAY = re.compile(r"([0-9]{1,2})(?:[/.-]([0-9]{1,2})| ([A-Za-z]{3,9}))\Z")


def _read_month_day(spec: FieldSpec, text: str, words: Words, seen_from: _Day) -> str:
    from tui.i18n.days import month_named  # its patterns are for who types a day

    found = _MONTH_DAY.match(text.strip())
    month = None if not found else int(found[2]) if found[2] else month_named(found[3].lower())
    if not found or month is None:
        raise Unreadable(say(N_("“{text}” is not a day and a month; write it as 20/11"), text=text.strip()))
    return f"{month:02d}-{int(found[1]):02d}"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in nfc(text).splitlines() if line.strip()]


def _read_years(spec: FieldSpec, text: str, words: Words, seen_from: _Day) -> list[int]:
    for dash in _DASHES:
        text = text.replace(dash, "-")
    parts = [p.strip() for p in text.split("-")]
    if len(parts) != 2 or not all(p.isascii() and p.isdecimal() for p in parts):
        raise Unreadable(say(N_("“{text}” is not a first and a last year; write it as 2021–2023"), text=text.strip()))
    return [int(p) for p in parts]


def _read_period(spec: FieldSpec, text: str, words: Words, seen_from: _Day) -> Mapping[str, Any]:
    for dash in _DASHES:
        text = text.replace(dash, "-")
    start, dash, end = text.partition(" - ")
    if not dash and text.count("-") == 1:
        start, _, end = text.partition("-")
        dash = "-"
    if not dash:
        raise Unreadable(say(N_("“{text}” is not a period; write it as 01/01/2022 – 31/12/2023"), text=text.strip()))
    period = {}
    if start.strip():
        period["start"] = words.read_date(start, seen_from)
    if end.strip():
        period["end"] = words.read_date(end, seen_from)
    return period


_READ = {
    Kind.TEXT: _read_text,
    Kind.PROSE: _read_text,
    Kind.INTEGER: _read_integer,
    Kind.NUMBER: lambda spec, text, words, seen_from: words.read_number(text),
    Kind.DATE: _read_date,
    Kind.MONTH_DAY: _read_month_day,
    Kind.TEXTS: lambda spec, text, words, seen_from: _lines(text),
    Kind.DATES: lambda spec, text, words, seen_from: [words.read_date(line, seen_from) for line in _lines(text)],
    Kind.NUMBERS: _read_years,
    Kind.PERIOD: _read_period,
}


def missing_sentence(spec: FieldSpec) -> Sentence:
    """What is said under a field that may not stay empty."""
    return say(N_("{field} may not be empty"), field=Sentence(spec.label))
