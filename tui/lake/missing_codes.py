"""What a plan does not say that a roll-up over many plans goes by: its area and level, and the codes its indicators are compared by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tui.model.fields import SINGLE_ID
from tui.model.plan import Plan, Problem
from tui.model.text import N_, Sentence, say

_OF_THE_PLAN: Final = {
    "code": N_("a roll-up over many plans needs the code of the plan"),
    "level": N_("a roll-up over many plans needs the level of the plan"),
    "area": N_("a roll-up over many plans needs the official code of the area the plan is made for"),
}
_OF_RECORDS: Final = {
    "indicators": N_("{n} of {total} indicators have no code; without it an indicator is compared with no other plan's"),
    "agencies": N_("{n} of {total} agencies have no code; without it an agency is the same in two plans by its name only"),
}
_WHOLE_COUNTRY: Final = ("national", "ministry")
"""Levels of plans that are made for no area."""


def missing_codes(plan: Plan) -> Iterator[Problem]:
    """What is missing, each a warning; nothing where a plan is complete. Without a code an indicator stands in its own plan only."""
    header = plan.header
    for key, why in _OF_THE_PLAN.items():
        if not header.get(key) and not (key == "area" and header.get("level") in _WHOLE_COUNTRY):
            yield _missing("plan", SINGLE_ID, key, say(why))
    for table, template in _OF_RECORDS.items():
        records = plan.tables[table]
        uncoded = [id for id, values in records.items() if not values.get("code")]
        if uncoded:
            yield _missing(table, uncoded[0], "code", say(template, n=len(uncoded), total=len(records)))


def _missing(table: str, id: str, field: str, what: Sentence) -> Problem:
    return Problem(table, id, field, what, warning=True)
