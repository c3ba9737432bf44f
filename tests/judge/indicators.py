"""The verdict of an indicator on a day.

Decided where the rules are silent:

- no figure of the series at all (of the term, for A, F and H) is *no data*, also after the target year: nothing is being waited for that
  could be told; a gap among the years of A and H comes before *awaiting*, because the missing last year would not close it
- years t+1 … Y are the ones a requirement is shared between, also where one of them is over and not yet reported (u = 1)
- the baseline of B is the latest figure before the start, else the first of the term
- one single figure has no trend: a level is then only judged where it has the target already (C, D: as if it stayed)
- a level that has the target now, or whose baseline had it, leaves S without sense: it is then kept (on course, speed up, at risk) as in C
- "mean of the last ≤ 5 yearly changes" is the change from the earliest figure of the last five years to the last one, over its years;
  a figure missing in between shares the change equally. "Best yearly change" is of all figures, a gap shared equally as well
- money is what has ``path = "compound"``, or without a path a unit in đồng, VND or USD; only levels (B) compound
- C and D end *met* or *not met*; F, G and H are judged ahead as A (F, H) and B (G); the trend of C and D is linear
- a share (E) that holds is on course while its forecast holds (or it has no trend), else speed up; one that does not is on course where its
  forecast holds, no data without a trend, at risk where its baseline held, and else judged by 1 - |x̂ - s*| / |x0 - s*| as by S
- a bound in C and D judges its year; before the end it has neither trend nor headroom. In the other kinds it judges the target year only
- a relative target is judged as C or D over the difference, for the years both have
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.judge.figures import Figure, Looking, Plan, by_year, half_unit, known_figures
from tests.judge.targets import TINY, Met, Target, in_force, meets, percent, target_on, term_years

Level = dict[int, float]


class Judged(NamedTuple):
    """A verdict and what it rests on. ``required`` is per year ahead; ``turning`` is what the years awaited need, a year."""

    verdict: str
    last_year: int | None = None
    required: float | None = None
    turning: float | None = None
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

    @property
    def exact(self) -> Level:
        return {year: figure.value for year, figure in self.singles.items() if figure.op is None}

    @property
    def length(self) -> int:
        return self.target.year - self.start + 1

    def half(self, level: Mapping[int, float]) -> float:
        return half_unit(level.values())


def judged(plan: Plan, id: str, at: Looking) -> Judged:
    """The verdict of one indicator, looked at as ``at`` says."""
    indicator = plan["indicators"][id]
    gone = indicator.get("not_applicable_from")
    if gone is not None and gone <= at.day:
        return Judged("not_applicable")
    if indicator["kind"] == "qualitative":
        return _qualitative(plan, indicator, at)
    stated = in_force(indicator, at.day)
    start, year = term_years(plan, indicator, stated)
    figures = [figure for figure in known_figures(plan, indicator, at) if figure.last <= year and not math.isnan(figure.value)]
    singles = by_year(figures)
    exact = {year: figure.value for year, figure in singles.items() if figure.op is None}
    if "reference" in indicator:
        return _relative(plan, indicator, at, exact)
    target = target_on(plan, indicator, at.day, exact.get(_baseline_year(exact, start)))
    if target is None:
        return Judged("no_data")
    return RULES[indicator["kind"]](Case(plan, indicator, target, start, at.day.year - 1, figures, singles))


def _baseline_year(exact: Level, start: int) -> int:
    before = [year for year in exact if year < start]
    return max(before) if before else min(exact, default=start - 1)


def _timing(case: Case, last: int) -> str | None:
    """The verdict that the calendar alone gives: awaiting, or no data for two unreported years; ``last`` is the last known year."""
    end = min(case.target.year, case.over)
    if last < case.target.year <= case.over:
        return "awaiting"
    return "no_data" if end - last >= 2 else None


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


def _over_the_term(
    case: Case, result: Callable[[list[Figure]], float], needed: Callable[[list[Figure], int, float], float], wanted: float
) -> Judged:
    covered = _covered(case)
    if covered is None or not covered[0]:
        return Judged("no_data")
    parts, last = covered
    known = Judged("", last, estimate=any(part.vintage == "estimate" for part in parts), unreported=_unreported(case, last))
    left = case.target.year - last
    if left == 0:
        met = meets(result(parts), case.target, half_unit(part.value for part in parts))
        return known._replace(verdict=_word(met), rounded=met.rounded)
    timing = _timing(case, last)
    if timing == "no_data":
        return known._replace(verdict=timing)
    share = needed(parts, left, case.target.aim)
    if timing:
        return known._replace(verdict=timing, turning=share)
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
    if _compound(case.indicator) and min(level[first], level[last]) > 0:
        ahead = level[last] * (level[last] / level[first]) ** (left / (last - first))
    else:
        ahead = level[last] + (level[last] - level[first]) / (last - first) * left
    return min(100.0, max(0.0, ahead)) if percent(case.indicator) else ahead


def _changes(level: Level, compound: bool) -> list[float]:
    years = list(level)
    return [
        (level[b] / level[a]) ** (1 / (b - a)) - 1 if compound else (level[b] - level[a]) / (b - a) for a, b in itertools.pairwise(years)
    ]


def _bound(case: Case) -> Judged | None:
    """What a bound of the target year settles, where no plain figure of it is known."""
    figure = case.singles.get(case.target.year)
    if figure is None or figure.op is None or (settled := _settled(figure, case.target)) is None:
        return None
    return Judged("met" if settled else "not_met", case.target.year, estimate=figure.vintage == "estimate")


def _settled(figure: Figure, target: Target) -> bool | None:
    """Whether everything the bound leaves open is met (True) or missed (False); None where it does not say."""
    above, open_end = figure.op in {">", ">="}, figure.op in {">", "<"}
    aim, inner = target.aim, target.strict
    if target.better is None or (target.ranged and above == (target.better == "down")):
        return None
    if above == (target.better == "up"):
        enough = figure.value > aim - TINY if above else figure.value < aim + TINY
        return True if enough and (open_end or not inner or abs(figure.value - aim) > TINY) else None
    missed = figure.value > aim - TINY if above else figure.value < aim + TINY
    return False if missed and (open_end or inner or abs(figure.value - aim) > TINY) else None


def _level(case: Case) -> Judged:
    if case.target.year not in case.exact and (settled := _bound(case)):
        return settled
    level = case.exact
    if not level:
        return Judged("no_data")
    last = max(level)
    known = Judged("", last, estimate=case.singles[last].vintage == "estimate", unreported=_unreported(case, last))
    half = case.half(level)
    left = case.target.year - last
    if left == 0:
        met = meets(level[last], case.target, half)
        return known._replace(verdict=_word(met), rounded=met.rounded)
    timing = _timing(case, last)
    if timing:
        return known._replace(verdict=timing, turning=case.target.aim if timing == "awaiting" else None)
    return known._replace(verdict=_level_ahead(case, level, last, half), required=_yearly_need(case, level, last))


def _aim(case: Case, level: Level) -> float:
    """The end of the target a path runs to; without a direction the nearer one."""
    baseline = level.get(_baseline_year(level, case.start), None)
    target = case.target
    return target.high if target.better is None and baseline is not None and baseline > target.high else target.aim


def _yearly_need(case: Case, level: Level, last: int) -> float:
    aim, left = _aim(case, level), case.target.year - last
    if _compound(case.indicator) and level[last] > 0 and aim > 0:
        return 100 * ((aim / level[last]) ** (1 / left) - 1)
    return (aim - level[last]) / left


def _level_ahead(case: Case, level: Level, last: int, half: float) -> str:
    first = _baseline_year(level, case.start)
    if first not in level or (first == last and not meets(level[last], case.target, half).met):
        return "no_data"
    aim, ahead = _aim(case, level), _forecast(case, level, last)
    if case.indicator["kind"] == "count":
        ahead = min(ahead, case.target.high)
    now = meets(level[last], case.target, half).met
    if now or meets(level[first], case.target, half).met or abs(aim - level[first]) < TINY:
        return _kept(now, meets(ahead, case.target, half).met)
    share = (ahead - level[first]) / (aim - level[first])
    verdict = "on_course" if share >= 0.95 - TINY else "speed_up" if share >= 0.5 - TINY else "at_risk"
    reached = any(meets(value, case.target, half).met for year, value in level.items() if first <= year < last)
    if reached and verdict == "on_course":
        verdict = "speed_up"
    return "at_risk" if _out_of_reach(case, level, last, aim) else verdict


def _out_of_reach(case: Case, level: Level, last: int, aim: float) -> bool:
    """Whether the yearly change that is needed exceeds one and a half times the best one seen."""
    compound = _compound(case.indicator) and min([*level.values(), aim]) > 0
    sign = 1 if aim > level[_baseline_year(level, case.start)] else -1
    left = case.target.year - last
    need = (aim / level[last]) ** (1 / left) - 1 if compound else (aim - level[last]) / left
    best = max(sign * change for change in _changes(level, compound))
    return sign * need > TINY and sign * need > 1.5 * best + TINY


def _kept(now: bool, then: bool) -> str:
    return "on_course" if now and then else "speed_up" if now or then else "at_risk"


# C and D: kept on one side


def _side(case: Case) -> Judged:
    exact = case.exact
    years = [year for year, figure in case.singles.items() if figure.op is None or _settled(figure, case.target) is not None]
    if not years:
        return Judged("no_data")
    last = max(years)
    half = case.half(exact)
    figure = case.singles[last]
    known = Judged("", last, estimate=figure.vintage == "estimate", unreported=_unreported(case, last))
    met = meets(figure.value, case.target, half) if figure.op is None else Met(bool(_settled(figure, case.target)), False, False)
    if last == case.target.year:
        return known._replace(verdict="met" if met.met else "not_met", rounded=met.rounded)
    timing = _timing(case, last)
    if timing:
        return known._replace(verdict=timing, turning=case.target.aim if timing == "awaiting" else None)
    if figure.op is not None:
        return known._replace(verdict="on_course" if met.met else "at_risk")
    verdict = _kept(met.met, meets(_forecast(case, exact, last), case.target, half).met)
    if case.indicator["kind"] == "ceiling" and verdict == "on_course" and case.target.aim:
        room = (case.target.aim - figure.value) / case.target.aim
        verdict = "speed_up" if room < case.plan.get("settings", {}).get("headroom_share", 0.10) - TINY else verdict
    return known._replace(verdict=verdict)


# E: a share, ± its tolerance on both sides


def _share(case: Case) -> Judged:
    level = case.exact
    if not level:
        return Judged("no_data")
    last = max(level)
    known = Judged("", last, estimate=case.singles[last].vintage == "estimate", unreported=_unreported(case, last))
    width = 0.0 if case.target.ranged else case.plan.get("settings", {}).get("share_tolerance", 0.5)
    half = case.half(level)
    left = case.target.year - last
    if left == 0:
        met = meets(level[last], case.target, half, width)
        return known._replace(verdict="met" if met.met else "not_met", rounded=met.rounded)
    timing = _timing(case, last)
    if timing:
        return known._replace(verdict=timing)
    first = _baseline_year(level, case.start)
    need = _yearly_need(case, level, last)
    now = meets(level[last], case.target, half, width).met
    if first == last:
        return known._replace(verdict="on_course" if now else "no_data", required=need)
    aim, ahead = _aim(case, level), _forecast(case, level, last)
    then = meets(ahead, case.target, half, width).met
    if now or then:
        return known._replace(verdict="on_course" if then else "speed_up", required=need)
    if meets(level[first], case.target, half, width).met:
        return known._replace(verdict="at_risk", required=need)
    share = 1 - abs(ahead - aim) / abs(aim - level[first])
    return known._replace(verdict="on_course" if share >= 0.95 - TINY else "speed_up" if share >= 0.5 - TINY else "at_risk", required=need)


# F: points cut a year


def _cut(case: Case) -> Judged:
    level = case.exact
    first = case.start - 1
    if first not in level:
        marked = "chuẩn mới" in case.indicator["name"] or any(
            entry["year"] <= first and "scope" in entry for entry in case.indicator.get("values", [])
        )
        first = min((year for year in level if year > first), default=first)
        if not marked:
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
        if level[last] <= TINY:
            return known._replace(verdict="exceeded" if done / length > case.target.high + case.half(level) else "met")
        met = meets(done / length, case.target._replace(low=min(case.target.low, wanted / length)), case.half(level))
        return known._replace(verdict=_word(met), rounded=met.rounded)
    timing = _timing(case, last)
    if timing == "no_data":
        return known._replace(verdict=timing)
    need = (wanted - done) / left
    if timing:
        return known._replace(verdict=timing, turning=need)
    cuts = [-change for change in _changes({year: value for year, value in level.items() if year > last - 10}, False)]
    return known._replace(verdict=_ahead(need, case.target.aim, max(cuts, default=None), True), required=need)


# Q, and what is judged beside another indicator


def _qualitative(plan: Plan, indicator: Plan, at: Looking) -> Judged:
    told = by_year(figure for figure in known_figures(plan, indicator, at) if figure.text is not None or figure.reached is not None)
    if not told:
        return Judged("no_data")
    last = max(told)
    known = Judged("no_data", last, estimate=told[last].vintage == "estimate")
    reached = told[last].reached
    return known if reached is None else known._replace(verdict="met" if reached else "not_met")


def _relative(plan: Plan, indicator: Plan, at: Looking, own: Level) -> Judged:
    other = plan["indicators"].get(indicator["reference"])
    theirs = by_year(known_figures(plan, other, at)) if other else {}
    beside = {year: figure.value for year, figure in theirs.items() if figure.op is None}
    apart = {year: own[year] - beside[year] for year in own if year in beside}
    stated = in_force(indicator, at.day)
    start, end = term_years(plan, indicator, stated)
    if not apart:
        return Judged("no_data")
    target = target_on(plan, {**indicator, "target": 0}, at.day, None)
    assert target is not None
    target = target._replace(low=0.0, high=0.0, better=target.better or "up")
    last = max(apart)
    figures = by_year(known_figures(plan, indicator, at))
    case = Case(plan, indicator, target, start, at.day.year - 1, [], {})
    half = max(half_unit(own.values()), half_unit(beside[year] for year in apart))
    known = Judged("", last, estimate="estimate" in {figures[last].vintage, theirs[last].vintage}, unreported=_unreported(case, last))
    met = meets(apart[last], target, half)
    if last == end:
        return known._replace(verdict="met" if met.met else "not_met", rounded=met.rounded)
    timing = _timing(case, last)
    if timing:
        return known._replace(verdict=timing)
    return known._replace(verdict=_kept(met.met, meets(_forecast(case, apart, last), target, half).met))


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
        target = target_on(plan, stated, at.day, exact.get(_baseline_year(exact, start)))
        assert target is not None
        if figure is not None and figure.op is None:
            told[one["year"]] = _word(meets(figure.value, target, half_unit(exact.values())))
        elif one["year"] < at.day.year:
            told[one["year"]] = "awaiting"
    return told


def judged_all(plan: Plan, day: dt.date, known: dt.date | None = None) -> dict[str, Judged]:
    """The verdict of every indicator of the plan."""
    at = Looking(day, known or day)
    return {id: judged(plan, id, at) for id in plan.get("indicators", {})}
