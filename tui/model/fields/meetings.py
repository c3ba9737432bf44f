"""What meetings made of it: review meetings and their decisions."""

from __future__ import annotations

import attrs

from tui.model.fields.choices import FROZEN_REASONS, FROZEN_STATES, OUTCOMES, STATUSES
from tui.model.fields.recurring import NOTE
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.text import N_

SUBJECT = FieldSpec("subject", Kind.TEXT, N_("Subject"), verbatim=True, help=N_("A record as table.id, e.g. indicators.grdp"))
"""What is spoken of."""

ITEM_FIELDS = (
    attrs.evolve(SUBJECT, required=True),
    FieldSpec("outcome", Kind.CHOICE, N_("Outcome"), choices=OUTCOMES),
    FieldSpec("owner", Kind.REF, N_("Owner"), table="agencies", help=N_("Of whom it is asked to speed up or to report back")),
    FieldSpec("due", Kind.DATE, N_("Due")),
    FieldSpec("decision", Kind.REF, N_("Decision"), table="decisions"),
    FieldSpec("note", Kind.TEXT, N_("Note")),
    FieldSpec("why", Kind.TEXT, N_("Why"), verbatim=True, reasons=True),
    FieldSpec("seconds", Kind.INTEGER, N_("Time, seconds"), minimum=0, unit=N_("seconds")),
)
"""What a meeting spoke of and what came of it, in the order of its list."""

FROZEN_FIELDS = (
    attrs.evolve(SUBJECT, required=True),
    FieldSpec("verdict", Kind.CHOICE, N_("Verdict"), choices=FROZEN_STATES, required=True),
    FieldSpec("reason", Kind.CHOICE, N_("Reason"), choices=FROZEN_REASONS, help=N_("What was to be known beside the verdict")),
    FieldSpec("value", Kind.NUMBER, N_("Value"), help=N_("The figure judged; of a task or an enterprise the days it was late")),
    FieldSpec("required", Kind.NUMBER, N_("Still required")),
)
"""How one record stood when a meeting was closed."""

REVIEWS = TableSpec(
    name="reviews",
    label=N_("Review meetings"),
    one=N_("review meeting"),
    title="date",
    fields=(
        FieldSpec("date", Kind.DATE, N_("Date"), required=True),
        FieldSpec("chair", Kind.TEXT, N_("Chair")),
        FieldSpec("secretary", Kind.TEXT, N_("Secretary")),
        FieldSpec("place", Kind.TEXT, N_("Venue")),
        FieldSpec("as_of", Kind.DATE, N_("Looks from"), help=N_("The day the meeting looks from; without it, its own day")),
        FieldSpec("known_on", Kind.DATE, N_("Figures known on"), help=N_("Up to which day of publication figures counted at closing")),
        FieldSpec("number", Kind.TEXT, N_("Number of the conclusion notice")),
        FieldSpec("closed_on", Kind.DATE, N_("Closed on")),
        FieldSpec(
            "snapshot", Kind.TEXT, N_("Snapshot"), verbatim=True, help=N_("Digest of the plan file's bytes when the meeting was closed")
        ),
        FieldSpec("items", Kind.ENTRIES, N_("Items"), entries=ITEM_FIELDS, identity=("subject",)),
        FieldSpec(
            "frozen",
            Kind.ENTRIES,
            N_("Frozen at closing"),
            entries=FROZEN_FIELDS,
            identity=("subject",),
            help=N_("How every indicator, dated task and enterprise stood on the day the meeting looked from"),
        ),
        NOTE,
    ),
)

DECISIONS = TableSpec(
    name="decisions",
    label=N_("Decisions"),
    one=N_("decision"),
    title="text",
    holder="owner",
    partners="partners",
    fields=(
        FieldSpec("text", Kind.PROSE, N_("Text"), required=True),
        FieldSpec("owner", Kind.REF, N_("Owner"), table="agencies"),
        FieldSpec("partners", Kind.REFS, N_("Partners"), table="agencies"),
        FieldSpec("due", Kind.DATE, N_("Due")),
        FieldSpec("status", Kind.CHOICE, N_("Status"), choices=STATUSES, ranked=True),
        FieldSpec("review", Kind.REF, N_("Review meeting"), table="reviews"),
        SUBJECT,
        FieldSpec("product", Kind.TEXT, N_("Product")),
        FieldSpec("task", Kind.REF, N_("Task it became"), table="tasks"),
        NOTE,
    ),
)
