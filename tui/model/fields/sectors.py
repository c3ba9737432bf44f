"""Where it is to be reached: sectors with their directions, and the enterprises the State holds."""

from __future__ import annotations

from tui.model.fields.choices import ARRANGEMENTS, OPEN_ENDS, STAGES
from tui.model.fields.recurring import LOCATOR, NOTE, WORDING, percent
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.text import N_

SECTORS = TableSpec(
    name="sectors",
    label=N_("Sectors"),
    one=N_("sector"),
    fields=(
        FieldSpec("name", Kind.TEXT, N_("Name"), required=True),
        FieldSpec("order", Kind.INTEGER, N_("Order"), required=True, minimum=1),
        NOTE,
    ),
)

DIRECTIONS = TableSpec(
    name="directions",
    label=N_("Directions"),
    one=N_("direction"),
    title="summary",
    parent="sector",
    id_from_parent=True,
    fields=(
        FieldSpec("sector", Kind.REF, N_("Sector"), table="sectors", required=True),
        FieldSpec("order", Kind.INTEGER, N_("Order"), required=True, minimum=1),
        FieldSpec("summary", Kind.TEXT, N_("Direction"), required=True, max_length=200),
        WORDING,
        FieldSpec("indicators", Kind.REFS, N_("Indicators"), table="indicators"),
        FieldSpec("tasks", Kind.REFS, N_("Tasks"), table="tasks"),
        LOCATOR,
        NOTE,
    ),
)

ENTERPRISES = TableSpec(
    name="enterprises",
    label=N_("State-owned enterprises"),
    one=N_("enterprise"),
    holder="agency",
    fields=(
        FieldSpec("name", Kind.TEXT, N_("Name"), required=True, max_length=160),
        FieldSpec("form", Kind.TEXT, N_("Form")),
        FieldSpec("agency", Kind.REF, N_("Answers for it"), table="agencies", asked=True),
        FieldSpec("arrangement", Kind.CHOICE, N_("Arrangement"), choices=ARRANGEMENTS, required=True, asked=True),
        percent("share_now", N_("State share now, %"), asked=True),
        percent("target_min", N_("State share after, from %"), asked=True),
        percent("target_max", N_("State share after, to %"), asked=True),
        FieldSpec(
            "target_open",
            Kind.CHOICES,
            N_("Open ends"),
            choices=OPEN_ENDS,
        ),
        FieldSpec("window", Kind.PERIOD, N_("Window"), asked=True),
        FieldSpec("stage", Kind.CHOICE, N_("Stage"), choices=STAGES, ranked=True, asked=True),
        FieldSpec("stage_on", Kind.DATE, N_("Stage since")),
        FieldSpec("done_on", Kind.DATE, N_("Done on")),
        FieldSpec("basis", Kind.REFS, N_("Legal basis"), table="documents"),
        FieldSpec("charter_capital", Kind.NUMBER, N_("Charter capital"), minimum=0, unit=N_("million VND"), is_amount=True),
        FieldSpec("book_value", Kind.NUMBER, N_("Book value"), minimum=0, unit=N_("million VND"), is_amount=True),
        FieldSpec("proceeds", Kind.NUMBER, N_("Proceeds"), minimum=0, unit=N_("million VND"), is_amount=True),
        LOCATOR,
        NOTE,
    ),
)
