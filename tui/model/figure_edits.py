"""Figures of several years put into an indicator's list at once, and the years two such lists differ in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.model.fields import FIGURE_APART, FIGURE_FIELDS
from tui.model.plan import MISSING, same


def with_figures(
    entries: Sequence[Mapping[str, Any]], values: Mapping[int, float], vintage: str, source: str | None
) -> list[Mapping[str, Any]]:
    """The list with these values by year, all of one vintage and source.

    A figure of that year and vintage is corrected and takes the new source, or none, and no note that spoke of another value; one of
    another vintage stays beside the new one.
    """
    out = list(entries)
    for year, value in values.items():
        place = next((i for i, e in enumerate(out) if (e["year"], e["vintage"]) == (year, vintage) and not e.keys() & FIGURE_APART), None)
        old: Mapping[str, Any] = {} if place is None else out[place]
        kept = old if old.get("value") == value else {k: v for k, v in old.items() if k != "note"}  # a note spoke of the other value
        new = {**kept, "year": year, "value": value, "vintage": vintage, "source": source or MISSING}
        order = [f.key for f in FIGURE_FIELDS]
        keys = [k for k in order if k in new] + [k for k in new if k not in order]
        entry = {k: new[k] for k in keys if new[k] is not MISSING}
        if place is None:
            out.append(entry)
        else:
            out[place] = entry
    return out


def years_that_differ(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> set[int]:
    """The years whose own figures, those of the whole year and area, are others in one list than in the other."""
    old, new = _by_year(before), _by_year(now)
    return {year for year in old.keys() | new.keys() if not same(old.get(year, []), new.get(year, []))}


def _by_year(entries: Sequence[Mapping[str, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for entry in entries:
        if entry["vintage"] != "plan" and not entry.keys() & set(FIGURE_APART):
            found.setdefault(entry["year"], []).append(entry)
    return found
