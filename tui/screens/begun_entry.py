"""A new entry of a list as its form begins: filled in as far as the day, the record and who writes it tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tui.model.fields import FieldSpec
from tui.model.new_entry import new_entry
from tui.model.plan import Values
from tui.session.session import Session


def begun_entry(session: Session, spec: FieldSpec, table: str, id: str, records: Iterable[Values]) -> Mapping[str, Any]:
    """What a new entry begins with; ``table`` and ``id`` name the record, or one of several, empty where it is no record of the plan."""
    mandate = session.proposing.mandate if session.proposing is not None else None
    body = mandate.body_for(table, id) if mandate is not None and id else None
    return new_entry(spec, records, session.plan, min(session.as_of, session.clock.today()), body)


def first_to_fill(spec: FieldSpec, start: Mapping[str, Any]) -> str:
    """The field of a new entry that is typed into first: the first that has to be filled in and is not; "" where none is left."""
    return next((field.key for field in spec.entries if field.required and field.key not in start), "")
