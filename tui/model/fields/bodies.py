"""Who acts and on what ground: documents, agencies and their yearly duties."""

from __future__ import annotations

from typing import Final

from tui.model.fields.choices import AGENCY_KINDS, EVERY
from tui.model.fields.recurring import LINKS, LOCATOR, NOTE, year
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
        LINKS,
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
        FieldSpec("code", Kind.TEXT, N_("Code"), max_length=40, verbatim=True, seldom=True, help=N_("As official lists number it")),
        FieldSpec(
            "collegial",
            Kind.YES_NO,
            N_("Collegial"),
            seldom=True,
            help=N_("Decides as a whole: its head signs for it (TM.)"),
        ),
        FieldSpec("from", Kind.DATE, N_("From")),
        FieldSpec("until", Kind.DATE, N_("Until")),
        FieldSpec(
            "members",
            Kind.REFS,
            N_("Members"),
            table="agencies",
            seldom=True,
            help=N_("Of a group of bodies: those that belong to it and report each by itself"),
        ),
        FieldSpec("successors", Kind.REFS, N_("Successors"), table="agencies"),
        FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents"),
        NOTE,
    ),
)

_PERIOD: Final = FieldSpec(
    "period",
    Kind.INTEGER,
    N_("Which one of the year"),
    minimum=1,
    maximum=12,
    help=N_("Of a report of each half-year, quarter or month: 1, 2 …"),
)

HANDED_IN_FIELDS = (
    year("year", N_("Year"), required=True),
    _PERIOD,
    FieldSpec("agency", Kind.REF, N_("Agency"), table="agencies", required=True),
    FieldSpec("on", Kind.DATE, N_("Day"), bare=True),
    FieldSpec("note", Kind.TEXT, N_("Note")),
)
"""One entry a report of a body that has come: of a year, or of a half-year, quarter or month of it."""

WAIVED_FIELDS = (
    year("year", N_("Year"), required=True),
    _PERIOD,
    FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents"),
)
"""One entry a report that nobody has to hand in any more."""

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
        FieldSpec(
            "within_days",
            Kind.INTEGER,
            N_("Within days after the period"),
            minimum=0,
            maximum=366,
            unit=N_("days"),
            seldom=True,
            help=N_("Instead of a day of the year: so many days after the period the report is about"),
        ),
        FieldSpec(
            "year_after",
            Kind.YES_NO,
            N_("Due in the year after"),
            seldom=True,
            help=N_("The report on a year is due on that day of the next year"),
        ),
        FieldSpec("every", Kind.CHOICE, N_("Every"), choices=EVERY),
        year("first", N_("First year")),
        FieldSpec(
            "handed_in",
            Kind.ENTRIES,
            N_("Handed in"),
            entries=HANDED_IN_FIELDS,
            identity=("year", "period", "agency"),
            help=N_("Which year's report each body has handed in, and on which day"),
        ),
        FieldSpec(
            "waived",
            Kind.ENTRIES,
            N_("Waived"),
            entries=WAIVED_FIELDS,
            identity=("year", "period"),
            seldom=True,
            help=N_("Reports that are no longer asked for, and by which document"),
        ),
        LOCATOR,
        NOTE,
    ),
)
