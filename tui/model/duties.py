"""Who has handed in which year's report of a duty, as edits."""

from __future__ import annotations

import datetime as dt

from tui.model.edits import Edit, SetField
from tui.model.plan import MISSING, Plan, Values


def hand_in(plan: Plan, duty: str, agency: str, year: int, on: dt.date | None, note: str = "") -> list[Edit]:
    """The edit that marks a body's report of a year as handed in, on a day where it is known; an earlier mark gives way.

    Raises KeyError when there is no such duty.
    """
    entry = {"year": year, "agency": agency, **({"on": on} if on is not None else {}), **({"note": note} if note else {})}
    return _with(plan, duty, [*_others(plan, duty, agency, year), entry])


def take_back(plan: Plan, duty: str, agency: str, year: int) -> list[Edit]:
    """The edit that takes a mark back; none where there is no mark. Raises KeyError when there is no such duty."""
    left = _others(plan, duty, agency, year)
    return _with(plan, duty, left) if handed_in(plan, duty, agency, year) is not None else []


def handed_in(plan: Plan, duty: str, agency: str, year: int) -> Values | None:
    """The entry of that body and year; None when it is not marked. Raises KeyError when there is no such duty."""
    entries = plan.tables["duties"][duty].get("handed_in", ())
    return next((entry for entry in entries if (entry["agency"], entry["year"]) == (agency, year)), None)


def _others(plan: Plan, duty: str, agency: str, year: int) -> list[Values]:
    entries = plan.tables["duties"][duty].get("handed_in", ())
    return [entry for entry in entries if (entry["agency"], entry["year"]) != (agency, year)]


def _with(plan: Plan, duty: str, entries: list[Values]) -> list[Edit]:
    """By year, then in the order they were marked."""
    entries = sorted(entries, key=lambda entry: int(entry["year"]))
    return [SetField("duties", duty, "handed_in", entries or MISSING, plan.tables["duties"][duty].get("handed_in", MISSING))]
