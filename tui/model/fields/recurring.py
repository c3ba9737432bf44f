"""The fields that many tables have, each in one place."""

from __future__ import annotations

from typing import Final

from tui.model.fields.spec import FIRST_YEAR, LAST_YEAR, FieldSpec, Kind
from tui.model.text import N_

NOTE: Final = FieldSpec("note", Kind.PROSE, N_("Note"))
LOCATOR: Final = FieldSpec("locator", Kind.TEXT, N_("Place in the document"), verbatim=True, help=N_("Section and ordinal, e.g. III.1.a#3"))


def year(key: str, label: str, *, required: bool = False) -> FieldSpec:
    """A field that holds a year."""
    return FieldSpec(key, Kind.INTEGER, label, required=required, minimum=FIRST_YEAR, maximum=LAST_YEAR)


def percent(key: str, label: str) -> FieldSpec:
    """A field that holds a part of a whole, 0 to 100."""
    return FieldSpec(key, Kind.NUMBER, label, minimum=0, maximum=100, unit="%")
