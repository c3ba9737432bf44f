"""Where figures are counted apart: the areas of the plan."""

from __future__ import annotations

from tui.model.fields.choices import AREA_LEVELS
from tui.model.fields.recurring import NOTE
from tui.model.fields.spec import FieldSpec, Kind, TableSpec
from tui.model.text import N_

AREAS = TableSpec(
    name="areas",
    label=N_("Areas"),
    one=N_("area"),
    short="code",
    fields=(
        FieldSpec("name", Kind.TEXT, N_("Name"), required=True, max_length=160),
        FieldSpec("code", Kind.TEXT, N_("Code"), max_length=40, verbatim=True, help=N_("As official statistics number it")),
        FieldSpec("parent", Kind.REF, N_("Part of"), table="areas"),
        FieldSpec("level", Kind.CHOICE, N_("Level"), choices=AREA_LEVELS, ranked=True),
        NOTE,
    ),
)
