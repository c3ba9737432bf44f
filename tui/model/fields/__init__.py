"""The field specs: one declaration for the TOML key, the column, the form field, the check and the export header.

Every table of the plan file is a :class:`TableSpec`; ``docs/model.md`` is generated from them. Labels are English
sentences marked for the catalogues; the official Vietnamese words are in ``tui/i18n``. Whatever is not part of this
package imports from here.
"""

from __future__ import annotations

from typing import Final

from tui.model.fields.choices import ARRANGEMENTS, ASKING, EVERY, FROZEN_REASONS, FROZEN_STATES, MODES, OUTCOMES, STAGES, STATUSES, VINTAGES
from tui.model.fields.spec import FIRST_YEAR, LAST_YEAR, Choice, FieldSpec, Kind, TableSpec
from tui.model.fields.tables import TABLES, reference_fields
from tui.model.fields.targets import FIGURE_APART, FIGURE_FIELDS, REVISION_FIELDS

__all__ = [
    "ARRANGEMENTS",
    "ASKING",
    "EVERY",
    "FIGURE_APART",
    "FIGURE_FIELDS",
    "FIRST_YEAR",
    "FORMAT",
    "FROZEN_REASONS",
    "FROZEN_STATES",
    "LAST_YEAR",
    "MAX_BYTES",
    "MODES",
    "OUTCOMES",
    "REVISION_FIELDS",
    "SINGLE_ID",
    "STAGES",
    "STATUSES",
    "TABLES",
    "VINTAGES",
    "Choice",
    "FieldSpec",
    "Kind",
    "TableSpec",
    "reference_fields",
]

FORMAT: Final = 2
"""The version of the file format this program writes. An older one is read, and carried over by the first save; a newer one is refused."""

MAX_BYTES: Final = 64 * 1024 * 1024
"""A larger plan file is refused with a sentence."""

SINGLE_ID: Final = ""
"""The id of the one record of ``[plan]`` and of ``[settings]``."""
