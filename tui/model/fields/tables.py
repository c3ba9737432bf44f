"""All tables of the plan file, in the order in which the program goes through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tui.model.fields.areas import AREAS
from tui.model.fields.bodies import AGENCIES, DOCUMENTS, DUTIES
from tui.model.fields.header import PLAN, SETTINGS
from tui.model.fields.meetings import DECISIONS, REVIEWS
from tui.model.fields.sectors import DIRECTIONS, ENTERPRISES, SECTORS
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.fields.targets import GOALS, INDICATORS, SOURCES
from tui.model.fields.tasks import SECTIONS, TASKS
from tui.model.fields.views import VIEWS

TABLES: Final[Mapping[str, TableSpec]] = {
    t.name: t
    for t in (
        PLAN,
        SETTINGS,
        GOALS,
        INDICATORS,
        SOURCES,
        AREAS,
        SECTORS,
        DIRECTIONS,
        ENTERPRISES,
        SECTIONS,
        TASKS,
        DOCUMENTS,
        AGENCIES,
        DUTIES,
        REVIEWS,
        DECISIONS,
        VIEWS,
    )
}


def reference_fields() -> Iterator[tuple[str, FieldSpec, FieldSpec | None]]:
    """(table, field, entry field or None) of every field that names records of another table."""
    for table in TABLES.values():
        for spec in table:
            if spec.kind in (Kind.REF, Kind.REFS):
                yield table.name, spec, None
            elif spec.kind is Kind.ENTRIES:
                for inner in spec.entries:
                    if inner.kind in (Kind.REF, Kind.REFS):
                        yield table.name, spec, inner
