"""The lists a value can be picked from; the words for one are :mod:`tui.reports.labels`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from tui.i18n.words import Words
from tui.model.clock import clock_of
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import Plan, Values
from tui.model.succession import begun, holders_on
from tui.model.text import N_
from tui.reports.labels import labels_of, record_label
from tui.screens.dialogs.picker import Item, Picker

if TYPE_CHECKING:
    from tui.vocabulary.bodies import Bodies


def items_for(spec: FieldSpec, plan: Plan, words: Words, day: dt.date | None = None) -> list[Item]:
    """What can be picked for a field; an optional single value can be emptied."""
    items: list[Item] = []
    if spec.kind in (Kind.CHOICE, Kind.REF, Kind.YES_NO) and not spec.required:
        items.append(Item("", words(N_("– (unknown)"))))
    if spec.kind is Kind.YES_NO:
        return [*items, Item("true", words(N_("yes"))), Item("false", words(N_("no")))]
    if spec.kind in (Kind.CHOICE, Kind.CHOICES):
        return [*items, *(Item(c.value, words(c.label)) for c in spec.choices)]
    assert spec.table is not None
    return [*items, *record_items(spec.table, plan, words, day)]


def record_items(table: str, plan: Plan, words: Words, day: dt.date | None = None) -> list[Item]:
    """Every record of a table, to be picked, with what tells twins apart; a body is found by the names of those it took over from as well.

    Bodies that have ended by ``day`` (today without it) come last, and it is said of them; a list of many bodies comes before those.
    """
    if table != "agencies":
        return [Item(id, record_label(table, id, plan, words), id, aside_of(table, id, plan, words)) for id in plan.tables[table]]
    today = day or clock_of(plan).today()
    before: dict[str, list[str]] = {}
    for id, values in plan.tables["agencies"].items():
        for successor in values.get("successors", []):
            before.setdefault(successor, []).append(record_label(table, id, plan, words))
    there, ended = [], []
    for id in plan.tables["agencies"]:
        more = " ".join([id, *before.get(id, [])])
        label, aside = record_label(table, id, plan, words), aside_of(table, id, plan, words)
        if begun(plan, id, today) and id not in holders_on(plan, id, today):
            ended.append(Item(id, f"{label}  ({words(N_('has ended'))})", more, aside, last=True))
        else:
            there.append(Item(id, label, more, aside, later=not begun(plan, id, today)))
    return [*there, *ended]


_ASIDE: Final = {
    "documents": ("kind", "issuer", "date", "valid_until", "replaced_by"),
    "sources": ("date", "publisher"),
    "agencies": ("from", "until"),
    "indicators": ("unit", "year", "period"),
    "tasks": ("leads", "due"),
    "enterprises": ("form", "agency"),
    "decisions": ("owner", "due"),
    "directions": ("sector",),
    "duties": ("who",),
    "sections": ("parent",),
}
"""By table what tells two records of one name apart; until when something holds and what came after it is named, the rest is plain."""
_NAMED: Final = ("from", "until", "valid_until", "replaced_by")


def aside_of(table: str, id: str, plan: Plan, words: Words) -> str:
    """What stands beside a record in a list it is picked from: day, publisher, validity, lead; "" where nothing is known."""
    values, spec = plan.get(table, id) or {}, TABLES[table]
    told = []
    for key in _ASIDE.get(table, ()):
        if key not in values:
            continue
        said = ", ".join(labels_of(spec[key], values[key], plan, words))
        told.append(f"{words(spec[key].label).lower()} {said}" if key in _NAMED else said)
    return " · ".join(told)


def whole_name(table: str, id: str, plan: Plan, words: Words) -> str:
    """A record with all that tells it apart: ``22/2021/QĐ-TTg  Tiêu chí phân loại (Quyết định · Thủ tướng · 02/07/2021)``."""
    aside = aside_of(table, id, plan, words)
    return f"{record_label(table, id, plan, words)} ({aside})" if aside else record_label(table, id, plan, words)


def name_apart(table: str, id: str, plan: Plan, words: Words) -> str:
    """The short name of a record, with what stands beside it in lists where another one of the table has the same."""
    short = plan.short_of(table, id)
    alike = any(other != id and plan.short_of(table, other) == short for other in plan.tables[table])
    aside = aside_of(table, id, plan, words) if alike else ""
    return f"{short} ({aside})" if aside else short


def means_of(
    table: str | None, plan: Plan, day: dt.date | None = None, offered: Mapping[str, Values] | None = None
) -> Callable[[str], Sequence[str]] | None:
    """What finds the records a text means that no letters of theirs show: bodies by their usual and short forms; None for other tables.

    ``offered``: bodies the plan does not have and could, by what stands for each in the list.
    """
    if table != "agencies":
        return None
    known: list[Bodies] = []

    def means(text: str) -> Sequence[str]:
        from tui.vocabulary.bodies import Bodies
        from tui.vocabulary.outcome import NotUnderstood, Read

        if not known:
            all_bodies = {**plan.tables["agencies"], **(offered or {})}
            known.append(Bodies(attrs.evolve(plan, tables={**plan.tables, "agencies": all_bodies}), day or clock_of(plan).today()))
        outcome = known[0].read(text)
        if isinstance(outcome, Read):
            return [outcome.value]
        return [] if isinstance(outcome, NotUnderstood) else outcome.candidates

    return means


def _usual_words_of(spec: FieldSpec, plan: Plan) -> Callable[[str], Sequence[str]]:
    """What finds the choices a text means in the words of offices: ``Đã hoàn thành``; of one in doubt all it comes near to."""

    def means(text: str) -> Sequence[str]:
        from tui.vocabulary.choices import meant_choices
        from tui.vocabulary.lexicon import own_words

        return meant_choices(spec.key, text, own=own_words(plan))

    return means


def picker_for(
    spec: FieldSpec, plan: Plan, words: Words, title: str, chosen: Iterable[str] = (), *, many: bool = False, day: dt.date | None = None
) -> Picker:
    """The list a field is picked from; what is typed finds a body by any form of its name."""
    picker = Picker(words, title, items_for(spec, plan, words, day), chosen, many=many)
    picker.means = means_of(spec.table, plan, day)
    if spec.kind is Kind.CHOICE:
        picker.means = _usual_words_of(spec, plan)
    return picker
