"""One coded indicator over many plans: its sum where units and kinds allow one, its mean by a weight that is named, and else a reason.

Counts and amounts of one unit add up; amounts in units the vocabulary converts are told in the unit most plans use. Rates of growth,
shares, and whatever is told in per cent or a head never do: of those there is a mean, of the places for which the weight is known.
Nothing is made of what is not known: a place without a figure is in no sum and in no mean, and each line says of how many it is.

A place is the area a plan is made for, else the plan: where two plans are of one area, level and year it counts once, and where
they say different figures not at all, as nobody knows which is right.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs

from tui.lake.code_list import CodeList
from tui.lake.engines import answer
from tui.lake.queries import figures_that_count, plans_of_one_code
from tui.lake.reading import Lake
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, printable, say
from tui.store.files.errors import StoreError
from tui.vocabulary.units import Measure, measure_of

BY: Final = ("area", "term", "level", "plan", "year")
"""What a sum is told by; by ``year`` it is of all of them."""

_NEVER: Final = ("term_growth", "share", "points_cut", "qualitative")
_COUNT: Final = "count"
_ALIKE: Final = 1e-9
"""By how much of itself a figure may differ from another one that is the same, after units are converted."""

Row: TypeAlias = Mapping[str, Any]
Place: TypeAlias = Callable[[Row], str]
"""Which place a plan is of."""


class CannotSum(StoreError):
    """What was asked for does not add up, with the reason."""


@attrs.frozen
class Line:
    """The sum, or the mean, of one group in one year."""

    group: str
    year: int
    value: float | None
    known: int
    """Places whose figure is in it."""
    of: int
    """Places of the group that have the indicator, or a plan that ought to: all of that level whose term has the year."""
    estimates: int
    """Of the places in it, those whose figure is an estimate."""
    contradicting: int
    """Places left out because two plans say different figures."""
    unweighed: int
    """Places left out because their weight is not known."""


@attrs.frozen
class Summed:
    """The answer: the code and its weight, what they are called, the unit of the values, and a line each."""

    code: str
    name: str
    unit: str
    by: str
    level: str
    weight: str | None
    weight_name: str
    lines: tuple[Line, ...]


@attrs.frozen
class _Figures:
    """The figures of one code that count, as numbers of one unit: (place, year) → plans' values with whether they are estimates."""

    name: str
    unit: str
    adds: Sentence | None
    """Why they do not add up; None where they do."""
    of: Mapping[tuple[str, int], list[tuple[float, bool]]]

    def of_place(self, place: str, year: int) -> tuple[float, bool] | None:
        """The one figure of a place and year; None where there is none or where two plans say different ones."""
        said = self.of.get((place, year), [])
        alike = all(math.isclose(value, said[0][0], rel_tol=_ALIKE, abs_tol=0.0) for value, _ in said)
        return (said[0][0], all(estimate for _, estimate in said)) if said and alike else None

    def contradicts(self, place: str, year: int) -> bool:
        """Whether two plans say different figures of a place and year."""
        return bool(self.of.get((place, year))) and self.of_place(place, year) is None


def summed(lake: Lake, code: str, by: str = "area", weight: str | None = None, level: str | None = None, engine: str = "polars") -> Summed:
    """The sum of a code, or its mean by the weight another code is, a line for each group and year.

    Raises :class:`CannotSum` with the reason, and :class:`tui.lake.engines.CannotAsk`.
    """
    listed = lake.manifest.codes
    plans = answer(lake, plans_of_one_code(code), engine).rows(named=True)
    level = _one_level(code, plans, level)
    plans = [plan for plan in plans if plan["level"] == level]
    place = _plan if by == "plan" else _place
    figures = _figures(lake, code, plans, listed, engine, place)
    weights: _Figures | None = None
    if weight is not None:
        of_weight = [plan for plan in answer(lake, plans_of_one_code(weight), engine).rows(named=True) if plan["level"] == level]
        weights = _figures(lake, weight, of_weight, listed, engine, place)
        if weights.adds is not None:
            raise CannotSum(say(N_("{code} is no weight: {why}"), code=printable(weight), why=weights.adds))
    elif figures.adds is not None:
        hint = N_("{code} does not add up: {why}; name a weight for its mean, with --weight CODE")
        raise CannotSum(say(hint, code=printable(code), why=figures.adds))
    lines = [
        _line(group, year, sorted(places), figures, weights)
        for (group, year), places in sorted(_groups(plans, by, {year for _, year in figures.of}, place).items())
    ]
    return Summed(code, figures.name, figures.unit, by, level, weight, weights.name if weights else "", tuple(lines))


def _one_level(code: str, plans: Sequence[Row], level: str | None) -> str:
    """The level the plans are of. A commune's figure is a part of its province's: those of two levels never add."""
    having = [plan for plan in plans if plan["indicator"]]
    if not having:
        raise CannotSum(say(N_("no indicator of the roll-up has the code {code}"), code=printable(code)))
    levels = Counter(plan["level"] for plan in having)
    if level is not None:
        if level not in levels:
            raise CannotSum(say(N_("no plan of that level has the code {code}"), code=printable(code)))
        return level
    if len(levels) > 1:
        counted = ", ".join(f"{name or '–'} ({n})" for name, n in sorted(levels.items()))
        template = N_("{code} stands in plans of several levels, of which one is a part of the other: {levels}; name one with --level")
        raise CannotSum(say(template, code=printable(code), levels=counted))
    return str(next(iter(levels)))


def _plan(plan: Row) -> str:
    """By plan each is a place of its own: what another one says of its area is no matter."""
    return f"plan {plan['plan']}"


def _place(plan: Row) -> str:
    return f"area {plan['area']}" if plan["area"] else f"plan {plan['plan']}"


def _groups(plans: Iterable[Row], by: str, years: set[int], place: Place) -> dict[tuple[str, int], set[str]]:
    """(Group, year) → the places it is of: all whose plan's term has the year."""
    groups: dict[tuple[str, int], set[str]] = {}
    for plan in plans:
        for year in years:
            if _in_term(plan, year):
                groups.setdefault(("" if by == "year" else plan[by], year), set()).add(place(plan))
    return groups


def _in_term(plan: Row, year: int) -> bool:
    begins, ends = plan["term_start"], plan["term_end"]
    return (begins is None or begins.year <= year) and (ends is None or year <= ends.year)


def _line(group: str, year: int, places: Sequence[str], figures: _Figures, weights: _Figures | None) -> Line:
    known = {place: found for place in places if (found := figures.of_place(place, year)) is not None}
    contradicting = sum(figures.contradicts(place, year) for place in places)
    unweighed = 0
    value: float | None
    if weights is None:
        value = math.fsum(number for number, _ in known.values()) if known else None
    else:
        of_weight = {place: weights.of_place(place, year) for place in known}
        lost = [place for place, weight in of_weight.items() if weight is None or weight[0] < 0]
        for place in lost:
            del known[place]
        unweighed = len(lost)
        whole = math.fsum(weight[0] for place in known if (weight := of_weight[place]) is not None)
        parts = [known[place][0] * weight[0] for place in known if (weight := of_weight[place]) is not None]
        value = math.fsum(parts) / whole if whole > 0 else None
    return Line(group, year, value, len(known), len(places), sum(estimate for _, estimate in known.values()), contradicting, unweighed)


def _figures(lake: Lake, code: str, plans: Sequence[Row], listed: CodeList | None, engine: str, place: Place) -> _Figures:
    having = [plan for plan in plans if plan["indicator"]]
    if not having:
        raise CannotSum(say(N_("no plan of that level has the code {code}"), code=printable(code)))
    unit, told_in = _unit(code, having, listed)
    name = listed[code].name if listed and code in listed else min(plan["name"] for plan in having)
    rows = answer(lake, figures_that_count(code), engine).rows(named=True)
    of_record = {(plan["plan"], plan["indicator"]): plan for plan in having}
    found: dict[tuple[str, int], list[tuple[float, bool]]] = {}
    for row in rows:
        plan = of_record.get((row["plan"], row["indicator"]))
        if plan is not None and _in_term(plan, row["year"]):
            value = row["value"] * told_in(plan["unit"])
            found.setdefault((place(plan), row["year"]), []).append((value, row["vintage"] == "estimate"))
    return _Figures(name, unit, _why_not(code, having, listed, measure_of(unit)), found)


def _unit(code: str, having: Sequence[Row], listed: CodeList | None) -> tuple[str, Callable[[str], float]]:
    """The unit of the answer and how many of it one of a plan's unit is. Raises :class:`CannotSum` where units are of several kinds."""
    counts = Counter(plan["unit"] for plan in having)
    of_list = listed[code].unit if listed and code in listed else None
    unit = of_list if of_list is not None else min(counts, key=lambda each: (-counts[each], each))
    wanted = measure_of(unit)
    measures: dict[str, Measure] = {each: measure_of(each) for each in counts}
    if not all(measure.like(wanted) for measure in measures.values()):
        said = ", ".join(f"{printable(each) or '–'} ({n})" for each, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
        if of_list is not None:
            template = N_("{code} is in {unit} by the list of codes, and plans have it in {units}")
            raise CannotSum(say(template, code=printable(code), unit=printable(of_list), units=said))
        template = N_("{code} is in several units, none of which is told in the other: {units}")
        raise CannotSum(say(template, code=printable(code), units=said))
    return unit, lambda each: measures[each].factor / wanted.factor


def _why_not(code: str, having: Sequence[Row], listed: CodeList | None, measure: Measure) -> Sentence | None:
    """Why numbers of a code do not add up; None where they do."""
    coded = listed.get(code) if listed else None
    kinds = {coded.kind} if coded is not None and coded.kind is not None else {plan["kind"] for plan in having}
    said = {coded.adds_up} if coded is not None and coded.adds_up is not None else {plan["adds_up"] for plan in having} - {None}
    labels = {choice.value: choice.label for choice in TABLES["indicators"].by_key["kind"].choices}
    for kind in sorted(kinds & set(_NEVER)):
        return say(N_("it is of the kind “{kind}”"), kind=say(labels[kind]))
    if measure.adds is False:
        return say(N_("its unit is a rate"))
    if False in said:
        return say(N_("it is said not to add up"))
    if measure.adds or True in said or kinds == {_COUNT}:
        return None
    return say(N_("whether its unit adds up is not known; adds_up = true says so"))
