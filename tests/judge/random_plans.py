"""Random plans with everything the rules speak of, many of them in one file so that one look at the tables judges all.

A *world* is what plans of one file share: term, day of issue, settings. Plans in it have their own goals, bodies and ids (``p7-…``).
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

Plan = dict[str, Any]
VINTAGES = ("estimate", "estimate", "preliminary", "official", "official", "plan")
KINDS = (
    "term_growth",
    "term_growth",
    "end_level",
    "end_level",
    "end_level",
    "floor",
    "ceiling",
    "share",
    "points_cut",
    "count",
    "term_sum",
    "term_mean",
    "qualitative",
)
UNITS = ("%", "%", "triệu đồng", "tỷ USD", "giường", "hạng")
RANGES: tuple[tuple[float, float, list[str]], ...] = (
    (100, 100, []),
    (65, 100, []),
    (50, 65, ["min", "max"]),
    (50, 65, ["min"]),
    (0, 50, []),
    (0, 0, []),
    (65, 80, []),
    (36, 60, []),
)
DAY = dt.timedelta(days=1)


def world(random: Random, plans: int, first: int = 0) -> Plan:
    """A file of so many plans; ``first`` numbers them."""
    start = random.choice((2019, 2021, 2021, 2021, 2023))
    end = start + random.choice((2, 3, 4, 4, 4))
    plan: Plan = {
        "format": 1,
        "plan": {"title": "Kế hoạch", "term": {"start": dt.date(start, 1, 1), "end": dt.date(end, 12, 31)}},
        "settings": _settings(random, start, end),
        **{name: {} for name in ("sources", "goals", "sections", "agencies", "indicators", "tasks", "duties", "enterprises")},
    }
    if random.random() < 0.6:
        plan["plan"]["issued"] = dt.date(start, 1, 1) + DAY * random.randrange(-90, 700)
    for number in range(first, first + plans):
        _add(random, plan, f"p{number}", start, end)
    return plan


def days_of(random: Random, plan: Plan) -> list[dt.date]:
    """Five days: before the term, in it, about New Year twice, and after it."""
    start, end = plan["plan"]["term"]["start"], plan["plan"]["term"]["end"]
    inside = start + DAY * random.randrange((end - start).days)
    turn = dt.date(random.randrange(start.year, end.year + 1), 12, 31)
    return [
        start - DAY * random.randrange(1, 400),
        inside,
        turn + DAY * random.choice((0, 1)),
        dt.date(random.randrange(start.year, end.year + 1), 12, 1) + DAY * random.randrange(-1, 40),
        end + DAY * random.choice((1, 2, 200, 700, 3000)),
    ]


def _settings(random: Random, start: int, end: int) -> Plan:
    settings: Plan = {}
    if random.random() < 0.3:
        settings["about"] = random.choice((0.02, 0.1))
    if random.random() < 0.3:
        settings["near_days"] = random.choice((0, 3, 15))
    if random.random() < 0.3:
        settings["share_tolerance"] = random.choice((0.2, 1.0))
    if random.random() < 0.7:
        days = (dt.date(year, month, day) for year in range(start, end + 1) for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)))
        settings["holidays"] = [*days]
    return settings


def _add(random: Random, plan: Plan, name: str, start: int, end: int) -> None:
    plan["goals"][f"{name}-g"] = {"number": 1, "title": "Nhóm"}
    plan["goals"][f"{name}-h"] = {"number": 2, "title": "Cơ cấu"}
    plan["sections"][f"{name}-s"] = {"number": "I", "title": "Mục", "order": 1}
    for n in range(4):
        source: Plan = {"title": f"Nguồn {n}"}
        if n:
            source["date"] = dt.date(start - 1, 6, 1) + DAY * random.randrange(365 * (end - start + 3))
        plan["sources"][f"{name}-q{n}"] = source
    bodies = _bodies(random, plan, name, start, end)
    ids: list[str] = []
    for n in range(random.randrange(6, 13)):
        one = _indicator(random, name, random.choice(KINDS), start, end)
        if ids and random.random() < 0.12 and one["kind"] in {"end_level", "floor", "ceiling"} and "target_max" not in one:
            one["reference"] = random.choice(ids)
        elif one["kind"] in {"end_level", "floor", "ceiling"}:
            ids.append(f"{name}-i{n}")
        plan["indicators"][f"{name}-i{n}"] = one
    for n in range(random.randrange(2, 5)):
        plan["tasks"][f"{name}-t{n}"] = _task(random, name, n, bodies, start, end)
    for n in range(random.choice((0, 1, 1))):
        plan["duties"][f"{name}-d{n}"] = _duty(random, bodies, start, end)
    for n in range(random.randrange(0, 3)):
        plan["enterprises"][f"{name}-e{n}"] = _enterprise(random, n, start, end)


# indicators


def _indicator(random: Random, name: str, kind: str, start: int, end: int) -> Plan:
    goal = f"{name}-h" if kind == "share" else f"{name}-g"
    if kind == "qualitative":
        return {"goal": goal, "name": "Chỉ tiêu", "kind": kind, "values": _told(random, name, start, end)}
    unit = {"share": "%", "term_growth": "%/năm", "points_cut": "điểm %/năm", "count": "xã"}.get(kind) or random.choice(UNITS)
    one: Plan = {"goal": goal, "name": "Chỉ tiêu", "unit": unit, "kind": kind, "op": _operator(random, kind)}
    year = random.choice((end, end, end, end, end - 1, end + 1)) if kind in {"end_level", "floor", "ceiling", "count", "share"} else end
    if year != end or random.random() < 0.5:
        one["year"] = year
    places = random.choice((0, 1, 1, 2))
    rising = one["op"] in {">=", ">"} or random.random() < 0.5
    level = _series(random, kind, unit, start, year, places, rising)
    one["target"] = _target(random, kind, level, start, year, places, rising)
    _vary_target(random, one, kind, places, rising, year)
    one["values"] = _values(random, name, one, level, start, year, places)
    if kind == "points_cut" and random.random() < 0.3:
        one["name"] = "Mức giảm tỷ lệ hộ nghèo (theo chuẩn mới)"
    if random.random() < 0.05:
        one["not_applicable_from"] = dt.date(random.randrange(start, end + 2), 7, 1)
        one["not_applicable_basis"] = "Nghị quyết"
    return one


def _operator(random: Random, kind: str) -> str:
    if kind in {"floor", "points_cut", "count"}:
        return random.choice((">=", ">=", ">", "="))
    if kind == "ceiling":
        return random.choice(("<=", "<", "="))
    if kind == "share":
        return random.choice(("=", "=", ">=", "<="))
    if kind == "term_growth":
        return random.choice((">=", ">=", ">=", ">", "=", "~"))
    return random.choice((">=", ">=", ">", "<=", "<", "=", "=", "~"))


def _series(random: Random, kind: str, unit: str, start: int, year: int, places: int, rising: bool) -> dict[int, float]:
    """What is true of each year, from some years before the start to a year after the target year; most of it is published."""
    if kind in {"term_growth", "term_mean", "term_sum"}:
        middle = random.choice((3.0, 8.0, 30.0))
        levels = [random.gauss(middle, 1.5) for _ in range(start - 5, year + 2)]
    else:
        now, drift = random.choice((6.0, 45.0, 90.0)), random.choice((0.0, 0.5, 2.0, 5.0)) * (1 if rising else -1)
        levels = []
        for _ in range(start - 5, year + 2):
            levels.append(now)
            now += random.gauss(drift, abs(drift) / 2)
    if kind == "points_cut":
        levels.sort(reverse=random.random() < 0.8)
    if unit.startswith("%") or kind in {"points_cut", "share"}:
        levels = [min(max(level, 0.0), 100.0) if kind != "term_growth" else level for level in levels]
    elif unit != "%/năm":
        levels = [max(level, 0.5) for level in levels]
    if kind == "count" or unit == "hạng":
        levels = [float(round(level)) for level in levels]
    return {year: round(level, places) for year, level in enumerate(levels, start - 5)}


def _target(random: Random, kind: str, level: dict[int, float], start: int, year: int, places: int, rising: bool) -> float:
    """A target near what the series comes to, so that the narrow cases are many."""
    term = [level[one] for one in range(start, year + 1)]
    if kind in {"term_growth", "term_mean"}:
        result = sum(term) / len(term)
    elif kind == "term_sum":
        result = sum(term)
    elif kind == "points_cut":
        return round(max(0.1, (level[start - 1] - level[year]) / len(term) + random.choice((0, 0.02, 0.5, -0.3))), 2)
    else:
        result = random.choice((level[year], level[year], level[start - 1], sum(term) / len(term)))
    result += random.choice((0, 0, 0.04, -0.04, 0.3, -0.3, 2, -2, 10 if rising else -10))
    if kind == "count":
        return float(max(1, round(result)))
    result = min(max(result, 0.5), 99.5) if kind in {"share"} else result
    return round(max(result, 0.5), random.choice((places, places, 0, 2)))


def _vary_target(random: Random, one: Plan, kind: str, places: int, rising: bool, year: int) -> None:
    if one["op"] in {"=", ">=", "<="} and kind not in {"points_cut", "count"} and random.random() < 0.2:
        one["target_max"] = round(one["target"] + random.choice((0.5, 1, 3)), 2)
    if one["op"] in {"=", "~"} and kind not in {"share", "ceiling", "floor", "count", "points_cut"} and random.random() < 0.5:
        one["better"] = "up" if rising or kind == "term_growth" else "down"
    if kind == "end_level" and random.random() < 0.3:
        one["path"] = random.choice(("linear", "compound"))
    if kind in {"term_growth", "points_cut", "term_sum", "term_mean"} and random.random() < 0.4:
        one["period"] = f"{year - random.choice((2, 3, 4))}-{year}"
        one.pop("year", None)
    if kind in {"end_level", "count", "share"} and random.random() < 0.2:
        years = random.sample(range(year - 3, year), 2)
        one["milestones"] = [{"year": year, "target": round(one["target"] * random.uniform(0.8, 1), places)} for year in sorted(years)]
    if random.random() < 0.15:
        change: Plan = {"on": dt.date(random.randrange(year - 3, year + 1), 3, 12), "reason": "Điều chỉnh"}
        change["target"] = round(one["target"] * random.choice((0.8, 1.2)), 2)
        if "target_max" in one:
            change["target_max"] = round(change["target"] + 1, 2)
        elif random.random() < 0.5:
            change["op"] = one["op"]
        one["revisions"] = [change]


def _values(random: Random, name: str, one: Plan, level: dict[int, float], start: int, year: int, places: int) -> list[Plan]:
    """The published figures: most years once, some twice, some not; some in part, as a bound, of another scope or unit."""
    told = []
    silent = random.choice((0.05, 0.05, 0.3))
    stops = random.choice((year + 1, year + 1, year, year - 1, year - 2))
    begins = random.choice((start - 5, start - 1, start - 1, start))
    for at in range(begins, stops + 1):
        if random.random() < silent:
            continue
        for _ in range(random.choice((1, 1, 1, 2))):
            told.append(_entry(random, name, one, round(level[at] + random.choice((0, 0, 0, 10.0**-places)), places), at))
    if one["kind"] == "term_growth" and random.random() < 0.3:
        first = random.randrange(start, year)
        last = min(year, first + random.choice((1, 2)))
        entry = _entry(random, name, one, level[last], last, plain=True)
        told.append({**entry, "years": [first, last]})
    random.shuffle(told)
    return told


def _entry(random: Random, name: str, one: Plan, value: float, year: int, plain: bool = False) -> Plan:
    entry: Plan = {"year": year, "value": value, "vintage": random.choice(VINTAGES)}
    drawn = random.random()
    if drawn < 0.25:
        entry["source"] = f"{name}-q{random.randrange(4)}"
    elif drawn < 0.4:
        entry["published"] = dt.date(year, 10, 1) + DAY * random.randrange(500)
    drawn = random.random()
    if plain or drawn < 0.88:
        return entry
    if drawn < 0.91:
        entry["as_of"] = dt.date(year, random.choice((6, 9)), 30)
    elif drawn < 0.93:
        entry["scope"] = "merged"
    elif drawn < 0.94:
        entry["unit"] = "tỷ đồng"
    else:
        entry["op"] = random.choice((">", ">=", "<", "<="))
    return entry


def _told(random: Random, name: str, start: int, end: int) -> list[Plan]:
    told = []
    for year in range(start, end + 1):
        if random.random() < 0.3:
            entry = _entry(random, name, {}, 0, year, plain=True)
            del entry["value"]
            told.append({**entry, "text": "Thuộc nhóm 10", **({"reached": random.random() < 0.5} if random.random() < 0.8 else {})})
    return told


# bodies, tasks, duties, enterprises


def _bodies(random: Random, plan: Plan, name: str, start: int, end: int) -> list[str]:
    """Bodies that end, merge, split, begin late, are named by a group; their ids."""
    ids = [f"{name}-a{n}" for n in range(6)]
    change = dt.date(start, 1, 1) + DAY * random.randrange(1, 365 * (end - start + 1))
    records: list[Plan] = [{"name": f"Sở {n}", "kind": "department"} for n in range(6)]
    if random.random() < 0.7:
        records[0] |= {"until": change - DAY, "successors": random.choice(([ids[3]], [ids[3], ids[4]], [ids[4], ids[2]]))}
        records[1] |= {"until": change - DAY, "successors": [ids[3]]}
        records[3] |= {"from": change}
        if random.random() < 0.5:
            records[4] |= {"from": change + DAY * 200}
    if random.random() < 0.3:
        records[2] |= {"until": dt.date(end, 6, 30)}
    if random.random() < 0.5:
        records[5] |= {"name": "Các sở, ngành", "kind": "collective", "members": ids[:2]}
    plan["agencies"] |= dict(zip(ids, records, strict=True))
    return ids


def _task(random: Random, name: str, n: int, bodies: list[str], start: int, end: int) -> Plan:
    leads = random.sample(bodies, random.choice((1, 1, 2)))
    task: Plan = {"section": f"{name}-s", "order": n + 1, "summary": "Nhiệm vụ", "leads": leads}
    partners = [body for body in random.sample(bodies, 2) if body not in leads]
    if partners and random.random() < 0.5:
        task["partners"] = partners
    task["mode"] = random.choice(("dated", "dated", "standing", "periodic"))
    first = dt.date(start, 1, 1)
    if task["mode"] == "dated":
        task["due"] = first + DAY * random.randrange(30, 365 * (end - start + 1))
        if random.random() < 0.4:
            given = task["due"] + DAY * random.randrange(-60, 60)
            task["extensions"] = [{"on": given, "due": task["due"] + DAY * random.randrange(61, 300)}]
            if random.random() < 0.3:
                later = task["extensions"][0]["due"]
                task["extensions"].append({"on": later - DAY * random.randrange(0, 30), "due": later + DAY * random.randrange(1, 200)})
        if random.random() < 0.5:
            task |= {"status": "done", "done_on": task["due"] + DAY * random.randrange(-200, 200)}
            if random.random() < 0.1:
                task["done_on"] = first - DAY * random.randrange(1, 500)
            elif random.random() < 0.2:
                del task["done_on"]
    elif task["mode"] == "periodic" or random.random() < 0.3:
        task["every"] = random.choice(("month", "quarter", "half_year", "year"))
        if random.random() < 0.3:
            task["times"] = 2
    if task["mode"] != "dated":
        if random.random() < 0.1:
            task["due"] = first + DAY * random.randrange(30, 900)
        task["log"] = [_log(random, bodies, first, end) for _ in range(random.choice((0, 1, 5)))]
        if random.random() < 0.1:
            task["status"] = "done"
    elif task.get("status") == "done" and "done_on" not in task and random.random() < 0.5:
        task["log"] = [{**_log(random, bodies, first, end), "status": "done"}]
    return task


def _log(random: Random, bodies: list[str], first: dt.date, end: int) -> Plan:
    entry: Plan = {"on": first + DAY * random.randrange((end - first.year + 2) * 365), "by": bodies[2], "text": "Báo cáo"}
    if random.random() < 0.2:
        entry["status"] = random.choice(("in_progress", "unreported", "blocked", "done"))
    return entry


def _duty(random: Random, bodies: list[str], start: int, end: int) -> Plan:
    duty: Plan = {"who": random.sample(bodies, random.choice((1, 2))), "what": "Báo cáo"}
    every = random.choice(("year", "year", "year", "half_year", "half_year", "quarter", "quarter", "month"))
    duty["every"] = every
    if random.random() < (0.6 if every == "year" else 0.2):
        duty["before"] = random.choice(("11-20", "12-10", "01-31"))
        if duty["before"] == "01-31" or random.random() < 0.2:
            duty["year_after"] = True
    elif random.random() < 0.8:
        duty["within_days"] = random.choice((5, 15, 45))
    if random.random() < 0.3:
        duty["first"] = random.randrange(start, end + 1)
    periods = {"year": 1, "half_year": 2, "quarter": 4, "month": 12}[every]
    months = 12 // periods
    asked = [(year, n) for year in range(start, end + 1) for n in range(1, periods + 1)]
    for year, n in random.sample(asked, len(asked) // 2):
        entry: Plan = {"year": year, "agency": random.choice(duty["who"])}
        if every != "year" and random.random() < 0.9:
            entry["period"] = n
        if random.random() < 0.9:
            entry["on"] = dt.date(year, n * months, 28) + DAY * random.randrange(-20, 60)
        duty.setdefault("handed_in", []).append(entry)
    for year, n in random.sample(asked, random.choice((0, 0, 1))):
        duty["waived"] = [{"year": year, **({"period": n} if every != "year" and random.random() < 0.7 else {})}]
    return duty


def _enterprise(random: Random, n: int, start: int, end: int) -> Plan:
    one: Plan = {"name": f"Công ty {n}", "arrangement": random.choice(("keep", "equitise", "divest", "merge", "dissolve", "transfer"))}
    if random.random() < 0.8:
        opens = dt.date(start, 1, 1) + DAY * random.randrange(0, 500)
        one["window"] = {"start": opens, "end": min(opens + DAY * random.randrange(200, 900), dt.date(end, 12, 31))}
    if random.random() < 0.7:
        low, high, ends = random.choice(RANGES)
        one |= {"target_min": low, "target_max": high, **({"target_open": ends} if ends else {})}
        one["share_now"] = random.choice((100, 65, 51, 50, 36, 0))
    if random.random() < 0.4:
        on = dt.date(start, 6, 1) + DAY * random.randrange(0, 365 * (end - start + 1))
        one |= random.choice(
            ({"stage": "done", "done_on": on}, {"stage": "done", "stage_on": on}, {"stage": "done"}, {"stage": "approved"})
        )
    return one
