"""Two new records under one id: mine gets another id, and what I refer to it by follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from tui.model.fields import TABLES, reference_fields
from tui.model.plan import SUBJECTS, Plan, RecordId, Values, referred, subject_of, subject_text, title_of
from tui.model.text import fold

IdsOnce: TypeAlias = Callable[[str, str], Collection[str]]
"""(table, stem) → the ids of that table, the stem or the stem and a number, that were given once and may be free now."""
_NewIds: TypeAlias = Mapping[RecordId, str]
_NUMBER: Final = re.compile("[0-9]{1,9}")


def no_ids_once(table: str, stem: str) -> Collection[str]:
    """Of a plan that has no history."""
    return ()


def with_free_ids(base: Plan, mine: Plan, theirs: Plan) -> tuple[Plan, tuple[tuple[RecordId, RecordId], ...]]:
    """My plan without the ids that theirs gave to other new records, and (old id, new id) of those that were changed.

    Records of one title are the same thing entered twice and keep their id.
    """
    new = dict(_new_ids(base, mine, theirs))
    if not new:
        return mine, ()
    plan = attrs.evolve(mine, tables=dict(mine.tables))
    for name in {table for table, _ in new}:
        plan.tables[name] = {new.get((name, id), id): values for id, values in mine.tables[name].items()}
    old = {(table, id): before for (table, before), id in new.items()}
    for name, key, inner, follow in _places(new):
        for id, values in list(plan.tables[name].items()):
            was = (base.get(name, old.get((name, id), id)) or {}).get(key)
            if key in values and (value := _followed(values[key], was, inner, follow)) != values[key]:
                plan.tables[name] = {**plan.tables[name], id: {**values, key: value}}
    return plan, tuple(((table, id), (table, other)) for (table, id), other in new.items())


def _new_ids(base: Plan, mine: Plan, theirs: Plan) -> Iterator[tuple[RecordId, str]]:
    """((table, id), new id) of each of my new records that theirs has another new one for."""
    for name, spec in TABLES.items():
        here, there, before = mine.tables[name], theirs.tables[name], base.tables[name]
        if spec.single or here is before or there is before:
            continue
        aside = {id for plan in (base, mine, theirs) for table, id in plan.set_aside if table == name}
        taken = {*here, *there, *before, *aside}
        for id in [i for i in here if i in there and i not in before]:
            if _title(name, here[id]) != _title(name, there[id]):
                taken.add(free := _free_id(taken, id))
                yield (name, id), free


def next_id(stem: str, given: Collection[str]) -> str:
    """The next number under a stem, beyond the greatest that was given.

    Never one in between that is free again: what somebody else still changes of the record that had it would be changed in the new one.
    """
    start = f"{stem}-"
    numbers = [int(id[len(start) :]) for id in given if id.startswith(start) and _NUMBER.fullmatch(id, len(start))]
    number = max(numbers, default=0) + 1
    while f"{start}{number}" in given:
        number += 1
    return f"{start}{number}"


def _title(table: str, values: Values) -> str:
    return fold(title_of(table, "", values))


def _free_id(taken: Collection[str], id: str) -> str:
    """The next id of the same stem that nobody has."""
    stem, dash, number = id.rpartition("-")
    stem, at = (stem, int(number)) if dash and number.isdecimal() else (id, 1)
    while f"{stem}-{at}" in taken:
        at += 1
    return f"{stem}-{at}"


def _places(new: _NewIds) -> Iterator[tuple[str, str, str | None, Callable[[str], str]]]:
    """(table, field, field of an entry, the new text of a text in it) wherever a record with a new id may be named."""
    tables = {table for table, _ in new}
    for name, spec, inner in reference_fields():
        target = (inner or spec).table or ""
        if target in tables:
            yield name, spec.key, inner.key if inner else None, lambda id, target=target: new.get((target, id), id)  # type: ignore[misc]
    for name, key, entry in SUBJECTS:
        yield name, key, entry, lambda text: _new_subject(text, new)


def _new_subject(text: str, new: _NewIds) -> str:
    named = subject_of(text)
    return subject_text(named[0], new[named]) if named is not None and named in new else text


def _followed(value: Any, was: Any, inner: str | None, follow: Callable[[str], str]) -> Any:
    """The value with new ids, but for those the base had there already: they never meant my record."""
    known = referred({"": was}, "", inner)

    def changed(part: Any) -> Any:
        if isinstance(part, list):
            return [changed(each) for each in part]
        return part if not isinstance(part, str) or part in known else follow(part)

    if inner is None or not isinstance(value, list):
        return changed(value) if inner is None else value
    return [{**entry, inner: changed(entry[inner])} if isinstance(entry, Mapping) and inner in entry else entry for entry in value]
