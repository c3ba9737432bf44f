"""Who acts and on what ground: documents, agencies and their yearly duties."""

from __future__ import annotations

from tui.model.fields.choices import AGENCY_KINDS, EVERY
from tui.model.fields.recurring import LOCATOR, NOTE, year
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.text import N_

DOCUMENTS = TableSpec(
    name="documents",
    label=N_("Documents"),
    one=N_("document"),
    title="about",
    short="number",
    fields=(
        FieldSpec("number", Kind.TEXT, N_("Number")),
        FieldSpec("kind", Kind.TEXT, N_("Kind of document"), required=True),
        FieldSpec("issuer", Kind.TEXT, N_("Issuer")),
        FieldSpec("date", Kind.DATE, N_("Date")),
        FieldSpec("about", Kind.TEXT, N_("About"), required=True),
        FieldSpec("valid_until", Kind.DATE, N_("Valid until")),
        FieldSpec("replaced_by", Kind.REF, N_("Replaced by"), table="documents"),
        NOTE,
    ),
)

AGENCIES = TableSpec(
    name="agencies",
    label=N_("Agencies"),
    one=N_("agency"),
    short="short",
    fields=(
        FieldSpec("name", Kind.TEXT, N_("Name"), required=True),
        FieldSpec("short", Kind.TEXT, N_("Short name")),
        FieldSpec("kind", Kind.CHOICE, N_("Kind of body"), choices=AGENCY_KINDS, required=True),
        FieldSpec("from", Kind.DATE, N_("From")),
        FieldSpec("until", Kind.DATE, N_("Until")),
        FieldSpec("successors", Kind.REFS, N_("Successors"), table="agencies"),
        FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents"),
        NOTE,
    ),
)

HANDED_IN_FIELDS = (
    year("year", N_("Year"), required=True),
    FieldSpec("agency", Kind.REF, N_("Agency"), table="agencies", required=True),
    FieldSpec("on", Kind.DATE, N_("Day")),
    FieldSpec("note", Kind.TEXT, N_("Note")),
)
"""One entry a year and body whose report has come."""

DUTIES = TableSpec(
    name="duties",
    label=N_("Duties"),
    one=N_("duty"),
    title="what",
    holder="who",
    fields=(
        FieldSpec("who", Kind.REFS, N_("Who"), table="agencies", required=True),
        FieldSpec("what", Kind.TEXT, N_("What"), required=True),
        FieldSpec("to", Kind.REFS, N_("To"), table="agencies"),
        FieldSpec("via", Kind.REF, N_("Through"), table="agencies"),
        FieldSpec(
            "before",
            Kind.MONTH_DAY,
            N_("Before (day and month)"),
            help=N_("Strict: the last good day is the day before"),
        ),
        FieldSpec("every", Kind.CHOICE, N_("Every"), choices=EVERY),
        year("first", N_("First year")),
        FieldSpec(
            "handed_in",
            Kind.ENTRIES,
            N_("Handed in"),
            entries=HANDED_IN_FIELDS,
            identity=("year", "agency"),
            help=N_("Which year's report each body has handed in, and on which day"),
        ),
        LOCATOR,
        NOTE,
    ),
)
