"""Figures of several years put into an indicator's list at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.model.fields import FIGURE_APART, FIGURE_FIELDS
from tui.model.plan import MISSING


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
