"""A draft: what stands typed in a box or a cell and is not kept yet, as the journal holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tui.model.fields import TABLES
from tui.store.log.edit_json import packed_value, unpacked_value

DraftPlace = tuple[str, ...]
"""Where a draft belongs: the kind of box, and the record, field or meeting it is about."""


@attrs.frozen
class Draft:
    """What is typed at a place, by the name of the field there: a text, or a value that was picked. Without fields there is nothing.

    ``title`` says to people where it belongs.
    """

    place: DraftPlace
    title: str
    fields: Mapping[str, Any] = attrs.field(factory=dict)

    def within(self, table: str) -> tuple[str, ...]:
        """The id of the record of a table it belongs to and where in it; empty if it is of none: a pasted block, another table's."""
        at = next((n for n, part in enumerate(self.place[1:], 1) if part == table), None)
        inside = () if at is None else self.place[at + 1 :]
        return inside if inside[:1] != ("",) else ()

    def fields_of(self, table: str) -> set[tuple[str, str]]:
        """(id, field) of the record of a table it belongs to, the field "" where that is none of its own; empty for another table's."""
        id, *inner = self.within(table) or ("",)
        if not id:
            return set()
        named = inner[:1] or [name.removeprefix("field-") for name in self.fields]
        return {(id, field if field in TABLES[table].by_key else "") for field in named}

    @property
    def texts(self) -> list[str]:
        """What was typed, for people; a field whose name begins with ``_`` holds what was chosen, in words of the program."""
        return [text for name, value in self.fields.items() if not name.startswith("_") for text in _texts_in(value)]


def packed_draft(draft: Draft) -> dict[str, Any]:
    """A draft as JSON."""
    return {"draft": list(draft.place), "title": draft.title, "fields": packed_value(draft.fields)}


def unpacked_draft(entry: Mapping[str, Any]) -> Draft:
    """The draft that :func:`packed_draft` made JSON of. Raises KeyError, ValueError, TypeError or IndexError when it did not."""
    place, title, fields = tuple(entry["draft"]), entry["title"], unpacked_value(entry["fields"])
    if not all(isinstance(part, str) for part in (*place, title)) or not isinstance(fields, dict):
        raise TypeError(entry)
    return Draft(place, title, fields)


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _texts_in(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts_in(part)]
    return [str(value)] if value not in (None, "") else []
