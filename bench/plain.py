"""The same methods as a plain Python loop, a record at a time: what ``bench.methods`` measures the frames against.

Written as one would without frames, from docs/methods.md, and only for what the made plan has in it: no gaps, no means over several
years, no shares. ``bench.methods`` refuses to measure when the two do not say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

RANK: Final = {"official": 0, "preliminary": 1, "estimate": 2}
APART: Final = ("scope", "unit", "op", "as_of", "years")
NOISE: Final = 1e-9
TREND_YEARS: Final = 5


class Said(NamedTuple):
    """What a method says of one indicator."""

    verdict: str
    forecast: float | None
    required: float | None


def judge_all(indicators: Mapping[str, Mapping[str, Any]], term: tuple[int, int], as_of: dt.date) -> dict[str, Said]:
    """Every indicator, one after the other."""
    return {id: judge(record, term, as_of) for id, record in indicators.items()}


def judge(record: Mapping[str, Any], term: tuple[int, int], as_of: dt.date) -> Said:
    """docs/methods.md A, B, C, D or F for one indicator."""
    start, end = term
    past = min(end, as_of.year)
    series = {year: value for year, value in counted(record["values"]).items() if year <= past}
    inside = [year for year in series if year >= start]
    if not inside:
        return Said("no_data", None, None)
    if record["kind"] == "term_growth":
        return _growth(record, [series[year] for year in sorted(inside)], end - start + 1)
    last = max(inside)
    before = [year for year in series if year < start]
    first = max(before) if before else min(inside)
    if record["kind"] == "points_cut":
        return _cut(record, series, first, last, end)
    return _level(record, series, first if first < last else None, last, end)


def counted(values: list[Mapping[str, Any]]) -> dict[int, float]:
    """The one figure that counts for each year: official before preliminary before estimate, then the first listed."""
    best: dict[int, tuple[int, float]] = {}
    for entry in values:
        rank = RANK.get(entry["vintage"])
        if rank is None or any(key in entry for key in APART):
            continue
        if entry["year"] not in best or rank < best[entry["year"]][0]:
            best[entry["year"]] = rank, float(entry["value"])
    return {year: value for year, (_, value) in best.items()}


def _growth(record: Mapping[str, Any], rates: list[float], years: int) -> Said:
    target, factor, left = record["target"], 1.0, years - len(rates)
    for rate in rates:
        factor *= 1 + rate / 100
    forecast = ((factor * (1 + rates[-1] / 100) ** left) ** (1 / years) - 1) * 100
    if left == 0:
        mean = (factor ** (1 / years) - 1) * 100
        if mean > target + NOISE:
            return Said("exceeded", forecast, None)
        return Said("met" if abs(mean - target) <= 0.5 + NOISE else "not_met", forecast, None)  # the made targets are whole numbers
    required = (((1 + target / 100) ** years / factor) ** (1 / left) - 1) * 100
    if required <= target + NOISE:
        return Said("on_course", forecast, required)
    return Said("speed_up" if required <= max(rates) + NOISE else "at_risk", forecast, required)


def _cut(record: Mapping[str, Any], series: Mapping[int, float], first: int, last: int, end: int) -> Said:
    target, left, known = record["target"], end - last, sorted(year for year in series if first <= year <= last)
    done = series[first] - series[last]
    cuts = [(series[a] - series[b]) / (b - a) for a, b in pairwise(known)]
    forecast = (done + min(cuts[-1] * left, series[last])) / (end - first)
    if left == 0:
        mean = done / (last - first)
        verdict = "exceeded" if mean > target + NOISE else "met" if mean >= target - NOISE else "not_met"
        return Said(verdict, forecast, None)
    required = ((end - first) * target - done) / left
    if required * left > series[last] + NOISE:
        return Said("at_risk", forecast, required)
    if required <= target + NOISE:
        return Said("on_course", forecast, required)
    return Said("speed_up" if required <= max(cuts) + NOISE else "at_risk", forecast, required)


def _level(record: Mapping[str, Any], series: Mapping[int, float], first: int | None, last: int, end: int) -> Said:
    target, value, left, percent = record["target"], series[last], end - last, record["unit"].startswith("%")
    better = -1 if record["op"] in ("<", "<=") else 1
    earlier = [year for year in series if last - TREND_YEARS <= year < last]
    since = min(earlier) if earlier else None
    trend = None if since is None else (value - series[since]) / (last - since)
    compound = record["kind"] == "end_level" and not percent and value > 0 and (first is None or series[first] > 0)
    growth = (value / series[since]) ** (1 / (last - since)) if since is not None and compound and series[since] > 0 else None
    forecast = value * growth**left if growth is not None else value + trend * left if trend is not None else None
    required = ((target / value) ** (1 / left) - 1) * 100 if compound and left else (target - value) / left if left else None
    if record["kind"] == "ceiling":
        forecast = None if trend is None else value + trend
    if percent and forecast is not None:
        forecast = min(100.0, max(0.0, forecast))
    holds = _holds(record["op"], value, target, better)
    if left <= 0:
        if record["kind"] == "end_level":
            return Said("exceeded" if holds and (value - target) * better > 0 else "met" if holds else "not_met", None, None)
        return Said("met" if holds else "not_met", None, None)
    if holds:
        required = 0.0
    worsening = trend is None or trend * better < 0
    if record["kind"] == "ceiling":
        roomy = target == 0 or (target - value) / target >= 0.1 - NOISE
        safe = roomy and not (forecast is not None and forecast >= target - NOISE)
        return Said(_kept(holds, safe, worsening), forecast, required)
    safe = forecast is None or _holds(record["op"], forecast, target, better, NOISE)
    held = first is not None and _holds(record["op"], series[first], target, better)
    if record["kind"] == "floor" or holds or held:
        return Said(_kept(holds, safe, worsening), forecast, required)
    if first is None or forecast is None:
        return Said("no_data", forecast, required)
    share = (forecast - series[first]) / (target - series[first])
    return Said("on_course" if share >= 0.95 - NOISE else "speed_up" if share >= 0.5 - NOISE else "at_risk", forecast, required)


def _holds(op: str, value: float, target: float, better: int, slack: float = 0.0) -> bool:
    beyond = (value - target) * better
    return beyond > slack if op in ("<", ">") else beyond >= -slack


def _kept(holds: bool, safe: bool, worsening: bool) -> str:
    if holds and safe:
        return "on_course"
    return "speed_up" if holds or not worsening else "at_risk"


def task_states(tasks: Mapping[str, Mapping[str, Any]], as_of: dt.date, near: int, days_off: Collection[dt.date]) -> dict[str, str]:
    """Where each task stands, one after the other."""
    off = frozenset(days_off)
    return {id: _state(task, as_of, near, off) for id, task in tasks.items()}


def _state(task: Mapping[str, Any], as_of: dt.date, near: int, days_off: frozenset[dt.date]) -> str:
    due, done_on = task.get("due"), task.get("done_on")
    done = task.get("status") == "done" and (done_on is None or done_on <= as_of)
    counted = due is not None and task.get("mode") not in ("standing", "periodic")
    if done:
        return "done" if not counted or done_on is None else "done_on_time" if done_on <= due else "done_late"
    if counted and due is not None:
        if due < as_of:
            return "late"
        return "near" if _working_days(as_of, due, near, days_off) <= near else "open_in_time"
    last_year = dt.date(as_of.year - 1, 1, 1)  # the last that is over: the plans of the bench run for some by then, and name no rhythm
    heard = sum(entry["on"] >= last_year for entry in task.get("log", ()) if entry["on"] <= as_of and "basis" not in entry)
    return "standing" if heard >= task.get("times", 1) else "not_reported"


def _working_days(after: dt.date, until: dt.date, enough: int, days_off: frozenset[dt.date]) -> int:
    """Working days after one day up to another; counting stops once there are more than enough."""
    count, day = 0, after
    while day < until and count <= enough:
        day += dt.timedelta(days=1)
        count += day.weekday() < 5 and day not in days_off
    return count
