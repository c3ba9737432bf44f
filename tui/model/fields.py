"""The field specs: one declaration for the TOML key, the column, the form field, the check and the export header.

Every table of the plan file is a :class:`TableSpec`; ``docs/model.md`` is generated from this module. Labels are
English sentences marked for the catalogues; the official Vietnamese words are in ``tui/i18n``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from tui.model.text import N_

FORMAT: Final = 1
"""The version of the file format this program writes; a newer one is refused."""

MAX_BYTES: Final = 64 * 1024 * 1024
"""A larger plan file is refused with a sentence."""


class Kind(enum.Enum):
    """What a field holds; the comment gives its TOML type."""

    TEXT = "text"  # string, one line
    PROSE = "prose"  # string, may have several lines
    INTEGER = "integer"  # integer
    NUMBER = "number"  # integer or float, finite
    YES_NO = "yes_no"  # boolean
    DATE = "date"  # local date
    MONTH_DAY = "month_day"  # string "MM-DD"
    CHOICE = "choice"  # string, one of a closed set
    REF = "ref"  # string, the id of a record of another table
    REFS = "refs"  # array of ids
    TEXTS = "texts"  # array of strings
    CHOICES = "choices"  # array of strings of a closed set
    NUMBERS = "numbers"  # array of integers
    DATES = "dates"  # array of local dates
    PERIOD = "period"  # { start = date, end = date }, either may be absent
    ENTRIES = "entries"  # array of inline tables with fields of their own


@attrs.frozen
class Choice:
    """One value of a closed set and the words for it."""

    value: str
    label: str


@attrs.frozen(kw_only=True)
class FieldSpec:
    """One field of a table: key, kind, words and limits."""

    key: str
    kind: Kind
    label: str
    required: bool = False
    table: str | None = None
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    entries: tuple[FieldSpec, ...] = ()
    help: str = ""
    unit: str = ""
    """The (English) words for what a number counts."""
    unit_from: str = ""
    """The field of the record that names the unit, where every record has its own."""

    def choice_label(self, value: object) -> str | None:
        """The (English) words for a stored choice, None when it is not one of the set."""
        return next((c.label for c in self.choices if c.value == value), None)

    def entry(self, key: str) -> FieldSpec | None:
        """The spec of a field inside an entry."""
        return next((f for f in self.entries if f.key == key), None)


@attrs.frozen(kw_only=True)
class TableSpec:
    """One table: its key in the file, its words, its fields in the order a form shows them."""

    name: str
    label: str
    one: str
    fields: tuple[FieldSpec, ...]
    title: str = "name"
    short: str | None = None
    single: bool = False
    by_key: Mapping[str, FieldSpec] = attrs.field(init=False, eq=False, repr=False)

    @by_key.default
    def _index(self) -> Mapping[str, FieldSpec]:
        return {f.key: f for f in self.fields}

    def __getitem__(self, key: str) -> FieldSpec:
        return self.by_key[key]

    def __iter__(self) -> Iterator[FieldSpec]:
        return iter(self.fields)


def _text(key: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.TEXT, label=label, **more)  # type: ignore[arg-type]


def _prose(key: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.PROSE, label=label, **more)  # type: ignore[arg-type]


def _integer(key: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.INTEGER, label=label, **more)  # type: ignore[arg-type]


def _number(key: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.NUMBER, label=label, **more)  # type: ignore[arg-type]


def _date(key: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.DATE, label=label, **more)  # type: ignore[arg-type]


def _ref(key: str, label: str, table: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.REF, label=label, table=table, **more)  # type: ignore[arg-type]


def _refs(key: str, label: str, table: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.REFS, label=label, table=table, **more)  # type: ignore[arg-type]


def _choice(key: str, label: str, choices: tuple[Choice, ...], **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.CHOICE, label=label, choices=choices, **more)  # type: ignore[arg-type]


def _period(key: str, label: str, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.PERIOD, label=label, **more)  # type: ignore[arg-type]


def _entries(key: str, label: str, *fields: FieldSpec, **more: object) -> FieldSpec:
    return FieldSpec(key=key, kind=Kind.ENTRIES, label=label, entries=fields, **more)  # type: ignore[arg-type]


NOTE = _prose("note", N_("Note"))
LOCATOR = _text("locator", N_("Place in the document"), help=N_("Section and ordinal, e.g. III.1.a#3"))

OPERATORS = (
    Choice(">=", N_("≥ (at least)")),
    Choice(">", N_("> (above)")),
    Choice("<=", N_("≤ (at most)")),
    Choice("<", N_("< (below)")),
    Choice("=", N_("= (equal)")),
)

INDICATOR_KINDS = (
    Choice("term_growth", N_("mean growth over the term")),
    Choice("end_level", N_("level in the last year")),
    Choice("floor", N_("keep at least")),
    Choice("ceiling", N_("upper bound")),
    Choice("share", N_("share of a whole")),
    Choice("points_cut", N_("mean yearly cut in points")),
    Choice("count", N_("count of a named set")),
    Choice("qualitative", N_("without a number")),
)

VINTAGES = (
    Choice("plan", N_("plan")),
    Choice("estimate", N_("estimate")),
    Choice("preliminary", N_("preliminary")),
    Choice("official", N_("official")),
)

STATUSES = (
    Choice("unreported", N_("not reported")),
    Choice("in_progress", N_("in progress")),
    Choice("done", N_("done")),
    Choice("blocked", N_("blocked")),
    Choice("returned", N_("returned")),
)

MODES = (
    Choice("standing", N_("standing")),
    Choice("periodic", N_("periodic")),
    Choice("dated", N_("dated")),
)

EVERY = (
    Choice("year", N_("every year")),
    Choice("half_year", N_("every half-year")),
    Choice("quarter", N_("every quarter")),
    Choice("month", N_("every month")),
)

ARRANGEMENTS = (
    Choice("keep", N_("keep")),
    Choice("equitise", N_("equitise")),
    Choice("divest", N_("divest")),
)

STAGES = (
    Choice("unreported", N_("not reported")),
    Choice("not_started", N_("not started")),
    Choice("preparing", N_("preparing the dossier")),
    Choice("valuation", N_("valuation")),
    Choice("approved", N_("plan approved")),
    Choice("executing", N_("carrying out")),
    Choice("done", N_("done")),
)

AGENCY_KINDS = (
    Choice("executive", N_("executive body")),
    Choice("department", N_("department")),
    Choice("central_branch", N_("branch of a central body")),
    Choice("district", N_("local administration")),
    Choice("union", N_("union or association")),
    Choice("enterprise", N_("enterprise")),
    Choice("bank", N_("bank")),
    Choice("media", N_("media")),
    Choice("party", N_("Party body")),
    Choice("collective", N_("group of bodies")),
)

OUTCOMES = (
    Choice("noted", N_("noted")),
    Choice("accelerate", N_("to be sped up")),
    Choice("report_back", N_("to report back")),
    Choice("decided", N_("decided")),
    Choice("resolved", N_("resolved")),
    Choice("parked", N_("parked")),
)
"""What a meeting made of an item, in the order of the digits that set it."""

FROZEN_STATES = (
    Choice("not_met", N_("not met")),
    Choice("at_risk", N_("at risk")),
    Choice("speed_up", N_("speed up")),
    Choice("no_data", N_("no data")),
    Choice("on_course", N_("on course")),
    Choice("met", N_("met")),
    Choice("exceeded", N_("exceeded")),
    Choice("not_applicable", N_("not applicable")),
    Choice("done_on_time", N_("done on time")),
    Choice("done_late", N_("done late")),
    Choice("done", N_("done")),
    Choice("open_in_time", N_("open, in time")),
    Choice("near", N_("open, due soon")),
    Choice("late", N_("late")),
    Choice("standing", N_("standing")),
    Choice("not_reported", N_("not reported")),
    Choice("in_window", N_("in its window")),
    Choice("upcoming", N_("window not open yet")),
    Choice("unknown", N_("unknown")),
    Choice("keeping", N_("kept")),
)
"""The verdicts of indicators and the states of tasks and enterprises, as a closed meeting freezes them."""

SUBJECT_HELP = N_("A record as table.id, e.g. indicators.grdp")

FIGURE_FIELDS = (
    _integer("year", N_("Year"), required=True, minimum=1900, maximum=2200),
    _number("value", N_("Value"), required=True, unit_from="unit"),
    _choice("vintage", N_("Vintage"), VINTAGES, required=True),
    _ref("source", N_("Source"), "sources"),
    _text("scope", N_("Scope"), help=N_("'merged' after a merger, or the smaller area: such a figure stands apart from the series")),
    _date("as_of", N_("Covers up to"), help=N_("Last day covered, for a figure of part of the year")),
    FieldSpec(key="years", kind=Kind.NUMBERS, label=N_("Mean of years"), help=N_("First and last year of a mean over several years")),
    _text("unit", N_("Other unit"), help=N_("Only when the figure is not in the indicator's own unit")),
    _choice("op", N_("Only a bound"), OPERATORS, help=N_("When only a bound was published")),
    _text("note", N_("Note")),
)

REVISION_FIELDS = (
    _date("on", N_("New target in force from"), required=True),
    _number("target", N_("Target before"), unit_from="unit"),
    _choice("op", N_("Operator before"), OPERATORS),
    _integer("year", N_("Target year before"), minimum=1900, maximum=2200),
    _ref("basis", N_("Legal basis"), "documents"),
    _text("reason", N_("Reason"), help=N_("Why the target was changed; the reason or the legal basis must be given")),
    _text("by", N_("Entered by")),
)
"""Each change of an agreed target, oldest first; an entry holds what was in force before it."""

TABLES: Final[Mapping[str, TableSpec]] = {
    t.name: t
    for t in (
        TableSpec(
            name="plan",
            label=N_("Plan"),
            one=N_("plan"),
            title="title",
            short="short_title",
            single=True,
            fields=(
                _text("title", N_("Title"), required=True),
                _text("short_title", N_("Short title"), max_length=80),
                _text("place", N_("Place of issue")),
                _ref("issuer", N_("Issuer"), "agencies"),
                _text("signatory", N_("Signatory")),
                _text("signatory_role", N_("Signatory's role")),
                _text("number", N_("Number")),
                _date("issued", N_("Issued on")),
                _period("term", N_("Term"), required=True),
                _prose("objective", N_("Objective")),
                _refs("basis", N_("Legal basis"), "documents"),
                FieldSpec(key="recipients", kind=Kind.TEXTS, label=N_("Recipients")),
                _text("text", N_("Document's own text"), help=N_("Relative path of the text kept beside the plan file")),
                NOTE,
            ),
        ),
        TableSpec(
            name="settings",
            label=N_("Settings"),
            one=N_("setting"),
            title="near_days",
            single=True,
            fields=(
                _integer("near_days", N_("Near: working days before the due day"), minimum=0, maximum=366, unit=N_("working days")),
                _number("close_share", N_("On course, close: from share of the path"), minimum=0, maximum=1),
                _number("speed_up_share", N_("Speed up: from share of the path"), minimum=0, maximum=1),
                _number("headroom_share", N_("Upper bound: headroom that asks to speed up"), minimum=0, maximum=1),
                _number("share_tolerance", N_("Shares: tolerance in points"), minimum=0, maximum=100, unit=N_("points")),
                _number(
                    "share_sum_tolerance",
                    N_("Shares: rounding allowed for each part, in points"),
                    minimum=0,
                    maximum=100,
                    unit=N_("points"),
                ),
                _number("jump_factor", N_("Jump that asks for confirmation, times the median change"), minimum=1),
                FieldSpec(
                    key="equal_is_minimum",
                    kind=Kind.YES_NO,
                    label=N_("'=' targets count as met at or beyond"),
                    help=N_("A bare value in the document is a minimum ambition"),
                ),
                FieldSpec(key="holidays", kind=Kind.DATES, label=N_("Public holidays")),
            ),
        ),
        TableSpec(
            name="goals",
            label=N_("Goals"),
            one=N_("goal"),
            title="title",
            fields=(
                _integer("number", N_("Number"), required=True, minimum=1),
                _text("title", N_("Title"), required=True, max_length=100),
                NOTE,
            ),
        ),
        TableSpec(
            name="indicators",
            label=N_("Indicators"),
            one=N_("indicator"),
            fields=(
                _ref("goal", N_("Goal"), "goals", required=True),
                _text("name", N_("Name"), required=True, max_length=160),
                _text("unit", N_("Unit")),
                _choice("kind", N_("Kind"), INDICATOR_KINDS, required=True),
                _choice("op", N_("Operator"), OPERATORS),
                _number("target", N_("Target"), unit_from="unit"),
                _integer("year", N_("Target year"), minimum=1900, maximum=2200),
                _text("period", N_("Period")),
                _ref("parent", N_("Part of"), "indicators"),
                _text("excludes", N_("Excludes")),
                _choice("path", N_("Path"), (Choice("linear", N_("linear")), Choice("compound", N_("compound")))),
                _ref("agency", N_("Reported by"), "agencies"),
                _entries("values", N_("Figures"), *FIGURE_FIELDS),
                _entries("revisions", N_("Changes of the target"), *REVISION_FIELDS),
                _date("not_applicable_from", N_("Not applicable from")),
                _text("not_applicable_basis", N_("Why not applicable")),
                LOCATOR,
                NOTE,
            ),
        ),
        TableSpec(
            name="sources",
            label=N_("Sources"),
            one=N_("source"),
            title="title",
            fields=(
                _text("title", N_("Title"), required=True),
                _text("url", N_("Address")),
                _date("date", N_("Date")),
                _text("publisher", N_("Publisher")),
                NOTE,
            ),
        ),
        TableSpec(
            name="sectors",
            label=N_("Sectors"),
            one=N_("sector"),
            fields=(
                _text("name", N_("Name"), required=True),
                _integer("order", N_("Order"), required=True, minimum=1),
                NOTE,
            ),
        ),
        TableSpec(
            name="directions",
            label=N_("Directions"),
            one=N_("direction"),
            title="summary",
            fields=(
                _ref("sector", N_("Sector"), "sectors", required=True),
                _integer("order", N_("Order"), required=True, minimum=1),
                _text("summary", N_("Direction"), required=True, max_length=100),
                _refs("indicators", N_("Indicators"), "indicators"),
                _refs("tasks", N_("Tasks"), "tasks"),
                LOCATOR,
                NOTE,
            ),
        ),
        TableSpec(
            name="enterprises",
            label=N_("State-owned enterprises"),
            one=N_("enterprise"),
            fields=(
                _text("name", N_("Name"), required=True, max_length=160),
                _text("form", N_("Form")),
                _choice("arrangement", N_("Arrangement"), ARRANGEMENTS, required=True),
                _number("share_now", N_("State share now, %"), minimum=0, maximum=100, unit="%"),
                _number("target_min", N_("State share after, from %"), minimum=0, maximum=100, unit="%"),
                _number("target_max", N_("State share after, to %"), minimum=0, maximum=100, unit="%"),
                FieldSpec(
                    key="target_open",
                    kind=Kind.CHOICES,
                    label=N_("Open ends"),
                    choices=(Choice("min", N_("lower end open")), Choice("max", N_("upper end open"))),
                ),
                _period("window", N_("Window")),
                _choice("stage", N_("Stage"), STAGES),
                _date("stage_on", N_("Stage since")),
                _date("done_on", N_("Done on")),
                _refs("basis", N_("Legal basis"), "documents"),
                _number("charter_capital", N_("Charter capital, million VND"), minimum=0, unit=N_("million VND")),
                _number("book_value", N_("Book value, million VND"), minimum=0, unit=N_("million VND")),
                _number("proceeds", N_("Proceeds, million VND"), minimum=0, unit=N_("million VND")),
                LOCATOR,
                NOTE,
            ),
        ),
        TableSpec(
            name="sections",
            label=N_("Sections"),
            one=N_("section"),
            title="title",
            fields=(
                _text("number", N_("Number"), required=True),
                _text("title", N_("Title"), required=True),
                _ref("parent", N_("Part of"), "sections"),
                _integer("order", N_("Order"), required=True, minimum=1),
                NOTE,
            ),
        ),
        TableSpec(
            name="tasks",
            label=N_("Tasks"),
            one=N_("task"),
            title="summary",
            fields=(
                _ref("section", N_("Section"), "sections", required=True),
                _integer("order", N_("Order"), required=True, minimum=1),
                _text("summary", N_("Task"), required=True, max_length=100),
                _refs("leads", N_("Lead"), "agencies"),
                _refs("partners", N_("Partners"), "agencies"),
                _refs("documents", N_("Legal basis"), "documents"),
                _refs("indicators", N_("Indicators"), "indicators"),
                _refs("directions", N_("Directions"), "directions"),
                _choice("mode", N_("Mode"), MODES),
                _date("due", N_("Due")),
                _choice("every", N_("Every"), EVERY),
                _integer("times", N_("Times in the period"), minimum=1, maximum=366, unit=N_("times")),
                _text("deliverable", N_("Deliverable")),
                FieldSpec(key="figures", kind=Kind.TEXTS, label=N_("Figures in the text")),
                _choice("status", N_("Status"), STATUSES),
                _date("done_on", N_("Done on")),
                _number("progress", N_("Progress, %"), minimum=0, maximum=100, unit="%"),
                _entries(
                    "log",
                    N_("Log"),
                    _date("on", N_("Day"), required=True),
                    _ref("by", N_("By"), "agencies"),
                    _text("text", N_("Text"), required=True),
                    _choice("status", N_("Status"), STATUSES),
                    _ref("basis", N_("Legal basis"), "documents", help=N_("Of a decision of a meeting: such an entry is no report")),
                ),
                LOCATOR,
                NOTE,
            ),
        ),
        TableSpec(
            name="documents",
            label=N_("Documents"),
            one=N_("document"),
            title="about",
            short="number",
            fields=(
                _text("number", N_("Number")),
                _text("kind", N_("Kind of document"), required=True),
                _text("issuer", N_("Issuer")),
                _date("date", N_("Date")),
                _text("about", N_("About"), required=True),
                _date("valid_until", N_("Valid until")),
                _ref("replaced_by", N_("Replaced by"), "documents"),
                NOTE,
            ),
        ),
        TableSpec(
            name="agencies",
            label=N_("Agencies"),
            one=N_("agency"),
            short="short",
            fields=(
                _text("name", N_("Name"), required=True),
                _text("short", N_("Short name")),
                _choice("kind", N_("Kind of body"), AGENCY_KINDS, required=True),
                _date("from", N_("From")),
                _date("until", N_("Until")),
                _refs("successors", N_("Successors"), "agencies"),
                _ref("basis", N_("Legal basis"), "documents"),
                NOTE,
            ),
        ),
        TableSpec(
            name="duties",
            label=N_("Duties"),
            one=N_("duty"),
            title="what",
            fields=(
                _refs("who", N_("Who"), "agencies", required=True),
                _text("what", N_("What"), required=True),
                _refs("to", N_("To"), "agencies"),
                _ref("via", N_("Through"), "agencies"),
                FieldSpec(
                    key="before",
                    kind=Kind.MONTH_DAY,
                    label=N_("Before (day and month)"),
                    help=N_("Strict: the last good day is the day before"),
                ),
                _choice("every", N_("Every"), EVERY),
                _integer("first", N_("First year"), minimum=1900, maximum=2200),
                _entries(
                    "handed_in",
                    N_("Handed in"),
                    _integer("year", N_("Year"), required=True, minimum=1900, maximum=2200),
                    _ref("agency", N_("Agency"), "agencies", required=True),
                    _date("on", N_("Day")),
                    _text("note", N_("Note")),
                    help=N_("Which year's report each body has handed in, and on which day"),
                ),
                LOCATOR,
                NOTE,
            ),
        ),
        TableSpec(
            name="reviews",
            label=N_("Review meetings"),
            one=N_("review meeting"),
            title="date",
            fields=(
                _date("date", N_("Date"), required=True),
                _text("chair", N_("Chair")),
                _text("secretary", N_("Secretary")),
                _text("place", N_("Venue")),
                _date("as_of", N_("Looks from"), help=N_("The day the meeting looks from; without it, its own day")),
                _text("number", N_("Number of the conclusion notice")),
                _date("closed_on", N_("Closed on")),
                _text("snapshot", N_("Snapshot"), help=N_("Digest of the plan file's bytes when the meeting was closed")),
                _entries(
                    "items",
                    N_("Items"),
                    _text("subject", N_("Subject"), required=True, help=SUBJECT_HELP),
                    _choice("outcome", N_("Outcome"), OUTCOMES),
                    _ref("decision", N_("Decision"), "decisions"),
                    _text("note", N_("Note")),
                    _text("why", N_("Why")),
                    _integer("seconds", N_("Time, seconds"), minimum=0, unit=N_("seconds")),
                ),
                _entries(
                    "frozen",
                    N_("Frozen at closing"),
                    _text("subject", N_("Subject"), required=True, help=SUBJECT_HELP),
                    _choice("verdict", N_("Verdict"), FROZEN_STATES, required=True),
                    _number("value", N_("Value"), help=N_("The figure judged; of a task or an enterprise the days it was late")),
                    _number("required", N_("Still required")),
                    help=N_("How every indicator, dated task and enterprise stood on the day the meeting looked from"),
                ),
                NOTE,
            ),
        ),
        TableSpec(
            name="decisions",
            label=N_("Decisions"),
            one=N_("decision"),
            title="text",
            fields=(
                _prose("text", N_("Text"), required=True),
                _ref("owner", N_("Owner"), "agencies"),
                _refs("partners", N_("Partners"), "agencies"),
                _date("due", N_("Due")),
                _choice("status", N_("Status"), STATUSES),
                _ref("review", N_("Review meeting"), "reviews"),
                _text("subject", N_("Subject"), help=SUBJECT_HELP),
                _text("product", N_("Product")),
                _ref("task", N_("Task it became"), "tasks"),
                NOTE,
            ),
        ),
    )
}

SINGLE_ID: Final = ""
"""The id of the one record of ``[plan]`` and of ``[settings]``."""


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
