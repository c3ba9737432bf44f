"""What a field expects and how it understands what is typed: one place for every cell editor, form and dialog."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from tui.i18n.typed import read_typed, typed
from tui.i18n.words import Unreadable, Words
from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, nfc

_FORMS: Final = {
    Kind.TEXT: N_("one line of text"),
    Kind.PROSE: N_("text of any length, Enter starts a line"),
    Kind.INTEGER: N_("whole number"),
    Kind.NUMBER: N_("number, decimals as {example}"),
    Kind.YES_NO: N_("Enter opens the list"),
    Kind.DATE: N_("20/11/2026, 20/11, +7, +2 weeks, today, end of month; counted from {day}"),
    Kind.MONTH_DAY: N_("day and month, as 20/11"),
    Kind.CHOICE: N_("Enter opens the list"),
    Kind.REF: N_("Enter opens the list"),
    Kind.REFS: N_("Enter opens the list; several may be taken, in their order"),
    Kind.CHOICES: N_("Enter opens the list; several may be taken, in their order"),
    Kind.TEXTS: N_("one to a line"),
    Kind.DATES: N_("one day to a line, as 20/11/2026 or 20/11"),
    Kind.PERIOD: N_("01/01/2022 – 31/12/2023; either day may be left out"),
    Kind.NUMBERS: N_("first and last year, as 2021–2023"),
    Kind.ENTRIES: N_("Enter opens the entries"),
}
_SHORT_FORMS: Final = {
    Kind.INTEGER: N_("whole number"),
    Kind.NUMBER: N_("number"),
    Kind.DATE: N_("day"),
    Kind.MONTH_DAY: N_("day/month"),
    Kind.TEXTS: N_("one to a line"),
    Kind.DATES: N_("one day to a line"),
    Kind.PERIOD: N_("first – last day"),
    Kind.NUMBERS: N_("first–last year"),
}
_NEARLY_FULL: Final = 0.8
_MARKED: Final = re.compile(r"[0-9]\s*(?:[(\[*]|[⁰¹²³⁴⁵⁶⁷⁸⁹])")
NOTHING_BESIDE: Final[Mapping[str, FieldSpec]] = {}


def unit_of(spec: FieldSpec, values: Mapping[str, Any], words: Words, outer: str = "", amounts: str = "") -> str:
    """The unit of a number field of a record with these values.

    ``outer`` is that of the record an entry belongs to, ``amounts`` the plan's own unit of amounts, "" where it names none.
    """
    if spec.is_amount:
        return str(values.get(spec.unit_from) or amounts or words(spec.unit))
    if spec.unit_from:
        return str(values.get(spec.unit_from) or outer)
    return words(spec.unit)


def expected(
    spec: FieldSpec, text: str, words: Words, seen_from: dt.date, unit: str = "", beside: Mapping[str, FieldSpec] = NOTHING_BESIDE
) -> str:
    """What is said beside a field while it is typed into: how the text is understood, then what is to be typed."""
    parts = (understood(spec, text, words, seen_from, unit, beside), format_hint(spec, words, seen_from, unit), words(spec.help))
    return " · ".join(part for part in parts if part)


def format_hint(spec: FieldSpec, words: Words, seen_from: dt.date, unit: str = "") -> str:
    """What is to be typed: the form, the unit, the range, the length. ``seen_from`` is the day that short days are counted from."""
    if spec.kind is Kind.NUMBER:
        parts = [words(_FORMS[spec.kind], example=words.typed_number(8.59))]
    elif spec.kind is Kind.DATE:
        parts = [words(_FORMS[spec.kind], day=seen_from)]
    else:
        parts = [words(_FORMS[spec.kind])]
    if unit:
        parts.append(words(N_("unit: {unit}"), unit=unit))
    low, high = (words.typed_number(n) if n is not None else "" for n in (spec.minimum, spec.maximum))
    if low and high:
        parts.append(words(N_("{least} to {most}"), least=low, most=high))
    elif low or high:
        parts.append(words(N_("at least {least}"), least=low) if low else words(N_("at most {most}"), most=high))
    if spec.max_length is not None:
        parts.append(words.count("at most {n} character", "at most {n} characters", spec.max_length))
    return " · ".join(parts)


def short_hint(spec: FieldSpec, words: Words, unit: str = "") -> str:
    """What stands in an empty field, in brackets so that nobody takes it for a value: ``(%/năm)``, ``(ngày)``; "" for plain text."""
    told = unit if unit and spec.kind is Kind.NUMBER else words(_SHORT_FORMS.get(spec.kind, ""))
    return f"({told})" if told else ""


def understood(
    spec: FieldSpec, text: str, words: Words, seen_from: dt.date, unit: str = "", beside: Mapping[str, FieldSpec] = NOTHING_BESIDE
) -> str:
    """How a field understands what is typed where it is not plain from the text: ``→ 30/11/2026``; the letters left; else "".

    ``beside``: the fields of the same record, of which a text may say something too.
    """
    if meant := choices(spec, text, words):
        return " · ".join(f"{key} {number}" for key, number in zip("↑↓", meant, strict=False)) + "?"
    if spec.max_length is not None:
        left = spec.max_length - len(nfc(text).strip())
        if left < 0:
            return words.count("{n} character too many", "{n} characters too many", -left)
        return words.count("{n} character left", "{n} characters left", left) if left < spec.max_length * (1 - _NEARLY_FULL) else ""
    if spec.kind not in (Kind.NUMBER, Kind.INTEGER, Kind.DATE, Kind.DATES, Kind.PERIOD):
        return ""
    try:
        value = read_typed(spec, text, words, seen_from)
    except Unreadable:
        return _understood_with(spec, text, words, seen_from, unit, beside)
    if value is MISSING or typed(spec, value, words) == text.strip():
        return ""
    return "→ " + _said(spec, value, words)


def _understood_with(spec: FieldSpec, text: str, words: Words, seen_from: dt.date, unit: str, beside: Mapping[str, FieldSpec]) -> str:
    """How a text is understood that says something of other fields too: ``→ ≥ 30``."""
    from tui.i18n.worded import read_worded, told  # its words are for who types them

    try:
        said = told(spec, beside, read_worded(spec, beside, text, words, seen_from, unit), words)
    except Unreadable:
        return ""
    return f"→ {said}" if said else ""


def _said(spec: FieldSpec, value: Any, words: Words) -> str:
    if spec.kind is Kind.DATE:
        return words.date(value)
    if spec.kind is Kind.DATES:
        return ", ".join(words.date(day) for day in value[-3:])
    if spec.kind is Kind.PERIOD:
        return " – ".join(words.date(value.get(end)) or "…" for end in ("start", "end"))
    return words.typed_number(value)


def choices(spec: FieldSpec, text: str, words: Words) -> tuple[str, ...]:
    """What a number that is not taken as it stands may mean, as it is typed: one of ``↑`` and ``↓`` puts it into the field."""
    if spec.kind not in (Kind.INTEGER, Kind.NUMBER):
        return ()
    meant = words.readings(text) or _beside_its_marks(text, words)
    return tuple(words.typed_number(m) for m in meant if spec.kind is Kind.NUMBER or isinstance(m, int))


def _beside_its_marks(text: str, words: Words) -> tuple[float | int, ...]:
    if not _MARKED.search(text):
        return ()
    from tui.i18n.worded import beside_its_marks  # its words are for who types them

    number = beside_its_marks(text, words)
    return () if number is None else (number,)


def refusal(spec: FieldSpec, text: str, fault: Unreadable, words: Words) -> str:
    """Why what was typed is not taken, and the keys that put a reading of it into the field."""
    meant = choices(spec, text, words)
    if not meant:
        return words.sentence(fault.sentence)
    if len(meant) == 1:
        return words(N_("“{text}” is not written as expected: ↑ makes it {number}"), text=text.strip(), number=meant[0])
    return words(N_("“{text}” can be read two ways: ↑ makes it {first}, ↓ {second}"), text=text.strip(), first=meant[0], second=meant[1])
