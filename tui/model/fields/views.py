"""Views of tables under a name, for everybody who works on the plan: a filter, chosen values, an order, groups, columns."""

from __future__ import annotations

from tui.model.fields.spec import Choice, FieldSpec, Kind, TableSpec
from tui.model.text import N_

SPANS = (
    Choice("year", N_("by year")),
    Choice("quarter", N_("by quarter")),
    Choice("month", N_("by month")),
)

VIEWS = TableSpec(
    name="views",
    label=N_("Saved views"),
    one=N_("saved view"),
    title="name",
    fields=(
        FieldSpec("name", Kind.TEXT, N_("Name"), required=True, max_length=80),
        FieldSpec("table", Kind.TEXT, N_("Table"), required=True, verbatim=True, help=N_("Its key in the file, as tasks")),
        FieldSpec("filter", Kind.TEXT, N_("Filter"), verbatim=True, help=N_("As it is typed after /")),
        FieldSpec("only", Kind.TEXTS, N_("Only values"), verbatim=True, help=N_("column=value each; of one column any")),
        FieldSpec("sort", Kind.TEXT, N_("Sorted by"), verbatim=True, help=N_("The key of a column")),
        FieldSpec("descending", Kind.YES_NO, N_("From the greatest down")),
        FieldSpec("group", Kind.TEXT, N_("Grouped by"), verbatim=True, help=N_("The key of a column")),
        FieldSpec("span", Kind.CHOICE, N_("Days counted"), choices=SPANS, ranked=True, help=N_("Where the groups are of days")),
        FieldSpec("columns", Kind.TEXTS, N_("Columns"), verbatim=True, help=N_("The keys of those shown, in their order")),
        FieldSpec("hidden", Kind.TEXTS, N_("Columns not shown"), verbatim=True),
    ),
)
