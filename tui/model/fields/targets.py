"""What is to be reached: goals, their indicators with figures and changes of the target, and the sources of figures."""

from __future__ import annotations

from typing import Final

from tui.model.fields.choices import BOUNDS, DIRECTIONS, INDICATOR_KINDS, OPERATORS, PATHS, SCOPES, VINTAGES
from tui.model.fields.recurring import LINKS, LOCATOR, NOTE, year
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.text import N_

FIGURE_FIELDS = (
    year("year", N_("Year"), required=True),
    FieldSpec("value", Kind.NUMBER, N_("Value"), unit_from="unit", bare=True),
    FieldSpec("text", Kind.TEXT, N_("Result in words"), bare=True, help=N_("Of an indicator without a number: what was reached")),
    FieldSpec("reached", Kind.YES_NO, N_("Reached"), help=N_("Of an indicator without a number: whether it was reached")),
    FieldSpec("vintage", Kind.CHOICE, N_("Vintage"), choices=VINTAGES, ranked=True, required=True),
    FieldSpec("source", Kind.REF, N_("Source"), table="sources"),
    FieldSpec("published", Kind.DATE, N_("Published on"), help=N_("Without it the date of the source counts")),
    FieldSpec(
        "scope",
        Kind.TEXT,
        N_("Scope"),
        verbatim=True,
        sets_apart=True,
        coded=SCOPES,
        help=N_("'merged' after a merger, or the smaller area: such a figure stands apart from the series"),
    ),
    FieldSpec(
        "area",
        Kind.REF,
        N_("Area"),
        table="areas",
        sets_apart=True,
        help=N_("Of one area only: never taken for the figure of the whole"),
    ),
    FieldSpec("as_of", Kind.DATE, N_("Covers up to"), sets_apart=True, help=N_("Last day covered, for a figure of part of the year")),
    FieldSpec("years", Kind.NUMBERS, N_("Mean of years"), sets_apart=True, help=N_("First and last year of a mean over several years")),
    FieldSpec("unit", Kind.TEXT, N_("Other unit"), sets_apart=True, help=N_("Only when the figure is not in the indicator's own unit")),
    FieldSpec("op", Kind.CHOICE, N_("Only a bound"), choices=BOUNDS, sets_apart=True, help=N_("When only a bound was published")),
    FieldSpec("note", Kind.TEXT, N_("Note")),
)
"""One entry a published or planned figure."""

FIGURE_IDENTITY: Final = ("year", "vintage", "source", "scope", "area", "as_of", "unit", "years")
"""What makes two figures the same one: seen by two people, its value may differ."""

FIGURE_APART: Final = tuple(f.key for f in FIGURE_FIELDS if f.sets_apart)
"""What keeps a figure out of the yearly series: any of these keys."""

REVISION_FIELDS = (
    FieldSpec("on", Kind.DATE, N_("New target in force from"), required=True),
    FieldSpec("target", Kind.NUMBER, N_("Target before"), unit_from="unit"),
    FieldSpec("target_max", Kind.NUMBER, N_("Target before, up to"), unit_from="unit"),
    FieldSpec("op", Kind.CHOICE, N_("Operator before"), choices=OPERATORS),
    year("year", N_("Target year before")),
    FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents"),
    FieldSpec("reason", Kind.TEXT, N_("Reason"), help=N_("Why the target was changed; the reason or the legal basis must be given")),
    FieldSpec("by", Kind.TEXT, N_("Entered by"), verbatim=True),
)
"""Each change of an agreed target, oldest first; an entry holds what was in force before it."""

MILESTONE_FIELDS = (
    year("year", N_("Year"), required=True),
    FieldSpec("target", Kind.NUMBER, N_("Target"), required=True, unit_from="unit"),
    FieldSpec("target_max", Kind.NUMBER, N_("Target, up to"), unit_from="unit"),
    FieldSpec("op", Kind.CHOICE, N_("Operator"), choices=OPERATORS, help=N_("Without it the operator of the indicator")),
    FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents"),
)
"""One entry a year for which a value was agreed besides the target year: yearly plans before it, a vision after it."""

AREA_TARGET_FIELDS = (
    FieldSpec("area", Kind.REF, N_("Area"), table="areas", required=True),
    year("year", N_("Year")),
    FieldSpec("target", Kind.NUMBER, N_("Target"), required=True, unit_from="unit"),
    FieldSpec("target_max", Kind.NUMBER, N_("Target, up to"), unit_from="unit"),
    FieldSpec("op", Kind.CHOICE, N_("Operator"), choices=OPERATORS, help=N_("Without it the operator of the indicator")),
    FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents"),
)
"""One entry what one area has agreed to; without a year of the indicator's target year."""

_IN_WORDS: Final = (("kind", *(kind.value for kind in INDICATOR_KINDS if kind.value != "qualitative")),)
"""An indicator without a number says so where its target is asked for."""

GOALS = TableSpec(
    name="goals",
    label=N_("Goals"),
    one=N_("goal"),
    title="title",
    fields=(
        FieldSpec("number", Kind.INTEGER, N_("Number"), required=True, minimum=1, unique=True),
        FieldSpec("title", Kind.TEXT, N_("Title"), required=True, max_length=100),
        NOTE,
    ),
)

INDICATORS = TableSpec(
    name="indicators",
    label=N_("Indicators"),
    one=N_("indicator"),
    parent="goal",
    holder="agency",
    fields=(
        FieldSpec("goal", Kind.REF, N_("Goal"), table="goals", required=True),
        FieldSpec("name", Kind.TEXT, N_("Name"), required=True, max_length=160),
        FieldSpec(
            "code",
            Kind.TEXT,
            N_("Code"),
            max_length=40,
            verbatim=True,
            seldom=True,
            help=N_("As the national list of indicators, or a list of your own, numbers it: by it plans are compared"),
        ),
        FieldSpec("unit", Kind.TEXT, N_("Unit"), asked=True, instead=_IN_WORDS),
        FieldSpec("kind", Kind.CHOICE, N_("Kind"), choices=INDICATOR_KINDS, required=True),
        FieldSpec("op", Kind.CHOICE, N_("Operator"), choices=OPERATORS, asked=True, instead=_IN_WORDS),
        FieldSpec("target", Kind.NUMBER, N_("Target"), unit_from="unit", asked=True, instead=(("reference",), *_IN_WORDS)),
        FieldSpec(
            "target_max",
            Kind.NUMBER,
            N_("Target, up to"),
            unit_from="unit",
            asked=True,
            seldom=True,
            help=N_("The upper end, when the target is a range"),
        ),
        FieldSpec(
            "better",
            Kind.CHOICE,
            N_("Better which way"),
            seldom=True,
            choices=DIRECTIONS,
            help=N_("Only where the operator does not tell it"),
        ),
        year("year", N_("Target year")),
        FieldSpec("period", Kind.TEXT, N_("Period")),
        FieldSpec(
            "milestones",
            Kind.ENTRIES,
            N_("Milestones"),
            entries=MILESTONE_FIELDS,
            identity=("year",),
            seldom=True,
            help=N_("Values agreed for other years than the target year"),
        ),
        FieldSpec(
            "area_targets",
            Kind.ENTRIES,
            N_("Targets of areas"),
            entries=AREA_TARGET_FIELDS,
            identity=("area", "year"),
            seldom=True,
            help=N_("Each area's own target; that of the whole stands by itself"),
        ),
        FieldSpec(
            "adds_up",
            Kind.YES_NO,
            N_("Areas add up"),
            seldom=True,
            help=N_("Whether the figures of the areas together are that of the whole, as counts and amounts do; counts do without it"),
        ),
        FieldSpec("parent", Kind.REF, N_("Part of"), table="indicators"),
        FieldSpec("excludes", Kind.TEXT, N_("Excludes")),
        FieldSpec(
            "reference",
            Kind.REF,
            N_("Compared with"),
            table="indicators",
            seldom=True,
            help=N_("Another indicator whose figure of the same year is the target, such as the country's"),
        ),
        FieldSpec("path", Kind.CHOICE, N_("Path"), choices=PATHS),
        FieldSpec("agency", Kind.REF, N_("Reported by"), table="agencies", asked=True),
        FieldSpec("values", Kind.ENTRIES, N_("Figures"), entries=FIGURE_FIELDS, identity=FIGURE_IDENTITY),
        FieldSpec("revisions", Kind.ENTRIES, N_("Changes of the target"), entries=REVISION_FIELDS, seldom=True),
        FieldSpec("not_applicable_from", Kind.DATE, N_("Not applicable from")),
        FieldSpec("not_applicable_basis", Kind.TEXT, N_("Why not applicable")),
        LOCATOR,
        NOTE,
    ),
)

SOURCES = TableSpec(
    name="sources",
    label=N_("Sources"),
    one=N_("source"),
    title="title",
    fields=(
        FieldSpec("title", Kind.TEXT, N_("Title"), required=True),
        FieldSpec("url", Kind.TEXT, N_("Address"), verbatim=True),
        FieldSpec("date", Kind.DATE, N_("Date")),
        FieldSpec("publisher", Kind.TEXT, N_("Publisher")),
        LINKS,
        NOTE,
    ),
)
