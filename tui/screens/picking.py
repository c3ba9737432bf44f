"""The words for a stored value, and the lists it can be picked from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tui.i18n.typed import typed
from tui.i18n.words import Words
from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING, Plan
from tui.model.text import N_
from tui.screens.dialogs.picker import Item


def items_for(spec: FieldSpec, plan: Plan, words: Words) -> list[Item]:
    """What can be picked for a field; an optional single value can be emptied."""
    items: list[Item] = []
    if spec.kind in (Kind.CHOICE, Kind.REF, Kind.YES_NO) and not spec.required:
        items.append(Item("", words(N_("– (unknown)"))))
    if spec.kind is Kind.YES_NO:
        return [*items, Item("true", words(N_("yes"))), Item("false", words(N_("no")))]
    if spec.kind in (Kind.CHOICE, Kind.CHOICES):
        return [*items, *(Item(c.value, words(c.label)) for c in spec.choices)]
    assert spec.table is not None
    return [*items, *record_items(spec.table, plan)]


def record_items(table: str, plan: Plan) -> list[Item]:
    """Every record of a table, to be picked."""
    return [Item(id, record_label(table, id, plan), id) for id in plan.tables[table]]


def record_label(table: str, id: str, plan: Plan) -> str:
    """A record in one line: short name and title where it has both."""
    short, title = plan.short_of(table, id), plan.title_of(table, id)
    if table == "tasks":
        return f"{(plan.get(table, id) or {}).get('locator', id)}  {title}"
    return title if short == title else f"{short}  {title}"


def labels_of(spec: FieldSpec, value: Any, plan: Plan, words: Words) -> list[str]:
    """The words for a stored value, one item each: references as names, choices and dates in the user's language."""
    if value is MISSING or value is None:
        return []
    if spec.kind is Kind.REF and spec.table:
        return [plan.short_of(spec.table, value)]
    if spec.kind is Kind.REFS and spec.table:
        return [plan.short_of(spec.table, v) for v in value]
    if spec.kind is Kind.CHOICE:
        return [words(spec.choice_label(value) or str(value))]
    if spec.kind is Kind.CHOICES:
        return [words(spec.choice_label(v) or str(v)) for v in value]
    if spec.kind is Kind.YES_NO:
        return [words(N_("yes")) if value else words(N_("no"))]
    if spec.kind is Kind.ENTRIES:
        return [entry_line(spec, entry, plan, words) for entry in value]
    if spec.kind is Kind.NUMBER:
        return [words.number(value)]
    if spec.kind is Kind.DATE:
        return [words.date(value)]
    if spec.kind is Kind.PERIOD:
        return [" – ".join(words.date(value.get(end)) or "…" for end in ("start", "end"))]
    if spec.kind is Kind.TEXTS:
        return list(value)
    return [typed(spec, value, words)]


def entry_line(spec: FieldSpec, entry: Mapping[str, Any], plan: Plan, words: Words) -> str:
    """One entry of a list in one line, e.g. ``2022: 8,59 · chính thức · vietnamplus``."""
    parts: list[str] = []
    for inner in spec.entries:
        if inner.key in entry:
            value = entry[inner.key]
            told = " ".join(labels_of(inner, value, plan, words))
            parts.append(
                told if isinstance(value, dt.date) or inner.required else f"{words(inner.label)}: {told}" if inner.table is None else told
            )
    return " · ".join(parts)
