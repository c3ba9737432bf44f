"""The verdict of an indicator on a day.

Decided where the rules are silent:

- a level needs a figure of the term to be judged ahead; after the target year any known figure makes it *awaiting*. Without any figure
  (of the term, for A, F and H) it is *no data*, and so is a gap among the years of A and H, which the missing last year would not close
- years t+1 … Y are the ones a requirement is shared between, also where one of them is over and not yet reported (u = 1)
- the baseline of B is the latest figure before the start, else the first of the term
- a figure with none in the five years before it has no trend: a level is then judged only where it has the target, or had it at first
  (C, D: as if it stayed)
- a level that has the target now, or whose baseline had it, leaves S without sense: it is then kept (on course, speed up, at risk) as in C
- "mean of the last ≤ 5 yearly changes" is the change from the earliest figure of the last five years to the last one, over its years;
  a figure missing in between shares the change equally. "Best yearly change" is of all figures, a gap shared equally as well
- money is what has ``path = "compound"``, or without a path a unit in đồng, VND or USD; only levels (B) compound
- a level whose direction nothing tells is judged by 1 - |x̂ - L*| / |x0 - L*| in the place of S
- C and D end *met* or *not met*, *exceeded* only beyond a range; F, G and H are judged ahead as A (F, H) and B (G); the trend of C and D is
  linear. A count is never forecast above N, unless it is there already
- what is required of a level that has its target is nothing
- F: a series is new when a figure of another scope is listed before its first
- a share (E) that holds is on course while its forecast holds (or it has no trend), else speed up; one that does not is on course where its
  forecast holds, no data without a trend, at risk where its baseline held, and else judged by 1 - |x̂ - s*| / |x0 - s*| as by S
- a bound in C and D judges its year; before the end it has neither trend nor headroom. In B and G it judges the target year only, in the
  others, and without a direction, never. Of the bounds of a year the strongest counts
- a milestone is about the indicator's own figures, also where its target is relative; a bare "=" or "~" of one goes the way of the
  indicator's target. One of a share is held as the share is
- a relative target is judged by its kind over the difference to the other's figure, for the years both have, against 0
- Q goes by the last year of the term of which it is told whether it was reached
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable
from typing import NamedTuple

from tests.judge.figures import LEAST, Figure, Looking, Plan, by_year, half_unit, is_known, known_figures
from tests.judge.targets import TINY, Met, Target, holds_share, in_force, meets, percent, target_on, term_years, will_meet

Level = dict[int, float]


class Judged(NamedTuple):
    """A verdict and what it rests on. ``required`` is per year ahead; ``turning`` is what the years awaited need, a year.

    ``closing`` is what the only year that is missing needs where the end year is known.
    """

    verdict: str
    last_year: int | None = None
    required: float | None = None
    turning: float | None = None
    closing: float | None = None
    rounded: bool = False
    estimate: bool = False
    unreported: int = 0


class Case(NamedTuple):
    """All that a rule reads."""

    plan: Plan
    indicator: Plan
    target: Target
    start: int
    over: int
    figures: list[Figure]
    singles: dict[int, Figure]
    other_scope: frozenset[int] = frozenset()
    """The years of which a figure of another scope is known."""

    @property
    def exact(self) -> Level:
        return {year: figure.value for year, figure in self.singles.items() if figure.op is None}

    @property
    def length(self) -> int:
        return self.target.year - self.start + 1

    @property
    def half(self) -> float:
        """Half a unit of the last digit of what is known of the series and of what is agreed, and of those its kind has at least."""
        kind = self.indicator["kind"]
        means = [figure.value for figure in self.figures if not figure.single and kind == "term_growth"]
        return min(half_unit([*self.exact.values(), *means, self.target.low, self.target.high]), 0.5 * 10 ** -LEAST.get(kind, 1))

    def met(self, result: float) -> Met:
        return meets(result, self.target, self.half)


def judged(plan: Plan, id: str, at: Looking) -> Judged:
    """The verdict of one indicator, looked at as ``at`` says."""
    indicator = plan["indicators"][id]
    gone = indicator.get("not_applicable_from")
    if gone is not None and gone <= at.day:
        return Judged("not_applicable")
    if indicator["kind"] == "qualitative":
        return _qualitative(plan, indicator, at)
    start, year = term_years(plan, indicator, in_force(indicator, at.day))
    figures = [figure for figure in known_figures(plan, indicator, at) if figure.last <= year and not math.isnan(figure.value)]
    if "reference" in indicator:
        other = plan["indicators"][indicator["reference"]]
        figures = _apart(figures, by_year(figure for figure in known_figures(plan, other, at) if figure.op is None))
        indicator = {key: value for key, value in indicator.items() if key not in {"target_max", "unit", "path"}} | {"target": 0.0}
        indicator["revisions"] = [{**change, "target": 0.0} for change in indicator.get("revisions", [])]
    singles = by_year(figures)
    exact = {year: figure.value for year, figure in singles.items() if figure.op is None}
    target = target_on(plan, indicator, at.day, _baseline(exact, start))
    if target is None:
        return Judged("no_data")
    other_scope = frozenset(entry["year"] for entry in indicator.get("values", []) if "scope" in entry and is_known(plan, entry, at))
    said = RULES[indicator["kind"]](Case(plan, indicator, target, start, at.day.year - 1, figures, singles, other_scope))
    return said._replace(turning=None, closing=None) if "reference" in indicator else said


def _apart(own: list[Figure], beside: dict[int, Figure]) -> list[Figure]:
    """How far the figures are above those of another indicator, as sure as the less sure of the two."""
    both = []
    for figure in own:
        if figure.single and figure.op is None and figure.first in beside:
            other = beside[figure.first]
            vintage = "estimate" if "estimate" in {figure.vintage, other.vintage} else figure.vintage
            both.append(figure._replace(value=round(figure.value - other.value, 6), vintage=vintage))
    return both


def _baseline_year(exact: Level, start: int) -> int:
    before = [year for year in exact if year < start]
    return max(before) if before else min(exact, default=start - 1)


def _baseline(exact: Level, start: int) -> float | None:
    """The baseline where a later figure is known: what is alone tells no direction."""
    year = _baseline_year(exact, start)
    return exact[year] if exact and year < max(exact) else None


def _timing(case: Case, last: int) -> str | None:
    """The verdict that the calendar alone gives: awaiting, or no data for two unreported years; ``last`` is the last known year."""
    end = min(case.target.year, case.over)
    if last < case.target.year <= case.over:
        return "awaiting"
    return "no_data" if last < case.start or end - last >= 2 else None


def _unreported(case: Case, last: int) -> int:
    return max(0, min(case.target.year, case.over) - last)


def _word(met: Met) -> str:
    return "exceeded" if met.exceeded else "met" if met.met else "not_met"


# A and H: something about all years of the term


def _covered(case: Case) -> tuple[list[Figure], int] | None:
    """The figures that stand for every year from the start to the last known one, and that year; None with a gap."""
    plain = [figure for figure in case.figures if figure.op is None and figure.first >= case.start]
    means = case.indicator["kind"] == "term_growth"
    ends = [figure.last for figure in plain if figure.single or means]
    if not ends:
        return [], case.start - 1
    last = max(ends)
    singles = {year: figure for year, figure in case.singles.items() if figure.op is None}
    best: dict[int, list[Figure]] = {case.start - 1: []}
    for year in range(case.start, last + 1):
        ways = [best[year - 1] + [singles[year]]] if year in singles and year - 1 in best else []
        if means:
            ways += [best[f.first - 1] + [f] for f in plain if not f.single and f.last == year and f.first - 1 in best]
        if ways:
            best[year] = max(ways, key=lambda way: sum(figure.single for figure in way))
    return (best[last], last) if last in best else None


def _best_single(case: Case, last: int, up: bool) -> float | None:
    seen = [value for year, value in case.exact.items() if last - 9 <= year <= last]
    return (max(seen) if up else min(seen)) if seen else None


def _ahead(needed: float, wanted: float, best: float | None, up: bool) -> str:
    """On course, speed up or at risk for what each year ahead needs."""
    sign = 1 if up else -1
    if sign * needed <= sign * wanted + TINY:
        return "on_course"
    reach = sign * (wanted * (1.1 if (wanted > 0) == up else 1 / 1.1))
    if best is not None:
        reach = max(reach, sign * best)
    return "speed_up" if sign * needed <= reach + TINY else "at_risk"


def _growth(case: Case) -> Judged:
    def product(parts: list[Figure]) -> float:
        return math.prod((1 + figure.value / 100) ** (figure.last - figure.first + 1) for figure in parts)

    def needed(parts: list[Figure], left: int, aim: float) -> float:
        return 100 * (((1 + aim / 100) ** case.length / product(parts)) ** (1 / left) - 1)

    return _over_the_term(case, lambda parts: 100 * (product(parts) ** (1 / case.length) - 1), needed, case.target.aim)


def _term_sum(case: Case) -> Judged:
    def needed(parts: list[Figure], left: int, aim: float) -> float:
        return (aim - sum(figure.value for figure in parts)) / left

    return _over_the_term(case, lambda parts: sum(figure.value for figure in parts), needed, case.target.aim / case.length)


def _term_mean(case: Case) -> Judged:
    def needed(parts: list[Figure], left: int, aim: float) -> float:
        return (case.length * aim - sum(figure.value for figure in parts)) / left

    return _over_the_term(case, lambda parts: sum(figure.value for figure in parts) / case.length, needed, case.target.aim)


def _closing(case: Case, needed: Callable[[list[Figure], int, float], float]) -> float | None:
    """What the only missing year must have brought, the end year being known; None where more than one is missing."""
    for year in range(case.start, case.target.year):
        there = Figure(year, year, 0.0, "official", None, None, None)
        parts, last = _covered(case._replace(figures=[*case.figures, there], singles=case.singles | {year: there})) or ([], 0)
        if last == case.target.year and there in parts:
            need = needed([part for part in parts if part is not there], 1, case.target.aim)
            return shown(need, max(2, digits(case)), case.target.better != "down")
    return None


def _over_the_term(
    case: Case, result: Callable[[list[Figure]], float], needed: Callable[[list[Figure], int, float], float], wanted: float
) -> Judged:
    covered = _covered(case)
    if covered is None:
        return Judged("no_data", closing=_closing(case, needed))
    if not covered[0]:
        return Judged("no_data")
    parts, last = covered
    known = Judged("", last, estimate=any(part.vintage == "estimate" for part in parts), unreported=_unreported(case, last))
    left = case.target.year - last
    if left == 0:
        met = case.met(result(parts))
        return known._replace(verdict=_word(met), rounded=met.rounded)
    timing = _timing(case, last)
    if timing == "no_data":
        return known._replace(verdict=timing)
    share = needed(parts, left, case.target.aim)
    if timing:
        return known._replace(verdict=timing, turning=shown(share, max(2, digits(case)), case.target.better != "down"))
    up = case.target.better != "down"
    return known._replace(verdict=_ahead(share, wanted, _best_single(case, last, up), up), required=share)


# B and G: a level in the target year


def _compound(indicator: Plan) -> bool:
    if indicator["kind"] != "end_level":
        return False
    if "path" in indicator:
        return bool(indicator["path"] == "compound")
    unit = str(indicator.get("unit", "")).lower()
    return not percent(indicator) and any(word in unit for word in ("đồng", "vnd", "usd", "đô la"))


def _forecast(case: Case, level: Level, last: int) -> float:
    """Where the last five years lead to in the target year."""
    first = min(year for year in level if year >= last - 5)
    left = case.target.year - last
    if first == last:
        return level[last]
    if _compounds(case, level):
        ahead = level[last] * (level[last] / level[first]) ** (left / (last - first))
    else:
        ahead = level[last] + (level[last] - level[first]) / (last - first) * left
    if case.indicator["kind"] == "count" and case.target.better == "up":
        ahead = min(ahead, max(case.target.high, level[last]))
    return min(100.0, max(0.0, ahead)) if percent(case.indicator) and case.indicator["kind"] != "count" else ahead


def _has_trend(level: Level, last: int) -> bool:
    return any(last - 5 <= year < last for year in level)


def _compounds(case: Case, level: Level) -> bool:
    """Whether the path compounds: what is compared must be above 0."""
    last = max(level)
    since = level[min(year for year in level if year >= last - 5)]
    return _compound(case.indicator) and min(level[last], since, case.target.aim, level[_baseline_year(level, case.start)]) > 0


def _changes(level: Level, compound: bool) -> list[float]:
    pairs = [(a, b) for a, b in itertools.pairwise(level) if not compound or min(level[a], level[b]) > 0]
    return [(level[b] / level[a]) ** (1 / (b - a)) - 1 if compound else (level[b] - level[a]) / (b - a) for a, b in pairs]


def _bound(case: Case) -> Judged | None:
    """What a bound of the target year settles, where no plain figure of it is known."""
    figure = case.singles.get(case.target.year)
    if figure is None or figure.op is None or (settled := _settled(figure, case)) is None:
        return None
    target = case.target
    further = (figure.value - target.high) if target.better == "up" else (target.low - figure.value)
    beyond = (further > 0 or (further == 0 and figure.op in {"<", ">"})) and (target.op != "=" or target.ranged)
    said = "not_met" if not settled else "exceeded" if beyond else "met"
    return Judged(said, target.year, estimate=figure.vintage == "estimate")


def _settled(figure: Figure, case: Case) -> bool | None:
    """Whether everything the bound leaves open is met (True) or missed (False); None where it does not say."""
    target = case.target
    if target.better is None or "reference" in case.indicator:
        return None
    above, open_end = figure.op in {">", ">="}, figure.op in {">", "<"}
    apart = (figure.value - target.aim) * (1 if target.better == "up" else -1)
    if above == (target.better == "up"):
        return True if apart > 0 or (apart == 0 and (open_end or not target.strict)) else None
    return False if apart < 0 or (apart == 0 and (open_end or target.strict)) else None


def _level(case: Case) -> Judged:
    if case.target.year not in case.exact and (settled := _bound(case)):
        return settled
    level = case.exact
    if not level:
        return Judged("no_data")
    last = max(level)
    known = Judged("", last, estimate=case.singles[last].vintage == "estimate", unreported=_unreported(case, last))
    met = case.met(level[last])
    if last == case.target.year:
        return known._replace(verdict=_word(met), rounded=met.rounded)
    timing = _timing(case, last)
    if timing:
        return known._replace(verdict=timing, turning=_turning(case) if timing == "awaiting" else None)
    need = 0.0 if met.met else _yearly_need(case, level, last)
    return known._replace(verdict=_level_ahead(case, level, last), required=need)


def _turning(case: Case) -> float:
    """What the target year must come to, or lie beyond: the target as it was agreed."""
    return case.target.aim


def shown(need: float, places: int, up: bool) -> float:
    """A need as it is shown: rounded to the harder side."""
    unit, noise = 10.0**places, 1e-6
    scaled = need * unit
    return (math.ceil(scaled - noise) if up else math.floor(scaled + noise)) / unit


def digits(case: Case) -> int:
    return round(-math.log10(2 * case.half))


def _yearly_need(case: Case, level: Level, last: int) -> float:
    target, left = case.target, case.target.year - last
    aim = target.high if target.better is None and level[last] > target.high else target.aim  # a range is come down to from above
    return 100 * ((aim / level[last]) ** (1 / left) - 1) if _compounds(case, level) else (aim - level[last]) / left


def _level_ahead(case: Case, level: Level, last: int) -> str:
    first = _baseline_year(level, case.start)
    now = case.met(level[last]).met
    aim, ahead = case.target.aim, _forecast(case, level, last)
    if now or (first < last and case.met(level[first]).met):
        return _kept(now, will_meet(ahead, case.target) if _has_trend(level, last) else now)
    if not _has_trend(level, last):
        return "no_data"
    if abs(aim - level[first]) < TINY:
        share = 1.0 if will_meet(ahead, case.target) else 0.0
    elif case.target.better is None:
        share = 1 - _off(ahead, case.target) / _off(level[first], case.target)
    else:
        share = (ahead - level[first]) / (aim - level[first])
    if share < 0.5 - TINY or _out_of_reach(case, level, last):
        return "at_risk"
    reached = any(case.met(value).met for year, value in level.items() if first <= year < last)
    return "speed_up" if share < 0.95 - TINY or reached else "on_course"


def _off(value: float, target: Target) -> float:
    """How far a value is from its target, of a range from the nearer end."""
    return max(target.low - value, value - target.high, 0.0)


def _out_of_reach(case: Case, level: Level, last: int) -> bool:
    """Whether the yearly change that is needed exceeds one and a half times the best one seen."""
    if len(level) < 2:
        return False
    aim, compound = case.target.aim, _compounds(case, level)
    sign = 1 if aim >= level[last] else -1
    need = _yearly_need(case, level, last) / (100 if compound else 1)
    best = max((sign * change for change in _changes(level, compound)), default=math.inf)
    return sign * need > TINY and sign * need > 1.5 * best + TINY


def _kept(now: bool, then: bool) -> str:
    return "on_course" if now and then else "speed_up" if now or then else "at_risk"


# C and D: kept on one side


def _side(case: Case) -> Judged:
    exact = case.exact
    years = [
        year for year, figure in case.singles.items() if figure.op is None or (year >= case.start and _settled(figure, case) is not None)
    ]
    if not years:
        return Judged("no_data")
    last = max(years)
    figure = case.singles[last]
    known = Judged("", last, estimate=figure.vintage == "estimate", unreported=_unreported(case, last))
    met = case.met(figure.value) if figure.op is None else Met(bool(_settled(figure, case)), False, False)
    if last == case.target.year:
        beyond = met.exceeded and case.target.ranged
        return known._replace(verdict="exceeded" if beyond else "met" if met.met else "not_met", rounded=met.rounded)
    timing = _timing(case, last)
    if timing:
        return known._replace(verdict=timing, turning=_turning(case) if timing == "awaiting" else None)
    if figure.op is not None:
        return known._replace(verdict="on_course" if met.met else "at_risk")
    need = 0.0 if met.met else (case.target.aim - figure.value) / (case.target.year - last)
    verdict = _kept(met.met, will_meet(_forecast(case, exact, last), case.target) if _has_trend(exact, last) else met.met)
    if case.indicator["kind"] == "ceiling" and met.met and case.target.aim:
        room = (case.target.aim - figure.value) / case.target.aim
        verdict = "speed_up" if room < case.plan.get("settings", {}).get("headroom_share", 0.10) - TINY else verdict
    return known._replace(verdict=verdict, required=need)


# E: a share, ± its tolerance


def _share(case: Case) -> Judged:
    level, target = case.exact, case.target
    if not level:
        return Judged("no_data")
    last = max(level)
    known = Judged("", last, estimate=case.singles[last].vintage == "estimate", unreported=_unreported(case, last))
    width = case.plan.get("settings", {}).get("share_tolerance", 0.5)
    now = holds_share(level[last], target, width)
    left = target.year - last
    if left == 0:
        return known._replace(verdict="met" if now else "not_met")
    timing = _timing(case, last)
    if timing:
        return known._replace(verdict=timing, turning=(target.low if target.ranged else target.aim) if timing == "awaiting" else None)
    nearer = target.high if level[last] > target.high else target.low
    known = known._replace(required=0.0 if target.ranged and now else (nearer - level[last]) / left)
    first = _baseline_year(level, case.start)
    ahead = _forecast(case, level, last)
    then = holds_share(ahead, target, width)
    if now or then:
        return known._replace(verdict="on_course" if then else "speed_up")
    if first < last and holds_share(level[first], target, width):
        return known._replace(verdict="at_risk")
    if not _has_trend(level, last):
        return known._replace(verdict="no_data")
    share = 1 - _off(ahead, target) / _off(level[first], target)
    return known._replace(verdict="on_course" if share >= 0.95 - TINY else "speed_up" if share >= 0.5 - TINY else "at_risk")


# F: points cut a year


def _cut(case: Case) -> Judged:
    level = case.exact
    first = case.start - 1
    if first not in level:
        first = min((year for year in level if year > first), default=first)
        if not any(year < first for year in case.other_scope):
            return Judged("no_data")
    last = max((year for year in level if year > first), default=first)
    if last == first:
        return Judged("no_data")
    length, left = case.target.year - first, case.target.year - last
    wanted = min(length * case.target.aim, level[first])
    known = Judged(
        "",
        last,
        estimate=any(case.singles[year].vintage == "estimate" for year in (first, last)),
        unreported=_unreported(case, last),
    )
    done = level[first] - level[last]
    if left == 0:
        met = meets(done / length, case.target._replace(low=min(case.target.low, wanted / length)), case.half)
        if level[last] <= TINY:
            return known._replace(verdict="exceeded" if met.exceeded else "met")
        return known._replace(verdict=_word(met), rounded=met.rounded)
    timing = _timing(case, last)
    if timing == "no_data":
        return known._replace(verdict=timing)
    need = (wanted - done) / left
    if timing:
        rate = shown(level[first] - wanted, digits(case), False)
        return known._replace(verdict=timing, turning=rate)
    cuts = [-change for change in _changes({year: value for year, value in level.items() if year >= first}, False)]
    return known._replace(verdict=_ahead(need, case.target.aim, max(cuts, default=None), True), required=need)


# Q, and what is judged beside another indicator


def _qualitative(plan: Plan, indicator: Plan, at: Looking) -> Judged:
    start, end = term_years(plan, indicator, {})
    told = by_year(figure for figure in known_figures(plan, indicator, at) if figure.reached is not None)
    told = {year: figure for year, figure in told.items() if start <= year <= min(end, at.day.year)}
    if not told:
        return Judged("no_data")
    last = max(told)
    return Judged("met" if told[last].reached else "not_met", last, estimate=told[last].vintage == "estimate")


RULES: dict[str, Callable[[Case], Judged]] = {
    "term_growth": _growth,
    "end_level": _level,
    "floor": _side,
    "ceiling": _side,
    "share": _share,
    "points_cut": _cut,
    "count": _level,
    "term_sum": _term_sum,
    "term_mean": _term_mean,
}


def milestones(plan: Plan, id: str, at: Looking) -> dict[int, str]:
    """For each milestone whose year is over or known: met, exceeded, not met or awaiting."""
    indicator = plan["indicators"][id]
    singles = by_year(known_figures(plan, indicator, at))
    own = in_force(indicator, at.day)
    told = {}
    for one in indicator.get("milestones", []):
        figure = singles.get(one["year"])
        stated = {**indicator, "op": one.get("op", own.get("op", ">=")), "target": one["target"], "revisions": []}
        stated.pop("target_max", None)
        stated |= {"target_max": one["target_max"]} if "target_max" in one else {}
        exact = {year: single.value for year, single in singles.items() if single.op is None}
        start = term_years(plan, indicator, own)[0]
        target = target_on(plan, stated, at.day, _baseline(exact, start))
        assert target is not None
        aim = target_on(plan, indicator, at.day, _baseline(exact, start))
        told_by_both = stated["op"] in {"=", "~"} and (stated["op"] == "~" or plan.get("settings", {}).get("equal_is_minimum", True))
        if told_by_both and aim is not None and "reference" not in indicator:
            target = target._replace(better=aim.better)
        if figure is not None and figure.op is None and indicator["kind"] == "share":
            width = plan.get("settings", {}).get("share_tolerance", 0.5)
            told[one["year"]] = "met" if holds_share(figure.value, target, width) else "not_met"
        elif figure is not None and figure.op is None:
            agreed = [aim.low, aim.high] if aim is not None and "reference" not in indicator else []
            numbers = [*exact.values(), *agreed, target.low, target.high]
            told[one["year"]] = _word(meets(figure.value, target, min(half_unit(numbers), 0.5 * 10 ** -LEAST.get(indicator["kind"], 1))))
        elif one["year"] < at.day.year:
            told[one["year"]] = "awaiting"
    return told


def judged_all(plan: Plan, day: dt.date, known: dt.date | None = None) -> dict[str, Judged]:
    """The verdict of every indicator of the plan."""
    at = Looking(day, known or day)
    return {id: judged(plan, id, at) for id in plan.get("indicators", {})}
