"""The lists a value can be picked from; the words for one are :mod:`tui.reports.labels`."""

from __future__ import annotations

from tui.i18n.words import Words
from tui.model.fields import FieldSpec, Kind
from tui.model.plan import Plan
from tui.model.text import N_
from tui.reports.labels import record_label
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
    """Every record of a table, to be picked; a body is found by the names of those it took over from as well."""
    before: dict[str, list[str]] = {}
    for id, values in plan.tables["agencies"].items() if table == "agencies" else ():
        for successor in values.get("successors", []):
            before.setdefault(successor, []).append(record_label(table, id, plan))
    return [Item(id, record_label(table, id, plan), " ".join([id, *before.get(id, [])])) for id in plan.tables[table]]
