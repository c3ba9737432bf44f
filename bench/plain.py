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
BEST_YEARS: Final = 10


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
    end = record.get("year", end)
    over = min(end, as_of.year - 1)
    series = {year: value for year, value in counted(record["values"], as_of).items() if year <= min(end, as_of.year)}
    whole = record["kind"] in ("term_growth", "points_cut")
    inside = [year for year in series if year >= start]
    if not series or (whole and not inside):
        return Said("no_data", None, None)
    last = max(inside) if whole else max(series)
    if record["kind"] == "points_cut" and (start - 1 not in series or last == start - 1):
        return Said("no_data", None, None)
    if last < end <= over:
        return Said("awaiting", None, None)
    if last < end and (over - last > 1 or last < start):
        return Said("no_data", None, None)
    half = 0.5 * 10.0 ** -max(_decimals(value) for value in series.values())
    if record["kind"] == "term_growth":
        return _growth(record, series, start, last, end, half)
    if record["kind"] == "points_cut":
        return _cut(record, series, start - 1, last, end, half)
    before = [year for year in series if year < min(start, last)]
    first = max(before) if before else min(inside)
    return _level(record, series, first if first < last else None, last, end, half)


def counted(values: list[Mapping[str, Any]], as_of: dt.date) -> dict[int, float]:
    """The one figure that counts for each year: known by the day, official before preliminary before estimate, then the later entry."""
    best: dict[int, tuple[int, float]] = {}
    for entry in values:
        rank = RANK.get(entry["vintage"])
        if rank is None or any(key in entry for key in APART):
            continue
        known = dt.date(entry["year"], 12, 1) if entry["vintage"] == "estimate" else dt.date(entry["year"] + 1, 1, 1)
        if known <= as_of and (entry["year"] not in best or rank <= best[entry["year"]][0]):
            best[entry["year"]] = rank, float(entry["value"])
    return {year: value for year, (_, value) in best.items()}


def _decimals(value: float) -> int:
    return next((digits for digits in range(6) if round(value, digits) == value), 6)


def _within_reach(required: float, target: float, best: float) -> str:
    if required <= target + NOISE:
        return "on_course"
    return "speed_up" if required <= max(best, target * 1.1) + NOISE else "at_risk"


def _at_the_end(value: float, target: float, half: float) -> str:
    return "exceeded" if value > target + NOISE else "met" if value >= target - half - NOISE else "not_met"


def _growth(record: Mapping[str, Any], series: Mapping[int, float], start: int, last: int, end: int, half: float) -> Said:
    target, factor, years, left = record["target"], 1.0, end - start + 1, end - last
    for year in range(start, last + 1):
        if year not in series:
            return Said("no_data", None, None)
        factor *= 1 + series[year] / 100
    forecast = ((factor * (1 + series[last] / 100) ** left) ** (1 / years) - 1) * 100
    if left == 0:
        return Said(_at_the_end((factor ** (1 / years) - 1) * 100, target, half), forecast, None)
    required = (((1 + target / 100) ** years / factor) ** (1 / left) - 1) * 100
    best = max(value for year, value in series.items() if last - BEST_YEARS < year <= last)
    return Said(_within_reach(required, target, best), forecast, required)


def _cut(record: Mapping[str, Any], series: Mapping[int, float], first: int, last: int, end: int, half: float) -> Said:
    target, left, known = record["target"], end - last, sorted(year for year in series if first <= year <= last)
    done, whole = series[first] - series[last], min((end - first) * target, series[first])
    cuts = [(series[a] - series[b]) / (b - a) for a, b in pairwise(known)]
    forecast = (done + min(cuts[-1] * left, series[last])) / (end - first)
    if left == 0:
        mean = done / (last - first)
        verdict = "exceeded" if mean > target + NOISE else "met" if mean >= whole / (end - first) - half - NOISE else "not_met"
        return Said(verdict, forecast, None)
    required = (whole - done) / left
    return Said(_within_reach(required, target, max(cuts)), forecast, required)


def _level(record: Mapping[str, Any], series: Mapping[int, float], first: int | None, last: int, end: int, half: float) -> Said:
    target, value, left, percent = record["target"], series[last], end - last, record["unit"].startswith("%")
    op, better = record["op"], -1 if record["op"] in ("<", "<=") else 1
    earlier = [year for year in series if last - TREND_YEARS <= year < last]
    since = min(earlier) if earlier else None
    trend = None if since is None else (value - series[since]) / (last - since)
    compound = record["kind"] == "end_level" and not percent and value > 0 and (first is None or series[first] > 0)
    growth = (value / series[since]) ** (1 / (last - since)) if since is not None and compound and series[since] > 0 else None
    forecast = value * growth**left if growth is not None else value + trend * left if trend is not None else None
    required = ((target / value) ** (1 / left) - 1) * 100 if compound and left else (target - value) / left if left else None
    change = required
    if percent and forecast is not None:
        forecast = min(100.0, max(0.0, forecast))
    holds = _holds(op, value, target, better, half)
    if left <= 0:
        if record["kind"] == "end_level":
            return Said("exceeded" if (value - target) * better > NOISE else "met" if holds else "not_met", None, None)
        return Said("met" if holds else "not_met", None, None)
    if holds:
        required = 0.0
    will = None if forecast is None else _holds(op, forecast, target, better, 0.0)
    narrow = record["kind"] == "ceiling" and holds and target != 0 and (target - value) / target < 0.1 - NOISE
    held = first is not None and _holds(op, series[first], target, better, half)
    if record["kind"] != "end_level" or holds or held:
        return Said("speed_up" if narrow else _kept(holds, will), forecast, required)
    if first is None or forecast is None or change is None:
        return Said("no_data", forecast, required)
    share = (forecast - series[first]) / (target - series[first])
    way = 1 if target >= value else -1
    known = sorted(series)
    best = max(
        way * (((series[b] / series[a]) ** (1 / (b - a)) - 1) * 100 if growth is not None else (series[b] - series[a]) / (b - a))
        for a, b in pairwise(known)
    )
    if share < 0.5 - NOISE or way * change > 1.5 * best + NOISE:
        return Said("at_risk", forecast, required)
    fell = any(_holds(op, series[year], target, better, half) for year in known if first <= year < last)
    return Said("speed_up" if share < 0.95 - NOISE or fell else "on_course", forecast, required)


def _holds(op: str, value: float, target: float, better: int, slack: float) -> bool:
    beyond = (value - target) * better
    return beyond > NOISE if op in ("<", ">") else beyond >= -slack - NOISE


def _kept(holds: bool, will: bool | None) -> str:
    if holds and will is not False:
        return "on_course"
    return "speed_up" if holds or will else "at_risk"


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
    if task.get("mode") == "dated" or ("mode" not in task and "due_text" in task):
        return "undated"
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
