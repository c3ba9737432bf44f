"""What is to be done: the sections of the document and their tasks."""

from __future__ import annotations

from tui.model.fields.choices import EVERY, MODES, STATUSES
from tui.model.fields.recurring import LINKS, LOCATOR, NOTE, WORDING, percent, year
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.text import N_

SECTIONS = TableSpec(
    name="sections",
    label=N_("Sections"),
    one=N_("section"),
    title="title",
    fields=(
        FieldSpec("number", Kind.TEXT, N_("Number"), required=True, unique=True),
        FieldSpec("title", Kind.TEXT, N_("Title"), required=True),
        FieldSpec("parent", Kind.REF, N_("Part of"), table="sections"),
        FieldSpec("order", Kind.INTEGER, N_("Order"), required=True, minimum=1),
        NOTE,
    ),
)

LOG_FIELDS = (
    FieldSpec("on", Kind.DATE, N_("Day"), required=True),
    FieldSpec("by", Kind.REF, N_("By"), table="agencies"),
    FieldSpec("text", Kind.TEXT, N_("Text"), required=True),
    FieldSpec("status", Kind.CHOICE, N_("Status"), choices=STATUSES, ranked=True),
    FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents", help=N_("Of a decision of a meeting: such an entry is no report")),
)
"""What became of a task, one entry a report or a decision."""

EXTENSION_FIELDS = (
    FieldSpec("on", Kind.DATE, N_("Extended on"), required=True),
    FieldSpec("due", Kind.DATE, N_("New due day"), required=True),
    FieldSpec("basis", Kind.REF, N_("Legal basis"), table="documents"),
    FieldSpec("reason", Kind.TEXT, N_("Reason"), help=N_("Why the due day was extended; the reason or the legal basis must be given")),
)
"""Each later due day a task was given, oldest first; ``due`` of the task stays the first one."""

BUDGET_FIELDS = (
    FieldSpec("amount", Kind.NUMBER, N_("Amount"), required=True, minimum=0, unit=N_("million VND"), is_amount=True, unit_from="unit"),
    FieldSpec("unit", Kind.TEXT, N_("Unit of the amount"), bare=True, help=N_("Without it the plan's own unit of amounts")),
    FieldSpec("source", Kind.TEXT, N_("Source of money")),
    year("year", N_("Year")),
)
"""One entry an amount that was set aside for a task."""

TASKS = TableSpec(
    name="tasks",
    label=N_("Tasks"),
    one=N_("task"),
    title="summary",
    parent="section",
    id_from_parent=True,
    holder="leads",
    partners="partners",
    fields=(
        FieldSpec("section", Kind.REF, N_("Section"), table="sections", required=True),
        FieldSpec("order", Kind.INTEGER, N_("Order"), required=True, minimum=1),
        FieldSpec("summary", Kind.TEXT, N_("Task"), required=True, max_length=200),
        WORDING,
        FieldSpec("parent", Kind.REF, N_("Part of"), table="tasks", seldom=True),
        FieldSpec("leads", Kind.REFS, N_("Lead"), table="agencies", asked=True),
        FieldSpec("partners", Kind.REFS, N_("Partners"), table="agencies", asked=True),
        FieldSpec("documents", Kind.REFS, N_("Legal basis"), table="documents"),
        FieldSpec("indicators", Kind.REFS, N_("Indicators"), table="indicators"),
        FieldSpec("directions", Kind.REFS, N_("Directions"), table="directions"),
        FieldSpec("mode", Kind.CHOICE, N_("Mode"), choices=MODES),
        FieldSpec(
            "due",
            Kind.DATE,
            N_("Due"),
            asked=True,
            instead=(("due_text",), ("every",), ("mode", "dated")),
            later="extensions",
            help=N_("The first due day; of another one it is asked whether it is an extension, which stands under Extensions"),
        ),
        FieldSpec("every", Kind.CHOICE, N_("Every"), choices=EVERY),
        FieldSpec("times", Kind.INTEGER, N_("Times in the period"), minimum=1, maximum=366, unit=N_("times")),
        FieldSpec(
            "due_text",
            Kind.TEXT,
            N_("Due, as worded"),
            max_length=80,
            seldom=True,
            help=N_("A deadline that is a period, such as a quarter; due is its last day"),
        ),
        FieldSpec(
            "extensions",
            Kind.ENTRIES,
            N_("Extensions"),
            entries=EXTENSION_FIELDS,
            identity=("on",),
            seldom=True,
            help=N_("Later due days; the first one stays in the field for the due day"),
        ),
        FieldSpec(
            "after",
            Kind.REFS,
            N_("Comes after"),
            table="tasks",
            seldom=True,
            help=N_("Tasks that must be done before this one"),
        ),
        FieldSpec("deliverable", Kind.TEXT, N_("Deliverable")),
        FieldSpec("product_kind", Kind.TEXT, N_("Kind of deliverable"), max_length=80, seldom=True),
        FieldSpec(
            "budget",
            Kind.ENTRIES,
            N_("Budget"),
            entries=BUDGET_FIELDS,
            identity=("source", "year", "unit"),
            seldom=True,
            help=N_("What was set aside for the task; nothing is known where it is empty"),
        ),
        FieldSpec("figures", Kind.TEXTS, N_("Figures in the text")),
        FieldSpec("status", Kind.CHOICE, N_("Status"), choices=STATUSES, ranked=True, asked=True),
        FieldSpec("done_on", Kind.DATE, N_("Done on")),
        percent("progress", N_("Progress, %")),
        FieldSpec("log", Kind.ENTRIES, N_("Log"), entries=LOG_FIELDS, identity=("on", "by", "text")),
        LINKS,
        LOCATOR,
        NOTE,
    ),
)
