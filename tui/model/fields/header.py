"""[plan] and [settings]: what the plan is, and the thresholds by which it is judged."""

from __future__ import annotations

from tui.model.fields.choices import MOTTOS, OPEN_ENDS, PLAN_LEVELS, REPORTED
from tui.model.fields.recurring import NOTE, percent
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.text import N_

PLAN = TableSpec(
    name="plan",
    label=N_("Plan"),
    one=N_("plan"),
    title="title",
    short="short_title",
    single=True,
    fields=(
        FieldSpec("title", Kind.TEXT, N_("Title"), required=True),
        FieldSpec("short_title", Kind.TEXT, N_("Short title"), max_length=80),
        FieldSpec(
            "kind", Kind.TEXT, N_("Kind of document"), max_length=60, help=N_("As papers name it: a plan, a strategy, a programme …")
        ),
        FieldSpec("code", Kind.TEXT, N_("Code"), max_length=40, verbatim=True, seldom=True, help=N_("By which other plans name this one")),
        FieldSpec("level", Kind.CHOICE, N_("Level"), choices=PLAN_LEVELS, ranked=True, seldom=True, help=N_("Whose plan it is")),
        FieldSpec(
            "area",
            Kind.TEXT,
            N_("Area"),
            max_length=40,
            verbatim=True,
            seldom=True,
            help=N_("The official code of the area it is made for; sums over many plans go by it"),
        ),
        FieldSpec(
            "parent",
            Kind.TEXT,
            N_("Part of"),
            max_length=40,
            verbatim=True,
            seldom=True,
            help=N_("The code of the plan it carries out for its own area"),
        ),
        FieldSpec("place", Kind.TEXT, N_("Place of issue")),
        FieldSpec("issuer", Kind.REF, N_("Issuer"), table="agencies"),
        FieldSpec("signatory", Kind.TEXT, N_("Signatory")),
        FieldSpec("signatory_role", Kind.TEXT, N_("Signatory's role")),
        FieldSpec("number", Kind.TEXT, N_("Number")),
        FieldSpec("issued", Kind.DATE, N_("Issued on")),
        FieldSpec("term", Kind.PERIOD, N_("Term"), required=True),
        FieldSpec(
            "amount_unit",
            Kind.TEXT,
            N_("Unit of amounts"),
            max_length=40,
            seldom=True,
            help=N_("In which capital and budgets are given; million VND without it"),
        ),
        FieldSpec(
            "motto", Kind.CHOICE, N_("Head of papers"), choices=MOTTOS, seldom=True, help=N_("The State's name and motto without it")
        ),
        FieldSpec("objective", Kind.PROSE, N_("Objective")),
        FieldSpec("basis", Kind.REFS, N_("Legal basis"), table="documents"),
        FieldSpec("recipients", Kind.TEXTS, N_("Recipients")),
        FieldSpec(
            "text", Kind.TEXT, N_("Document's own text"), verbatim=True, help=N_("Relative path of the text kept beside the plan file")
        ),
        NOTE,
    ),
)

REPORT_FIELDS = (
    FieldSpec("login", Kind.TEXT, N_("Login"), required=True, max_length=64, verbatim=True, help=N_("As the system knows the user")),
    FieldSpec("agency", Kind.REF, N_("Agency"), table="agencies", required=True, there=True),
    FieldSpec(
        "enterprises",
        Kind.REFS,
        N_("Enterprises"),
        table="enterprises",
        help=N_("Reported on beside those the body answers for"),
    ),
    FieldSpec("fields", Kind.CHOICES, N_("Fields"), choices=REPORTED, help=N_("Only these; empty: all of them")),
)
"""Which login stands for which body, and what it may report without being able to write the plan."""
BRACKET_FIELDS = (
    FieldSpec("name", Kind.TEXT, N_("Name"), required=True, max_length=80),
    percent("min", N_("State share, from %")),
    percent("max", N_("State share, to %")),
    FieldSpec("open", Kind.CHOICES, N_("Open ends"), choices=OPEN_ENDS),
)
"""One entry a bracket of the State's share in the decision in force."""


WORD_FIELDS = (
    FieldSpec("said", Kind.TEXT, N_("What is written"), required=True, max_length=120),
    FieldSpec(
        "means",
        Kind.TEXT,
        N_("What it means"),
        required=True,
        max_length=80,
        verbatim=True,
        help=N_("A field such as tasks.leads, a state such as statuses.done, a body such as agencies.ID, deadline.standing"),
    ),
)
"""One entry a word that tables and papers of this plan use and the program does not know."""

SETTINGS = TableSpec(
    name="settings",
    label=N_("Settings"),
    one=N_("setting"),
    title="near_days",
    single=True,
    fields=(
        FieldSpec("near_days", Kind.INTEGER, N_("Near: working days before the due day"), minimum=0, maximum=366, unit=N_("working days")),
        FieldSpec("close_share", Kind.NUMBER, N_("On course, close: from share of the path"), minimum=0, maximum=1),
        FieldSpec("speed_up_share", Kind.NUMBER, N_("Speed up: from share of the path"), minimum=0, maximum=1),
        FieldSpec("headroom_share", Kind.NUMBER, N_("Upper bound: headroom that asks to speed up"), minimum=0, maximum=1),
        FieldSpec(
            "about",
            Kind.NUMBER,
            N_("'About' targets: met within this share of the target"),
            minimum=0,
            maximum=1,
            help=N_("0.05 without it; percentages are met within one point"),
        ),
        FieldSpec("share_tolerance", Kind.NUMBER, N_("Shares: tolerance in points"), minimum=0, maximum=100, unit=N_("points")),
        FieldSpec(
            "share_sum_tolerance",
            Kind.NUMBER,
            N_("Shares: rounding allowed for each part, in points"),
            minimum=0,
            maximum=100,
            unit=N_("points"),
        ),
        FieldSpec("jump_factor", Kind.NUMBER, N_("Jump that asks for confirmation, times the median change"), minimum=1),
        FieldSpec(
            "equal_is_minimum",
            Kind.YES_NO,
            N_("'=' targets count as met at or beyond"),
            help=N_("A bare value in the document is a minimum ambition"),
        ),
        FieldSpec(
            "brackets",
            Kind.ENTRIES,
            N_("Brackets of the State's share"),
            entries=BRACKET_FIELDS,
            identity=("name",),
            help=N_("Those of Decision 22/2021/QĐ-TTg without it"),
        ),
        FieldSpec("holidays", Kind.DATES, N_("Public holidays")),
        FieldSpec(
            "time_zone",
            Kind.TEXT,
            N_("Time zone of the plan's days"),
            max_length=64,
            verbatim=True,
            help=N_("A name such as Asia/Ho_Chi_Minh, which is also meant where there is none"),
        ),
        FieldSpec(
            "words",
            Kind.ENTRIES,
            N_("Words of this plan's tables"),
            entries=WORD_FIELDS,
            identity=("said", "means"),
            seldom=True,
            help=N_("Added to the words the program knows when tables and documents are read"),
        ),
        FieldSpec(
            "report",
            Kind.ENTRIES,
            N_("Logins that may report"),
            entries=REPORT_FIELDS,
            identity=("login", "agency"),
            help=N_("Who may hand in proposals for which body; see “kehoach propose”"),
        ),
    ),
)
