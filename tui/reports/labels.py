"""The words for a stored value: what the screens, the reports and the history call a record, a field's value, an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from tui.frames.tables.cells import SIGNS
from tui.i18n.reasons import said_reasons
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan, RecordId, subject_of
from tui.model.text import N_, Numeral, Sentence, say

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.i18n.words import Words


_OF_A_DAY: Final = {"reviews": N_("Meeting of {day}")}
"""What records are called that have no name but their day."""


def record_label(table: str, id: str, plan: Plan, words: Words) -> str:
    """A record in one line: short name and title where it has both; one that has only a day says what was on it."""
    if table in _OF_A_DAY and isinstance(day := plan.called(table, id), dt.date):
        return words(_OF_A_DAY[table], day=day)
    short, title = words.show(plan.shortly_called(table, id)), words.show(plan.called(table, id))
    if table == "tasks":
        return f"{(plan.get(table, id) or {}).get('locator', id)}  {title}"
    return title if short == title else f"{short}  {title}"


def subject_words(subject: RecordId, plan: Plan, words: Words) -> str:
    """What a meeting spoke of, by the name people give it: ``nhiệm vụ III.1.a#1 Rà soát quy hoạch``."""
    table, id = subject
    if TABLES[table].single:
        return words(TABLES[table].label)
    return " ".join(with_kind(table, id, plan, words, " ").split())


def with_kind(table: str, id: str, plan: Plan, words: Words, between: str = " · ") -> str:
    """What kind of record it is, and its label, which says it already where the record has only a day."""
    label = record_label(table, id, plan, words)
    return label if table in _OF_A_DAY else f"{words(TABLES[table].one)}{between}{label}"


def labels_of(spec: FieldSpec, value: Any, plan: Plan, words: Words) -> list[str]:
    """The words for a stored value, one item each: references as names, choices and dates in the user's language."""
    if value is MISSING or value is None:
        return []
    if isinstance(value, Numeral | Sentence):
        return [words.show(value)]
    if spec.kind is Kind.REF and spec.table:
        return [words.show(plan.shortly_called(spec.table, value))]
    if spec.kind is Kind.REFS and spec.table:
        return [words.show(plan.shortly_called(spec.table, v)) for v in value]
    if spec.kind is Kind.CHOICE:
        return [words(spec.choice_label(value) or str(value))]
    if spec.kind is Kind.CHOICES:
        return [words(spec.choice_label(v) or str(v)) for v in value]
    if spec.kind is Kind.YES_NO:
        return [words(N_("yes")) if value else words(N_("no"))]
    if spec.kind is Kind.ENTRIES:
        return [entry_line(spec, entry, plan, words) for entry in value]
    if spec.kind is Kind.NUMBER:
        return [amount_words(spec, value, {}, plan, words) if spec.is_amount else words.number(value)]
    if spec.kind is Kind.DATE:
        return [words.date(value)]
    if spec.kind is Kind.PERIOD:
        return [" – ".join(words.date(value.get(end)) or "…" for end in ("start", "end"))]
    if spec.kind is Kind.TEXTS:
        return list(value)
    if spec.kind is Kind.DATES:
        return [words.date(day) for day in value]
    if spec.kind is Kind.NUMBERS:
        return ["–".join(str(v) for v in value)]
    if spec.kind is Kind.MONTH_DAY:
        month, _, day = str(value).partition("-")
        return [words.day_of_year(int(month), int(day)) if month.isdecimal() and day.isdecimal() else str(value)]
    if (code := spec.code_label(value)) is not None:
        return [words(code)]
    if spec.reasons:
        return [said_reasons(str(value), words)]
    if spec.key == "subject" and (named := subject_of(value)) is not None and plan.get(*named) is not None:
        return [subject_words(named, plan, words)]
    return [words.typed_number(value) if spec.kind is Kind.INTEGER else str(value)]


def amount_words(spec: FieldSpec, value: float, values: Mapping[str, Any], plan: Plan, words: Words) -> str:
    """An amount with its unit: that of the entry it stands in, else the plan's own."""
    unit = values.get(spec.unit_from) or plan.header.get("amount_unit") or words(spec.unit)
    return f"{words.number(value)} {unit}"


def target_words(values: Mapping[str, Any], words: Words) -> str:
    """The target of an indicator, or of an entry of its changes: ``≥ 8 (2025)``, a range ``6,5–7 (2025)``."""
    if "target" not in values:
        return words(N_("no target"))
    sign = SIGNS.get(values.get("op", ""), "")
    year = f" ({values['year']})" if "year" in values else ""
    if values.get("target_max", values["target"]) > values["target"]:
        return f"{words.number(values['target'])}–{words.number(values['target_max'])}{year}"
    return f"{sign} {words.number(values['target'])}{year}".strip()


def _revision_line(entry: Mapping[str, Any], plan: Plan, words: Words) -> str:
    """``≥ 7 · trước 12/03/2025 · theo 12/NQ-HĐND: lý do · người nhập``."""
    parts = [target_words(entry, words), words(N_("before {day}"), day=entry["on"])]
    basis = words(N_("by {document}"), document=plan.short_of("documents", entry["basis"])) if "basis" in entry else ""
    parts += [": ".join(p for p in (basis, entry.get("reason", "")) if p), entry.get("by", "")]
    return " · ".join(p for p in parts if p)


def figure_line(frames: Frames, id: str, entry: Mapping[str, Any], words: Words) -> str:
    """A figure of an indicator in one line, its number with the indicator's digits; that of a yearly cut is said to be the rate."""
    from tui.frames.methods.digits import digits_of
    from tui.frames.methods.yearly_cuts import CUT, rate_unit

    record = frames.plan.get("indicators", id) or {}
    spec, told = TABLES["indicators"]["values"], dict(entry)
    if "value" in told and "unit" not in told:
        told["value"] = Numeral(told["value"], digits_of(frames, id).figures)
        if record.get("kind") == CUT:
            told["value"] = say(N_("rate {rate} {unit}"), rate=told["value"], unit=rate_unit(record.get("unit")))
    return entry_line(spec, told, frames.plan, words)


def entry_line(spec: FieldSpec, entry: Mapping[str, Any], plan: Plan, words: Words) -> str:
    """One entry of a list in one line, e.g. ``2022: 8,59 · chính thức · vietnamplus``."""
    if spec.key == "revisions":
        return _revision_line(entry, plan, words)
    parts: list[str] = []
    said_with = {inner.unit_from for inner in spec.entries if inner.is_amount and inner.key in entry}
    for inner in spec.entries:
        if inner.key in entry and inner.key not in said_with:
            value = entry[inner.key]
            if inner.is_amount:
                parts.append(amount_words(inner, value, entry, plan, words))
                continue
            told = " ".join(labels_of(inner, value, plan, words))
            bare = inner.told_bare or inner.code_label(value) is not None  # the words for a code say what it is a code of
            parts.append(told if bare else f"{words(inner.label)}: {told}" if inner.table is None else told)
    return " · ".join(parts)
