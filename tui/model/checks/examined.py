"""One record by itself: what can be shown of it, what could not be read and is kept as it is, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tui.model.checks.records import Place, field_problems, sense_problems
from tui.model.edits import with_field
from tui.model.fields import Kind, TableSpec
from tui.model.plan import MISSING, Problem, Values, same
from tui.model.text import N_, say


@attrs.frozen
class Examined:
    """A record as it can be shown, None where it cannot; the fields that could not be read, as the file has them; and what is wrong."""

    values: Values | None
    unread: Values
    problems: list[Problem]


def record_problems(table: TableSpec, id: str, values: Any) -> list[Problem]:
    """Everything wrong with one record by itself: fields missing, unreadable, out of range, in the wrong order."""
    return examined(table, id, values).problems


def examined(table: TableSpec, id: str, values: Any) -> Examined:
    """A field that cannot be read is left out alone, an entry of a list alone; without a required field there is no record."""
    if not isinstance(values, Mapping):
        what = say(N_("is not a record; [{table}.ID] was expected"), table=table.name)
        return Examined(None, {}, [Problem(table.name, id, "", what, sets_aside=True)])
    found, unreadable = field_problems(table, id, values)
    if any(p.sets_aside for p in found):
        return Examined(None, {}, found)
    shown = _shown(table, values, unreadable) if unreadable else values
    unread = {key: values[key] for key, _ in unreadable}
    sense = [p for p in sense_problems(table, id, shown) if p.field.partition(".")[0] not in unread]  # what is there is not missing
    return Examined(shown, unread, found + sense)


def _shown(table: TableSpec, values: Values, unreadable: set[Place]) -> Values:
    """What of a record can be read."""
    shown: dict[str, Any] = {}
    for key, value in values.items():
        places = {place for other, place in unreadable if other == key}
        if places and table[key].kind is Kind.ENTRIES and "" not in places:
            kept = [entry for number, entry in enumerate(value, 1) if str(number) not in places]
            shown |= {key: kept} if kept else {}
        elif not places:
            shown[key] = value
    return shown


def with_unread(values: Values, unread: Values, table: TableSpec) -> Values:
    """A record with what could not be read as the file has it; a value somebody has put in its place stands instead.

    Entries that could not be read stand at their places in the list as it is now.
    """
    order = tuple(table.by_key)
    whole = values
    for key, raw in unread.items():
        places = {place for other, place in field_problems(table, "", {key: raw})[1] if other == key}
        now, before = values.get(key, MISSING), _shown(table, {key: raw}, {(key, place) for place in places}).get(key, MISSING)
        if same(now, before):
            whole = with_field(whole, key, raw, order)
        elif table[key].kind is Kind.ENTRIES and "" not in places:
            entries = [] if now is MISSING else list(now)
            for number, entry in enumerate(raw):
                if str(number + 1) in places:
                    entries.insert(min(number, len(entries)), entry)
            whole = with_field(whole, key, entries, order)
    return whole
