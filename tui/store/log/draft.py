"""A draft: what stands typed in a box or a cell and is not kept yet, as the journal holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

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

    @property
    def texts(self) -> list[str]:
        """What was typed, for people."""
        return [text for value in self.fields.values() for text in _texts_in(value)]


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
