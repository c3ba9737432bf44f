"""Records whose rows rest on each other: an indicator that is compared with another one is judged by both."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Final

from tui.model.plan import Values

_RESTS_ON: Final[Mapping[str, str]] = {"indicators": "reference"}
"""The field of a table that names a record whose values are looked at to judge its own."""


def judged_together(table: str, records: Mapping[str, Values], ids: Set[str]) -> set[str]:
    """The ids, those that rest on one of them, and all of which these rest in turn: what must be made anew when the ids were edited."""
    field = _RESTS_ON.get(table)
    if field is None:
        return set(ids)
    named = {id: values[field] for id, values in records.items() if field in values}
    found = set(ids) | {id for id, other in named.items() if other in ids}
    more = found
    while more := {named[id] for id in more if id in named} - found:
        found |= more
    return found
