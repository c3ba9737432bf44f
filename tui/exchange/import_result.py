"""What a workbook, a table of text or a pasted block comes to before it is shown: lines, rejects, and figures without a vintage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.model.edits import SetField
from tui.model.far_off import far_off, is_judged
from tui.model.fields import FIGURE_APART, FIGURE_FIELDS
from tui.model.plan import MISSING, Plan
from tui.model.proposal import Line, Reject
from tui.model.text import N_, Sentence, say

_RANK: Final = {"plan": -1, "estimate": 0, "preliminary": 1, "official": 2}


@attrs.frozen
class Figure:
    """A figure of an indicator for a year. ``vintage`` None: a result of which its table does not say more; it is asked once for all.

    ``as_of``: the last day covered, of a part of the year; ``op``: it is a bound; ``area``: it is of this area of the plan alone;
    ``scope``: it is of this part of the whole; ``doubt``, ``under``: see :class:`Line`.
    """

    id: str
    year: int
    value: float
    place: Sentence
    vintage: str | None = None
    as_of: dt.date | None = None
    op: str | None = None
    source: str | None = None
    area: str | None = None
    doubt: Sentence | None = None
    under: str = ""
    scope: str | None = None

    def entry(self, vintage: str, source: str | None) -> dict[str, Any]:
        """The figure as the plan holds it."""
        told = {"year": self.year, "value": self.value, "vintage": vintage, "source": self.source or source}
        told |= {"as_of": self.as_of, "op": self.op, "area": self.area, "scope": self.scope}
        return {f.key: told[f.key] for f in FIGURE_FIELDS if told.get(f.key) is not None}


@attrs.define
class ImportResult:
    """What would be changed, what is left out and why, figures that still need a vintage; ``same``: where the plan holds it already."""

    lines: list[Line] = attrs.field(factory=list)
    rejects: list[Reject] = attrs.field(factory=list)
    figures: list[Figure] = attrs.field(factory=list)
    same: list[Sentence] = attrs.field(factory=list)


class CannotImport(ValueError):
    """The whole file is refused; ``sentence`` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def figure_lines(plan: Plan, figures: Sequence[Figure], vintage: str | None, source: str | None, *, over_cells: bool = False) -> list[Line]:
    """One line a figure that the plan does not hold yet, those without a vintage of the one given; without any they are passed over.

    ``over_cells``: they were laid over cells that show what the plan holds, so one of a better vintage there is asked about.
    """
    lines = []
    for figure in figures:
        said = figure.vintage or vintage
        if said is not None and (line := figure_line(plan, figure, said, source, over_cells=over_cells)) is not None:
            lines.append(line)
    return lines


def figure_line(plan: Plan, figure: Figure, vintage: str, source: str | None, *, over_cells: bool = False) -> Line | None:
    """What a figure changes; None where the plan holds it, as good or better.

    A figure never takes the place of another unasked: of the same year and vintage, one from another source stands beside it; one that
    corrects it takes its place without its note, which spoke of the other value.
    """
    old = (plan.get("indicators", figure.id) or {}).get("values", MISSING)
    entries: list[Mapping[str, Any]] = [] if old is MISSING else list(old)
    if held(entries, figure, vintage):
        return None
    new = figure.entry(vintage, source)
    place = next((n for n, entry in enumerate(entries) if entry["vintage"] == vintage and _is_of(entry, figure)), None)
    doubt = figure.doubt
    if place is None:
        entries.append(new)
    else:
        there = entries[place]
        if there.get("source") and new.get("source") not in (None, there["source"]):
            entries.append(new)
        else:
            entries[place] = new
        if doubt is None:
            doubt = say(N_("the plan holds {value} of this vintage for {year}"), value=there.get("value"), year=figure.year)
    if doubt is None and over_cells and (better := _better(entries, figure, vintage)) is not None:
        doubt = say(N_("for {year} the plan holds {value}, of a better vintage"), value=better["value"], year=figure.year)
    if doubt is None and is_judged(new):
        record = plan.get("indicators", figure.id) or {}
        doubt = far_off(figure.value, record, [entry for entry in entries if entry is not new])
    return Line((SetField("indicators", figure.id, "values", entries, old),), figure.place, doubt, under=figure.under)


def _better(entries: Sequence[Mapping[str, Any]], figure: Figure, vintage: str) -> Mapping[str, Any] | None:
    """A result of the same year and part that is of a better vintage than a figure that comes in; None where there is none, as of plans."""
    rank = _RANK[vintage]
    return next((entry for entry in entries if 0 <= rank < _RANK[entry["vintage"]] and _is_of(entry, figure)), None)


def held(entries: Sequence[Mapping[str, Any]], figure: Figure, vintage: str | None) -> bool:
    """Whether a list of figures has this value for the year: of this vintage or a better one; without a vintage, as a result."""
    least = 0 if vintage is None else _RANK[vintage]
    return any(
        entry.get("value") == figure.value
        and _is_of(entry, figure)
        and (_RANK[entry["vintage"]] >= least if least >= 0 else entry["vintage"] == vintage)
        for entry in entries
    )


def _is_of(entry: Mapping[str, Any], figure: Figure) -> bool:
    """Whether an entry speaks of what the figure speaks of: the year, the part of it, a bound or not."""
    if entry["year"] != figure.year or "value" not in entry:
        return False
    apart = {key: entry[key] for key in FIGURE_APART if key in entry}
    mine = {key: value for key in FIGURE_APART if (value := getattr(figure, key, None)) is not None}
    return apart == mine
