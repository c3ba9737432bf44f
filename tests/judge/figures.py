"""What is known on a day, and which figure of a year counts.

Decided where the rules are silent:

- of two figures of one vintage the one published later wins, by the stated day even where that is before what it covers is over (such a
  figure is known when that is over); on the same day the later line
- with later knowledge (``known`` after the day) figures of periods that are not over on the day stay out all the same: a year that has
  not come cannot judge it
- a figure with a ``scope``, with another unit, with ``as_of`` (part of a year) or of vintage ``plan`` never enters the series
- a bound stands for its year only where no plain figure of that year is known
- a number read from a file has lost its last zeros: the digits of a series are the most digits among the figures that count in it and its
  target, and at least those of its kind (:data:`LEAST`), with which it is shown
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

Plan = dict[str, Any]
LEAST = {"term_growth": 2, "count": 0, "term_sum": 0}
"""Digits behind the comma a kind has at least; every other one has one."""
RANKS = {"estimate": 1, "preliminary": 2, "official": 3}


class Figure(NamedTuple):
    """One figure that counts: its years, its value, how sure it is, and ``op`` where it is only a bound."""

    first: int
    last: int
    value: float
    vintage: str
    op: str | None
    text: str | None
    reached: bool | None

    @property
    def single(self) -> bool:
        return self.first == self.last


class Looking(NamedTuple):
    """A day, and the day whose knowledge counts."""

    day: dt.date
    known: dt.date


def over(entry: Plan) -> dt.date:
    """The first day on which what the figure covers is over; of an estimate the first of December."""
    last = entry["years"][1] if "years" in entry else entry["year"]
    if "as_of" in entry:
        return entry["as_of"] + dt.timedelta(days=1)
    return dt.date(last, 12, 1) if entry["vintage"] == "estimate" else dt.date(last + 1, 1, 1)


def published(plan: Plan, entry: Plan) -> dt.date:
    """The stated day of publication, of the figure or its source, else the day its kind of figure comes out."""
    stated = entry.get("published") or plan.get("sources", {}).get(entry.get("source"), {}).get("date")
    return stated or over(entry)


def is_known(plan: Plan, entry: Plan, at: Looking) -> bool:
    """Whether the figure is published by the day whose knowledge counts, and what it covers over by the day looked from."""
    return published(plan, entry) <= max(at.known, at.day) and over(entry) <= at.day


def known_figures(plan: Plan, indicator: Plan, at: Looking) -> list[Figure]:
    """The figures of the indicator's own series that are known, the stronger one of the same years first."""
    kept = []
    for place, entry in enumerate(indicator.get("values", [])):
        foreign = "scope" in entry or "as_of" in entry or entry.get("unit", indicator.get("unit")) != indicator.get("unit")
        if entry["vintage"] == "plan" or foreign or not is_known(plan, entry, at):
            continue
        first, last = entry.get("years", (entry["year"], entry["year"]))
        op = entry.get("op") if entry.get("op") != "=" else None
        value = entry.get("value", float("nan"))
        figure = Figure(first, last, value, entry["vintage"], op, entry.get("text"), entry.get("reached"))
        kept.append(((op is None, RANKS[entry["vintage"]], published(plan, entry), place), figure))
    return [figure for _, figure in sorted(kept, key=lambda pair: pair[0], reverse=True)]


def by_year(figures: Iterable[Figure]) -> dict[int, Figure]:
    """The figure that counts for each single year, in order of years."""
    chosen: dict[int, Figure] = {}
    for figure in figures:
        if figure.single:
            chosen.setdefault(figure.first, figure)
    return dict(sorted(chosen.items()))


def digits(numbers: Iterable[float]) -> int:
    """The most digits behind the comma."""
    return max((len(text.split(".")[1]) for text in (f"{number:.10f}".rstrip("0") for number in numbers)), default=0)


def half_unit(numbers: Iterable[float]) -> float:
    return 0.5 * 10 ** -digits(numbers)
