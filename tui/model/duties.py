"""Who has handed in which report of a duty, as edits: of a year, or of a half-year, quarter or month of it."""

from __future__ import annotations

import datetime as dt

from tui.model.edits import Edit, SetField
from tui.model.plan import MISSING, Plan, Values


def hand_in(plan: Plan, duty: str, agency: str, year: int, on: dt.date | None, note: str = "", period: int | None = None) -> list[Edit]:
    """The edit that marks a body's report as handed in, on a day where it is known; an earlier mark of the same report gives way.

    ``period`` is the number within the year of what is shorter than a year. Raises KeyError when there is no such duty.
    """
    entry = {
        "year": year,
        **({"period": period} if period is not None else {}),
        "agency": agency,
        **({"on": on} if on is not None else {}),
        **({"note": note} if note else {}),
    }
    return _with(plan, duty, [*_others(plan, duty, agency, year, period), entry])


def take_back(plan: Plan, duty: str, agency: str, year: int, period: int | None = None) -> list[Edit]:
    """The edit that takes a mark back; none where there is no mark. Raises KeyError when there is no such duty."""
    left = _others(plan, duty, agency, year, period)
    return _with(plan, duty, left) if handed_in(plan, duty, agency, year, period) is not None else []


def handed_in(plan: Plan, duty: str, agency: str, year: int, period: int | None = None) -> Values | None:
    """The entry of that body and report; None when it is not marked. Raises KeyError when there is no such duty."""
    entries = plan.tables["duties"][duty].get("handed_in", ())
    return next((entry for entry in entries if _of(entry) == (agency, year, period)), None)


def _of(entry: Values) -> tuple[str, int, int | None]:
    return entry["agency"], entry["year"], entry.get("period")


def _others(plan: Plan, duty: str, agency: str, year: int, period: int | None) -> list[Values]:
    entries = plan.tables["duties"][duty].get("handed_in", ())
    return [entry for entry in entries if _of(entry) != (agency, year, period)]


def _with(plan: Plan, duty: str, entries: list[Values]) -> list[Edit]:
    """By year and period, then in the order they were marked."""
    entries = sorted(entries, key=lambda entry: (int(entry["year"]), int(entry.get("period", 0))))
    return [SetField("duties", duty, "handed_in", entries or MISSING, plan.tables["duties"][duty].get("handed_in", MISSING))]
