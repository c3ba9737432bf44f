"""An edit in words: which record, which field, what stood there and what would."""

from __future__ import annotations

from typing import Any, Final

import attrs

from tui.i18n.words import Words
from tui.model.edits import AddRecord, SetField
from tui.model.fields import FIGURE_APART, TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan, same
from tui.model.proposal import Reject
from tui.model.shortening import from_where_they_differ
from tui.model.text import N_
from tui.reports.labels import labels_of, record_label, with_kind

_UNKNOWN: Final = "–"
_LONG: Final = 24
_AROUND: Final = 10
"""Characters left standing before what differs in a long text."""


@attrs.frozen
class EditText:
    """One changed field: words already in the user's language, the texts whole."""

    record: str
    field: str
    before: str
    after: str


def edit_text(edit: SetField, plan: Plan, words: Words, *, with_table: bool = False) -> EditText:
    """An edit in words; ``with_table`` names the table before the record."""
    spec = TABLES[edit.table][edit.field]
    before, after = sides(spec, edit.expected, edit.new, plan, words)
    if before == _UNKNOWN and (edit.table, edit.field) == ("indicators", "values") and (there := _standing_beside(edit)):
        before = "; ".join(labels_of(spec, there, plan, words))
    return EditText(record_words(edit.table, edit.id, plan, words, with_table=with_table), words(spec.label), before, after)


def _standing_beside(edit: SetField) -> list[Any]:
    """The figures a new one of the same year and part comes to stand beside: what its cell showed before."""
    old, new = _differing(edit.expected, edit.new)
    parts = [_part_of(entry) for entry in new]
    return [] if old or edit.expected is MISSING else [entry for entry in edit.expected if _part_of(entry) in parts]


def _part_of(entry: Any) -> tuple[Any, ...]:
    return entry["year"], *(entry.get(key) for key in FIGURE_APART)


def new_text(added: AddRecord, plan: Plan, words: Words) -> EditText:
    """A new record in words; ``plan`` has it, and those it names."""
    spec = TABLES[added.table]
    told = []
    for key, value in added.values.items():
        if key not in (spec.title, spec.parent, "order", "locator") and (labels := labels_of(spec[key], value, plan, words)):
            told.append(f"{words(spec[key].label)}: {'; '.join(labels)}")
    record = words(spec.label) if spec.single else f"{words(spec.one)} · {words.show(plan.called(added.table, added.id))}"
    return EditText(record, words(N_("new record")), _UNKNOWN, " · ".join(told) or added.id)


def record_words(table: str, id: str, plan: Plan, words: Words, *, with_table: bool = False) -> str:
    """A record as a person knows it."""
    if TABLES[table].single:
        return words(TABLES[table].label)
    return with_kind(table, id, plan, words) if with_table else record_label(table, id, plan, words)


def sides(spec: FieldSpec, old: Any, new: Any, plan: Plan, words: Words) -> tuple[str, str]:
    """(before, after) of a value; of a list of texts or entries only those that differ."""
    if spec.kind in (Kind.ENTRIES, Kind.TEXTS):
        old, new = _differing(old, new)
    before, after = ("; ".join(labels_of(spec, value, plan, words)) or _UNKNOWN for value in (old, new))
    return before, after


def _differing(old: Any, new: Any) -> tuple[list[Any], list[Any]]:
    """Two lists without what they have in common at both ends."""
    before, after = ([] if value is MISSING else list(value) for value in (old, new))
    while before and after and same(before[0], after[0]):
        before, after = before[1:], after[1:]
    while before and after and same(before[-1], after[-1]):
        before, after = before[:-1], after[:-1]
    return before, after


def shortened(before: str, after: str) -> tuple[str, str]:
    """Two texts for narrow cells: of long ones what both begin with is left out, so that what differs is seen."""
    return (before, after) if max(len(before), len(after)) <= _LONG else from_where_they_differ(before, after, _AROUND)


def reject_words(reject: Reject, plan: Plan, words: Words) -> str:
    """Where and why, in one line."""
    known = reject.id and plan.get(reject.table, reject.id) is not None
    record = record_words(reject.table, reject.id, plan, words) if known else ""
    why = words.sentence(reject.what)
    if reject.place is not None:
        return f"{words.sentence(reject.place)}: {why}" + (f" · {record}" if record else "")
    spec = TABLES[reject.table].by_key.get(reject.field) if reject.table else None
    where = " · ".join(part for part in (record, words(spec.label) if spec else "") if part)
    return f"{where}: {why}" if where else why
