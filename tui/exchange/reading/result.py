"""What the tables of a file come to, with the tables themselves and the names the plan does not have, for a person to say what they are."""

from __future__ import annotations

import attrs

from tui.exchange.import_result import ImportResult
from tui.exchange.reading.found_table import Found
from tui.exchange.reading.unknown_names import UnknownName


@attrs.define
class TablesRead(ImportResult):
    """Lines, rejects and figures of tables; ``tables``: where each was found, ``names``: what becomes of those the plan does not have."""

    tables: list[Found] = attrs.field(factory=list)
    names: list[UnknownName] = attrs.field(factory=list)
