"""Which tables are lists of new records and which are reports on records the plan has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.exchange.reading.columns import Role
from tui.exchange.reading.found_table import Found

_DEFINING: Final[Mapping[str, frozenset[str]]] = {
    "tasks": frozenset({"leads", "due", "deliverable"}),
    "indicators": frozenset({"unit", "target", "agency"}),
    "agencies": frozenset({"short", "kind"}),
    "documents": frozenset({"number", "date", "kind"}),
    "goals": frozenset({"number"}),
    "sections": frozenset({"number"}),
    "sources": frozenset({"url", "date", "publisher"}),
    "enterprises": frozenset({"arrangement"}),
}
"""The columns without which a table is a report on records, not a list of new ones."""


def is_list(found: Found) -> bool:
    """Whether a table has columns that make a record, so that a row that names nothing in the plan is a new one."""
    wanted = _DEFINING.get(found.table, frozenset())
    planned = any(column.is_stated and column.figures[0].what in ("plan", "target") for column in found.of(Role.FIGURE))
    return planned or any(column.field is not None and column.field.key in wanted for column in found.columns.values())
