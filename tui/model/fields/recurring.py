"""The fields that many tables have, each in one place."""

from __future__ import annotations

from typing import Final

from tui.model.fields.spec import FIRST_YEAR, LAST_YEAR, FieldSpec, Kind
from tui.model.text import N_

NOTE: Final = FieldSpec("note", Kind.PROSE, N_("Note"))
WORDING: Final = FieldSpec(
    "text",
    Kind.PROSE,
    N_("Told in full"),
    seldom=True,
    help=N_("What it says in sentences of any length: the document's own, or others that tell the same"),
)
LOCATOR: Final = FieldSpec("locator", Kind.TEXT, N_("Place in the document"), verbatim=True, help=N_("Section and ordinal, e.g. III.1.a#3"))


LINK_FIELDS: Final = (
    FieldSpec("title", Kind.TEXT, N_("Title"), max_length=160, bare=True),
    FieldSpec(
        "url",
        Kind.TEXT,
        N_("Address"),
        required=True,
        verbatim=True,
        address=True,
        help=N_("Begins with https://, http:// or mailto:; the program never opens it by itself"),
    ),
)
"""One entry a page or a mail box outside the plan."""
LINKS: Final = FieldSpec("links", Kind.ENTRIES, N_("Links"), entries=LINK_FIELDS, identity=("url",), seldom=True)


def year(key: str, label: str, *, required: bool = False) -> FieldSpec:
    """A field that holds a year."""
    return FieldSpec(key, Kind.INTEGER, label, required=required, minimum=FIRST_YEAR, maximum=LAST_YEAR)


def percent(key: str, label: str, *, asked: bool = False) -> FieldSpec:
    """A field that holds a part of a whole, 0 to 100."""
    return FieldSpec(key, Kind.NUMBER, label, minimum=0, maximum=100, unit="%", asked=asked)
